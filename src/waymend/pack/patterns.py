"""The notation of `words` and of reading/: one line for many phrases.

    swollen leg                  these words, with up to three small words between them ("swollen right leg")
    (swollen|puffy) leg          one of several; an empty one may be left out: "(really|) swollen"; one may hold a group: "(few|<n> or so) days"
    <limb> ~ (swollen|puffy)     either order
    <limb>                       a group of words of reading/
    HIV                          capitals: only as capitals, where the small word means something else (AIDS, IE)
    narcan ... not waking        up to eight words of any kind between the two

The guide is checked by what can be read here. The reader (read/automaton.py) never writes the phrases out, so a pattern may stand for any number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

EITHER_ORDER = " ~ "
GROUP = re.compile("<([a-z_]+)>")
GAP = "..."  # in a pattern, and as the key of a step that goes over words of any kind


class PatternError(ValueError):
    """A pattern that cannot be read; the message says why."""


def rows(pattern: str) -> list[list[str]]:
    """The parts of a pattern in order, and once more for the other order of `~`. Raises PatternError."""
    sides = pattern.split(EITHER_ORDER)
    if len(sides) > 2:
        raise PatternError(f"'~' may stand once in a pattern: {pattern}")
    return [_parts(" ".join(order)) for order in ([sides] if len(sides) == 1 else [sides, sides[::-1]])]


def choices(part: str, groups: Mapping[str, Sequence[str]]) -> list[str]:
    """What may stand for a part. Raises PatternError."""
    options = part[1:-1].split("|") if part[0] == "(" and "|" in part else [part]  # "(-)" is what a text says
    return [words for option in options for words in _spelled_out(option, groups)]


def _spelled_out(option: str, groups: Mapping[str, Sequence[str]]) -> list[str]:
    """An option with each group's words in the group's place."""
    found = GROUP.search(option)
    if found is None:
        return [option]
    if found[1] not in groups:
        raise PatternError(f"<{found[1]}> is not a group of reading/; known are {', '.join(groups)}.")
    before, after = option[: found.start()], _spelled_out(option[found.end() :], groups)
    return [before + str(word) + rest for word in groups[found[1]] for rest in after]


def _parts(pattern: str) -> list[str]:
    parts = []
    plain = ""
    n = 0
    while n < len(pattern):
        sign = pattern[n]
        if sign in "(<":
            end = pattern.find(")" if sign == "(" else ">", n)
            if end < 0:
                raise PatternError(f"'{sign}' is not closed.")
            if plain:
                parts.append(plain)
            plain = ""
            parts.append(pattern[n : end + 1])
            n = end + 1
        elif pattern.startswith(GAP, n):
            if plain:
                parts.append(plain)
            plain = ""
            parts.append(GAP)
            n += len(GAP)
        else:
            plain += sign
            n += 1
    if plain:
        parts.append(plain)
    return parts
