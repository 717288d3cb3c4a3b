"""What a person reads is written at US grade 6 or below on average, and never above 8 (Flesch and Kincaid 1975, by textstat).

An entry is one finding, concern, rule, step, answer, questionnaire or helpline: all its sentences together, since a formula made for prose says nothing about a label.
Names of drugs, illnesses and places that have no plainer word count as one short word (`names_excepted` in guide.yaml).
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator

import pytest
import textstat

from waymend.cli.texts import TEXTS as TERMINAL
from waymend.guide import LoadedGuide, load_guide
from waymend.pack.locales import texts
from waymend.web.texts import TEXTS

MEAN, WORST = 6.0, 8.0
# Labels, the fixed words of questionnaires and their titles, and what people type are not prose of ours.
NOT_PROSE = {"name", "citation", "time_frame", "asked_as"}
FEW_WORDS = 4


def entries(guide: LoadedGuide) -> Iterator[tuple[str, str]]:
    """(entry, its prose)."""
    prose: dict[str, list[str]] = {}
    clinical = {s.id for s in guide.guide.screens.values() if s.for_ == "clinician"}
    for path, text in texts(guide.guide):
        parts = path.split("/")
        if (
            parts[-1] in NOT_PROSE
            or parts[0] == "sources"
            or (parts[0] == "screens" and (parts[1] in clinical or "items" in parts))
        ):
            continue
        sentence = text if text[-1:] in ".?!" else f"{text}."
        prose.setdefault("/".join(parts[:2]), []).append(sentence)
    for entry, sentences in prose.items():
        joined = " ".join(sentences)
        if len(joined.split()) >= FEW_WORDS:
            yield entry, joined


def grade(text: str, excepted: set[str]) -> float:
    plain = re.sub(
        r"[A-Za-z][A-Za-z'-]*", lambda m: "it" if m.group().lower().strip("'-") in excepted else m.group(), text
    )
    return float(textstat.flesch_kincaid_grade(plain))


@pytest.fixture(scope="module")
def grades(shipped: LoadedGuide) -> dict[str, float]:
    excepted = {word.lower() for word in shipped.guide.about.names_excepted}
    return {entry: grade(text, excepted) for entry, text in entries(shipped)}


def test_the_measure_tells_hard_from_easy() -> None:
    assert grade("See a nurse today. The sore can grow fast.", set()) < 3
    assert (
        grade("Subsequent physiological deterioration necessitates immediate multidisciplinary evaluation.", set()) > 12
    )


def test_texts_read_at_grade_six_on_average(grades: dict[str, float]) -> None:
    assert len(grades) > 900
    assert statistics.mean(grades.values()) <= MEAN


def test_no_text_reads_above_grade_eight(grades: dict[str, float]) -> None:
    assert {entry: g for entry, g in grades.items() if g > WORST} == {}


def test_the_words_of_the_app_are_as_plain() -> None:
    excepted = {
        "javascript",
        "waymend",
        "passphrase",
        "browser",
        "questionnaires",
        "clinician",
        "clinicians",
        "methadone",
        "buprenorphine",
        "naloxone",
        "overdose",
    }
    sentences = {
        name: text for name, text in {**TEXTS.said("en"), **TERMINAL.said("en")}.items() if len(text.split()) >= 8
    }
    measured = {name: grade(re.sub(r"[{}]", "", text), excepted) for name, text in sentences.items()}
    assert statistics.mean(measured.values()) <= MEAN
    assert {name: found for name, found in measured.items() if found > WORST} == {}


def test_spanish_is_easy_too() -> None:
    """Szigriszt-Pazos 1993 as read by the INFLESZ scale (Barrio-Cantalejo 2008): 65 to 80 is fairly easy, above 80 very easy, below 40 very hard."""
    guide = load_guide(language="es")
    textstat.set_lang("es")
    try:
        found = {entry: float(textstat.szigriszt_pazos(text)) for entry, text in entries(guide)}
    finally:
        textstat.set_lang("en_US")
    assert statistics.mean(found.values()) >= 65
    assert {entry: ease for entry, ease in found.items() if ease < 45} == {}
