"""The corpora that go with the guide, written by hand and labelled before they were read; half of each was never looked at while words were chosen."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from read.scoring import Score, corpus, score
from waymend.guide import load_guide
from waymend.read.reader import Reader

CORPUS = Path(__file__).parents[2] / "src" / "waymend" / "guides" / "injection" / "corpus"
GUIDE = load_guide()
assert GUIDE.guide.reading is not None
READER = Reader(GUIDE.guide, GUIDE.guide.reading)  # test_native.py holds the compiled one to it
LEVELS = ("emergency", "today", "soon", "routine", "self_care", None)
STATUSES = ("present", "absent", "possible", "historical", "family", "planned")


def scored(name: str, *, held_out: bool) -> Score:
    return score(corpus(CORPUS / f"{name}.jsonl", held_out=held_out), lambda text, now: READER.read(text, now=now))


# What was reached when this was written (docs/reading.md), and a little below it. Targets for notes are 0.95 and 0.92: not reached.
@pytest.mark.parametrize(
    ("name", "held_out", "alone", "with_status"),
    [("lay", False, 0.84, 0.77), ("lay", True, 0.71, 0.62), ("notes", False, 0.90, 0.88), ("notes", True, 0.88, 0.86)],
)
def test_reading_is_no_worse_than_it_was(name: str, held_out: bool, alone: float, with_status: float) -> None:
    got = scored(name, held_out=held_out)
    assert got.f1_alone >= alone
    assert got.f1 >= with_status


@pytest.mark.parametrize("name", ["lay", "notes"])
def test_hardly_anything_is_denied_that_is_not(name: str) -> None:
    for held_out in (False, True):
        got = scored(name, held_out=held_out)
        assert got.false_absent <= 0.03 * (got.hits + got.missed)


def test_no_shot_that_a_clinic_gives_is_drug_use() -> None:
    wrong = []
    for name in ("lay", "notes"):
        for row in corpus(CORPUS / f"{name}.jsonl"):
            told = {(f["about"], f["status"]) for f in row["findings"]}
            if "prescribed_injections" not in {about for about, _ in told} or any(
                about == "injection_drug_use" for about, _ in told
            ):
                continue
            now = datetime.fromisoformat(row["now"]) if row.get("now") else None
            wrong += [
                (row["id"], m.text)
                for m in READER.read(row["text"], now=now)
                if m.about == "injection_drug_use" and m.status == "present"
            ]
    assert not wrong


def test_stories_lead_to_help_in_time() -> None:
    """Every emergency, and of all that must be seen within days at most one in twenty as less urgent."""
    rows = [json.loads(line) for line in (CORPUS / "cases.jsonl").read_text(encoding="utf-8").splitlines()]
    pressing = [r for r in rows if r["at_least"] in ("emergency", "today", "soon")]
    late = []
    for row in pressing:
        got = GUIDE.assess(READER.case(READER.read(row["text"], now=datetime(2026, 11, 21, 12)))).urgency.at_least
        if LEVELS.index(got) > LEVELS.index(row["at_least"]):
            late.append((row["at_least"], got, row["id"]))
    assert not [x for x in late if x[0] == "emergency"]
    assert len(late) <= len(pressing) / 20, late


def entries() -> list[dict[str, Any]]:
    return [row for name in ("lay", "notes") for row in corpus(CORPUS / f"{name}.jsonl")]


def test_the_corpora_are_large_hard_and_of_every_status() -> None:
    for name in ("lay", "notes"):
        rows = corpus(CORPUS / f"{name}.jsonl")
        assert len(rows) >= 400
        assert sum(row["hard_negative"] for row in rows) >= len(rows) / 3
        assert {f["status"] for row in rows for f in row["findings"]} == set(STATUSES)


def test_every_label_names_what_the_guide_knows_at_its_place() -> None:
    guide = GUIDE.guide
    assert guide.reading is not None
    known = {*guide.findings, *guide.concerns, *guide.reading.concepts}
    for row in entries():
        for label in row["findings"]:
            assert label["about"] in known, row["id"]
            assert row["text"][slice(*label["span"])] == label["text"], row["id"]
            option = label.get("option")
            assert option is None or option in guide.findings[label["about"]].options, row["id"]
