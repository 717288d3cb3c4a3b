"""The notation of `words` and of reading/: one line for many phrases.

    swollen leg                  these words, with up to three small words between them ("swollen right leg")
    (swollen|puffy) leg          one of several; an empty one may be left out: "(really|) swollen"
    <limb> ~ (swollen|puffy)     either order
    <limb>                       a group of words of reading/
    HIV                          capitals: only as capitals, where the small word means something else (AIDS, IE)

The same expansion runs in the app (web/app/read.js).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

MOST = 40000  # phrases that one pattern may stand for


class PatternError(ValueError):
    """A pattern that cannot be read; the message says why."""


def expand(pattern: str, groups: Mapping[str, Sequence[str]]) -> list[str]:
    """All phrases that a pattern stands for. Raises PatternError."""
    if not any(sign in pattern for sign in "(<~|)>"):
        return [pattern]
    sides = pattern.split(" ~ ")
    if len(sides) == 2:
        return [*expand(f"{sides[0]} {sides[1]}", groups), *expand(f"{sides[1]} {sides[0]}", groups)]
    if len(sides) > 2:
        raise PatternError("'~' may stand once in a pattern.")
    phrases = [""]
    for part in _parts(pattern):
        if part[0] == "(":
            choices = part[1:-1].split("|") if "|" in part else [part]  # "(-)" is what a text says
        elif part[0] == "<":
            if part[1:-1] not in groups:
                raise PatternError(f"<{part[1:-1]}> is not a group of reading/; known are {', '.join(groups)}.")
            choices = list(groups[part[1:-1]])
        else:
            choices = [part]
        phrases = [before + choice for before in phrases for choice in choices]
        if len(phrases) > MOST:
            raise PatternError(f"the pattern stands for more than {MOST} phrases; split it: {pattern}")
    return list(dict.fromkeys(" ".join(p.split()) for p in phrases))


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
        else:
            plain += sign
            n += 1
    if plain:
        parts.append(plain)
    return parts
