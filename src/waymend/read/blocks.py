"""Long texts are read in blocks, and a block without any word of a finding is passed over.

A text of more than `WHOLE` characters is cut where a paragraph, line, sentence or word ends. What is in a block is told by its words as a set: folding,
translating and splitting a text run in C at some 50 MB a second, faster than an automaton finds its places, and where nothing is found no place is needed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from waymend.read.fold import fold
from waymend.read.lexicon import Lexicon, stem

WHOLE = 16_384  # characters: a text so long is one block
BLOCK = 1_024
PIECE = 65_536  # characters that are looked at together before they are cut
SHORTEST = 2  # letters of a word that can tell of a finding by itself
SPLIT = bytes(n if (chr(n).isalnum() and n < 128) or n == ord(":") else ord(" ") for n in range(256))
BREAK = re.compile(r"[^A-Za-z0-9']")
ENDINGS = ("", "s", "es", "ed", "in", "ing", "ings", "ied", "ies", "y", "e")


class Sieve:
    """The words of a lexicon that a block must hold one of."""

    def __init__(self, lexicon: Lexicon) -> None:
        keys = lexicon.telling(SHORTEST)
        words = {w for w in lexicon.same if lexicon.key(w) in keys}
        for key in keys:
            for begun in (key, key + key[-1], key[:-1]):
                words.update(begun + e for e in ENDINGS if lexicon.key(begun + e) == key or stem(begun + e) == key)
        words |= {w + "s" for w in words}
        words -= lexicon.ordinary
        self.words = frozenset(w.encode() for w in words if w.isascii()) | {h.encode() + b":" for h in lexicon.headings}

    def passes(self, text: str) -> bool:
        """Whether a text may hold a mention or a heading."""
        return not self.words.isdisjoint(fold(text).encode().translate(SPLIT, b"'").replace(b" :", b": ").split())


def pieces(stream: Iterable[str]) -> Iterator[str]:
    """A stream in pieces that end where a block may end."""
    kept = ""
    for part in stream:
        kept += part
        while len(kept) > PIECE:
            end = cut(kept, 0, PIECE)
            yield kept[:end]
            kept = kept[end:]
    if kept:
        yield kept


def blocks(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of the blocks of a text."""
    start = 0
    while len(text) - start > BLOCK:
        end = cut(text, start, BLOCK)
        yield start, end
        start = end
    if start < len(text):
        yield start, len(text)


def cut(text: str, start: int, length: int) -> int:
    """Where a block that begins at `start` ends: after its last empty line, line, sentence or word; a run of letters is never cut."""
    low, high = start + length // 2, start + length
    for mark in ("\n\n", "\n", ". ", " "):
        at = text.rfind(mark, low, high)
        if at >= 0:
            return at + len(mark)
    found = None
    for found in BREAK.finditer(text, low, high):  # the last one  # noqa: B007
        pass
    if found is None:
        found = BREAK.search(text, high)
    return found.end() if found else len(text)
