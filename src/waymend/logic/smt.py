"""A guide's conditions as formulas for Z3: all cases at once.

A case is two Booleans a yes/no finding or option (known yes, known no; never both), and for a number whether it is known, and a real within its range. In
negation normal form each leaf asks only "known true?" or "known false?", so a formula holds of exactly the cases of which the generated function (logic/python.py)
says so. Implied answers are constraints: of a case as it is after `CaseMaker` has closed it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import z3

from waymend.logic.compiled import Logic
from waymend.logic.normal import All, Count, Leaf, Normal, Some

Formula = Any  # z3's classes carry no types


class World:
    """All cases of a guide, as variables and the constraints that tie them together. `mark` keeps the variables of two worlds apart."""

    def __init__(self, logic: Logic, ranges: Mapping[str, Sequence[float]], mark: str = "") -> None:
        self.logic = logic
        self.yes: list[Formula] = []
        self.no: list[Formula] = []
        self.known: list[Formula] = []
        self.number: list[Formula] = []
        self.ties: list[Formula] = []
        for slot, ((name, option), kind) in enumerate(zip(logic.slots.names, logic.slots.kinds, strict=True)):
            label = f"{mark}{name}.{option}" if option else f"{mark}{name}"
            if kind == "number":
                self.yes.append(None)
                self.no.append(None)
                self.known.append(z3.Bool(f"{label} known"))
                self.number.append(z3.Real(label))
                low, high = ranges[name]
                self.ties.append(z3.And(self.number[slot] >= _real(low), self.number[slot] <= _real(high)))
            else:
                self.yes.append(z3.Bool(f"{label} yes"))
                self.no.append(z3.Bool(f"{label} no"))
                self.known.append(None)
                self.number.append(None)
                self.ties.append(z3.Not(z3.And(self.yes[slot], self.no[slot])))
        self._cache: dict[Normal, Formula] = {}
        for implied in logic.implied:
            when = self.true(implied.when)
            # An implied yes overrides a given no; an implied no only fills what is not known.
            then = self.yes[implied.slot] if implied.value else z3.Or(self.yes[implied.slot], self.no[implied.slot])
            self.ties.append(z3.Implies(when, then))

    def one_of(self, slots: Iterable[int]) -> None:
        """Tie the options of a choice: one yes makes the others no, and all are known together."""
        slots = list(slots)
        for slot in slots:
            others = [other for other in slots if other != slot]
            self.ties.append(z3.Implies(self.yes[slot], z3.And([self.no[o] for o in others])))
            self.ties.append(z3.Implies(self.no[slot], z3.Or([self.yes[o] for o in others])))

    def true(self, tree: Normal) -> Formula:
        """The tree is known true."""
        if tree not in self._cache:
            self._cache[tree] = self._true(tree)
        return self._cache[tree]

    def _true(self, tree: Normal) -> Formula:
        match tree:
            case Leaf(slot, wanted, _, None):
                return self.yes[slot] if wanted else self.no[slot]
            case Leaf(slot, wanted, _, op, limit):
                compared = _compare(self.number[slot], op, _real(limit))
                return z3.And(self.known[slot], compared if wanted else z3.Not(compared))
            case All(parts):
                return z3.And([self.true(p) for p in parts])
            case Some(parts):
                return z3.Or([self.true(p) for p in parts])
            case Count(n, parts):
                return z3.AtLeast(*[self.true(p) for p in parts], n)

    def case(self, model: Any) -> dict[str, Any]:
        """The answers that a model stands for, as `assess` takes them; what is not known is left out."""
        found: dict[str, Any] = {}
        for slot, ((name, option), kind) in enumerate(zip(self.logic.slots.names, self.logic.slots.kinds, strict=True)):
            if kind == "number":
                if z3.is_true(model.eval(self.known[slot])):
                    value = model.eval(self.number[slot], model_completion=True)
                    found[name] = float(Fraction(value.numerator_as_long(), value.denominator_as_long()))
                continue
            answer = (
                True
                if z3.is_true(model.eval(self.yes[slot]))
                else False
                if z3.is_true(model.eval(self.no[slot]))
                else None
            )
            if answer is None:
                continue
            if option is None:
                found[name] = answer
            else:
                found.setdefault(name, {})[option] = answer
        return found


def _real(number: float) -> Formula:
    exact = Fraction(str(number))
    return z3.RealVal(f"{exact.numerator}/{exact.denominator}")


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
