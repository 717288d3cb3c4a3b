"""Rules in normal form in, one generated Python function out.

`decide(values)` takes the tuple of a case (a bool or None a yes/no slot, a float a number slot, NaN when unknown) and returns two
lists of rule numbers: those that fire, and those that do not fire but still could. NaN makes both "known to be above" and "known
not to be above" false without a further test.
"""

from __future__ import annotations

import marshal
from collections import Counter
from collections.abc import Callable, Sequence
from types import CodeType

from waymend.logic.normal import All, Count, Leaf, Normal, Some

Decide = Callable[[tuple[bool | float | None, ...]], tuple[list[int], list[int]]]
UNKNOWN = float("nan")

OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}
# Common parts larger than this are worked out once and named.
SHARED_SIZE = 3


def source(rules: Sequence[Normal]) -> str:
    """The text of the generated module."""
    printer = _Printer(rules)
    slots = sorted({leaf for rule in rules for leaf in _slots(rule)})
    lines = ["def decide(v):", "    fires = []; opens = []"]
    lines += [f"    v{slot} = v[{slot}]" for slot in slots]
    body: list[str] = []
    for number, rule in enumerate(rules):
        true, maybe = printer.text(rule, sure=True), printer.text(rule, sure=False)
        body += printer.take_named()
        body += [f"    if {true}: fires.append({number})", f"    elif {maybe}: opens.append({number})"]
    return "\n".join([*lines, *body, "    return fires, opens", ""])


def compile_source(text: str) -> CodeType:
    return compile(text, "<waymend rules>", "exec")


def load(code: CodeType | bytes) -> Decide:
    """The function in a compiled module, or in one stored with `marshal`."""
    scope: dict[str, Decide] = {}
    exec(code if isinstance(code, CodeType) else marshal.loads(code), {}, scope)
    return scope["decide"]


def _slots(tree: Normal) -> set[int]:
    if isinstance(tree, Leaf):
        return {tree.slot}
    return set().union(*(_slots(p) for p in tree.parts))


class _Printer:
    """Prints trees; names the parts that occur more than once."""

    def __init__(self, rules: Sequence[Normal]) -> None:
        self.counts: Counter[Normal] = Counter()
        for rule in rules:
            self._count(rule)
        self.names: dict[tuple[Normal, bool], str] = {}
        self.named: list[str] = []

    def _count(self, tree: Normal) -> None:
        if isinstance(tree, Leaf):
            return
        self.counts[tree] += 1
        if self.counts[tree] == 1:
            for part in tree.parts:
                self._count(part)

    def take_named(self) -> list[str]:
        """Assignments that must stand before the text just printed."""
        named, self.named = self.named, []
        return named

    def text(self, tree: Normal, *, sure: bool) -> str:
        """`sure`: known true; else: could still be true."""
        if isinstance(tree, Leaf):
            return _leaf(tree, sure)
        if self.counts[tree] < 2 or len(tree.parts) < SHARED_SIZE:
            return self._plain(tree, sure)
        key = (tree, sure)
        if key not in self.names:
            text = self._plain(tree, sure)
            self.names[key] = f"{'t' if sure else 'm'}{len(self.names)}"
            self.named.append(f"    {self.names[key]} = {text}")
        return self.names[key]

    def _plain(self, tree: All | Some | Count, sure: bool) -> str:
        parts = [self.text(p, sure=sure) for p in tree.parts]
        match tree:
            case All():
                return f"({' and '.join(parts)})"
            case Some():
                return f"({' or '.join(parts)})"
            case Count(n):
                return f"({' + '.join(f'(1 if {p} else 0)' for p in parts)} >= {n})"


def _leaf(leaf: Leaf, sure: bool) -> str:
    name = f"v{leaf.slot}"
    if leaf.op is None:
        # Known yes / known no / not known no / not known yes
        test = {
            (True, True): "is True",
            (False, True): "is False",
            (True, False): "is not False",
            (False, False): "is not True",
        }
        return f"{name} {test[leaf.wanted, sure]}"
    if leaf.op == "==":
        same, other = f"{name} == {leaf.limit!r}", f"({name} < {leaf.limit!r} or {name} > {leaf.limit!r})"
    else:
        same, other = f"{name} {leaf.op} {leaf.limit!r}", f"{name} {OPPOSITE[leaf.op]} {leaf.limit!r}"
    wanted, unwanted = (same, other) if leaf.wanted else (other, same)
    return wanted if sure else f"(not {unwanted})"
