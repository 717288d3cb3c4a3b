"""From listings of one place to the place: whom to believe for each part, where it is, and what is written into the indexes."""

from __future__ import annotations

import datetime
import hashlib
import sqlite3
import uuid
from collections import defaultdict
from collections.abc import Sequence
from statistics import median

import msgspec

from waymend.directory.leaves import packed
from waymend.directory.place import Listing, Origin, Place
from waymend.directory.sources import TRUST
from waymend.directory.sphere import distance_m
from waymend.directory.taxonomy import kinds, mask, taxonomy

SPACE = uuid.UUID("6f1c0b0e-6f0b-5f0e-9a55-6d2f4b7c9a10")  # of the stable ids in HSDS; never to be changed
MOVED = "the coordinates are "
FAR_M = 60_000  # from the middle of at least three others of the same ZIP code …
FAR_AREA_M = 400_000  # … or of the same first three digits: more than any such area is wide, Alaska apart
OTHERS = 3


class Spots:
    """Where ZIP codes are, worked out from the listings themselves: the median, so that a few wrong ones do no harm."""

    def __init__(self) -> None:
        self._points: dict[str, list[tuple[float, float]]] = defaultdict(list)
        self.zips: dict[str, tuple[float, float, int]] = {}
        self.areas: dict[str, tuple[float, float, int]] = {}

    def add(self, listing: Listing) -> None:
        if listing.zip and listing.lat is not None and listing.lon is not None:
            self._points[listing.zip].append((listing.lat, listing.lon))

    def settle(self) -> None:
        areas: dict[str, list[tuple[float, float]]] = defaultdict(list)
        for five, points in self._points.items():
            self.zips[five] = _middle(points)
            areas[five[:3]] += points
        self.areas = {three: _middle(points) for three, points in areas.items()}
        self._points.clear()

    def where(self, listing: Listing) -> tuple[float, float, str, str]:
        """(lat, lon, located, what was wrong)."""
        zip_spot = self.zips.get(listing.zip)
        area = self.areas.get(listing.zip[:3]) if listing.zip else None
        if listing.lat is not None and listing.lon is not None:
            if (
                zip_spot
                and zip_spot[2] > OTHERS
                and listing.state != "AK"
                and distance_m(listing.lat, listing.lon, zip_spot[0], zip_spot[1]) > FAR_M
            ):
                return (
                    zip_spot[0],
                    zip_spot[1],
                    "zip",
                    f"{MOVED}far from all others of its ZIP code, so the middle of that is used.",
                )
            if (
                area
                and area[2] > OTHERS
                and listing.state != "AK"
                and distance_m(listing.lat, listing.lon, area[0], area[1]) > FAR_AREA_M
            ):
                return (
                    area[0],
                    area[1],
                    "zip",
                    f"{MOVED}far from all others of its ZIP area, so the middle of that is used.",
                )
            return listing.lat, listing.lon, "exact", ""
        spot = zip_spot or area
        return (spot[0], spot[1], "zip", "") if spot else (0.0, 0.0, "nowhere", "")


def _middle(points: list[tuple[float, float]]) -> tuple[float, float, int]:
    return round(median(p[0] for p in points), 5), round(median(p[1] for p in points), 5), len(points)


def _trust(listing: Listing) -> tuple[int, int]:
    base = listing.source if listing.source in TRUST else listing.source.split("-")[0]
    return (TRUST.index(base) if base in TRUST else len(TRUST), listing.line)


def named(listing: Listing) -> tuple[tuple[int, int], str]:
    """How far a listing is trusted, and the id of a place of which it is the most trusted: short, and the same in the next edition as long
    as that listing keeps its name and address."""
    return _trust(listing), hashlib.sha256(f"{listing.source}|{listing.key}".encode()).hexdigest()[:12]


def merge(identity: str, listings: Sequence[Listing], spots: Spots) -> tuple[Place | None, list[tuple[Listing, str]]]:
    """One place from its listings, and what was wrong with whose coordinates; None when nothing tells where it is."""
    ordered = sorted(listings, key=_trust)
    main = ordered[0]
    wrong: list[tuple[Listing, str]] = []
    located: list[tuple[float, float, str]] = []
    for listing in ordered:
        lat, lon, how, problem = spots.where(listing)
        if problem:
            wrong.append((listing, problem))
        if how != "nowhere":
            located.append((lat, lon, how))
    if not located:
        return None, wrong
    lat, lon, how = next((spot for spot in located if spot[2] == "exact"), located[0])
    needs, may, pay = _offers(ordered)
    dates = [one.checked_on for one in ordered if one.checked_on]
    parts = [f"{one.street}, {one.street2}" if one.street2 else one.street for one in ordered if one.street]
    number, extension = next(((one.phone, one.extension) for one in ordered if one.phone), ("", ""))
    return Place(
        id=identity, name=main.name, kind=main.kind, program=_first(ordered, "program"), address=parts[0] if parts else "", city=_first(ordered, "city"),
        state=main.state, zip=_first(ordered, "zip"), phone=number, extension=extension, intake=_first(ordered, "intake"),
        hotline=_first(ordered, "hotline"), text=_first(ordered, "text"), website=_first(ordered, "website"), lat=lat, lon=lon, located=how,
        needs=needs, may=may, pay=pay, serves=_joined(ordered, "serves"), languages=_joined(ordered, "languages"),
        hours=next((one.hours for one in ordered if one.hours), ()), checked_on=max(dates) if dates else None, source=main.source,
        sources=tuple(Origin(one.source, one.key, one.line, one.checked_on) for one in ordered), note=_first(ordered, "note"), codes=_joined(ordered, "codes"),
    ), wrong  # fmt: skip


def _first(ordered: Sequence[Listing], field: str) -> str:
    return next((str(getattr(one, field)) for one in ordered if getattr(one, field)), "")


def _joined(ordered: Sequence[Listing], field: str) -> tuple[str, ...]:
    return tuple(sorted({value for one in ordered for value in getattr(one, field)}))


def _offers(ordered: Sequence[Listing]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """(known, may, payments): what any list says or the kind always means; a need denied by a code of any list is not taken from another's kind."""
    known = kinds()
    denied = {need for one in ordered for code in one.codes for need in taxonomy().denies.get(code, ())}
    stated = {need for one in ordered for need in one.needs}
    always = {need for one in ordered for need in known[one.kind].offers}
    needs = stated | (always - denied)
    # Where a list tells the services of each row, what it leaves out is no longer a maybe of the kind.
    may = {need for one in ordered if not one.detailed for need in known[one.kind].may} - needs - denied
    pay = {way for one in ordered for way in (*one.pay, *known[one.kind].pays)}
    position = {term.id: n for n, term in enumerate((*taxonomy().needs, *taxonomy().pays))}
    return (
        tuple(sorted(needs, key=position.__getitem__)),
        tuple(sorted(may, key=position.__getitem__)),
        tuple(sorted(pay, key=position.__getitem__)),
    )


def doubts(place: Place) -> int:
    """Reasons to doubt a place that do not depend on the query or the day: see `ranking.level`."""
    lists = len({one.source for one in place.sources})
    return (place.located != "exact") + (not (place.phone or place.text)) - (lists > 1)


def ordinal(date: str | None) -> int:
    return datetime.date.fromisoformat(date).toordinal() if date else 0


class Writer:
    """Writes places and, at the end, what is known of the whole."""

    def __init__(self, connection: sqlite3.Connection, spots: Spots) -> None:
        self.connection = connection
        self.spots = spots
        self.count = 0
        self.needs: dict[str, int] = defaultdict(int)
        self.least = 9
        self.newest = 0
        self.cities: dict[tuple[str, str], list[tuple[float, float, str]]] = defaultdict(list)
        self.organizations: dict[str, tuple[str, int]] = {}
        self.encode = msgspec.json.Encoder().encode

    def write(self, row: int, identity: str, listings: Sequence[Listing]) -> None:
        place, wrong = merge(identity, listings, self.spots)
        for listing, why in wrong:
            self.connection.execute("INSERT INTO rejected VALUES (?, ?, ?, 1)", (listing.source, listing.line, why))
        if place is None:
            for listing in listings:
                self.connection.execute(
                    "INSERT INTO rejected VALUES (?, ?, ?, 0)",
                    (listing.source, listing.line, f"{MOVED}missing, and nothing else lies in its ZIP area."),
                )
            return
        organization = str(uuid.uuid5(SPACE, f"organization:{place.name.lower()}|{place.state}"))
        day, unsure = ordinal(place.checked_on), doubts(place)
        needs, pay = mask("needs", place.needs), mask("pays", place.pay)
        self.connection.execute(
            "INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (row, place.id, self.encode(place), str(uuid.uuid5(SPACE, f"service:{place.id}")), str(uuid.uuid5(SPACE, f"at:{place.id}")), organization, needs, pay, day),
        )  # fmt: skip
        self.connection.execute(
            "INSERT INTO place_spot VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (row, place.lat, place.lat, place.lon, place.lon, place.lat, place.lon, needs, mask("needs", place.may), pay, mask("serves", place.serves),
             mask("languages", place.languages), unsure, day, 1 if place.hours else 0),
        )  # fmt: skip
        self.connection.execute(
            "INSERT INTO place_words (rowid, name, street, city, note) VALUES (?, ?, ?, ?, ?)",
            (
                row,
                f"{place.name} {place.program}",
                place.address,
                f"{place.city} {place.state} {place.zip}",
                place.note,
            ),
        )
        self.count += 1
        for need in place.needs:
            self.needs[need] += 1
        self.least, self.newest = min(self.least, unsure), max(self.newest, day)
        self.organizations.setdefault(organization, (place.name, row))
        if place.city:
            self.cities[place.city.lower(), place.state].append((place.lat, place.lon, place.city))

    def finish(self) -> None:
        execute = self.connection.executemany
        execute(
            "INSERT INTO organization VALUES (?, ?, ?)",
            [(key, name, row) for key, (name, row) in self.organizations.items()],
        )
        execute("INSERT INTO zip VALUES (?, ?, ?, ?)", [(five, *spot) for five, spot in self.spots.zips.items()])
        execute(
            "INSERT INTO city VALUES (?, ?, ?, ?, ?, ?)",
            [
                (city, state, points[0][2], *_middle([(p[0], p[1]) for p in points]))
                for (city, state), points in self.cities.items()
            ],
        )
        about = {
            "built": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
            "places": str(self.count),
            "needs": self.encode(dict(self.needs)).decode(),
            "least_doubts": str(self.least),
            "newest_day": str(self.newest),
            "taxonomy": taxonomy().version,
        }
        execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", list(about.items()))
        self.connection.execute("INSERT INTO place_words (place_words) VALUES ('optimize')")
        self._leaves()
        self.connection.execute("ANALYZE")

    def _leaves(self) -> None:
        """Places in leaves for the search of the nearest; leaf -1 holds the boxes above them."""
        spots = self.connection.execute(
            "SELECT row, lat, lon, needs, may, pay, serves, languages, doubts, day, hours FROM place_spot ORDER BY row"
        ).fetchall()
        boxes, bodies = packed(spots)
        self.connection.executemany("INSERT INTO leaf VALUES (?, ?)", [(-1, boxes), *enumerate(bodies)])
