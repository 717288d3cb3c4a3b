"""Places in leaves of a few that lie near each other, under boxes that say how far away, how doubtful and of what use their places can be at best.

A search opens boxes from the most to the least promising and stops when nothing left can come before what it has. Boxes are measured in
space (a unit sphere), where neither poles nor the date line are special, and a chord is never longer than the way along the ground.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Sequence
from math import cos, pi, sin, sqrt
from typing import Any

import msgspec

from waymend.directory.ranking import AHEAD_M
from waymend.directory.repository import Candidate, Filter
from waymend.directory.sphere import RADIUS_KM

LEAF = 20
BRANCH = 8

Point = tuple[float, float, float]
Packed = tuple[int, float, float, int, int, int, int, int, int, int, int]  # a Candidate
# x, y and z from … to …, needs and maybes of any place below, least doubts, newest day, and the number of the leaf or the boxes below
Box = tuple[float, float, float, float, float, float, int, int, int, int, Any]

_encode = msgspec.msgpack.Encoder().encode
_boxes = msgspec.msgpack.Decoder(list[tuple[float, float, float, float, float, float, int, int, int, int, Any]])
_leaf = msgspec.msgpack.Decoder(list[Packed])


def point(lat: float, lon: float) -> Point:
    a, b = lat * pi / 180, lon * pi / 180
    return cos(a) * cos(b), cos(a) * sin(b), sin(a)


def divided(group: Sequence[Candidate], most: int) -> list[list[Candidate]]:
    """Halved across the longest side in space until no part holds more than `most`; neighbours stay together."""

    def halve(part: list[tuple[Point, Candidate]]) -> Iterator[list[Candidate]]:
        if len(part) <= most:
            yield [c for _, c in part]
            return
        widths = [max(p[axis] for p, _ in part) - min(p[axis] for p, _ in part) for axis in range(3)]
        axis = widths.index(max(widths))
        part.sort(key=lambda one: (one[0][axis], one[1][0]))
        middle = len(part) // 2
        yield from halve(part[:middle])
        yield from halve(part[middle:])

    return list(halve([(point(c[1], c[2]), c) for c in group])) if group else []


def _around(parts: Iterable[Sequence[Any]], below: Any) -> Box:
    """The box around smaller ones."""
    held = list(parts)
    low, high, any_of = min, max, 0
    maybe = 0
    for part in held:
        any_of |= part[6]
        maybe |= part[7]
    return (
        low(p[0] for p in held), high(p[1] for p in held), low(p[2] for p in held), high(p[3] for p in held), low(p[4] for p in held),
        high(p[5] for p in held), any_of, maybe, low(p[8] for p in held), high(p[9] for p in held), below,
    )  # fmt: skip


def packed(candidates: Sequence[Candidate]) -> tuple[bytes, list[bytes]]:
    """(the boxes, the leaves), as they are kept."""
    leaves = divided(candidates, LEAF)
    boxes: list[Any] = []
    for number, leaf in enumerate(leaves):
        points = [(*(v for axis in point(c[1], c[2]) for v in (axis, axis)), c[3], c[4], c[8], c[9]) for c in leaf]
        boxes.append(_around(points, number))
    while len(boxes) > BRANCH:
        boxes = [
            _around(boxes[start : start + BRANCH], boxes[start : start + BRANCH])
            for start in range(0, len(boxes), BRANCH)
        ]
    return _encode(boxes), [_encode([tuple(c) for c in leaf]) for leaf in leaves]


class Leaves:
    """Boxes in memory; leaves are read when they are first opened."""

    def __init__(self, boxes: bytes, read: Callable[[int], bytes]) -> None:
        self._top = _boxes.decode(boxes)
        self._read = read
        self._held: dict[int, list[Any]] = {}

    def near(
        self, lat: float, lon: float, wanted: Filter, factor: Callable[[int, int], int]
    ) -> Iterator[tuple[float, list[Any]]]:
        """(bound, candidates): no place that comes later has a lower score than its bound. factor: of least doubts and newest day."""
        x, y, z = point(lat, lon)
        needs, may = wanted.needs, wanted.may
        metres = RADIUS_KM * 1000
        heap: list[tuple[float, int, Any]] = []
        count = 0
        factors: dict[tuple[int, int], int] = {}

        def push(boxes: Iterable[Any]) -> None:
            nonlocal count
            for x0, x1, y0, y1, z0, z1, has, maybe, least, newest, below in boxes:
                if (needs and not has & needs) or (may and not maybe & may):
                    continue
                dx = x0 - x if x < x0 else x - x1 if x > x1 else 0.0
                dy = y0 - y if y < y0 else y - y1 if y > y1 else 0.0
                dz = z0 - z if z < z0 else z - z1 if z > z1 else 0.0
                times = factors.get((least, newest))
                if times is None:
                    times = factors[least, newest] = factor(least, newest)
                away = metres * sqrt(dx * dx + dy * dy + dz * dz) - 2
                count += 1
                heapq.heappush(heap, (((away if away > 0 else 0) + AHEAD_M) * times, count, below))

        push(self._top)
        while heap:
            bound, _, below = heapq.heappop(heap)
            if isinstance(below, int):
                yield bound, fitting(self._open(below), wanted)
            else:
                push(below)

    def _open(self, number: int) -> list[Any]:
        held = self._held.get(number)
        if held is None:
            held = self._held[number] = _leaf.decode(self._read(number))
        return held


def fitting(candidates: list[Any], wanted: Filter) -> list[Any]:
    """Those that have what is wanted; the same conditions as in SQL."""
    needs, may, pay, serves, languages, unknown, hours, _ = wanted
    if needs:
        candidates = [c for c in candidates if c[3] & needs]
    if may:
        candidates = [c for c in candidates if not c[3] & may and c[4] & may]
    if pay:
        candidates = [c for c in candidates if not c[5] or c[5] & pay]
    if serves:
        candidates = [c for c in candidates if not c[6] or c[6] & serves]
    if languages:
        candidates = [c for c in candidates if (not c[7] if unknown else c[7] & languages)]
    if hours:
        candidates = [c for c in candidates if c[10]]
    return candidates
