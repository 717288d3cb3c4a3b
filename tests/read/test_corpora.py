"""The corpora that go with the guide, written by hand and labelled before they were read; those in unseen/ were never looked at while words were chosen."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from read.scoring import Score, corpus, score, urgency
from waymend.guide import load_guide
from waymend.read.reader import Reader

CORPUS = Path(__file__).parents[2] / "src" / "waymend" / "guides" / "injection" / "corpus"
GUIDE = load_guide()
assert GUIDE.guide.reading is not None
READER = Reader(GUIDE.guide, GUIDE.guide.reading)  # test_native.py holds the compiled one to it
CONCEPTS = frozenset(GUIDE.guide.reading.concepts)
LABELLED = {"findings": CONCEPTS.union(GUIDE.guide.findings), "concepts": CONCEPTS}
NOTED = (
    "lay",
    "notes",
    "unseen/notes",
    "passages",
    "unseen/passages",
    "statements",
    "unseen/records",
)  # with labels of what they tell
STATUSES = ("present", "absent", "possible", "historical", "family", "planned")


def scored(name: str) -> Score:
    return score(corpus(CORPUS / f"{name}.jsonl"), lambda text, now: READER.read(text, now=now), LABELLED)


def level(text: str) -> str | None:
    """By what is read alone; test_likeness.py holds what is heard besides."""
    return GUIDE.assess(READER.case(READER.read(text, now=datetime(2026, 11, 21, 12)))).urgency.at_least


# What was reached when this was written (docs/reading.md), and a little below it. The targets for notes, 0.95 and 0.92, are not reached.
@pytest.mark.parametrize(
    ("name", "alone", "with_status"),
    [
        ("lay", 0.82, 0.765),
        ("notes", 0.925, 0.885),
        ("unseen/notes", 0.885, 0.835),
        ("passages", 0.97, 0.895),
        ("statements", 0.97, 0.92),
        ("unseen/passages", 0.96, 0.87),
        ("unseen/records", 0.975, 0.915),
    ],
)
def test_reading_is_no_worse_than_it_was(name: str, alone: float, with_status: float) -> None:
    got = scored(name)
    assert got.f1_alone >= alone
    assert got.f1 >= with_status


@pytest.mark.parametrize("name", NOTED)
def test_hardly_anything_is_denied_that_is_not(name: str) -> None:
    got = scored(name)
    assert got.false_absent <= 0.025 * (got.hits + got.missed)


# Targets: 97 % of the emergencies, and 5 % under.
@pytest.mark.parametrize(
    ("name", "found", "under"),
    [("cases", 0.98, 0.06), ("stories", 0.95, 0.05), ("unseen/stories", 0.9, 0.13)],
)
def test_stories_lead_to_help(name: str, found: float, under: float) -> None:
    got = urgency(corpus(CORPUS / f"{name}.jsonl"), level)
    assert got.found >= found * got.emergencies
    assert len(got.late) <= under * got.texts, got.late


def test_no_shot_that_a_clinic_gives_is_drug_use() -> None:
    wrong = []
    for name in NOTED:
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
    assert len(wrong) <= 1, wrong  # the target is none


def entries() -> list[dict[str, Any]]:
    return [row for name in NOTED for row in corpus(CORPUS / f"{name}.jsonl")]


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
