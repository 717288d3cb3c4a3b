"""The automaton finds what a plain tree of all phrases, written out, would find."""

from __future__ import annotations

import itertools
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from waymend.guide import load_guide
from waymend.read.automaton import Automaton, Part, Say, State
from waymend.read.bundle import bundle
from waymend.read.lexicon import SAID, Lexicon, compiled
from waymend.read.native import CompiledReader, opened
from waymend.read.reader import Reader

GUIDE = load_guide().guide
assert GUIDE.reading is not None
SMALL = frozenset(("is", "so"))
KEYS = ("a", "b", "c", *sorted(SMALL))
OPTIONS = st.lists(st.lists(st.sampled_from(KEYS), max_size=3).map(tuple), min_size=1, max_size=4)
PATTERNS = st.lists(st.tuples(st.lists(OPTIONS, min_size=1, max_size=4), st.sampled_from("xy"), st.booleans(), st.booleans()), min_size=1, max_size=6)  # fmt: skip
Phrase = tuple[str, ...]
Tree = dict[Phrase, dict[str, list[tuple[int, bool]]]]


def written_out(patterns: list[Any], *, filled: bool) -> Tree:
    """What each phrase means, by all phrases that the patterns stand for. A small word inside a phrase is left out, if small words may stand there."""
    tree: Tree = {}
    for n, (parts, layer, capitals, fills) in enumerate(patterns):
        if fills != filled:
            continue
        for chosen in itertools.product(*parts):
            keys = [k for option in chosen for k in option]
            phrase = tuple(k for at, k in enumerate(keys) if not (fills and 0 < at < len(keys) - 1 and k in SMALL))
            if phrase:
                meanings = tree.setdefault(phrase, {}).setdefault(layer, [])
                if (n, capitals) not in meanings:
                    meanings.append((n, capitals))
    return tree


@settings(max_examples=300, deadline=None)
@given(PATTERNS, st.integers(0, 5))
def test_it_is_the_tree_of_all_phrases(patterns: list[Any], most: int) -> None:
    automaton = Automaton(SMALL, most)
    for n, (parts, layer, capitals, filled) in enumerate(patterns):
        automaton.teach([Part(options) for options in parts], Say(layer, n, capitals=capitals, filled=filled))
    for filled in (False, True):
        tree = written_out(patterns, filled=filled)
        begun = {phrase[:n] for phrase in tree for n in range(1, len(phrase) + 1)}
        for phrase in sorted(begun | {(*p, k) for p in begun for k in KEYS} | {(k,) for k in KEYS}):
            automaton.tidy()
            state: State | None = automaton.begin(phrase[0], filled=filled)
            for key in phrase[1:]:
                state = automaton.step(state, key) if state is not None else None
            assert (state is not None) == (phrase in begun)
            if state is not None:
                assert state.told == tree.get(phrase, {})
                assert set(state.steps) == {
                    p[len(phrase)] for p in begun if len(p) > len(phrase) and p[: len(phrase)] == phrase
                }


def test_the_words_that_tell_stand_in_every_phrase() -> None:
    """Of each pattern of a finding with a part that always holds a rare word, every phrase holds a word that tells: what holds none may be passed over."""
    lexicon = Lexicon(compiled(GUIDE, GUIDE.reading))
    telling = lexicon.telling(2)
    common = lexicon.skipped | lexicon.common
    looked_at = 0
    for say, parts in lexicon.automaton.rows():
        if say.layer not in SAID:
            continue
        always = [
            p for p in parts if all(any(k.isalpha() and len(k) > 1 and k not in common for k in o) for o in p.options())
        ]
        if always:
            looked_at += 1
            assert any(all(not telling.isdisjoint(o) for o in p.options()) for p in parts), [
                list(p.options())[:3] for p in parts
            ]
    assert looked_at > 5000


@pytest.mark.parametrize("most", [0, 3])
def test_what_was_forgotten_is_made_anew(most: int) -> None:
    texts = [
        "No fever, chills or streaks. My leg is really swollen and hot since a missed shot 3 days ago, golf ball sized lump.",
        "34M PWID, L forearm abscess s/p I&D 2019, now w/ cellulitis. Denies CP. HCV Ab+, RNA not detected after Epclusa.",
        "her lips are blue and she wont wake up, gave 2 narcan",
    ] * 3
    python = Reader(GUIDE, GUIDE.reading)
    told = bundle(python)
    forgetful = Reader(GUIDE, GUIDE.reading)
    forgetful.lexicon.automaton.most = most
    compiled_one = CompiledReader(GUIDE, GUIDE.reading)
    compiled_one.handle = opened(msgspec.json.encode({**told, "lexicon": {**told["lexicon"], "states": most}}))
    for text in texts:
        assert forgetful.read(text) == python.read(text) == compiled_one.read(text)
    assert len(forgetful.lexicon.automaton.states) < len(python.lexicon.automaton.states)
