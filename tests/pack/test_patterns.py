"""The notation of words: one line for many phrases."""

from __future__ import annotations

import pytest

from waymend.pack.patterns import PatternError, choices, rows

GROUPS = {"n": ["two", "three"], "kin": ["mother"]}


def phrases(pattern: str) -> list[list[str]]:
    """What may stand for each part of a pattern that has no other order."""
    (row,) = rows(pattern)
    return [choices(part, GROUPS) for part in row]


@pytest.mark.parametrize(
    ("pattern", "parts"),
    [
        ("swollen (leg|arm)", [["swollen "], ["leg", "arm"]]),
        ("(really|) swollen", [["really", ""], [" swollen"]]),
        ("(|so) swollen", [["", "so"], [" swollen"]]),
        ("(since|for (<n>|some) days|)", [["since", "for two days", "for three days", "for some days", ""]]),
        ("(a|b (c|d (e|f)))", [["a", "b c", "b d e", "b d f"]]),
    ],
)
def test_a_bracket_may_stand_in_an_option(pattern: str, parts: list[list[str]]) -> None:
    assert phrases(pattern) == parts


@pytest.mark.parametrize(
    ("pattern", "parts"),
    [
        ("(-) fever", [["(-)"], [" fever"]]),
        ("( <kin> )", [["( "], ["mother"], [" )"]]),
        ("used ((|,) (iv|im) )", [["used "], ["(", ","], [" "], ["iv", "im"], [" )"]]),
        ("doses (of|() (methadone|bup)", [["doses "], ["of", "("], [" "], ["methadone", "bup"]]),
    ],
)
def test_a_bracket_that_a_text_has_is_what_it_says(pattern: str, parts: list[list[str]]) -> None:
    assert phrases(pattern) == parts


@pytest.mark.parametrize("pattern", ["(a|b", "(a|b (c|d)", "<n", "(<n>) days"])
def test_what_could_be_read_in_two_ways_is_refused(pattern: str) -> None:
    with pytest.raises(PatternError):
        phrases(pattern)
