"""Texts of any length and of any sign: no fall, linear work, constant memory, and nothing found where nothing is said."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from waymend.guide import load_guide
from waymend.read.blocks import PIECE, WHOLE, blocks, pieces
from waymend.read.reader import Mention, Reader

GUIDE = load_guide().guide
assert GUIDE.reading is not None
READER = Reader(GUIDE, GUIDE.reading)  # test_native.py holds the compiled one to it
PLAIN = "The committee met on Thursday to discuss the budget for the coming year, and several members asked whether the roof could be repaired before winter. "


def told(mentions: list[Mention]) -> set[tuple[str, str]]:
    return {(m.about, m.status) for m in mentions}


def calls(work: Callable[[], Any]) -> int:
    """How many calls, of Python and of C, some work makes."""
    count = 0

    def step(frame: object, event: str, what: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(step)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "begun",
    [
        "no ",
        "no fever ",
        "fever, ",
        "fever and chills. ",
        "cant ",
        "a ",
        "my my my arm ",
        "denies ",
        "101.5 ",
        "3 x ",
        "since monday ",
        ":",
        "\n",
        "- no\n",
        "if ",
        "\U0001f494 ",
        "שלום ",
    ],
)
def test_work_grows_with_the_text_and_no_faster(begun: str) -> None:
    short, long = (begun * (n // len(begun)) for n in (1_500, 4_500))
    READER.read(short)
    assert calls(lambda: READER.read(long)) <= 3.6 * calls(lambda: READER.read(short)) + 2_000


def test_ten_million_times_no_says_nothing() -> None:
    assert READER.read("no no no " * 1_111_111) == []


def test_a_million_letters_without_a_space_say_nothing() -> None:
    assert READER.read("x" * 1_000_000) == []
    assert READER.read("fever" * 200_000) == []


def test_a_word_in_a_haystack_is_found_at_its_place() -> None:
    text = PLAIN * 700 + "He denies fever but has an abscess on his forearm. " + PLAIN * 700
    mentions = READER.read(text)
    assert {("fever", "absent"), ("abscess", "present")} <= told(mentions)
    assert all(text[m.span[0] : m.span[1]] == m.text for m in mentions)


def test_a_heading_reaches_over_blocks() -> None:
    text = (
        "FAMILY HISTORY:\n"
        + "Nothing of note was told by the informant about that. " * 400
        + "\nMother with hepatitis C.\n"
    )
    assert len(text) > WHOLE
    assert ("hcv", "family") in told(READER.read(text))


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from([PLAIN, "fever ", "\n", "no ", "x" * 3000, ". ", "abscess", "\n\n", "é" * 90]), max_size=80
    )
)
def test_blocks_cover_a_text_and_cut_no_word(parts: list[str]) -> None:
    text = "".join(parts)
    spans = list(blocks(text))
    assert "".join(text[a:b] for a, b in spans) == text
    assert "".join(pieces(parts)) == text
    for _, end in spans[:-1]:
        assert not (text[end - 1].isalnum() and text[end : end + 1].isalnum() and text[end - 1].isascii())


def test_a_stream_reads_what_the_whole_says() -> None:
    text = (PLAIN * 30 + "No fever. Red streaks up the left forearm since yesterday.\n") * 40
    assert list(READER.stream(text[n : n + 1000] for n in range(0, len(text), 1000))) == list(READER.stream([text]))


STREAM = """
import sys
from waymend.guide import load_guide
from waymend.read.reader import load_reader
reader = load_reader(load_guide().guide)
line = {plain!r} * 200 + "He has a fever and no abscess.\\n"
count = sum(1 for _ in reader.stream(line for _ in range(int(sys.argv[1]))))
assert count >= 2 * int(sys.argv[1])
print(next(l.split()[1] for l in open("/proc/self/status") if l.startswith("VmHWM")))
"""


@pytest.mark.skipif(
    not Path("/proc/self/status").exists(),
    reason="the highest memory of a process is read from /proc, which is Linux's",
)
def test_memory_does_not_grow_with_the_text() -> None:
    peaks = [
        int(
            subprocess.run(
                [sys.executable, "-c", STREAM.format(plain=PLAIN), str(lines)],
                capture_output=True,
                text=True,
                check=True,
            ).stdout
        )
        for lines in (20, 160)
    ]
    assert peaks[1] - peaks[0] < 6_000, peaks  # kB; the longer text is 4 MB longer


def test_every_block_of_unicode_is_read() -> None:
    """A few signs of each 128 code points stand between words that are read all the same."""
    samples = [
        "".join(chr(n) for n in range(first, first + 12) if not 0xD800 <= n <= 0xDFFF)
        for first in range(0x80, 0x110000, 0x80)
        if first < 0x32000 or (first >= 0xE0000 and first % 0x1000 == 0)
    ]
    for at in range(0, len(samples), 60):
        text = f"fever {' '.join(samples[at : at + 60])} no abscess"
        mentions = READER.read(text)
        assert ("fever", "present") in told(mentions)
        assert ("abscess", "absent") in told(mentions)
        assert all(text[m.span[0] : m.span[1]] == m.text for m in mentions)


def test_right_to_left_and_emoji_stand_beside_words() -> None:
    text = "\u202eحمى\u202c fever \U0001f912\U0001f912 no chills \U0001f469\u200d\u2695\ufe0f red streaks \U0001f1fa\U0001f1f8"
    mentions = READER.read(text)
    assert {("fever", "present"), ("shaking_chills", "absent"), ("red_streaks", "present")} <= told(mentions)
    assert all(text[m.span[0] : m.span[1]] == m.text for m in mentions)


def test_a_piece_is_longer_than_a_block() -> None:
    assert PIECE > WHOLE
