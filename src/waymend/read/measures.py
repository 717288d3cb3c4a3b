"""Numbers with their units, everyday sizes and times, as answers to the guide's numbers. What they are measures of is the guide's to say.

Read from tokens alone. What is read where: numbers in `numbers.py`, vital signs in `vitals.py`, times and ages in `durations.py`; sizes, and which of them a unit makes a number, here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from waymend.pack.reading import Reading
from waymend.pack.schema import Guide
from waymend.read.durations import moments, of_time
from waymend.read.fold import Tokens, is_number
from waymend.read.lexicon import SIZE, UNIT, VITAL, WHEN, Hit
from waymend.read.numbers import WEEK, Measure, Near, Now, Number, Numbers, rounded
from waymend.read.vitals import vital_signs

MEASURED = frozenset((SIZE, UNIT, VITAL, WHEN))


class Measures:
    """Reads numbers by one guide."""

    def __init__(self, guide: Guide, reading: Reading) -> None:
        self.ranges = {str(f.id): (f.range[0], f.range[1]) for f in guide.findings.values() if f.kind == "number"}
        self.units = {str(f.id): f.unit for f in guide.findings.values() if f.kind == "number"}
        self.numbers = {str(k): v for k, v in reading.numbers.items()}
        self.reading = reading
        self.temperature, self.pressure, self.saturation = reading.temperature, reading.pressure, reading.saturation
        self.lengths = _by_mention(reading.lengths)
        self.times = _by_mention(reading.times)

    def of(
        self, found: Tokens, start: int, end: int, hits: Sequence[Hit], near: Sequence[Near], now: Now | None
    ) -> list[Measure]:
        """All measures of one sentence, each place once. Values that no body can have are left out."""
        words = found.words
        if not any(h.layer in MEASURED for h in hits) and not any(is_number(words[n]) for n in range(start, end)):
            return []
        measures: dict[tuple[str, int], Measure] = {}
        for measure in _all(Numbers(self, found, start, end, hits, near, now)):
            low, high = self.ranges.get(measure.finding, (1, 0))
            value = rounded(measure.value)
            if low <= value <= high:
                unit = self.units[measure.finding]
                measures.setdefault((measure.finding, measure.first), measure._replace(value=value, unit=unit))
        return list(measures.values())

    def tells(self, measure: Measure) -> list[str]:
        """What a number tells of by itself: a temperature from 38 on is a fever."""
        return [
            about
            for about, told in self.reading.told_by.items()
            if told.number == measure.finding
            and (told.at_least is None or measure.value >= told.at_least)
            and (told.below is None or measure.value < told.below)
        ]


def _by_mention(groups: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """about → the numbers that measure it."""
    found: dict[str, list[str]] = {}
    for finding, abouts in groups.items():
        for about in abouts:
            found.setdefault(str(about), []).append(str(finding))
    return found


def _all(s: Numbers) -> Iterator[Measure]:
    yield from vital_signs(s)
    yield from _everyday_sizes(s)
    yield from moments(s)
    n = s.start
    while n < s.end:
        number = s.number(n)
        if number is None:
            n += 1
            continue
        found, n = _with_unit(s, n, number)
        yield from found


def _everyday_sizes(s: Numbers) -> Iterator[Measure]:
    marks = s.by.reading.size_words
    for hit in s.sizes:
        near = [s.word(m) for m in range(hit.first - 5, hit.first)]
        after = [s.word(s.skip(hit.last, "-"))]
        if not any(w in marks for w in near) and not any(w in ("size", "sized", "shaped") for w in after):
            continue
        factor = 0.7 if "half" in near[-3:] else 1.0
        finding = s.nearest(s.by.lengths, hit.first, hit.last)
        if finding:
            yield Measure(finding, float(hit.meanings[0]) * factor, None, hit.first, hit.last)


def _with_unit(s: Numbers, n: int, number: Number) -> tuple[Iterable[Measure], int]:
    """What a number, or several joined by x or to, says with the unit after them, and where to go on."""
    values = [number.value]
    last = number.last
    while True:
        hit = s.units.get(s.skip(last, "-"))
        at = s.skip(hit.last if hit and hit.meanings[0][0] == "length" else last, "")
        if s.word(at) not in ("x", "by", "*", "-", "to", "or"):
            break
        following = s.number(s.skip(at + 1))
        if following is None or (s.word(at) in ("to", "or", "-") and following.last - at > 4):
            break
        values.append(following.value)
        last = following.last
    hit = s.units.get(s.skip(last, "-"))
    if hit is None or (hit.first in s.named and is_number(s.word(s.skip(hit.last, ":=")))):
        return (), number.last
    kind, factor = hit.meanings[0]
    if (
        kind == "time"
        and factor == WEEK
        and is_number(s.word(hit.last))
        and s.word(hit.last + 1) == "d"
        and last == hit.first
    ):
        return (Measure(s.by.reading.pregnancy, values[0], None, n, hit.last + 2, True),), hit.last + 2  # "34w0d"
    if kind == "length":
        finding = s.nearest(s.by.lengths, n, hit.last)
        found: Iterable[Measure] = (
            (Measure(finding, max(values) * float(factor), None, n, hit.last),) if finding else ()
        )
    elif kind == "time":
        found = of_time(s, n, hit.last, values[-1] * float(factor), float(factor))
    elif kind == "age":
        found = (
            ()
            if n in s.taken or "." in s.words[n]
            else (Measure(s.by.reading.age, values[0], None, n, hit.last, True),)
        )
    else:
        found = (Measure(s.by.reading.pregnancy, values[0] * float(factor), None, n, hit.last, True),)
    return found, hit.last
