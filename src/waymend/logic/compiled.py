"""A whole guide's conditions: parsed, checked for cycles, normalised, ready for any backend."""

from __future__ import annotations

import marshal
from collections.abc import Mapping

from msgspec import Struct

from waymend.errors import Mistake
from waymend.logic.normal import Leaf, Normal, Slots, leaves, normalise
from waymend.logic.parse import ExpressionError, Signature, parse
from waymend.logic.python import LeafBits, compile_source, conditions_source, source
from waymend.logic.tree import AnyOf, Compare, Defined, Not, Tree, Yes
from waymend.pack.nodes import place_of
from waymend.pack.schema import Guide


class Implied(Struct, frozen=True):
    """When `when` is known, slot `slot` is `value`."""

    when: Leaf
    slot: int
    value: bool


class Logic(Struct, frozen=True):
    """All conditions of a guide in normal form, in the guide's order. None where a step has no condition."""

    slots: Slots
    rules: tuple[Normal, ...]
    steps: tuple[Normal | None, ...]
    against: dict[str, tuple[Normal, ...]]
    implied: tuple[Implied, ...]
    shut: tuple[Normal, ...]  # for each gate, when it is shut
    source: str
    # The distinct questions of all rules, in the order of their bits; rule → those it asks, and those that speak for its concern, as bits
    # in bytes (least first).
    questions: tuple[Leaf, ...]
    asks: tuple[bytes, ...]
    speaks: tuple[bytes, ...]


class Compiled(Struct, frozen=True):
    """A guide ready for use, as the cache keeps it.

    `code`, `conditions`: the generated functions for the rules and for all other conditions; `catalogues`: language → translations.
    """

    guide: Guide
    logic: Logic
    code: bytes
    conditions: bytes
    catalogues: dict[str, dict[str, str]]


class Trees(Struct, frozen=True):
    """All conditions of a guide as written, parsed."""

    signatures: dict[str, Signature]
    define: dict[str, Tree]
    rules: dict[str, Tree]
    steps: dict[str, Tree]
    against: dict[str, tuple[Tree, ...]]
    implications: tuple[tuple[Tree, Tree], ...]
    gates: tuple[Tree, ...]

    @property
    def options(self) -> dict[str, tuple[str, ...]]:
        return {name: s.options for name, s in self.signatures.items() if s.options}


def signatures_of(guide: Guide) -> dict[str, Signature]:
    return {str(f.id): Signature(f.kind, tuple(str(o) for o in f.options)) for f in guide.findings.values()}


def slots_of(signatures: Mapping[str, Signature]) -> Slots:
    names: list[tuple[str, str | None]] = []
    kinds: list[str] = []
    for name, signature in signatures.items():
        if signature.options:
            names += [(name, option) for option in signature.options]
            kinds += ["option"] * len(signature.options)
        else:
            names.append((name, None))
            kinds.append(signature.kind)
    return Slots(tuple(names), tuple(kinds))  # type: ignore[arg-type]


def parse_guide(guide: Guide) -> tuple[Trees, list[Mistake]]:
    """Parse every condition of a guide. What cannot be parsed is reported and left out."""
    mistakes: list[Mistake] = []
    signatures = signatures_of(guide)
    names = frozenset(guide.define)

    def read(text: str) -> Tree | None:
        try:
            return parse(text, signatures, names)
        except ExpressionError as error:
            mistakes.append(Mistake(place_of(text, error.part), error.message))
            return None

    define = {str(name): tree for name, text in guide.define.items() if (tree := read(text)) is not None}
    mistakes += _cycles(guide, define)
    trees = Trees(
        signatures=signatures,
        define=define,
        rules={r.id: tree for r in guide.rules if (tree := read(r.when)) is not None},
        steps={s.id: tree for s in guide.steps if s.when is not None and (tree := read(s.when)) is not None},
        against={
            c.id: tuple(t for a in c.speaks_against if (t := read(a.when)) is not None) for c in guide.concerns.values()
        },
        implications=tuple(
            (when, then)
            for i in guide.implications
            if (when := read(i.when)) is not None
            and (then := read(i.then)) is not None
            and _simple(i.when, when, then, mistakes)
        ),
        gates=tuple(tree for g in guide.gates if (tree := read(g.only_if)) is not None),
    )
    mistakes += _unused(guide, trees)
    return trees, mistakes


def compile_guide(guide: Guide, trees: Trees) -> Logic:
    """Normalise a guide whose conditions parsed without mistakes."""
    slots = slots_of(trees.signatures)
    index = slots.index()
    silent = frozenset(guide.circumstances) | {f.id for f in guide.findings.values() if f.background}

    def normal(tree: Tree) -> Normal:
        return normalise(tree, trees.define, index, trees.options, silent)

    rules = tuple(normal(trees.rules[r.id]) for r in guide.rules)
    implied: list[Implied] = []
    for finding in guide.findings.values():
        for name in finding.implies:
            _add_implied(implied, Leaf(index[finding.id, None], True, False), Leaf(index[name, None], True, False))
    for when, then in trees.implications:
        a, b = normal(when), normal(then)
        assert isinstance(a, Leaf)
        assert isinstance(b, Leaf)
        _add_implied(implied, a, b)
    bits = LeafBits(rules)
    found = [leaves(rule) for rule in rules]
    return Logic(
        slots=slots,
        rules=rules,
        steps=tuple(normal(trees.steps[s.id]) if s.when is not None else None for s in guide.steps),
        against={str(c): tuple(normal(t) for t in found) for c, found in trees.against.items() if found},
        implied=tuple(implied),
        shut=tuple(normal(Not(tree)) for tree in trees.gates),
        source=source(rules),
        questions=tuple(bits.bit),
        asks=tuple(_bytes(bits.mask(of_rule)) for of_rule in found),
        speaks=tuple(_bytes(bits.mask([leaf for leaf in of_rule if leaf.speaks and leaf.wanted])) for of_rule in found),
    )


def _bytes(bits: int) -> bytes:
    return bits.to_bytes((bits.bit_length() + 7) // 8, "little")


class Conditions:
    """All conditions of a guide but its rules' in one row: of steps, of what speaks against concerns, and of gates that are shut.

    `step`: number of a step → place of its condition in the row, only for those that have one. `against`: concern → places. `shut`: places.
    """

    def __init__(self, logic: Logic) -> None:
        row: list[Normal] = []
        self.step: dict[int, int] = {}
        for number, condition in enumerate(logic.steps):
            if condition is not None:
                self.step[number] = len(row)
                row.append(condition)
        self.against: dict[str, range] = {}
        for concern, trees in logic.against.items():
            self.against[concern] = range(len(row), len(row) + len(trees))
            row += trees
        self.shut = range(len(row), len(row) + len(logic.shut))
        self.row = (*row, *logic.shut)


def compiled_code(logic: Logic) -> tuple[bytes, bytes]:
    """The generated functions of the rules and of the other conditions, stored with `marshal` for this Python version alone."""
    rules, conditions = compile_source(logic.source), compile_source(conditions_source(Conditions(logic).row))
    return marshal.dumps(rules), marshal.dumps(conditions)


def _add_implied(implied: list[Implied], when: Leaf, then: Leaf) -> None:
    """a ⇒ b, and for yes/no findings its contrapositive: not b ⇒ not a."""
    implied.append(Implied(when, then.slot, then.wanted))
    if when.op is None:
        implied.append(Implied(Leaf(then.slot, not then.wanted, False), when.slot, not when.wanted))


def _simple(text: str, when: Tree, then: Tree, mistakes: list[Mistake]) -> bool:
    inner_when = when.part if isinstance(when, Not) else when
    inner_then = then.part if isinstance(then, Not) else then
    if isinstance(inner_when, (Yes, Compare)) and isinstance(inner_then, Yes):
        if not (isinstance(inner_when, Yes) and inner_when is not when and inner_then is then):
            return True
        mistakes.append(
            Mistake(
                place_of(text),
                "a no can not imply a yes: which of two answers counts would depend on their order. Write a rule for it instead.",
            )
        )
        return False
    mistakes.append(
        Mistake(
            place_of(text),
            "an implication goes from one finding, option or comparison to one finding or option ('not' allowed).",
        )
    )
    return False


def _names(tree: Tree) -> set[str]:
    """Definitions named in a tree."""
    if isinstance(tree, Defined):
        return {tree.name}
    parts = getattr(tree, "parts", None) or ((tree.part,) if hasattr(tree, "part") else ())
    return set().union(*(_names(p) for p in parts)) if parts else set()


def findings_in(tree: Tree) -> set[str]:
    """Findings named in a tree, definitions not expanded."""
    if isinstance(tree, (Yes, Compare, AnyOf)) or hasattr(tree, "finding"):
        return {tree.finding}
    parts = getattr(tree, "parts", None) or ((tree.part,) if hasattr(tree, "part") else ())
    return set().union(*(findings_in(p) for p in parts)) if parts else set()


def _cycles(guide: Guide, define: Mapping[str, Tree]) -> list[Mistake]:
    mistakes: list[Mistake] = []
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        if name in path:
            ring = " → ".join((*path[path.index(name) :], name))
            mistakes.append(
                Mistake(
                    place_of(next(n for n in guide.define if n == name)),
                    f"definitions go in a circle: {ring}. Break it.",
                )
            )
            done.update(path)
            return
        if name in done or name not in define:
            return
        for inner in sorted(_names(define[name])):
            visit(inner, (*path, name))
        done.add(name)

    for name in define:
        visit(name, ())
    return mistakes


def _unused(guide: Guide, trees: Trees) -> list[Mistake]:
    used: set[str] = set()
    for tree in (
        *trees.rules.values(),
        *trees.steps.values(),
        *trees.define.values(),
        *(t for ts in trees.against.values() for t in ts),
        *trees.gates,
    ):
        used |= _names(tree)
    return [
        Mistake(place_of(n), f"the definition '{n}' is never used. Remove it, or use it.")
        for n in guide.define
        if n not in used
    ]
