"""Which mentions share the time that is told of one of them: those of one list, and of one act."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from waymend.read.subjects import Draft

if TYPE_CHECKING:
    from waymend.read.when import When

JOINED = 5  # tokens between two mentions that share one
PARTS = ",:(-"


def begins_anew(by: When, words: Sequence[str], first: int, last: int) -> bool:
    """Whether another clause begins among some tokens: "a fever, [and my] valve was replaced"."""
    grammar = by.sentences
    return any(
        grammar.begins_clause(words[n].replace("'", "")) and words[n - 1] in grammar.joins
        for n in range(max(first, 1), last)
    )


def is_one_act(by: When, words: Sequence[str], one: Draft, other: Draft) -> bool:
    """Whether two mentions tell of one act: "banged half a gram of coke two hours before", "overdosed on heroin"."""
    between = words[one.last : other.first]
    acts = one.about in by.use or (one.about in by.events and len(between) == 1)
    return acts and other.about in by.use and not any(w in PARTS or w in by.joined for w in between)


def share(by: When, words: Sequence[str], dashes: Collection[int], one: Draft, other: Draft) -> bool:
    """Whether two mentions stand in one list, or one is from the other. dashes: tokens that part them."""
    if (one.about in by.episodes) != (other.about in by.episodes):
        return False
    if other.first <= one.last:
        return True
    if begins_anew(by, words, one.last, other.first) or any(n in dashes for n in range(one.last, other.first)):
        return False
    between = words[one.last : other.first]
    return len(between) <= JOINED and "," not in between[:-1] and any(w in by.joined for w in between)
