"""Answers as a person reads them in a terminal: urgency first, then what to do, why, what else; sources when asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from waymend.assess.asking import labels
from waymend.assess.assessment import Assessment, ConcernFound, StepGiven
from waymend.assess.planning import say
from waymend.cli.style import bold, card, dim, heading, wrap
from waymend.pack.schema import Country, Guide

if TYPE_CHECKING:
    from waymend.answers import Found
    from waymend.assess.screen import Scored
    from waymend.verify.properties import Checked

POSSIBLE_SHOWN = 5


def render_assessment(a: Assessment, guide: Guide, *, sources: bool = False) -> str:
    """The whole assessment as text."""
    names = {u.id: u for u in guide.about.urgencies}
    level = a.urgency.at_least
    out = [card(level or "unknown", names[level].name if level else "Not enough to go on yet")]
    if a.danger_now:
        out.append(bold(wrap(a.danger_now)))
    elif level:
        out.append(wrap(names[level].meaning))
    if a.nothing_fits:
        out.append(wrap(a.nothing_fits))
    if level != "emergency" and not a.urgency.settled and a.urgency.at_most:
        out.append(
            wrap(
                f"Not settled: some answers are missing that could make it more urgent (up to: {names[a.urgency.at_most].name.lower()})."
            )
        )
    out += _steps("What to do now", a.plan.do, guide, sources, numbered=level == "emergency")
    out += _steps("What not to do", a.plan.avoid, guide, sources)
    out += _steps("Watch for, and when to come back", a.plan.watch, guide, sources)
    out += _concerns("Why: what this fits", [c for c in a.concerns if c.status == "fits"], guide, sources)
    possible = [c for c in a.concerns if c.status == "possible"]
    out += _possible(possible, guide)
    out += _steps("Tests and vaccines", a.plan.tests, guide, sources)
    out += _steps("Treatment and help", a.plan.treatment, guide, sources)
    out += _timeline(a)
    out += _helplines(a)
    if sources:
        out += _sources(
            {key for c in a.concerns for key in c.sources} | {k for s in _all_steps(a) for k in s.sources}, guide
        )
    out += ["", dim(wrap(a.not_a_diagnosis))]
    return "\n".join(out)


def _steps(title: str, steps: Sequence[StepGiven], guide: Guide, sources: bool, numbered: bool = False) -> list[str]:
    if not steps:
        return []
    out = [heading(title)]
    for number, step in enumerate(steps, 1):
        mark = f" {number}. " if numbered else " • "
        out.append(wrap(step.text, mark))
        out.append(dim(wrap(step.because, " " * len(mark))))
        if sources:
            out.append(dim(wrap(_cited(step.sources, step.evidence), " " * len(mark))))
    return out


def _concerns(title: str, concerns: Sequence[ConcernFound], guide: Guide, sources: bool) -> list[str]:
    if not concerns:
        return []
    out = [heading(title)]
    for c in concerns:
        out.append(wrap(f"{c.name}: {c.plain}.", " • "))
        out += [wrap(reason, "   ") for reason in c.because]
        if c.findings:
            said = "; ".join(labels(guide.findings, name, None) for name in c.findings if name in guide.findings)
            out.append(dim(wrap(f"Because of: {said}.", "   ")))
        for reason in c.against_because:
            out.append(dim(wrap(f"Speaks against it: {reason}", "   ")))
        if sources:
            out.append(dim(wrap(_cited(c.sources, c.evidence), "   ")))
    return out


def _possible(possible: Sequence[ConcernFound], guide: Guide) -> list[str]:
    if not possible:
        return []
    out = [heading("What else it could be")]
    for c in possible[:POSSIBLE_SHOWN]:
        telling = "; ".join(guide.findings[n].name for n in c.would_tell[:4])
        out.append(wrap(f"{c.name}: {c.plain}." + (f" This would tell: {telling}." if telling else ""), " • "))
    if len(possible) > POSSIBLE_SHOWN:
        out.append(dim(f"   and {len(possible) - POSSIBLE_SHOWN} more"))
    return out


def _timeline(a: Assessment) -> list[str]:
    if not a.plan.timeline:
        return []
    return [
        heading("What to expect"),
        *(wrap(t.expect, f" • day {t.from_days:g} to {t.to_days:g}: ", "   ") for t in a.plan.timeline),
    ]


def _helplines(a: Assessment) -> list[str]:
    out = [heading("Who can help")] if a.plan.helplines or a.plan.services else []
    out += [wrap(f"{s.need.replace('_', ' ')}: {s.why}", " • ") for s in a.plan.services]
    for line in a.plan.helplines:
        ways = "; ".join(w for w in (line.number and f"call {line.number}", line.text, line.chat) if w)
        out.append(wrap(f"{line.name}: {ways} ({line.hours}). {line.what}", " • "))
    return out


def _all_steps(a: Assessment) -> Iterable[StepGiven]:
    p = a.plan
    return (*p.do, *p.avoid, *p.watch, *p.tests, *p.treatment)


def _cited(keys: Sequence[str], evidence: str) -> str:
    return f"[{', '.join(keys)}; evidence: {evidence}]"


def _sources(keys: Iterable[str], guide: Guide) -> list[str]:
    out = [heading("Sources")]
    for key in sorted(keys):
        s = guide.sources[key]
        year = f", {s.year}" if s.year else ""
        out.append(dim(wrap(f"{key}: {s.title}. {s.publisher}{year}. {s.url or ''}".rstrip(), " ", "   ")))
    return out


def render_answers(found: Sequence[Found], guide: Guide, country: Country, *, sources: bool = False) -> str:
    if not found:
        return wrap(
            "This guide does not know an answer to that. Try other words, or ask a nurse, a syringe service or a helpline."
        )
    out = []
    for number, answer in enumerate(found):
        out += [("" if number == 0 else "\n") + bold(wrap(answer.title)), wrap(say(answer.text, country))]
        if sources:
            out.append(dim(wrap(_cited(answer.sources, answer.evidence))))
    if sources:
        out += _sources({k for a in found for k in a.sources}, guide)
    return "\n".join([*out, "", dim(wrap(guide.about.not_a_diagnosis))])


def render_score(scored: Scored, guide: Guide) -> str:
    note = " (for clinicians)" if scored.for_ == "clinician" else ""
    out = [
        bold(f"{scored.name}{note}"),
        f"Total: {scored.total:g}   Band: {scored.band.replace('_', ' ')}",
        wrap(scored.meaning),
    ]
    out += [bold(wrap(alert)) for alert in scored.alerts]
    return "\n".join([*out, dim(wrap(scored.citation)), dim(wrap(guide.about.not_a_diagnosis))])


def render_checked(checked: Checked) -> str:
    out = []
    for p in checked.properties:
        how = "proved over all cases" if p.how == "proved" else "run"
        note = f"({p.checked} checked, {how}, {p.seconds:g} s)" if p.how == "proved" else f"({p.checked} checked)"
        out.append(wrap(f"{p.statement} {note}", f"{'holds ' if p.holds else 'FAILS '} "))
        for failure in p.failures:
            out.append(wrap(failure.text, "       "))
            if failure.rules:
                out.append(dim(wrap(f"rules: {', '.join(failure.rules)}", "         ")))
    return "\n".join([*out, "", "ok" if checked.ok else "not ok"])
