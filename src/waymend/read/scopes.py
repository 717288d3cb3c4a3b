"""From cues to the status of a mention: what is denied, doubted, over, planned, or somebody else's.

A cue before a mention reaches to the end of the sentence, or to a word that begins something new ("but", "presents with", a new subject); a cue after
it reaches back likewise. This is the mechanism of NegEx and ConText (Chapman 2001; Harkema 2009); the words are the guide's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from waymend.read.lexicon import Lexicon, scan
from waymend.read.tokens import Token

REACH_BACK = 8  # tokens that a cue after a mention reaches back
SUBJECTS = frozenset(
    ["i", "my", "he", "she", "they", "we", "it", "its", "there", "theres", "im", "his", "her", "patient", "pt"]
)
BEFORE_A_NOUN = frozenset(
    [
        "in",
        "on",
        "of",
        "to",
        "at",
        "with",
        "from",
        "around",
        "near",
        "by",
        "under",
        "over",
        "about",
        "up",
        "or",
        "that",
        "like",
    ]
)


class Cue(NamedTuple):
    kind: str
    start: int
    end: int


class Turned(NamedTuple):
    """Which ways a mention is turned, each by its cue."""

    negated: Cue | None
    possible: Cue | None
    historical: Cue | None
    family: Cue | None
    planned: Cue | None


def cues_in(lexicon: Lexicon, found: Sequence[Token], start: int, end: int) -> list[Cue]:
    """All cues of a sentence; the longest phrase at a place counts, so that "no increase" is not a denial."""
    return [Cue(kind, first, last) for first, last, kinds in scan(lexicon.cues, found, start, end) for kind in kinds]


def turned(found: Sequence[Token], cues: Sequence[Cue], first: int, last: int, *, inside: bool = False) -> Turned:
    """How the mention at tokens first…last is turned. inside: a denial that begins the mention counts too (a phrase of the guide holds its own)."""
    ends = [c for c in cues if c.kind == "ends"]

    def before(kind: str, *, stops: bool = True, ends: Sequence[Cue] = ends) -> Cue | None:
        for cue in reversed(cues):
            if cue.kind != kind or cue.start > first or (cue.start == first and not inside) or cue.end > last:
                continue
            if not stops or not _broken(found, ends, cue.end, first):
                return cue
        return None

    def after(kind: str) -> Cue | None:
        for cue in cues:
            if (
                cue.kind == kind
                and last <= cue.start < last + REACH_BACK
                and not _broken(found, ends, last, cue.start, back=True)
            ):
                return cue
        return None

    return Turned(
        before("negated_before") or after("negated_after"),
        before("possible_before") or after("possible_after"),
        before("past_before") or after("past_after"),
        before("other_person", ends=()),
        before("planned_before", stops=False) or after("planned_after"),
    )


def _broken(found: Sequence[Token], ends: Sequence[Cue], start: int, end: int, *, back: bool = False) -> bool:
    """Whether something new begins between two places."""
    if any(start <= c.start and c.end <= end for c in ends):
        return True
    for n in range(max(start, 1), end):
        word = found[n].word
        if word in SUBJECTS and n > start and found[n - 1].word not in BEFORE_A_NOUN:
            return True
        if back and word in (",", ";"):
            return True
    return False
