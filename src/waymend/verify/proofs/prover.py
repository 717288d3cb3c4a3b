"""Asks the solver about one guide: is there such a case, and which is the smallest?"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any

import z3

from waymend.assess.engine import NONE, Engine
from waymend.guide import LoadedGuide
from waymend.logic.compiled import signatures_of
from waymend.logic.normal import Normal, leaves, normalise
from waymend.logic.parse import Signature, parse
from waymend.logic.smt import FALSE, Formula, World, either
from waymend.logic.tree import Tree
from waymend.pack.schema import URGENCIES
from waymend.verify.property import Failure

LIMIT_MS = 10_000  # a question that takes longer is unknown, and unknown fails
SMALLER_MS = 1_000  # how long to look for a case with fewer answers than one that is found
Say = Callable[[str, int, int], None]  # (what, done, of)
Change = Sequence[tuple[Formula, Formula]]  # variable → what stands in its place
Case = dict[str, Any]


class NoAnswer(Exception):
    """The solver gave neither yes nor no in time."""


class Prover:
    """One guide, ready to be asked about."""

    def __init__(self, loaded: LoadedGuide, say: Say | None = None) -> None:
        self.loaded = loaded
        self.engine: Engine = loaded.engine
        self.guide = loaded.guide
        self.logic = loaded.engine.logic
        self.say = say or (lambda what, done, of: None)
        self.ranks = self.engine.ranks
        self.world = World(self.logic, self.guide.findings)
        self.fires = [self.world.true(tree) for tree in self.logic.rules]
        self.numbers = {str(rule.id): n for n, rule in enumerate(self.guide.rules)}

    # --- formulas --------------------------------------------------------------------------------------

    @cached_property
    def may_fire(self) -> list[Formula]:
        return [self.world.possible(tree) for tree in self.logic.rules]

    @cached_property
    def slots_in(self) -> list[frozenset[int]]:
        """The slots that each rule asks about."""
        return [frozenset(leaf.slot for leaf in leaves(tree)) for tree in self.logic.rules]

    @cached_property
    def reached(self) -> list[Formula]:
        """For each rank, that the floor is there or more urgent."""
        return [either(f for n, f in enumerate(self.fires) if self.ranks[n] <= rank) for rank in range(NONE)]

    def floor_is(self, rank: int) -> Formula:
        """`rank` NONE: that nothing fits."""
        above = self.reached[rank - 1] if rank else FALSE
        return z3.Not(above) if rank == NONE else z3.And(self.reached[rank], z3.Not(above))

    def fits(self, concern: str) -> Formula:
        return either(f for n, f in enumerate(self.fires) if self.guide.rules[n].concern == concern)

    def condition(self, text: str) -> Normal:
        """A condition written in the guide's language. Raises ExpressionError."""
        return normalise(
            parse(text, self._signatures, frozenset(self._define)),
            self._define,
            self.logic.slots.index(),
            self._options,
        )

    @cached_property
    def _signatures(self) -> dict[str, Signature]:
        return signatures_of(self.guide)

    @cached_property
    def _options(self) -> dict[str, tuple[str, ...]]:
        return {name: s.options for name, s in self._signatures.items() if s.options}

    @cached_property
    def _define(self) -> dict[str, Tree]:
        names = frozenset(self.guide.define)
        return {str(name): parse(text, self._signatures, names) for name, text in self.guide.define.items()}

    # --- what is in question: everything, unless a prover is made for a part (see mutants) ---------------

    def about(self, slots: Collection[int]) -> bool:
        """Whether rules that ask for one of these slots are in question."""
        return True

    def about_concern(self, concern: str) -> bool:
        return True

    def about_rule(self, number: int) -> bool:
        return True

    # --- questions -------------------------------------------------------------------------------------

    @cached_property
    def _solver(self) -> Any:
        solver = z3.Solver()
        solver.set("timeout", LIMIT_MS)
        solver.add(self.world.ties)
        return solver

    @contextmanager
    def asking(self, *constraints: Formula) -> Iterator[Any]:
        """The solver, with everything that holds of a case, and for now these constraints."""
        self._solver.push()
        try:
            self._solver.add(constraints)
            yield self._solver
        finally:
            self._solver.pop()

    def exists(self, *constraints: Formula) -> bool:
        """Whether there is a case of which all hold. Raises NoAnswer."""
        with self.asking(*constraints) as solver:
            return sat(solver)

    def smallest(self, constraints: Iterable[Formula], *, still: Callable[[Case], bool]) -> Case | None:
        """Such a case with the fewest answers, or None when there is none. `still` says by the engine whether a case shows it.

        The constraints are taken one by one, so that those that settle most may stand first. Raises NoAnswer, and AssertionError when engine and formula disagree.
        """
        with self.asking() as solver:
            for constraint in constraints:
                solver.add(constraint)
                if not sat(solver):
                    return None
            case = self.less(self.world.case(solver.model()), still)
            answers = self.world.answers()
            solver.set("timeout", SMALLER_MS)
            while _size(case) > 1:
                solver.add(z3.AtMost(*answers, _size(case) - 1))
                if solver.check() != z3.sat:
                    break
                case = self.less(self.world.case(solver.model()), still)
            solver.set("timeout", LIMIT_MS)
            return case

    def less(self, case: Case, still: Callable[[Case], bool]) -> Case:
        """Leave out what is not needed."""
        if not still(case):
            raise AssertionError(f"the formulas and the engine disagree about {case}")
        for name, option in [(n, o) for n, a in case.items() for o in (a if isinstance(a, dict) else (None,))]:
            less = _without(case, name, option)
            if still(less):
                case = less
        return case

    def level(self, case: Mapping[str, Any]) -> str | None:
        return self.engine.assess(case).urgency.at_least

    def floor(self, case: Mapping[str, Any]) -> int:
        """The rank of the floor; NONE when nothing fits."""
        return rank_of(self.level(case))

    def firing(self, case: Mapping[str, Any]) -> list[str]:
        """The rules that are true of a case, the most urgent first."""
        made = self.engine.cases.make(case)
        numbers = self.engine.decide(made.values, made.true, made.false)[0]
        return [str(self.guide.rules[n].id) for n in sorted(numbers, key=lambda n: self.ranks[n])]

    # --- words -----------------------------------------------------------------------------------------

    def words(self, case: Mapping[str, Any]) -> str:
        """A case as a person would tell it."""
        told = []
        for name, answer in case.items():
            finding = self.guide.findings[name]
            if isinstance(answer, bool):
                told.append(f"{finding.name}: {'yes' if answer else 'no'}")
            elif isinstance(answer, str):
                told.append(f"{finding.name}: {finding.options[answer].name}")
            elif isinstance(answer, dict):
                told += [f"{finding.options[o].name}: {'yes' if yes else 'no'}" for o, yes in answer.items()]
            else:
                told.append(f"{finding.name}: {answer:g} {finding.unit}")
        return "; ".join(told) or "nothing answered"


def sat(solver: Any, *also: Formula) -> bool:
    """Whether there is such a case. Raises NoAnswer."""
    answer = solver.check(*also)
    if answer == z3.unknown:
        raise NoAnswer(solver.reason_unknown())
    return bool(answer == z3.sat)


def changed(formulas: Iterable[Formula], change: Change) -> list[Formula]:
    """The formulas with other answers in place of some."""
    return [z3.substitute(f, *change) for f in formulas] if change else list(formulas)


def no_answer(about: str) -> Failure:
    return Failure(f"{about}: the prover found no answer in {LIMIT_MS // 1000} s", unknown=True)


def rank_of(level: str | None) -> int:
    return NONE if level is None else URGENCIES.index(level)


def urgency_name(rank: int) -> str:
    return "nothing fits" if rank == NONE else URGENCIES[rank]


def _size(case: Case) -> int:
    return sum(len(a) if isinstance(a, dict) else 1 for a in case.values())


def _without(case: Case, name: str, option: str | None) -> Case:
    if option is None or len(case[name]) == 1:
        return {k: v for k, v in case.items() if k != name}
    return {**case, name: {o: a for o, a in case[name].items() if o != option}}
