"""What one time or ending says of a mention that it belongs to: an illness of 2014 is over, an infection found in 2014 goes on, and so does use since 2014."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from waymend.read import episodes
from waymend.read.cues import Cue
from waymend.read.subjects import Draft
from waymend.read.tense import for_ever, goes_on, is_of_a_month, was
from waymend.read.times import Mark

if TYPE_CHECKING:
    from waymend.read.when import When

BEGUN = 7  # tokens before an illness in which it is told as begun
NOTED = 2  # tokens after an illness, and the time before it, in which it is told as found
PARTS = ",;:.("
OF_ANTIBODY = 14  # tokens before a virus that is not found in which its antibody is named
DATES = ("past_after", "ago_after", "dated")  # kinds of cues that a time makes
TIMES = ("dated", "begun", "lately", "newly", "until", "done", "last")


class Dating:
    """What the times of one sentence, which ends before the token `end`, say of its mentions."""

    def __init__(self, by: When, words: Sequence[str], end: int) -> None:
        self.by = by
        self.words = words
        self.end = end

    def turn(self, d: Draft, mark: Mark, *, stays: bool) -> None:
        way, kind = d.way, mark.kind
        cue = Cue("dated", mark.first, mark.last)
        over = way.historical
        ours = over is not None and over.kind in DATES and over.first < mark.last and mark.first < over.last
        if d.about in self.by.chronic:
            denied = way.negated
            if denied is not None and denied.first < mark.last and mark.first < denied.last:
                denied = None  # "RNA not detected after Epclusa"
            cured = kind in ("closed", "done") and denied is None and not self.is_not(mark)
            if cured:
                cue = Cue("resolved_after", mark.first, mark.last)
            if cured or (kind == "unfound" and self._is_of_antibody(mark)):
                d.way = way._replace(historical=cue, current=None, possible=None, negated=None)
            elif kind in TIMES and ours:
                d.way = way._replace(historical=None)
            return
        if self.is_abiding(d):
            return  # "chronic osteomyelitis after a fracture in 2017"
        if mark.last <= d.first and goes_on(self.by, self.words, d, self.end):
            return
        on = kind == "dated" and episodes.goes_on(self.words, d, mark)
        if (
            d.about in self.by.use
            and not (way.quit or way.negated)
            and (on or is_of_a_month(self.by, self.words, mark))
        ):
            if ours:
                d.way = way._replace(historical=None)  # "cocaine, last in July": in which year is not told
            return
        if kind == "lately" and d.about in self.by.use and self._is_of_quit(way.quit, mark):
            d.way = way._replace(historical=None, current=cue)  # "used heroin 2 months ago"
        elif kind == "recent" and d.about in self.by.use:
            since = self.words[mark.first] == "since"  # "not injected since Sunday"
            d.way = way._replace(historical=None, negated=None if since else way.negated, current=way.current or cue)
        elif kind == "fresh" and d.about in self.by.use and over is not None and self._was_then(d, mark):
            return
        elif kind in ("fresh", "recent"):
            now = (
                kind == "recent" or d.about in self.by.events
            )  # "has had an abscess since Friday", "had an OD tonight"
            had = now and over is not None and over.kind == "had"
            if (
                had
                or ours
                or (
                    d.about in self.by.use
                    and way.historical is not None
                    and way.historical.kind != "past"
                    and not self._is_denied(mark)
                    and way.quit is None
                )
            ):
                d.way = way._replace(historical=None)
        elif kind in ("days", "span"):
            counted = d.last < self.end and self.words[d.last] == "#"  # "OD #3 this year"
            ordinal = counted or (d.first > 0 and self.words[d.first - 1] in self.by.ordinals)  # "2nd OD this week"
            if d.about in self.by.events and not ordinal:
                d.way = way._replace(historical=over or cue, current=None)
            elif ours or (kind == "days" and d.about in self.by.use and over is not None and over.kind == "had"):
                d.way = way._replace(historical=None)  # "admitted he had injected on Sunday"
        elif kind == "lately" and d.about in self.by.use and ours and way.quit is None:
            d.way = way._replace(historical=None)  # "snorted speed last week"
        elif kind == "lasts":
            denied = way.negated if mark.first >= d.last else None
            if d.about in self.by.use and denied and not for_ever(self.words, self.by, denied, mark.first):
                d.way = way._replace(negated=None, historical=Cue("since_after", mark.first, mark.last))
            elif way.quit is None and (ours or (over is not None and over.kind == "had")):
                d.way = way._replace(historical=None)
        elif d.about in self.by.episodes:
            if kind == "closed" and ((stays and d.about not in self.by.signs) or self.is_not(mark)):
                if ours or (way.historical is not None and way.historical.kind == "resolved_after"):
                    d.way = way._replace(historical=None)
            elif kind in ("lately", "newly") and d.about not in self.by.events and self._arose(d, mark):
                if ours:
                    d.way = way._replace(historical=None)  # "diagnosed with cellulitis last week"
            elif kind in TIMES or kind in ("closed", "month"):
                d.way = way._replace(historical=way.historical or cue, current=None)
        elif kind in ("begun", "newly"):
            if ours:
                d.way = way._replace(historical=None)
        elif kind in ("dated", "until", "done", "last") or (kind == "ended" and not self.is_not(mark)):
            going = way.current
            if (
                going is None
                or going.kind == "on"
                or going.last < d.first
                or (kind == "last" and going.last == d.first)  # "most recent use in 2015"
                or (d.about in self.by.courses and going.first < mark.last and mark.first < going.last)
                or self._was_often(d, going.first)
            ):
                weak = over is None or over.kind == "past"
                d.way = way = way._replace(historical=cue if weak else over, current=None)
            denied = way.negated
            if (
                kind == "last"
                and denied is not None
                and not self.by.presently.isdisjoint(self.words[denied.first : mark.first])
            ):
                # "denies current use, last injected a year ago"
                d.way = way._replace(negated=None, historical=way.historical or cue, current=None)
        elif kind == "lately" and d.about in self.by.courses and over is not None and ours and over.first >= mark.first:
            d.way = way._replace(historical=None)

    def _arose(self, d: Draft, mark: Mark) -> bool:
        """Whether an illness is told as begun, found or brought in at a time: "developed cellulitis a week ago"."""
        first = max(d.first - BEGUN, 0)
        before = self.words[first : d.first]
        for n in range(len(before) - 1, -1, -1):
            if before[n] in PARTS:
                before = before[n + 1 :]
                break
        until = mark.first if mark.first >= d.last else min(d.last + NOTED, self.end)  # "last week, sepsis noted"
        return any(w in self.by.arising for w in (*before, *self.words[d.last : until]))

    def is_abiding(self, d: Draft) -> bool:
        return d.about in self.by.episodes and any(
            w in self.by.abiding for w in self.words[max(d.first - 2, 0) : d.first + 1]
        )

    def _was_then(self, d: Draft, mark: Mark) -> bool:
        """Whether a time of now only says how a use was that is over: "in 2019 he was injecting daily", "used cocaine daily in 2015"."""
        return was(self.words, d.first) or self._was_often(d, mark.first)

    def _was_often(self, d: Draft, n: int) -> bool:
        """Whether a token tells how often something was done: "used cocaine daily"."""
        said = self.words[max(d.first - 1, 0) : d.last]
        return n >= d.first and self.words[n] in self.by.often and not self.by.did.isdisjoint(said)

    def _is_of_quit(self, quit_: Cue | None, mark: Mark) -> bool:
        """Whether what sounds like the end of a use only says that it was lately: "injected 2 months ago"."""
        return (
            quit_ is not None
            and quit_.first < mark.last
            and mark.first < quit_.last
            and self.words[quit_.first] in self.by.used
        )

    def _is_denied(self, mark: Mark) -> bool:
        """Whether a time of now is that of a denial: "not injecting at present, last time in June", but "no gear since yesterday"."""
        return self.is_not(mark) and self.words[mark.first - 1] != episodes.SINCE

    def _is_of_antibody(self, mark: Mark) -> bool:
        return any(w in self.by.antibody for w in self.words[max(mark.first - OF_ANTIBODY, 0) : mark.first])

    def is_not(self, mark: Mark) -> bool:
        return any(self.words[n] in self.by.nots for n in range(max(mark.first - 3, 0), mark.first))
