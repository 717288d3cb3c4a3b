"""What an assessment holds, as in docs/contract.md. Values only."""

from __future__ import annotations

from typing import Any

from msgspec import Struct, field

from waymend.pack.schema import Evidence, UrgencyId


class GuideRef(Struct, frozen=True):
    id: str
    version: str
    clinically_reviewed: bool


class UrgencyFound(Struct, frozen=True):
    """At least this urgent from the rules that are true; at most that urgent from those that still could be."""

    at_least: UrgencyId | None
    at_most: UrgencyId | None
    settled: bool


class ConcernFound(Struct, frozen=True):
    id: str
    name: str
    status: str  # "fits": a rule is true; "possible": one is open and a finding speaks for it
    urgency: UrgencyId
    because: tuple[str, ...]
    findings: tuple[str, ...]
    against: tuple[str, ...]
    rules: tuple[str, ...]
    sources: tuple[str, ...]
    evidence: Evidence
    plain: str
    against_because: tuple[str, ...]
    would_tell: tuple[str, ...]
    else_: tuple[dict[str, str], ...] = field(name="else")


class Question(Struct, frozen=True):
    """The next question. `panel` names the findings that may be asked with it on one page.

    `needed`: an answer could still make it a matter for today. What is not needed only adds to the plan.
    """

    finding: str
    question: str
    why: str
    options: tuple[str, ...]
    kind: str
    unit: str | None
    help: str
    needed: bool
    panel: PanelAsked | None


class PanelAsked(Struct, frozen=True):
    id: str
    question: str
    none: str
    findings: tuple[str, ...]


class StepGiven(Struct, frozen=True):
    id: str
    text: str
    because: str
    sources: tuple[str, ...]
    evidence: Evidence
    kind: str


class ServiceNeeded(Struct, frozen=True):
    need: str
    why: str


class Helpline(Struct, frozen=True):
    name: str
    number: str | None
    text: str | None
    hours: str
    country: str
    chat: str | None
    what: str


class Expected(Struct, frozen=True):
    from_days: float
    to_days: float
    expect: str
    concern: str


class Plan(Struct, frozen=True):
    do: tuple[StepGiven, ...]
    avoid: tuple[StepGiven, ...]
    watch: tuple[StepGiven, ...]
    tests: tuple[StepGiven, ...]
    treatment: tuple[StepGiven, ...]
    services: tuple[ServiceNeeded, ...]
    helplines: tuple[Helpline, ...]
    timeline: tuple[Expected, ...]


class Assessment(Struct, frozen=True):
    guide: GuideRef
    urgency: UrgencyFound
    concerns: tuple[ConcernFound, ...]
    danger_now: str | None
    next_question: Question | None
    plan: Plan
    read: tuple[dict[str, Any], ...]
    not_a_diagnosis: str
    nothing_fits: str | None
