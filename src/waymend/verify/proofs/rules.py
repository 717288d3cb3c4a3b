"""1. Every rule counts. 4. Danger signs reach their urgency."""

from __future__ import annotations

import z3

from waymend.assess.explain import is_true
from waymend.logic.normal import leaves
from waymend.logic.smt import either
from waymend.pack.schema import URGENCIES, DangerSign
from waymend.verify.proofs.prover import Case, NoAnswer, Prover, no_answer
from waymend.verify.property import Failure


def rules_live(prover: Prover) -> tuple[int, list[Failure]]:
    """There is a case in which the rule fires and no more urgent rule of its concern does."""
    failures = []
    rules = prover.guide.rules
    for number, rule in enumerate(rules):
        prover.say("rules that can fire", number, len(rules))
        if not prover.about_concern(rule.concern):
            continue
        above = [n for n, r in enumerate(rules) if r.concern == rule.concern and prover.ranks[n] < prover.ranks[number]]
        try:
            if not prover.exists(prover.fires[number], *[z3.Not(prover.fires[n]) for n in above]):
                failures.append(_swallowed(prover, number))
        except NoAnswer:
            failures.append(no_answer(f"'{rule.id}'"))
    return len(rules), failures


def _swallowed(prover: Prover, number: int) -> Failure:
    rule = prover.guide.rules[number]
    case = witness(prover, number)
    if case is None:
        return Failure(f"'{rule.id}' can never fire", rules=(rule.id,))
    by = tuple(
        r for r in prover.firing(case) if r != rule.id and prover.guide.rules[prover.numbers[r]].concern == rule.concern
    )
    text = f"'{rule.id}' never counts: whenever it fires, a more urgent rule of '{rule.concern}' fires too. For example: {prover.words(case)}"
    return Failure(text, case, rules=(rule.id, *by))


def witness(prover: Prover, number: int) -> Case | None:
    """The smallest case that makes a rule true; None when there is none."""
    tree = prover.logic.rules[number]
    return prover.smallest(
        [prover.fires[number]], still=lambda case: is_true(tree, prover.engine.cases.make(case).values)
    )


def danger_signs(prover: Prover) -> tuple[int, list[Failure]]:
    """There is no case with the sign whose floor is lower; and there is a case with the sign."""
    failures = []
    for number, sign in enumerate(prover.guide.danger_signs):
        prover.say("danger signs", number, len(prover.guide.danger_signs))
        try:
            failures += _danger_sign(prover, sign)
        except NoAnswer:
            failures.append(no_answer(sign.when))
    return len(prover.guide.danger_signs), failures


def _danger_sign(prover: Prover, sign: DangerSign) -> list[Failure]:
    tree = prover.condition(sign.when)
    seen = prover.world.true(tree)
    rank = URGENCIES.index(sign.at_least)
    asked = prover.world.moved_by({leaf.slot for leaf in leaves(tree)})
    if not prover.about(asked):
        return []
    near = [prover.fires[n] for n, slots in enumerate(prover.slots_in) if slots & asked and prover.ranks[n] <= rank]
    case = prover.smallest(
        [
            z3.And(seen, z3.Not(either(near))),  # the rules that ask about the sign itself settle most
            z3.Not(prover.reached[rank]),
        ],
        still=lambda case: is_true(tree, prover.engine.cases.make(case).values) and prover.floor(case) > rank,
    )
    if case is not None:
        text = f"'{sign.when}' is {prover.level(case) or 'nothing'}, not {sign.at_least}, with {prover.words(case)}"
        return [Failure(text, case, rules=tuple(prover.firing(case)))]
    if not prover.exists(seen):
        return [Failure(f"'{sign.when}' can never be seen")]
    return []
