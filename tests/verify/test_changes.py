"""`waymend diff`: two versions of a guide are told apart by the smallest cases, more urgent and less urgent apart."""

from __future__ import annotations

import shutil
from pathlib import Path

from samples import TINY
from waymend.guide import load_guide
from waymend.verify.changes import changes, render


def edited(tmp_path: Path, old: str, new: str, file: str = "rules/all.yaml") -> Path:
    folder = tmp_path / "new"
    shutil.copytree(TINY, folder)
    path = folder / file
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))
    return folder


def test_a_guide_does_not_differ_from_itself() -> None:
    same = changes(TINY, TINY)
    assert (same.more_urgent, same.less_urgent, same.other, same.golden) == ((), (), (), 0)
    assert same.proved


def test_a_lowered_urgency_is_shown_by_its_smallest_case(tmp_path: Path) -> None:
    found = changes(TINY, edited(tmp_path, "concern: bleed, urgency: emergency", "concern: bleed, urgency: today"))
    assert found.rules_changed == ("bleeds",)
    assert not found.more_urgent
    assert any(
        c.findings == {"bleeding": True} and (c.before, c.after) == ("emergency", "today") for c in found.less_urgent
    )
    assert found.golden == 2


def test_a_change_that_no_golden_case_meets_is_found_all_the_same(tmp_path: Path) -> None:
    new = edited(tmp_path, "when: bleeding, concern", "when: bleeding or temperature > 44, concern")
    found = changes(TINY, new)
    assert found.golden == 0
    change = next(c for c in found.more_urgent if c.after == "emergency" and c.before is None)
    assert set(change.findings) == {"temperature"}
    assert change.findings["temperature"] > 44
    for guide, level in ((TINY, None), (new, "emergency")):
        assert load_guide(guide).assess(change.findings).urgency.at_least == level


def test_a_changed_definition_counts_as_a_change_of_the_rules_that_use_it(tmp_path: Path) -> None:
    found = changes(
        TINY, edited(tmp_path, "lump and (hot or temperature >= 38)", "lump and (hot or temperature >= 39)")
    )
    # 38 °C implies heat, so no outcome changes, and the rules are named
    assert found.rules_changed == ("boil_today", "neck_boil")
    assert not (found.more_urgent)
    assert not (found.less_urgent)
    assert not (found.other)


def test_a_finding_that_one_version_alone_knows_is_left_out_of_the_comparison(tmp_path: Path) -> None:
    finding = "findings:\n  itch: {kind: yes_no, name: itch, question: Does it itch?, why: W., help: H., worse: yes}\n"
    new = edited(tmp_path, "findings:\n", finding, "findings/all.yaml")
    rules = new / "rules" / "all.yaml"
    rules.write_text(rules.read_text().replace("when: lump and not hot and", "when: (lump or itch) and not hot and"))
    found = changes(TINY, new)
    assert not (found.more_urgent)
    assert not (found.less_urgent)
    assert not (found.other)


def test_the_text_names_both_sides(tmp_path: Path) -> None:
    text = render(
        changes(TINY, edited(tmp_path, "concern: bleed, urgency: emergency", "concern: bleed, urgency: today"))
    )
    assert "Less urgent: " in text
    assert "emergency -> today" in text
    assert "Rules changed: bleeds" in text
