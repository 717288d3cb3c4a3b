"""A question in people's own words in, the guide's answers to it out, best first; nothing when the guide does not know.

BM25 (Robertson and Zaragoza 2009, k1 = 1.2, b = 0.5) over titles, other wordings, texts and the words of the concerns they belong to, with
misspelt words matched to their nearest known word by shared letter triples.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from waymend.pack.schema import Answer, Evidence, Guide

K1, B = 1.2, 0.5
# Weight of a field: a wording of the question tells more than a word somewhere in the text.
TITLE, WORDING, CONCERN, TEXT = 3, 2, 1, 1
# How alike two words must be (share of letter triples) for a misspelling to count.
ALIKE = 0.5
# Share of the question's information that an answer must hold, and how near the best it must come, to be shown.
ENOUGH, NEAR = 0.42, 0.6
LIMIT = 5

STOP = frozenset(
    [
        "a",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "been",
        "being",
        "by",
        "can",
        "could",
        "did",
        "do",
        "does",
        "for",
        "from",
        "get",
        "gets",
        "getting",
        "go",
        "going",
        "got",
        "had",
        "has",
        "have",
        "having",
        "he",
        "her",
        "hers",
        "him",
        "his",
        "how",
        "i",
        "if",
        "im",
        "in",
        "into",
        "is",
        "it",
        "its",
        "ive",
        "just",
        "me",
        "my",
        "of",
        "on",
        "or",
        "our",
        "out",
        "she",
        "should",
        "so",
        "some",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "to",
        "too",
        "up",
        "us",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "who",
        "why",
        "will",
        "with",
        "would",
        "you",
        "your",
        "youre",
        "about",
        "after",
        "again",
        "all",
        "also",
        "am",
        "because",
        "but",
        "cant",
        "dont",
        "no",
        "not",
        "now",
        "really",
        "one",
        "u",
        "ur",
        "thing",
        "things",
        "something",
        "anything",
        "ever",
        "still",
        "need",
        "want",
        "know",
        "tell",
    ]
)


class Found(Struct, frozen=True):
    id: str
    title: str
    text: str
    sources: tuple[str, ...]
    evidence: Evidence
    score: float
    see: tuple[str, ...]


class AnswerIndex:
    """The answers of one guide, indexed."""

    def __init__(self, guide: Guide) -> None:
        self.answers = guide.answers
        self.counts: list[Counter[str]] = []
        for answer in guide.answers:
            self.counts.append(_counts(answer, guide))
        self.lengths = [sum(c.values()) for c in self.counts]
        self.mean = sum(self.lengths) / max(len(self.lengths), 1)
        self.holding: dict[str, list[int]] = {}
        for number, counts in enumerate(self.counts):
            for word in counts:
                self.holding.setdefault(word, []).append(number)
        self.triples: dict[str, set[str]] = {}
        for word in self.holding:
            for triple in _triples(word):
                self.triples.setdefault(triple, set()).add(word)

    def find(self, question: str, *, limit: int = LIMIT) -> list[Found]:
        """Answers to a question, best first; an empty list when the guide does not know."""
        asked = {stem: self._known(stem) for stem in dict.fromkeys(words(question[:2000]))}
        if not asked:
            return []
        scores: dict[int, float] = {}
        held: dict[int, float] = {}
        whole = 0.0
        for matches in asked.values():
            weight = max((self._idf(w) * alike for w, alike in matches), default=self._idf(""))
            whole += weight
            best: dict[int, float] = {}
            for word, alike in matches:
                for number in self.holding[word]:
                    best[number] = max(best.get(number, 0.0), self._score(word, number) * alike)
            for number, gained in best.items():
                scores[number] = scores.get(number, 0.0) + gained
                held[number] = held.get(number, 0.0) + weight
        good = [(s, n) for n, s in scores.items() if held[n] >= ENOUGH * whole]
        good.sort(key=lambda pair: (-pair[0], pair[1]))
        top = good[0][0] if good else 0.0
        return [self._found(n, s) for s, n in good[:limit] if s >= NEAR * top]

    def _known(self, word: str) -> list[tuple[str, float]]:
        """The indexed words meant by a word, each with how alike it is (1 the same)."""
        if word in self.holding:
            return [(word, 1.0)]
        mine = _triples(word)
        shared: Counter[str] = Counter()
        for triple in mine:
            for other in self.triples.get(triple, ()):
                shared[other] += 1
        alike = [(o, 2 * n / (len(mine) + len(_triples(o)))) for o, n in shared.items() if abs(len(o) - len(word)) <= 3]
        close = sorted(((o, a) for o, a in alike if a >= ALIKE), key=lambda p: (-p[1], p[0]))
        return [(o, a * 0.9) for o, a in close[:3]]

    def _idf(self, word: str) -> float:
        holding = len(self.holding.get(word, ()))
        return math.log(1 + (len(self.counts) - holding + 0.5) / (holding + 0.5))

    def _score(self, word: str, number: int) -> float:
        often = self.counts[number][word]
        length = 1 - B + B * self.lengths[number] / self.mean
        return self._idf(word) * often * (K1 + 1) / (often + K1 * length)

    def _found(self, number: int, points: float) -> Found:
        a = self.answers[number]
        return Found(a.id, a.title, a.text, a.sources, a.evidence, round(points, 3), a.see)


def _counts(answer: Answer, guide: Guide) -> Counter[str]:
    counts: Counter[str] = Counter()
    fields: list[tuple[Iterable[str], int]] = [
        ((answer.title,), TITLE),
        (answer.asked_as, WORDING),
        ((answer.text,), TEXT),
        (
            (
                w
                for name in answer.see
                if name in guide.concerns
                for w in (guide.concerns[name].name, *guide.concerns[name].words[:6])
            ),
            CONCERN,
        ),
    ]
    for texts, weight in fields:
        for text in texts:
            for word in words(text):
                counts[word] += weight
    return counts


def words(text: str) -> list[str]:
    """Words that carry meaning, lower case, light stems."""
    found = re.findall(r"[a-z0-9]+", text.lower().replace("'", "").replace("\u2019", ""))
    return [_stem(w) for w in found if w not in STOP]


def _stem(word: str) -> str:
    """Plural and verb endings off, so that 'scars', 'scarring' and 'scar' meet."""
    if len(word) > 4:
        for ending in ("ings", "ing", "ies", "ied", "es", "ed", "s"):
            if word.endswith(ending) and len(word) - len(ending) >= 3:
                stem = word[: -len(ending)]
                if ending in ("ies", "ied"):
                    return stem + "y"
                if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "ls":
                    return stem[:-1]
                return stem
    if len(word) == 4 and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word[:-1] if len(word) > 4 and word.endswith("e") else word


def _triples(word: str) -> frozenset[str]:
    padded = f"^{word}$"
    return frozenset(padded[i : i + 3] for i in range(len(padded) - 2))
