"""A text whose lines a program broke says what it says in one line; a list stays a list."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymend.guide import load_guide
from waymend.read.fold import tokens
from waymend.read.reader import load_reader
from waymend.read.wraps import is_wrap, width_of

READER = load_reader(load_guide().guide)
LETTER = (
    "Thank you for seeing this 43-year-old man who stopped injecting heroin in 2016 and has been well on methadone since. "
    "He came to us with a red hot forearm, and we were concerned that he might have an abscess. Ultrasound, done the same day, "
    "showed no abscess at all but a cellulitis of the whole forearm without a DVT. His hepatitis C was cured in 2018 and his last HIV test "
    "was negative. His brother died of an overdose last year. He was told to come back at once if he has a fever or the redness spreads."
)


def told(text: str) -> set[tuple[str, str]]:
    return {(m.about, m.status) for m in READER.read(text)}


@pytest.mark.parametrize("width", [36, 40, 50, 55, 60, 65, 72, 80, 100])
def test_a_letter_says_the_same_at_every_width(width: int) -> None:
    wrapped = textwrap.fill(LETTER, width)
    assert width_of(wrapped, tokens(wrapped).text)
    assert told(wrapped) == told(LETTER)


def test_paragraphs_and_headings_stay_apart() -> None:
    note = (
        "PMH: endocarditis in 2019, treated with surgery,\nhepatitis C cured, DVT of the left leg in 2020,\nasthma since he was a boy of six years of age.\n"
        "\nToday: cellulitis of the right arm, which began\non Friday after a missed shot, and no fever now,\nno pus and no streaks, he says."
    )
    assert {
        ("endocarditis", "historical"),
        ("dvt", "historical"),
        ("cellulitis", "present"),
        ("pus", "absent"),
    } <= told(note)


@pytest.mark.parametrize(
    "text",
    [
        "no fever\nabscess of the left forearm\nno pus\ncellulitis",
        "Denies fever or chills at home\nAbscess of the left forearm\nHIV negative last year in May\nHepatitis C never treated",
        "- no fever, no chills, no sweats\n- abscess left forearm, 3 cm\n- cellulitis around it, 6 cm\n- IVDU daily, last today",
        "short\nlines\nof a\nfew words",
        "",
    ],
)
def test_a_list_was_not_wrapped(text: str) -> None:
    folded = tokens(text).text
    width = width_of(text, folded)
    breaks = [n for n, sign in enumerate(folded) if sign == "\n"]
    assert not any(is_wrap(folded, n, n + 1, width) for n in breaks if width)


@given(st.text(alphabet="ab c\n.:-1 ", max_size=200))
def test_only_breaks_inside_a_text_are_taken_out(text: str) -> None:
    """Every token but a break stays, at its place."""
    found = tokens(text)
    assert all(found.text.startswith(word, at) for word, at in zip(found.words, found.starts, strict=True))
    assert [w for w in found.words if w.strip()] == [w for w in tokens(text.replace("\n", "\n\n")).words if w.strip()]
