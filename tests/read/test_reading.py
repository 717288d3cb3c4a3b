"""What is read in lay words and in notes, and what must never be read into them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from waymend.guide import load_guide
from waymend.read.reader import Mention, Reader

GUIDE = load_guide()
assert GUIDE.guide.reading is not None
READER = Reader(GUIDE.guide, GUIDE.guide.reading)  # test_native.py holds the compiled one to it
SAID: list[dict[str, Any]] = [
    case for path in sorted(Path(__file__).parent.glob("said*.yaml")) for case in yaml.safe_load(path.read_text())
]
KEYS = {"text", "read", "answers", "not", "never_present", "never_absent"}
NEGEX = Path(__file__).parents[3] / "shared" / "data" / "negex" / "tune.tsv"
SATURDAY_NOON = datetime(2026, 11, 21, 12)


def names(mention: Mention) -> set[str]:
    return {mention.about, f"{mention.about}.{mention.option}"}


@pytest.mark.parametrize("case", SAID, ids=[c["text"][:60] for c in SAID])
def test_what_is_said(case: dict[str, Any]) -> None:
    assert {"text"} < case.keys() <= KEYS, "a case that expects nothing cannot fail"
    mentions = READER.read(case["text"], now=SATURDAY_NOON)
    for about, wanted in case.get("read", {}).items():
        of = [m for m in mentions if about in names(m)]
        if isinstance(wanted, (int, float)):
            assert [m.value for m in of] == [pytest.approx(wanted)], mentions
        else:
            assert {m.status for m in of} == ({wanted} if isinstance(wanted, str) else set(wanted)), (about, mentions)
    for about, answer in case.get("answers", {}).items():
        assert READER.case(mentions).get(about) is answer, mentions
    for about in case.get("not", []):
        assert not [m for m in mentions if m.about == about], mentions
    for about in case.get("never_present", []):
        assert not [m for m in mentions if m.about == about and m.status == "present"], mentions
    for about in case.get("never_absent", []):
        assert not [m for m in mentions if m.about == about and m.status == "absent"], mentions
        assert READER.case(mentions).get(about) is not False


def test_every_span_is_the_text_it_names() -> None:
    for case in SAID:
        for mention in READER.read(case["text"], now=SATURDAY_NOON):
            start, end = mention.span
            assert case["text"][start:end] == mention.text


@pytest.mark.parametrize(
    ("year", "status"), [(2025, "present"), (2026, "present"), (2027, "historical"), (2041, "historical")]
)
def test_a_year_is_past_once_it_is_over(year: int, status: str) -> None:
    """A text that is read when the year is over tells of the past. One without a date is as old as the guide."""
    for text in ("R leg DVT 2026.", "Endocarditis in 2026, IVDU."):
        told = {m.about: m.status for m in READER.read(text, now=datetime(year, 6, 1))}
        assert told.get("dvt", told.get("endocarditis")) == status
    assert GUIDE.guide.about.reviewed_on.year == READER.year
    before = f"Endocarditis in {READER.year - 1}."
    assert [m.status for m in READER.read(before)] == ["historical"]
    assert [m.status for m in READER.read(f"Endocarditis in {READER.year}.")] == ["present"]


def test_what_is_not_understood_is_not_a_no() -> None:
    assert READER.case(READER.read("blorp zzyzx, the frobnicator hurts my gizmo")).get("fever") is None
    assert False not in READER.case(READER.read("fever? not sure. maybe chills")).values()


def test_what_is_denied_once_and_told_once_is_told() -> None:
    assert READER.case(READER.read("no fever yesterday. fever today."))["fever"] is True


def test_since_friday_needs_a_date() -> None:
    text = "shared a needle since friday"
    assert [m.value for m in READER.read(text, now=SATURDAY_NOON) if m.about == "hours_since_sharing"] == [24]
    assert not [m for m in READER.read(text) if m.about == "hours_since_sharing"]


DANGER: dict[str, list[str]] = yaml.safe_load(Path(__file__).with_name("danger.yaml").read_text())


@pytest.mark.parametrize("finding", DANGER)
def test_danger_signs_are_read_in_the_words_of_frightened_people(finding: str) -> None:
    missed = [t for t in DANGER[finding] if READER.case(READER.read(t, now=SATURDAY_NOON)).get(finding) is not True]
    assert not missed


def test_danger_in_words_is_an_emergency() -> None:
    for text in (
        "he took fent and wont wake up",
        "cant breathe and my chest hurts",
        "skin is turning black and i have a fever",
    ):
        found = GUIDE.assess(READER.case(READER.read(text)))
        assert found.urgency.at_least == "emergency", text


LAY: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("lay.yaml").read_text())
LEVELS = ("emergency", "today", "soon", "routine", "self_care", None)


def test_stories_lead_to_the_urgency_that_the_evidence_demands() -> None:
    """Every emergency is found; of all that needs to be seen within days, at most one in twenty comes out as less urgent."""
    below = []
    for story in LAY:
        found = GUIDE.assess(READER.case(READER.read(story["text"], now=SATURDAY_NOON))).urgency.at_least
        if LEVELS.index(found) > LEVELS.index(story["at_least"]):
            below.append((story["at_least"], found, story["text"]))
    assert not [b for b in below if b[0] == "emergency"]
    pressing = [s for s in LAY if s["at_least"] in ("emergency", "today", "soon")]
    assert len([b for b in below if b[0] in ("today", "soon")]) <= len(pressing) / 20, below


TOLD: dict[str, list[str]] = yaml.safe_load(Path(__file__).with_name("told.yaml").read_text())


@pytest.mark.parametrize("level", TOLD)
def test_short_stories_come_out_as_urgent_as_they_are(level: str) -> None:
    late = []
    for text in TOLD[level]:
        found = GUIDE.assess(READER.case(READER.read(text, now=SATURDAY_NOON))).urgency.at_least
        if LEVELS.index(found) > LEVELS.index(level):
            late.append((found, text))
    assert not late


def test_stories_without_danger_are_no_emergency() -> None:
    harmless = [s for s in LAY if s["at_least"] is None]
    alarms = [
        s["text"]
        for s in harmless
        if GUIDE.assess(READER.case(READER.read(s["text"], now=SATURDAY_NOON))).urgency.at_least == "emergency"
    ]
    assert len(harmless) > 40
    assert len(alarms) <= len(harmless) / 20, alarms


def _measure() -> tuple[float, float, int]:
    """F1 of negated and of historical on the half of the public NegEx/ConText sentences that is there, and denials that are none."""
    rows = [
        line.rstrip("\n").split("\t") for line in NEGEX.read_text(encoding="utf-8", errors="replace").splitlines()[1:]
    ]
    negated, historical = [0, 0, 0], [0, 0, 0]
    for _, target, text, negation, temporality, _ in rows:
        context = READER.context(text, target)
        for counts, gold, ours in (
            (negated, negation == "Negated", context.negated),
            (historical, temporality == "Historical", context.historical),
        ):
            counts[0] += gold and ours
            counts[1] += ours and not gold
            counts[2] += gold and not ours
    f1 = [2 * a / (2 * a + b + c) for a, b, c in (negated, historical)]
    return f1[0], f1[1], negated[1]


@pytest.mark.skipif(
    not NEGEX.exists(), reason="the NegEx/ConText sentences are not beside the project (../shared/data/negex)"
)
def test_denials_and_the_past_on_the_public_sentences() -> None:
    negated, historical, false_absent = _measure()
    assert negated >= 0.97
    assert historical >= 0.80
    assert false_absent <= 5


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=400))
def test_no_text_makes_it_fall(text: str) -> None:
    mentions = READER.read(text, now=SATURDAY_NOON)
    assert all(text[m.span[0] : m.span[1]] == m.text for m in mentions)
    GUIDE.assess(READER.case(mentions))


PHRASES = st.lists(
    st.sampled_from(["no", "fever", "my arm", "not", "denies", "history of", "101.5F", "3 days ago", ".", ",", "\n", "but", "abscess", "if", "sister", "3x4 cm", "golf ball", ":", "PMH", "can't", "breathe"]),
    max_size=60,
).map(" ".join)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(PHRASES)
def test_no_order_of_words_makes_it_fall(text: str) -> None:
    GUIDE.assess(READER.case(READER.read(text, now=SATURDAY_NOON)))
