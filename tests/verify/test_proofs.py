"""What is proved of a guide: the formulas mean what the engine does, and a broken guide is caught with a case that runs."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import z3
from hypothesis import given, settings
from hypothesis import strategies as st

from samples import TINY
from waymend.assess.explain import is_true
from waymend.guide import SHIPPED, load_guide
from waymend.pack.load import read_guide
from waymend.pack.schema import URGENCIES, Finding
from waymend.verify.changes import changes
from waymend.verify.proofs import Prover

GUIDE = load_guide()
PROVER = Prover(GUIDE)
CASES = read_guide(SHIPPED).cases


def an_answer(finding: Finding) -> st.SearchStrategy[Any]:
    match finding.kind:
        case "yes_no":
            return st.sampled_from([True, False])
        case "number":
            low, high = finding.range
            return st.one_of(st.integers(int(low), int(high)), st.sampled_from([low, high]))
        case "choice":
            return st.sampled_from([*map(str, finding.options)])
        case _:
            return st.lists(st.sampled_from([str(o) for o in finding.options]), max_size=3, unique=True)


NAMES = [str(name) for name in GUIDE.guide.findings]
A_CASE = st.lists(st.sampled_from(NAMES), max_size=30, unique=True).flatmap(
    lambda names: st.fixed_dictionaries({name: an_answer(GUIDE.guide.findings[name]) for name in names})
)


def as_the_prover_sees(case: dict[str, Any]) -> list[int]:
    """The rules that are true of one case, by the formulas: every variable is set as the case says, and each formula is worked out."""
    world = PROVER.world
    values = GUIDE.engine.cases.make(case).values
    fixed = []
    for slot, value in enumerate(values):
        if world.number[slot] is not None:
            known = value == value
            fixed.append((world.known[slot], z3.BoolVal(known)))
            fixed.append((world.number[slot], z3.RealVal(str(value if known else 0))))
        else:
            fixed.append((world.yes[slot], z3.BoolVal(value is True)))
            fixed.append((world.no[slot], z3.BoolVal(value is False)))
    return [
        n
        for n, tree in enumerate(GUIDE.engine.logic.rules)
        if z3.is_true(z3.simplify(z3.substitute(world.true(tree), *fixed)))
    ]


@settings(max_examples=3, deadline=None)
@given(A_CASE)
def test_the_formulas_mean_what_the_engine_does(case: dict[str, Any]) -> None:
    made = GUIDE.engine.cases.make(case)
    assert as_the_prover_sees(case) == GUIDE.engine.decide(made.values, made.true, made.false)[0]


def test_a_closed_case_satisfies_what_the_prover_takes_for_granted() -> None:
    """No case of a person lies outside the world that is proved over."""
    for golden in CASES[::60]:
        values = GUIDE.engine.cases.make(golden.given).values
        solver = z3.Solver()
        solver.add(PROVER.world.ties)
        for slot, value in enumerate(values):
            if PROVER.world.number[slot] is None:
                solver.add(PROVER.world.yes[slot] == (value is True), PROVER.world.no[slot] == (value is False))
        assert solver.check() == z3.sat, golden.case


def test_every_rule_has_a_case_that_makes_it_true() -> None:
    for number in range(0, len(GUIDE.guide.rules), 25):
        case = PROVER.witness(number)
        assert case is not None
        assert is_true(GUIDE.engine.logic.rules[number], GUIDE.engine.cases.make(case).values)


@settings(max_examples=150, deadline=None)
@given(A_CASE, st.sampled_from(NAMES), st.data())
def test_learning_more_never_lowers_the_floor_nor_raises_the_ceiling(
    case: dict[str, Any], name: str, data: st.DataObject
) -> None:
    case.pop(name, None)
    before = GUIDE.assess(case).urgency
    after = GUIDE.assess({**case, name: data.draw(an_answer(GUIDE.guide.findings[name]))}).urgency
    levels = [*URGENCIES, None]
    made = GUIDE.engine.cases.make(case)
    if name in made.asked:
        return  # it followed from other answers already: a new answer may overrule what was inferred
    assert levels.index(after.at_least) <= levels.index(before.at_least)
    assert levels.index(after.at_most) >= levels.index(before.at_most)


def test_every_plan_has_something_to_do_and_to_watch_for() -> None:
    for golden in CASES:
        a = GUIDE.assess(golden.given)
        if a.urgency.at_least is not None:
            assert a.plan.do, golden.case
            assert a.plan.watch, golden.case
        assert a.plan.helplines or a.nothing_fits, golden.case


@pytest.fixture
def broken(tmp_path: Path) -> Any:
    """The tiny guide with one change."""

    def change(file: str, old: str, new: str) -> Prover:
        folder = tmp_path / "guide"
        shutil.copytree(TINY, folder)
        path = folder / file
        assert old in path.read_text()
        path.write_text(path.read_text().replace(old, new))
        return Prover(load_guide(folder))

    return change


def test_the_tiny_guide_as_it_is_holds() -> None:
    assert [p.id for p in Prover(load_guide(TINY)).all() if not p.holds] == []


def test_a_rule_that_cannot_fire_is_named(broken: Any) -> None:
    found = broken("rules/all.yaml", "when: bleeding,", "when: bleeding and not bleeding,").rules_live()
    assert found.failures == ("'bleeds' can never fire",)


def test_a_rule_that_is_swallowed_is_named(broken: Any) -> None:
    prover = broken("rules/all.yaml", "when: warm_lump, concern", "when: warm_lump and place.neck, concern")
    assert any("'boil_today' never counts" in failure for failure in prover.rules_live().failures)


def test_a_worse_answer_that_calms_is_shown_by_a_case_that_runs(broken: Any) -> None:
    prover = broken("rules/all.yaml", "when: warm_lump, concern", "when: warm_lump and not cold, concern")
    found = prover.worse_is_not_calmer()
    assert not found.holds
    case = found.counterexample["findings"]
    calm, worse = (
        prover.engine.assess({**case, "cold": False}).urgency,
        prover.engine.assess({**case, "cold": True}).urgency,
    )
    assert (calm.at_least, worse.at_least) == ("today", None)
    json.dumps(found.counterexample)


def test_two_versions_are_told_apart_by_cases(tmp_path: Path) -> None:
    shutil.copytree(TINY, tmp_path / "new")
    path = tmp_path / "new" / "rules" / "all.yaml"
    path.write_text(path.read_text().replace("concern: bleed, urgency: emergency", "concern: bleed, urgency: today"))
    found = changes(TINY, tmp_path / "new")
    assert found.rules_changed == ("bleeds",)
    assert not found.more_urgent
    assert any(
        c.findings == {"bleeding": True} and (c.before, c.after) == ("emergency", "today") for c in found.less_urgent
    )
    assert not changes(TINY, TINY).less_urgent
