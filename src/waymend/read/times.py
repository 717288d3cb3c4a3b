"""The times and endings of a sentence, each with the small words before it that say how it is meant: "2019", "since 2018", "last used 3 days ago", "cured"."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import NamedTuple

from waymend.pack.reading import Reading
from waymend.read.fold import is_number, is_year
from waymend.read.lexicon import DATE, Hit
from waymend.read.subjects import Draft

BEGUN = 4  # tokens before a time in which "started" stands
LAST = 6  # the same, "last"
DATED = "/-."  # between the numbers of a date
CLOSES = ",.;):"  # after a month that is a time by itself
OLDEST = 1961  # a year before it is more likely a dose or a time of day
MODAL = ("may", "mar", "march")  # months, and other words


class Mark(NamedTuple):
    """A time or an ending: dated (long ago), lately, newly (begun lately), begun (goes on from there), lasts, fresh, recent (of use: goes on), closed (cured), ended (no longer taken)."""

    kind: str
    first: int
    last: int


class Times:
    """What a guide says of times by themselves."""

    def __init__(self, reading: Reading) -> None:
        grammar = reading.grammar
        self.begun = frozenset(grammar["begun"])  # started, diagnosed
        self.whence = frozenset(grammar["whence"])  # via, through: before what an infection came from
        self.before = frozenset(grammar["before_times"])  # in, during, back
        self.last = frozenset(grammar["last"])  # before "used" and its time
        self.treated = frozenset(grammar["treated"])  # with a time after it: over
        self.until = frozenset(grammar["until"])
        self.on_days = frozenset(grammar["on_days"])  # on, the: before a day
        self.months = frozenset(reading.groups["months"])
        self.amounts = frozenset(grammar["amounts"])  # after a number that is no year
        self.onward = frozenset(grammar["onward"])
        self.not_over = frozenset(grammar["not_over"])
        self.used = frozenset(grammar["used"])  # may stand between "last" and its time
        self.nots = frozenset(grammar["nots"])

    def find(
        self,
        words: Sequence[str],
        hits: Sequence[Hit],
        use: Sequence[Draft],
        dashes: Set[int],
        start: int,
        end: int,
        year: int,
    ) -> list[Mark]:
        """The times and endings of a sentence in order. use: what it tells of drugs and injecting; dashes: where one stands between spaces; year: in which it was written."""
        return _Sentence(self, words, use, dashes, start, end, year).find(hits)


class _Sentence:
    def __init__(
        self,
        by: Times,
        words: Sequence[str],
        use: Sequence[Draft],
        dashes: Set[int],
        start: int,
        end: int,
        year: int,
    ) -> None:
        self.by = by
        self.words = words
        self.use = use
        self.dashes = dashes
        self.start = start
        self.end = end
        self.year = year

    def find(self, hits: Sequence[Hit]) -> list[Mark]:
        """The times and endings of a sentence in order."""
        found = [Mark(str(m), h.first, h.last) for h in hits if h.layer == DATE for m in h.meanings]
        found = [
            m
            for m in found
            if m.kind not in ("closed", "ended") or self.by.not_over.isdisjoint(self.words[m.first : m.last])
        ]
        n = self.start
        while n < self.end:
            last = self._year(n)
            if last and not any(m.first <= n < m.last for m in found):
                found.append(Mark("dated", n, last))
                n = last
            else:
                n += 1
        found += [
            Mark("month", n, n + 1)
            for n in range(self.start + 1, self.end)
            if self.words[n] in self.by.months
            and self.words[n] not in MODAL
            and self.words[n - 1] not in self.by.until  # "warfarin until October"
            and (n + 1 == self.end or self.words[n + 1] in CLOSES)
            and not any(m.first <= n < m.last for m in found)
        ]
        found.sort(key=lambda m: m.first)
        placed: list[Mark] = []
        for mark in found:
            if mark.kind in ("none", "others"):
                continue
            mark = self._placed(mark)
            if placed and mark.first < placed[-1].last:
                if mark.last > placed[-1].last:
                    placed[-1] = mark  # "since 2018"
                continue
            placed.append(mark)
        return placed

    def _year(self, n: int) -> int:
        """Past a year ("2019", "'19", "2016-20"), or 0."""
        word = self.words[n]
        if word == "'" and n + 1 < self.end and is_number(self.words[n + 1]) and len(self.words[n + 1]) == 2:
            last = n + 2
        elif is_year(word) and OLDEST <= int(word) < self.year:
            last = n + 1
        elif (
            word in self.by.months
            and n > 0
            and self.words[n - 1] == "("
            and n + 1 < self.end
            and self.words[n + 1] == ")"
        ):
            return n + 1
        else:
            return 0
        if last < self.end and self.words[last] in self.by.amounts:
            return 0
        if (
            last + 1 < self.end
            and (self.words[last] == "-" or self.words[last] in self.by.until)
            and is_number(self.words[last + 1])
        ):
            return last + 2
        return last

    def _placed(self, mark: Mark) -> Mark:
        """A mark with the small words before it, and what they say of it."""
        kind, first, last = mark
        if kind in ("dated", "lately") and first > self.start and self.words[first - 1] == "+":
            first -= 1  # "20+ years ago"
        if kind in ("dated", "lately") and first > self.start and is_number(self.words[first - 1]):
            first -= not is_number(self.words[first])  # "3 years ago"
        while first > self.start and self.words[first - 1] in self.by.before:
            first -= 1
        if kind == "dated":
            first = self._with_day(first)
        if kind in ("fresh", "days", "lately"):
            n = first
            while n > self.start and is_number(self.words[n - 1]):
                n -= 1
            since = kind != "fresh" and n > self.start and self.words[n - 1] == "since"  # "no heroin since Saturday"
            if since or (n > self.start and self.words[n - 1] in self.by.until):
                return Mark("recent", n - 1, last)  # "until 2 days ago"
        if kind in ("fresh", "days", "lately"):
            used = self._last_used(first)
            if used is not None:
                return Mark("recent", used, last)
        if kind == "month" and first > self.start and self.words[first - 1] == "since":
            return Mark("lasts", first - 1, last)
        if kind not in ("dated", "lately"):
            return Mark(kind, first, last)
        if first > self.start and self.words[first - 1] in self.by.until:
            return Mark("until", first - 1, last)
        after = last + 1 if last < self.end and self.words[last] == "-" else last
        anew = last in self.dashes and after + 1 < self.end and self.words[after + 1] not in CLOSES
        if after < self.end and self.words[after] in self.by.onward and not anew:  # not "DVT 2018 - now cellulitis"
            return Mark("lasts", first, after + 1)
        if first > self.start and self.words[first - 1] == "since":
            return Mark("lasts", first - 1, last)
        if first > self.start and self.words[first - 1] == "from":
            ranged = any(w == "-" or w in self.by.until for w in self.words[mark.first : last + 1])
            return Mark("dated" if ranged else "lasts", first - 1, last)
        for n in range(first - 1, max(first - 1 - BEGUN, self.start - 1), -1):
            if self.words[n] in ",;:(":
                break
            if self.words[n] in self.by.last and kind == "dated":
                return Mark("last", n, last)
            if self.words[n] in self.by.begun and not self._is_range(mark) and not self._is_of_source(n, first):
                return Mark("newly" if kind == "lately" else "begun", first, last)
            if self.words[n] in self.by.treated and not (n > self.start and self.words[n - 1] in self.by.nots):
                return Mark("done", first, last)
        return Mark(kind, first, last)

    def _with_day(self, first: int) -> int:
        """Where a date begins of which a month, or a year, is found: "on 3 March 2018", "on 12/3/2018"."""
        n = first
        if n - 1 > self.start and self.words[n] in self.by.months and is_number(self.words[n - 1]):
            n -= 1
        while n - 2 >= self.start and self.words[n - 1] in DATED and is_number(self.words[n - 2]):
            n -= 2
        while n < first and n > self.start and self.words[n - 1] in self.by.on_days:
            n -= 1
        return n

    def _is_of_source(self, begun: int, first: int) -> bool:
        """Whether a time is that of the use from which something came: "contracted HCV through IDU in 1985"."""
        return any(begun < d.first - 1 < first and self.words[d.first - 1] in self.by.whence for d in self.use)

    def _is_range(self, mark: Mark) -> bool:
        """ "2016-20": "on" it then, and no more."""
        return any(w == "-" or w in self.by.until for w in self.words[mark.first : mark.last])

    def _last_used(self, first: int) -> int | None:
        """Where the "last" of a last use stands before its time: "last used iv heroin 3 days ago", "(last 2 weeks ago)"."""
        for n in range(first - 1, max(first - 1 - LAST, self.start - 1), -1):
            if self.words[n] in self.by.last:
                return n
            named = any(d.first <= n < d.last for d in self.use)
            if not named and self.words[n] not in self.by.used and not is_number(self.words[n]):
                return None
        return None
