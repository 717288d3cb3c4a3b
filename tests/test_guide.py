"""The guide that ships: without mistakes, true to its golden cases, and saying nothing that it must never say."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from waymend.errors import ScreenError
from waymend.guide import SHIPPED, LoadedGuide
from waymend.pack.locales import texts
from waymend.verify.cases import failures
from waymend.verify.mistakes import read_all

SHARED = Path(__file__).parents[2] / "shared"
needs_shared = pytest.mark.skipif(
    not SHARED.exists(), reason="the design and evidence files (../shared) are not beside the project"
)


@pytest.fixture(scope="module")
def golden() -> Any:
    _, cases, mistakes = read_all(SHIPPED)
    assert mistakes == []
    return cases


def test_every_golden_case_holds(shipped: LoadedGuide, golden: Any) -> None:
    assert len(golden) >= 250
    assert [(g.case, wrong) for g, wrong in failures(shipped.engine, golden)] == []


def test_every_concern_has_two_golden_cases(shipped: LoadedGuide, golden: Any) -> None:
    counts = dict.fromkeys(shipped.guide.concerns, 0)
    for case in golden:
        for concern in case.expect.concerns:
            counts[concern] += 1
    assert {c: n for c, n in counts.items() if n < 2} == {}


@needs_shared
def test_the_fixed_vocabulary_is_there_as_given(shipped: LoadedGuide) -> None:
    vocabulary = yaml.safe_load((SHARED / "design" / "vocabulary.yaml").read_text())
    for group, entries in vocabulary["findings"].items():
        if "kind" in entries:
            entries = {group: entries}
        for name, shape in entries.items():
            finding = shipped.guide.findings[name]
            options = tuple(str(o).lower() if isinstance(o, bool) else o for o in shape.get("options", ()))
            assert (finding.kind, finding.unit, tuple(finding.options)) == (
                shape["kind"],
                shape.get("unit"),
                options,
            ), name
    for names in vocabulary["concerns"].values():
        assert set(names) <= set(shipped.guide.concerns)


def test_there_are_enough_answers_of_the_right_length(shipped: LoadedGuide) -> None:
    answers = shipped.guide.answers
    assert len(answers) >= 150
    assert {a.id: len(a.text.split()) for a in answers if not 40 <= len(a.text.split()) <= 150} == {}


def test_every_finding_and_concern_has_words_that_people_use(shipped: LoadedGuide) -> None:
    wordless = [f.id for f in shipped.guide.findings.values() if not f.words and not f.options and f.kind != "number"]
    assert wordless == []
    assert [c.id for c in shipped.guide.concerns.values() if len(c.words) < 3] == []


FORBIDDEN = {
    "diagnosing": r"\byou (definitely|certainly) have\b|\bwe diagnose\b",
    "shaming": r"\b(junkie|addict|addicts|abuser|dirty needle|clean time|druggie)\b",
    "proof of drug use": r"\b(proves|prove) (that )?(you|they|someone|he|she) (use|uses|inject|injects)\b",
    "a number instead of {emergency}": r"\bcall (911|999|000|112)\b",
}
# Helplines name their own country's number; and what people type is theirs, never shown.
WHERE_NUMBERS_BELONG = "countries/"
TYPED = "/asked_as"


@pytest.mark.parametrize("what", FORBIDDEN)
def test_the_guide_never_says(shipped: LoadedGuide, what: str) -> None:
    found = [
        f"{path}: {text}"
        for path, text in texts(shipped.guide)
        if re.search(FORBIDDEN[what], text, re.IGNORECASE)
        and not path.startswith(WHERE_NUMBERS_BELONG)
        and not path.endswith(TYPED)
    ]
    assert found == []


def test_no_step_to_do_is_to_cut_squeeze_or_drain(shipped: LoadedGuide) -> None:
    bad = re.compile(
        r"^(cut|lance|squeeze|pop|drain|dig)\b|\b(you can|try to) (cut|lance|squeeze|pop|drain)\b", re.IGNORECASE
    )
    assert [s.id for s in shipped.guide.steps if s.kind == "do" and bad.search(s.text)] == []


def test_every_plan_of_a_golden_case_says_what_to_watch_for_and_where_to_turn(
    shipped: LoadedGuide, golden: Any
) -> None:
    lacking = []
    for case in golden:
        a = shipped.assess(case.given)
        plan = a.plan
        if not plan.do or not plan.helplines or (not plan.watch and a.urgency.at_least != "emergency"):
            lacking.append((case.case, len(plan.do), len(plan.watch), len(plan.helplines)))
    assert lacking == []


def test_no_plan_tells_to_do_and_to_avoid_one_thing(shipped: LoadedGuide, golden: Any) -> None:
    actions = {s.id: s.action for s in shipped.guide.steps}
    for case in golden:
        plan = shipped.assess(case.given).plan
        do, avoid = ({actions[s.id] for s in steps} - {None} for steps in (plan.do, plan.avoid))
        assert not do & avoid, case.case


def test_a_first_question_always_follows_and_asking_always_ends(shipped: LoadedGuide) -> None:
    """Answered 'no' throughout: every danger is ruled out, and the answer is settled."""
    findings: dict[str, Any] = {}
    pages = 0
    while (question := (a := shipped.assess(findings)).next_question) is not None:
        names = question.panel.findings if question.panel else (question.finding,)
        for name in names:
            assert name not in findings
            kind = shipped.guide.findings[name].kind
            findings[name] = False if kind == "yes_no" else "unknown" if kind in ("number", "choice") else {}
        pages += 1
        assert pages < 200
    assert a.urgency.at_least is None


@needs_shared
def test_screens_agree_with_the_worked_examples_of_the_evidence(shipped: LoadedGuide) -> None:
    from waymend.assess.screen import score

    instruments = yaml.safe_load((SHARED / "evidence" / "instruments.yaml").read_text())["instruments"]
    checked = 0
    for instrument in instruments:
        screen = shipped.guide.screens.get(instrument["id"])
        if screen is None:
            assert instrument["licence_class"] == "permission_needed", instrument["id"]
            continue
        ids = {item.id for item in screen.items}
        for example in instrument["examples"]:
            if any(
                w in example["case"]
                for w in ("alcohol bands", "cocaine cut-off", "amphetamine cut-off", "prescribed opioids only")
            ):
                continue  # these need the optional item; the guide's own examples have it
            answers = {k: v for k, v in example["answers"].items() if k in ids}
            if instrument["id"] == "assist_v3_1":
                answers = {"assist_q1": "Yes", "assist_q8": "No, never"} | answers
            try:
                got = score(screen, answers)
            except ScreenError as error:
                pytest.fail(f"{instrument['id']} {example['case']}: {error}")
            assert (got.total, got.band) == (example["total"], example["band"]), (instrument["id"], example["case"])
            checked += 1
    assert checked > 40


def test_licensed_questionnaires_are_left_out(shipped: LoadedGuide) -> None:
    assert not {"cssrs_screener", "crafft_2_1"} & set(shipped.guide.screens)
    assert "asq" in shipped.guide.screens


def test_no_score_takes_part_in_a_rule(shipped: LoadedGuide) -> None:
    """Clinical scores can never lower (or raise) an urgency: no rule can name one."""
    from waymend.logic.compiled import findings_in, parse_guide

    trees, _ = parse_guide(shipped.guide)
    named = set().union(*(findings_in(t) for t in (*trees.rules.values(), *trees.define.values())))
    assert named <= set(shipped.guide.findings) | set(trees.define)
    assert not set(shipped.guide.screens) & set(shipped.guide.findings)
