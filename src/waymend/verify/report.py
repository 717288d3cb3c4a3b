"""The safety report: from one run, what is proved, over how much, on what evidence, and what waits for a clinician."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from waymend.guide import load_guide
from waymend.verify.properties import Checked


def safety_report(folder: Path, checked: Checked) -> str:
    """Markdown."""
    lines = [f"# Safety report: {checked.guide.get('id', folder.name)} {checked.guide.get('version', '')}".rstrip(), ""]
    lines += ["| property | holds | checked |", "|---|---|---|"]
    lines += [f"| {p.statement} | {'yes' if p.holds else '**no**'} | {p.checked} |" for p in checked.properties]
    failing = [p for p in checked.properties if not p.holds]
    for p in failing:
        lines += ["", f"## Fails: {p.statement}", "", *(f"- {failure}" for failure in p.failures)]
    if not checked.guide:
        return "\n".join(lines) + "\n"
    guide = load_guide(folder).guide
    grades = Counter(r.evidence for r in guide.rules)
    levels = Counter(r.urgency for r in guide.rules)
    lines += [
        "",
        "## Rules by grade of evidence",
        "",
        *(f"- {grade}: {count}" for grade, count in grades.most_common()),
    ]
    lines += ["", "## Rules by urgency", "", *(f"- {level}: {count}" for level, count in levels.items())]
    alone = [r for r in guide.rules if set(r.sources) == {"general"}]
    lines += ["", "## Waiting for a clinician", ""]
    lines += [
        "- A clinician has reviewed the guide."
        if guide.about.clinically_reviewed
        else "- No clinician has reviewed the guide."
    ]
    lines += [f"- {len(alone)} rules rest on no published source yet: {', '.join(str(r.id) for r in alone) or 'none'}."]
    urgent = [r for r in guide.rules if r.evidence == "expert" and r.urgency in ("emergency", "today")]
    lines += [f"- {len(urgent)} rules for today or now are expert opinion: {', '.join(str(r.id) for r in urgent)}."]
    neither = [f for f in guide.findings.values() if f.worse == "neither" and f.kind == "yes_no" and not f.background]
    lines += [
        "- For these findings neither answer is called worse, with its reason:",
        *(f"  - {f.id}: {f.worse_because}" for f in neither),
    ]
    return "\n".join(lines) + "\n"
