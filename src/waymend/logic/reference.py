"""The meaning of an expression: a slow, obvious walk with Kleene's three values. Other backends are held to this one."""

from __future__ import annotations

from collections.abc import Mapping

from waymend.logic.tree import And, AnyOf, AtLeast, Between, Compare, Defined, Not, Or, Tree, Yes

# yes, no, unknown
Three = bool | None
# finding → yes/no/unknown, a number, or option → yes/no/unknown. A finding that is not there is unknown.
Known = Mapping[str, Three | float | Mapping[str, Three]]


def value(tree: Tree, known: Known, define: Mapping[str, Tree], options: Mapping[str, tuple[str, ...]]) -> Three:
    """True, False or None (unknown). `options` names all options of each group."""
    match tree:
        case Yes(finding, None):
            given = known.get(finding)
            return given if isinstance(given, bool) else None
        case Yes(finding, option):
            group = known.get(finding)
            return group.get(option or "") if isinstance(group, Mapping) else None
        case Compare(finding, op, limit):
            number = known.get(finding)
            return None if not _is_number(number) else _compare(float(number), op, limit)  # type: ignore[arg-type]
        case Between(low, low_op, finding, high_op, high):
            number = known.get(finding)
            if not _is_number(number):
                return None
            return _compare(low, low_op, float(number)) and _compare(float(number), high_op, high)  # type: ignore[arg-type]
        case AnyOf(finding):
            return _count(1, [value(Yes(finding, option), known, define, options) for option in options[finding]])
        case Defined(name):
            return value(define[name], known, define, options)
        case Not(part):
            inner = value(part, known, define, options)
            return None if inner is None else not inner
        case And(parts):
            return _count(len(parts), [value(p, known, define, options) for p in parts])
        case Or(parts):
            return _count(1, [value(p, known, define, options) for p in parts])
        case AtLeast(n, parts):
            return _count(n, [value(p, known, define, options) for p in parts])


def _count(n: int, values: list[Three]) -> Three:
    """At least n of the values: yes when n are yes, no when n can no longer be."""
    yes = sum(v is True for v in values)
    maybe = sum(v is not False for v in values)
    return True if yes >= n else (None if maybe >= n else False)


def _is_number(number: object) -> bool:
    return isinstance(number, (int, float)) and not isinstance(number, bool)


def _compare(left: float, op: str, right: float) -> bool:
    match op:
        case "<":
            return left < right
        case "<=":
            return left <= right
        case ">":
            return left > right
        case ">=":
            return left >= right
        case _:
            return left == right
