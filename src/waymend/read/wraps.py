"""Where a program broke the lines of a text, so that a sentence goes on over the break.

A text was wrapped when most of its lines are full: the first word of the next line would not have stood in them, at the width of the longest line, and no more than half of the lines begin with a capital.
"""

from __future__ import annotations

import re
from itertools import pairwise

NARROW = 30  # characters: the least width at which a program wraps lines
FULL_LINES = 3  # lines that are full, at least; and three of five of those that another follows
WHITE = " \t\r\n"
WHITE_SPACE = re.compile(r"[ \t\r\n]")
# With which a line begins that is an item of a list, or has a heading.
BEGINS = re.compile(r"[-*#>\[?]|[0-9]+[).\]]|[a-z][a-z /&-]{0,40}:")


def width_of(given: str, text: str) -> int:
    """The width in characters at which a text was wrapped; 0 where lines end with what they tell. text: as it is folded."""
    if text.count("\n") < FULL_LINES:
        return 0
    lines = [line.rstrip(WHITE) for line in text.split("\n")]
    width = max(map(len, lines))
    if width < NARROW:
        return 0
    followed = full = capital = begins = 0
    for raw, (line, after) in zip(text.split("\n"), pairwise(lines), strict=False):
        begins += len(raw) + 1
        if line and after:
            first = begins + len(after) - len(after.lstrip(WHITE))
            followed += 1
            full += len(line) + 1 + _length(text, first) > width
            capital += "A" <= given[first] <= "Z"
    return width if full >= FULL_LINES and 5 * full >= 3 * followed and 2 * capital <= followed else 0


def is_wrap(text: str, first: int, last: int, width: int) -> bool:
    """Whether the white space at characters first…last of a text wrapped at a width is a break that the program put in."""
    if text.count("\n", first, last) != 1 or last >= len(text) or first == 0:
        return False
    if text[first - 1] == ":" or BEGINS.match(text, last):
        return False
    return first - text.rfind("\n", 0, first) + _length(text, last) > width


def _length(text: str, begins: int) -> int:
    """How long the word is that begins at a place, with the signs that stand at it."""
    end = WHITE_SPACE.search(text, begins)
    return (end.start() if end else len(text)) - begins
