"""Answers as a person reads them in a terminal: urgency first, then what to do, why, what else; sources when asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from waymend.assess.asking import labels
from waymend.assess.assessment import Assessment, ConcernFound, StepGiven
from waymend.assess.planning import say
from waymend.cli.style import bold, card, dim, heading, wrap
from waymend.cli.texts import TEXTS
from waymend.guide import LoadedGuide
from waymend.pack.schema import Country, Guide

if TYPE_CHECKING:
    from waymend.answers import Found
    from waymend.assess.screen import Scored
    from waymend.verify.properties import Checked

POSSIBLE_SHOWN = 5
Words = dict[str, str]


def render_assessment(a: Assessment, loaded: LoadedGuide, *, sources: bool = False) -> str:
    """The whole assessment as text, in the language of the guide."""
    guide, t = loaded.guide, TEXTS.said(loaded.language)
    names = {u.id: u for u in guide.about.urgencies}
    level = a.urgency.at_least
    out = [card(level or "unknown", names[level].name if level else t["not_enough"])]
    if a.danger_now:
        out.append(bold(wrap(a.danger_now)))
    elif level:
        out.append(wrap(names[level].meaning))
    if a.nothing_fits:
        out.append(wrap(a.nothing_fits))
    if level != "emergency" and not a.urgency.settled and a.urgency.at_most:
        out.append(wrap(t["not_settled"].format(level=names[a.urgency.at_most].name.lower())))
    out += _steps("do_now", a.plan.do, t, sources, numbered=level == "emergency")
    out += _steps("do_not", a.plan.avoid, t, sources)
    out += _steps("watch_for", a.plan.watch, t, sources)
    out += _concerns([c for c in a.concerns if c.status == "fits"], guide, t, sources)
    possible = [c for c in a.concerns if c.status == "possible"]
    out += _possible(possible, guide, t)
    out += _steps("tests", a.plan.tests, t, sources)
    out += _steps("treatment", a.plan.treatment, t, sources)
    out += _timeline(a, t)
    out += _helplines(a, t)
    if sources:
        out += _sources(
            {key for c in a.concerns for key in c.sources} | {k for s in _all_steps(a) for k in s.sources}, guide, t
        )
    out += ["", dim(wrap(a.not_a_diagnosis))]
    return "\n".join(out)


def _steps(title: str, steps: Sequence[StepGiven], t: Words, sources: bool, numbered: bool = False) -> list[str]:
    if not steps:
        return []
    out = [heading(t[title])]
    for number, step in enumerate(steps, 1):
        mark = f" {number}. " if numbered else " • "
        out.append(wrap(step.text, mark))
        out.append(dim(wrap(step.because, " " * len(mark))))
        if sources:
            out.append(dim(wrap(_cited(step.sources, step.evidence, t), " " * len(mark))))
    return out


def _concerns(concerns: Sequence[ConcernFound], guide: Guide, t: Words, sources: bool) -> list[str]:
    if not concerns:
        return []
    out = [heading(t["why"])]
    for c in concerns:
        out.append(wrap(f"{c.name}: {c.plain}.", " • "))
        out += [wrap(reason, "   ") for reason in c.because]
        if c.findings:
            said = "; ".join(labels(guide.findings, name, None) for name in c.findings if name in guide.findings)
            out.append(dim(wrap(t["because_of"].format(findings=said), "   ")))
        for reason in c.against_because:
            out.append(dim(wrap(t["speaks_against"].format(reason=reason), "   ")))
        if sources:
            out.append(dim(wrap(_cited(c.sources, c.evidence, t), "   ")))
    return out


def _possible(possible: Sequence[ConcernFound], guide: Guide, t: Words) -> list[str]:
    if not possible:
        return []
    out = [heading(t["what_else"])]
    for c in possible[:POSSIBLE_SHOWN]:
        telling = "; ".join(guide.findings[n].name for n in c.would_tell[:4])
        tells = " " + t["would_tell"].format(findings=telling) if telling else ""
        out.append(wrap(f"{c.name}: {c.plain}.{tells}", " • "))
    if len(possible) > POSSIBLE_SHOWN:
        out.append(dim("   " + t["and_more"].format(n=len(possible) - POSSIBLE_SHOWN)))
    return out


def _timeline(a: Assessment, t: Words) -> list[str]:
    if not a.plan.timeline:
        return []
    return [
        heading(t["expect"]),
        *(
            wrap(
                span.expect,
                f" • {t['days'].format_map({'from': f'{span.from_days:g}', 'to': f'{span.to_days:g}'})} ",
                "   ",
            )
            for span in a.plan.timeline
        ),
    ]


def _helplines(a: Assessment, t: Words) -> list[str]:
    out = [heading(t["who_helps"])] if a.plan.helplines or a.plan.services else []
    out += [wrap(f"{s.need.replace('_', ' ')}: {s.why}", " • ") for s in a.plan.services]
    for line in a.plan.helplines:
        ways = "; ".join(w for w in (line.number and t["call"].format(number=line.number), line.text, line.chat) if w)
        out.append(wrap(f"{line.name}: {ways} ({line.hours}). {line.what}", " • "))
    return out


def _all_steps(a: Assessment) -> Iterable[StepGiven]:
    p = a.plan
    return (*p.do, *p.avoid, *p.watch, *p.tests, *p.treatment)


def _cited(keys: Sequence[str], evidence: str, t: Words) -> str:
    return f"[{', '.join(keys)}; {t['evidence'].format(grade=t[f'grade_{evidence}'])}]"


def _sources(keys: Iterable[str], guide: Guide, t: Words) -> list[str]:
    out = [heading(t["sources"])]
    for key in sorted(keys):
        s = guide.sources[key]
        year = f", {s.year}" if s.year else ""
        out.append(dim(wrap(f"{key}: {s.title}. {s.publisher}{year}. {s.url or ''}".rstrip(), " ", "   ")))
    return out


def render_answers(found: Sequence[Found], loaded: LoadedGuide, country: Country, *, sources: bool = False) -> str:
    guide, t = loaded.guide, TEXTS.said(loaded.language)
    if not found:
        return wrap(t["no_answer"])
    out = []
    for number, answer in enumerate(found):
        out += [("" if number == 0 else "\n") + bold(wrap(answer.title)), wrap(say(answer.text, country))]
        if sources:
            out.append(dim(wrap(_cited(answer.sources, answer.evidence, t))))
    if sources:
        out += _sources({k for a in found for k in a.sources}, guide, t)
    return "\n".join([*out, "", dim(wrap(guide.about.not_a_diagnosis))])


def render_score(scored: Scored, loaded: LoadedGuide) -> str:
    guide, t = loaded.guide, TEXTS.said(loaded.language)
    note = f" ({t['for_clinicians']})" if scored.for_ == "clinician" else ""
    out = [
        bold(f"{scored.name}{note}"),
        f"{t['total'].format(total=f'{scored.total:g}')}   {t['band'].format(band=scored.band.replace('_', ' '))}",
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
