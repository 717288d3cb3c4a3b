"""The mutation test itself: wrongs are of every kind and the same for a seed, and the judge catches what it must and spares what is no wrong."""

from __future__ import annotations

import msgspec
import pytest

from waymend.guide import SHIPPED
from waymend.pack.load import read_guide
from waymend.verify.accepted import read_accepted
from waymend.verify.mutants import EDGES, KINDS, Judge, mutants

WRITTEN = read_guide(SHIPPED)
assert WRITTEN.guide is not None
GUIDE = WRITTEN.guide


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge(GUIDE, WRITTEN.cases, read_accepted(SHIPPED) or {})


def test_a_seed_gives_the_same_mutants_of_every_kind() -> None:
    one, two = ([m for m, _ in mutants(GUIDE, 28, 3)] for _ in range(2))
    assert one == two
    assert {m.kind for m in one} == set(KINDS)


def test_the_guide_itself_is_not_caught(judge: Judge) -> None:
    assert judge.caught_by(GUIDE) is None


def test_a_lowered_danger_sign_is_caught_by_more_than_the_edges(judge: Judge) -> None:
    rules = tuple(
        msgspec.structs.replace(r, urgency="self_care") if r.id == "crackling_under_the_skin" else r
        for r in GUIDE.rules
    )
    caught = judge.caught_by(msgspec.structs.replace(GUIDE, rules=rules))
    assert caught is not None
    assert not caught.startswith(EDGES)


def test_a_rule_that_calms_a_worse_answer_is_caught_by_the_proof(judge: Judge) -> None:
    """Without golden cases and edges the property alone sees it."""
    alone = Judge(GUIDE, (), {})
    rules = tuple(
        msgspec.structs.replace(r, when=f"({r.when}) and not cough") if r.id == "very_bad_pain_at_the_spot" else r
        for r in GUIDE.rules
    )
    caught = alone.caught_by(msgspec.structs.replace(GUIDE, rules=rules))
    assert caught is not None
    assert caught.startswith("worse_is_not_calmer")


def test_a_step_that_is_gone_is_caught_by_the_case_that_needs_it(judge: Judge) -> None:
    steps = tuple(s for s in GUIDE.steps if s.id != "sepsis_call_and_say_it")
    caught = judge.caught_by(msgspec.structs.replace(GUIDE, steps=steps))
    assert caught is not None
    assert caught.startswith("golden case")
