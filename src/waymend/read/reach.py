"""How far somebody who is named beside the patient is spoken of: "lives with partner, on methadone", "clean until her mother died, and has used since"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from waymend.read.cues import Cue

if TYPE_CHECKING:
    from waymend.read.people import Subjects

RELATED = ("who", "which", "that", "whose", "and", "also", "known")  # with which a comma goes on about the same person
BESIDE = 5  # tokens before somebody in which "of" or "with" shows that he is only named beside another
ACTING = ("ing", "ed")  # endings of words for what somebody does: "relapsed", "shooting"
TAKEN = 4  # tokens between taking and whose it is: "took some of a friend's"
THING = 3  # tokens of what is somebody's: "30 mg methadone"


def reach_of(by: Subjects, words: Sequence[str], cue: Cue, start: int, end: int) -> int:
    """Up to which token of a sentence somebody is spoken of whom a cue names: its end, or a comma where he is only named beside another."""
    if any(words[n].removesuffix("'s") in by.patient for n in range(cue.first, cue.last)):
        return end
    if words[cue.last - 1].endswith("'s") and any(
        words[n] in by.takes for n in range(max(cue.first - TAKEN, start), cue.first)
    ):
        return min(cue.last + THING, end)  # "took a friend's Subutex and was soon retching"
    # "infant of HCV-viraemic mother, afebrile"
    within = next((n for n in range(cue.first, cue.last) if words[n] in by.alongside), None)
    first = next(
        (n for n in range(cue.first, cue.last) if words[n] in by.kin), cue.first if within is None else within + 1
    )
    for before in range(first - 1, max(first - BESIDE, start) - 1, -1):
        if words[before] in by.alongside:
            return next((n for n in range(cue.last, end - 1) if words[n] == "," and words[n + 1] not in RELATED), end)
        if words[before] in by.clausal:
            return _clause_end(by, words, cue.last, end)
        if words[before] in ",;:()" or words[before] in by.verbs:
            break
    return end


def _clause_end(by: Subjects, words: Sequence[str], first: int, end: int) -> int:
    """Where a sentence goes on about the one of whom it was before a clause: "until her mother died, and has used since", "since his wife left, injecting daily"."""
    for n in range(first, end - 2):
        if words[n] != ",":
            continue
        if words[n + 1] in by.joins and words[n + 2] in by.verbs:
            return n
        if n > first and (words[n + 1] in by.verbs or words[n + 1].endswith(ACTING)):
            return n
    return end
