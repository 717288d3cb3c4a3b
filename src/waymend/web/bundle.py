"""The guide as the app loads it: what has no language once, and the texts of each language, in parts that are loaded when they are needed.

- `core.json`: conditions, kinds and the ids of findings and concerns; enough to decide, to ask and to plan. No texts.
- `cite.json`: the ids of rules and steps, their sources and grades, shown when somebody asks for them.
- `check.LANG.json`: what the questions say, helplines, names of everything.
- `of/CONCERN.LANG.json`: what a result says of one concern (its rules, steps and times), about 1 KB. A person meets four of them at the median.
- `more.LANG.json`: help with each question and the reason of each step, shown when somebody asks for it.
- `sources.json`, `answers.LANG.json`, `screens.LANG.json`: for the pages that show them.

With everything loaded the assessment is equal, to the byte of its JSON, to that of waymend.assess.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from waymend.answers import LONGEST_PHRASE, AnswerIndex
from waymend.assess.screen import conditions_of, label_id
from waymend.directory.words import in_language
from waymend.guide import LoadedGuide
from waymend.logic.compiled import Logic
from waymend.logic.javascript import Numbers, table
from waymend.pack.schema import URGENCIES, Guide, Rule, Step
from waymend.read.bundle import bundle as words_to_read
from waymend.read.native import WASM
from waymend.read.reader import Reader
from waymend.stems import STOP
from waymend.web import atlas

READ_IN = ("en",)  # languages in which free text is read


def build(guides: Mapping[str, LoadedGuide], folder: Path) -> None:
    """Write all parts of a guide into a folder. guides: language → the guide in it, the guide's own first."""
    (folder / "of").mkdir(parents=True, exist_ok=True)
    first = next(iter(guides.values()))
    _write(folder / "core.json", core(first.guide, first.engine.logic))
    _write(folder / "cite.json", cite(first.guide))
    _write(folder / "sources.json", {key: [s.title, s.year] for key, s in first.guide.sources.items()})
    if first.guide.reading is not None:
        reading = first.guide.reading
        words = words_to_read(Reader(first.guide, reading)) | {"likeness": reading.likeness}
        for language in READ_IN:
            _write(folder / f"reading.{language}.json", words)
    for language, loaded in guides.items():
        guide = loaded.guide
        _write(folder / f"check.{language}.json", check_texts(guide))
        _write(folder / f"more.{language}.json", more_texts(guide))
        for concern in guide.concerns:
            _write(folder / "of" / f"{concern}.{language}.json", result_texts(guide, concern))
        _write(folder / f"atlas.{language}.json", atlas_texts(guide))
        _write(folder / f"answers.{language}.json", answers(guide, language))
        _write(folder / f"screens.{language}.json", screens(guide, first.guide))
        _write(folder / f"directory.{language}.json", {} if language == "en" else in_language(language))


def _write(path: Path, value: Any) -> None:
    path.write_bytes(msgspec.json.encode(value))


def told_with(step: Step) -> str | None:
    """The concern whose file tells a step: its first; None for a step of every plan, which comes with the check."""
    return None if "any" in step.for_ else step.for_[0]


def core(guide: Guide, logic: Logic) -> dict[str, Any]:
    about = guide.about
    return {
        "guide": {"id": about.id, "version": about.version, "clinically_reviewed": about.clinically_reviewed},
        "default_country": about.default_country,
        "table": table(logic),
        "findings": {
            f.id: _short(kind=f.kind, unit=f.unit, range=[_whole(n) for n in f.range], options=list(f.options), only_told=f.only_told) for f in guide.findings.values()
        },
        "panels": [{"id": p.id, "findings": p.findings} for p in guide.panels],
        "gates": [g.ask for g in guide.gates],
        "ways": [{"id": w.id, "first": w.first, "given": w.given} for w in guide.ways],
        "first": about.ask_first,
        "last": about.ask_last,
        "rules": {
            "rank": [URGENCIES.index(r.urgency) for r in guide.rules],
            "concern": [r.concern for r in guide.rules],
        },
        "concerns": {
            c.id: {
                "tells_apart": c.tells_apart,
                "else": [twin.concern for twin in c.else_],
                "needs": [n.need for n in c.needs],
                "spans": [[_whole(s.from_days), _whole(s.to_days)] for s in c.timeline],
            }
            for c in guide.concerns.values()
        },
        "against": list(logic.against),
        "steps": [
            _short(kind=s.kind, urgency=s.urgency, if_possible=s.if_possible, action=s.action) | {"for": s.for_} for s in guide.steps
        ],
        "contradictions": guide.contradictions,
        "journal": guide.journal,
        "reads": READ_IN if guide.reading and WASM.exists() else [],
    }  # fmt: skip


def cite(guide: Guide) -> dict[str, Any]:
    """Rules and steps as [id, grade, sources], sources by their number."""
    number = {key: n for n, key in enumerate(guide.sources)}

    def of(parts: tuple[Rule, ...] | tuple[Step, ...]) -> list[Any]:
        return [[p.id, p.evidence, [number[key] for key in p.sources]] for p in parts]

    return {"sources": list(guide.sources), "rules": of(guide.rules), "steps": of(guide.steps)}


def check_texts(guide: Guide) -> dict[str, Any]:
    about = guide.about
    return {
        "about": {"not_a_diagnosis": about.not_a_diagnosis, "nothing_fits": about.nothing_fits, "danger_now": about.danger_now},
        "urgencies": about.urgencies,
        "findings": {
            f.id: _short(name=f.name, question=f.question, why=f.why, options={o: x.name for o, x in f.options.items()})
            for f in guide.findings.values()
        },
        "panels": {p.id: {"question": p.question, "none": p.none} for p in guide.panels},
        "ways": {w.id: {"name": w.name, "plain": w.plain} for w in guide.ways},
        "concerns": {c.id: {"name": c.name, "plain": c.plain} for c in guide.concerns.values()},
        "steps": {n: s.text for n, s in enumerate(guide.steps) if told_with(s) is None},
        "countries": {
            c.country: {
                "country": c.country,
                "name": c.name,
                "emergency": c.emergency,
                "lines": [
                    _short(name=line.name, number=line.number, text=line.text, chat=line.chat, hours=line.hours, what=line.what) | {"for": line.for_}
                    for line in c.lines
                ],
            }
            for c in guide.countries.values()
        },
    }  # fmt: skip


def more_texts(guide: Guide) -> dict[str, Any]:
    return {
        "help": {f.id: f.help for f in guide.findings.values()},
        "because": {n: s.because for n, s in enumerate(guide.steps)},
    }


def result_texts(guide: Guide, concern: str) -> dict[str, Any]:
    """What a result says of one concern."""
    c = guide.concerns[concern]
    return {
        "rules": {n: r.because for n, r in enumerate(guide.rules) if r.concern == concern},
        "steps": {n: s.text for n, s in enumerate(guide.steps) if told_with(s) == concern},
        "concerns": {
            concern: {"tell": [twin.tell for twin in c.else_]}  # always there: it tells that the file is loaded
            | _short(
                danger_now=c.danger_now,
                needs=[n.why for n in c.needs],
                against=[a.because for a in c.speaks_against],
                timeline=[s.expect for s in c.timeline],
            )
        },
    }


def atlas_texts(guide: Guide) -> list[dict[str, Any]]:
    """What the drawings are called, and the findings that they show."""
    return [{"id": e.id, "title": e.name, "findings": e.findings, "tones": atlas.TONES[1::3]} for e in guide.atlas]


def answers(guide: Guide, language: str) -> dict[str, Any]:
    """The answers and the words of what they name; engine/answers.js indexes them on the device."""
    index = AnswerIndex(guide, language)
    used = {term for weights in index.weights for term in weights if term.startswith("#")}
    return {
        "answers": [
            {
                "id": a.id,
                "title": a.title,
                "text": a.text,
                "asked_as": a.asked_as,
                "see": [f"#{n}" for n in a.see if n in guide.concerns],
            }
            for a in guide.answers
        ],
        "concepts": {
            " ".join(phrase): [c for c in concepts if c in used]
            for phrase, concepts in index.concepts.items()
            if used.intersection(concepts)
        },
        "longest": LONGEST_PHRASE,
        "stop": " ".join(sorted(STOP.get(language, STOP["en"]))),
    }


def screens(guide: Guide, original: Guide) -> dict[str, Any]:
    """The questionnaires; conditions as tables of their own. Labels of options are answers, so they stay as they are beside their translation."""
    found = {}
    for screen in guide.screens.values():
        slots, trees = conditions_of(original.screens[screen.id])
        numbers = Numbers((), (), list(trees.values()))
        found[screen.id] = {
            "id": screen.id,
            "name": screen.name,
            "citation": screen.citation,
            "for": screen.for_,
            "sources": screen.sources,
            "slots": slots,
            "table": {"leaves": numbers.text(), "questions": 0, "rules": "", "steps": numbers.conditions(list(trees.values())), "against": [], "shut": "", "implied": ""},
            "conditions": {text: n for n, text in enumerate(trees)},
            "items": [
                _short(kind=i.kind, unit=i.unit, range=i.range, asked_if=i.asked_if, part=i.part, optional=i.optional, points_no=i.points_no)
                | {"id": i.id, "text": i.text, "points": i.points, "options": [[label, label_id(label), points, i.labels[label]] for label, points in i.options.items()]}
                for i in screen.items
            ],
            "total": screen.total,
            "bands": screen.bands,
            "alerts": screen.alerts,
        }  # fmt: skip
    return found


def _short(**fields: Any) -> dict[str, Any]:
    """A mapping without what is empty."""
    return {name: value for name, value in fields.items() if value not in (None, False, (), [], {}, 0.0, "")}


def _whole(number: float) -> float:
    return int(number) if number == int(number) else number
