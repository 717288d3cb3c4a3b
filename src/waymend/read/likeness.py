"""How urgent a text sounds: a second look at its words, under what is read of it.

Nobody foresees every way in which danger is told, and a sign that is not read can't speak. So the words of a text are weighed as well: each word and each two side by side have a weight for
every level, learned from the guide's example texts and the urgency that the evidence asks for in each (docs/likeness.md says how, and how well it does). It names no sign and
lowers nothing: where it hears more than the rules found, it answers one finding, which the person sees and may take out.
"""

from __future__ import annotations

import re
from math import sqrt
from typing import NamedTuple

from waymend.pack.reading import Weights
from waymend.read.telling import Mention
from waymend.stems import stem

TOKEN = re.compile(r"[a-z]+(?:'[a-z]+)*|[0-9]+|[^a-z0-9' \t\r\n\u00a0]", re.ASCII | re.IGNORECASE)
WINDOW = 240  # terms that are weighed together: 120 words, as much as the longest example texts have
STEP = 120
RUN = 12  # words that are shown together, where no sign parts them
FEW = 20  # added to the number of terms, so that a few words alone weigh little


class Likeness:
    """The weights of one guide, ready to weigh texts."""

    def __init__(self, weights: Weights) -> None:
        self.finding = weights.finding
        self.base = weights.base
        self.of: dict[str, tuple[int, ...]] = {}
        for line in weights.weights.splitlines():
            words, _, numbers = line.partition(" = ")
            self.of[words] = tuple(map(int, numbers.split()))

    def sounds(self, text: str) -> Mention | None:
        """The most urgent level that a text sounds like, at the part of it that says so most; None where it sounds like none."""
        found = terms(text)
        best: tuple[int, Mention] | None = None
        for start in range(0, max(len(found) - STEP, 1), STEP):
            for rank, level in enumerate(self.base):
                if best is not None and rank >= best[0]:
                    break
                place = self._weighed(found[start : start + WINDOW], rank, self.base[level])
                if place is not None:
                    best = rank, Mention(self.finding, "present", place, text[slice(*place)], option=str(level))
        return best[1] if best else None

    def _weighed(self, found: list[Term], rank: int, base: float) -> tuple[int, int] | None:
        """Where the part lies whose words weigh most for a level; None where all together are too light. Each term counts once."""
        weights: dict[str, int] = {}
        of_part: dict[int, int] = {}
        for term in found:
            if term.words in self.of and term.words not in weights:
                weights[term.words] = self.of[term.words][rank]
                of_part[term.part] = of_part.get(term.part, 0) + weights[term.words]
        if not weights or sum(weights.values()) / sqrt(len(weights) + FEW) + base < 0:
            return None
        most = max(of_part, key=lambda part: of_part[part])
        places = [term.place for term in found if term.part == most]
        return places[0][0], max(end for _, end in places)


class Term(NamedTuple):
    """A word, or two that stand side by side, by their stems; where they stand, and in which part of the text."""

    words: str
    place: tuple[int, int]
    part: int


def terms(text: str) -> list[Term]:
    """Each word of a text, and each two that stand side by side, in order. A number is "0"; other signs part, and so does a run of many words."""
    found: list[Term] = []
    before: Term | None = None
    part = run = 0
    for token in TOKEN.finditer(text.replace("\u2019", "'")):
        if not (token[0][0].isascii() and token[0][0].isalnum()):  # before it is made small: "İ" becomes an i and a dot
            before = None
            part, run = part + 1, 0
            continue
        said = token[0].lower()
        if run == RUN:
            part, run = part + 1, 0
        run += 1
        word = Term("0" if said[0].isdigit() else stem(said.replace("'", "")), token.span(), part)
        found.append(word)
        if before is not None:
            found.append(Term(f"{before.words} {word.words}", (before.place[0], token.end()), before.part))
        before = word
    return found
