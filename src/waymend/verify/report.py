"""The safety report: from one run, what is proved, over how much, on what evidence, and what waits for a clinician."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from waymend.guide import load_guide
from waymend.pack.schema import URGENCIES, Guide
from waymend.verify.properties import Checked

SOURCES_SHOWN = 20


class Table(Struct, frozen=True):
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Part(Struct, frozen=True):
    """One section: a table, or points; `under` holds what belongs below the last point."""

    title: str
    table: Table | None = None
    points: tuple[str, ...] = ()
    under: tuple[str, ...] = ()


class Report(Struct, frozen=True):
    """What is shown as Markdown and as a page."""

    title: str
    summary: str
    parts: tuple[Part, ...]


def report(folder: Path, checked: Checked) -> Report:
    """The report of one run of the check over the guide in a folder."""
    proved = sum(p.checked for p in checked.properties if p.how == "proved")
    holding = sum(p.holds for p in checked.properties)
    parts = [_properties(checked), *_failures(checked)]
    if checked.guide:
        guide = load_guide(folder).guide
        parts += [_grades(guide), _sources(guide), _waiting(guide)]
    return Report(
        f"Safety report: {checked.guide.get('id', folder.name)} {checked.guide.get('version', '')}".rstrip(),
        f"{holding} of {len(checked.properties)} properties hold. {proved} questions were put to a theorem prover, each over all cases.",
        tuple(parts),
    )


def as_markdown(told: Report) -> str:
    return "\n".join(_lines(told)) + "\n"


def _lines(told: Report) -> Iterator[str]:
    yield f"# {told.title}"
    yield ""
    yield told.summary
    for part in told.parts:
        yield ""
        yield f"## {part.title}"
        yield ""
        if part.table is not None:
            yield f"| {' | '.join(part.table.head)} |"
            yield "|---" * len(part.table.head) + "|"
            yield from (f"| {' | '.join(row)} |" for row in part.table.rows)
        yield from (f"- {point}" for point in part.points)
        yield from (f"  - {point}" for point in part.under)


def _properties(checked: Checked) -> Part:
    rows = tuple(
        (
            p.statement,
            "yes" if p.holds else "**no**",
            str(p.checked),
            f"proved over all cases, {p.seconds:g} s" if p.how == "proved" else "run",
        )
        for p in checked.properties
    )
    return Part("What was checked", Table(("property", "holds", "checked", "how"), rows))


def _failures(checked: Checked) -> Iterator[Part]:
    for p in checked.properties:
        if not p.holds:
            yield Part(
                f"Fails: {p.statement}",
                points=tuple(f.text + (f" (rules: {', '.join(f.rules)})" if f.rules else "") for f in p.failures),
            )


def _grades(guide: Guide) -> Part:
    grades = list(Counter(r.evidence for r in guide.rules))
    counts = Counter((r.urgency, r.evidence) for r in guide.rules)
    rows = tuple(
        (level, *(str(counts[level, grade]) for grade in grades), str(sum(counts[level, grade] for grade in grades)))
        for level in URGENCIES
    )
    return Part("Rules by urgency and grade of evidence", Table(("urgency", *grades, "all"), rows))


def _sources(guide: Guide) -> Part:
    sources = Counter(s for r in guide.rules for s in r.sources)
    shown = tuple(
        f"{count}: {guide.sources[source].title} ({guide.sources[source].publisher})"
        for source, count in sources.most_common(SOURCES_SHOWN)
    )
    return Part("Rules by source", points=(*shown, f"and {max(len(sources) - SOURCES_SHOWN, 0)} other sources"))


def _waiting(guide: Guide) -> Part:
    reviewed = (
        "A clinician has reviewed the guide."
        if guide.about.clinically_reviewed
        else "No clinician has reviewed the guide."
    )
    alone = [str(r.id) for r in guide.rules if set(r.sources) == {"general"}]
    urgent = [str(r.id) for r in guide.rules if r.evidence == "expert" and r.urgency in ("emergency", "today")]
    return Part(
        "Waiting for a clinician",
        points=(
            reviewed,
            f"{len(alone)} rules rest on general medical knowledge and no published source yet: {', '.join(alone) or 'none'}.",
            f"{len(urgent)} rules for today or now are expert opinion: {', '.join(urgent)}.",
            "Of these answers it depends which is worse, so they stand outside the proof that a worse answer never calms:",
        ),
        under=tuple(f"{f.name}: {f.worse_because}" for f in guide.findings.values() if f.worse == "depends"),
    )
