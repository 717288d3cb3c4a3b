"""What stands in a row of each known list, as a `Listing`. One function a layout; `READERS` names them, `guess` finds them by columns."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

from waymend.directory import clean
from waymend.directory.place import Hours, Listing
from waymend.directory.taxonomy import code_of, kinds, taxonomy, words

Row = Mapping[str, Any]
DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")


class RowError(ValueError):
    """A row that cannot be used; the text says why."""


class Made(NamedTuple):
    listing: Listing
    dropped: tuple[str, ...]  # parts that were left out, and why


def _make(
    source: str, line: int, kind: str, checked_on: str | None, *, name: object, program: object = "", street: object = "", street2: object = "",
    city: object = "", state: object = "", zip_code: object = "", phone: object = "", intake: object = "", hotline: object = "", text: object = "",
    website: object = "", lat: object = None, lon: object = None, codes: Iterable[str] = (), needs: Iterable[str] = (), pay: Iterable[str] = (),
    serves: Iterable[str] = (), languages: Iterable[str] = (), hours: tuple[Hours, ...] = (), note: object = "", key: str = "", detailed: bool = False,
) -> Made:  # fmt: skip
    """Clean every part. Raises RowError when what is left could not help anybody."""
    dropped: list[str] = []
    whole = clean.name(name)
    if not whole:
        raise RowError("has no name.")
    where = clean.state(state)
    if not where and clean.text(state):
        raise RowError(f"'{clean.text(state, 20)}' is no state or territory of the United States.")
    five = clean.zip_code(zip_code, where)
    if clean.text(zip_code) and not five:
        dropped.append(f"the ZIP code '{clean.text(zip_code, 12)}' is none, or not one of {where or 'any state'}.")
    where = where or (clean.state_of_zip(five) if five else "")
    if not where:
        raise RowError("has no state, and no ZIP code that tells it.")
    spot = clean.coordinates(lat, lon, where)
    if spot is None and clean.text(lat):
        dropped.append(f"the coordinates {clean.text(lat, 12)}, {clean.text(lon, 12)} are none, or not in {where}.")
    if spot is None and not five:
        raise RowError("has no usable coordinates and no usable ZIP code, so nobody could find it.")
    numbers = {}
    for what, given in (("phone", phone), ("intake", intake), ("hotline", hotline)):
        numbers[what] = clean.phone(str(given or ""))
        if clean.text(given) and not numbers[what][0]:
            dropped.append(f"the {what} number '{clean.text(given, 24)}' cannot exist.")
    page = clean.website(str(website or ""))
    if clean.text(website) and not page and clean.text(website) not in ("http://", "https://"):
        dropped.append("the web address is none.")
    known = sorted({code.upper() for code in codes})
    meant = taxonomy().meant(known)
    street_text = clean.name(street)
    stable = (
        key
        or hashlib.sha256(
            "|".join((whole, clean.name(program), street_text, clean.name(street2), five, clean.name(city), where))
            .lower()
            .encode()
        ).hexdigest()[:24]
    )
    return Made(
        Listing(
            source=source, key=stable, line=line, kind=kind, name=whole, program=clean.name(program), street=street_text, street2=clean.name(street2),
            city=clean.name(city), state=where, zip=five, phone=numbers["phone"][0], extension=numbers["phone"][1], intake=_with_extension(numbers["intake"]),
            hotline=_with_extension(numbers["hotline"]), text=clean.text(text, 60), website=page, lat=spot[0] if spot else None, lon=spot[1] if spot else None,
            needs=tuple(sorted({*needs, *meant.needs})), pay=tuple(sorted({*pay, *meant.pays})), serves=tuple(sorted({*serves, *meant.serves})),
            languages=tuple(sorted({*languages, *meant.languages})), hours=hours, codes=tuple(known), checked_on=checked_on, note=clean.text(note), detailed=detailed,
        ),
        tuple(dropped),
    )  # fmt: skip


def _with_extension(number: tuple[str, str]) -> str:
    return f"{number[0]} ext. {number[1]}" if number[1] else number[0]


def facility_listing(row: Row, line: int, source: str, checked_on: str | None) -> Made:
    """The SAMHSA facility listing: names, addresses, and one column of 0/1 per service code (some editions leave the codes out)."""
    codes = [
        column for column, cell in row.items() if str(cell).strip() in ("1", "1.0") and column.upper() in _known_codes()
    ]
    stated = str(row.get("type_facility") or "").strip().upper()
    has_codes = any(column.upper() in _known_codes() for column in row)
    if stated == "OTP" or "OTP" in {c.upper() for c in codes}:
        kind = "opioid_treatment"
    elif (
        stated == "MH"
        or source == "mental-health"
        or ("MH" in {c.upper() for c in codes} and "SA" not in {c.upper() for c in codes})
    ):
        kind = "mental_health"
    else:
        kind = "substance_use"
    return _make(
        source, line, kind, checked_on, name=row.get("name1"), program=row.get("name2"), street=row.get("street1"), street2=row.get("street2"),
        city=row.get("city"), state=row.get("state"), zip_code=row.get("zip"), phone=row.get("phone"), intake=row.get("intake1"),
        hotline=row.get("hotline1"), website=row.get("website"), lat=row.get("latitude"), lon=row.get("longitude"), codes=codes, detailed=has_codes,
    )  # fmt: skip


def locator_row(row: Row, line: int, source: str, checked_on: str | None) -> Made:
    """A row of the locator's JSON. `services` may be null; `f3` holds labels joined with "; " (labels themselves contain commas)."""
    codes: set[str] = set()
    services = row.get("services") or []
    if not isinstance(services, list):
        raise RowError("'services' is no list.")
    for group in services:
        if isinstance(group, dict):
            codes |= {code for label in str(group.get("f3") or "").split("; ") if (code := code_of(label))}
    stated = str(row.get("typeFacility") or "").strip().upper()
    kind = (
        "opioid_treatment"
        if stated == "OTP" or "OTP" in codes
        else "mental_health"
        if stated == "MH"
        else "substance_use"
    )
    return _make(
        source, line, kind, checked_on, name=row.get("name1"), program=row.get("name2"), street=row.get("street1"), street2=row.get("street2"),
        city=row.get("city"), state=row.get("state"), zip_code=row.get("zip"), phone=row.get("phone"), intake=row.get("intake1"),
        hotline=row.get("hotline1"), website=row.get("website"), lat=row.get("latitude"), lon=row.get("longitude"), codes=codes,
        key=clean.text(row.get("frid"), 64), detailed=bool(services),
    )  # fmt: skip


def opioid_programs(row: Row, line: int, source: str, checked_on: str | None) -> Made:
    """Certified opioid treatment programs: the live export and the layout of older collections."""
    return _make(
        source, line, "opioid_treatment", checked_on, name=row.get("program name") or row.get("id"), street=row.get("street") or row.get("address"),
        city=row.get("city"), state=row.get("state"), zip_code=row.get("zip") or row.get("postal"), phone=row.get("phone"),
        lat=row.get("latitude"), lon=row.get("longitude"), codes=["OTP"],
    )  # fmt: skip


def health_centers(row: Row, line: int, source: str, checked_on: str | None) -> Made:
    """Federally funded health centers. `testing_status` is about COVID-19 and is not read."""
    return _make(
        source, line, "health_center", checked_on, name=row.get("name"), street=row.get("address"), city=row.get("city"), state=row.get("st_abbr"),
        zip_code=row.get("zip"), phone=row.get("phone"), lat=row.get("lat"), lon=row.get("lon"),
    )  # fmt: skip


_HOSPITALS = {"GENERAL ACUTE CARE": "hospital", "CRITICAL ACCESS": "hospital", "PSYCHIATRIC": "psychiatric_hospital"}


def hospitals(row: Row, line: int, source: str, checked_on: str | None) -> Made:
    """Hospitals. Only general and critical access hospitals count as emergency care."""
    kind = _HOSPITALS.get(str(row.get("hospital.type") or "").strip().upper(), "special_hospital")
    return _make(
        source, line, kind, checked_on, name=row.get("name"), street=row.get("address"), street2=row.get("address_2"), city=row.get("city"),
        state=row.get("state"), zip_code=row.get("zipcode"), lat=row.get("latitude"), lon=row.get("longitude"),
    )  # fmt: skip


def own_places(row: Row, line: int, source: str, checked_on: str | None) -> Made:
    """Our own simple list (docs/directory.md): several ids in one cell are divided by `;`."""
    kind = clean.text(row.get("kind")).lower().replace(" ", "_") or "other"
    if kind not in kinds():
        raise RowError(f"the kind '{kind[:30]}' is not known; known are {', '.join(kinds())}.")
    dated = clean.text(row.get("checked_on")) or checked_on
    if dated and not re.fullmatch(r"\d{4}-\d\d-\d\d", dated):
        raise RowError(f"'checked_on' must be a date like 2026-05-31, not '{dated[:20]}'.")
    return _make(
        source, line, kind, dated, name=row.get("name"), program=row.get("program"), street=row.get("street"), street2=row.get("street2"),
        city=row.get("city"), state=row.get("state"), zip_code=row.get("zip"), phone=row.get("phone"), text=row.get("text"),
        website=row.get("website"), lat=row.get("lat") or None, lon=row.get("lon") or None, needs=_listed(row, "needs", "needs"),
        pay=_listed(row, "pay", "pays"), serves=_listed(row, "serves", "serves"), languages=_listed(row, "languages", "languages"),
        hours=read_hours(row.get("hours")), note=row.get("note"), detailed=bool(row.get("needs")),
    )  # fmt: skip


def _listed(row: Row, column: str, group: str) -> list[str]:
    given = row.get(column)
    parts = given if isinstance(given, list) else str(given or "").split(";")
    found = []
    for part in parts:
        plain = clean.text(part).lower()
        if plain and plain not in words(group):
            raise RowError(f"'{plain[:30]}' in '{column}' is not known; see docs/directory.md for the ids.")
        if plain:
            found.append(words(group)[plain])
    return found


_HOURS = re.compile(r"(mo|tu|we|th|fr|sa|su)(?:-(mo|tu|we|th|fr|sa|su))? (\d\d?):(\d\d)-(\d\d?):(\d\d)")


def read_hours(given: object) -> tuple[Hours, ...]:
    """`Mo-Fr 09:00-17:00; Sa 10:00-14:00`, or `24/7`. Raises RowError."""
    plain = clean.text(given).lower()
    if plain in ("24/7", "always"):
        return tuple(Hours(day, 0, 1440) for day in range(7))
    found: list[Hours] = []
    for part in filter(None, (p.strip() for p in plain.split(";"))):
        match = _HOURS.fullmatch(part)
        if not match:
            raise RowError(f"the hours '{part[:40]}' are not like 'Mo-Fr 09:00-17:00; Sa 10:00-14:00' or '24/7'.")
        first, last = DAYS.index(match[1]), DAYS.index(match[2] or match[1])
        opens, closes = int(match[3]) * 60 + int(match[4]), int(match[5]) * 60 + int(match[6])
        if opens >= 1440 or closes > 1440:
            raise RowError(f"there is no such time of day in '{part[:40]}'.")
        days = range(first, last + 1) if first <= last else [*range(first, 7), *range(last + 1)]
        found += [Hours(day, opens, closes) for day in days]
    return tuple(sorted(found, key=lambda h: (h.day, h.opens)))


@cache
def _known_codes() -> frozenset[str]:
    t = taxonomy()
    mapped = {code for group in (t.needs, t.pays, t.serves, t.languages) for term in group for code in term.samhsa}
    return frozenset({*mapped, *t.denies, *t.labels})


Reader = Callable[[Row, int, str, "str | None"], Made]
READERS: dict[str, Reader] = {
    "samhsa": facility_listing,
    "substance-use": facility_listing,
    "mental-health": facility_listing,
    "otp": opioid_programs,
    "health-centers": health_centers,
    "hospitals": hospitals,
    "places": own_places,
    "locator": locator_row,
}
NAMES = {
    "samhsa": "SAMHSA facility listing",
    "substance-use": "SAMHSA list of substance use treatment",
    "mental-health": "SAMHSA list of mental health care",
    "otp": "SAMHSA list of opioid treatment programs",
    "health-centers": "list of federally funded health centers",
    "hospitals": "list of hospitals",
    "places": "local list",
    "locator": "SAMHSA treatment locator",
    "hsds": "Open Referral directory",
}
# Where two lists say different things about one place, the earlier one here is believed.
TRUST = ("places", "locator", "samhsa", "otp", "hsds", "substance-use", "mental-health", "health-centers", "hospitals")


def guess(columns: Iterable[str]) -> str | None:
    """Which list this is, by its columns; None when it is none that we know."""
    has = set(columns)
    if {"name1", "street1", "type_facility"} <= has:
        return "samhsa" if {"sa", "mh"} & has else "mental-health"
    if {"name1", "street1", "latitude"} <= has:
        return "samhsa" if {"sa", "dt"} & has else "substance-use"
    if {"program name", "street", "zip"} <= has or {"id", "address", "postal"} <= has:
        return "otp"
    if "hospital.type" in has:
        return "hospitals"
    if {"st_abbr", "testing_status"} <= has:
        return "health-centers"
    if {"name", "kind", "state"} <= has:
        return "places"
    return None
