"""The compiled reader says byte for byte what the one in Python says. As WebAssembly in the app: test_read_wasm.py.

Nothing here is skipped where the library is missing: then it fails, and `make setup` mends it.
"""

from __future__ import annotations

import ctypes
import json
import random
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from importlib import util
from pathlib import Path

import msgspec
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from waymend.errors import InputError
from waymend.guide import SHIPPED, load_guide
from waymend.read.blocks import WHOLE
from waymend.read.bundle import bundle
from waymend.read.fold import FOLD
from waymend.read.native import CompiledReader, Out, library, opened
from waymend.read.reader import Mention, Now, Reader, load_reader

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CORPUS = ROOT / "src" / "waymend" / "guides" / "injection" / "corpus"
NEGEX = ROOT.parent / "shared" / "data" / "negex" / "tune.tsv"
GUIDE = load_guide().guide
assert GUIDE.reading is not None
PYTHON = Reader(GUIDE, GUIDE.reading)
COMPILED = CompiledReader(GUIDE, GUIDE.reading)
SATURDAY = datetime(2026, 11, 21, 12, 30)
PLAIN = "The committee met on Thursday to discuss the budget for the coming year, and several members asked whether the roof could be repaired. "


def written(mentions: Sequence[Mention]) -> bytes:
    return msgspec.json.encode(mentions)


def same(text: str, now: datetime | Now | None = SATURDAY) -> None:
    assert written(COMPILED.read(text, now=now)) == written(PYTHON.read(text, now=now)), text


def corpus() -> list[str]:
    said = [
        c["text"]
        for path in (*sorted(HERE.glob("said*.yaml")), HERE / "lay.yaml")
        for c in yaml.safe_load(path.read_text())
    ]
    rows = [
        json.loads(line)["text"]
        for name in ("lay", "notes", "passages", "statements")
        for line in (CORPUS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    return said + rows


TEXTS = corpus()
VOCABULARY = sorted({w for text in TEXTS for w in text.split()} | {w.decode() for w in PYTHON.sieve.words})
SIGNS = [
    ".",
    ",",
    ";",
    ":",
    "?",
    "!",
    "-",
    "+",
    "/",
    "\n",
    "\n\n",
    "  ",
    "\t",
    "(",
    ")",
    "'",
    "½",
    "°",
    "é",
    "…",
    "\U0001f494",
]


def test_the_library_is_what_its_code_makes() -> None:
    spec = util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    build = util.module_from_spec(spec)
    spec.loader.exec_module(build)
    assert build.fresh(build.LIBRARY), "the code of the compiled reader was changed: 'make setup' compiles it"
    assert build.fresh(build.WASM)


def test_texts_are_read_by_the_library() -> None:
    assert isinstance(load_reader(GUIDE), CompiledReader)


def test_all_that_is_written_reads_the_same() -> None:
    for text in TEXTS:
        same(text)
        same(text, None)
        assert COMPILED.case(COMPILED.read(text)) == PYTHON.case(PYTHON.read(text))


@pytest.mark.parametrize("now", [Now(day, hour, 2020 + day) for day in range(7) for hour in (0.0, 8.25, 23.75)])
def test_times_are_the_same_on_every_day(now: Now) -> None:
    for text in (
        "fever since friday night",
        "shot up monday, red arm since tuesday morning",
        "since last sunday a lump",
        "DVT 2019. Endocarditis 2023, IVDU until 2025, abscess 2021-24.",
    ):
        same(text, now)


@pytest.mark.skipif(
    not NEGEX.exists(), reason="the NegEx/ConText sentences are not beside the project (../shared/data/negex)"
)
def test_targets_read_the_same() -> None:
    for line in NEGEX.read_text(encoding="utf-8", errors="replace").splitlines()[1:]:
        _, target, text, *_ = line.split("\t")
        assert COMPILED.context(text, target) == PYTHON.context(text, target), line
        same(text)


def test_targets_of_the_corpora_read_the_same() -> None:
    for text in TEXTS:
        for mention in PYTHON.read(text):
            assert COMPILED.context(text, mention.text) == PYTHON.context(text, mention.text), (text, mention.text)


@settings(max_examples=300, deadline=None)
@given(text=st.text(st.characters(), max_size=300), target=st.text(st.characters(), max_size=20))
def test_any_text_reads_the_same(text: str, target: str) -> None:
    """Lone surrogates too."""
    same(text)
    assert COMPILED.context(text, target) == PYTHON.context(text, target)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(VOCABULARY), st.sampled_from([" ", " ", " ", *SIGNS])), max_size=60))
def test_any_order_of_known_words_reads_the_same(parts: list[tuple[str, str]]) -> None:
    text = "".join(word + sign for word, sign in parts)
    same(text)
    if parts:
        assert COMPILED.context(text, parts[len(parts) // 2][0]) == PYTHON.context(text, parts[len(parts) // 2][0])


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(TEXTS), st.sampled_from([" ", "\n", *SIGNS])), max_size=6))
def test_any_order_of_texts_reads_the_same(parts: list[tuple[str, str]]) -> None:
    same("".join(text + sign for text, sign in parts))


@pytest.mark.parametrize("seed", range(6))
def test_long_texts_read_the_same_whole_and_in_parts(seed: int) -> None:
    dice = random.Random(seed)
    pieces = [
        dice.choice(TEXTS)
        if dice.random() < 0.3
        else dice.choice([PLAIN, "é" * 40, "x" * 300, " :", "'", "\n\n", "it's "])
        for _ in range(900)
    ]
    text = dice.choice(["", " ", "\n"]).join(pieces)
    assert len(text) > WHOLE
    same(text)
    parts = [text[n : n + 999] for n in range(0, len(text), 999)]
    mine = list(COMPILED.stream(parts, now=SATURDAY))
    assert written(mine) == written(list(PYTHON.stream(parts, now=SATURDAY)))
    assert all(text[m.span[0] : m.span[1]] == m.text for m in mine)


@pytest.mark.parametrize(
    "text",
    [
        "no no no " * 1_111_111,
        "x" * 1_000_000,
        "fever" * 200_000,
        "fever's" * 30_000,
        "Fever: no\n" * 5_000,
        "a:b :c : d'e " * 3_000 + "fever",
        "'" * 50_000 + "fever",
        "\U0001f494" * 40_000 + " fever",
        "\x00 fever \x00\x1a\x0b\x0c no abscess",
        "",
    ],
    ids=lambda text: f"{text[:12]!a} {len(text)}",
)
def test_odd_texts_read_the_same(text: str) -> None:
    same(text)


def test_a_target_that_is_nowhere_is_looked_for_in_all_of_a_long_text() -> None:
    text = "no fever, " * 70_000
    assert COMPILED.context(text, "zebra") == PYTHON.context(text, "zebra")


def test_every_sign_that_is_folded_reads_the_same() -> None:
    for sign in FOLD:
        for text in (
            f"fe{sign}ver",
            f"fever{sign}",
            f"no{sign}fever {sign}{sign} I{sign}E, h{sign}V",
            f"{sign}HIV 10{sign}5 cm",
        ):
            same(text)


def test_every_block_of_unicode_reads_the_same() -> None:
    samples = [
        "".join(map(chr, range(first, first + 12)))
        for first in range(0x80, 0x110000, 0x80)
        if first < 0x33000 or first % 0x1000 == 0
    ]
    for at in range(0, len(samples), 60):
        same(f"fever {' '.join(samples[at : at + 60])} no abscess")


def test_threads_read_by_one_reader() -> None:
    texts = TEXTS[:200]
    alone = [written(COMPILED.read(text)) for text in texts]
    with ThreadPoolExecutor(8) as threads:
        for _ in range(3):
            assert list(threads.map(lambda text: written(COMPILED.read(text)), texts)) == alone


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200), st.sampled_from(TEXTS), st.integers(0, 100))
def test_any_bytes_do_no_harm(noise: bytes, text: str, at: int) -> None:
    """What is no UTF-8 cannot come from Python; from elsewhere it may, and the answer is JSON all the same."""
    found = library()
    assert found is not None
    given = text.encode()[:at] + noise + text.encode()[at:]
    out = Out()
    assert found.waymend_read(COMPILED.handle, given, len(given), 3, 9.5, 2026, out) == 0
    for mention in msgspec.json.decode(ctypes.string_at(out.text, out.len), type=list[Mention]):
        assert 0 <= mention.span[0] < mention.span[1] <= len(given)
    assert found.waymend_context(COMPILED.handle, given, len(given), noise, len(noise)) >= 0


WHOLE_BUNDLE = bundle(PYTHON)


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        (b"", "is no JSON"),
        (b"{", "is no JSON"),
        (b"[]", "holds a array"),
        (b"{}", "lacks 'fold'"),
        (msgspec.json.encode({**WHOLE_BUNDLE, "yes": None}), "holds a null"),
        (msgspec.json.encode({**WHOLE_BUNDLE, "lexicon": {**WHOLE_BUNDLE["lexicon"], "phrases": [["f", None, "(a|b"]]}}), "is not closed"),
        (msgspec.json.encode({**WHOLE_BUNDLE, "lexicon": {**WHOLE_BUNDLE["lexicon"], "phrases": [["f", None, "<nothing>"]]}}), "is not a group"),
        (msgspec.json.encode({**WHOLE_BUNDLE, "lexicon": {**WHOLE_BUNDLE["lexicon"], "phrases": [["f", None, "a ~ b ~ c"]]}}), "may stand once"),
        (msgspec.json.encode({**WHOLE_BUNDLE, "lexicon": {**WHOLE_BUNDLE["lexicon"], "states": -1}}), "cannot keep -1 states"),
        (msgspec.json.encode({**WHOLE_BUNDLE, "lexicon": {**WHOLE_BUNDLE["lexicon"], "phrases": [["?", None, "a"]]}}), "is not a layer"),
        (msgspec.json.encode({**WHOLE_BUNDLE, "lexicon": {**WHOLE_BUNDLE["lexicon"], "phrases": [[]]}}), "is not a layer"),
        (msgspec.json.encode({**WHOLE_BUNDLE, "lexicon": {**WHOLE_BUNDLE["lexicon"], "phrases": [["f", [1], "a"]]}}), "means no finding"),
    ],
)  # fmt: skip
def test_a_broken_bundle_is_told_in_a_sentence(broken: bytes, why: str) -> None:
    with pytest.raises(InputError, match=why):
        opened(broken)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(WHOLE_BUNDLE)), st.recursive(st.none() | st.integers() | st.text(max_size=4), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3), max_leaves=5))  # fmt: skip
def test_no_bundle_makes_it_fall(key: str, value: object) -> None:
    small = {**WHOLE_BUNDLE, "lexicon": {**WHOLE_BUNDLE["lexicon"], "phrases": WHOLE_BUNDLE["lexicon"]["phrases"][:5]}}
    try:
        handle = opened(msgspec.json.encode({**small, key: value}))
    except InputError:
        return
    found = library()
    assert found is not None
    found.waymend_close(handle)


@pytest.mark.parametrize("name", ["methadone", "IVDU", "heroin", "hepatitis C", "abscess", "fever", "naloxone given"])
def test_any_word_of_the_guide_may_end_a_text_or_begin_it(name: str) -> None:
    """The compiled reader looks past no end: "methadone, unscripted" once did."""
    reading = SHIPPED / "reading"
    words = sorted(
        {
            w
            for file in reading.glob("*.yaml")
            if file.stem != "likeness"
            for w in re.findall(r"[a-z][a-z'/-]*", file.read_text())
        }
    )
    assert len(words) > 5_000
    for text in (form for w in words for form in (f"{name}, {w}", f"{name} {w}", f"{w}: {name}", f"{w} {name}")):
        assert all(0 <= m.span[0] < m.span[1] <= len(text) for m in COMPILED.read(text))
