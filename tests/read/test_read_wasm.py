"""The reader that runs in the app says byte for byte what the readable one in Python says."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import msgspec
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from node import JsError, Node
from waymend.guide import load_guide
from waymend.read.bundle import bundle
from waymend.read.native import CONTEXTS, WASM
from waymend.read.reader import Mention, Reader

APP = Path(__file__).parents[2] / "src" / "waymend" / "web" / "app"
HERE = Path(__file__).parent
CORPUS = Path(__file__).parents[2] / "src" / "waymend" / "guides" / "injection" / "corpus"
NEGEX = Path(__file__).parents[3] / "shared" / "data" / "negex" / "tune.tsv"
GUIDE = load_guide().guide
assert GUIDE.reading is not None
READER = Reader(GUIDE, GUIDE.reading)
SATURDAY = datetime(2026, 11, 21, 12, 30)
JS_NOW = {"weekday": 5, "hour": 12.5, "year": 2026}


@pytest.fixture(scope="module")
def js() -> Iterator[tuple[Node, str]]:
    node = Node()
    module = node.module(HERE / "reader.mjs")
    yield node, node.keep(module, "open", str(APP), str(WASM), bundle(READER))
    node.close()


def python(text: str, mentions: Sequence[Mention]) -> str:
    """As the app has them: places count as strings of JavaScript do."""
    told = msgspec.to_builtins(mentions)
    for mention in told:
        mention["span"] = [len(text[:n].encode("utf-16-le")) // 2 for n in mention["span"]]
    return json.dumps(json.loads(msgspec.json.encode(told)), indent=2, ensure_ascii=False)


def same(js: tuple[Node, str], texts: Sequence[str]) -> None:
    node, reader = js
    told = node.calls(reader, "read", [[f"{text}", JS_NOW] for text in texts], text=True)
    for text, theirs in zip(texts, told, strict=True):
        assert theirs == python(text, READER.read(text, now=SATURDAY)), text


def test_all_that_is_said_reads_the_same(js: tuple[Node, str]) -> None:
    same(js, [c["text"] for name in ("said.yaml", "lay.yaml") for c in yaml.safe_load((HERE / name).read_text())])


@pytest.mark.parametrize("name", ["lay", "notes"])
def test_the_corpora_read_the_same(js: tuple[Node, str], name: str) -> None:
    rows = [json.loads(line) for line in (CORPUS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    same(js, [row["text"] for row in rows])
    node, reader = js
    mentions = [READER.read(row["text"], now=SATURDAY) for row in rows]
    told = node.calls(reader, "answersOf", [[msgspec.to_builtins(m)] for m in mentions], text=True)
    for ours, theirs in zip(mentions, told, strict=True):
        assert theirs == json.dumps(READER.case(ours), indent=2, ensure_ascii=False)


def test_long_texts_and_signs_beyond_the_plane_read_the_same(js: tuple[Node, str]) -> None:
    plain = "The committee met on Thursday to discuss the budget for the coming year. "
    same(
        js,
        [
            "\U0001f494 fever \U0001f494 no abscess " * 900,
            plain * 700 + "He denies fever. \U0001f494 " * 3 + plain * 700 + "abscess",
        ],
    )


@pytest.mark.skipif(
    not NEGEX.exists(), reason="the NegEx/ConText sentences are not beside the project (../shared/data/negex)"
)
def test_targets_read_the_same(js: tuple[Node, str]) -> None:
    node, reader = js
    rows = [line.split("\t") for line in NEGEX.read_text(encoding="utf-8", errors="replace").splitlines()[1:]]
    told = node.calls(reader, "context", [[row[2], row[1]] for row in rows])
    for row, theirs in zip(rows, told, strict=True):
        assert CONTEXTS[theirs] == READER.context(row[2], row[1]), row


@settings(max_examples=60, deadline=None)
@given(texts=st.lists(st.text(max_size=200).map(" {}".format), min_size=20, max_size=20))
def test_any_text_reads_the_same(js: tuple[Node, str], texts: list[str]) -> None:
    same(js, texts)


def test_a_bundle_that_is_none_is_told(js: tuple[Node, str]) -> None:
    node, _ = js
    module = node.module(HERE / "reader.mjs")
    [told] = node.calls(module, "open", [[str(APP), str(WASM), {"lexicon": 1}]])
    assert isinstance(told, JsError)
    assert told.args[0].startswith("no text can be read: ")
