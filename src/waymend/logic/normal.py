"""The guide normalised: definitions expanded, chains split, `not` pushed down to the leaves.

In this form a rule *fires* by asking of each leaf only "is it known true?" or "is it known false?", and it *could still fire* by
asking "is it not known false?" or "is it not known true?"; no third value is needed at run time:
T(a and b) = T(a) & T(b), T(a or b) = T(a) | T(b), T(not leaf) = F(leaf). (De Morgan; for at_least(n of k): not → at_least(k-n+1 of nots).)
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from waymend.logic.tree import And, AnyOf, AtLeast, Between, Compare, Defined, Not, Op, Or, Tree, Yes


class Leaf(Struct, frozen=True, tag="leaf", array_like=True):
    """One question to one answer. `wanted` False asks "is it known false?".

    `slot` is the place of the answer in a case (see Slots); `op` and `limit` only for numbers. `speaks` False: a circumstance, which
    by itself speaks for no concern.
    """

    slot: int
    wanted: bool
    speaks: bool
    op: Op | None = None
    limit: float = 0.0


class All(Struct, frozen=True, tag="all", array_like=True):
    parts: tuple[Normal, ...]


class Some(Struct, frozen=True, tag="some", array_like=True):
    parts: tuple[Normal, ...]


class Count(Struct, frozen=True, tag="count", array_like=True):
    """At least n of the parts, 2 <= n < len(parts)."""

    n: int
    parts: tuple[Normal, ...]


Normal = Leaf | All | Some | Count


class Slots(Struct, frozen=True):
    """Where each answer lies in the tuple of a case: one slot a yes/no finding, an option, or a number."""

    names: tuple[tuple[str, str | None], ...]
    kinds: tuple[Literal["yes_no", "option", "number"], ...]

    def index(self) -> dict[tuple[str, str | None], int]:
        return {name: i for i, name in enumerate(self.names)}


def normalise(
    tree: Tree,
    define: Mapping[str, Tree],
    slots: Mapping[tuple[str, str | None], int],
    options: Mapping[str, tuple[str, ...]],
    silent: frozenset[str] = frozenset(),
) -> Normal:
    """Normal form of one tree. `silent`: findings and definitions that alone speak for no concern. Definitions must have no cycle."""

    def walk(tree: Tree, wanted: bool, speaks: bool) -> Normal:
        match tree:
            case Yes(finding, option):
                return Leaf(slots[finding, option], wanted, speaks and finding not in silent)
            case Compare(finding, op, limit):
                return Leaf(slots[finding, None], wanted, speaks and finding not in silent, op, limit)
            case Between(low, low_op, finding, high_op, high):
                lower = Compare(finding, ">" if low_op == "<" else ">=", low)
                return walk(And((lower, Compare(finding, high_op, high))), wanted, speaks)
            case AnyOf(finding):
                return walk(Or(tuple(Yes(finding, o) for o in options[finding])), wanted, speaks)
            case Defined(name):
                return walk(define[name], wanted, speaks and name not in silent)
            case Not(part):
                return walk(part, not wanted, speaks)
            case And(parts):
                return _join(All if wanted else Some, [walk(p, wanted, speaks) for p in parts])
            case Or(parts):
                return _join(Some if wanted else All, [walk(p, wanted, speaks) for p in parts])
            case AtLeast(n, parts):
                inner = [walk(p, wanted, speaks) for p in parts]
                n = n if wanted else len(parts) - n + 1
                if n == 1:
                    return _join(Some, inner)
                return _join(All, inner) if n == len(inner) else Count(n, tuple(inner))

    return walk(tree, True, True)


def _join(kind: type[All] | type[Some], parts: list[Normal]) -> Normal:
    """Flatten `and` in `and`, `or` in `or`; drop parts said twice; one part stands for itself."""
    flat: dict[Normal, None] = {}
    for part in parts:
        for inner in part.parts if isinstance(part, kind) else (part,):
            flat.setdefault(inner)
    return kind(tuple(flat)) if len(flat) > 1 else next(iter(flat))


def leaves(tree: Normal) -> list[Leaf]:
    """All leaves, left to right."""
    if isinstance(tree, Leaf):
        return [tree]
    return [leaf for part in tree.parts for leaf in leaves(part)]
