"""A guide's conditions as formulas for a theorem prover: all cases at once.

What a person may answer are the variables: a yes/no finding or option is answered yes, answered no, or neither; a number is known or not, and lies in its range.
What follows from the answers is worked out as formulas over them, exactly as `CaseMaker` closes a case, so every model of a formula is a case of a person.
In normal form each leaf asks only "known true?" or "known false?", so a formula is true of just those cases of which the generated function (logic/python.py) says so.

The formulas use Booleans, reals and comparisons alone, so any solver that reads SMT-LIB 2 (logic QF_LRA) can answer them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from typing import Any

import z3

from waymend.logic.compiled import Implied, Logic
from waymend.logic.normal import All, Count, Leaf, Normal, Some
from waymend.pack.schema import Finding

Formula = Any  # z3's classes carry no types
TRUE, FALSE = z3.BoolVal(True), z3.BoolVal(False)


class Reading:
    """What is known of each slot, as formulas: yes, no, and for numbers whether it is known and which it is. Conditions become formulas over them."""

    def __init__(
        self, logic: Logic, yes: list[Formula], no: list[Formula], known: list[Formula], number: list[Formula]
    ) -> None:
        self.logic = logic
        self.yes, self.no, self.known, self.number = yes, no, known, number
        self._sure: dict[Normal, Formula] = {}
        self._maybe: dict[Normal, Formula] = {}

    def true(self, tree: Normal) -> Formula:
        """The tree is known true."""
        return self._walk(tree, self._sure, self.leaf)

    def possible(self, tree: Normal) -> Formula:
        """The tree is true or could still be: it is not known false."""
        return self._walk(tree, self._maybe, lambda leaf: z3.Not(self.leaf(_opposite(leaf))))

    def leaf(self, leaf: Leaf) -> Formula:
        if leaf.op is None:
            return self.yes[leaf.slot] if leaf.wanted else self.no[leaf.slot]
        holds = _compare(self.number[leaf.slot], leaf.op, real(leaf.limit))
        return z3.And(self.known[leaf.slot], holds if leaf.wanted else z3.Not(holds))

    def _walk(self, tree: Normal, done: dict[Normal, Formula], of_leaf: Callable[[Leaf], Formula]) -> Formula:
        if tree not in done:
            if isinstance(tree, Leaf):
                done[tree] = of_leaf(tree)
            else:
                parts = [self._walk(part, done, of_leaf) for part in tree.parts]
                match tree:
                    case All():
                        done[tree] = every(parts)
                    case Some():
                        done[tree] = either(parts)
                    case Count(n):
                        done[tree] = at_least(n, parts)
        return done[tree]


def free(logic: Logic, mark: str) -> Reading:
    """A reading of which nothing is known but that no slot is both yes and no: variables named with `mark`."""
    labels = [f"{mark} {name} {option or ''}" for name, option in logic.slots.names]
    return Reading(
        logic,
        [z3.Bool(f"{label} yes") for label in labels],
        [z3.Bool(f"{label} no") for label in labels],
        [z3.Bool(f"{label} known") for label in labels],
        [z3.Real(f"{label} number") for label in labels],
    )


class World(Reading):
    """All cases of a guide.

    `said_yes`, `said_no`: the answers, by slot; for numbers `known` and `number`. `ties`: what holds of every case that can be given. `yes`, `no`: what is known
    once the case is closed under what answers imply. `agreeing`: that no answer is at odds with what follows from the others. `mark` keeps two worlds apart.
    """

    def __init__(self, logic: Logic, findings: Mapping[str, Finding], mark: str = "") -> None:
        self.findings = findings
        self.is_number = tuple(kind == "number" for kind in logic.slots.kinds)
        self.labels = tuple(f"{name}.{option}" if option else name for name, option in logic.slots.names)
        marked = [(number, mark + label) for number, label in zip(self.is_number, self.labels, strict=True)]
        self.said_yes = [FALSE if number else z3.Bool(f"{label} yes") for number, label in marked]
        self.said_no = [FALSE if number else z3.Bool(f"{label} no") for number, label in marked]
        known = [z3.Bool(f"{label} known") if number else FALSE for number, label in marked]
        number = [z3.Real(label) if number else z3.RealVal(0) for number, label in marked]
        super().__init__(logic, list(self.said_yes), list(self.said_no), known, number)
        self.ties = self._ties()
        for slot, (name, _) in enumerate(logic.slots.names):
            if findings[name].only_told:  # what nothing told is not so
                self.no[slot] = z3.Not(self.said_yes[slot])
        self._close()
        self.agreeing = self._agreeing()

    def _ties(self) -> list[Formula]:
        """Never yes and no; numbers in their range; of a choice one option, told by name or not at all."""
        ties = []
        index = self.logic.slots.index()
        for slot, (name, option) in enumerate(self.logic.slots.names):
            if self.is_number[slot]:
                low, high = self.findings[name].range
                ties += [self.number[slot] >= real(low), self.number[slot] <= real(high)]
            elif option is None or self.findings[name].kind == "many":
                ties.append(z3.Not(z3.And(self.said_yes[slot], self.said_no[slot])))
        for finding in self.findings.values():
            if finding.kind != "choice":
                continue
            slots = [index[finding.id, option] for option in finding.options]
            chosen = either(self.said_yes[s] for s in slots)
            ties += [z3.Not(z3.And(self.said_yes[a], self.said_yes[b])) for n, a in enumerate(slots) for b in slots[:n]]
            ties += [self.said_no[s] == z3.And(chosen, z3.Not(self.said_yes[s])) for s in slots]
        return ties

    def _close(self) -> None:
        """An implied yes beats a given no; then an implied no fills what is unknown (see CaseMaker)."""
        of_yes = [i for i in self.logic.implied if i.value]
        of_no = [i for i in self.logic.implied if not i.value]
        self._grow(self.yes, of_yes, lambda slot, new: new)
        for slot, (yes, said) in enumerate(zip(self.yes, self.said_yes, strict=True)):
            if not yes.eq(said):
                self.no[slot] = z3.And(self.no[slot], z3.Not(yes))
        self._grow(self.no, of_no, lambda slot, new: z3.And(new, z3.Not(self.yes[slot])))

    def _grow(self, values: list[Formula], sources: Sequence[Implied], held: Callable[[int, Formula], Formula]) -> None:
        """The least values that hold what is there and what follows: taken again and again, at most once for each source."""
        base = list(values)
        for _ in sources:
            new = list(base)
            for source in sources:
                new[source.slot] = z3.Or(new[source.slot], held(source.slot, self.leaf(source.when)))
            if all(a.eq(b) for a, b in zip(new, values, strict=True)):
                return
            values[:] = new

    def _agreeing(self) -> list[Formula]:
        return [
            z3.Not(z3.And(self.said_no[i.slot], self.yes[i.slot]))
            if i.value
            else z3.Implies(self.leaf(i.when), self.no[i.slot])
            for i in self.logic.implied
        ]

    def agreeing_about(self, slots: Collection[int]) -> tuple[list[Formula], list[Formula]]:
        """`agreeing`, in two: what these slots have a part in, and the rest."""
        about: tuple[list[Formula], list[Formula]] = ([], [])
        for implied, agrees in zip(self.logic.implied, self.agreeing, strict=True):
            about[not ({implied.slot, implied.when.slot} & set(slots))].append(agrees)
        return about

    def moved_by(self, slots: Collection[int]) -> set[int]:
        """These slots, and those that an answer to them can change by what it implies."""
        moved = set(slots)
        while more := {i.slot for i in self.logic.implied if i.when.slot in moved} - moved:
            moved |= more
        return moved

    def slots_of(self, finding: str) -> list[int]:
        return [slot for slot, (name, _) in enumerate(self.logic.slots.names) if name == finding]

    def answered(self, slot: int) -> Formula:
        return self.known[slot] if self.is_number[slot] else z3.Or(self.said_yes[slot], self.said_no[slot])

    def answers(self) -> list[Formula]:
        """For each finding, an option of a `many` apart, that it was answered: what makes a case small or large."""
        alone = [
            s
            for s, (name, option) in enumerate(self.logic.slots.names)
            if option is None or self.findings[name].kind == "many"
        ]
        chosen = [self.slots_of(f.id) for f in self.findings.values() if f.kind == "choice"]
        return [self.answered(s) for s in alone] + [either(self.said_yes[s] for s in slots) for slots in chosen]

    def case(self, model: Any) -> dict[str, Any]:
        """The answers that a model stands for, as `assess` takes them; what is not known is left out."""
        found: dict[str, Any] = {}
        for slot, (name, option) in enumerate(self.logic.slots.names):
            if self.is_number[slot]:
                if z3.is_true(model.eval(self.known[slot])):
                    found[name] = _float(model.eval(self.number[slot], model_completion=True))
            elif z3.is_true(model.eval(self.said_yes[slot])):
                if option is None:
                    found[name] = True
                elif self.findings[name].kind == "choice":
                    found[name] = option
                else:
                    found.setdefault(name, {})[option] = True
            elif z3.is_true(model.eval(self.said_no[slot])):
                if option is None:
                    found[name] = False
                elif self.findings[name].kind == "many":
                    found.setdefault(name, {})[option] = False
        return found

    def exactly(self, case: Mapping[str, Any]) -> list[Formula]:
        """That the answers are these and no others. The reverse of `case`."""
        holds = []
        for slot, (name, option) in enumerate(self.logic.slots.names):
            answer = case.get(name)
            if self.is_number[slot]:
                is_there = isinstance(answer, (int, float)) and not isinstance(answer, bool)
                holds.append(self.known[slot] if is_there else z3.Not(self.known[slot]))
                if is_there:
                    holds.append(self.number[slot] == real(answer))  # type: ignore[arg-type]
                continue
            if option is None:
                said = answer if isinstance(answer, bool) else None
            elif isinstance(answer, str) and answer != "unknown":
                said = answer == option
            elif isinstance(answer, Mapping):
                said = answer.get(option)
            elif isinstance(answer, (list, tuple)):
                said = True if option in answer else False if self.findings[name].kind == "choice" else None
            else:
                said = None
            holds.append(self.said_yes[slot] == z3.BoolVal(said is True))
            holds.append(self.said_no[slot] == z3.BoolVal(said is False))
        return holds


def either(parts: Iterable[Formula]) -> Formula:
    """Any of the parts; of none, false. (An `or` of fewer than two is no SMT-LIB.)"""
    found = list(parts)
    return z3.Or(found) if len(found) > 1 else found[0] if found else FALSE


def every(parts: Iterable[Formula]) -> Formula:
    """All of the parts; of none, true."""
    found = list(parts)
    return z3.And(found) if len(found) > 1 else found[0] if found else TRUE


def _opposite(leaf: Leaf) -> Leaf:
    return Leaf(leaf.slot, not leaf.wanted, leaf.speaks, leaf.op, leaf.limit)


def at_least(n: int, parts: list[Formula]) -> Formula:
    """At least n of the parts, in plain Booleans: row k holds "at least k of the parts so far"."""

    def add(row: list[Formula], part: Formula) -> list[Formula]:
        return [row[0], *(z3.Or(row[k], z3.And(row[k - 1], part)) for k in range(1, n + 1))]

    return reduce(add, parts, [TRUE, *[FALSE] * n])[n]


def real(number: float) -> Formula:
    exact = Fraction(str(number))
    return z3.RealVal(f"{exact.numerator}/{exact.denominator}")


def _float(value: Any) -> float:
    number = float(Fraction(value.numerator_as_long(), value.denominator_as_long()))
    return int(number) if number == int(number) else number


def _compare(value: Formula, op: str | None, limit: Formula) -> Formula:
    match op:
        case "<":
            return value < limit
        case "<=":
            return value <= limit
        case ">":
            return value > limit
        case ">=":
            return value >= limit
        case _:
            return value == limit
