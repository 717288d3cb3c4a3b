"""Peers of the reader on ConText sentences. Runs in a venv of its own (benchmarks/peers/requirements.lock): python reading_peers.py SENTENCES.tsv → JSON.

Each peer is given the target's place, so that only what it makes of the words around it is compared. pyConTextNLP brings no rules in its package; it is
given the terms that negspacy brings.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from collections.abc import Callable
from typing import Any

import spacy
from loguru import logger
from negspacy.negation import Negex
from negspacy.termsets import termset
from spacy.tokens import Doc

logging.disable(logging.WARNING)
logger.remove()  # what PyRuSH logs of each token is most of its time
Answer = tuple[bool, bool | None]  # negated; historical, None where the peer does not say


def rows(path: str) -> list[list[str]]:
    with open(path, encoding="utf-8", errors="replace") as lines:
        return [line.rstrip("\n").split("\t") for line in lines][1:]


def marked(nlp: Any, text: str, target: str) -> Doc:
    """A document in which the target, or else all of it, is the one entity."""
    doc = nlp(text)
    at = text.lower().find(target.strip().lower())
    span = doc.char_span(at, at + len(target.strip()), label="TARGET", alignment_mode="expand") if at >= 0 else None
    doc.ents = [span] if span is not None else [spacy.tokens.Span(doc, 0, max(len(doc), 1), label="TARGET")]
    return doc


def medspacy() -> Callable[[str, str], Answer]:
    import medspacy.context

    nlp = spacy.blank("en")
    nlp.add_pipe("medspacy_pyrush")
    context = medspacy.context.ConText(nlp)

    def ask(text: str, target: str) -> Answer:
        entity = context(marked(nlp, text, target)).ents[0]
        return bool(entity._.is_negated), bool(entity._.is_historical)

    return ask


def negspacy() -> Callable[[str, str], Answer]:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    negex = Negex(
        nlp,
        "negex",
        neg_termset=termset("en_clinical").get_patterns(),
        ent_types=[],
        extension_name="negex",
        chunk_prefix=[],
    )

    def ask(text: str, target: str) -> Answer:
        return bool(negex(marked(nlp, text, target)).ents[0]._.negex), None

    return ask


def pycontext() -> Callable[[str, str], Answer]:
    from pyConTextNLP import itemData, pyConTextGraph

    terms = termset("en_clinical").get_patterns()
    kinds = (
        ("pseudo_negations", "PSEUDO", ""),
        ("preceding_negations", "NEGATED", "forward"),
        ("following_negations", "NEGATED", "backward"),
        ("termination", "CONJ", "terminate"),
    )
    modifiers = [
        itemData.contextItem((word, kind, "", direction)) for name, kind, direction in kinds for word in terms[name]
    ]

    def ask(text: str, target: str) -> Answer:
        markup = pyConTextGraph.ConTextMarkup()
        markup.setRawText(text.lower())
        markup.cleanText()
        markup.markItems(modifiers, mode="modifier")
        markup.markItems([itemData.contextItem((target.strip().lower(), "TARGET", "", ""))], mode="target")
        markup.pruneMarks()
        markup.applyModifiers()
        negated = any(
            modifier.categoryString().upper().find("NEGATED") >= 0
            for mark in markup.getMarkedTargets()
            for modifier in markup.predecessors(mark)
        )
        return negated, None

    return ask


def measured(ask: Callable[[str, str], Answer], given: list[list[str]]) -> dict[str, Any]:
    ask(given[0][2], given[0][1])
    start = time.perf_counter()
    answers = [ask(text, target) for _, target, text, *_ in given]
    taken = time.perf_counter() - start
    return {"answers": answers, "per_second": len(given) / taken}


def scan_mb(words: list[str], text: str) -> float:
    """MB a second of ahocorasick-rs over plain text."""
    import ahocorasick_rs

    found = ahocorasick_rs.AhoCorasick(words, implementation=ahocorasick_rs.Implementation.DFA)
    start = time.perf_counter()
    found.find_matches_as_indexes(text)
    return len(text) / (time.perf_counter() - start) / 1e6


def main() -> int:
    if sys.argv[1] == "--scan":
        scan = json.load(sys.stdin)
        print(json.dumps(scan_mb(scan["words"], scan["text"])))
        return 0
    given = rows(sys.argv[1])
    peers = {"medspaCy ConText": medspacy, "negspaCy": negspacy, "pyConTextNLP": pycontext}
    print(json.dumps({name: measured(make(), given) for name, make in peers.items()}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
