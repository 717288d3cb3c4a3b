"""How texts sound: on stories that were neither looked at nor learned from, on calm texts, and the same on the phone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from node import Node
from read.scoring import LEVELS, corpus, urgency
from waymend.guide import load_guide
from waymend.pack.reading import Weights
from waymend.read.likeness import Likeness, terms
from waymend.read.reader import load_reader
from waymend.read.understanding import understand

CORPUS = Path(__file__).parents[2] / "src" / "waymend" / "guides" / "injection" / "corpus"
APP = Path(__file__).parents[2] / "src" / "waymend" / "web" / "app"
GUIDE = load_guide()
assert GUIDE.guide.reading is not None
assert GUIDE.guide.reading.likeness is not None
WEIGHTS = GUIDE.guide.reading.likeness
LIKENESS = Likeness(WEIGHTS)
NOON = datetime(2026, 11, 21, 12)
# Two words that alarm in their own ways, and one that calms.
SMALL = Likeness(
    Weights(
        finding="sounds_like",
        base={"emergency": -20.0, "today": -12.0, "soon": -8.0},
        weights="blue = 100 60 40\nsore = 0 60 60\nfine = -100 -100 -100",
    )
)


@pytest.fixture(scope="module")
def reader():  # type: ignore[no-untyped-def]
    return load_reader(GUIDE.guide)


def heard(text: str) -> str | None:
    sounds = LIKENESS.sounds(text)
    return None if sounds is None else sounds.option


# What was reached when this was written (docs/likeness.md), and a little below it: 97 % of the emergencies, and 5 % under are the targets.
@pytest.mark.parametrize(("name", "found", "under"), [("unseen/stories", 0.95, 0.05), ("unseen/examined", 0.96, 0.05)])
def test_stories_that_nobody_looked_at_lead_to_help(reader, name: str, found: float, under: float) -> None:  # type: ignore[no-untyped-def]
    def level(text: str) -> str | None:
        return GUIDE.assess(understand(GUIDE, reader, text, {}, now=NOON).answers).urgency.at_least

    got = urgency(corpus(CORPUS / f"{name}.jsonl"), level)
    assert got.found >= found * got.emergencies
    assert len(got.late) <= under * got.texts, got.late


def test_what_is_heard_only_raises(reader) -> None:  # type: ignore[no-untyped-def]
    for row in corpus(CORPUS / "unseen" / "stories.jsonl"):
        read = GUIDE.assess(reader.case(reader.read(row["text"], now=NOON))).urgency.at_least
        told = understand(GUIDE, reader, row["text"], {}, now=NOON)
        level = GUIDE.assess(told.answers).urgency.at_least
        assert LEVELS.index(level) <= LEVELS.index(read)
        heard_it = [m for m in told.mentions if m.about == WEIGHTS.finding]
        assert (level != read) == bool(heard_it)


def test_what_is_given_wins_over_what_is_heard(reader) -> None:  # type: ignore[no-untyped-def]
    text = "he's gone a funny grey and he makes this noise and won't answer me whatever I do, I'm scared"
    assert "sounds_like" not in understand(GUIDE, reader, text, {"sounds_like": "unknown"}, now=NOON).answers.values()
    told = understand(GUIDE, reader, text, {"sounds_like": None}, now=NOON)
    assert told.answers["sounds_like"] is None


# Harmless in any wording; what a short text lacks is asked for.
@pytest.mark.parametrize(
    "text",
    [
        "", "hello", "help", "thanks", "I love you", "how are you", "where do I get clean needles", "does naloxone expire",
        "do track marks ever go away", "what is an abscess?", "my arm is a bit sore", "I want to quit", "testing 1 2 3",
        "do you have an app for Android?", "everything is fine", "the quick brown fox jumps over the lazy dog", "?!?!", "\u200f\u200e", "0",
    ],
)  # fmt: skip
def test_few_calm_words_raise_no_alarm(text: str) -> None:
    assert heard(text) is None


def test_words_count_once_and_few_weigh_little() -> None:
    assert SMALL.sounds("blue") is not None  # 100 / sqrt(21) is 21.8
    assert SMALL.sounds("sore") is not None
    assert SMALL.sounds("blue but fine") is None
    assert SMALL.sounds("blue " * 5 + "fine") is None  # 0 for the two, however often
    assert SMALL.sounds("nothing of this is known") is None


def test_the_most_urgent_level_is_told_at_the_word_that_says_so_most() -> None:
    sounds = SMALL.sounds("So sore, and it's Blue.")
    assert sounds is not None
    assert (sounds.about, sounds.status, sounds.option, sounds.text) == (
        "sounds_like",
        "present",
        "emergency",
        "and it's Blue",
    )
    later = SMALL.sounds("sore")
    assert later is not None
    assert later.option == "today"


def test_danger_in_a_long_text_is_heard_wherever_it_stands() -> None:
    calm = "the meeting was moved to another room and nobody minded at all " * 60
    for text in (f"blue {calm}", f"{calm} blue {calm}", f"{calm} blue"):
        sounds = SMALL.sounds(text)
        assert sounds is not None
        assert "blue" in sounds.text


def test_terms_are_stems_and_their_neighbours_and_signs_part() -> None:
    assert [term.words for term in terms("He's 38, hurting")] == ["hes", "0", "hes 0", "hurt"]
    assert [term.words for term in terms("won\u2019t wake")] == ["wont", "wake", "wont wake"]
    assert {term.part for term in terms("a b, c d")} == {0, 1}
    assert max(term.part for term in terms("w " * 13)) == 1
    assert [term.words for term in terms("\u0130 a, \u212a")] == [
        "a"
    ]  # letters that are one of ours only when made small
    text = "\U0001f494 blue lips"
    assert [text[slice(*term.place)] for term in terms(text)] == ["blue", "lips", "blue lips"]


@pytest.fixture(scope="module")
def js() -> Iterator[tuple[Node, str]]:
    node = Node()
    module = node.module(Path(__file__).parent / "likeness.mjs")
    yield node, node.keep(module, "open", str(APP), msgspec.to_builtins(WEIGHTS))
    node.close()


def on_the_phone(text: str) -> object:
    """As the app has it: places count as strings of JavaScript do."""
    sounds = LIKENESS.sounds(text)
    if sounds is None:
        return None
    told = msgspec.to_builtins(sounds)
    told["span"] = [len(text[:n].encode("utf-16-le", "surrogatepass")) // 2 for n in told["span"]]
    return told


def same(js: tuple[Node, str], texts: list[str]) -> None:
    node, opened = js
    for text, theirs in zip(texts, node.calls(opened, "sounds", [[text] for text in texts], text=True), strict=True):
        assert json.loads(theirs) == on_the_phone(text), text


@pytest.mark.parametrize("name", ["stories", "levels", "notes"])
def test_the_phone_hears_the_same(js: tuple[Node, str], name: str) -> None:
    same(js, [row["text"] for row in corpus(CORPUS / f"{name}.jsonl")])


def test_the_phone_takes_letters_of_other_scripts_as_signs(js: tuple[Node, str]) -> None:
    texts = [
        t.format("he wont wake up and his lips are blue") for t in ("{} \u0130", "\u0130{}\u0130", "\u212a {}", "@ {}")
    ]
    assert all(LIKENESS.sounds(text) for text in texts)
    same(js, texts)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.text(st.characters(exclude_categories=("Cs",)), max_size=300)
        | st.sampled_from(["not waking", "blue lips", "İ", "ſore", "\u212a9", "he’s"]),
        max_size=8,
    )
)
def test_the_phone_hears_the_same_in_any_signs(js: tuple[Node, str], parts: list[str]) -> None:
    same(js, [" ".join(parts), "".join(parts)])
