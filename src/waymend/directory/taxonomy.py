"""Needs, payments, who is served, languages and kinds, as written in taxonomy.yaml; and what the codes of others mean in them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import msgspec
import yaml

_BRACKETS = re.compile(r"\([^()]*\)")
_SPACES = re.compile(r"\s+")


class Term(msgspec.Struct, frozen=True):
    """One need, payment, group of people or language."""

    id: str
    name: str
    plain: str = ""
    means: str = ""
    samhsa: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


class Kind(msgspec.Struct, frozen=True):
    """A kind of place: what all of them do, what many may do, and what all must take as payment."""

    id: str
    name: str
    offers: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    pays: tuple[str, ...] = ()


class Meant(msgspec.Struct, frozen=True):
    """What the codes of one row mean."""

    needs: frozenset[str]
    pays: frozenset[str]
    serves: frozenset[str]
    languages: frozenset[str]


class Taxonomy(msgspec.Struct, frozen=True, eq=False):
    """taxonomy.yaml. The order of needs, pays, serves and languages is the order of their bits, and for ever."""

    version: str
    needs: tuple[Term, ...]
    pays: tuple[Term, ...]
    serves: tuple[Term, ...]
    languages: tuple[Term, ...]
    kinds: tuple[Kind, ...]
    denies: dict[str, tuple[str, ...]]
    labels: dict[str, tuple[str, ...]]

    def meant(self, codes: Iterable[str]) -> Meant:
        """What these SAMHSA codes mean together. A code that says no takes its need off whatever the others say."""
        return _meant(self, frozenset(code.upper() for code in codes))


@lru_cache(maxsize=8192)
def _meant(self: Taxonomy, given: frozenset[str]) -> Meant:
    denied = {need for code in given for need in self.denies.get(code, ())}
    return Meant(
        _ids(self.needs, given) - denied,
        _ids(self.pays, given),
        _ids(self.serves, given),
        _ids(self.languages, given),
    )


def _ids(terms: tuple[Term, ...], codes: frozenset[str]) -> frozenset[str]:
    return frozenset(term.id for term in terms if not codes.isdisjoint(term.samhsa))


@cache
def taxonomy() -> Taxonomy:
    """The taxonomy that ships, loaded once."""
    return msgspec.convert(_read("taxonomy.yaml"), Taxonomy, strict=False)


@cache
def kinds() -> dict[str, Kind]:
    return {kind.id: kind for kind in taxonomy().kinds}


@cache
def bits(group: str) -> dict[str, int]:
    """Id to bit, for `needs`, `pays`, `serves` or `languages`."""
    return {term.id: 1 << place for place, term in enumerate(getattr(taxonomy(), group))}


def mask(group: str, ids: Iterable[str]) -> int:
    """The bits of these ids. Raises KeyError for an id that the taxonomy does not know."""
    known = bits(group)
    total = 0
    for one in ids:
        total |= known[one]
    return total


@cache
def _codes() -> dict[str, str]:
    return {label: code for code, labels in taxonomy().labels.items() for label in labels}


def code_of(label: str) -> str | None:
    """The SAMHSA code of a label as the locator writes it, or None for one that means nothing to us."""
    plain = _SPACES.sub(" ", label.replace("®", "").lower()).strip()
    known = _codes()
    return known.get(plain) or known.get(_SPACES.sub(" ", _BRACKETS.sub("", plain)).strip())


@cache
def words(group: str) -> dict[str, str]:
    """Plain words, names and ids to ids of a group; for plain files and HSDS terms."""
    found: dict[str, str] = {}
    for term in getattr(taxonomy(), group):
        for word in (term.id, term.id.replace("_", " "), term.name.lower(), *term.words):
            found.setdefault(word, term.id)
    return found


@cache
def calling() -> dict[str, Any]:
    """calling.yaml: what to say, ask and bring, by kind of place."""
    return _read("calling.yaml")


@cache
def states() -> dict[str, dict[str, Any]]:
    """states.yaml, by the two letters of the state."""
    return _read("states.yaml")


def _read(name: str) -> dict[str, Any]:
    text = (files("waymend.directory") / name).read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.load(text, _Loader)
    return loaded


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML in which `no` is the word no (and Norway a country)."""


_Loader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag not in ("tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp")
    ]
    for first, resolvers in _Loader.yaml_implicit_resolvers.items()
}
