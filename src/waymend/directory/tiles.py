"""The directory as small static files, so that "near me" is worked out on the device: `places.js` reads them and ranks as `search` does.

index.json      what is in the tiles: for each its box, its needs as bits, and the least doubt, so that only those that matter are loaded
t/N.json        at most TILE places, near each other
zip/NN.json     middle of each ZIP code, by its first two digits (numbers in units of 1e-5 degrees)
city/ST.json    middle of each city of a state
"""

from __future__ import annotations

import math
import shutil
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec

from waymend.directory import ranking
from waymend.directory.merging import doubts, ordinal
from waymend.directory.place import Place
from waymend.directory.repository import Candidate, Filter, Repository
from waymend.directory.speaking import guidance
from waymend.directory.taxonomy import kinds, mask, taxonomy
from waymend.errors import InputError

TILE = 40  # places; about 4 KB packed
MARK = ".waymend-tiles"
FORMAT = 1
BOX = 500  # boxes are kept in units of 1/500 degree (about 200 m), rounded outward


def write_tiles(repository: Repository, folder: Path) -> int:
    """Write the tiles aside and swap them in; returns how many there are. Raises InputError for a folder that holds anything else."""
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).exists():
        raise InputError(f"{folder} holds other files. Choose an empty folder, or one that holds older tiles.")
    aside = folder.with_name(folder.name + ".new")
    shutil.rmtree(aside, ignore_errors=True)
    try:
        for part in ("t", "zip", "city"):
            (aside / part).mkdir(parents=True)
        count = _write(repository, aside)
        (aside / MARK).write_text(f"{FORMAT}\n", encoding="utf-8")
        old = folder.with_name(folder.name + ".old")
        shutil.rmtree(old, ignore_errors=True)
        if folder.exists():
            folder.replace(old)
        aside.replace(folder)
        shutil.rmtree(old, ignore_errors=True)
    except OSError as problem:
        shutil.rmtree(aside, ignore_errors=True)
        raise InputError(f"the tiles cannot be written at {folder}: {problem.strerror}.") from None
    return count


def _write(repository: Repository, folder: Path) -> int:
    candidates = list(repository.candidates(None, Filter()))
    groups = _divided(sorted(candidates))
    boxes: list[list[int]] = []
    sets: dict[tuple[int, ...], int] = {}
    for number, group in enumerate(groups):
        held = repository.places([c[0] for c in group])
        _json(folder / "t" / f"{number}.json", [_packed(held[c[0]], c) for c in group])
        needs = may = 0
        for c in group:
            needs |= c[3]
            may |= c[4]
        lats, lons = [c[1] for c in group], [c[2] for c in group]
        boxes.append([
            math.floor(min(lats) * BOX), math.ceil(max(lats) * BOX), math.floor(min(lons) * BOX), math.ceil(max(lons) * BOX),
            sets.setdefault(tuple(_bits(needs)), len(sets)), sets.setdefault(tuple(_bits(may)), len(sets)),
            min(c[8] for c in group), max(c[9] for c in group),
        ])  # fmt: skip
    _json(folder / "index.json", _index(repository, boxes, list(sets)))
    _write_spots(repository, folder)
    return len(boxes)


def _divided(group: Sequence[Candidate]) -> list[Sequence[Candidate]]:
    """Halved across the longer side (as it lies on the ground) until each part is small; ties keep the order of rows."""
    if len(group) <= TILE:
        return [group] if group else []
    lats, lons = [c[1] for c in group], [c[2] for c in group]
    tall = max(lats) - min(lats) >= (max(lons) - min(lons)) * 0.77  # cosine of 40 degrees, where most places are
    ordered = sorted(group, key=lambda c: (c[1] if tall else c[2], c[0]))
    middle = len(ordered) // 2
    return [*_divided(ordered[:middle]), *_divided(ordered[middle:])]


def _units(degrees: float) -> int:
    """1e-5 degrees, exact for the five decimals that the directory keeps."""
    return round(degrees * 100000)


def _bits(value: int) -> list[int]:
    """Positions of the bits that are set; JavaScript's numbers are too short for all of them."""
    return [n for n in range(value.bit_length()) if value >> n & 1]


def _packed(place: Place, c: Candidate) -> list[Any]:
    """One place, short: the order of fields is that of FIELDS in places.js."""
    positions = {kind.id: n for n, kind in enumerate(taxonomy().kinds)}
    sources = {name: name for name in (s.source for s in place.sources)}
    return [
        place.id, place.name, place.program, positions[place.kind], place.address, place.city, place.state, place.zip,
        f"{place.phone}{f' ext. {place.extension}' if place.extension else ''}", place.intake, place.text, place.website, _units(place.lat), _units(place.lon),
        0 if place.located == "exact" else 1, _bits(mask("needs", place.needs)), _bits(mask("needs", place.may)), _bits(mask("pays", place.pay)),
        _bits(mask("serves", place.serves)), _bits(mask("languages", place.languages)), [[h.day, h.opens, h.closes] for h in place.hours],
        ordinal(place.checked_on), doubts(place), list(sources), place.note, c[0],
    ]  # fmt: skip


def _index(repository: Repository, boxes: list[list[int]], sets: list[tuple[int, ...]]) -> dict[str, Any]:
    t, about = taxonomy(), repository.about()
    return {
        "format": FORMAT, "built": about.built, "places": about.places, "boxes": _columns(boxes), "sets": sets, "counts": about.needs,
        "needs": [{"id": n.id, "name": n.name, "plain": n.plain} for n in t.needs],
        "pays": [{"id": p.id, "name": p.name, "means": p.means} for p in t.pays],
        "serves": [{"id": s.id, "name": s.name} for s in t.serves], "languages": [{"id": one.id, "name": one.name} for one in t.languages],
        "kinds": [{"id": k.id, "name": k.name} for k in t.kinds],
        "guidance": {k: {"say": g.say, "ask": g.ask, "bring": g.bring} for k in kinds() for g in (guidance(k, ()),)},
        "insurance": {"unknown": guidance("other", ()).insurance[0], "check": guidance("other", ()).check, "promise": guidance("other", ()).promise},
        "ranking": {"fresh": ranking.FRESH_DAYS, "stale": ranking.STALE_DAYS, "factors": ranking.FACTORS, "levels": ranking.LEVELS, "ahead": ranking.AHEAD_M},
        "least": about.least_doubts, "newest": about.newest_day,
    }  # fmt: skip


def _columns(rows: list[list[int]]) -> list[list[int]]:
    """Column by column, each number as the step from the one before: neighbours are alike, and so pack well."""
    return [[b - a for a, b in pairwise([0, *column])] for column in zip(*rows, strict=True)]


def _write_spots(repository: Repository, folder: Path) -> None:
    zips: dict[str, dict[str, list[int]]] = defaultdict(dict)
    for five, lat, lon in repository.zips():
        zips[five[:2]][five[2:]] = [_units(lat), _units(lon)]
    for two, held in zips.items():
        areas = {}
        for three in {two + rest[0] for rest in held}:
            if spot := repository.zip_area(three):
                areas[three] = [_units(spot.lat), _units(spot.lon)]
        _json(folder / "zip" / f"{two}.json", {"zips": held, "areas": dict(sorted(areas.items()))})
    cities: dict[str, dict[str, list[int]]] = defaultdict(dict)
    for name, state, lat, lon, _ in repository.all_cities():
        cities[state][name.lower()] = [_units(lat), _units(lon)]
    for state, found in cities.items():
        _json(folder / "city" / f"{state}.json", found)


def _json(path: Path, value: Any) -> None:
    path.write_bytes(msgspec.json.encode(value))
