"""The safety report: from one run, what is proved, over how much, on what evidence, and what waits for a clinician."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from waymend.guide import load_guide
from waymend.pack.schema import URGENCIES, Guide
from waymend.verify.properties import Checked


def safety_report(folder: Path, checked: Checked) -> str:
    """Markdown."""
    return "\n".join(_lines(folder, checked)) + "\n"


def _lines(folder: Path, checked: Checked) -> Iterator[str]:
    yield f"# Safety report: {checked.guide.get('id', folder.name)} {checked.guide.get('version', '')}".rstrip()
    yield ""
    proved = sum(p.checked for p in checked.properties if p.how == "proved")
    yield f"{sum(p.holds for p in checked.properties)} of {len(checked.properties)} properties hold. {proved} questions were put to a theorem prover, each over all cases."
    yield ""
    yield "| property | holds | checked | how |"
    yield "|---|---|---|---|"
    for p in checked.properties:
        how = f"proved over all cases, {p.seconds:g} s" if p.how == "proved" else "run"
        yield f"| {p.statement} | {'yes' if p.holds else '**no**'} | {p.checked} | {how} |"
    for p in checked.properties:
        if not p.holds:
            yield ""
            yield f"## Fails: {p.statement}"
            yield ""
            for failure in p.failures:
                yield f"- {failure.text}" + (f" (rules: {', '.join(failure.rules)})" if failure.rules else "")
    if checked.guide:
        yield from _of_guide(load_guide(folder).guide)


def _of_guide(guide: Guide) -> Iterator[str]:
    yield ""
    yield "## Rules by urgency and grade of evidence"
    yield ""
    grades = list(Counter(r.evidence for r in guide.rules))
    counts = Counter((r.urgency, r.evidence) for r in guide.rules)
    yield f"| urgency | {' | '.join(grades)} | all |"
    yield f"|---|{'---|' * (len(grades) + 1)}"
    for level in URGENCIES:
        row = [counts[level, grade] for grade in grades]
        yield f"| {level} | {' | '.join(map(str, row))} | {sum(row)} |"
    yield ""
    yield "## Rules by source"
    yield ""
    sources = Counter(s for r in guide.rules for s in r.sources)
    for source, count in sources.most_common(20):
        yield f"- {count}: {guide.sources[source].title} ({guide.sources[source].publisher})"
    yield f"- and {max(len(sources) - 20, 0)} other sources"
    yield ""
    yield "## Waiting for a clinician"
    yield ""
    yield (
        "- A clinician has reviewed the guide."
        if guide.about.clinically_reviewed
        else "- No clinician has reviewed the guide."
    )
    alone = [str(r.id) for r in guide.rules if set(r.sources) == {"general"}]
    yield f"- {len(alone)} rules rest on general medical knowledge and no published source yet: {', '.join(alone) or 'none'}."
    urgent = [str(r.id) for r in guide.rules if r.evidence == "expert" and r.urgency in ("emergency", "today")]
    yield f"- {len(urgent)} rules for today or now are expert opinion: {', '.join(urgent)}."
    yield "- Of these answers it depends which is worse, so they stand outside the proof that a worse answer never calms:"
    for finding in guide.findings.values():
        if finding.worse == "depends":
            yield f"  - {finding.name}: {finding.worse_because}"
