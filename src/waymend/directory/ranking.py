"""In which order places are shown, and how sure we are of each. The app's places.js does exactly the same.

Doubts are counted; few give high confidence, many low. The order is by distance, where a doubtful place counts as farther away than it is:
(distance + 1 km) times 1, 1.5 or 2.5. So among equals in confidence the nearer comes first, and never a stale listing before a fresh one that
is as near and fits as well. Nothing can be paid for a place in this order.
"""

from __future__ import annotations

from typing import NamedTuple

from waymend.directory.repository import Candidate

FRESH_DAYS = 400  # the locator is renewed every year; a month of grace
STALE_DAYS = 1095
LEVELS = ("high", "medium", "low")
FACTORS = (2, 3, 5)  # halves, so that all stays in whole numbers
AHEAD_M = 1000


class Ask(NamedTuple):
    """The parts of a query that the ranking needs, as bits."""

    needs: int
    pay: int
    serves: int
    today: int  # ordinal date


def freshness(day: int, today: int) -> int:
    """0 fresh, 1 ageing, 2 stale or of unknown age."""
    age = today - day
    return 0 if day and age <= FRESH_DAYS else 1 if day and age <= STALE_DAYS else 2


def level(c: Candidate, ask: Ask, reported: bool = False) -> int:
    """0 high, 1 medium, 2 low."""
    doubts = c[8] + freshness(c[9], ask.today) + 2 * reported
    if ask.pay and not c[5]:
        doubts += 1
    if ask.serves and not c[6]:
        doubts += 1
    if ask.needs & ~(c[3] | c[4]):
        doubts += 1
    return 0 if doubts <= 0 else 1 if doubts <= 2 else 2


def best_factor(least_doubts: int, newest_day: int, today: int) -> int:
    """The smallest factor that any place can have; how far a search must look to be sure."""
    doubts = least_doubts + freshness(newest_day, today)
    return FACTORS[0 if doubts <= 0 else 1 if doubts <= 2 else 2]


def order(c: Candidate, metres: int, sure: int, ask: Ask) -> tuple[int, int, int, int, int]:
    """Sorts best first."""
    return (metres + AHEAD_M) * FACTORS[sure], -(c[3] & ask.needs).bit_count(), -c[9], metres, c[0]
