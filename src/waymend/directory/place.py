"""The values of the directory: a listing as one source gives it, a place as people find it, a row that could not be used."""

from __future__ import annotations

import msgspec


class Hours(msgspec.Struct, frozen=True, omit_defaults=True):
    """Open from `opens` to `closes` (minutes after midnight, local time) on `day` (0 is Monday). closes <= opens runs into the next day."""

    day: int
    opens: int
    closes: int


class Listing(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One row of one source, cleaned. Texts are plain (no markup); unknown is empty or None, never a guess."""

    source: str
    key: str  # names the row within its source, the same in the next edition of that source
    line: int
    kind: str
    name: str
    program: str = ""
    street: str = ""
    street2: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""
    phone: str = ""  # NNN-NNN-NNNN, or +… outside North America
    extension: str = ""
    intake: str = ""
    hotline: str = ""
    text: str = ""
    website: str = ""
    lat: float | None = None
    lon: float | None = None
    needs: tuple[str, ...] = ()
    pay: tuple[str, ...] = ()
    serves: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    hours: tuple[Hours, ...] = ()
    codes: tuple[str, ...] = ()
    checked_on: str | None = None  # ISO date on which the list was read, or that the row itself carries
    note: str = ""
    detailed: bool = False  # the source tells services of each row; else only the kind of place is known


class Origin(msgspec.Struct, frozen=True):
    """Where a part of a place came from."""

    source: str
    key: str
    line: int
    checked_on: str | None


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A place as people find it: one or more listings of the same organisation on the same spot."""

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
    located: str  # exact: as listed and plausible; zip: the middle of the places of its ZIP code
    needs: tuple[str, ...]
    may: tuple[str, ...]  # what places of this kind often do, where the listing does not say
    pay: tuple[str, ...]  # empty: unknown
    serves: tuple[str, ...]
    languages: tuple[str, ...]
    hours: tuple[Hours, ...]
    checked_on: str | None
    source: str
    sources: tuple[Origin, ...]
    note: str
    codes: tuple[str, ...]


class Rejected(msgspec.Struct, frozen=True):
    """A row that could not be used, or a part of one that was left out (`dropped`): where, and why."""

    source: str
    line: int
    why: str
    dropped: bool = False
