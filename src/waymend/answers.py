"""A question in people's own words in, the guide's answers to it out, best first; nothing when the guide does not know.

An answer has strong terms (its title, its other wordings, the concepts named there) and weak ones (its text). A concept is a finding or a concern of the guide,
recognised by the words that the guide lists for it, so that slang and misspellings meet the plain word. Terms count by how rare they are (inverse document frequency, as in BM25:
Robertson and Zaragoza 2009); the wording that comes nearest to the question as a whole counts again. A misspelt word stands for the indexed words that share most of its letter
triples. An answer is shown only when it holds enough of what was asked.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from msgspec import Struct

from waymend.pack.schema import Evidence, Guide
from waymend.stems import words

STRONG, WEAK, WHOLE = 1.0, 0.9, 1.5
# How alike two words must be (share of letter triples) for a misspelling to count, and how long.
ALIKE, LONG_ENOUGH = 0.5, 5
# What a word counts whose letters have changed places, and how short it may be.
MIXED, SHORTEST = 0.9, 4
# Share of the question's information that an answer must hold, and how near the best it must come, to be shown.
ENOUGH, NEAR = 0.45, 0.55
LIMIT = 5
LONGEST_PHRASE = 4


class Found(Struct, frozen=True):
    id: str
    title: str
    text: str
    sources: tuple[str, ...]
    evidence: Evidence
    score: float
    see: tuple[str, ...]


class AnswerIndex:
    """The answers of one guide, indexed. `language`: of its texts."""

    def __init__(self, guide: Guide, language: str = "en") -> None:
        self.answers = guide.answers
        self.language = language
        self.concepts = _concepts(guide, language)
        self.wordings: list[list[frozenset[str]]] = []
        self.weights: list[dict[str, float]] = []
        for answer in guide.answers:
            wordings = [frozenset(self._terms(text)) for text in (answer.title, *answer.asked_as)]
            weights = dict.fromkeys(self._terms(answer.text), WEAK)
            weights.update((term, STRONG) for wording in wordings for term in wording)
            weights.update((f"#{name}", STRONG) for name in answer.see if name in guide.concerns)
            self.wordings.append(wordings)
            self.weights.append(weights)
        self.holding: dict[str, list[int]] = {}
        for number, weights in enumerate(self.weights):
            for term in weights:
                self.holding.setdefault(term, []).append(number)
        self.mixed: dict[str, list[str]] = {}
        self.triples: dict[str, set[str]] = {}
        for term in self.holding:
            if not term.startswith("#"):
                self.mixed.setdefault(_mixed(term), []).append(term)
                for triple in _triples(term):
                    self.triples.setdefault(triple, set()).add(term)

    def find(self, question: str, *, limit: int = LIMIT) -> list[Found]:
        """Answers to a question, best first; an empty list when the guide does not know."""
        asked = dict.fromkeys(self._terms(question[:2000]))
        words_asked = [t for t in asked if not t.startswith("#")]
        meant = {term: self._meant(term) for term in asked}
        # How much a word tells is how rare it is; for a misspelt one, how rare the commonest word is that it stands for.
        tells = {
            term: min((self._rarity(known) for known, _ in meant[term]), default=self._rarity(term)) for term in asked
        }
        whole = sum(tells[term] for term in words_asked)
        if not whole:
            return []
        scores: dict[int, float] = {}
        held: dict[int, float] = {}
        for term, matches in meant.items():
            best: dict[int, float] = {}
            for known, alike in matches:
                for number in self.holding[known]:
                    best[number] = max(best.get(number, 0.0), self.weights[number][known] * alike)
            for number, part in best.items():
                scores[number] = scores.get(number, 0.0) + part * tells[term]
                if not term.startswith("#"):
                    held[number] = held.get(number, 0.0) + part * tells[term]
        known_terms = {known for matches in meant.values() for known, _ in matches}
        good = [
            (score + WHOLE * self._nearest_wording(number, known_terms, whole), number)
            for number, score in scores.items()
            if held.get(number, 0.0) >= ENOUGH * whole or self._names_it(number, asked, held.get(number, 0.0), whole)
        ]
        good.sort(key=lambda pair: (-pair[0], pair[1]))
        top = good[0][0] if good else 0.0
        return [self._found(n, s) for s, n in good[:limit] if s >= NEAR * top]

    def _names_it(self, number: int, asked: Iterable[str], held: float, whole: float) -> bool:
        """A question that names a concept of the answer needs to share less besides."""
        concept = any(t.startswith("#") and self.weights[number].get(t) == STRONG for t in asked)
        return concept and held >= ENOUGH / 2 * whole

    def _terms(self, text: str) -> Iterator[str]:
        """The words that carry meaning, and a `#` and the id of each concept that they name."""
        found = words(text, self.language)
        yield from found
        for size in range(1, LONGEST_PHRASE + 1):
            for start in range(len(found) - size + 1):
                yield from self.concepts.get(tuple(found[start : start + size]), ())

    def _meant(self, term: str) -> list[tuple[str, float]]:
        """The indexed terms meant by a term, each with how alike it is (1 the same)."""
        if term.startswith("#") or len(term) < SHORTEST:
            return [(term, 1.0)] if term in self.holding else []
        # A misspelling may itself stand among the wordings of one answer: it still means the word that others spell right.
        if mixed := self.mixed.get(_mixed(term)):
            return [(other, 1.0 if other == term else MIXED) for other in mixed]
        if len(term) < LONG_ENOUGH:
            return []
        mine = _triples(term)
        shared: dict[str, int] = {}
        for triple in mine:
            for other in self.triples.get(triple, ()):
                shared[other] = shared.get(other, 0) + 1
        alike = [
            (o, 2 * n / (len(mine) + len(_triples(o))))
            for o, n in shared.items()
            if o[0] == term[0] and abs(len(o) - len(term)) <= 2
        ]
        close = sorted(((o, a) for o, a in alike if a >= ALIKE), key=lambda p: (-p[1], p[0]))
        return [(o, a * 0.9) for o, a in close[:3]]

    def _rarity(self, term: str) -> float:
        holding = len(self.holding.get(term, ()))
        return math.log(1 + (len(self.answers) - holding + 0.5) / (holding + 0.5))

    def _nearest_wording(self, number: int, asked: set[str], whole: float) -> float:
        """How much the best wording and the question share, of both together (Jaccard, by rarity), in the question's own measure."""
        mine = sum(self._rarity(t) for t in asked)
        best = 0.0
        for wording in self.wordings[number]:
            both = sum(self._rarity(t) for t in wording & asked)
            union = mine + sum(self._rarity(t) for t in wording) - both
            best = max(best, both / union if union else 0.0)
        return best * whole

    def _found(self, number: int, points: float) -> Found:
        a = self.answers[number]
        return Found(a.id, a.title, a.text, a.sources, a.evidence, round(points, 3), a.see)


def _concepts(guide: Guide, language: str) -> dict[tuple[str, ...], list[str]]:
    """Phrase, as stems → the concepts that it names."""
    named: dict[tuple[str, ...], list[str]] = {}
    for concern in guide.concerns.values():
        for text in (concern.name, *concern.words):
            _name(named, words(text, language), concern.id)
    for finding in guide.findings.values():
        for text in (*finding.words, *(w for option in finding.options.values() for w in option.words)):
            _name(named, words(text, language), finding.id)
    return named


def _name(named: dict[tuple[str, ...], list[str]], phrase: list[str], concept: str) -> None:
    stems = tuple(phrase)
    if 0 < len(stems) <= LONGEST_PHRASE and f"#{concept}" not in named.setdefault(stems, []):
        named[stems].append(f"#{concept}")


def _mixed(word: str) -> str:
    """What a word keeps when its inner letters change places: 'viens' and 'veins'."""
    return word[0] + "".join(sorted(word[1:]))


def _triples(word: str) -> frozenset[str]:
    padded = f"^{word}$"
    return frozenset(padded[i : i + 3] for i in range(len(padded) - 2))
