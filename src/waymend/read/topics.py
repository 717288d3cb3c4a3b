"""What "it" is: a pronoun is read as the thing that was named last, and so is the "and" or comma after which it goes on.

"My hand … it's cold" and "my hand is blue and cold" both say "hand cold", though no such words stand there. The phrases of the guide are looked for
once more with the thing in the pronoun's place; what that finds beside the words that stand there is told by them.
"""

from __future__ import annotations

from collections.abc import Sequence

from waymend.pack.reading import Reading
from waymend.read.fold import Tokens
from waymend.read.lexicon import FINDING, Hit, Lexicon

BEFORE_IT = 5  # tokens before a pronoun with which it may be one phrase: "cant really bend it"
AFTER_IT = 8  # tokens after it


class Topics:
    """What a guide calls a thing, and the small words that stand for one."""

    def __init__(self, reading: Reading, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.things = frozenset(reading.grammar["things"])  # arm, lump, wound
        self.stand = frozenset(reading.grammar["pronouns"])  # it, they
        self.joints = frozenset((*reading.grammar["joins"], ","))
        self.within = frozenset(reading.grammar["within"])  # in, on: the thing after it is only where the thing is

    def begin(self) -> Topic:
        return Topic(self)


class Topic:
    """The thing that was named last in one text."""

    def __init__(self, by: Topics) -> None:
        self.by = by
        self.thing = ""

    def hits(self, found: Tokens, keys: list[str], start: int, end: int, text: str, told: Sequence[Hit]) -> list[Hit]:
        """Phrases of findings that the thing makes with the words beside what stands for it. told: those that stand in the sentence."""
        by, words = self.by, found.words
        more: list[Hit] = []
        named = False  # in this sentence
        last = -1
        for n in range(start, end):
            word = words[n].replace("'", "")
            if word in by.things:
                within = any(words[m] in by.within for m in range(max(n - 2, start), n))
                if not (named and within and last >= n - 4):
                    self.thing = keys[n]
                named = True
                last = n
            elif self.thing and (word in by.stand or (named and word in by.joints)):
                first = max(n - BEFORE_IT, start) if word in by.stand else n
                kept, keys[n] = keys[n], self.thing
                for hit in by.lexicon.hits(found, keys, first, min(n + AFTER_IT, end), text):
                    if hit.layer == FINDING and hit.first <= n < hit.last and _is_new(hit, told):
                        more.append(hit)
                keys[n] = kept
        return more


def _is_new(hit: Hit, told: Sequence[Hit]) -> bool:
    """Whether it tells something, and no phrase that stands there says more, or takes some of its words for itself."""
    return (
        hit.last - hit.first > 1
        and hit.meanings != (None,)
        and not any(
            t.layer == FINDING
            and t.first < hit.last
            and hit.first < t.last
            and (t.last > hit.last or t.first < hit.first)
            for t in told
        )
    )
