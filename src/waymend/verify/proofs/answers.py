"""2. A worse answer never calms. 3. "Not sure" is safe.

Each compares a case with the same case after an answer has changed. The answers that stay are the same variables on both sides, so only rules that ask about the
changed one, or about what follows from it, can differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import z3

from waymend.assess.engine import NONE
from waymend.logic.normal import leaves
from waymend.logic.smt import FALSE, TRUE, Formula, Reading, World, either, every, free
from waymend.verify.proofs.prover import LIMIT_MS, Case, Change, NoAnswer, Prover, changed, no_answer, sat, urgency_name
from waymend.verify.property import Failure

# --- 2 -------------------------------------------------------------------------------------------------


def worse_is_not_calmer(prover: Prover) -> tuple[int, list[Failure]]:
    """For each finding that has a worse side, no case becomes less urgent when its answer moves there, and the others agree with both.

    Where neither answer is worse ("a blood test lately"), a yes must still not make it less urgent. Of a number, `both` says that no value is more urgent than a lower
    and a higher one both, `middle` that none is less urgent than a lower and a higher one both. `depends` (with its reason) and choices, which have no order, are left out.
    A case of which "nothing fits" is not calmer than care at home: the person is told that there is not enough to go on, and to be seen when it gets worse.
    """
    failures = []
    asked = [
        (slot, finding.worse)
        for finding in prover.guide.findings.values()
        if finding.worse != "depends" and finding.kind != "choice"
        for slot in prover.world.slots_of(finding.id)
    ]
    for place, (slot, worse) in enumerate(asked):
        prover.say("worse answers", place, len(asked))
        if not prover.about(prover.world.moved_by([slot])):
            continue
        try:
            found = (
                _number_worse(prover, slot, worse)
                if prover.world.is_number[slot]
                else _flag_worse(prover, slot, worse != "no")
            )
        except NoAnswer:
            found = no_answer(f"'{prover.world.labels[slot]}'")
        if found is not None:
            failures.append(found)
    return len(asked), failures


def _flag_worse(prover: Prover, slot: int, worse: bool) -> Failure | None:
    world = prover.world
    moved = world.moved_by([slot])
    losing = _wanting(prover, moved, not worse)
    if not losing:  # what follows from a yes is known yes more often, and known no less often: only a rule that wants a no can be lost
        return None
    calm = [(world.said_yes[slot], z3.BoolVal(not worse)), (world.said_no[slot], z3.BoolVal(worse))]
    dire = [(world.said_yes[slot], z3.BoolVal(worse)), (world.said_no[slot], z3.BoolVal(not worse))]
    name, option = prover.logic.slots.names[slot]

    def with_(case: Case, answer: bool) -> Case:
        return {**case, name: answer if option is None else {**case.get(name, {}), option: answer}}

    case = prover.smallest(
        _above(prover, losing, [calm], [dire]),
        still=lambda case: _calmer(prover, with_(case, not worse), with_(case, worse)),
    )
    return None if case is None else _shown(prover, slot, with_(case, not worse), with_(case, worse))


def _number_worse(prover: Prover, slot: int, worse: str) -> Failure | None:
    world = prover.world
    name = prover.logic.slots.names[slot][0]
    low, high = prover.guide.findings[name].range
    now, up, down = world.number[slot], z3.Real(f"{name} up"), z3.Real(f"{name} down")
    known = (world.known[slot], TRUE)
    sides = [up] if worse == "higher" else [down] if worse == "lower" else [up, down]
    here, moves = [[known, (now, now)]], [[known, (now, side)] for side in sides]
    befores, afters = (moves, here) if worse == "middle" else (here, moves)
    moved = world.moved_by([slot])
    touched = [n for n, slots in enumerate(prover.slots_in) if slots & moved]
    bounds = [now < up, up <= z3.RealVal(str(high)), down < now, down >= z3.RealVal(str(low))]
    with prover.asking(*bounds) as solver:
        for question in _above(prover, touched, befores, afters):
            solver.add(question)
            if not sat(solver):
                return None
        model = solver.model()
        value, *others = [float(model.eval(number, model_completion=True).as_fraction()) for number in (now, *sides)]
        rest = {k: v for k, v in world.case(model).items() if k != name}
    pairs = [(other, value) if worse == "middle" else (value, other) for other in others]

    def still(rest: Case) -> bool:
        return all(_calmer(prover, {**rest, name: was}, {**rest, name: then}) for was, then in pairs)

    rest = prover.less(rest, still)
    was, then = pairs[-1]
    return _shown(prover, slot, {**rest, name: was}, {**rest, name: then})


def _wanting(prover: Prover, slots: Iterable[int], answer: bool) -> list[int]:
    """The rules that want a slot to be known yes, or known no."""
    among = set(slots)
    return [
        n
        for n, tree in enumerate(prover.logic.rules)
        if any(leaf.slot in among and leaf.op is None and leaf.wanted is answer for leaf in leaves(tree))
    ]


def _above(prover: Prover, losing: list[int], befores: Sequence[Change], afters: Sequence[Change]) -> Iterator[Formula]:
    """Each floor before is more urgent than each after, in parts: first over the rules alone that may be lost, which settles most. Of answers that agree with each other."""
    if not losing:
        yield FALSE
        return
    was, became = (
        [dict(zip(losing, changed([prover.fires[n] for n in losing], change), strict=True)) for change in changes]
        for changes in (befores, afters)
    )
    ranks = sorted({prover.ranks[n] for n in losing if prover.ranks[n] < NONE - 1})
    near = []
    for rank in ranks:
        upto = [n for n in losing if prover.ranks[n] <= rank]
        had = [either(then[n] for n in upto) for then in was]
        near.append(every([*had, *[z3.Not(then[n]) for then in became for n in upto]]))
    yield either(near)
    yield every(f for change in (*befores, *afters) for f in changed(prover.world.agreeing, change))
    others = {
        rank: [n for n, r in enumerate(prover.ranks) if r == rank and n not in set(losing)] for rank in range(NONE)
    }
    whole = []
    out: list[Formula] = []
    for rank in range(NONE - 1):
        out += [z3.Not(f) for after in afters for f in changed([prover.fires[n] for n in others[rank]], after)]
        if rank in ranks:
            whole.append(every([near[ranks.index(rank)], *out]))
    yield either(whole)


def _calmer(prover: Prover, before: Case, after: Case) -> bool:
    """Whether the floor fell, care at home and "nothing fits" taken for one."""
    return min(prover.floor(after), NONE - 1) > min(prover.floor(before), NONE - 1)


def _shown(prover: Prover, slot: int, before: Case, after: Case) -> Failure:
    name, option = prover.logic.slots.names[slot]
    lost = [r for r in prover.firing(before) if r not in prover.firing(after)]
    levels = f"{urgency_name(prover.floor(before))} becomes {urgency_name(prover.floor(after))}"
    turn = " to ".join(_said(case.get(name), option) for case in (before, after))
    text = f"'{prover.world.labels[slot]}': {levels} when it turns from {turn}, with {prover.words(before)}"
    return Failure(text, before, {name: after[name]}, tuple(lost))


def _said(answer: Any, option: str | None) -> str:
    if option is not None and isinstance(answer, dict):
        answer = answer.get(option)
    if answer is None:
        return "unknown"
    return (
        ("yes" if answer else "no")
        if isinstance(answer, bool)
        else f"{answer:g}"
        if isinstance(answer, float)
        else str(answer)
    )


# --- 3 -------------------------------------------------------------------------------------------------


def unsure_is_safe(prover: Prover) -> tuple[int, list[Failure]]:
    """However many answers are missing, and whatever they turn out to be: a rule that is true stays true, and one that is out stays out.

    So the floor never falls and the ceiling never rises, whatever the other rules do. Two cases are compared, of which the second knows what the first knows, and
    more. First that what answers imply grows with the answers (over all answers that agree with each other), then each rule over all that may be known.
    """
    failures = []
    for slot in _shrinking(prover):
        failures.append(Failure(f"'{prover.world.labels[slot]}' may follow from some answers and no more from more"))
    less, more = free(prover.logic, "less"), free(prover.logic, "more")
    grows = [_knows_more(less, more, slot) for slot in range(len(prover.logic.slots.names))]
    for number, rule in enumerate(prover.guide.rules):
        prover.say("not sure", number, len(prover.guide.rules))
        tree = prover.logic.rules[number]
        lost = z3.And(less.true(tree), z3.Not(more.true(tree)))
        back = z3.And(more.possible(tree), z3.Not(less.possible(tree)))
        solver = _alone()
        solver.add([grows[slot] for slot in prover.slots_in[number]])
        solver.add(z3.Or(lost, back))
        if solver.check() != z3.unsat:
            failures.append(
                Failure(f"'{rule.id}' may be true with an answer missing, and not with the answer", rules=(rule.id,))
            )
    return len(prover.logic.rules) + len({i.slot for i in prover.logic.implied}), failures


def _shrinking(prover: Prover) -> list[int]:
    """Slots that are known with some answers, and known otherwise or no longer with more answers that agree."""
    worlds = [World(prover.logic, prover.guide.findings, mark) for mark in ("less ", "more ")]
    less, more = worlds
    solver = _alone()
    for world in worlds:
        solver.add(world.ties)
        solver.add(world.agreeing)
    for slot in range(len(prover.logic.slots.names)):
        solver.add(
            z3.Implies(less.said_yes[slot], more.said_yes[slot]), z3.Implies(less.said_no[slot], more.said_no[slot])
        )
        solver.add(z3.Implies(less.known[slot], z3.And(more.known[slot], less.number[slot] == more.number[slot])))
    found = []
    for slot in sorted({i.slot for i in prover.logic.implied}):
        solver.push()
        solver.add(z3.Not(_knows_more(less, more, slot)))
        if solver.check() != z3.unsat:
            found.append(slot)
        solver.pop()
    return found


def _knows_more(less: Reading, more: Reading, slot: int) -> Formula:
    return z3.And(
        z3.Implies(less.yes[slot], more.yes[slot]),
        z3.Implies(less.no[slot], more.no[slot]),
        z3.Implies(less.known[slot], z3.And(more.known[slot], less.number[slot] == more.number[slot])),
    )


def _alone() -> Any:
    solver = z3.SolverFor("QF_LRA")
    solver.set("timeout", LIMIT_MS)
    return solver
