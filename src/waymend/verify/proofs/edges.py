"""For each answer that a rule turns on, a case at the edge: the rule is true with it and not without it."""

from __future__ import annotations

from collections.abc import Iterator

import z3

from waymend.logic.normal import Leaf, leaves
from waymend.logic.smt import FALSE, TRUE, Formula, real
from waymend.verify.accepted import Accepted, Edge, digest, is_true_of, unaccepted
from waymend.verify.proofs.prover import Case, Change, Prover, changed, sat

STEP = 0.1  # how far beyond a threshold the other side is looked for, in the number's unit


def edges(prover: Prover, accepted: dict[str, Accepted]) -> dict[str, Accepted]:
    """The edges of every rule, as they are to be accepted; those of rules that did not change are taken over."""
    found = {}
    changed_rules = set(unaccepted(prover.loaded, accepted))
    for number, rule in enumerate(prover.guide.rules):
        if rule.id not in changed_rules:
            found[str(rule.id)] = accepted[rule.id]
            continue
        prover.say("edges", number, len(prover.guide.rules))
        tree = prover.logic.rules[number]
        of_rule = [edge for leaf in dict.fromkeys(leaves(tree)) for edge in _edge(prover, number, leaf)]
        found[str(rule.id)] = Accepted(rule.concern, rule.urgency, digest(prover.loaded, number), tuple(of_rule))
    return found


def _edge(prover: Prover, number: int, leaf: Leaf) -> Iterator[Edge]:
    world = prover.world
    name, _ = prover.logic.slots.names[leaf.slot]
    fires = prover.fires[number]
    if leaf.op is not None:
        low, high = prover.guide.findings[name].range
        for inside, outside in ((leaf.limit, leaf.limit - STEP), (leaf.limit, leaf.limit + STEP)):
            for yes, no in ((inside, outside), (outside, inside)):
                if not (low <= yes <= high and low <= no <= high):
                    continue
                over: Change = [(world.known[leaf.slot], TRUE), (world.number[leaf.slot], real(round(no, 4)))]
                here: Change = [(world.known[leaf.slot], TRUE), (world.number[leaf.slot], real(round(yes, 4)))]
                with prover.asking(*changed([fires], here), z3.Not(changed([fires], over)[0])) as solver:
                    if not sat(solver):
                        continue
                    case = {**world.case(solver.model()), name: round(yes, 4)}
                edge = Edge(_less(prover, number, case, Edge({}, (name,), round(no, 4))), (name,), round(no, 4))
                if _shows(prover, number, edge):
                    yield edge
        if leaf.limit == low:  # any number will do: the other side is no answer
            yield from _told(prover, number, leaf.slot, (world.known[leaf.slot], world.number[leaf.slot] == real(low)))
        return
    said = world.said_yes if leaf.wanted else world.said_no
    yield from _told(prover, number, leaf.slot, (said[leaf.slot],))


def _told(prover: Prover, number: int, slot: int, told: tuple[Formula, ...]) -> Iterator[Edge]:
    """A case in which an answer is told so and turns the rule: without any answer it is not true."""
    world = prover.world
    name, option = prover.logic.slots.names[slot]
    fires = prover.fires[number]
    gone: Change = [
        (formula, FALSE)
        for formula in ([world.known[slot]] if world.is_number[slot] else [world.said_yes[slot], world.said_no[slot]])
    ]
    with prover.asking(fires, *told, z3.Not(changed([fires], gone)[0])) as solver:
        if not sat(solver):
            return
        case = world.case(solver.model())
    without = (name,) if option is None else (name, option)
    edge = Edge(_less(prover, number, case, Edge({}, without)), without)
    if _shows(prover, number, edge):
        yield edge


def _less(prover: Prover, number: int, case: Case, edge: Edge) -> Case:
    """Leave out what the edge does not need; a case that does not show it stays as it is."""

    def still(case: Case) -> bool:
        return edge.without[0] in case and _shows(prover, number, Edge(case, edge.without, edge.instead))

    return prover.less(case, still) if still(case) else case


def _shows(prover: Prover, number: int, edge: Edge) -> bool:
    if edge.without[0] not in edge.given:
        return False
    return bool(is_true_of(prover.loaded, number, edge.given)) and not is_true_of(prover.loaded, number, edge.across())
