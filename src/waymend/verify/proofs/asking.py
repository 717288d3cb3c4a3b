"""6. Asking ends, and what it ends with is what all answers would have given.

It ends, because every page asks something that was not asked, and nothing is asked twice (Asker.next never names a closed finding). What is proved here is that no way
into an emergency or a visit today is missed: whoever belongs there has said something, on a page that everybody gets, that speaks for one of the rules that say so.
From there the asker follows that rule until it is settled (Asker._settling), so asking ends with that urgency at least; and since an answer never takes an urgency
back (property 3), with no other. A person is one who answers truthfully, "not sure" included, who says yes to what
follows from the other answers (a lump of 2 cm is a lump), and who has no answer to what is kept back behind a gate that is shut.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import z3

from waymend.assess.asking import SAME_DAY
from waymend.assess.explain import is_true
from waymend.logic.normal import leaves
from waymend.logic.smt import FALSE, Formula, Reading, either
from waymend.verify.proofs.prover import Case, NoAnswer, Prover, no_answer, sat
from waymend.verify.property import Failure


def asking_misses_nothing(prover: Prover) -> tuple[int, list[Failure]]:
    """For each rule for now or today: there is no person of whom it is true, and whom the pages that everybody gets would leave with no trace of it."""
    listed = _listed(prover)
    told = _told(prover, listed)
    sensible = [*_gated(prover), *prover.world.agreeing]
    failures = []
    found: list[Formula] = []
    done = 0
    for rank in range(SAME_DAY):
        rules = [n for n, r in enumerate(prover.ranks) if r == rank]
        # the asker follows the rule, or it is settled by those pages alone
        found += [z3.And(prover.fires[n], _trace(prover, n, listed)) for n in rules]
        found += [told.true(prover.logic.rules[n]) for n in rules]
        with prover.asking(*sensible, z3.Not(either(found))) as solver:
            for number in rules:
                prover.say("asking", done, sum(r < SAME_DAY for r in prover.ranks))
                done += 1
                if not prover.about_rule(number):
                    continue
                try:
                    if sat(solver, prover.fires[number]):
                        failures.append(_missed(prover, number, prover.world.case(solver.model())))
                except NoAnswer:
                    failures.append(no_answer(f"'{prover.guide.rules[number].id}'"))
    return done, failures


def _missed(prover: Prover, number: int, case: Case) -> Failure:
    rule = prover.guide.rules[number]
    tree = prover.logic.rules[number]
    case = prover.less(case, lambda case: is_true(tree, prover.engine.cases.make(case).values))
    return Failure(
        f"'{rule.id}' ({rule.urgency}) may never be asked about, with {prover.words(case)}", case, rules=(rule.id,)
    )


def _listed(prover: Prover) -> frozenset[str]:
    """Findings that everybody is asked for, while they matter, and those that only a text tells: it tells them before the first page."""
    return frozenset((*prover.engine.asker.first, *prover.engine.asker.last, *prover.engine.cases.untold))


def _trace(prover: Prover, number: int, listed: Collection[str]) -> Formula:
    """That an answer to a listed finding speaks for the rule, so that the asker follows it."""
    names = prover.logic.slots.names
    speaking = [leaf for leaf in leaves(prover.logic.rules[number]) if leaf.speaks and leaf.wanted]
    return either(prover.world.leaf(leaf) for leaf in speaking if names[leaf.slot][0] in listed)


def _told(prover: Prover, listed: Collection[str]) -> Reading:
    """What is known from the pages that everybody gets, with yes said to what follows from the rest."""
    world = prover.world

    def of_listed(formulas: Sequence[Formula]) -> list[Formula]:
        names = prover.logic.slots.names
        return [f if names[slot][0] in listed else FALSE for slot, f in enumerate(formulas)]

    return Reading(prover.logic, of_listed(world.yes), of_listed(world.no), of_listed(world.known), world.number)


def _gated(prover: Prover) -> list[Formula]:
    """What lies behind a gate that is shut has no answer."""
    panels = {panel.id: panel.findings for panel in prover.guide.panels}
    gated = []
    for gate, shut in zip(prover.guide.gates, prover.logic.shut, strict=True):
        names = {name for entry in gate.ask for name in panels.get(entry, (entry,))}
        slots = [slot for name in names for slot in prover.world.slots_of(name)]
        gated.append(z3.Implies(prover.world.true(shut), z3.Not(either(prover.world.answered(slot) for slot in slots))))
    return gated
