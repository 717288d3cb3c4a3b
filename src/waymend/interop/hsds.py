"""Places as Open Referral's HSDS 3.0: organization, service, location, service_at_location, taxonomies.

Each place becomes one service at one location. Ids are UUIDs (version 5) that stay the same in every edition. Nothing is said that the place
does not say: what is unknown is left out.
"""

from __future__ import annotations

import uuid
from functools import cache
from typing import Any

from waymend.directory.merging import SPACE
from waymend.directory.place import Hours, Place
from waymend.directory.sources import NAMES
from waymend.directory.taxonomy import kinds, taxonomy

VERSION = "3.0"
PROFILE = "https://docs.openreferral.org/en/3.0/hsds/"
GROUPS = {
    "needs": "What a place can do for a person",
    "pays": "How it can be paid",
    "serves": "Whom it serves",
    "languages": "Languages spoken",
}
LINKS = {"needs": "service_type", "pays": "payment", "serves": "population", "languages": "language"}
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def uid(kind: str, name: str) -> str:
    return str(uuid.uuid5(SPACE, f"{kind}:{name}"))


@cache
def taxonomies() -> tuple[dict[str, Any], ...]:
    """Our taxonomies; the codes of the SAMHSA locator that mean the same stand in the description of each term."""
    return tuple(
        {
            "id": uid("taxonomy", group),
            "name": f"waymend-{group}",
            "description": f"{text}.",
            "version": taxonomy().version,
        }
        for group, text in GROUPS.items()
    )


@cache
def terms() -> dict[str, dict[str, Any]]:
    """All terms by their UUID."""
    found = {}
    for held, group in zip(taxonomies(), GROUPS, strict=True):
        for term in getattr(taxonomy(), group):
            said = f"{term.name}{f': {term.plain}' if term.plain else ''}."
            codes = f" SAMHSA codes: {', '.join(term.samhsa)}." if term.samhsa else ""
            identity = uid("term", f"{group}:{term.id}")
            found[identity] = {
                "id": identity, "code": term.id, "name": term.name, "description": said + codes, "taxonomy": held["name"],
                "taxonomy_detail": held, "language": "en",
            }  # fmt: skip
    return found


@cache
def term_ids() -> dict[str, tuple[str, str]]:
    """UUID of a term to its group and id."""
    return {
        uid("term", f"{group}:{term.id}"): (group, term.id) for group in GROUPS for term in getattr(taxonomy(), group)
    }


def organization_of(place: Place) -> str:
    return uid("organization", f"{place.name.lower()}|{place.state}")


def organization(place: Place) -> dict[str, Any]:
    """The organization that runs a place, with what is common to all its places."""
    found = {
        "id": organization_of(place),
        "name": place.name,
        "description": f"{place.name}, as listed in {_lists(place)}.",
    }
    if place.website:
        found["website"] = place.website
    return found


def _lists(place: Place) -> str:
    return ", ".join(dict.fromkeys(NAMES.get(s.source, s.source) for s in place.sources))


def service(place: Place) -> dict[str, Any]:
    """The fields of the service itself, without lists."""
    names = {term.id: term.name for term in (*taxonomy().needs, *taxonomy().pays)}
    found: dict[str, Any] = {
        "id": uid("service", place.id), "organization_id": organization_of(place), "name": place.program or place.name,
        "description": f"{kinds()[place.kind].name}. Offers, as listed: {', '.join(names[n] for n in place.needs) or 'not known'}.",
        "status": "active",
        "fees_description": f"As listed: {', '.join(names[p] for p in place.pay)}. No promise of cover; ask before you go." if place.pay else "Not known; ask.",
    }  # fmt: skip
    if place.website:
        found["url"] = place.website
    if place.checked_on:
        found["assured_date"] = place.checked_on
        found["last_modified"] = f"{place.checked_on}T00:00:00Z"
    if place.note:
        found["alert"] = place.note
    if "ase" in place.languages:
        found["interpretation_services"] = "Sign language"
    if place.serves:
        people = {term.id: term.name for term in taxonomy().serves}
        found["eligibility_description"] = f"Serves, as listed: {', '.join(people[s] for s in place.serves)}."
    return found


def location(place: Place) -> dict[str, Any]:
    """Where it is, without lists."""
    return {
        "id": uid("location", place.id), "location_type": "physical", "name": place.name, "latitude": place.lat, "longitude": place.lon,
        "external_identifier": place.id, "external_identifier_type": "waymend",
        **({} if place.located == "exact" else {"description": "Only the ZIP code is known; the coordinates are its middle."}),
    }  # fmt: skip


def full_location(place: Place) -> dict[str, Any]:
    found = location(place)
    if place.address and place.city and place.zip:
        found["addresses"] = [
            {"id": uid("address", place.id), "location_id": found["id"], "address_1": place.address, "city": place.city,
             "state_province": place.state, "postal_code": place.zip, "country": "US", "address_type": "physical"}
        ]  # fmt: skip
    return found


def service_at_location(place: Place) -> dict[str, Any]:
    return {
        "id": uid("at", place.id), "service_id": uid("service", place.id), "location_id": uid("location", place.id),
        "description": f"{place.program or place.name}, {place.city or place.state}.",
    }  # fmt: skip


def full_service_at_location(place: Place) -> dict[str, Any]:
    return {
        **service_at_location(place),
        "location": full_location(place),
        "phones": phones(place),
        "schedules": schedules(place),
    }


def phones(place: Place) -> list[dict[str, Any]]:
    found = []
    for what, number, extension in (
        ("main", place.phone, place.extension),
        ("intake", place.intake, ""),
        ("hotline", place.hotline, ""),
    ):
        if number:
            plain, _, added = number.partition(" ext. ")
            inner = extension or added
            entry: dict[str, Any] = {
                "id": uid("phone", f"{place.id}:{what}"),
                "number": plain,
                "type": "voice",
                "description": what,
            }
            if inner.isdigit() and len(inner) < 10:
                entry["extension"] = int(inner)
            found.append(entry)
    if place.text:
        found.append(
            {"id": uid("phone", f"{place.id}:text"), "number": place.text, "type": "text", "description": "text"}
        )
    return found


def schedules(place: Place) -> list[dict[str, Any]]:
    return [
        {
            "id": uid("schedule", f"{place.id}:{n}"),
            "freq": "WEEKLY",
            "byday": _DAYS[h.day],
            "opens_at": _clock(h.opens),
            "closes_at": _clock(h.closes),
        }
        for n, h in enumerate(place.hours)
    ]


def _clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


def clock(given: str) -> int | None:
    """Minutes after midnight of `09:00`, `09:00:00` or `09:00Z`."""
    parts = given.strip().rstrip("Z").split(":")
    if len(parts) < 2 or not all(p.isdigit() for p in parts[:2]):
        return None
    minutes = int(parts[0]) * 60 + int(parts[1])
    return minutes if minutes <= 1440 else None


def weekly(byday: str, opens: str, closes: str) -> list[Hours]:
    """Our hours from a weekly schedule; none when it is not plain."""
    start, end = clock(opens), clock(closes)
    if start is None or end is None:
        return []
    return [Hours(_DAYS.index(day), start, end) for day in byday.upper().replace(" ", "").split(",") if day in _DAYS]


def attributes(place: Place) -> list[dict[str, Any]]:
    found = []
    for group in GROUPS:
        for one in getattr(place, "pay" if group == "pays" else group):
            identity = uid("term", f"{group}:{one}")
            found.append(
                {"id": uid("attribute", f"{place.id}:{group}:{one}"), "link_id": uid("service", place.id), "link_entity": "service",
                 "link_type": LINKS[group], "taxonomy_term_id": identity, "taxonomy_term": terms()[identity]}
            )  # fmt: skip
    return found


def full_service(place: Place) -> dict[str, Any]:
    """A service with all that hangs on it."""
    names = {term.id: term.name for term in taxonomy().languages}
    found = {
        **service(place), "organization": organization(place), "phones": phones(place), "schedules": schedules(place),
        "service_at_locations": [full_service_at_location(place)], "attributes": attributes(place),
        "languages": [{"id": uid("language", f"{place.id}:{code}"), "name": names[code], "code": code} for code in place.languages],
        "metadata": [
            {"id": uid("metadata", f"{place.id}:{n}"), "resource_id": uid("service", place.id), "resource_type": "service",
             "last_action_date": origin.checked_on, "last_action_type": "read", "field_name": "all", "previous_value": "", "replacement_value": "",
             "updated_by": NAMES.get(origin.source, origin.source)}
            for n, origin in enumerate(place.sources) if origin.checked_on
        ],
    }  # fmt: skip
    if "free" in place.pay:
        found["cost_options"] = [
            {"id": uid("cost", place.id), "option": "Free, as listed", "currency": "USD", "amount": 0}
        ]
    return found
