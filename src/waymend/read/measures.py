"""Numbers with their units, everyday sizes and times, as answers to the guide's numbers. What they are measures of is the guide's to say."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

from waymend.pack.schema import Guide, Reading
from waymend.read.tokens import Token

NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "couple": 2, "few": 3, "several": 4, "half": 0.5}  # fmt: skip
NUMBER = r"\d+(?:[.,]\d+)?"
SIZED = re.compile(
    rf"({NUMBER})(?:\s*(?:-|to)\s*({NUMBER}))?(?:\s*(?:cm|mm)?\s*(?:x|by|\u00d7)\s*({NUMBER}))?(?:\s*(?:cm|mm)?\s*(?:x|by|\u00d7)\s*({NUMBER}))?\s*-?\s*(cm|centimeters?|centimetres?|mm|millimeters?|inch(?:es)?|in\b|\")",
    re.I,
)
HALF_INCH = re.compile(
    r"\b(half an|half|an?|one|two|three|four|couple)\s+(?:of\s+)?(inch(?:es)?|cm|centimeters?)\b", re.I
)
DEGREES = re.compile(
    r"\b(\d{2,3}(?:[.,]\d{1,2})?)\s*(?:\u00b0|\u00ba|degrees?|deg\b)?\s*(f|c|fahrenheit|celsius|farenheit)?\b", re.I
)
PRESSURE = re.compile(r"\b(\d{2,3})\s*/\s*(\d{2,3})\b(?!\s*/)")
PER_CENT = re.compile(r"\b(\d{2,3})\s*%")
TIME = re.compile(
    rf"\b(?:(?P<n>{NUMBER}(?=[\s-]*[a-z])|(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|couple(?: of)?|few|several|half an?)(?=[\s-]))[\s-]*(?P<unit>hours?|hrs?|h|days?|d|weeks?|wks?|wk|months?|mos?|minutes?|mins?|years?|yrs?)\b(?P<ago>\s+ago|\s+back|\s+old)?|(?P<word>yesterday|last night|this morning|tonight|this afternoon|day before yesterday)|since\s+(?P<day>monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tues?|wed|thurs?|fri|sat|sun)\b)",
    re.I,
)
AGE = re.compile(r"\b(\d{1,3})[\s-]*(?:y/?o\b|yrs?[\s-]old|years?[\s-]olds?|yo[mf]\b|y\.o\.)", re.I)
WEEKS_ALONG = re.compile(r"\b(\d{1,2})\s*(?:weeks?|wks?)\s*(?:pregnant|along|gestation|gestational|preg)\b", re.I)
HOURS = {"m": 1 / 60, "h": 1, "d": 24, "w": 168, "mo": 730, "y": 8766}
WORDS = {
    "yesterday": 24,
    "last night": 12,
    "this morning": 6,
    "tonight": 3,
    "this afternoon": 4,
    "day before yesterday": 48,
}
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
AFTER_A_NAME = 14  # characters between the name of a vital sign and its number


class Measure(NamedTuple):
    """A number finding answered by tokens first…last."""

    finding: str
    value: float
    unit: str | None
    first: int
    last: int
    is_time: bool = False


class Said(Protocol):
    """What is needed of a mention."""

    @property
    def about(self) -> str: ...
    @property
    def span(self) -> tuple[int, int]: ...


def measures_in(
    guide: Guide,
    reading: Reading,
    text: str,
    found: Sequence[Token],
    start: int,
    end: int,
    near: Sequence[Said],
    now: datetime | None = None,
) -> list[Measure]:
    """All measures of one sentence. Values that no body can have are left out."""
    low, high = found[start].start, found[end - 1].end
    starts = [t.start for t in found]
    measures: dict[tuple[str, int], Measure] = {}
    for finding, value, unit, (a, b), is_time in _found(reading, text, low, high, near, now):
        about = guide.findings.get(finding)
        if about is not None and about.range[0] <= value <= about.range[1]:
            first = bisect_left(starts, a)
            last = max(bisect_left(starts, b), first + 1)
            measures.setdefault(
                (finding, first), Measure(finding, round(value, 2), unit or about.unit, first, last, is_time)
            )
    return list(measures.values())


Raw = tuple[str, float, str | None, tuple[int, int], bool]


def _found(
    reading: Reading, text: str, low: int, high: int, near: Sequence[Said], now: datetime | None
) -> Iterator[Raw]:
    yield from _vitals(reading.vitals, text, low, high)
    yield from _lengths(reading, text, low, high, near)
    for match in AGE.finditer(text, low, high):
        yield reading.age, float(match[1]), None, match.span(), True
    for match in WEEKS_ALONG.finditer(text, low, high):
        yield reading.pregnancy, float(match[1]), None, match.span(), True
    yield from _times(reading, text, low, high, near, now)


def _vitals(vitals: Mapping[str, Sequence[str]], text: str, low: int, high: int) -> Iterator[Raw]:
    sentence = text[low:high]
    for finding, names in vitals.items():
        pattern = rf"\b(?:{'|'.join(re.escape(n) for n in sorted(names, key=len, reverse=True))})\b[^\d\n]{{0,{AFTER_A_NAME}}}?({NUMBER})"
        for match in re.finditer(pattern, sentence, re.I):
            span = (low + match.start(1), low + match.end(1))
            value = float(match[1].replace(",", "."))
            if finding == "temperature_c":
                celsius = _celsius(value, text[span[1] : span[1] + 14])
                if celsius is not None:
                    yield finding, celsius, "°C", span, False
            elif not sentence[match.end(1) :].lstrip().lower().startswith(("days", "hours", "weeks", "cm", "mm")):
                yield finding, value, None, span, False
    for match in DEGREES.finditer(text, low, high):
        marked = re.search(r"[\u00b0\u00ba]|deg", match[0], re.I) or (match[2] and re.search(r"[.,]", match[1]))
        celsius = (
            _celsius(float(match[1].replace(",", ".")), match[2] or "")
            if marked or (match[2] and float(match[1].replace(",", ".")) > 90)
            else None
        )
        if celsius is not None:
            yield "temperature_c", celsius, "°C", match.span(1), False
    for match in PER_CENT.finditer(text, low, high):
        if 50 <= int(match[1]) <= 100 and re.search(r"(?i)\b(?:ra|room air|sat|o2|on)\b", sentence):
            yield "oxygen_saturation", float(match[1]), None, match.span(1), False
    for match in PRESSURE.finditer(text, low, high):
        top, bottom = int(match[1]), int(match[2])
        if 50 <= top <= 280 and 20 <= bottom < top:
            yield "systolic_bp", float(top), None, match.span(1), False


def _celsius(value: float, after: str) -> float | None:
    """A body temperature in °C from a number in °F or °C; the unit may be left to its size."""
    mark = re.match(r"\s*(?:\u00b0|\u00ba|degrees?|deg)?\s*([fc])", after, re.I)
    unit = mark[1].lower() if mark else "f" if 90 <= value <= 112 else "c"
    return (value - 32) * 5 / 9 if unit == "f" and value > 60 else value if unit == "c" and 25 <= value <= 45 else None


def _lengths(reading: Reading, text: str, low: int, high: int, near: Sequence[Said]) -> Iterator[Raw]:
    for match in SIZED.finditer(text, low, high):
        numbers = [float(g.replace(",", ".")) for g in match.groups()[:4] if g]
        unit = match[5].lower()
        factor = 0.1 if unit.startswith(("mm", "milli")) else 2.54 if unit.startswith("in") or unit == '"' else 1
        finding = _nearest(reading.lengths, match.span(), near)
        if finding:
            yield finding, max(numbers) * factor, "cm", match.span(), False
    for match in HALF_INCH.finditer(text, low, high):
        count = 0.5 if match[1].lower().startswith("half") else NUMBERS[match[1].lower().split()[0]]
        finding = _nearest(reading.lengths, match.span(), near)
        if finding:
            yield finding, count * (2.54 if match[2].lower().startswith("inch") else 1), "cm", match.span(), False
    for thing, cm in reading.sizes.items():
        name = re.escape(str(thing))
        for match in re.finditer(
            rf"\b(?:(?:size of|big as|like|about)\s+(?:an?|my|your|the|half an?)?\s*{name}s?\b|{name}[\s-]*(?:siz|shaped))",
            text[low:high],
            re.I,
        ):
            span = (low + match.start(), low + match.end())
            finding = _nearest(reading.lengths, span, near)
            if finding:
                yield finding, cm, "cm", span, False


def _times(
    reading: Reading, text: str, low: int, high: int, near: Sequence[Said], now: datetime | None
) -> Iterator[Raw]:
    for match in TIME.finditer(text, low, high):
        hours = _hours(match, now)
        after = text[match.end() : match.end() + 12].lower()
        if (
            hours is None
            or (match["ago"] or "").strip() == "old"
            or re.match(r"\s*(?:pregnant|along|gest|old|sober|clean)", after)
        ):
            continue
        finding = _nearest(reading.times, match.span(), near)
        if finding and finding.endswith("_weeks"):
            yield finding, int(hours / 168), None, match.span(), True
        elif finding and (
            match["ago"]
            or match["word"]
            or match["day"]
            or text[: match.start()].rstrip().lower().endswith(("since", "about", "for"))
        ):
            yield finding, round(hours, 1), None, match.span(), True
        elif near and hours < 8766:
            yield reading.started, float(int(hours / 24)), None, match.span(), True


def _hours(match: re.Match[str], now: datetime | None) -> float | None:
    if match["word"]:
        return float(WORDS[" ".join(match["word"].lower().split())])
    if match["day"]:
        if now is None:
            return None
        wanted = DAYS.index(match["day"].lower()[:3])
        back = (now.weekday() - wanted) % 7 or 7
        return (timedelta(days=back)).total_seconds() / 3600
    said = match["n"].lower().split()[0]
    count = NUMBERS.get(said) if said in NUMBERS else float(said.replace(",", "."))
    unit = match["unit"].lower()
    key = "mo" if unit.startswith("mo") else unit[0]
    return (count or 0) * HOURS[key]


def _nearest(groups: Mapping[str, Sequence[str]], span: tuple[int, int], near: Sequence[Said]) -> str | None:
    """The number whose kind of thing is said nearest to a place."""
    best: tuple[int, str] | None = None
    for finding, names in groups.items():
        for mention in near:
            if mention.about in names:
                distance = max(mention.span[0] - span[1], span[0] - mention.span[1], 0)
                if best is None or distance < best[0]:
                    best = (distance, str(finding))
    return best[1] if best else None
