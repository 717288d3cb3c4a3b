"""Episodes that are counted: one of them is now, or none is, and the others were before ("her third overdose", "two overdoses")."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from waymend.read.cues import Cue
from waymend.read.fold import is_number
from waymend.read.scopes import NOT_TURNED, Turned
from waymend.read.subjects import Draft
from waymend.read.times import Mark

if TYPE_CHECKING:
    from waymend.read.when import When

TIMES = "x"  # before how often something was: "OD x 3"
SINCE = "since"
CAUSED = 4  # tokens from a time to what an event of that time was for
OF_A_STAY = 8  # the same, to what made somebody stop: "quit injecting in 2020 after a spell in ICU with sepsis"
PARTED = frozenset(",;:.()")
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


def caused(
    by: When, words: Sequence[str], told: Sequence[Draft], mark: Mark, owners: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """What an event of some time was for, or followed, is of that time too: "naloxone in 2021 for an overdose"."""
    said = mark.last < len(words) and words[mark.last] in by.after
    if not (said and owners):
        return []
    owner = told[owners[0][0]]
    stopped = mark.kind == "dated" and owner.about in by.use and owner.way.historical is not None
    if not stopped and owner.about not in by.episodes:
        return []
    ahead = next((n for n, d in enumerate(told) if d.first >= mark.last and d.about in by.episodes), None)
    if ahead is None:
        return []
    between = words[mark.last : told[ahead].first]
    return (
        [(ahead, len(between))]
        if len(between) <= (OF_A_STAY if stopped else CAUSED) and PARTED.isdisjoint(between)
        else []
    )


def came_of(by: When, d: Draft, between: Sequence[str]) -> bool:
    """Whether what is told of lately is what an illness came from: "cellulitis after a cut two weeks ago". between: the words up to the time."""
    ill = d.about in by.episodes and d.about not in by.events and d.about not in by.signs
    return ill and any(w in by.following for w in between[:-1])


def goes_on(words: Sequence[str], d: Draft, mark: Mark) -> bool:
    """Whether a time is of that since which a use goes on: "buys Percocet since her surgeon stopped the script in May"."""
    between = words[d.last : mark.first]
    since = len(between) - 1 - between[::-1].index(SINCE) if SINCE in between else None
    return since is not None and PARTED.isdisjoint(between[since:])


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


def once_more(d: Draft, first: int, last: int, way: Turned) -> Draft:
    return Draft(d.about, d.option, first, last, way, d.section)
