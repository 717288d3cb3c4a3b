"""Numbers with their units, everyday sizes and times, as answers to the guide's numbers. What they are measures of is the guide's to say.

Read from tokens alone, so that the app's JavaScript does the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import floor
from typing import NamedTuple

from waymend.pack.reading import Reading
from waymend.pack.schema import Guide
from waymend.read.fold import Tokens, is_gap, is_number, is_word
from waymend.read.lexicon import SIZE, UNIT, VITAL, WHEN, Hit

BEGUN = 6  # tokens between what tells that something began and its time
CLOSING = ("", ",", ".", ";", ")", ":")
PURPOSE = "for"  # before what is treated so long: "doxycycline for cellulitis, 7 days"
AFTER_A_NAME = 6  # tokens between the name of a vital sign and its number
DAY, WEEK, YEAR = 24.0, 168.0, 8766.0
BARE_LOW, BARE_HIGH = 99.5, 106.0  # °F: a number with a decimal that can be nothing else
COLD, HOT = 35.5, 41.9  # °C: a number with one decimal that is a part of the sentence by itself
LONG_AGO = 2160.0  # hours: what was three months ago or more is no event of now
HOURS_OF = {"hours": 1.0, "days": DAY, "weeks": WEEK, "months": YEAR / 12, "years": YEAR}
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


MEASURED = frozenset((SIZE, UNIT, VITAL, WHEN))


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

    def of(
        self, found: Tokens, start: int, end: int, hits: Sequence[Hit], near: Sequence[Near], now: Now | None
    ) -> list[Measure]:
        """All measures of one sentence, each place once. Values that no body can have are left out."""
        words = found.words
        if not any(h.layer in MEASURED for h in hits) and not any(is_number(words[n]) for n in range(start, end)):
            return []
        sentence = _Sentence(self, found, start, end, hits, near, now)
        measures: dict[tuple[str, int], Measure] = {}
        for measure in sentence.all():
            low, high = self.ranges.get(measure.finding, (1, 0))
            value = rounded(measure.value)
            if low <= value <= high:
                unit = self.units[measure.finding]
                measures.setdefault((measure.finding, measure.first), measure._replace(value=value, unit=unit))
        return list(measures.values())

    def tells(self, measure: Measure) -> list[str]:
        """What a number tells of by itself: a temperature from 38 on is a fever."""
        return [
            about
            for about, told in self.reading.told_by.items()
            if told.number == measure.finding
            and (told.at_least is None or measure.value >= told.at_least)
            and (told.below is None or measure.value < told.below)
        ]


def rounded(value: float) -> float:
    """Two decimals, halves up; whole numbers as such, so that Python and JavaScript write them alike."""
    value = floor(value * 100 + 0.5) / 100
    return int(value) if value == floor(value) else value


def _is_pressure(top: float, bottom: float) -> bool:
    """Whether two numbers can be a blood pressure in mmHg."""
    return 60 <= top <= 260 and 25 <= bottom < top


def _by_mention(groups: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """about → the numbers that measure it."""
    found: dict[str, list[str]] = {}
    for finding, abouts in groups.items():
        for about in abouts:
            found.setdefault(str(about), []).append(str(finding))
    return found


class _Sentence:
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
            found, n = self._with_unit(n, number)
            yield from found

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
        if not word or not (is_number(word) or word in self.by.numbers):
            return None
        if is_number(word):
            value = digits(word)
            if value is None:
                return None
            if (
                self._word(n + 1) == "/"
                and is_number(self._word(n + 2))
                and self._word(n + 2) in ("2", "4")
                and value in (1, 3)
            ):
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
        taken = self.taken
        for hit in self.vitals:
            for finding in hit.meanings:
                at = self._after_name(hit, str(finding))
                before = hit.first - 1
                if at is None and before not in taken and hit.first not in self.units and is_number(self._word(before)):
                    yield from self._before_name(str(finding), before, hit)
                if at is None:
                    continue
                yield from self._vital(str(finding), at)
                taken.add(at)
        for n in range(self.start, self.end):  # numbers that tell by themselves: 101.5F, 88/50, "86 over 51"
            if n in taken:
                continue
            top = self._number(n)
            if top is not None and self._word(top.last) == "over":
                below = self._number(top.last + 1)
                if below is not None and _is_pressure(top.value, below.value):
                    yield Measure(self.by.pressure, top.value, None, n, top.last)
                    continue
            if not is_number(self.words[n]):
                continue
            value = digits(self.words[n])
            if value is None:
                continue
            if (
                self._word(n + 1) == "/"
                and is_number(self._word(n + 2))
                and self._word(n + 3) != "/"
                and self._word(n - 1) != "/"
            ):
                bottom = digits(self._word(n + 2))
                if bottom is not None and _is_pressure(value, bottom):
                    yield Measure(self.by.pressure, value, None, n, n + 1)
                continue
            celsius = self._temperature(n, named=False)
            if celsius is not None:
                taken.add(n)
                yield Measure(self.by.temperature, celsius, None, n, n + 1)
            elif (
                self._word(self._skip(n + 1)) == "%"
                and 50 <= value <= 100
                and any(self._word(m) in self.by.reading.on_air for m in range(n - 6, n + 6))
            ):
                yield Measure(self.by.saturation, value, None, n, n + 1)

    def _after_name(self, hit: Hit, finding: str) -> int | None:
        """Where the number of a vital sign stands: after its name and a few small words or signs; right after it when the name is one letter, or of an age."""
        single = hit.last == hit.first + 1 and len(self.words[hit.first]) == 1
        if (
            single
            and hit.first > self.start
            and self.found.end(hit.first - 1) == self.found.starts[hit.first]
            and self.words[hit.first - 1] not in "(/"
        ):
            return None  # the P of G1P0
        reach = 2 if finding == self.by.reading.age or single else AFTER_A_NAME
        for at in range(hit.last, min(hit.last + reach, self.end)):
            word = self.words[at]
            if is_number(word):
                return at
            if reach == 2 and word not in ":=":
                return None
            if not (is_gap(word) or word in self.by.reading.before_number):
                return None
        return None

    def _before_name(self, finding: str, n: int, hit: Hit) -> Iterator[Measure]:
        """A number before what it is: "a 103 fever", "30 breaths a minute", "pulse 130 bpm"."""
        value = digits(self.words[n])
        if finding == self.by.temperature:
            value = self._temperature(n, named=True)
        elif finding == self.by.reading.age or (hit.last == hit.first + 1 and len(self.words[hit.first]) == 1):
            return
        if value is not None:
            self.taken.add(n)
            yield Measure(finding, value, None, n, hit.last)

    def _vital(self, finding: str, n: int) -> Iterator[Measure]:
        value = digits(self.words[n])
        if value is None:
            return
        if finding == self.by.reading.age and not self.words[n].isdigit():
            if COLD <= value <= HOT:
                yield Measure(self.by.temperature, value, None, n, n + 1)  # "I'm 38.1"
        elif finding == self.by.temperature:
            celsius = self._temperature(n, named=True)
            if celsius is not None:
                yield Measure(finding, celsius, None, n, n + 1)
        elif finding == self.by.pressure or (self._skip(n + 1) not in self.units and self._word(n + 1) != "/"):
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
        letter = (
            self._word(at)[:1]
            if self._word(at) in ("f", "c", "fahrenheit", "farenheit", "celsius", "centigrade")
            else ""
        )
        if not named and not degree and not letter:
            if COLD <= value <= HOT and self._alone(n):
                return value  # "fever, 38.4; smear sent"
            return (value - 32) * 5 / 9 if BARE_LOW <= value <= BARE_HIGH and "." in self.words[n] else None
        if not named and not degree and self._word(n).isdigit() and value < 90 and (at > n + 1 or letter == "f"):
            return None  # "61F" is a woman
        if letter == "f" or (not letter and value >= 90):
            return (value - 32) * 5 / 9 if value > 60 else None
        if not letter and not 34 <= value <= 43:
            return None
        return value

    def _alone(self, n: int) -> bool:
        """Whether a number with one decimal stands alone between signs."""
        before, after = self._word(n - 1), self._word(n + 1)
        return self.words[n][-2:-1] == "." and all(not w or w in ",.;" or is_gap(w) for w in (before, after))

    def _everyday_sizes(self) -> Iterator[Measure]:
        marks = self.by.reading.size_words
        for hit in self.sizes:
            near = [self._word(m) for m in range(hit.first - 5, hit.first)]
            after = [self._word(self._skip(hit.last, "-"))]
            if not any(w in marks for w in near) and not any(w in ("size", "sized", "shaped") for w in after):
                continue
            factor = 0.7 if "half" in near[-3:] else 1.0
            finding = self._nearest(self.by.lengths, hit.first, hit.last)
            if finding:
                yield Measure(finding, float(hit.meanings[0]) * factor, None, hit.first, hit.last)

    def _with_unit(self, n: int, number: Number) -> tuple[Iterable[Measure], int]:
        """What a number, or several joined by x or to, says with the unit after them, and where to go on."""
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
        if hit is None or (hit.first in self.named and is_number(self._word(self._skip(hit.last, ":=")))):
            return (), number.last
        kind, factor = hit.meanings[0]
        if (
            kind == "time"
            and factor == WEEK
            and is_number(self._word(hit.last))
            and self._word(hit.last + 1) == "d"
            and last == hit.first
        ):
            return (
                Measure(self.by.reading.pregnancy, values[0], None, n, hit.last + 2, True),
            ), hit.last + 2  # "34w0d"
        if kind == "length":
            finding = self._nearest(self.by.lengths, n, hit.last)
            found: Iterable[Measure] = (
                (Measure(finding, max(values) * float(factor), None, n, hit.last),) if finding else ()
            )
        elif kind == "time":
            found = self._time(n, hit.last, values[-1] * float(factor), float(factor))
        elif kind == "age":
            found = (
                ()
                if n in self.taken or "." in self.words[n]
                else (Measure(self.by.reading.age, values[0], None, n, hit.last, True),)
            )
        else:
            found = (Measure(self.by.reading.pregnancy, values[0] * float(factor), None, n, hit.last, True),)
        return found, hit.last

    def _time(self, first: int, last: int, hours: float, unit: float) -> Iterator[Measure]:
        """A number with a unit of time: an age, how long something has lasted, or how long ago it was."""
        reading = self.by.reading
        if unit == WEEK and any(n.about in reading.bearing for n in self.near):
            yield Measure(reading.pregnancy, hours / WEEK, None, first, last, True)
            return
        after = self._skip(last)
        following = self._word(after)
        before = self._word(self._back(first))
        if following == "old" or before in ("age", "aged"):
            if unit >= YEAR or before in ("age", "aged"):
                yield Measure(
                    reading.age, hours / YEAR, None, first, max(last, after + 1 if following == "old" else last), True
                )
            return
        if following in reading.not_times or before in reading.not_since or (unit >= YEAR and following == "of"):
            if following in reading.along:
                yield Measure(reading.pregnancy, hours / WEEK, None, first, after + 1, True)
            return
        ago = following in reading.ago
        if unit >= DAY and self._began(first, after + 1 if ago else last):
            yield from self._lasting(first, after + 1 if ago else last, hours, began=True)
        elif ago:
            yield from self._ago(first, after + 1, hours)
        elif (
            before in reading.since
            or following in reading.lasting_words
            or (before == "," and self._word(last) == ",")
            or self._ends_what_is_told(first, last)
        ):
            yield from self._lasting(first, last, hours) if unit >= DAY else self._ago(first, last, hours)
        elif hours >= WEEK and self._of_a_wound(first, last):
            yield from self._lasting(first, last, hours)
        else:
            yield from self._ago(first, last, hours)

    def _began(self, first: int, last: int) -> bool:
        """Whether a time tells when something began: "noticed a lump 5 days ago", "onset: 3 days", "5 days ago developed swelling"."""
        began = self.by.reading.began
        if self._word(last) in began:
            return True
        for n in range(first - 1, max(first - 1 - BEGUN, self.start - 1), -1):
            if self.words[n] in began:
                return True
            word = self.words[n]
            small = word in self.by.reading.before_number or word in self.by.reading.since or is_gap(word)
            if not (small or self._is_felt(n)):
                return False
        return False

    def _ends_what_is_told(self, first: int, last: int) -> bool:
        """Whether a time ends what stands right before it: "abscess L arm, 5 days.", "painful calf (6 days)", "swelling 3/7"."""
        if self._word(last) not in CLOSING:
            return False
        n = first
        while n > self.start and (is_gap(self.words[n - 1]) or self.words[n - 1] in "(,-"):
            n -= 1
        return any(d.last == n and self._word(d.first - 1) != PURPOSE and self._lasts(d) for d in self.near)

    def _is_felt(self, n: int) -> bool:
        """Whether a token belongs to something that lasts."""
        return any(d.first <= n < d.last and self._lasts(d) for d in self.near)

    def _lasts(self, near: Near) -> bool:
        reading = self.by.reading
        event = any(self.by.units[finding] == "hours" for finding in self.by.times.get(near.about, ()))
        return near.present and not event and (near.about in reading.places or near.about not in reading.timeless)

    def _of_a_wound(self, first: int, last: int) -> bool:
        """Whether a bare number of weeks stands nearest to what is counted in weeks."""
        finding = self._nearest(self.by.times, first, last)
        return finding is not None and self.by.units[finding] == "weeks"

    def _back(self, n: int) -> int:
        """The token before one, past white space."""
        n -= 1
        while n > self.start and is_gap(self.words[n]):
            n -= 1
        return n

    def _ago(self, first: int, last: int, hours: float) -> Iterator[Measure]:
        """How long ago: of the event that is told nearest, or of the last test, which may be years ago."""
        finding = self._nearest(self.by.times, first, last)
        if finding is not None and self.by.units[finding] == "months":
            yield self._since_test(finding, first, last, hours)
        elif finding is not None and self.by.units[finding] == "hours" and hours <= LONG_AGO:
            yield Measure(finding, hours, None, first, last, True)

    def _since_test(self, finding: str, first: int, last: int, hours: float) -> Measure:
        return Measure(finding, float(floor(hours / HOURS_OF["months"])), None, first, last, True)

    def _lasting(self, first: int, last: int, hours: float, *, began: bool = False) -> Iterator[Measure]:
        """How long it has lasted: the wound or mark that is told nearest, or whatever began. "Not tested for two years" was two years ago. began: it is told that something did."""
        tested = self._nearest(self.by.times, first, last)
        if tested is not None and self.by.units[tested] == "months":
            yield self._since_test(tested, first, last, hours)
            return
        if hours > YEAR:
            return
        if not began and not any(n.present and n.about not in self.by.reading.timeless for n in self.near):
            return
        finding = self._nearest(self.by.times, first, last)
        if finding is None or self.by.units[finding] == "hours":
            finding = self.by.reading.started
        unit = self.by.units[finding] or "days"
        yield Measure(
            finding,
            float(floor(hours / HOURS_OF[unit] * 100) / 100)
            if unit == "weeks"
            else float(floor(hours / HOURS_OF[unit])),
            None,
            first,
            last,
            True,
        )

    def _moments(self) -> Iterator[Measure]:
        """ "Yesterday", "last night"; "since Friday night" when it is known what day it is."""
        for hit in self.whens:
            hours = float(hit.meanings[0])
            if hours < 0:  # a day of the week: -1 is Monday
                if self.now is None:
                    continue
                hours = self._since_day(int(-hours) - 1, self._word(self._skip(hit.last)))
            since = self._word(self._back(hit.first)) in self.by.reading.since
            event = self._nearest(self.by.times, hit.first, hit.last)
            if since and (event is None or self.by.units[event] != "hours"):
                yield from self._lasting(hit.first, hit.last, max(hours, DAY))
            else:
                yield from self._ago(hit.first, hit.last, hours)

    def _since_day(self, day: int, part: str) -> float:
        assert self.now
        hour = self.by.reading.parts_of_day.get(part, self.now.hour)
        back = (self.now.weekday - day) % 7 * DAY + self.now.hour - hour
        return back if back > 0 else back + WEEK

    def _nearest(self, groups: Mapping[str, Sequence[str]], first: int, last: int) -> str | None:
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
