"""Rules in normal form in, one generated Python function out.

`decide(v, t, f)` takes a case: `v` the tuple of answers (a bool or None a yes/no slot, a float a number slot, NaN when unknown), and
`t` and `f`, the leaves known true and known false as bits (see LeafBits). It returns the numbers of the rules that fire, and as bits the
rules that do not fire but still could. Rules are looked at only where one of the leaves is known that must be for them to fire, or to
be closed (see Gates); when all is known nothing is open. NaN makes both "known to be above" and "known not to be above" false without a further test.
Small groups of leaves are tested one by one; a group of many is one test of bits.
"""

from __future__ import annotations

import marshal
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from types import CodeType
from typing import NamedTuple, cast

from waymend.logic.normal import All, Count, Leaf, Normal, Some, leaves

Values = tuple[bool | float | None, ...]
Decide = Callable[[Values, int, int], tuple[list[int], int]]
Holds = Callable[[Values], tuple[bool, ...]]
UNKNOWN = float("nan")

OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}
# Common parts with at least this many members are worked out once and named; groups with as many leaves as BITS_SIZE are tested
# as bits. The sizes were measured on the shipped guide.
SHARED_SIZE = 3
BITS_SIZE = 20
# So many rules are looked at, or passed over, together.
CHUNK = 14


class LeafBits:
    """Each distinct question that the rules ask of a case has a bit. Bits are told apart by slot, comparison and what is wanted."""

    def __init__(self, rules: Sequence[Normal]) -> None:
        self.bit: dict[Leaf, int] = {}
        # Leaves of large groups first, so that the numbers the generated code works with stay short.
        for leaf in (*_in_large_groups(rules), *(leaf for rule in rules for leaf in leaves(rule))):
            self.bit.setdefault(plain(leaf), len(self.bit))

    def mask(self, found: Sequence[Leaf]) -> int:
        return sum({1 << self.bit[plain(leaf)] for leaf in found})


class Gates:
    """Few leaves of a tree, one of which must be known true for the tree to be so, or known false for it to be known false.

    Where there is a choice, those that stand in the fewest rules are taken: most cases know nothing of them.
    """

    def __init__(self, rules: Sequence[Normal]) -> None:
        self.uses = Counter(leaf for rule in rules for leaf in {plain(leaf) for leaf in leaves(rule)})

    def of(self, tree: Normal, *, sure: bool) -> frozenset[Leaf]:
        if isinstance(tree, Leaf):
            return frozenset((plain(tree),))
        parts = sorted(
            (self.of(part, sure=sure) for part in tree.parts), key=lambda gate: sum(self.uses[leaf] for leaf in gate)
        )
        wanted = (
            tree.n if isinstance(tree, Count) else len(parts) if isinstance(tree, All) else 1
        )  # parts that must be true
        # At most so many parts can be other than they must: among one part more there is one that is as it must be.
        spare = len(parts) - wanted if sure else wanted - 1
        return frozenset().union(*parts[: spare + 1])


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
    gates = Gates(rules)
    chunks = [range(start, min(start + CHUNK, len(rules))) for start in range(0, len(rules), CHUNK)]

    def masks(*, sure: bool) -> list[str]:
        return [
            hex(printer.bits.mask([leaf for n in chunk for leaf in gates.of(rules[n], sure=sure)])) for chunk in chunks
        ]

    known = hex(printer.bits.mask([leaf for rule in rules for leaf in leaves(rule)]))
    fire = [
        [f"if {printer.text(rules[n], sure=True, chunk=c)}: fires.append({n})" for n in chunk]
        for c, chunk in enumerate(chunks)
    ]
    close = [
        [f"if not {printer.text(rules[n], sure=False, chunk=c)}: closed.append({n})" for n in chunk]
        for c, chunk in enumerate(chunks)
    ]
    taken = [f"v{slot}" if slot in printer.slots else "_" for slot in range(max(printer.slots, default=-1) + 1)]
    return "\n".join(
        [
            "def decide(v, t, f):",
            "    fires = []; closed = []",
            f"    [{', '.join(taken)}] = v[:{len(taken)}]",
            *_blocks("t", masks(sure=True), fire, printer.named(sure=True)),
            f"    if t | f == {known}: return fires, 0",
            *_blocks("f", masks(sure=False), close, printer.named(sure=False)),
            f"    opens = {hex((1 << len(rules)) - 1)}",
            "    for n in fires: opens ^= 1 << n",
            "    for n in closed: opens ^= 1 << n",
            "    return fires, opens",
            "",
        ]
    )


def _blocks(of: str, masks: list[str], lines: list[list[str]], named: list[Named]) -> list[str]:
    """Each chunk behind a test of its gates; a part that one chunk alone needs is worked out inside it."""
    out: list[str] = []
    for chunk, (mask, inside) in enumerate(zip(masks, lines, strict=True)):
        out += [f"    {n.name} = {n.text}" for n in named if min(n.chunks) == chunk and len(n.chunks) > 1]
        out.append(f"    if {of} & {mask}:")
        out += [f"        {n.name} = {n.text}" for n in named if n.chunks == {chunk}]
        out += [f"        {line}" for line in inside]
    return out


def conditions_source(trees: Sequence[Normal]) -> str:
    """The text of a module with `holds(v)`: for each tree, in order, whether it is known true."""
    printer = _Printer(trees, bits_size=sys.maxsize)
    parts = [printer.text(tree, sure=True, chunk=0) for tree in trees]
    taken = [f"v{slot}" if slot in printer.slots else "_" for slot in range(max(printer.slots, default=-1) + 1)]
    return "\n".join(
        [
            "def holds(v):",
            f"    [{', '.join(taken)}] = v[:{len(taken)}]",
            *(f"    {n.name} = {n.text}" for n in printer.named(sure=True)),
            f"    return ({''.join(f'{part}, ' for part in parts)})",
            "",
        ]
    )


def compile_source(text: str) -> CodeType:
    return compile(text, "<waymend rules>", "exec")


def load(code: CodeType | bytes) -> Decide:
    """The function `decide` in a compiled module, or in one stored with `marshal`."""
    return cast("Decide", _run(code)["decide"])


def load_conditions(code: CodeType | bytes) -> Holds:
    """The function `holds`, likewise."""
    return cast("Holds", _run(code)["holds"])


def _run(code: CodeType | bytes) -> dict[str, object]:
    scope: dict[str, object] = {}
    exec(code if isinstance(code, CodeType) else marshal.loads(code), {}, scope)
    return scope


class Named(NamedTuple):
    """A part that occurs more than once: its name, its text, and the chunks that need it."""

    name: str
    text: str
    sure: bool
    chunks: set[int]
    within: list[Named]


class _Printer:
    """Prints trees; names the parts that occur more than once."""

    def __init__(self, rules: Sequence[Normal], bits_size: int = BITS_SIZE) -> None:
        self.bits = LeafBits(rules)
        self.bits_size = bits_size
        self.slots: set[int] = set()
        self.counts: Counter[Normal] = Counter()
        for rule in rules:
            self._count(rule)
        self.names: dict[tuple[Normal, bool], Named] = {}

    def _count(self, tree: Normal) -> None:
        if isinstance(tree, Leaf):
            return
        self.counts[tree] += 1
        if self.counts[tree] == 1:
            for part in tree.parts:
                self._count(part)

    def named(self, *, sure: bool) -> list[Named]:
        """In the order in which they must be worked out, each with every chunk that needs it, also by way of another part."""
        found = [n for n in self.names.values() if n.sure is sure]
        for outer in reversed(found):
            for inner in outer.within:
                inner.chunks.update(outer.chunks)
        return found

    def text(self, tree: Normal, *, sure: bool, chunk: int, within: list[Named] | None = None) -> str:
        """`sure`: known true; else: could still be true. `within` collects the named parts that the text needs."""
        if isinstance(tree, Leaf):
            return self._leaf(tree, sure)
        if self.counts[tree] < 2 or len(tree.parts) < SHARED_SIZE:
            return self._group(tree, sure, chunk, within)
        key = (tree, sure)
        if key not in self.names:
            needs: list[Named] = []
            text = self._group(tree, sure, chunk, needs)
            self.names[key] = Named(f"{'y' if sure else 'm'}{len(self.names)}", text, sure, set(), needs)
        self.names[key].chunks.add(chunk)
        if within is not None:
            within.append(self.names[key])
        return self.names[key].name

    def _group(self, tree: All | Some | Count, sure: bool, chunk: int, within: list[Named] | None) -> str:
        direct = [p for p in tree.parts if isinstance(p, Leaf)]
        # A count of bits would take a leaf that is named twice for one.
        uncountable = isinstance(tree, Count) and len({plain(p) for p in direct}) < len(tree.parts)
        if len(direct) < self.bits_size or uncountable:
            parts = [self.text(p, sure=sure, chunk=chunk, within=within) for p in tree.parts]
        else:
            rest = [self.text(p, sure=sure, chunk=chunk, within=within) for p in tree.parts if not isinstance(p, Leaf)]
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
