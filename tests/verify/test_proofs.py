"""What is proved of a guide: the formulas mean what the engine does, and each property catches a guide that is broken in its way, with a case that runs."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable
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
from waymend.verify.proofs import PROOFS, Prover, prove
from waymend.verify.proofs.prover import LIMIT_MS
from waymend.verify.proofs.rules import witness
from waymend.verify.property import Property, outcome, replays

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


def as_the_prover_sees(case: dict[str, Any]) -> tuple[list[int], list[int]]:
    """The rules that are true of one case, and those that are or may become so, by the formulas over its answers alone: what follows from them is left to the formulas."""
    world = PROVER.world
    solver = z3.Solver()
    solver.add(world.ties)
    solver.add(world.exactly(case))
    assert solver.check() == z3.sat
    model = solver.model()

    def true(formulas: list[Any]) -> list[int]:
        return [n for n, f in enumerate(formulas) if z3.is_true(model.eval(f, model_completion=True))]

    return true(PROVER.fires), true(PROVER.may_fire)


@settings(max_examples=6, deadline=None)
@given(A_CASE)
def test_the_formulas_mean_what_the_engine_does(case: dict[str, Any]) -> None:
    made = GUIDE.engine.cases.make(case)
    fires, opens = GUIDE.engine.decide(made.values, made.true, made.false)
    true, possible = as_the_prover_sees(case)
    assert true == sorted(fires)
    assert possible == sorted({*fires, *(n for n in range(len(GUIDE.guide.rules)) if opens >> n & 1)})


def test_every_golden_case_lies_in_the_world_that_is_proved_over() -> None:
    """And a case that is laid out and read back is the same case."""
    solver = z3.Solver()
    solver.add(PROVER.world.ties)
    for golden in CASES[::40]:
        solver.push()
        solver.add(PROVER.world.exactly(golden.given))
        assert solver.check() == z3.sat, golden.case
        back = PROVER.world.case(solver.model())
        solver.pop()
        assert GUIDE.engine.cases.make(back).values == pytest.approx(
            GUIDE.engine.cases.make(golden.given).values, nan_ok=True
        ), golden.case


def test_every_rule_has_a_case_that_makes_it_true() -> None:
    for number in range(0, len(GUIDE.guide.rules), 60):
        case = witness(PROVER, number)
        assert case is not None
        assert is_true(GUIDE.engine.logic.rules[number], GUIDE.engine.cases.make(case).values)


@settings(max_examples=100, deadline=None)
@given(A_CASE, st.sampled_from(NAMES), st.data())
def test_learning_more_never_lowers_the_floor_nor_raises_the_ceiling(
    case: dict[str, Any], name: str, data: st.DataObject
) -> None:
    """The engine does what `unsure_is_safe` proves."""
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


@pytest.fixture(scope="session")
def proved() -> tuple[Property, ...]:
    return tuple(prove(Prover(load_guide())))


def test_the_shipped_guide_holds(proved: tuple[Property, ...]) -> None:
    assert [(p.id, [f.text for f in p.failures]) for p in proved if not p.holds] == []
    assert {p.id for p in proved} == {p.id for p in PROOFS}
    assert all(p.checked > 0 and p.how == "proved" for p in proved)


def test_a_question_without_an_answer_counts_as_failing() -> None:
    """An unknown is never taken for a yes."""
    from waymend.verify.proofs import answers
    from waymend.verify.proofs.prover import NoAnswer

    def gives_up(*_: Any) -> Any:
        raise NoAnswer("timeout")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(answers, "_flag_worse", gives_up)
        _, failures = answers.worse_is_not_calmer(Prover(load_guide(TINY)))
    assert failures
    assert all(f.unknown and f"{LIMIT_MS // 1000} s" in f.text for f in failures)
    assert not outcome("x", "x", 1, failures).holds


# --- each property catches a guide that is broken in its way -------------------------------------------


@pytest.fixture
def broken(tmp_path: Path) -> Callable[..., dict[str, Property]]:
    """The tiny guide with changes of its files, proved: properties by their ids."""

    def change(*edits: tuple[str, str, str]) -> dict[str, Property]:
        folder = tmp_path / "guide"
        shutil.copytree(TINY, folder)
        for file, old, new in edits:
            path = folder / file
            assert old in path.read_text(), old
            path.write_text(path.read_text().replace(old, new))
        guide = load_guide(folder)
        return {p.id: p for p in prove(Prover(guide))} | {"engine": guide.engine}  # type: ignore[dict-item]

    return change


def test_the_tiny_guide_as_it_is_holds() -> None:
    assert [(p.id, p.failures) for p in prove(Prover(load_guide(TINY))) if not p.holds] == []


def test_a_rule_that_cannot_fire_is_named(broken: Any) -> None:
    found = broken(("rules/all.yaml", "when: bleeding,", "when: bleeding and not bleeding,"))["rules_live"]
    assert [(f.text, f.rules) for f in found.failures] == [("'bleeds' can never fire", ("bleeds",))]


def test_a_rule_that_is_swallowed_is_named_with_the_rule_that_swallows_it(broken: Any) -> None:
    found = broken(("rules/all.yaml", "when: warm_lump, concern", "when: warm_lump and place.neck, concern"))[
        "rules_live"
    ]
    failure = next(f for f in found.failures if "'boil_today' never counts" in f.text)
    assert failure.case is not None
    assert len(failure.rules) > 1


def test_a_worse_answer_that_calms_is_shown_by_a_case_that_runs(broken: Any) -> None:
    found = broken(("rules/all.yaml", "when: warm_lump, concern", "when: warm_lump and not cold, concern"))
    failed, engine = found["worse_is_not_calmer"], found["engine"]
    assert not failed.holds
    failure = failed.failures[0]
    calm = engine.assess(failure.case).urgency.at_least
    worse = engine.assess({**failure.case, **failure.then}).urgency.at_least
    assert (calm, worse) == ("today", None)
    assert failure.rules == ("boil_today",)
    json.dumps(replays(failed))
    assert {*replays(failed)} == {"worse_is_not_calmer-1", "worse_is_not_calmer-1-then"}


@pytest.mark.parametrize(
    ("worse", "when", "levels"),
    [
        ("higher", "30 <= temperature < 38", ("today", None)),
        ("lower", "30 <= temperature < 38", ("today", None)),
        ("both, worse_because: x", "30 <= temperature < 38", ("today", None)),
        ("middle, worse_because: x", "temperature < 30 or temperature > 38", ("today", None)),
    ],
)
def test_a_number_that_goes_to_its_worse_side_and_calms(broken: Any, worse: str, when: str, levels: Any) -> None:
    edits = [
        (
            "rules/all.yaml",
            "when: bleeding, concern: bleed, urgency: emergency",
            f"when: {when}, concern: bleed, urgency: today",
        ),
        ("rules/all.yaml", "not bleeding", "not cold"),
        ("asking.yaml", "cold, bleeding", "cold, temperature, bleeding"),
        ("steps/all.yaml", "for: [boil, bleed]", "for: [boil, bleed, any]"),
        (
            "asking.yaml",
            "implications:\n  - {when: temperature >= 38, then: hot}\n",
            "implications:\n  - {when: bleeding, then: lump}\n",
        ),
        ("findings/all.yaml", "worse: higher", f"worse: {worse}"),
    ]
    found = broken(*edits)
    failure = found["worse_is_not_calmer"].failures[0]
    assert (
        found["engine"].assess(failure.case).urgency.at_least,
        found["engine"].assess({**failure.case, **failure.then}).urgency.at_least,
    ) == levels


def test_a_danger_sign_that_falls_short_is_shown_with_the_rules_that_fire(tmp_path: Path) -> None:
    sign = "danger_signs:\n  - {when: lump and hot, at_least: emergency, because: heat, sources: [book]}\n"
    guide = tmp_path / "signs"
    shutil.copytree(TINY, guide)
    (guide / "danger_signs.yaml").write_text(sign)
    found = next(p for p in prove(Prover(load_guide(guide))) if p.id == "danger_signs")
    failure = found.failures[0]
    assert "today, not emergency" in failure.text
    assert set(failure.case) <= {"lump", "hard_lump", "hot", "temperature"}
    assert "boil_today" in failure.rules


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (
            ("steps/all.yaml", "kind: do, text: Warm it.", "kind: avoid, text: Warm it."),
            "'boil' at today may have nothing of its own to do",
        ),
        (
            ("steps/all.yaml", "for: [boil, bleed], if_possible: true", "for: [boil, bleed], when: hot"),
            "'bleed' at emergency may have nothing of its own to watch for",
        ),
        (
            ("concerns/all.yaml", "    needs: [{need: emergency, why: To stop the blood.}]\n", ""),
            "'bleed' names nobody who can help",
        ),
    ],
)
def test_what_is_forgotten_is_named(broken: Any, edit: tuple[str, str, str], expected: str) -> None:
    found = broken(edit)["nothing_forgotten"]
    assert any(expected in f.text for f in found.failures), found.failures


def test_a_step_that_another_may_push_out_is_not_counted_on(broken: Any) -> None:
    """Warmth is all there is to do for a boil; a step against warmth for the same concern takes it away."""
    found = broken(("steps/all.yaml", "for: [bleed], action: warm_it", "for: [bleed, boil], action: warm_it"))
    failure = next(f for f in found["nothing_forgotten"].failures if "'boil' at" in f.text)
    assert not found["engine"].assess(failure.case).plan.do


def test_steps_that_contradict_each_other_in_one_plan_are_named() -> None:
    from waymend.assess.planning import Planner

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Planner, "_agreed", lambda self, steps: list(steps))
        found = next(p for p in prove(Prover(load_guide(TINY))) if p.id == "no_contradiction")
    assert [f.text for f in found.failures] == ["'warm' and 'no_heat' contradict each other in one plan"]


def test_not_sure_is_safe_only_while_nothing_asks_for_what_is_not_known() -> None:
    """If "no" meant "not said to be so", an answer could take a rule away; the proof sees it."""
    from waymend.logic.smt import Reading

    def closed_world(self: Reading, leaf: Any) -> Any:
        return self.yes[leaf.slot] if leaf.wanted else z3.Not(self.yes[leaf.slot])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Reading, "leaf", closed_world)
        found = next(p for p in prove(Prover(load_guide(TINY))) if p.id == "unsure_is_safe")
    assert any("'boil_home' may be true with an answer missing" in f.text for f in found.failures)


def test_a_way_into_today_that_nobody_is_asked_about_is_shown() -> None:
    """Were nobody asked about crackling skin, who has only that would not be found."""
    from waymend.verify.proofs import asking

    listed = asking._listed(PROVER) - {"crackling_skin"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asking, "_listed", lambda prover: listed)
        _, failures = asking.asking_misses_nothing(PROVER)
    shown = {f.rules[0]: f.case for f in failures}
    assert shown["crackling_under_the_skin"] == {"crackling_skin": True}


def test_a_score_with_no_band_or_two_is_named() -> None:
    import msgspec

    from waymend.verify.proofs.bands import _scores

    screen = GUIDE.guide.screens["news2"]
    assert _scores(screen)[0] == []
    bands = {b.id: b for b in screen.bands}

    def with_medium(when: str) -> Any:
        return msgspec.structs.replace(
            screen,
            bands=tuple(msgspec.structs.replace(b, when=when) if b.id == "medium" else b for b in bands.values()),
        )

    assert [f.text for f in _scores(with_medium("6 <= total < 7"))[0]] == ["no band of news2 takes the score 5"]
    assert [f.text for f in _scores(with_medium("5 <= total <= 7"))[0]] == ["two bands of news2 take the score 7"]


def test_a_number_whose_middle_is_lost_is_named(broken: Any) -> None:
    found = broken(
        (
            "rules/all.yaml",
            "when: bleeding, concern",
            "when: bleeding or temperature < 26 or temperature > 40, concern",
        ),
        ("asking.yaml", "cold, bleeding", "cold, temperature, bleeding"),
    )["bands_meet"]
    failure = found.failures[0]
    assert "'bleed' fits at temperature" in failure.text
    assert 26 <= failure.then["temperature"] <= 40


def test_random_guides_of_the_shipped_kind_are_read_alike_by_formula_and_engine() -> None:
    """Beside hypothesis: cases of all sizes, with numbers at and beside every threshold of the guide."""
    spread = random.Random(6)
    limits: dict[str, list[float]] = {}
    for leaf in GUIDE.engine.logic.questions:
        if leaf.op is not None:
            limits.setdefault(GUIDE.engine.logic.slots.names[leaf.slot][0], []).append(leaf.limit)
    for _ in range(4):
        case: dict[str, Any] = {}
        for name, at in limits.items():
            low, high = GUIDE.guide.findings[name].range
            if spread.random() < 0.6:
                case[name] = min(max(spread.choice(at) + spread.choice([-0.5, 0, 0.5]), low), high)
        for name in spread.sample(NAMES, 40):
            if GUIDE.guide.findings[name].kind == "yes_no":
                case[name] = spread.random() < 0.5
        made = GUIDE.engine.cases.make(case)
        fires, _ = GUIDE.engine.decide(made.values, made.true, made.false)
        assert as_the_prover_sees(case)[0] == sorted(fires)
