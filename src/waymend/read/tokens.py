"""Text → tokens with their places, and sentences of them. Every step is one pass."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

# A word keeps an apostrophe inside, a number its point or comma; everything else that shows is a token of its own.
TOKEN = re.compile(r"\d+(?:[.,]\d+)+|\d+|[^\W\d_]+(?:['\u2019][^\W\d_]+)*|[^\w\s]|_")
ABBREVIATIONS = frozenset(
    [
        "dr",
        "mr",
        "mrs",
        "ms",
        "pt",
        "pts",
        "st",
        "vs",
        "approx",
        "hx",
        "yr",
        "yrs",
        "mo",
        "wk",
        "wks",
        "hr",
        "hrs",
        "min",
        "temp",
        "tmax",
        "no",
        "fig",
        "e.g",
        "i.e",
        "etc",
        "lt",
        "rt",
    ]
)
ENDS = frozenset(".!?;")


class Token(NamedTuple):
    """`word`: lower case, without apostrophes ("wont" is how many type it). `start`, `end`: characters of the text."""

    word: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    return [Token(_plain(m[0]), m.start(), m.end()) for m in TOKEN.finditer(text)]


def _plain(word: str) -> str:
    return word.lower().replace("\u2019", "").replace("'", "")


def words(text: str) -> tuple[str, ...]:
    """The words of a phrase of the guide, as the text's tokens will show them."""
    return tuple(_plain(m[0]) for m in TOKEN.finditer(text))


def sentences(text: str, found: Sequence[Token]) -> list[tuple[int, int]]:
    """(first, past the last) token of each sentence. A line break ends one when a heading, a list sign, a blank line or a capital follows a full line."""
    spans = []
    start = 0
    for n, token in enumerate(found):
        after = found[n + 1] if n + 1 < len(found) else None
        if after is None or _ends(text, found, n, token, after):
            spans.append((start, n + 1))
            start = n + 1
    return spans


def _begins_part(text: str, found: Sequence[Token], n: int) -> bool:
    """Whether a heading ("PLAN:", "Final diagnosis:") or a numbered item ("2) ") begins at a token after a wide gap."""
    if found[n].word.isdigit():
        return n + 1 < len(found) and found[n + 1].word in ").]" and found[n + 1].start == found[n].end
    for m in range(n, min(n + 6, len(found))):
        word = text[found[m].start : found[m].end]
        if word == ":":
            return m > n
        if not (word.isupper() or (m == n and word[:1].isupper()) or word in "-/&()"):
            return False
    return False


def _ends(text: str, found: Sequence[Token], n: int, token: Token, after: Token) -> bool:
    between = text[token.end : after.start]
    if "\n" in between:
        if (
            between.count("\n") > 1
            or after.word in "-*\u2022#"
            or (text[after.end : after.end + 1] in ")." and after.word.isdigit())
        ):
            return True
        line = text[text.rfind("\n", 0, token.end) + 1 : token.end]
        # A short line is a line of a list or a heading; a long one was only wrapped.
        return len(line) < 60 or token.word in ".:"
    if len(between) > 1 and _begins_part(text, found, n + 1):
        return True
    if token.word not in ENDS:
        return False
    if token.word == ".":
        if not between or (n and found[n - 1].word in ABBREVIATIONS and found[n - 1].end == token.start):
            return False
        return not (n and len(found[n - 1].word) == 1 and found[n - 1].word.isalpha() and found[n - 1].word != "i")
    return True


def stem(word: str) -> str:
    """A word without its ending, so that "pulses", "pulsing" and "pulsed" meet. Short words stay whole."""
    for ending in ("ings", "ing", "es", "ed", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > 4 and word.endswith("e") else word
