"""How old somebody is, how long something has lasted, and how long ago something was."""

from __future__ import annotations

from collections.abc import Iterator
from math import floor

from waymend.read.fold import is_gap
from waymend.read.numbers import DAY, WEEK, YEAR, Measure, Near, Numbers

BEGUN = 6  # tokens between what tells that something began and its time
CLOSING = ("", ",", ".", ";", ")", ":")
PURPOSE = "for"  # before what is treated so long: "doxycycline for cellulitis, 7 days"
LONG_AGO = 2160.0  # hours: what was three months ago or more is no event of now
HOURS_OF = {"hours": 1.0, "days": DAY, "weeks": WEEK, "months": YEAR / 12, "years": YEAR}


def of_time(s: Numbers, first: int, last: int, hours: float, unit: float) -> Iterator[Measure]:
    """A number with a unit of time: an age, how long something has lasted, or how long ago it was."""
    reading = s.by.reading
    if unit == WEEK and any(n.about in reading.bearing for n in s.near):
        yield Measure(reading.pregnancy, hours / WEEK, None, first, last, True)
        return
    after = s.skip(last)
    following = s.word(after)
    before = s.word(s.back(first))
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
    if unit >= DAY and _began(s, first, after + 1 if ago else last):
        yield from _lasting(s, first, after + 1 if ago else last, hours, began=True)
    elif ago:
        yield from _ago(s, first, after + 1, hours)
    elif (
        before in reading.since
        or following in reading.lasting_words
        or (before == "," and s.word(last) == ",")
        or _ends_what_is_told(s, first, last)
    ):
        yield from _lasting(s, first, last, hours) if unit >= DAY else _ago(s, first, last, hours)
    elif hours >= WEEK and _of_a_wound(s, first, last):
        yield from _lasting(s, first, last, hours)
    else:
        yield from _ago(s, first, last, hours)


def _began(s: Numbers, first: int, last: int) -> bool:
    """Whether a time tells when something began: "noticed a lump 5 days ago", "onset: 3 days", "5 days ago developed swelling"."""
    began = s.by.reading.began
    if s.word(last) in began:
        return True
    for n in range(first - 1, max(first - 1 - BEGUN, s.start - 1), -1):
        if s.words[n] in began:
            return True
        word = s.words[n]
        small = word in s.by.reading.before_number or word in s.by.reading.since or is_gap(word)
        if not (small or _is_felt(s, n)):
            return False
    return False


def _ends_what_is_told(s: Numbers, first: int, last: int) -> bool:
    """Whether a time ends what stands right before it: "abscess L arm, 5 days.", "painful calf (6 days)", "swelling 3/7"."""
    if s.word(last) not in CLOSING:
        return False
    n = first
    while n > s.start and (is_gap(s.words[n - 1]) or s.words[n - 1] in "(,-"):
        n -= 1
    return any(d.last == n and s.word(d.first - 1) != PURPOSE and _lasts(s, d) for d in s.near)


def _is_felt(s: Numbers, n: int) -> bool:
    """Whether a token belongs to something that lasts."""
    return any(d.first <= n < d.last and _lasts(s, d) for d in s.near)


def _lasts(s: Numbers, near: Near) -> bool:
    reading = s.by.reading
    event = any(s.by.units[finding] == "hours" for finding in s.by.times.get(near.about, ()))
    return near.present and not event and (near.about in reading.places or near.about not in reading.timeless)


def _of_a_wound(s: Numbers, first: int, last: int) -> bool:
    """Whether a bare number of weeks stands nearest to what is counted in weeks."""
    finding = s.nearest(s.by.times, first, last)
    return finding is not None and s.by.units[finding] == "weeks"


def _ago(s: Numbers, first: int, last: int, hours: float) -> Iterator[Measure]:
    """How long ago: of the event that is told nearest, or of the last test, which may be years ago."""
    finding = s.nearest(s.by.times, first, last)
    if finding is not None and s.by.units[finding] == "months":
        yield _since_test(s, finding, first, last, hours)
    elif finding is not None and s.by.units[finding] == "hours" and hours <= LONG_AGO:
        yield Measure(finding, hours, None, first, last, True)


def _since_test(s: Numbers, finding: str, first: int, last: int, hours: float) -> Measure:
    return Measure(finding, float(floor(hours / HOURS_OF["months"])), None, first, last, True)


def _lasting(s: Numbers, first: int, last: int, hours: float, *, began: bool = False) -> Iterator[Measure]:
    """How long it has lasted: the wound or mark that is told nearest, or whatever began. "Not tested for two years" was two years ago. began: it is told that something did."""
    tested = s.nearest(s.by.times, first, last)
    if tested is not None and s.by.units[tested] == "months":
        yield _since_test(s, tested, first, last, hours)
        return
    if hours > YEAR:
        return
    if not began and not any(n.present and n.about not in s.by.reading.timeless for n in s.near):
        return
    finding = s.nearest(s.by.times, first, last)
    if finding is None or s.by.units[finding] == "hours":
        finding = s.by.reading.started
    unit = s.by.units[finding] or "days"
    yield Measure(
        finding,
        float(floor(hours / HOURS_OF[unit] * 100) / 100) if unit == "weeks" else float(floor(hours / HOURS_OF[unit])),
        None,
        first,
        last,
        True,
    )


def moments(s: Numbers) -> Iterator[Measure]:
    """ "Yesterday", "last night"; "since Friday night" when it is known what day it is."""
    for hit in s.whens:
        hours = float(hit.meanings[0])
        if hours < 0:  # a day of the week: -1 is Monday
            if s.now is None:
                continue
            hours = _since_day(s, int(-hours) - 1, s.word(s.skip(hit.last)))
        since = s.word(s.back(hit.first)) in s.by.reading.since
        event = s.nearest(s.by.times, hit.first, hit.last)
        if since and (event is None or s.by.units[event] != "hours"):
            yield from _lasting(s, hit.first, hit.last, max(hours, DAY))
        else:
            yield from _ago(s, hit.first, hit.last, hours)


def _since_day(s: Numbers, day: int, part: str) -> float:
    assert s.now
    hour = s.by.reading.parts_of_day.get(part, s.now.hour)
    back = (s.now.weekday - day) % 7 * DAY + s.now.hour - hour
    return back if back > 0 else back + WEEK
