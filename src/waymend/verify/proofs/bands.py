"""7. Thresholds leave no gap: in the scores of questionnaires, and in the numbers that rules ask for."""

from __future__ import annotations

from typing import Any

import z3

from waymend.assess.screen import conditions_of
from waymend.logic.normal import Normal, leaves
from waymend.logic.smt import TRUE, Formula, Reading, either
from waymend.pack.schema import Item, Screen
from waymend.verify.proofs.prover import LIMIT_MS, Case, NoAnswer, Prover, changed, no_answer, sat
from waymend.verify.property import Failure


def bands_meet(prover: Prover) -> tuple[int, list[Failure]]:
    """Each score has one band of its questionnaire; no concern is lost at a middle value of a number and found at a lower and a higher one.

    A concern that fits a low number for one reason and a high one for another (a fever and a body too cold) says so by its number: both ends are worse.
    """
    failures: list[Failure] = []
    checked = 0
    for screen in prover.guide.screens.values():
        found, count = _scores(screen)
        failures += found
        checked += count
    numbers = [slot for slot, is_number in enumerate(prover.world.is_number) if is_number]
    for place, slot in enumerate(numbers):
        prover.say("numbers without gaps", place, len(numbers))
        both = prover.guide.findings[prover.logic.slots.names[slot][0]].worse == "both"
        if not both and prover.about(prover.world.moved_by([slot])):
            found, count = _gaps(prover, slot)
            failures += found
            checked += count
    return checked, failures


def _gaps(prover: Prover, slot: int) -> tuple[list[Failure], int]:
    """For each concern: a number between two others of which the concern fits the outer ones alone, with all else the same."""
    world = prover.world
    name = prover.logic.slots.names[slot][0]
    low, high = prover.guide.findings[name].range
    known, now = (world.known[slot], TRUE), world.number[slot]
    places = (z3.Real(f"{name} down"), now, z3.Real(f"{name} up"))
    moved = world.moved_by([slot])
    near, far = world.agreeing_about(moved)
    agree = [f for place in places for f in changed(near, [known, (now, place)])]
    within = [places[0] >= z3.RealVal(str(low)), places[0] < now, now < places[2], places[2] <= z3.RealVal(str(high))]
    failures = []
    asking = [n for n, slots in enumerate(prover.slots_in) if slots & moved]
    concerns = dict.fromkeys(prover.guide.rules[n].concern for n in asking)
    with prover.asking(*within, *agree, *far) as solver:
        for concern in filter(prover.about_concern, concerns):
            fits = [changed([prover.fits(concern)], [known, (now, place)])[0] for place in places]
            solver.push()
            solver.add(fits[0], z3.Not(fits[1]), fits[2])
            try:
                if sat(solver):
                    failures.append(_gap(prover, name, concern, solver.model(), places))
            except NoAnswer:
                failures.append(no_answer(f"'{name}' and '{concern}'"))
            solver.pop()
    return failures, len(concerns)


def _gap(prover: Prover, name: str, concern: str, model: Any, places: tuple[Formula, ...]) -> Failure:
    low, now, high = (float(model.eval(place, model_completion=True).as_fraction()) for place in places)
    rest = {k: v for k, v in prover.world.case(model).items() if k != name}

    def fits(case: Case) -> bool:
        return any(c.id == concern and c.status == "fits" for c in prover.engine.assess(case).concerns)

    rest = prover.less(rest, lambda rest: [fits({**rest, name: v}) for v in (low, now, high)] == [True, False, True])
    case = {**rest, name: low}
    text = f"'{concern}' fits at {name} {low:g} and at {high:g}, and not at {now:g}, with {prover.words(rest)}"
    return Failure(text, case, {name: now}, tuple(prover.firing(case)))


def _scores(screen: Screen) -> tuple[list[Failure], int]:
    """Every score that a questionnaire can give has a band, whatever was answered to reach it, and bands by the score alone never overlap."""
    names, trees = conditions_of(screen)
    at = names.index(("total", None))
    world = _Answered(names)
    bands = [world.true(trees[b.when]) for b in screen.bands]
    by_total = [n for n, b in enumerate(screen.bands) if {leaf.slot for leaf in leaves(trees[b.when])} == {at}]
    none, two = (z3.Bool("no band"), z3.Bool("two bands"))
    solver = z3.Solver()
    solver.set("timeout", LIMIT_MS)
    solver.add(none == z3.Not(either(bands)))
    solver.add(two == either(z3.And(bands[a], bands[b]) for a in by_total for b in by_total if a < b))
    failures = []
    most = _most_of(screen)
    for total in range(most + 1):
        score = world.number[at] == total
        if solver.check(none, score) != z3.unsat:
            failures.append(Failure(f"no band of {screen.id} takes the score {total}"))
        if solver.check(two, score) != z3.unsat:
            failures.append(Failure(f"two bands of {screen.id} take the score {total}"))
    return failures, most + 1


class _Answered(Reading):
    """A questionnaire of which every item is answered."""

    def __init__(self, names: list[tuple[str, str | None]]) -> None:
        yes = [z3.Bool(f"{name} {option or ''}") for name, option in names]
        number: list[Formula] = [z3.Real(f"{name} {option or ''} number") for name, option in names]
        self.yes, self.no = yes, [z3.Not(y) for y in yes]
        self.known, self.number = [TRUE for _ in names], number
        self._sure: dict[Normal, Formula] = {}
        self._maybe: dict[Normal, Formula] = {}


def _most_of(screen: Screen) -> int:
    """The highest score that a questionnaire can give."""
    if screen.total:
        return int(max(p.points for p in screen.total))
    parts = {item.part for item in screen.items}
    return max((sum(_most(i) for i in screen.items if i.part == part) for part in parts), default=0)


def _most(item: Item) -> int:
    """The most points that an item can give."""
    ranked = max((p.points for p in item.points), default=0.0) if isinstance(item.points, tuple) else item.points
    return int(max([*item.options.values(), ranked, item.points_no]))
