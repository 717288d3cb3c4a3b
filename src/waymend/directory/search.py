"""From a place and a wish to places, best first, each with its reasons. Nothing of it is kept or sent anywhere."""

from __future__ import annotations

import datetime
import re
from bisect import insort
from collections.abc import Sequence
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from waymend.directory import clean, ranking
from waymend.directory.corrections import Corrections
from waymend.directory.place import Hours, Place
from waymend.directory.ranking import Ask
from waymend.directory.repository import Candidate, Filter, Repository
from waymend.directory.speaking import Guidance, guidance
from waymend.directory.sphere import HALF_ROUND_KM, distance_from
from waymend.directory.taxonomy import mask, states, taxonomy
from waymend.errors import InputError

ALSO = 5  # how many places that only may offer it are shown apart


class Near(msgspec.Struct, frozen=True):
    """Where to search from. `how`: coordinates, zip, zip_area (only the first three digits are known) or city."""

    lat: float
    lon: float
    label: str
    how: str
    note: str = ""


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """What is wanted. Several needs or payments: a place with one of them will do; more of them ranks higher."""

    needs: tuple[str, ...] = ()
    pay: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    serves: tuple[str, ...] = ()
    text: str = ""
    open_at: datetime.datetime | None = None  # with time zone
    within_km: float | None = None
    limit: int = 10


class PlaceFound(msgspec.Struct, frozen=True, kw_only=True):
    """A place with how it answers the query."""

    id: str
    name: str
    kind: str
    program: str
    address: str
    city: str
    state: str
    zip: str
    phone: str
    extension: str
    intake: str
    hotline: str
    text: str
    website: str
    lat: float
    lon: float
    located: str
    distance_km: float
    needs: tuple[str, ...]
    may: tuple[str, ...]
    pay: tuple[str, ...]
    pay_known: bool
    serves: tuple[str, ...]
    languages: tuple[str, ...]
    open_now: bool | None
    checked_on: str | None
    freshness: str  # fresh, ageing, stale
    source: str
    sources: tuple[dict[str, Any], ...]
    confidence: str
    why: tuple[str, ...]
    note: str
    call: str | None  # tel: address
    directions: str  # geo: address, opened by the person's own map; nothing is sent by us
    guidance: Guidance


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """`places` are known to offer what was asked; `also` may, but their listing does not say."""

    near: Near
    places: tuple[PlaceFound, ...]
    also: tuple[PlaceFound, ...]
    built: str


_POINT = re.compile(r"\s*([+-]?\d{1,2}(?:\.\d+)?)\s*,\s*([+-]?\d{1,3}(?:\.\d+)?)\s*")


def locate(repository: Repository, given: str) -> Near:
    """A ZIP code, "City, ST" or "LAT,LON". Raises InputError with the mend; it does not repeat a place it does not know."""
    given = given.strip()
    if point := _POINT.fullmatch(given):
        lat, lon = float(point[1]), float(point[2])
        if not (-90 <= lat <= 90 and -180 <= lon <= 180):
            raise InputError("coordinates are LAT,LON in degrees: -90 to 90, and -180 to 180.")
        return Near(lat, lon, given, "coordinates")
    if re.fullmatch(r"\d{5}(-?\d{4})?", given):
        five = given[:5]
        if spot := repository.zip_spot(five):
            return Near(spot.lat, spot.lon, five, "zip")
        if area := repository.zip_area(five[:3]):
            note = f"This directory knows no place in that ZIP code, so the middle of the area {five[:3]}… is used. Distances are rough."
            return Near(area.lat, area.lon, five, "zip_area", note)
        raise InputError(
            'this directory knows no ZIP code near that one; try a city ("City, ST") or coordinates (LAT,LON).'
        )
    city, _, rest = given.partition(",")
    in_state = clean.state(rest)
    if not city.strip() or (rest.strip() and not in_state) or not any(c.isalpha() for c in city):
        raise InputError('the place must be a ZIP code of five digits, "City, ST", or coordinates as LAT,LON.')
    found = repository.cities(" ".join(clean.text(city).lower().split()), in_state)
    if not found:
        raise InputError("this directory knows no such city; try a ZIP code, or coordinates as LAT,LON.")
    if len(found) > 1 and not in_state:
        raise InputError(
            f'there are cities of that name in {", ".join(f[1] for f in found[:8])}; add the state, as in "City, {found[0][1]}".'
        )
    name, where, spot = found[0]
    return Near(spot.lat, spot.lon, f"{name}, {where}", "city")


def find(
    repository: Repository,
    near: Near,
    query: Query,
    *,
    today: datetime.date | None = None,
    corrections: Corrections | None = None,
) -> Result:
    """The best places for a query, nearest first among equals in confidence. Raises InputError for ids the taxonomy does not know."""
    today = today or datetime.datetime.now(datetime.UTC).date()
    wanted = Filter(
        needs=_mask("needs", query.needs), pay=_mask("pays", query.pay), serves=_mask("serves", query.serves),
        languages=_mask("languages", tuple(one for one in query.languages if one != "en")), hours=query.open_at is not None, text=query.text,
    )  # fmt: skip
    if wanted.pay:
        wanted = wanted._replace(pay=wanted.pay | mask("pays", ["free"]))
    ask = Ask(wanted.needs, wanted.pay, wanted.serves, today.toordinal())
    reports = corrections.rows(repository) if corrections else {}
    about = repository.about()

    def show(found: list[tuple[int, int, Candidate]], sure: bool) -> tuple[PlaceFound, ...]:
        places = repository.places([c[0] for _, _, c in found])
        return tuple(
            _show(
                places[c[0]],
                c,
                metres,
                confidence,
                query,
                ask,
                sure,
                reports.get(c[0]),
            )
            for metres, confidence, c in found
            if c[0] in places
        )

    known: list[tuple[int, int, Candidate]] = []
    if not query.needs or any(about.needs.get(need) for need in query.needs):
        known = _nearest(repository, near, wanted, ask, query, query.limit, reports)
    also: list[tuple[int, int, Candidate]] = []
    if len(known) < query.limit and not query.open_at:
        room = min(ALSO, query.limit - len(known)) if known else min(ALSO, query.limit)
        if wanted.needs:
            maybe = wanted._replace(needs=0, may=wanted.needs)
            also = _nearest(repository, near, maybe, ask, query, room, reports)
        elif wanted.languages:
            also = _nearest(repository, near, wanted._replace(language_unknown=True), ask, query, room, reports)
    return Result(near=near, places=show(known, True), also=show(also, False), built=about.built)


def _mask(group: str, ids: Sequence[str]) -> int:
    try:
        return mask(group, ids)
    except KeyError as unknown:
        known = ", ".join(term.id for term in getattr(taxonomy(), group))
        raise InputError(f"'{str(unknown.args[0])[:30]}' is not known; known {group} are {known}.") from None


def _nearest(
    repository: Repository, near: Near, wanted: Filter, ask: Ask, query: Query, limit: int, reports: dict[int, str]
) -> list[tuple[int, int, Candidate]]:
    """(metres, level, candidate), best first. Looks at places until nothing that is left could come before what is found."""
    today, ahead = ask.today, ranking.AHEAD_M
    reach = int((query.within_km or HALF_ROUND_KM) * 1000 + 0.5)
    beyond = (reach + ahead) * max(ranking.FACTORS)
    from_here = distance_from(near.lat, near.lon)
    found: list[tuple[tuple[int, ...], int, int, Candidate]] = []
    seen: set[int] = set()
    worst = beyond  # the score of the last that would be shown
    for bound, candidates in repository.near(
        near.lat, near.lon, wanted, lambda doubts, day: ranking.best_factor(doubts, day, today)
    ):
        if bound > worst:
            break
        for c in candidates:
            if c[0] in seen:
                continue
            seen.add(c[0])
            metres = from_here(c[1], c[2])
            if metres > reach or (metres + ahead) * 2 > worst:
                continue
            reported = reports.get(c[0]) if reports else None
            if reported == "closed" or (query.open_at and not _open(repository.places([c[0]])[c[0]], query.open_at)):
                continue
            sure = ranking.level(c, ask, reported is not None)
            if (metres + ahead) * ranking.FACTORS[sure] <= worst:
                insort(found, (ranking.order(c, metres, sure, ask), metres, sure, c))
                if len(found) > limit:
                    found.pop()
                if len(found) == limit:
                    worst = found[-1][0][0]
    return [(metres, sure, c) for _, metres, sure, c in found]


def _open(place: Place, moment: datetime.datetime) -> bool:
    """Whether it is open in every time zone that its state has; a listing does not say which of them it means."""
    return all(is_open(place.hours, moment.astimezone(ZoneInfo(zone))) for zone in states()[place.state]["zones"])


def is_open(hours: Sequence[Hours], local: datetime.datetime) -> bool:
    """Whether these hours hold this local time; hours that run past midnight belong to the day on which they began."""
    minute, day = local.hour * 60 + local.minute, local.weekday()
    for h in hours:
        late = h.closes <= h.opens
        if h.day == day and h.opens <= minute and (late or minute < h.closes):
            return True
        if late and h.day == (day - 1) % 7 and minute < h.closes:
            return True
    return False


_FRESH = ("fresh", "ageing", "stale")


def _show(
    place: Place, c: Candidate, metres: int, sure: int, query: Query, ask: Ask, known: bool, reported: str | None
) -> PlaceFound:
    fresh = _FRESH[ranking.freshness(c[9], ask.today)]
    number = re.sub(r"[^\d+]", "", place.phone)
    return PlaceFound(
        id=place.id, name=place.name, kind=place.kind, program=place.program, address=place.address, city=place.city, state=place.state, zip=place.zip,
        phone=place.phone, extension=place.extension, intake=place.intake, hotline=place.hotline, text=place.text, website=place.website,
        lat=place.lat, lon=place.lon, located=place.located, distance_km=metres / 1000, needs=place.needs, may=place.may, pay=place.pay,
        pay_known=bool(place.pay), serves=place.serves, languages=place.languages,
        open_now=_open(place, query.open_at) if query.open_at and place.hours else None, checked_on=place.checked_on, freshness=fresh,
        source=place.source, sources=tuple({"source": s.source, "line": s.line, "checked_on": s.checked_on} for s in place.sources),
        confidence=ranking.LEVELS[sure], why=_why(place, metres, query, fresh, known, reported), note=place.note,
        call=(f"tel:{number}" if number.startswith("+") else f"tel:+1{number}") + (f";ext={place.extension}" if place.extension else "") if number else None,
        directions=f"geo:{place.lat},{place.lon}", guidance=guidance(place.kind, place.pay),
    )  # fmt: skip


@cache
def _names() -> dict[str, str]:
    t = taxonomy()
    return {term.id: term.name for group in (t.needs, t.pays) for term in group}


def _why(place: Place, metres: int, query: Query, fresh: str, known: bool, reported: str | None) -> tuple[str, ...]:
    names = _names()
    rough = " (only its ZIP code is known)" if place.located == "zip" else ""
    said = [f"{metres / 1000:.1f} km away{rough}."]
    if query.needs:
        has = [names[n] for n in query.needs if n in place.needs]
        if has:
            said.append(f"On the list for: {', '.join(has)}.")
        if not known:
            said.append("Places of this kind often offer it, but the list does not say: ask.")
    if query.pay:
        takes = [names[p] for p in query.pay if p in place.pay]
        free = [] if takes or "free" not in place.pay else ["nothing: it is free"]
        said.append(
            f"They say they take {', '.join(takes or free)}." if takes or free else "How to pay is unknown: ask."
        )
    if query.serves:
        said.append(
            "Serves the people you named."
            if set(query.serves) & set(place.serves)
            else "Whom it serves is unknown: ask."
        )
    if fresh != "fresh":
        when = f"was read on {place.checked_on}" if place.checked_on else "carries no date"
        said.append(f"The list {when}, so it may have changed: call first.")
    if len({s.source for s in place.sources}) > 1:
        said.append(f"It stands on {len({s.source for s in place.sources})} lists.")
    if reported:
        said.append(f"You marked it as wrong ({reported}).")
    return tuple(said)
