"""The guide's words as one automaton over tokens: a tree in which each step is a word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from waymend.pack.schema import Guide, Reading
from waymend.read.tokens import Token, stem, words

END = ""  # the key under which a node holds what its phrase means
Node = dict[str, Any]
STEM = "~"  # before the stem of a word: the way for other forms of it
MOST_FILLERS = 2  # words like "is really" that may stand inside a phrase


def add(root: Node, phrase: str, meaning: Any) -> None:
    """Teach the tree a phrase. Phrases that hold no word are left out."""
    node = root
    parts = words(phrase)
    for word in parts:
        after = node.setdefault(word, {})
        node.setdefault(STEM + stem(word), after)
        node = after
    if parts and meaning not in node.setdefault(END, []):
        node[END].append(meaning)


class Lexicon:
    """What a guide's words mean: ("about", id, option), ("cue", kind), ("size", cm) and so on."""

    def __init__(self, guide: Guide, reading: Reading) -> None:
        # Findings, concerns and concepts are looked for apart, so that "hot lump" may be an abscess and a lump.
        self.findings: Node = {}
        self.concerns: Node = {}
        self.concepts: Node = {}
        self.cues: Node = {}
        self.fillers = frozenset(w for phrase in reading.fillers for w in words(phrase))
        for kind, phrases in reading.cues.items():
            for phrase in phrases:
                add(self.cues, phrase, str(kind))
        own: dict[str, list[str]] = {}
        for finding in guide.findings.values():
            own[finding.id] = [finding.name, *finding.words]
            if finding.kind != "number":
                _teach(self.findings, finding.words, (str(finding.id), None))
            for option, about in finding.options.items():
                _teach(self.findings, about.words, (str(finding.id), str(option)))
        for concern in guide.concerns.values():
            own[concern.id] = [concern.name, *concern.words]
            _teach(self.concerns, (concern.name, *concern.words), (str(concern.id), None))
        for name, concept in reading.concepts.items():
            _teach(self.concepts, concept.words, (str(name), None))
            for source in concept.from_:
                _teach(self.concepts, own[source][1:], (str(name), None))
        for phrase in reading.medical_injections:
            add(self.findings, phrase, ("medical injection", None))


def _teach(root: Node, phrases: Iterable[str], meaning: tuple[str, str | None]) -> None:
    for phrase in phrases:
        add(root, phrase, meaning)


def scan(
    root: Mapping[str, Any], found: Sequence[Token], start: int, end: int, fillers: frozenset[str] = frozenset()
) -> list[tuple[int, int, tuple[Any, ...]]]:
    """Longest phrases from left to right, none overlapping. With fillers, up to two of them may stand between two words of a phrase."""
    hits = []
    at = start
    while at < end:
        hit = _longest(root, found, at, end, fillers)
        if hit is None:
            at += 1
        else:
            hits.append(hit)
            at = hit[1]
    return hits


def _longest(
    root: Mapping[str, Any], found: Sequence[Token], at: int, end: int, fillers: frozenset[str]
) -> tuple[int, int, tuple[Any, ...]] | None:
    node = _step(root, found[at].word)
    best = None
    place = at + 1
    skipped = 0
    while node is not None:
        if END in node:
            best = (at, place, tuple(node[END]))
        step = None
        while place < end and (step := _step(node, found[place].word)) is None:
            if found[place].word not in fillers or skipped == MOST_FILLERS:
                return best
            skipped += 1
            place += 1
        node = step
        place += 1
    return best


def _step(node: Mapping[str, Any], word: str) -> Mapping[str, Any] | None:
    """The next node: by the word itself, or by its stem."""
    found = node.get(word)
    return found if found is not None else node.get(STEM + stem(word)) if word else None
