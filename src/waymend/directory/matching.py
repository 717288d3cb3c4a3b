"""Which listings are the same place: the same organisation on the same spot, whatever the list calls it.

Two programmes of one clinic at one address are one place; two clinics in one building are two. Pairs are compared only where they share a
street number and ZIP code, a phone number, or about 150 m. Names are compared by the rarity of the words they share (inverse document
frequency), because "center" says nothing and "Acadia" much. Precision and recall are measured on hand-labelled pairs: tests/directory.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from waymend.directory.place import Listing
from waymend.directory.sphere import distance_m

NEAR_M = 150
BLOCK_LIMIT = 60  # a phone number or corner that more listings share is no sign of anything

_WORD = re.compile(r"[a-z0-9]+")
_DROPPED = {
    "inc",
    "llc",
    "ltd",
    "corp",
    "co",
    "the",
    "of",
    "and",
    "at",
    "for",
    "a",
    "in",
    "lp",
    "pc",
    "pllc",
    "llp",
    "opco",
    "dba",
}
_SAME = {
    "centre": "center", "centers": "center", "ctr": "center", "ctrs": "center", "hlth": "health", "hosp": "hospital", "comm": "community",
    "cmty": "community", "svc": "services", "svcs": "services", "service": "services", "serv": "services", "med": "medical", "mem": "memorial",
    "behav": "behavioral", "behavioural": "behavioral", "assoc": "associates", "assn": "association", "univ": "university", "reg": "regional",
    "dept": "department", "cnty": "county", "treatment": "treatment", "trt": "treatment", "st": "saint", "clin": "clinic", "clinics": "clinic",
    "veterans": "va", "fam": "family", "dr": "doctor", "mt": "mount",
}  # fmt: skip
_STREET = {
    "street": "st", "avenue": "ave", "av": "ave", "boulevard": "blvd", "road": "rd", "drive": "dr", "lane": "ln", "highway": "hwy", "parkway": "pkwy",
    "court": "ct", "place": "pl", "square": "sq", "suite": "", "ste": "", "unit": "", "floor": "", "fl": "", "building": "", "bldg": "", "north": "n",
    "south": "s", "east": "e", "west": "w", "northeast": "ne", "northwest": "nw", "southeast": "se", "southwest": "sw", "route": "rt", "rte": "rt",
    "saint": "st", "circle": "cir", "terrace": "ter", "turnpike": "tpke", "first": "1st", "second": "2nd", "third": "3rd", "fourth": "4th", "fifth": "5th",
}  # fmt: skip


class Face(NamedTuple):
    """What the matcher looks at."""

    row: int
    source: str
    words: frozenset[str]  # of name and programme
    name: frozenset[str]  # of the name alone
    number: str  # of the house
    street: frozenset[str]
    zip: str
    city: str
    state: str
    phones: frozenset[str]
    lat: float | None
    lon: float | None


def face(row: int, listing: Listing) -> Face:
    number, street = _street(listing.street)
    return Face(
        row, listing.source, name_words(f"{listing.name} {listing.program}"), name_words(listing.name), number, street, listing.zip, _plain(listing.city), listing.state,
        frozenset(p.split(" ext")[0] for p in (listing.phone, listing.intake) if p), listing.lat, listing.lon,
    )  # fmt: skip


def _plain(given: str) -> str:
    return unicodedata.normalize("NFKD", given).encode("ascii", "ignore").decode().lower()


def name_words(given: str) -> frozenset[str]:
    plain = _plain(given).replace("'", "")
    return frozenset(_SAME.get(w, w) for w in _WORD.findall(plain) if w not in _DROPPED)


def _street(given: str) -> tuple[str, frozenset[str]]:
    parts = _WORD.findall(_plain(given))
    number = next((p for p in parts if p[0].isdigit()), "")
    rest = [_STREET.get(p, p) for p in parts if p != number]
    return number, frozenset(r for r in rest if r and not (len(r) == 1 and r not in "nsew"))


class Weights:
    """How much a word of a name tells: the logarithm of how rare it is among all names."""

    def __init__(self, faces: Sequence[Face]) -> None:
        seen = Counter(word for f in faces for word in f.words)
        self.total = max(2, len(faces))
        self.of = {word: math.log(self.total / count) for word, count in seen.items()}

    def alike(self, a: frozenset[str], b: frozenset[str]) -> float:
        """0 to 1: the weight of shared words over the weight of the shorter name, damped when that name says little."""
        shared = sum(self.of.get(w, 8.0) for w in a & b)
        lesser = min(sum(self.of.get(w, 8.0) for w in a), sum(self.of.get(w, 8.0) for w in b))
        return shared / max(lesser, 5.0)


def same(a: Face, b: Face, weights: Weights) -> bool:
    """Whether two listings are the same organisation on the same spot."""
    alike = max(weights.alike(a.words, b.words), weights.alike(a.name, b.name))
    shared_phone = not a.phones.isdisjoint(b.phones)
    metres = (
        None
        if a.lat is None or b.lat is None or a.lon is None or b.lon is None
        else distance_m(a.lat, a.lon, b.lat, b.lon)
    )
    at_one_door = bool(a.number) and a.number == b.number and _streets_agree(a, b) and (metres is None or metres < 2000)
    if at_one_door:
        return alike >= 0.45 or shared_phone
    if a.number and b.number and a.number != b.number:
        # Different doors on record: the same only where name, phone and spot all agree (a corner house has two addresses).
        return shared_phone and alike >= 0.8 and metres is not None and metres <= 60
    if metres is not None and metres <= NEAR_M:
        return alike >= 0.75 or (shared_phone and alike >= 0.4)
    return False


def _streets_agree(a: Face, b: Face) -> bool:
    way_a, way_b = a.street & _WINDS, b.street & _WINDS
    if way_a and way_b and not way_a & way_b:
        return False
    named_a, named_b = ({w for w in s if len(w) > 2 or w[0].isdigit()} for s in (a.street, b.street))
    if not named_a or not named_b:
        return bool(a.street & b.street) or a.street == b.street
    return len(named_a & named_b) >= 0.5 * min(len(named_a), len(named_b)) and bool((named_a & named_b) - _WAYS)


_WINDS = frozenset({"n", "s", "e", "w", "ne", "nw", "se", "sw"})
_WAYS = frozenset({"ave", "blvd", "hwy", "pkwy", "tpke", "cir", "ter"})


def pairs(faces: Sequence[Face]) -> Iterator[tuple[int, int]]:
    """Positions of listings worth comparing, each pair once."""
    blocks: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for position, f in enumerate(faces):
        if f.number and f.zip:
            blocks["door", f.number, f.zip].append(position)
        if f.number and f.city:
            blocks["city", f.number, f.city, f.state].append(position)
        for phone in f.phones:
            blocks["phone", phone].append(position)
        if f.lat is not None and f.lon is not None:
            # Cells of about 220 m; the neighbours to the north and east make sure that nothing near is missed.
            y, x = int(f.lat * 500), int(f.lon * 500)
            for dy in (0, 1):
                for dx in (0, 1):
                    blocks["cell", y + dy, x + dx].append(position)
    seen: set[int] = set()
    size = len(faces)
    for members in blocks.values():
        if not 2 <= len(members) <= BLOCK_LIMIT:
            continue
        for i, a in enumerate(members):
            for b in members[i + 1 :]:
                code = a * size + b
                if code not in seen:
                    seen.add(code)
                    yield a, b


def groups(faces: Sequence[Face]) -> Iterable[list[int]]:
    """Rows of listings that are one place, each group sorted; a place that stands alone is a group of one."""
    weights = Weights(faces)
    parent = list(range(len(faces)))

    def root(one: int) -> int:
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    for a, b in pairs(faces):
        top_a, top_b = root(a), root(b)
        if top_a != top_b and same(faces[a], faces[b], weights):
            parent[max(top_a, top_b)] = min(top_a, top_b)
    found: dict[int, list[int]] = defaultdict(list)
    for position, f in enumerate(faces):
        found[root(position)].append(f.row)
    return found.values()
