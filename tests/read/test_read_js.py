"""The reader that runs in the app says byte for byte what the one in Python says."""

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

from node import Node
from waymend.guide import load_guide
from waymend.read.bundle import bundle
from waymend.read.reader import Mention, Reader

ENGINE = Path(__file__).parents[2] / "src" / "waymend" / "web" / "app" / "engine" / "read" / "read.js"
HERE = Path(__file__).parent
CORPUS = Path(__file__).parents[2] / "src" / "waymend" / "guides" / "injection" / "corpus"
NEGEX = Path(__file__).parents[3] / "shared" / "data" / "negex" / "tune.tsv"
GUIDE = load_guide().guide
assert GUIDE.reading is not None
READER = Reader(GUIDE, GUIDE.reading)
SATURDAY = datetime(2026, 11, 21, 12, 30)
JS_NOW = {"weekday": 5, "hour": 12.5}


@pytest.fixture(scope="module")
def js() -> Iterator[tuple[Node, str, str]]:
    node = Node()
    module = node.module(ENGINE)
    assert GUIDE.reading is not None
    kept = node.keep(module, "openLexicon", bundle(GUIDE, GUIDE.reading))
    yield node, module, f"@{kept}"
    node.close()


def python(mentions: Sequence[Mention]) -> str:
    return json.dumps(json.loads(msgspec.json.encode(mentions)), indent=2, ensure_ascii=False)


def same(js: tuple[Node, str, str], texts: Sequence[str]) -> None:
    node, module, lexicon = js
    told = node.calls(module, "read", [[text, lexicon, JS_NOW] for text in texts], text=True)
    for text, theirs in zip(texts, told, strict=True):
        assert theirs == python(READER.read(text, now=SATURDAY)), text


def test_all_that_is_said_reads_the_same(js: tuple[Node, str, str]) -> None:
    same(js, [c["text"] for name in ("said.yaml", "lay.yaml") for c in yaml.safe_load((HERE / name).read_text())])


@pytest.mark.parametrize("name", ["lay", "notes"])
def test_the_corpora_read_the_same(js: tuple[Node, str, str], name: str) -> None:
    rows = [json.loads(line) for line in (CORPUS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    same(js, [row["text"] for row in rows])
    node, module, lexicon = js
    mentions = [READER.read(row["text"], now=SATURDAY) for row in rows]
    told = node.calls(module, "answersOf", [[msgspec.to_builtins(m), lexicon] for m in mentions], text=True)
    for ours, theirs in zip(mentions, told, strict=True):
        assert theirs == json.dumps(READER.case(ours), indent=2, ensure_ascii=False)


@pytest.mark.skipif(
    not NEGEX.exists(), reason="the NegEx/ConText sentences are not beside the project (../shared/data/negex)"
)
def test_targets_read_the_same(js: tuple[Node, str, str]) -> None:
    node, module, lexicon = js
    rows = [line.split("\t") for line in NEGEX.read_text(encoding="utf-8", errors="replace").splitlines()[1:]]
    told = node.calls(module, "context", [[row[2], row[1], lexicon] for row in rows])
    for row, theirs in zip(rows, told, strict=True):
        assert theirs == msgspec.to_builtins(READER.context(row[2], row[1])), row
    same(js, [row[2] for row in rows])


@settings(max_examples=60, deadline=None)
@given(texts=st.lists(st.text(max_size=200).map(" {}".format), min_size=20, max_size=20))
def test_any_text_reads_the_same(js: tuple[Node, str, str], texts: list[str]) -> None:
    same(js, texts)
