"""What a phrase belongs to, where it tells nothing by itself: the scars of "how do i hide scars", the calf of "calf pain", and marks that something else than a needle of one's own left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from waymend.read.fold import is_gap, is_word
from waymend.read.lexicon import FINDING, NAMED, OPTION, Hit

if TYPE_CHECKING:
    from waymend.read.reader import Reader

BESIDE = 2  # tokens before marks in which what left them may be named: "cigarette burn scars"
FAR = 10  # tokens after marks in which what left them begins to be told
LEFT_BY = 4  # tokens in which it is named, once that has begun
LEADING = "(:=-"  # signs with which it begins to be told, like "from"


def is_wanted(by: Reader, said: Sequence[Hit], hit: Hit) -> bool:
    """Whether a phrase lies inside what is wanted: the scars of "how do i hide scars"."""
    return any(
        h.layer == OPTION
        and h.first <= hit.first
        and hit.last <= h.last
        and any(m is not None and m[0] in by.wanted for m in h.meanings)
        for h in said
    )


def is_placed(by: Reader, said: Sequence[Hit], hit: Hit) -> bool:
    """Whether a finding of a place lies over a phrase: the calf of "calf pain"."""
    return any(
        h.layer == FINDING
        and h.first < hit.last
        and hit.first < h.last
        and any(m is not None and m[0] in by.of_a_place for m in h.meanings)
        for h in said
    )


def is_left_by_other(by: Reader, words: Sequence[str], said: Sequence[Hit], hit: Hit, about: str, start: int) -> bool:
    """Whether something else than injecting left marks: "linear scars from self-harm", "needle marks (plasma donor)". said: the phrases of their sentence."""
    if not by.left_by.isdisjoint(words[hit.first : hit.last]):
        return False  # "[venepuncture scars secondary to IVDU]"
    if any(hit.last <= o.first < hit.last + FAR and not by.injecting.isdisjoint(o.meanings) for o in said):
        return False
    return _is_named_before(by, words, hit, start) or _is_told_after(by, words, said, hit, about)


def _is_named_before(by: Reader, words: Sequence[str], hit: Hit, start: int) -> bool:
    first = hit.first
    while first > max(hit.first - BESIDE, start) and is_word(words[first - 1]) and not _parts(by, words[first - 1]):
        first -= 1
    return not by.leaves_marks.isdisjoint(words[first : hit.last])


def _is_told_after(by: Reader, words: Sequence[str], said: Sequence[Hit], hit: Hit, about: str) -> bool:
    parted = told = False  # told: by the next sentence
    last = min(hit.last + FAR, len(words))
    n = hit.last
    while n < last:
        word = words[n]
        if word == "." and not (n + 1 < len(words) and _tells(by, words[n + 1])):
            return False
        told = told or word == "."
        if is_gap(word) or word == ";" or (parted and word in by.marks):
            return False
        if any(o.first == n and o.layer == NAMED and any(m not in (None, about) for m in o.meanings) for o in said):
            return False  # "needle marks, cellulitis from an insect bite"
        parted = parted or word == "," or _parts(by, word)
        leads = word in by.left_by or (word in LEADING and not told)
        if leads and not (told and _tells(by, word)) and words[n - 1] not in by.nots and _is_left(by, words, n + 1):
            return True
        n += 1
    return False


def _tells(by: Reader, word: str) -> bool:
    """Whether somebody says what left the marks: the "says" of "Says from donating plasma"."""
    return word in by.left_by and word in by.grammar.verbs


def _is_left(by: Reader, words: Sequence[str], first: int) -> bool:
    """Whether what left the marks is named from a token on, and no other marks with it: not "(self-harm scars beside them)"."""
    for n in range(first, min(first + LEFT_BY, len(words))):
        if words[n] == "-":
            continue  # "self-harm"
        if not is_word(words[n]) or _parts(by, words[n]) or words[n] in by.nots:
            return False
        if words[n] in by.leaves_marks:
            after = words[n + 1] if n + 1 < len(words) else "."
            return after not in by.marks or after in by.leaves_marks
    return False


def _parts(by: Reader, word: str) -> bool:
    """Whether one thing is parted from another by a word: "self-harm and needle marks"."""
    return word in by.grammar.joins or word in by.grammar.either
