"""Asking: everybody whom a golden case describes is led to its level, in few pages."""

from __future__ import annotations

from statistics import median
from typing import Any

from waymend.assess.assessment import Assessment, Question
from waymend.guide import SHIPPED, load_guide
from waymend.pack.load import read_guide
from waymend.pack.schema import URGENCIES, Finding

GUIDE = load_guide()
CASES = read_guide(SHIPPED).cases
LEVELS = (*URGENCIES, None)
# A person with one of these points at the place when asked what is to be seen on the skin.
OF_THE_SKIN = {f.id for f in GUIDE.guide.findings.values() if f.group in ("mark", "skin")}
OF_THE_SKIN |= {"tattoo", "mole_like", "insect_bites", "hair_follicle_bumps", "skin_picking"}
# What a text tells before anybody asks.
TOLD = [f for f in GUIDE.guide.findings.values() if f.only_told]
OF_A_LUMP = {"lump_growing_fast", "lump_pulsing", "hard_lump", "soft_lump"}


def person(given: dict[str, Any]) -> Any:
    """Answers of a person of whom exactly the given is true, and what follows from it; the rest is no, numbers are not known."""
    told = dict(given)
    if told.get("site") or any(told.get(name) is True for name in OF_THE_SKIN):
        told.setdefault("mark_present", True)
    if any(told.get(name) is True for name in OF_A_LUMP):
        told.setdefault("lump", True)
    case, slot = GUIDE.engine.cases.make(told), GUIDE.engine.cases.slot

    def answer(finding: Finding) -> Any:
        if finding.id in told:
            return told[finding.id]
        if finding.kind == "yes_no":
            return case.values[slot[finding.id, None]] is True
        return dict.fromkeys(finding.options, False) if finding.kind == "many" else "unknown"

    return answer


def ask_through(answer: Any) -> tuple[Assessment, list[Question]]:
    """Ask until nothing more is asked; the last assessment, and each page asked."""
    told: dict[str, Any] = {f.id: answer(f) for f in TOLD}
    pages: list[Question] = []
    while (question := (now := GUIDE.assess(told)).next_question) is not None:
        pages.append(question)
        for name in question.panel.findings if question.panel else (question.finding,):
            told[name] = answer(GUIDE.guide.findings[name])
    return now, pages


def test_asking_leads_every_golden_case_to_its_level() -> None:
    below = []
    for case in (c for n, c in enumerate(CASES) if len(c.given) > 2 or n % 5 == 0):
        whole = GUIDE.assess(case.given).urgency.at_least
        asked, _ = ask_through(person(case.given))
        if LEVELS.index(asked.urgency.at_least) > LEVELS.index(whole):
            below.append(f"{case.case}: {whole}, asked through {asked.urgency.at_least}")
    assert not below


def test_an_emergency_is_reached_in_few_pages_and_nothing_at_all_is_soon_over() -> None:
    """Two minutes a participant in a van: about a dozen pages."""
    emergencies = [c.given for c in CASES if GUIDE.assess(c.given).urgency.at_least == "emergency"]
    assert median(len(ask_through(person(given))[1]) for given in emergencies) <= 8
    well, pages = ask_through(person({"asking_for": "self"}))
    assert well.urgency.at_least is None
    assert sum(question.needed for question in pages) <= 12
    assert len(pages) <= 18


def test_what_brings_a_person_is_asked_right_after_danger() -> None:
    told: dict[str, Any] = {}
    danger = GUIDE.engine.assess(told, way="exposed").next_question
    assert danger is not None
    assert danger.panel is not None
    assert danger.panel.id == "danger_now"
    told |= dict.fromkeys(danger.panel.findings, False) | {"asking_for": "self"}
    asked = GUIDE.engine.assess(told, way="exposed").next_question
    assert asked is not None
    assert "shared_equipment" in (asked.panel.findings if asked.panel else ())
    plain = GUIDE.engine.assess(told).next_question
    assert plain is not None
    assert "shared_equipment" not in (plain.panel.findings if plain.panel else ())


def test_what_makes_no_sense_is_not_asked() -> None:
    _, pages = ask_through(person({"asking_for": "self", "pregnant": False}))
    asked = {name for page in pages for name in (page.panel.findings if page.panel else (page.finding,))}
    assert asked.isdisjoint({"weeks_pregnant", "lump_cm", "wound_weeks", "site", "hours_since_sharing", "secretive"})


def test_numbers_stand_on_a_page_together() -> None:
    _, pages = ask_through(person({}))
    assert any(
        page.panel and "heart_rate" in page.panel.findings and "systolic_bp" in page.panel.findings for page in pages
    )


def test_what_only_a_text_tells_is_not_so_until_then_and_nobody_is_asked_for_it() -> None:
    assert [f.id for f in TOLD] == ["sounds_like"]
    nothing = GUIDE.assess({})
    assert nothing.urgency.at_least is None
    calm = {f.id: False for f in GUIDE.guide.findings.values() if f.kind == "yes_no"}
    assert GUIDE.assess(calm).urgency.at_least is None
    assert GUIDE.assess({"sounds_like": "unknown"}).urgency == nothing.urgency
    told = GUIDE.assess({**calm, "sounds_like": "today"})
    assert told.urgency.at_least == "today"
    assert [c.id for c in told.concerns if c.status == "fits"] == ["unnamed_trouble"]
    _, pages = ask_through(person({}))
    assert "sounds_like" not in {
        name for page in pages for name in (page.panel.findings if page.panel else (page.finding,))
    }
