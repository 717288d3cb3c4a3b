"""5. Nothing is forgotten in a plan, and nothing in it says the opposite of something else in it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import z3

from waymend.assess.engine import NONE
from waymend.assess.planning import LISTS
from waymend.logic.smt import TRUE, Formula, either, every
from waymend.pack.schema import URGENCIES, Step
from waymend.verify.proofs.prover import Case, NoAnswer, Prover, no_answer, urgency_name
from waymend.verify.property import Failure

NEEDED = {"do": "to do", "watch": "to watch for"}


def nothing_forgotten(prover: Prover) -> tuple[int, list[Failure]]:
    """Whatever is answered, the plan has something to do and to watch for, and somewhere to turn.

    For each concern and each level of the whole: where the concern is in the plan, there is a step of each kind, one of its own where the concern makes the level.
    """
    failures = list(_nowhere_to_turn(prover))
    checked = 2 * len(prover.guide.countries) + len(prover.guide.concerns)
    for place, concern in enumerate(prover.guide.concerns):
        prover.say("nothing forgotten", place, len(prover.guide.concerns))
        if not prover.about_concern(concern):
            continue
        ranks = {prover.ranks[n] for n, rule in enumerate(prover.guide.rules) if rule.concern == concern}
        for level in range(NONE):
            for kind in NEEDED:
                for own in (True, False) if level in ranks else (False,):
                    checked += 1
                    try:
                        failures += _lacking(prover, concern, level, kind, own)
                    except NoAnswer:
                        failures.append(no_answer(f"'{concern}' at {urgency_name(level)}"))
    for kind in NEEDED:
        checked += 1
        if not any(
            _always(prover, s) and s.kind == kind
            for s in prover.guide.steps
            if "any" in s.for_ and (not s.urgency or "unknown" in s.urgency)
        ):
            failures.append(Failure(f"when nothing fits there may be nothing {NEEDED[kind]}"))
    return checked, failures


def _nowhere_to_turn(prover: Prover) -> Iterator[Failure]:
    for country in prover.guide.countries.values():
        if not any("any" in line.for_ for line in country.lines):
            yield Failure(f"in {country.name} there is no helpline for everybody")
        if not country.emergency:
            yield Failure(f"in {country.name} there is no number for an emergency")
    for concern in prover.guide.concerns.values():
        if not concern.needs:
            yield Failure(f"'{concern.id}' names nobody who can help")
    if not prover.guide.about.nothing_fits:
        yield Failure("there is no sentence for when nothing fits")


def _lacking(prover: Prover, concern: str, level: int, kind: str, own: bool) -> list[Failure]:
    """Whether the concern can be in a plan of this level that has no step of the kind. own: the concern makes the level, and the step must be the concern's."""
    steps = [
        n
        for n, s in enumerate(prover.guide.steps)
        if s.kind == kind and _at(s, level) and (concern in s.for_ or ("any" in s.for_ and not own))
    ]
    if any(_always(prover, prover.guide.steps[n]) for n in steps):
        return []
    rules = [
        n
        for n, r in enumerate(prover.guide.rules)
        if r.concern == concern and (prover.ranks[n] == level if own or level == 0 else prover.ranks[n] >= level)
    ]
    if not rules:
        return []
    case = prover.smallest(
        [
            every([either(prover.fires[n] for n in rules), *(z3.Not(_given(prover, n)) for n in steps)]),
            *([z3.Not(prover.reached[level - 1])] if level else []),
            prover.reached[level],
        ],
        still=lambda case: _still_lacking(prover, concern, level, kind, own, case),
    )
    if case is None:
        return []
    whose = "of its own " if own else ""
    text = f"'{concern}' at {URGENCIES[level]} may have nothing {whose}{NEEDED[kind]}, with {prover.words(case)}"
    return [Failure(text, case, rules=tuple(prover.firing(case)))]


def _still_lacking(prover: Prover, concern: str, level: int, kind: str, own: bool, case: Case) -> bool:
    found = prover.engine.assess(case)
    if found.urgency.at_least != URGENCIES[level]:
        return False
    fits = [c for c in found.concerns if c.id == concern and c.status == "fits"]
    if not fits or ((own or level == 0) and fits[0].urgency != URGENCIES[level]):
        return False
    steps = {s.id: s for s in prover.guide.steps}
    given = [steps[s.id] for s in getattr(found.plan, LISTS[kind])]
    return not any(concern in s.for_ or ("any" in s.for_ and not own) for s in given if s.kind == kind)


def _at(step: Step, level: int) -> bool:
    return not step.urgency or URGENCIES[level] in step.urgency


def _always(prover: Prover, step: Step) -> bool:
    """Given whenever its concern and level are there: on no condition, and never given up for another step."""
    return step.when is None and not _beaten_by(prover, step)


def _beaten_by(prover: Prover, step: Step) -> list[int]:
    """Steps for which this one is given up (see Planner): what is to be avoided, and the opposite of what is to be done."""
    if step.kind != "do" or not step.action:
        return []
    against = [s for s in ({*pair} for pair in prover.guide.contradictions) if step.action in s]
    opposed = {action for pair in against for action in pair} - {step.action}
    return [
        n
        for n, other in enumerate(prover.guide.steps)
        if (other.kind == "avoid" and other.action == step.action) or (other.kind == "do" and other.action in opposed)
    ]


def _given(prover: Prover, number: int) -> Formula:
    """That a step of a concern in the plan is given for sure: its condition holds, and no step that could take its place is for a concern that fits."""
    condition = prover.logic.steps[number]
    holds = TRUE if condition is None else prover.world.true(condition)
    beaten = [
        z3.And(_in_plan(prover, n), prover.world.true(c) if (c := prover.logic.steps[n]) is not None else TRUE)
        for n in _beaten_by(prover, prover.guide.steps[number])
    ]
    return z3.And(holds, z3.Not(either(beaten)))


def _in_plan(prover: Prover, number: int) -> Formula:
    """That a concern of a step fits."""
    step = prover.guide.steps[number]
    return TRUE if "any" in step.for_ else either(prover.fits(c) for c in step.for_)


def no_contradiction(prover: Prover) -> tuple[int, list[Failure]]:
    """No plan says "do" and "do not" of one action, nor two actions that the guide calls opposites.

    Two steps that say so never both stay, in whatever order they come (Planner._agreed looks at two at a time, so two are enough). And the first that stays is no
    step back: where one of two opposites is given up in a plan, something to do is left (see nothing_forgotten).
    """
    planner = prover.engine.planner
    opposed = {frozenset(pair) for pair in prover.guide.contradictions}
    failures = []
    checked = 0
    told = [s for s in prover.guide.steps if s.action and s.kind in ("do", "avoid")]
    for one, two in combinations(told, 2):
        if not _contradict(one, two, opposed):
            continue
        checked += 1
        for order in ([one, two], [two, one]):
            if len(planner._agreed(order)) == 2:
                failures.append(Failure(f"'{one.id}' and '{two.id}' contradict each other in one plan"))
                break
    named = {s.action for s in prover.guide.steps}
    for pair in prover.guide.contradictions:
        checked += 1
        if missing := [a for a in pair if a not in named]:
            failures.append(Failure(f"no step has the action '{missing[0]}' of the opposites {' and '.join(pair)}"))
    return checked, failures


def _contradict(one: Step, two: Step, opposed: set[frozenset[str]]) -> bool:
    if one.action == two.action:
        return one.kind != two.kind
    return one.kind == two.kind == "do" and frozenset((one.action, two.action)) in opposed
