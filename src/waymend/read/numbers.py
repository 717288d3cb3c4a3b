"""The numbers of a sentence, in digits or words, and what they may be measures of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import floor
from typing import TYPE_CHECKING, NamedTuple

from waymend.read.fold import Tokens, is_gap, is_number
from waymend.read.lexicon import SIZE, UNIT, VITAL, WHEN, Hit

if TYPE_CHECKING:
    from waymend.read.measures import Measures

DAY, WEEK, YEAR = 24.0, 168.0, 8766.0


class Now(NamedTuple):
    """When a text was written: day of the week (Monday is 0), hour, and year, as its writer's clock shows."""

    weekday: int
    hour: float
    year: int


class Measure(NamedTuple):
    """A number finding answered by tokens first…last."""

    finding: str
    value: float
    unit: str | None
    first: int
    last: int
    is_time: bool = False


class Near(NamedTuple):
    """A mention that a number may be a measure of."""

    about: str
    first: int
    last: int
    present: bool = True


class Number(NamedTuple):
    value: float
    last: int  # past its last token


class Numbers:
    """One sentence whose numbers are read: tokens start…end, the phrases in it, and the mentions that its numbers may be measures of."""

    def __init__(
        self,
        by: Measures,
        found: Tokens,
        start: int,
        end: int,
        hits: Sequence[Hit],
        near: Sequence[Near],
        now: Now | None,
    ) -> None:
        self.by = by
        self.found = found
        self.words = found.words
        self.start = start
        self.end = end
        self.near = near
        self.now = now
        self.units = {h.first: h for h in hits if h.layer == UNIT}
        self.whens = [h for h in hits if h.layer == WHEN]
        self.vitals = [h for h in hits if h.layer == VITAL]
        self.sizes = [h for h in hits if h.layer == SIZE]
        self.named = {h.first for h in self.vitals}
        self.taken: set[int] = set()  # numbers of vital signs

    def word(self, n: int) -> str:
        """A word of the sentence, or ""."""
        return self.words[n] if self.start <= n < self.end else ""

    def skip(self, n: int, among: str = "") -> int:
        """The next token that is not white space, nor one of the signs."""
        while n < self.end and (is_gap(self.words[n]) or self.words[n] in among):
            n += 1
        return n

    def back(self, n: int) -> int:
        """The token before one, past white space."""
        n -= 1
        while n > self.start and is_gap(self.words[n]):
            n -= 1
        return n

    def number(self, n: int) -> Number | None:
        """A number in digits or words that begins at a token."""
        word = self.word(n)
        if not word or not (is_number(word) or word in self.by.numbers):
            return None
        if is_number(word):
            value = digits(word)
            if value is None:
                return None
            if (
                self.word(n + 1) == "/"
                and is_number(self.word(n + 2))
                and self.word(n + 2) in ("2", "4")
                and value in (1, 3)
            ):
                return Number(value / float(self.word(n + 2)), n + 3)
            if self.word(n + 1) in ("\x01", "\x02", "\x03"):
                return Number(value + self.by.numbers[self.word(n + 1)], n + 2)
            return Number(value, n + 1)
        value = self.by.numbers.get(word)
        if value is None:
            return None
        n += 1
        if word == "half" and self.word(n) in ("a", "an"):
            n += 1
        elif self.word(n) in ("couple", "few", "dozen", "half") and word in ("a", "an"):
            value = self.by.numbers[self.word(n)]
            n += 1
            if self.word(n) in ("a", "an"):
                n += 1
        if self.word(n) == "of":
            n += 1
        return Number(value, n)

    def nearest(self, groups: Mapping[str, Sequence[str]], first: int, last: int) -> str | None:
        """The number whose kind of thing is said nearest to a place; of two as near, the one before it."""
        best: tuple[int, str] | None = None
        for near in self.near:
            if not near.present:
                continue
            for finding in groups.get(near.about, ()):
                distance = max(near.first - last, first - near.last, 0)
                if best is None or distance < best[0]:
                    best = (distance, finding)
        return best[1] if best else None


def rounded(value: float) -> float:
    """Two decimals, halves up; whole numbers as such, so that Python and JavaScript write them alike."""
    value = floor(value * 100 + 0.5) / 100
    return int(value) if value == floor(value) else value


def digits(word: str) -> float | None:
    """The value of a number in digits; a comma is a decimal point unless three digits follow. None for what is no single number (dates, versions)."""
    if len(word) > 9 or not is_number(word):
        return None
    parts = word.replace(",", ".").split(".")
    if len(parts) > 2:
        return None
    if len(parts) == 2 and "," in word and len(parts[1]) == 3:
        return float(parts[0] + parts[1])
    return float(".".join(parts))
