"""Text → tokens and sentences. Every step is one pass, and the same in the app's JavaScript (web/app/read.js).

A text is folded first: one ASCII character for each of its own, so that places stay places. Letters lose case and accents, typographic signs become
plain ones, and every other character (emoji, other scripts) becomes one sign that no phrase of a guide holds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from waymend.read.wraps import is_wrap, width_of

OTHER = "\x1a"
# Accented Latin letters by their plain ones; signs by what people type for them.
FOLDED = {
    "a": "àáâãäåāăąǎªÀÁÂÃÄÅĀĂĄ", "c": "çćĉċčÇĆĈĊČ", "d": "ďđÐð", "e": "èéêëēĕėęěÈÉÊËĒĔĖĘĚ", "g": "ĝğġģĞ", "h": "ĥħ", "i": "ìíîïĩīĭįıİÌÍÎÏ", "j": "ĵ", "k": "ķK",
    "l": "ĺļľŀłŁ", "n": "ñńņňŉÑŃŇ", "o": "òóôõöøōŏőÒÓÔÕÖØŌŐ", "r": "ŕŗřŘ", "s": "śŝşšſŚŞŠ", "t": "ţťŧŢŤ", "u": "ùúûüũūŭůűųµμÙÚÛÜŪŮŰ", "w": "ŵ", "x": "×✕✖", "y": "ýÿŷÝŸ", "z": "źżžŹŻŽ",
    "'": "\u2018\u2019\u201a\u201b\u2032\u00b4\uff07\u02bc", '"': "\u201c\u201d\u201e\u2033\u00ab\u00bb", "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00ad", " ": "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u202f\u205f\u3000\ufeff",
    "\n": "\u0085\u2028\u2029\x0b\x0c", ".": "\u2026\u3002", "*": "\u2022\u00b7\u25cf\u25aa\u25e6", "^": "\u00b0\u00ba\u02da", "<": "\u2264", ">": "\u2265", "~": "\u2248", "0": "\u2070\u2080", "1": "\u00b9\u2081", "2": "\u00b2\u2082", "3": "\u00b3\u2083", "?": "\u00bf\uff1f", "!": "\u00a1\uff01", ",": "\uff0c\u3001\u060c", ":": "\uff1a", ";": "\uff1b\u061b", "/": "\u2044", "\x01": "½", "\x02": "¼", "\x03": "¾",
    "\x04": "☑☒", "\x05": "☐□▢", "\x06": "✓✔✅√", "\x07": "✗✘❌",
}  # fmt: skip
FOLD = {sign: plain for plain, signs in FOLDED.items() for sign in signs}
NOT_PLAIN = re.compile(r"[\x0b\x0c]|[^\x00-\x7f]")
# A word keeps an apostrophe inside, a number its point or comma. A run of white space that holds a line break, or that is wider than a space, is a
# token too, since lists and headings are told by them; every other sign is a token of its own. Single spaces are found as well, and left out after.
TOKEN = re.compile(r"[a-z]+(?:'[a-z]+)*|[0-9]+(?:[.,][0-9]+)*|[ \t\r\n]+|[^a-z0-9 \t\r\n]")
LONGEST = 120  # tokens of one sentence; a longer one is cut, so that reading stays linear
WRAPPED = 60  # characters: a line at least so long was wrapped by a program and goes on in the next
ITEM = 6  # tokens of a question of a form, with its sign
LEADER = 5  # dots before the last one of a row that leads to an answer
ENDS = frozenset(".!?;")
CLOSING = frozenset(")\"'")  # after a stop they end the sentence: "a bag of dope." Then
OPENING = frozenset("([\"'/-+:,>")
SPACES = frozenset(" \t\r")
# With these a new sentence begins after a question mark that stands between spaces.
BEGINS = frozenset((
    "i", "im", "ive", "id", "it", "its", "is", "he", "hes", "she", "shes", "they", "we", "you", "my", "his", "her", "the",
    "a", "an", "and", "or", "but", "so", "if", "what", "whats", "when", "where", "why", "how", "who", "should", "do", "does", "did",
    "can", "could", "would", "will", "any", "am", "are", "was", "have", "has", "had", "this", "that", "there", "these", "please", "thanks", "thank",
    "also", "not", "no", "yes", "yeah", "y", "n", "ok", "just", "maybe", "because", "cause", "in", "on", "for", "with",
))  # fmt: skip
# After these a line goes on in the next, though that begins with a capital: "seen by Dr" and "Osei".
GOES_ON = frozenset((
    ",", "/", "&", "-", "(", "and", "or", "nor", "with", "without", "of", "on", "in", "to", "the", "a", "an", "for", "by", "at", "from", "as", "his", "her",
    "their", "my", "no", "not", "is", "was", "dr", "mr", "mrs", "ms", "than", "via", "per", "after", "before", "since", "until", "x",
))  # fmt: skip
ANSWERS = frozenset(("y", "n", "yes", "no"))  # of a form
CAME_TO = frozenset(("reactive", "nonreactive", "detected", "positive", "negative"))  # to which dots lead


class Tokens(NamedTuple):
    """Words of a text and where each begins; `text` is folded."""

    text: str
    words: list[str]
    starts: list[int]

    def end(self, n: int) -> int:
        return self.starts[n] + len(self.words[n])


def fold(text: str) -> str:
    """One ASCII character for each character of a text."""
    if not text.isascii() or "\x0b" in text or "\x0c" in text:
        text = NOT_PLAIN.sub(lambda m: FOLD.get(m[0], OTHER), text)
    return text.lower()


def tokens(text: str) -> Tokens:
    folded = fold(text)
    pieces = TOKEN.findall(folded)
    places = accumulate(map(len, pieces), initial=0)
    kept = [(w, at) for w, at in zip(pieces, places, strict=False) if w not in SPACES]
    width = width_of(text, folded)
    if width:
        kept = [(w, at) for w, at in kept if not (is_gap(w) and is_wrap(folded, at, at + len(w), width))]
    return Tokens(folded, [w for w, _ in kept], [at for _, at in kept])


def is_word(token: str) -> bool:
    return "a" <= token[0] <= "z"


def is_number(token: str) -> bool:
    return "0" <= token[:1] <= "9"


def is_year(token: str) -> bool:
    """Whether a token has the four digits of a year."""
    return len(token) == 4 and token.isascii() and token.isdigit()


def is_break(token: str) -> bool:
    """Whether a line ends with a token."""
    return "\n" in token


def is_gap(token: str) -> bool:
    """White space that is a token: a line break or a wide space."""
    return token[0] in "\n \t\r"


def is_first(words: Sequence[str], start: int, n: int) -> bool:
    """Whether no word stands before a token in its sentence."""
    return not any(is_word(w) for w in words[start:n])


def sentences(
    found: Tokens, text: str, abbreviations: frozenset[str], heads: frozenset[str], lettered: frozenset[str]
) -> list[tuple[int, int]]:
    """(first, past the last) token of each sentence. text: as given; heads: words with which a heading of one word begins; lettered: words that a letter belongs to ("hep C")."""
    spans = []
    start = 0
    words = found.words
    count = len(words)
    for n in range(count):
        word = words[n]
        if (
            (word in ENDS and not (word == "?" and n == start) and _stops(found, n, abbreviations, lettered))
            or (is_gap(word) and _breaks(found, text, n, start, heads))
            or (word in CLOSING and n > start and words[n - 1] in ".!?" and found.end(n - 1) == found.starts[n])
        ):
            if n + 1 < count and word in ".!?" and words[n + 1] in ".!?)\"'" and found.end(n) == found.starts[n + 1]:
                continue  # "?!" and "..." end once
            spans.append((start, n + 1))
            start = n + 1
        elif n + 1 - start >= LONGEST:
            spans.append((start, n + 1))
            start = n + 1
    if start < count:
        spans.append((start, count))
    return spans


def _stops(found: Tokens, n: int, abbreviations: frozenset[str], lettered: frozenset[str]) -> bool:
    """Whether a point, question mark or semicolon ends a sentence."""
    words = found.words
    after = found.end(n)
    if words[n] == "?" and n + 1 < len(words) and is_word(words[n + 1]):
        first = n
        while first > 0 and words[first - 1] == "?" and found.end(first - 1) == found.starts[first]:
            first -= 1
        parted = first == 0 or found.end(first - 1) < found.starts[first] or is_gap(words[first - 1])
        if found.starts[n + 1] == after and (parted or words[first - 1] in OPENING):
            return False  # "?IE" asks, and so do "[?IE]" and "??IE"
        if parted and words[n + 1] not in BEGINS:
            return False  # "abx ? cellulitis" asks too
    if words[n] != ".":
        return True
    if after < len(found.text) and found.text[after] not in " \t\r\n\"')":
        return (
            not is_word(words[n + 1]) or len(words[n + 1]) > 3
        )  # "e.g.", "p.o." hold points; "yesterday.now" lacks a space
    if n == 0 or found.end(n - 1) != found.starts[n]:
        return True
    before = words[n - 1]
    if before == "." and n + 1 < len(words) and (_is_result(words, n + 1) or _leads(words, n)):
        return False  # "Diabetes .... N", "HBsAg ......... Neg": the dots lead to the answer of a form
    if n > 1 and (is_number(words[n - 2]) or words[n - 2] == "=" or (words[n - 2] in ":.?" and before in ANSWERS)):
        return True  # "x 5 mo. HCV positive", "Pregnant: N. Fever: Y."
    if n > 1 and (words[n - 2] in ("&", "/") or words[n - 2] in lettered):
        return True  # "s/p I&D. Cellulitis improving", "no w/d. Cellulitis", "hep C. HIV neg"
    if before == "no" and n > 1 and is_word(words[n - 2]) and n + 1 < len(words) and is_number(words[n + 1]):
        return False  # "overdose no. 3"
    return not (before in abbreviations or (len(before) == 1 and is_word(before) and before != "i"))


def _is_result(words: Sequence[str], n: int) -> bool:
    """Whether a form's answer, or what a test came to, stands at a token."""
    return words[n] in ANSWERS or words[n] in CAME_TO or words[n : n + 2] == ["not", "detected"]


def _leads(words: Sequence[str], n: int) -> bool:
    """Whether a point ends a row of dots that leads to an answer, and no thought that trails off."""
    return n >= LEADER and words[n - LEADER : n] == ["."] * LEADER and not is_gap(words[n + 1])


def _breaks(found: Tokens, text: str, n: int, start: int, heads: frozenset[str]) -> bool:
    """Whether a line break or a wide gap ends a sentence: before a list sign, a heading, a capital or an empty line, and after a line that was not full."""
    words = found.words
    gap = words[n]
    if n + 1 >= len(words) or n == start:
        return n + 1 >= len(words)
    after = words[n + 1]
    lines = gap.count("\n")
    if lines > 1 or (lines and after in "-*#>[?"):
        return True
    if is_number(after) and n + 2 < len(words) and words[n + 2] in ").]" and found.end(n + 1) == found.starts[n + 2]:
        return True
    if _heading_begins(found, n + 1, heads) or (lines and _asks(words, n + 1)):
        return True
    if not lines:
        return False
    line_start = found.text.rfind("\n", 0, found.starts[n]) + 1
    full = found.starts[n] - line_start >= WRAPPED and words[n - 1] not in ".:"
    return not full or (words[n - 1] not in GOES_ON and _is_capital(text[found.starts[n + 1] : found.end(n + 1)]))


def _is_capital(given: str) -> bool:
    """Whether a word begins with a capital, and is none of capitals: "Denies", not "IVDU"."""
    return "A" <= given[0] <= "Z" and "a" <= given[1:2] <= "z"


def _asks(words: Sequence[str], n: int) -> bool:
    """Whether a short question of a form follows, with its answer: "Fever? N"."""
    for m in range(n, min(n + ITEM, len(words) - 1)):
        if words[m] == "?":
            return m > n and words[m + 1] in ANSWERS
        if not (is_word(words[m]) or words[m] == "/"):
            return False
    return False


def _heading_begins(found: Tokens, n: int, heads: frozenset[str]) -> bool:
    """Whether up to five words and a colon follow (on a line of its own also a box), the first of them a word with which a heading begins."""
    words = found.words
    if words[n] not in heads:
        return False
    for m in range(n + 1, min(n + 6, len(words))):
        if words[m] == ":" or (words[m] == "[" and is_break(words[n - 1])):
            return True
        if not (is_word(words[m]) or words[m] in "/&-") or is_gap(words[m]):
            return False
    return False


__all__: Sequence[str] = (
    "ANSWERS",
    "FOLD",
    "OTHER",
    "Tokens",
    "fold",
    "is_break",
    "is_first",
    "is_gap",
    "is_number",
    "is_word",
    "sentences",
    "tokens",
)
