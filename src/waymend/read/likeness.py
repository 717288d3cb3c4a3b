"""How urgent a text sounds: a second look at its words, under what is read of it.

Nobody foresees every way in which danger is told, and a sign that is not read can't speak. So the words of a text are weighed as well: each word and each two side by side have a weight for
every level, learned from the guide's example texts and the urgency that the evidence asks for in each (docs/likeness.md says how, and how well it does). It names no sign and
lowers nothing: where it hears more than the rules found, it answers one finding, which the person sees and may take out.
"""

from __future__ import annotations

import re
from math import sqrt

from waymend.pack.reading import Weights
from waymend.read.telling import Mention
from waymend.stems import stem

TOKEN = re.compile(r"[a-z]+(?:'[a-z]+)*|[0-9]+|[^a-z0-9' \t\r\n\u00a0]", re.ASCII | re.IGNORECASE)
WINDOW = 240  # terms that are weighed together: 120 words, as much as the longest example texts have
STEP = 120
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
        """The most urgent level that a text sounds like, at the words that say so most; None where it sounds like none."""
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
        """Where the words lie that weigh most for a level; None where all together are too light. Each term counts once."""
        first: dict[str, tuple[int, int]] = {}
        for words, place in found:
            if words in self.of:
                first.setdefault(words, place)
        total = sum(self.of[words][rank] for words in first)
        if not first or total / sqrt(len(first) + FEW) + base < 0:
            return None
        return first[max(first, key=lambda words: self.of[words][rank])]


Term = tuple[str, tuple[int, int]]  # words, and where they stand


def terms(text: str) -> list[Term]:
    """Each word of a text by its stem, and each two that stand side by side, in order. A number is "0"; other signs part."""
    found: list[Term] = []
    before: Term | None = None
    for token in TOKEN.finditer(text.replace("\u2019", "'")):
        said = token[0].lower()
        if not (said[0].isascii() and said[0].isalnum()):
            before = None
            continue
        word = "0" if said[0].isdigit() else stem(said.replace("'", ""))
        found.append((word, token.span()))
        if before is not None:
            found.append((f"{before[0]} {word}", (before[1][0], token.end())))
        before = word, token.span()
    return found
