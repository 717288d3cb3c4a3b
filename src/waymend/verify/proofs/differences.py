"""What two versions of a guide say differently: each changed outcome, by its smallest case, over all answers that both know."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import z3

from waymend.assess.engine import NONE
from waymend.guide import LoadedGuide
from waymend.logic.smt import Formula
from waymend.verify.proofs.prover import Case, Prover, sat, urgency_name


def differences(old: LoadedGuide, new: LoadedGuide) -> Iterator[tuple[str, Case]]:
    """For each pair of urgencies, and each concern gained or lost, the smallest case; named for what it shows. Raises NoAnswer."""
    before, after = Prover(old), Prover(new)
    solver = z3.Solver()
    # Answers have the same names in both, so they are the same variables; what one version alone knows is left unanswered.
    for prover in (before, after):
        solver.add(prover.world.ties)
        solver.add(prover.world.agreeing)
    solver.add(_unshared(before, after))
    solver.add(_unshared(after, before))
    for was in range(NONE + 1):
        for now in range(NONE + 1):
            if was != now:
                name = f"from {urgency_name(was)} to {urgency_name(now)}"
                yield from _smallest(before, after, solver, name, z3.And(before.floor_is(was), after.floor_is(now)))
    concerns = [c for c in old.guide.concerns if c in new.guide.concerns]
    for concern in concerns:
        fitted, fits = before.fits(concern), after.fits(concern)
        yield from _smallest(before, after, solver, f"'{concern}' gained", z3.And(z3.Not(fitted), fits))
        yield from _smallest(before, after, solver, f"'{concern}' lost", z3.And(fitted, z3.Not(fits)))


def _unshared(one: Prover, other: Prover) -> list[Formula]:
    """That what one version alone can be told is not answered."""
    known = {(label, number) for label, number in zip(other.world.labels, other.world.is_number, strict=True)}
    return [
        z3.Not(one.world.answered(slot))
        for slot, (label, number) in enumerate(zip(one.world.labels, one.world.is_number, strict=True))
        if (label, number) not in known
    ]


def _smallest(before: Prover, after: Prover, solver: Any, name: str, shows: Formula) -> Iterator[tuple[str, Case]]:
    solver.push()
    solver.add(shows)
    if sat(solver):
        case = before.world.case(solver.model())
        outcome = _outcomes(before, after, case, name)
        yield f"smallest case {name}", before.less(case, lambda case: _outcomes(before, after, case, name) == outcome)
    solver.pop()


def _outcomes(before: Prover, after: Prover, case: Case, name: str) -> Any:
    """What a case shows of a change: the two floors, or that a concern fits."""
    if name.startswith("from"):
        return before.floor(case), after.floor(case)
    concern = name.split("'")[1]
    return [
        any(c.id == concern and c.status == "fits" for c in p.engine.assess(case).concerns) for p in (before, after)
    ]
