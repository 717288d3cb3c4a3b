"""Conditions in normal form in, a small table out that `walk.js` reads; or table and walker as one ES module.

A phone on a slow line waits for bytes, not for microseconds: so the conditions travel as text of two characters a leaf, in Polish notation,
which gzip packs to about a byte a leaf, and one loop of JavaScript works them all out. (Generated code, arrays of numbers and the guide's own
expressions were measured too: docs/decisions/0005.)

- `leaves`: every distinct leaf once, as `[~][!]slot[op limit]`; `!` asks for no, `~` speaks for no concern. The first `questions` of them
  are Logic.questions, in the order of their bits.
- A condition: ` ` (all of), `!` (any of) or `#` and a digit (at least so many of), then the parts, then `'`. A leaf is its number as two digits.
  A lone `'` stands for no condition. Conditions of one list stand one after the other.
- `implied`: `leaf:slot` says that slot is yes when the leaf is known true; `leaf:!slot`, that it is no.

The walker works with three values: a group needs so many of its parts, is true when it has them, false when it can no longer get them.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources

import msgspec
from msgspec import Struct

from waymend.logic.compiled import Logic
from waymend.logic.normal import All, Leaf, Normal, Some, leaves
from waymend.logic.python import plain

# Printable characters that JSON does not escape, above those that open and close a group.
DIGITS = "".join(chr(c) for c in range(40, 127) if chr(c) != "\\")


class Table(Struct, frozen=True):
    """All conditions of a guide, as walk.js takes them. `against`: a list of conditions for each entry of Logic.against."""

    leaves: str
    questions: int
    rules: str
    steps: str = ""
    against: tuple[str, ...] = ()
    shut: str = ""
    implied: str = ""


def table(logic: Logic) -> Table:
    """The table of a guide's logic. Raises ValueError for more distinct leaves than two digits can name."""
    against = tuple(logic.against.values())
    others = [
        tree for tree in (*logic.steps, *(t for trees in against for t in trees), *logic.shut) if tree is not None
    ]
    numbers = Numbers(logic.questions, logic.rules, others, [i.when for i in logic.implied])
    return Table(
        leaves=numbers.text(),
        questions=len(logic.questions),
        rules=numbers.conditions(logic.rules),
        steps=numbers.conditions(logic.steps),
        against=tuple(numbers.conditions(trees) for trees in against),
        shut=numbers.conditions(logic.shut),
        implied=" ".join(f"{numbers.of(i.when)}:{'' if i.value else '!'}{i.slot}" for i in logic.implied),
    )


def module(logic: Logic) -> str:
    """An ES module without dependencies: its default export takes the answers by slot (true, false, a number, null when unknown) and
    returns `{fires, opens}`, the numbers of the rules that are true and of those that still could be."""
    data = msgspec.json.encode(table(logic)).decode()
    return (
        f"{walker()}\nconst LOGIC = load({data});\nexport default (values) => decide(LOGIC, settle(LOGIC, values));\n"
    )


def walker() -> str:
    """The text of walk.js."""
    return (resources.files("waymend.logic") / "walk.js").read_text("utf-8")


class Numbers:
    """Numbers every leaf: the questions first, in the order of their bits, then what only other conditions ask."""

    def __init__(
        self, questions: Sequence[Leaf], rules: Sequence[Normal], others: Sequence[Normal], alone: Sequence[Leaf] = ()
    ) -> None:
        met = {leaf for rule in rules for leaf in leaves(rule)}
        # A question that speaks wherever it is asked, or nowhere, needs one leaf; one that does both needs two.
        self.number: dict[Leaf, int] = {}
        for question in questions:
            self.number[question if question in met else _silent(question)] = len(self.number)
        for leaf in (*(leaf for tree in (*rules, *others) for leaf in leaves(tree)), *alone):
            if leaf in met or self._plain(leaf) is None:
                self.number.setdefault(leaf, len(self.number))
        if len(self.number) > len(DIGITS) ** 2:
            raise ValueError(f"the conditions have {len(self.number)} distinct leaves; at most {len(DIGITS) ** 2} fit.")

    def _plain(self, leaf: Leaf) -> int | None:
        """The number of the same question, whether it speaks or not."""
        spoken = plain(leaf)
        return self.number.get(spoken, self.number.get(_silent(spoken)))

    def of(self, leaf: Leaf) -> int:
        number = self.number.get(leaf, self._plain(leaf))
        assert number is not None
        return number

    def text(self) -> str:
        return " ".join(
            f"{'' if leaf.speaks else '~'}{'' if leaf.wanted else '!'}{leaf.slot}{leaf.op or ''}{_limit(leaf)}"
            for leaf in self.number
        )

    def conditions(self, trees: Sequence[Normal | None]) -> str:
        return "".join("'" if tree is None else self._condition(tree) for tree in trees)

    def _condition(self, tree: Normal) -> str:
        if isinstance(tree, Leaf):
            high, low = divmod(self.of(tree), len(DIGITS))
            return DIGITS[high] + DIGITS[low]
        opening = " " if isinstance(tree, All) else "!" if isinstance(tree, Some) else f"#{DIGITS[tree.n]}"
        return f"{opening}{''.join(map(self._condition, tree.parts))}'"


def _silent(leaf: Leaf) -> Leaf:
    return Leaf(leaf.slot, leaf.wanted, False, leaf.op, leaf.limit)


def _limit(leaf: Leaf) -> str:
    if leaf.op is None:
        return ""
    short = f"{leaf.limit:g}"
    return short if float(short) == leaf.limit else repr(leaf.limit)
