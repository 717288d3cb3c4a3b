"""Numbers with their units, everyday sizes and times, as answers to the guide's numbers. What they are measures of is the guide's to say.

Read from tokens alone, so that the app's JavaScript does the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import floor
from typing import NamedTuple

from waymend.pack.schema import Guide, Reading
from waymend.read.fold import Tokens, is_gap, is_number, is_word
from waymend.read.lexicon import SIZE, UNIT, VITAL, WHEN, Hit

AFTER_A_NAME = 6  # tokens between the name of a vital sign and its number
DAY, WEEK, YEAR = 24.0, 168.0, 8766.0
HOURS_OF = {"hours": 1.0, "days": DAY, "weeks": WEEK, "months": YEAR / 12, "years": YEAR}
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Now(NamedTuple):
    """When a text was written: day of the week (Monday is 0) and hour, as its writer's clock shows."""

    weekday: int
    hour: float


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


class Number(NamedTuple):
    value: float
    last: int  # past its last token


class Measures:
    """Reads numbers by one guide."""

    def __init__(self, guide: Guide, reading: Reading) -> None:
        self.ranges = {str(f.id): (f.range[0], f.range[1]) for f in guide.findings.values() if f.kind == "number"}
        self.units = {str(f.id): f.unit for f in guide.findings.values() if f.kind == "number"}
        self.numbers = {str(k): v for k, v in reading.numbers.items()}
        self.reading = reading
        self.temperature, self.pressure, self.saturation = reading.temperature, reading.pressure, reading.saturation
        self.lengths = _by_mention(reading.lengths)
        self.times = _by_mention(reading.times)

    def of(self, found: Tokens, start: int, end: int, hits: Sequence[Hit], near: Sequence[Near], now: Now | None) -> list[Measure]:
        """All measures of one sentence, each place once. Values that no body can have are left out."""
        sentence = _Sentence(self, found, start, end, hits, near, now)
        measures: dict[tuple[str, int], Measure] = {}
        for measure in sentence.all():
            low, high = self.ranges.get(measure.finding, (1, 0))
            value = rounded(measure.value)
            if low <= value <= high:
                unit = self.units[measure.finding]
                measures.setdefault((measure.finding, measure.first), measure._replace(value=value, unit=unit))
        return list(measures.values())


def rounded(value: float) -> float:
    """Two decimals, halves up; whole numbers as such, so that Python and JavaScript write them alike."""
    value = floor(value * 100 + 0.5) / 100
    return int(value) if value == floor(value) else value


def _by_mention(groups: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """about → the numbers that measure it."""
    found: dict[str, list[str]] = {}
    for finding, abouts in groups.items():
        for about in abouts:
            found.setdefault(str(about), []).append(str(finding))
    return found


class _Sentence:
    def __init__(self, by: Measures, found: Tokens, start: int, end: int, hits: Sequence[Hit], near: Sequence[Near], now: Now | None) -> None:
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

    def all(self) -> Iterator[Measure]:
        yield from self._vital_signs()
        yield from self._everyday_sizes()
        yield from self._moments()
        n = self.start
        while n < self.end:
            number = self._number(n)
            if number is None:
                n += 1
                continue
            yield from self._with_unit(n, number)
            n = number.last

    def _word(self, n: int) -> str:
        return self.words[n] if self.start <= n < self.end else ""

    def _skip(self, n: int, among: str = "") -> int:
        """The next token that is not white space, nor one of the signs."""
        while n < self.end and (is_gap(self.words[n]) or self.words[n] in among):
            n += 1
        return n

    def _number(self, n: int) -> Number | None:
        """A number in digits or words that begins at a token."""
        word = self._word(n)
        if not word:
            return None
        if is_number(word):
            value = digits(word)
            if value is None:
                return None
            if self._word(n + 1) == "/" and is_number(self._word(n + 2)) and self._word(n + 2) in ("2", "4") and value in (1, 3):
                return Number(value / float(self._word(n + 2)), n + 3)
            if self._word(n + 1) in ("\x01", "\x02", "\x03"):
                return Number(value + self.by.numbers[self._word(n + 1)], n + 2)
            return Number(value, n + 1)
        value = self.by.numbers.get(word)
        if value is None:
            return None
        n += 1
        if word == "half" and self._word(n) in ("a", "an"):
            n += 1
        elif self._word(n) in ("couple", "few", "dozen", "half") and word in ("a", "an"):
            value = self.by.numbers[self._word(n)]
            n += 1
            if self._word(n) in ("a", "an"):
                n += 1
        if self._word(n) == "of":
            n += 1
        return Number(value, n)

    def _vital_signs(self) -> Iterator[Measure]:
        taken = set()
        for hit in self.vitals:
            for finding in hit.meanings:
                at = self._after_name(hit.last)
                if at is None:
                    continue
                yield from self._vital(str(finding), at)
                taken.add(at)
        for n in range(self.start, self.end):  # numbers that tell by themselves: 101.5F, 88/50
            if n in taken or not is_number(self.words[n]):
                continue
            value = digits(self.words[n])
            if value is None:
                continue
            if self._word(n + 1) == "/" and is_number(self._word(n + 2)) and self._word(n + 3) != "/" and self._word(n - 1) != "/":
                bottom = digits(self._word(n + 2))
                if bottom is not None and 60 <= value <= 260 and 25 <= bottom < value:
                    yield Measure(self.by.pressure, value, None, n, n + 1)
                continue
            celsius = self._temperature(n, named=False)
            if celsius is not None:
                yield Measure(self.by.temperature, celsius, None, n, n + 1)
            elif self._word(self._skip(n + 1)) == "%" and 50 <= value <= 100 and any(self._word(m) in self.by.reading.on_air for m in range(n - 6, n + 6)):
                yield Measure(self.by.saturation, value, None, n, n + 1)

    def _after_name(self, n: int) -> int | None:
        """Where the number of a vital sign stands: after its name and a few small words or signs."""
        for at in range(n, min(n + AFTER_A_NAME, self.end)):
            word = self.words[at]
            if is_number(word):
                return at
            if not (is_gap(word) or word in self.by.reading.before_number):
                return None
        return None

    def _vital(self, finding: str, n: int) -> Iterator[Measure]:
        value = digits(self.words[n])
        if value is None:
            return
        if finding == self.by.temperature:
            celsius = self._temperature(n, named=True)
            if celsius is not None:
                yield Measure(finding, celsius, None, n, n + 1)
        elif finding == self.by.pressure:
            yield Measure(finding, value, None, n, n + 1)
        elif self._skip(n + 1) not in self.units and self._word(n + 1) != "/":
            yield Measure(finding, value, None, n, n + 1)

    def _temperature(self, n: int, *, named: bool) -> float | None:
        """A body temperature in °C from a number in °F or °C. Without its name a number needs a degree sign or letter; its size may tell the unit."""
        value = digits(self.words[n])
        if value is None or (self._word(n + 1) == "/" and is_number(self._word(n + 2))):
            return None
        at = self._skip(n + 1, "^-")
        degree = at > n + 1 and "^" in self.words[n + 1 : at]
        if self._word(at) in ("degrees", "degree", "deg"):
            degree = True
            at = self._skip(at + 1)
        letter = self._word(at)[:1] if self._word(at) in ("f", "c", "fahrenheit", "farenheit", "celsius", "centigrade") else ""
        if not named and not degree and not letter:
            return None
        if not named and not degree and self._word(n).isdigit() and value < 90 and at > n + 1:
            return None
        if letter == "f" or (not letter and value >= 90):
            return (value - 32) * 5 / 9 if value > 60 else None
        if not letter and not 34 <= value <= 43:
            return None
        return value

    def _everyday_sizes(self) -> Iterator[Measure]:
        marks = self.by.reading.size_words
        for hit in self.sizes:
            near = [self._word(m) for m in range(hit.first - 5, hit.first)]
            after = [self._word(m) for m in range(hit.last, hit.last + 3)]
            if not any(w in marks for w in near) and not any(w in ("size", "sized", "shaped") for w in after):
                continue
            factor = 0.7 if "half" in near[-3:] else 1.0
            finding = self._nearest(self.by.lengths, hit.first, hit.last)
            if finding:
                yield Measure(finding, float(hit.meanings[0]) * factor, None, hit.first, hit.last)

    def _with_unit(self, n: int, number: Number) -> Iterator[Measure]:
        """A number, or several joined by x or to, and the unit after them."""
        values = [number.value]
        last = number.last
        while True:
            hit = self.units.get(self._skip(last, "-"))
            at = self._skip(hit.last if hit and hit.meanings[0][0] == "length" else last, "")
            if self._word(at) not in ("x", "by", "*", "-", "to", "or"):
                break
            following = self._number(self._skip(at + 1))
            if following is None or (self._word(at) in ("to", "or", "-") and following.last - at > 4):
                break
            values.append(following.value)
            last = following.last
        hit = self.units.get(self._skip(last, "-"))
        if hit is None:
            return
        kind, factor = hit.meanings[0]
        if kind == "length":
            finding = self._nearest(self.by.lengths, n, hit.last)
            if finding:
                yield Measure(finding, max(values) * float(factor), None, n, hit.last)
        elif kind == "time":
            yield from self._time(n, hit.last, values[-1] * float(factor), float(factor))
        elif kind == "age":
            yield Measure(self.by.reading.age, values[0], None, n, hit.last, True)
        elif kind == "along":
            yield Measure(self.by.reading.pregnancy, values[0] * float(factor), None, n, hit.last, True)

    def _time(self, first: int, last: int, hours: float, unit: float) -> Iterator[Measure]:
        after = self._skip(last)
        following = self._word(after)
        if following in ("old",) or self._word(first - 1) in ("every", "age", "aged", "q", "/") or (unit >= YEAR and self._word(last) == "of"):
            if following == "old" and unit >= YEAR:
                yield Measure(self.by.reading.age, hours / YEAR, None, first, last, True)
            elif following == "old":
                finding = self._nearest(self.by.times, first, last)
                if finding and self.by.units[finding] != "hours":
                    yield self._in_its_unit(finding, hours, first, last)
            return
        if following in self.by.reading.not_times:
            if following in ("pregnant", "along", "gestation", "pregs", "preggo"):
                yield Measure(self.by.reading.pregnancy, hours / WEEK, None, first, after + 1, True)
            return
        ago = following in ("ago", "back", "prior", "since", "post", "after")
        yield from self._timed(first, after + 1 if following in ("ago", "back") else last, hours, ago=ago)

    def _moments(self) -> Iterator[Measure]:
        """ "Yesterday", "last night"; "since Friday night" when it is known what day it is."""
        for hit in self.whens:
            hours = float(hit.meanings[0])
            if hours < 0:  # a day of the week: -1 is Monday
                if self.now is None:
                    continue
                hours = self._since_day(int(-hours) - 1, self._word(self._skip(hit.last)))
            yield from self._timed(hit.first, hit.last, hours, ago=True)

    def _since_day(self, day: int, part: str) -> float:
        assert self.now
        hour = self.by.reading.parts_of_day.get(part, self.now.hour)
        back = (self.now.weekday - day) % 7 * DAY + self.now.hour - hour
        return back if back > 0 else back + WEEK

    def _timed(self, first: int, last: int, hours: float, *, ago: bool) -> Iterator[Measure]:
        finding = self._nearest(self.by.times, first, last)
        if finding is None:
            if self.near and hours < YEAR:
                yield self._in_its_unit(self.by.reading.started, hours, first, last)
            return
        before = [self._word(m) for m in range(first - 3, first)]
        if self.by.units[finding] != "hours" or ago or any(w in self.by.reading.since for w in before):
            yield self._in_its_unit(finding, hours, first, last)
        elif hours < YEAR:
            yield self._in_its_unit(self.by.reading.started, hours, first, last)

    def _in_its_unit(self, finding: str, hours: float, first: int, last: int) -> Measure:
        """Full days, weeks and months; hours as they are."""
        unit = self.by.units[finding]
        value = hours if unit == "hours" else float(floor(hours / HOURS_OF[unit or "days"]))
        return Measure(finding, value, None, first, last, True)

    def _nearest(self, groups: Mapping[str, Sequence[str]], first: int, last: int) -> str | None:
        """The number whose kind of thing is said nearest to a place; of two as near, the one before it."""
        best: tuple[int, str] | None = None
        for near in self.near:
            for finding in groups.get(near.about, ()):
                distance = max(near.first - last, first - near.last, 0)
                if best is None or distance < best[0]:
                    best = (distance, finding)
        return best[1] if best else None


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


__all__: Sequence[str] = ("Measure", "Measures", "Near", "Now", "digits", "is_word", "rounded")
