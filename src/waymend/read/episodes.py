"""Episodes that are counted: one of them is now, or none is, and the others were before ("her third overdose", "two overdoses")."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from waymend.read.cues import Cue
from waymend.read.fold import is_number
from waymend.read.scopes import NOT_TURNED
from waymend.read.subjects import Draft
from waymend.read.times import Mark

if TYPE_CHECKING:
    from waymend.read.when import When

TIMES = "x"  # before how often something was: "OD x 3"
OF_NOW = ("fresh", "days", "span")  # kinds of times in which several events may all be of now


def earlier(by: When, words: Sequence[str], told: Sequence[Draft], marks: Sequence[Mark], start: int) -> list[Draft]:
    """The episodes that were before the one that is counted: "her third overdose", "second episode of endocarditis"."""
    more = []
    for d in told:
        way = d.way
        turned = way.negated or way.planned or way.family or way.possible
        if d.about not in by.episodes or d.about in by.signs or turned:
            continue
        n = d.first - 1
        while n > start and words[n] in by.counted:
            n -= 1
        of_late = any(m.kind == "span" and 0 <= m.first - d.last <= 1 for m in marks)  # "4th overdose this year"
        if n >= start and words[n] in by.counts and not of_late:
            over = NOT_TURNED._replace(historical=Cue("dated", n, n + 1))
            more.append(Draft(d.about, d.option, d.first, d.last, over, d.section))
    return more


def repeat(by: When, words: Sequence[str], told: Sequence[Draft], marks: Sequence[Mark], start: int) -> None:
    """Events that are told by their number are not all of now: "three overdoses", "OD x 3"."""
    if any(m.kind in OF_NOW for m in marks):
        return
    for d in told:
        way = d.way
        turned = way.negated or way.possible or way.historical or way.family or way.planned or way.current
        if d.about not in by.follows or turned:
            continue
        before = words[d.first - 1] if d.first > start else ""
        after = words[d.last : d.last + 2]
        often = len(after) > 1 and after[0] == TIMES and _is_many(after[1])
        if often or before in by.several or _is_many(before):
            d.way = way._replace(historical=Cue("dated", d.first, d.last))


def _is_many(word: str) -> bool:
    return is_number(word) and word != "1"
