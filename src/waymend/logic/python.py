"""Rules in normal form in, one generated Python function out.

`decide(v, t, f)` takes a case: `v` the tuple of answers (a bool or None a yes/no slot, a float a number slot, NaN when unknown), and
`t` and `f`, the leaves known true and known false as bits (see LeafBits). It returns the numbers of the rules that fire, and as bits the
rules that do not fire but still could. A rule of which no leaf is known false is open without a look; when all is known none is. NaN makes both "known to be above" and "known not to be above" false without a further test.
Small groups of leaves are tested one by one; a group of many is one test of bits.
"""

from __future__ import annotations

import marshal
from collections import Counter
from collections.abc import Callable, Sequence
from types import CodeType

from waymend.logic.normal import All, Count, Leaf, Normal, Some, leaves

Values = tuple[bool | float | None, ...]
Decide = Callable[[Values, int, int], tuple[list[int], int]]
UNKNOWN = float("nan")

OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}
# Common parts with at least this many members are worked out once and named; groups with that many leaves are tested as bits.
SHARED_SIZE = 3
BITS_SIZE = 5
# So many rules are looked at together for what is known false of them.
CHUNK = 6


class LeafBits:
    """Each distinct question that the rules ask of a case has a bit. Bits are told apart by slot, comparison and what is wanted."""

    def __init__(self, rules: Sequence[Normal]) -> None:
        self.bit: dict[Leaf, int] = {}
        # Leaves of large groups first, so that the numbers the generated code works with stay short.
        for leaf in (*_in_large_groups(rules), *(leaf for rule in rules for leaf in leaves(rule))):
            self.bit.setdefault(plain(leaf), len(self.bit))

    def mask(self, found: Sequence[Leaf]) -> int:
        return sum({1 << self.bit[plain(leaf)] for leaf in found})


def plain(leaf: Leaf) -> Leaf:
    """The question of a leaf, without whether it speaks for a concern."""
    return leaf if leaf.speaks else Leaf(leaf.slot, leaf.wanted, True, leaf.op, leaf.limit)


def _in_large_groups(rules: Sequence[Normal]) -> list[Leaf]:
    found: list[Leaf] = []
    seen: set[Normal] = set()

    def walk(tree: Normal) -> None:
        if isinstance(tree, Leaf) or tree in seen:
            return
        seen.add(tree)
        direct = [p for p in tree.parts if isinstance(p, Leaf)]
        if len(direct) >= BITS_SIZE:
            found.extend(direct)
        for part in tree.parts:
            walk(part)

    for rule in rules:
        walk(rule)
    return found


def source(rules: Sequence[Normal]) -> str:
    """The text of the generated module."""
    printer = _Printer(rules)
    fire: list[str] = []
    for number, rule in enumerate(rules):
        text = printer.text(rule, sure=True)
        fire += [*printer.take_named(4), f"    if {text}: fires.append({number})"]
    close: list[str] = []
    for start in range(0, len(rules), CHUNK):
        chunk = rules[start : start + CHUNK]
        texts = [printer.text(rule, sure=False) for rule in chunk]
        close += printer.take_named(4)
        close.append(f"    if f & {hex(printer.bits.mask([leaf for rule in chunk for leaf in leaves(rule)]))}:")
        close += [f"        if not {text}: closed.append({start + n})" for n, text in enumerate(texts)]
    known = hex(printer.bits.mask([leaf for rule in rules for leaf in leaves(rule)]))
    taken = [f"    v{slot} = v[{slot}]" for slot in sorted(printer.slots)]
    return "\n".join(
        [
            "def decide(v, t, f):",
            "    fires = []; closed = []",
            *taken,
            *fire,
            f"    if t | f == {known}: return fires, 0",
            *close,
            f"    opens = {hex((1 << len(rules)) - 1)}",
            "    for n in fires: opens ^= 1 << n",
            "    for n in closed: opens ^= 1 << n",
            "    return fires, opens",
            "",
        ]
    )


def compile_source(text: str) -> CodeType:
    return compile(text, "<waymend rules>", "exec")


def load(code: CodeType | bytes) -> Decide:
    """The function in a compiled module, or in one stored with `marshal`."""
    scope: dict[str, Decide] = {}
    exec(code if isinstance(code, CodeType) else marshal.loads(code), {}, scope)
    return scope["decide"]


class _Printer:
    """Prints trees; names the parts that occur more than once."""

    def __init__(self, rules: Sequence[Normal]) -> None:
        self.bits = LeafBits(rules)
        self.slots: set[int] = set()
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

    def take_named(self, indent: int) -> list[str]:
        """Assignments that must stand before the text just printed."""
        named, self.named = self.named, []
        return [" " * indent + line for line in named]

    def text(self, tree: Normal, *, sure: bool) -> str:
        """`sure`: known true; else: could still be true."""
        if isinstance(tree, Leaf):
            return self._leaf(tree, sure)
        if self.counts[tree] < 2 or len(tree.parts) < SHARED_SIZE:
            return self._group(tree, sure)
        key = (tree, sure)
        if key not in self.names:
            text = self._group(tree, sure)
            self.names[key] = f"{'y' if sure else 'm'}{len(self.names)}"
            self.named.append(f"{self.names[key]} = {text}")
        return self.names[key]

    def _group(self, tree: All | Some | Count, sure: bool) -> str:
        direct = [p for p in tree.parts if isinstance(p, Leaf)]
        # A count of bits would take a leaf that is named twice for one.
        uncountable = isinstance(tree, Count) and len({plain(p) for p in direct}) < len(tree.parts)
        if len(direct) < BITS_SIZE or uncountable:
            parts = [self.text(p, sure=sure) for p in tree.parts]
        else:
            rest = [self.text(p, sure=sure) for p in tree.parts if not isinstance(p, Leaf)]
            parts = [self._bits(tree, direct, sure), *rest]
        match tree:
            case All():
                return f"({' and '.join(parts)})"
            case Some():
                return f"({' or '.join(parts)})"
            case Count(n) if len(parts) > 1:
                return f"({' + '.join(f'(1 if {p} else 0)' for p in parts)} >= {n})"
            case Count():
                return parts[0]

    def _bits(self, tree: All | Some | Count, direct: list[Leaf], sure: bool) -> str:
        mask = hex(self.bits.mask(direct))
        match tree, sure:
            case All(), True:
                return f"t & {mask} == {mask}"
            case All(), False:
                return f"not f & {mask}"
            case Some(), True:
                return f"t & {mask}"
            case Some(), False:
                return f"f & {mask} != {mask}"
            case Count(n), True:
                return f"(t & {mask}).bit_count() >= {n}"
            case _:
                assert isinstance(tree, Count)
                return f"(f & {mask}).bit_count() <= {len(direct) - tree.n}"

    def _leaf(self, leaf: Leaf, sure: bool) -> str:
        self.slots.add(leaf.slot)
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
