"""Which of several illnesses in one sentence a word of when is of: "previous ulcer - on antibiotics for discitis", "prior DVT, cellulitis since Friday"."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import TYPE_CHECKING

from waymend.read.cues import Cue
from waymend.read.fold import is_gap
from waymend.read.subjects import Draft
from waymend.read.times import Mark

if TYPE_CHECKING:
    from waymend.read.when import When

OVER = ("past", "past_after", "ago_after", "dated", "resolved_after")  # kinds of cues that may be of another illness
OF_NOW = ("fresh", "days", "lasts", "recent", "newly")  # kinds of times with which an item of a list is of now
BOUNDS = ",;:"


class Apart:
    """The items of one sentence, tokens start…end. told: its mentions that a time can be of; dashes: where one stands between spaces."""

    def __init__(
        self, by: When, words: Sequence[str], told: Sequence[Draft], dashes: Set[int], start: int, end: int
    ) -> None:
        self.by = by
        self.words = words
        self.ills = [d for d in told if d.about in by.episodes or d.about in by.chronic]
        self.dashes = dashes
        self.start = start
        self.end = end

    def leave(self, marks: Sequence[Mark], drafts: Sequence[Draft]) -> None:
        """Take from each illness what is told of another one: that it is over, where its own item says that it is of now or a dash parts them. drafts: all that the sentence tells."""
        for d in self.ills:
            way = d.way
            if d.about not in self.by.episodes or way.historical is None or way.historical.kind not in OVER:
                continue
            first, last = self._item(d)
            times = [m for m in marks if first <= m.first and m.last <= last]
            own = any(m.kind in OF_NOW for m in times) or any(
                c is not None and first <= c.first and c.last <= last for c in (way.current, way.keeps, way.treats)
            )
            own = own or (not times and any(w in self.by.arrives for w in self.words[first : d.first]))
            if self._is_of_another(way.historical, d, own=own):
                for each in drafts:  # the name of an illness, and the concern that it is
                    if each.first == d.first and each.way.historical == way.historical:
                        each.way = each.way._replace(historical=None)
            elif way.current is not None and self._is_parted(way.current, first, last):
                d.way = way._replace(current=None)  # "past cellulitis - abscess today"

    def _is_of_another(self, cue: Cue, d: Draft, *, own: bool) -> bool:
        """Whether another illness stands in the item of a cue, or between it and a mention. own: the mention's item says when it is."""
        begins, ends = self._item(cue)
        before = cue.last <= d.first
        first, last = (cue.last, d.first) if before else (d.last, cue.first)
        among = (begins, d.first) if before else (d.last, ends)
        if not any(among[0] <= o.first and o.last <= among[1] for o in self.ills):
            return False
        parting = [n for n in range(first, last) if self._is_bound(n)]
        near = parting[-1:] if before else parting[:1]  # that which stands beside the mention
        return bool(parting) and (own or near[0] in self.dashes)

    def _is_parted(self, cue: Cue, first: int, last: int) -> bool:
        """Whether a dash stands between a cue and an item."""
        between = range(cue.last, first) if cue.last <= first else range(last, cue.first)
        return any(n in self.dashes for n in between)

    def _item(self, d: Draft | Cue) -> tuple[int, int]:
        first, last = d.first, d.last
        while first > self.start and not self._is_bound(first - 1):
            first -= 1
        while last < self.end and not self._is_bound(last):
            last += 1
        return first, last

    def _is_bound(self, n: int) -> bool:
        word = self.words[n]
        return word in BOUNDS or n in self.dashes or word in self.by.sentences.joins or is_gap(word)
