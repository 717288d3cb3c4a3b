"""The expression tree as written in a guide."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Op = Literal["<", "<=", ">", ">=", "=="]
FLIPPED: dict[Op, Op] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "=="}


class Yes(Struct, frozen=True):
    """A yes/no finding, or one option of a group."""

    finding: str
    option: str | None = None


class Compare(Struct, frozen=True):
    """A number against a limit, in the finding's own unit."""

    finding: str
    op: Op
    limit: float


class Between(Struct, frozen=True):
    """A chained comparison: `low low_op finding high_op high`."""

    low: float
    low_op: Literal["<", "<="]
    finding: str
    high_op: Literal["<", "<="]
    high: float


class AnyOf(Struct, frozen=True):
    """At least one option of a group."""

    finding: str


class Defined(Struct, frozen=True):
    """A name from `define`."""

    name: str


class Not(Struct, frozen=True):
    part: Tree


class And(Struct, frozen=True):
    parts: tuple[Tree, ...]


class Or(Struct, frozen=True):
    parts: tuple[Tree, ...]


class AtLeast(Struct, frozen=True):
    """At least `n` of the parts are yes."""

    n: int
    parts: tuple[Tree, ...]


Tree = Yes | Compare | Between | AnyOf | Defined | Not | And | Or | AtLeast


def show(tree: Tree) -> str:
    """The tree as text that `parse` reads back to the same tree."""
    match tree:
        case Yes(finding, None):
            return finding
        case Yes(finding, option):
            return f"{finding}.{option}"
        case Compare(finding, op, limit):
            return f"{finding} {op} {limit:g}" if float(f"{limit:g}") == limit else f"{finding} {op} {limit!r}"
        case Between(low, low_op, finding, high_op, high):
            return f"{low!r} {low_op} {finding} {high_op} {high!r}"
        case AnyOf(finding):
            return f"any_of({finding})"
        case Defined(name):
            return name
        case Not(part):
            return f"not {_inside(part, And, Or)}"
        case And(parts):
            return " and ".join(_inside(p, And, Or) for p in parts)
        case Or(parts):
            return " or ".join(_inside(p, Or) for p in parts)
        case AtLeast(n, parts):
            return f"at_least({n}, {', '.join(show(p) for p in parts)})"


def _inside(tree: Tree, *bracketed: type) -> str:
    return f"({show(tree)})" if isinstance(tree, bracketed) else show(tree)
