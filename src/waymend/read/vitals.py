"""Vital signs: by their names ("HR 130", "a 103 fever"), or by numbers that can be nothing else ("88/50", "101.5F")."""

from __future__ import annotations

from collections.abc import Iterator

from waymend.read.fold import is_gap, is_number, is_word
from waymend.read.lexicon import Hit
from waymend.read.numbers import Measure, Numbers, digits

AFTER_A_NAME = 6  # tokens between the name of a vital sign and its number
BARE_LOW, BARE_HIGH = 99.5, 106.0  # °F: a number with a decimal that can be nothing else
COLD, HOT = 35.5, 41.9  # °C: a number with one decimal that is a part of the sentence by itself


def vital_signs(s: Numbers) -> Iterator[Measure]:
    """The vital signs of a sentence; what they take is no age (`taken`)."""
    taken = s.taken
    for hit in s.vitals:
        for finding in hit.meanings:
            at = _after_name(s, hit, str(finding))
            before = hit.first - 1
            if at is None and before not in taken and hit.first not in s.units and is_number(s.word(before)):
                yield from _before_name(s, str(finding), before, hit)
            if at is None:
                continue
            yield from _vital(s, str(finding), at)
            taken.add(at)
    for n in range(s.start, s.end):  # numbers that tell by themselves: 101.5F, 88/50, "86 over 51"
        if n in taken:
            continue
        top = s.number(n)
        if top is not None and s.word(top.last) == "over":
            below = s.number(top.last + 1)
            if below is not None and _is_pressure(top.value, below.value):
                yield Measure(s.by.pressure, top.value, None, n, top.last)
                continue
        if not is_number(s.words[n]):
            continue
        value = digits(s.words[n])
        if value is None:
            continue
        if s.word(n + 1) == "/" and is_number(s.word(n + 2)) and s.word(n + 3) != "/" and s.word(n - 1) != "/":
            bottom = digits(s.word(n + 2))
            if bottom is not None and _is_pressure(value, bottom):
                yield Measure(s.by.pressure, value, None, n, n + 1)
            continue
        celsius = _temperature(s, n, named=False)
        if celsius is not None:
            taken.add(n)
            yield Measure(s.by.temperature, celsius, None, n, n + 1)
        elif (
            s.word(s.skip(n + 1)) == "%"
            and 50 <= value <= 100
            and any(s.word(m) in s.by.reading.on_air for m in range(n - 6, n + 6))
        ):
            yield Measure(s.by.saturation, value, None, n, n + 1)


def _after_name(s: Numbers, hit: Hit, finding: str) -> int | None:
    """Where the number of a vital sign stands: after its name and a few small words or signs; right after it when the name is one letter, or of an age."""
    single = hit.last == hit.first + 1 and len(s.words[hit.first]) == 1
    if (
        single
        and hit.first > s.start
        and s.found.end(hit.first - 1) == s.found.starts[hit.first]
        and s.words[hit.first - 1] not in "(/"
    ):
        return None  # the P of G1P0
    reach = 2 if finding == s.by.reading.age or single else AFTER_A_NAME
    for at in range(hit.last, min(hit.last + reach, s.end)):
        word = s.words[at]
        if is_number(word):
            return None if single and _is_code(s, hit, at) else at
        if reach == 2 and word not in ":=":
            return None
        if not (is_gap(word) or word in s.by.reading.before_number):
            return None
    return None


def _is_code(s: Numbers, hit: Hit, at: int) -> bool:
    """Whether a letter and a number are a code of a disease: "T40.4X1A", "T40.411"."""
    found = s.found
    if at != hit.last or found.starts[at] != found.end(hit.first):
        return False
    after = s.word(at + 1)
    goes_on = bool(after) and is_word(after) and found.starts[at + 1] == found.end(at) and after not in ("c", "f")
    return goes_on or len(s.words[at].partition(".")[2]) > 2


def _before_name(s: Numbers, finding: str, n: int, hit: Hit) -> Iterator[Measure]:
    """A number before what it is: "a 103 fever", "30 breaths a minute", "pulse 130 bpm"."""
    value = digits(s.words[n])
    if finding == s.by.temperature:
        value = _temperature(s, n, named=True)
    elif finding == s.by.reading.age or (hit.last == hit.first + 1 and len(s.words[hit.first]) == 1):
        return
    if value is not None:
        s.taken.add(n)
        yield Measure(finding, value, None, n, hit.last)


def _vital(s: Numbers, finding: str, n: int) -> Iterator[Measure]:
    value = digits(s.words[n])
    if value is None:
        return
    if finding == s.by.reading.age and not s.words[n].isdigit():
        if COLD <= value <= HOT:
            yield Measure(s.by.temperature, value, None, n, n + 1)  # "I'm 38.1"
    elif finding == s.by.temperature:
        celsius = _temperature(s, n, named=True)
        if celsius is not None:
            yield Measure(finding, celsius, None, n, n + 1)
    elif finding == s.by.pressure or (s.skip(n + 1) not in s.units and s.word(n + 1) != "/"):
        yield Measure(finding, value, None, n, n + 1)


def _temperature(s: Numbers, n: int, *, named: bool) -> float | None:
    """A body temperature in °C from a number in °F or °C. Without its name a number needs a degree sign or letter; its size may tell the unit."""
    value = digits(s.words[n])
    if value is None or (s.word(n + 1) == "/" and is_number(s.word(n + 2))):
        return None
    at = s.skip(n + 1, "^-")
    degree = at > n + 1 and "^" in s.words[n + 1 : at]
    if s.word(at) in ("degrees", "degree", "deg"):
        degree = True
        at = s.skip(at + 1)
    letter = s.word(at)[:1] if s.word(at) in ("f", "c", "fahrenheit", "farenheit", "celsius", "centigrade") else ""
    if not named and not degree and not letter:
        if COLD <= value <= HOT and _alone(s, n):
            return value  # "fever, 38.4; smear sent"
        return (value - 32) * 5 / 9 if BARE_LOW <= value <= BARE_HIGH and "." in s.words[n] else None
    if not named and not degree and s.word(n).isdigit() and value < 90 and (at > n + 1 or letter == "f"):
        return None  # "61F" is a woman
    if letter == "f" or (not letter and value >= 90):
        return (value - 32) * 5 / 9 if value > 60 else None
    if not letter and not 34 <= value <= 43:
        return None
    return value


def _alone(s: Numbers, n: int) -> bool:
    """Whether a number with one decimal stands alone between signs."""
    before, after = s.word(n - 1), s.word(n + 1)
    return s.words[n][-2:-1] == "." and all(not w or w in ",.;" or is_gap(w) for w in (before, after))


def _is_pressure(top: float, bottom: float) -> bool:
    """Whether two numbers can be a blood pressure in mmHg."""
    return 60 <= top <= 260 and 25 <= bottom < top
