"""The notation of `words` and of reading/: one line for many phrases.

    swollen leg                  these words, with up to three small words between them ("swollen right leg")
    (swollen|puffy) leg          one of several; an empty one may be left out: "(really|) swollen"; one may hold a group, or others: "(few|<n> or (so|more)) days"
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
    return [words for option in _options(part) for words in _spelled_out(option, groups)]


def _options(part: str) -> list[str]:
    """The options of a bracket; a part that is none, or holds one thing alone ("(-)"), is what a text says."""
    options, depth, begin = [], 0, 1
    for n in range(1, len(part) - 1):
        depth += _opens(part, n) - (part[n] == ")" and depth > 0)
        if part[n] == "|" and not depth:
            options.append(part[begin:n])
            begin = n + 1
    return [*options, part[begin:-1]] if options and part[0] == "(" else [part]


def _opens(pattern: str, n: int) -> bool:
    """Whether a bracket of options begins. The sign itself stands before a space ("( <kin> )"), and is the first or last of several options ("((|,)", "(of|()")."""
    after = pattern[n + 1 : n + 2]
    return pattern[n] == "(" and after not in ("", " ", ")") and not (after == "|" and n > 0 and pattern[n - 1] == "(")


def _spelled_out(option: str, groups: Mapping[str, Sequence[str]]) -> list[str]:
    """An option with each group's words, or what a bracket in it may be, in its place."""
    found = GROUP.search(option)
    start, end = found.span() if found is not None else (len(option), len(option))
    inner = next((n for n in range(start) if _opens(option, n)), None)
    if inner is not None and "|" in option[inner : (closed := _close(option, inner))]:
        start, end = inner, closed + 1
        words = choices(option[start:end], groups)
    elif found is None:
        return [option]
    elif found[1] in groups:
        words = list(map(str, groups[found[1]]))
    else:
        raise PatternError(f"<{found[1]}> is not a group of reading/; known are {', '.join(groups)}.")
    after = _spelled_out(option[end:], groups)
    return [option[:start] + word + rest for word in words for rest in after]


def _close(pattern: str, n: int) -> int:
    """Where what opens at n is closed. Raises PatternError."""
    if pattern[n] == "<":
        end = pattern.find(">", n)
        if end >= 0:
            return end
    depth = 0
    for m in range(n, len(pattern)):
        depth += _opens(pattern, m) - (pattern[m] == ")")
        if pattern[m] == ")" and depth == 0:
            return m
    raise PatternError(f"'{pattern[n]}' is not closed.")


def _parts(pattern: str) -> list[str]:
    parts = []
    plain = ""
    n = 0
    while n < len(pattern):
        if pattern[n] == "<" or _opens(pattern, n):
            part = pattern[n : _close(pattern, n) + 1]
            if part[0] == "(" and GROUP.fullmatch(part[1:-1]):
                raise PatternError(f"{part} is read as a bracket of the text: write {part[1:-1]}, or ( {part[1:-1]} ).")
        elif pattern.startswith(GAP, n):
            part = GAP
        else:
            plain += pattern[n]
            n += 1
            continue
        if plain:
            parts.append(plain)
        plain = ""
        parts.append(part)
        n += len(part)
    if plain:
        parts.append(plain)
    return parts
