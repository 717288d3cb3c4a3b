"""In which tense a use is told: "is injecting", "has been injecting", "was injecting", "in 2019 he was"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from waymend.read.times import Mark

if TYPE_CHECKING:
    from waymend.read.cues import Cue
    from waymend.read.subjects import Draft
    from waymend.read.when import When

WAS = ("was", "were")
HAS = ("has", "have")


def goes_on(by: When, words: Sequence[str], d: Draft, end: int, since: int = 0) -> bool:
    """Whether it is told of a use that it goes on: "is injecting", "injects", "has been injecting". since: from which token on."""
    first = max(d.first - 2, since)
    been = (n for n in range(first, min(d.first + 1, end - 2)) if words[n + 1] == "been")
    acts = any(words[n] in HAS and words[n + 2] in by.acting for n in been)
    going = any(words[n] in by.doing and not was(words, n) for n in range(first, d.first + 1))
    return d.about in by.use and (acts or going)


def was(words: Sequence[str], n: int) -> bool:
    """Whether what begins at a token is told as something that was: "in 2019 he was injecting daily"."""
    return n > 0 and words[n - 1] in WAS


def is_fronted(by: When, words: Sequence[str], mark: Mark, end: int) -> bool:
    """Whether a time stands before the subject of its clause: "he accepts that in 2019 he was dependent on heroin"."""
    return mark.kind == "dated" and mark.last < end and words[mark.last] in by.sentences.subjects


def is_of_a_month(by: When, words: Sequence[str], mark: Mark) -> bool:
    """Whether a last time is a month without its year."""
    said, months = words[mark.first : mark.last], by.times.months
    last = not by.times.last.isdisjoint(said) and not months.isdisjoint(said)
    return last and all(w in by.beside or w in by.used or w in months for w in said)


def for_ever(words: Sequence[str], when: When, denied: Cue, at: int) -> bool:
    """Whether a denial is for ever, so that a time after its comma is of something else: "never injected, scared of needles since school"."""
    return not when.ever.isdisjoint(words[denied.first : denied.last]) and "," in words[denied.last : at]
