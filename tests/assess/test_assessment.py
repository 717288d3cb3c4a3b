"""From answers to an assessment, on the tiny guide."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymend.assess.assessment import Assessment
from waymend.errors import CaseError, InputError
from waymend.guide import LoadedGuide
from waymend.pack.schema import URGENCIES

YES_NO = ("hot", "cold", "bleeding", "lump", "hard_lump")


def concern(assessment: Assessment, name: str) -> Any:
    return next(c for c in assessment.concerns if c.id == name)


def test_a_true_rule_gives_the_floor_and_an_open_one_the_ceiling(tiny: LoadedGuide) -> None:
    a = tiny.assess({"lump": True, "hot": True, "bleeding": False})
    assert (a.urgency.at_least, a.urgency.at_most, a.urgency.settled) == ("today", "emergency", False)
    b = tiny.assess({"lump": True, "hot": True, "bleeding": False, "place": {"neck": False}})
    assert (b.urgency.at_least, b.urgency.at_most, b.urgency.settled) == ("today", "today", True)


def test_nothing_known_is_never_routine(tiny: LoadedGuide) -> None:
    a = tiny.assess({})
    assert a.urgency.at_least is None
    assert a.concerns == ()
    assert a.nothing_fits == "There is not enough to go on."
    assert [s.id for s in a.plan.do] == ["turn_to"]


def test_everything_denied_leaves_no_rule_and_says_so(tiny: LoadedGuide) -> None:
    a = tiny.assess({"bleeding": False, "lump": False})
    assert (a.urgency.at_least, a.urgency.at_most, a.urgency.settled) == (None, None, True)
    assert a.nothing_fits


def test_a_concern_fits_or_is_possible_and_says_why(tiny: LoadedGuide) -> None:
    fits = concern(tiny.assess({"lump": True, "hot": True}), "boil")
    assert (fits.status, fits.urgency) == ("fits", "today")
    assert fits.because == ("A warm lump can be a boil.",)
    assert fits.findings == ("lump", "hot")
    assert fits.sources == ("book",)
    possible = concern(tiny.assess({"lump": True}), "boil")
    assert (possible.status, possible.urgency) == ("possible", "emergency")
    assert set(possible.would_tell) == {"hot", "temperature"}


def test_what_speaks_against_is_said(tiny: LoadedGuide) -> None:
    against = concern(tiny.assess({"lump": True, "cold": True, "hot": False, "bleeding": False}), "boil")
    assert against.against_because == ("A boil is warm.",)
    assert "cold" in against.against


def test_a_place_alone_makes_nothing_possible(tiny: LoadedGuide) -> None:
    assert tiny.assess({"place": ["neck"]}).concerns == ()


def test_danger_answers_first(tiny: LoadedGuide) -> None:
    a = tiny.assess({"bleeding": True, "lump": True, "hot": True})
    assert a.danger_now == "Press hard and call 911."
    assert a.next_question is None, "no question stands between a person and the call"
    assert [s.id for s in a.plan.do] == ["press"], "the plan is about the emergency alone"
    assert a.concerns[0].id == "bleed"


def test_avoid_beats_do_of_the_same_action(tiny: LoadedGuide) -> None:
    a = tiny.assess({"bleeding": True, "lump": True, "hot": True, "place": ["neck"]})
    assert {c.id for c in a.concerns if c.urgency == "emergency"} == {"bleed", "boil"}
    assert "no_heat" in [s.id for s in a.plan.avoid]
    assert "warm" not in [s.id for s in a.plan.do]


def test_the_first_question_is_about_danger(tiny: LoadedGuide) -> None:
    question = tiny.assess({}).next_question
    assert question is not None
    assert question.finding == "bleeding"
    assert question.options == ("yes", "no", "unsure")
    assert tiny.assess({"bleeding": "unknown"}).next_question.finding != "bleeding"  # type: ignore[union-attr]


@given(st.dictionaries(st.sampled_from(YES_NO), st.sampled_from([True, False, "unknown"])))
def test_asking_ends_never_repeats_and_settles_what_can_be_settled(answers: dict[str, Any]) -> None:
    from samples import TINY
    from waymend.guide import load_guide

    guide = load_guide(TINY)
    given_answers: dict[str, Any] = {}
    for _ in range(20):
        a = guide.assess(given_answers)
        if a.next_question is None:
            break
        name = a.next_question.finding
        assert name not in given_answers, "never asked twice"
        kind = guide.guide.findings[name].kind
        given_answers[name] = (
            answers.get(name, False) if kind == "yes_no" else "unknown" if kind == "number" else {"neck": False}
        )
    else:
        pytest.fail("asking did not end")
    if "unknown" not in given_answers.values() and a.urgency.at_least != "emergency":
        assert a.urgency.settled


def test_what_is_implied_is_not_asked(tiny: LoadedGuide) -> None:
    values = tiny.engine.cases.make({"hard_lump": True, "temperature": 38.0})
    assert {"lump", "hot"} <= values.asked
    assert "hard_lump" in tiny.engine.cases.make({"lump": False}).asked


def test_of_two_answers_that_disagree_the_more_worrying_counts(tiny: LoadedGuide) -> None:
    assert concern(tiny.assess({"lump": False, "hard_lump": True, "hot": True}), "boil").status == "fits"
    assert tiny.assess({"hot": False, "temperature": 39, "lump": True}).urgency.at_least == "today"


@given(
    st.dictionaries(st.sampled_from(YES_NO), st.booleans()),
    st.one_of(st.none(), st.floats(25, 45)),
    st.sampled_from(YES_NO),
)
def test_learning_more_only_narrows(known: dict[str, bool], temperature: float | None, name: str) -> None:
    """Floor up, ceiling down, whatever a "not sure" turns out to be (where answers do not contradict each other)."""
    from samples import TINY
    from waymend.guide import load_guide

    guide = load_guide(TINY)
    known.pop(name, None)
    if temperature is not None:
        known = {**known, "temperature": temperature}  # type: ignore[dict-item]
    unsure = guide.assess({**known, name: "unknown"}).urgency
    closed = guide.engine.cases.make(known)
    slot = guide.engine.cases.slot[name, None]
    if closed.values[slot] is not None:
        return  # already implied
    for answer in (True, False):
        now = guide.assess({**known, name: answer})
        case = guide.engine.cases.make({**known, name: answer})
        if any(b is not None and b == b and a != b for a, b in zip(case.values, closed.values, strict=True)):
            continue  # this answer contradicts one given before
        assert rank(now.urgency.at_least) <= rank(unsure.at_least)
        assert rank(now.urgency.at_most) >= rank(unsure.at_most)


def rank(urgency: str | None) -> int:
    return URGENCIES.index(urgency) if urgency else len(URGENCIES)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("findings", "message"),
    [
        ({"lmup": True}, "'lmup' is not a finding of this guide. Did you mean 'lump'?"),
        ({"lump": "yes"}, "'lump' takes true, false or \"unknown\"."),
        ({"lump": 1}, "'lump' takes true, false or \"unknown\"."),
        ({"temperature": True}, "'temperature' takes a number in °C."),
        ({"temperature": "38"}, "'temperature' takes a number in °C."),
        ({"temperature": 101.3}, "'temperature' must lie between 25 and 45 °C; check the unit."),
        ({"temperature": float("nan")}, "'temperature' must lie between 25 and 45 °C; check the unit."),
        ({"place": ["nek"]}, "'place' has no option 'nek'. Did you mean 'neck'?"),
        ({"place": "neck"}, "'place' takes a list of options, or an object of options with true or false."),
        ({"place": {"neck": 1}}, "'place.neck' takes true, false or \"unknown\"."),
        ({"who": "nobody"}, "'who' takes one of: self, other."),
        ({"who": ["self", "other"]}, "'who' takes one of: self, other."),
    ],
)
def test_an_answer_that_cannot_be_used_is_named(tiny: LoadedGuide, findings: dict[str, Any], message: str) -> None:
    with pytest.raises(CaseError) as caught:
        tiny.assess(findings)
    assert str(caught.value) == message


@pytest.mark.parametrize("nothing", [None, "unknown"])
def test_null_and_unknown_are_not_sure(tiny: LoadedGuide, nothing: object) -> None:
    for name in ("lump", "temperature", "place", "who"):
        assert tiny.assess({name: nothing}).urgency == tiny.assess({}).urgency
    assert tiny.assess({"place": {"neck": nothing}}).urgency == tiny.assess({}).urgency


def test_a_country_without_helplines_is_named(tiny: LoadedGuide) -> None:
    with pytest.raises(InputError, match="no helplines are known for the country 'xx'; known are us"):
        tiny.assess({}, country="xx")


def test_the_assessment_says_that_it_is_not_a_diagnosis(tiny: LoadedGuide) -> None:
    assert tiny.assess({}).not_a_diagnosis == "Not a diagnosis, and not reviewed by a clinician yet."
    assert tiny.assess({}).guide.clinically_reviewed is False
