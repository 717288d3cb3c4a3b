"""The search for answers: questions that its wordings were not written from, and the same order on the phone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from node import Node
from waymend.answers import AnswerIndex
from waymend.guide import load_guide
from waymend.stems import words
from waymend.web import bundle
from waymend.web.site import copy_app

GUIDE = load_guide()
BLIND: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("questions.yaml").read_text(encoding="utf-8"))
INSIDE = [q for q in BLIND if q["answers"]]
OUTSIDE = [q for q in BLIND if not q["answers"]]


def test_questions_that_nobody_wrote_wordings_from_find_their_answer() -> None:
    """Floors, a little under what is reached (see docs/benchmarks.md), so that a change of ranking that loses answers is seen."""
    index = AnswerIndex(GUIDE.guide)
    found = [[f.id for f in index.find(q["asked"])] for q in INSIDE]
    first = sum(ids[:1] == [i] for ids, q in zip(found, INSIDE, strict=True) for i in q["answers"])
    among = sum(not set(q["answers"]).isdisjoint(ids[:3]) for ids, q in zip(found, INSIDE, strict=True))
    assert len(INSIDE) >= 450
    assert first >= 0.82 * len(INSIDE)
    assert among >= 0.90 * len(INSIDE)


def test_questions_from_elsewhere_mostly_get_nothing() -> None:
    """Half of them use words of the guide on purpose ("espresso shot", "train track"), which a search by words cannot all tell."""
    index = AnswerIndex(GUIDE.guide)
    assert len(OUTSIDE) >= 60
    assert sum(not index.find(q["asked"]) for q in OUTSIDE) >= 0.55 * len(OUTSIDE)


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("se me hizo una bola con pus donde me piqué", "is_this_an_abscess"),
        ("compartí jeringa anoche qué hago", "shared_a_needle_what_now"),
        ("mi hijo tiene marcas de aguja en los brazos", "is_my_child_using"),
        ("cuanto dura la malilla", "how_long_dope_sick"),
        ("como se quitan las marcas de los brazos", "how_to_fade_track_marks"),
        ("no puedo respirar y me duele el pecho despues de inyectarme", "short_of_breath_or_chest_pain"),
        ("quiero morirme", "thinking_about_suicide"),
        ("puedo exprimir el absceso", "can_i_pop_an_abscess"),
    ],
)
def test_spanish_questions_find_spanish_answers(asked: str, answer: str) -> None:
    guide = GUIDE.in_language("es")
    found = AnswerIndex(guide.guide, "es").find(asked)
    assert answer in [f.id for f in found[:3]]
    assert all(f.title == next(a.title for a in guide.guide.answers if a.id == f.id) for f in found)


def test_accents_and_letters_that_changed_places_do_not_matter() -> None:
    assert words("¿Dónde está la HINCHAZÓN?", "es") == words("hinchazon", "es")
    index = AnswerIndex(GUIDE.guide)
    assert "do_collapsed_veins_come_back" in [f.id for f in index.find("collapsed viens")[:2]]


@pytest.mark.parametrize("language", GUIDE.guide.about.languages)
def test_the_phone_finds_the_same_answers_in_the_same_order(node: Node, tmp_path: Path, language: str) -> None:
    guide = GUIDE.in_language(language)
    copy_app(tmp_path / "app")
    module = node.module(tmp_path / "app" / "engine" / "answers.js")
    find = node.keep(module, "openAnswers", bundle.answers(guide.guide, language))
    asked = [q["asked"] for q in BLIND] + [w for a in guide.guide.answers for w in a.asked_as[-2:]]
    on_phone = node.calls(find, "call", [[None, text] for text in asked])
    index = AnswerIndex(guide.guide, language)
    for text, found in zip(asked, on_phone, strict=True):
        assert [f["id"] for f in found] == [f.id for f in index.find(text)], text
