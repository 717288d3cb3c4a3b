"""The notation of `words` and of reading/: one line for many phrases.

    swollen leg                  these words, with up to three small words between them ("swollen right leg")
    (swollen|puffy) leg          one of several; an empty one may be left out: "(really|) swollen"
    <limb> ~ (swollen|puffy)     either order
    <limb>                       a group of words of reading/
    HIV                          capitals: only as capitals, where the small word means something else (AIDS, IE)
    narcan ... not waking        up to eight words of any kind between the two

The guide is checked by what can be read here; the reader (read/lexicon.py, read/native/patterns.zig) expands it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import prod

KeysOf = Callable[[str], Sequence[str]]
MOST = 10_000  # phrases that one pattern may stand for
TOO_MANY = f"a pattern stands for more than {MOST} phrases; split it: {{}}"
GAP = "..."  # in a pattern, and as the key of a step that goes over words of any kind


class PatternError(ValueError):
    """A pattern that cannot be read; the message says why."""


def expand(
    pattern: str, groups: Mapping[str, Sequence[str]], keys_of: KeysOf, dropped: frozenset[str] = frozenset()
) -> list[tuple[str, ...]]:
    """All phrases that a pattern stands for, each as the keys of its words. dropped: keys that are left out inside a pattern. Raises PatternError."""
    sides = pattern.split(" ~ ")
    if len(sides) == 2:
        return [
            *expand(f"{sides[0]} {sides[1]}", groups, keys_of, dropped),
            *expand(f"{sides[1]} {sides[0]}", groups, keys_of, dropped),
        ]
    if len(sides) > 2:
        raise PatternError(f"'~' may stand once in a pattern: {pattern}")
    phrases: list[tuple[str, ...]] = [()]
    parts = _parts(pattern) if any(sign in pattern for sign in ("(", "<", GAP)) else [pattern]
    told = [[keys_of(c) for c in _choices(part, groups)] for part in parts]
    needed = [n for n, choices in enumerate(told) if all(choices)]
    for n, options in enumerate(told):
        inside = bool(needed) and needed[0] < n < needed[-1]
        choices = dict.fromkeys(tuple(k for k in keys if not (inside and k in dropped)) for keys in options)
        phrases = [before + choice for before in phrases for choice in choices]
        if len(phrases) > MOST:
            raise PatternError(TOO_MANY.format(pattern))
    return list(
        dict.fromkeys(tuple(k for n, k in enumerate(p) if n in (0, len(p) - 1) or k not in dropped) for p in phrases)
    )


def count(pattern: str, groups: Mapping[str, Sequence[str]]) -> int:
    """How many phrases a pattern stands for at most, without making them. Raises PatternError where it cannot be read."""
    sides = pattern.split(" ~ ")
    if len(sides) > 2:
        raise PatternError(f"'~' may stand once in a pattern: {pattern}")
    return len(sides) * prod(len(set(_choices(part, groups))) for part in _parts(" ".join(sides)))


def _choices(part: str, groups: Mapping[str, Sequence[str]]) -> Sequence[str]:
    if part[0] == "(" and "|" in part:
        return part[1:-1].split("|")
    if part[0] == "<" and part[-1] == ">":
        if part[1:-1] not in groups:
            raise PatternError(f"{part} is not a group of reading/; known are {', '.join(groups)}.")
        return groups[part[1:-1]]
    return (part,)  # "(-)" is what a text says


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
