"""Mistakes that only show when the parts of a guide are seen together: names, sources, coverage, dates.

Conditions are not looked into here; the logic reports theirs.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from typing import get_args

from waymend.errors import Mistake
from waymend.pack import patterns
from waymend.pack.build import nearest
from waymend.pack.nodes import place_of
from waymend.pack.reading import Reading, Weights
from waymend.pack.schema import (
    URGENCIES,
    Answer,
    Concern,
    DangerSign,
    Drawn,
    Finding,
    GoldenCase,
    Guide,
    Line,
    Need,
    Rule,
    Screen,
    Span,
    Step,
)

UNSOURCED = "general"


def check_parts(guide: Guide, cases: tuple[GoldenCase, ...] = ()) -> list[Mistake]:
    """Every mistake between the parts of a guide, dates apart (see `check_dates`)."""
    return [
        *_names(guide),
        *_findings(guide),
        *_sources(guide, cases),
        *_coverage(guide),
        *_countries(guide),
    ]


def check_dates(guide: Guide, today: dt.date) -> list[Mistake]:
    """A guide past its review date says so. Never a reason to refuse it to a person who needs it now."""
    about = guide.about
    if about.review_by < today:
        return [
            Mistake(
                place_of(about.id)._replace(column=1),
                f"the guide was to be reviewed by {about.review_by}. Review it, then set the next date.",
            )
        ]
    return []


def _unknown(name: str, known: Iterable[str], what: str) -> Mistake:
    return Mistake(place_of(name), f"'{name}' is not {what}.{nearest(name, known)}")


def _names(guide: Guide) -> Iterator[Mistake]:
    concerns = guide.concerns
    for rule in guide.rules:
        if rule.concern not in concerns:
            yield _unknown(rule.concern, concerns, "a concern")
    for concern in concerns.values():
        for twin in concern.else_:
            if twin.concern not in concerns:
                yield _unknown(twin.concern, concerns, "a concern")
        for name in concern.tells_apart:
            if name not in guide.findings:
                yield _unknown(name, guide.findings, "a finding")
    for step in guide.steps:
        for name in step.for_:
            if name != "any" and name not in concerns:
                yield _unknown(name, concerns, "a concern (or 'any')")
    for panel in guide.panels:
        for name in panel.findings:
            if name not in guide.findings:
                yield _unknown(name, guide.findings, "a finding")
            elif guide.findings[name].kind not in ("yes_no", "number"):
                yield Mistake(place_of(name), f"'{name}' has options; a panel holds only yes/no findings and numbers.")
    panels = [p.id for p in guide.panels]
    for asked in (*(g.ask for g in guide.gates), *(w.first for w in guide.ways)):
        for name in asked:
            if name not in panels and name not in guide.findings:
                yield _unknown(name, [*panels, *guide.findings], "a panel or a finding")
    if guide.reading is not None:
        yield from _in_reading(guide, guide.reading)
    for name in _in_journal(guide):
        if name not in guide.findings:
            yield _unknown(name, guide.findings, "a finding")
    for way in guide.ways:
        for name in way.given:
            if name not in guide.findings:
                yield _unknown(name, guide.findings, "a finding")
    for name in (*guide.about.ask_first, *guide.about.ask_last):
        if name not in panels and name not in guide.findings:
            yield _unknown(name, [*panels, *guide.findings], "a panel or a finding")
    answers = {a.id for a in guide.answers}
    for answer in guide.answers:
        for name in answer.see:
            if name not in concerns and name not in answers:
                yield _unknown(name, [*concerns, *answers], "a concern or an answer")
    for entry in guide.atlas:
        for name in entry.findings:
            if name not in guide.findings:
                yield _unknown(name, guide.findings, "a finding")
        for name in entry.concerns:
            if name not in concerns:
                yield _unknown(name, concerns, "a concern")
    for name in guide.circumstances:
        if name not in guide.define:
            yield _unknown(name, guide.define, "a definition")
    for name in guide.define:
        if name in guide.findings:
            yield Mistake(place_of(name), f"'{name}' is a finding already. Give the definition another name.")
    if tuple(u.id for u in guide.about.urgencies) != URGENCIES:
        yield Mistake(
            place_of(guide.about.id),
            "'urgencies' must name emergency, today, soon, routine and self_care, in this order.",
        )


def _in_journal(guide: Guide) -> Iterator[str]:
    """The findings that a healing journal answers."""
    if guide.journal is None:
        return
    for measure in guide.journal.measures:
        yield from (name for name in (measure.finding, measure.grows) if name)
    yield from (*guide.journal.asks, guide.journal.days, *guide.journal.weeks.values())


def _findings(guide: Guide) -> Iterator[Mistake]:
    for finding in guide.findings.values():
        yield from _shape(finding)
        for name in finding.implies:
            other = guide.findings.get(name)
            if other is None:
                yield _unknown(name, guide.findings, "a finding")
            elif other.kind != "yes_no" or finding.kind != "yes_no":
                yield Mistake(
                    place_of(name), "'implies' is for yes/no findings; use implications in asking.yaml for others."
                )


def _shape(finding: Finding) -> Iterator[Mistake]:
    place = place_of(finding.id)
    if finding.kind == "number":
        if finding.unit is None:
            yield Mistake(place, f"the number '{finding.id}' has no unit. Add 'unit'.")
        if len(finding.range) != 2 or finding.range[0] >= finding.range[1]:
            yield Mistake(
                place, f"the number '{finding.id}' needs a range [lowest, highest] that a living body can have."
            )
    elif finding.unit is not None or finding.range:
        yield Mistake(place, f"'{finding.id}' is not a number; it takes no unit or range.")
    if finding.kind in ("choice", "many") and len(finding.options) < 2:
        yield Mistake(place, f"'{finding.id}' needs at least two options.")
    if finding.kind in ("yes_no", "number") and finding.options:
        yield Mistake(place, f"'{finding.id}' is {finding.kind}; it takes no options.")
    if finding.worse in ("both", "middle", "neither", "depends") and not finding.worse_because:
        which = "that it depends which answer" if finding.worse == "depends" else f"that {finding.worse}"
        yield Mistake(place, f"'{finding.id}' says {which} is worse; add 'worse_because'.")
    if finding.kind == "yes_no" and finding.worse in ("higher", "lower", "both", "middle"):
        yield Mistake(place, f"'{finding.id}' is yes/no; 'worse' must be yes, no, neither or depends.")
    if finding.kind == "number" and finding.worse in ("yes", "no", "neither"):
        yield Mistake(place, f"'{finding.id}' is a number; 'worse' must be higher, lower, both, middle or depends.")


def _sources(guide: Guide, cases: tuple[GoldenCase, ...]) -> Iterator[Mistake]:
    used: set[str] = set()
    graded: list[Concern | Rule | Step | Screen | Answer | Drawn] = [
        *guide.concerns.values(),
        *guide.rules,
        *guide.steps,
        *guide.screens.values(),
        *guide.answers,
        *guide.atlas,
    ]
    plain: list[Finding | Span | Line | GoldenCase | DangerSign] = [
        *guide.findings.values(),
        *(span for concern in guide.concerns.values() for span in concern.timeline),
        *(line for country in guide.countries.values() for line in country.lines),
        *cases,
        *guide.danger_signs,
    ]
    for part in (*graded, *plain):
        for key in part.sources:
            used.add(key)
            if key not in guide.sources:
                yield _unknown(key, guide.sources, "a source")
    for part in graded:
        if set(part.sources) == {UNSOURCED} and part.evidence != "expert":
            yield Mistake(
                place_of(part.sources[0]),
                f"'{part.id}' rests on '{UNSOURCED}' alone, so its evidence is 'expert', not '{part.evidence}'.",
            )
    for key in guide.sources:
        if key not in used:
            yield Mistake(place_of(key), f"the source '{key}' is never used. Remove it, or cite it.")


def _coverage(guide: Guide) -> Iterator[Mistake]:
    ruled = {rule.concern for rule in guide.rules}
    done = {name for step in guide.steps if step.kind == "do" for name in step.for_}
    watched = {name for step in guide.steps if step.kind == "watch" for name in step.for_}
    emergencies = {rule.concern for rule in guide.rules if rule.urgency == "emergency"}
    for concern in guide.concerns.values():
        place = place_of(concern.id)
        if concern.id not in ruled:
            yield Mistake(place, f"no rule leads to the concern '{concern.id}'. Write one, or remove the concern.")
        for have, what in ((done, "do"), (watched, "watch")):
            if concern.id not in have:
                yield Mistake(place, f"the concern '{concern.id}' has no '{what}' step. Add one in steps/.")
        if concern.id in emergencies and not concern.danger_now:
            yield Mistake(place, f"the concern '{concern.id}' can be an emergency but has no 'danger_now' sentence.")


def _countries(guide: Guide) -> Iterator[Mistake]:
    known = {*guide.concerns, *get_args(Need), "any"}
    for country in guide.countries.values():
        for line in country.lines:
            for name in line.for_:
                if name not in known:
                    yield _unknown(name, known, "a concern or a need")
            if not (line.number or line.text or line.chat):
                yield Mistake(place_of(line.id), f"the line '{line.id}' has neither number, text nor chat.")
    if guide.about.default_country not in guide.countries:
        yield _unknown(guide.about.default_country, guide.countries, "a country with helplines")


def _in_reading(guide: Guide, reading: Reading) -> Iterator[Mistake]:
    """Names in reading/ that the guide does not hold, and patterns that cannot be read."""
    findings = {*guide.findings, *(f"{f.id}.{o}" for f in guide.findings.values() for o in f.options)}
    known = {*guide.findings, *guide.concerns, *reading.concepts}
    for name in (*reading.says, *reading.composed, *reading.loose):
        if name not in findings:
            yield _unknown(name, findings, "a finding, or a finding and its option ('site.groin')")
    for name in reading.named:
        if name not in guide.concerns:
            yield _unknown(name, guide.concerns, "a concern")
    named = [n for concept in reading.concepts.values() for n in concept.from_]
    for name in (*named, *reading.vitals, *reading.lengths, *reading.times, *reading.twins.values(), *reading.inside):
        if name not in guide.findings:
            yield _unknown(name, guide.findings, "a finding")
    lent = (*reading.as_findings.values(), *reading.once.values(), *reading.inside.values())
    for name in (n for names in lent for n in names):
        if name not in guide.findings:
            yield _unknown(name, guide.findings, "a finding")
    lists = (
        reading.stays,
        reading.apart,
        reading.routed,
        reading.ordered,
        reading.treatments,
        reading.chronic,
        reading.events,
        reading.episodes,
        reading.courses,
        reading.tested,
        reading.kept,
        reading.follows.values(),
    )
    turned = (
        reading.as_findings,
        reading.twins,
        reading.once,
        reading.denials,
        reading.hints,
        reading.deniable,
        reading.meant,
        reading.handed,
        reading.follows,
        reading.known_by,
    )
    for name in (n for names in (*lists, *turned) for n in names):
        if name not in known:
            yield _unknown(name, known, "a finding, a concern or a concept")
    told = (
        *reading.says.values(),
        *reading.composed.values(),
        *reading.named.values(),
        *reading.cues.values(),
        *reading.when.values(),
        *reading.denials.values(),
        *reading.hints.values(),
        *reading.deniable.values(),
        *reading.results.values(),
        *reading.sequels.values(),
        *(words for roles in reading.known_by.values() for words in roles.values()),
    )
    for pattern in (
        p
        for words in (*told, reading.not_meant, reading.not_deniable, reading.medical_injections, reading.routes)
        for p in words
    ):
        wrong = _wrong_in(pattern, reading)
        if wrong:
            yield Mistake(place_of(pattern), wrong)
    whole = (reading.cues, reading.when, reading.denials, reading.deniable, reading.results)
    for pattern in (p for part in whole for words in part.values() for p in words if patterns.GAP in p):
        yield Mistake(
            place_of(pattern),
            f"'{patterns.GAP}' goes over words only in words of findings, concepts and hints; '{pattern}' would never be met here. Write out what stands between.",
        )
    if reading.likeness is not None:
        yield from _in_likeness(guide, reading.likeness)


def _in_likeness(guide: Guide, weights: Weights) -> Iterator[Mistake]:
    """What `make likeness` writes: a finding that only a text tells, its options, and a line of whole numbers for each term."""
    finding = guide.findings.get(weights.finding)
    if finding is None or finding.kind != "choice" or not finding.only_told:
        told = [f.id for f in guide.findings.values() if f.kind == "choice" and f.only_told]
        yield _unknown(weights.finding, told, "a choice that is only_told")
        return
    if list(weights.base) != list(finding.options):
        yield Mistake(
            place_of(weights.finding),
            f"base must name the levels of '{finding.id}' in their order: {', '.join(finding.options)}.",
        )
    for number, line in enumerate(weights.weights.splitlines(), 1):
        if not re.fullmatch(rf"[a-z0-9]+( [a-z0-9]+)? =( -?[0-9]+){{{len(weights.base)}}}", line):
            yield Mistake(
                place_of(weights.finding),
                f"line {number} of weights is not 'words = a whole number for each level': {line[:40]}. Run `make likeness`.",
            )
            return


def _wrong_in(pattern: str, reading: Reading) -> str | None:
    """Why a pattern cannot be read."""
    for group in re.findall(r"<([a-z_]+)>", pattern):
        if group not in reading.groups:
            return f"<{group}> is not a group of reading/.{nearest(group, reading.groups)}"
    if pattern.count("(") != pattern.count(")") or re.search(r"<[a-z_]+(?![a-z_>])", pattern):
        return f"in the pattern '{pattern}' a bracket is not closed."
    try:
        patterns.rows(pattern)
    except patterns.PatternError as wrong:
        return str(wrong)
    return None
