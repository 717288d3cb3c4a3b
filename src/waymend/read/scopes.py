"""From cues to the status of a mention: what is denied, doubted, over, planned, or somebody else's.

A cue before a mention reaches forward until something new begins; a cue after it reaches back likewise. What begins something new is told by how
sentences are built, not by counting words: a word like "but", a new subject, or a verb once the thing that a "no" was about has been named
("no fever, my arm is hot": the arm is). NegEx and ConText (Chapman 2001; Harkema 2009) gave the mechanism; cues and words are the guide's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from waymend.read.fold import is_gap
from waymend.read.lexicon import Hit

REACH_BACK = 10  # tokens that a cue after a mention reaches back


class Cue(NamedTuple):
    kind: str
    first: int
    last: int


class Grammar:
    """Small words by what they do in a sentence."""

    def __init__(self, grammar: Mapping[str, Sequence[str]]) -> None:
        self.subjects = frozenset(grammar["subjects"])  # I, he, patient: begin a clause
        self.determiners = frozenset(grammar["determiners"])  # my, the, a: begin a noun
        self.links = frozenset(grammar["links"])  # in, of, or, have: a noun after them belongs to what came before
        self.verbs = frozenset(grammar["verbs"])  # is, has, feels: a clause has begun
        self.lists = frozenset(grammar["lists"])  # or, nor: a verb after them belongs to what came before


class Turned(NamedTuple):
    """Which ways a mention is turned, each by its cue."""

    negated: Cue | None
    possible: Cue | None
    historical: Cue | None
    family: Cue | None
    planned: Cue | None
    unlikely: Cue | None
    current: Cue | None


class Scopes:
    """The cues of one sentence, and where in it something new begins."""

    def __init__(self, grammar: Grammar, words: Sequence[str], start: int, end: int, cues: Sequence[Cue]) -> None:
        self.words = words
        self.cues = [c for c in cues if c.kind not in ("ends", "turns", "none")]
        self.turns = frozenset(n for c in cues if c.kind == "turns" for n in range(c.first, c.last))
        self.ends = self.turns.union(n for c in cues if c.kind == "ends" for n in range(c.first, c.last))
        self.breaks = _breaks(grammar, words, start, end, cues) if self.cues else frozenset()

    def turned(self, first: int, last: int, *, inside: bool = False) -> Turned:
        """How the mention at tokens first…last is turned. inside: a denial that begins the mention counts too."""
        found: dict[str, Cue] = {}
        for cue in self.cues:
            if cue.last <= first or (inside and cue.first == first and cue.last < last):
                if self._reaches(cue, first):
                    found[cue.kind] = cue  # the nearest counts
            elif cue.first >= last and cue.kind not in found and self._reaches_back(cue, last):
                found[cue.kind] = cue
        get = found.get
        return Turned(
            get("deny") or get("deny_after"),
            get("doubt") or get("doubt_after"),
            get("past") or get("past_after"),
            get("other") or get("other_after"),
            get("planned") or get("planned_after"),
            get("unlikely") or get("unlikely_after"),
            get("current") or get("current_after"),
        )

    def _reaches(self, cue: Cue, first: int) -> bool:
        """Whether a cue before a mention reaches it."""
        kind = cue.kind
        if kind in ("deny", "unlikely", "doubt"):
            return first == cue.last or not self._between(self.breaks | self.ends, cue.last, first + 1)
        if kind in ("past", "current"):
            return not self._between(self.ends, cue.last, first)
        if kind in ("planned", "other"):
            return not self._between(self.turns, cue.last, first)
        return False

    def _reaches_back(self, cue: Cue, last: int) -> bool:
        """Whether a cue after a mention reaches back to it: close by, with nothing new and no comma between."""
        if not cue.kind.endswith("_after") or cue.first - last > REACH_BACK or self._between(self.ends, last, cue.first):
            return False
        return not any(self.words[n] in ",;" or (self.words[n] == ":" and n > last) for n in range(last, cue.first))

    @staticmethod
    def _between(places: frozenset[int], start: int, end: int) -> bool:
        return any(n in places for n in range(start, end)) if places else False


def _breaks(grammar: Grammar, words: Sequence[str], start: int, end: int, cues: Sequence[Cue]) -> frozenset[int]:
    """Where a new clause begins, told by its subject, by the "my" or "the" of one, or by its verb."""
    cued = {n for c in cues for n in range(c.first, c.last)}
    found = set()
    before = ""
    for n in range(start, end):
        if is_gap(words[n]):
            continue
        word = words[n].replace("'", "")
        if n not in cued and before and n - 1 not in cued:
            begins = word in grammar.subjects or word in grammar.determiners
            if (begins and before not in grammar.links) or (word in grammar.verbs and before not in grammar.lists):
                found.add(n)
        before = word
    return frozenset(found)


def cues_of(hits: Sequence[Hit]) -> list[Cue]:
    return [Cue(kind, hit.first, hit.last) for hit in hits for kind in hit.meanings]
