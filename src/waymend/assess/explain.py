"""Which findings made a rule true, and which would decide one that is open. Walks one tree in normal form."""

from __future__ import annotations

from collections.abc import Iterator

from waymend.assess.case import leaf_false, leaf_true
from waymend.logic.normal import All, Count, Leaf, Normal, Some
from waymend.logic.python import Values


def is_true(tree: Normal, values: Values) -> bool:
    """Known true."""
    match tree:
        case Leaf(slot, wanted, _, None):
            return values[slot] is wanted
        case Leaf():
            return leaf_true(tree, values)
        case All(parts):
            return all(is_true(p, values) for p in parts)
        case Some(parts):
            return any(is_true(p, values) for p in parts)
        case Count(n, parts):
            return sum(is_true(p, values) for p in parts) >= n


def is_false(tree: Normal, values: Values) -> bool:
    """Known false."""
    match tree:
        case Leaf():
            return leaf_false(tree, values)
        case All(parts):
            return any(is_false(p, values) for p in parts)
        case Some(parts):
            return all(is_false(p, values) for p in parts)
        case Count(n, parts):
            return len(parts) - sum(is_false(p, values) for p in parts) < n


def reasons(tree: Normal, values: Values) -> Iterator[Leaf]:
    """The leaves, in order, that make a true tree true. The tree must be true."""
    if isinstance(tree, Leaf):
        yield tree
        return
    for part in tree.parts:
        if isinstance(tree, All) or is_true(part, values):
            yield from reasons(part, values)


def undecided(tree: Normal, values: Values) -> Iterator[Leaf]:
    """The leaves, in order, whose answer can still matter to an open tree."""
    if isinstance(tree, Leaf):
        if not leaf_true(tree, values) and not leaf_false(tree, values):
            yield tree
        return
    for part in tree.parts:
        if not is_true(part, values) and not is_false(part, values):
            yield from undecided(part, values)
