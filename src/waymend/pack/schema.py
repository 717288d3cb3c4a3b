"""What a guide holds, as frozen values. docs/guide-format.md tells a clinician the same."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec
from msgspec import field

from waymend.pack.reading import Reading
from waymend.pack.value import Value

Kind = Literal["yes_no", "number", "choice", "many"]
UrgencyId = Literal["emergency", "today", "soon", "routine", "self_care"]
URGENCIES: tuple[UrgencyId, ...] = ("emergency", "today", "soon", "routine", "self_care")
Level = Literal["emergency", "today", "soon", "routine", "self_care", "unknown"]
Evidence = Literal["strong", "moderate", "weak", "contested", "expert"]
Worse = Literal["yes", "no", "higher", "lower", "both", "middle", "neither", "depends"]
StepKind = Literal["do", "avoid", "watch", "test", "vaccine", "treatment"]
Need = Literal[
    "emergency", "primary_care", "wound_care", "ssp", "naloxone", "hiv_test", "hcv_test", "sti_test", "vaccines", "pep",
    "prep", "moud", "detox", "residential", "outpatient", "counselling", "mental_health", "family", "crisis",
    "drug_checking", "vascular", "dermatology", "scar_care", "eye_care", "pregnancy_care", "overdose_prevention",
    "insurance_help", "housing", "safety", "dentist",
]  # fmt: skip

CaseValue = bool | float | str | None | list[str] | dict[str, bool | str | None]


class Option(Value, frozen=True, kw_only=True):
    name: str
    words: tuple[str, ...] = ()
    help: str | None = None


class Finding(Value, frozen=True, kw_only=True):
    """Something that can be observed or answered. only_told: nobody is asked for it, and where nothing told it, it is not so."""

    id: str
    group: str
    kind: Kind
    name: str
    question: str
    why: str
    help: str
    worse: Worse
    worse_because: str | None = None
    background: bool = False
    only_told: bool = False
    implies: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    unit: str | None = None
    range: tuple[float, ...] = ()
    options: dict[str, Option] = field(default_factory=dict)
    sources: tuple[str, ...] = ()


class Panel(Value, frozen=True, kw_only=True):
    """Yes/no findings and numbers that are asked together on one page. `none` is what "no" to all of them is called."""

    id: str
    question: str
    none: str
    findings: tuple[str, ...]


class Implication(Value, frozen=True, kw_only=True):
    when: str
    then: str
    because: str | None = None


class Gate(Value, frozen=True, kw_only=True):
    """Findings, or panels of them, that are asked only while a condition is not known to be false."""

    ask: tuple[str, ...]
    only_if: str


class Way(Value, frozen=True, kw_only=True):
    """A way in: what brings a person. `first` is asked right after the first page of danger; `given` is known from the choice itself."""

    id: str
    name: str
    plain: str
    first: tuple[str, ...] = ()
    given: dict[str, CaseValue] = field(default_factory=dict)


class Measure(Value, frozen=True, kw_only=True):
    """What a healing journal measures. A rise of more than `by` since the entry before makes `grows` true.

    `finding`: the number that the newest measure answers, in its unit; None for pain, from 0 to 10.
    """

    id: str
    finding: str | None = None
    grows: str | None = None
    by: float = 0.0


class Journal(Value, frozen=True, kw_only=True):
    """How a healing journal becomes a case. `days`, `weeks`: numbers answered by the time since the first entry; `weeks` only with its measure."""

    measures: tuple[Measure, ...]
    asks: tuple[str, ...]
    days: str
    weeks: dict[str, str] = field(default_factory=dict)


class Twin(Value, frozen=True, kw_only=True):
    concern: str
    tell: str


class Against(Value, frozen=True, kw_only=True):
    when: str
    because: str


class Span(Value, frozen=True, kw_only=True):
    """What to expect between two days, counted from the start."""

    from_days: float
    to_days: float
    expect: str
    sources: tuple[str, ...] = ()


class NeedOf(Value, frozen=True, kw_only=True):
    need: Need
    why: str


class Concern(Value, frozen=True, kw_only=True):
    """Something that it may be."""

    id: str
    group: str
    name: str
    plain: str
    what: str
    looks: str
    where: str
    likelier: str
    course: str
    else_: tuple[Twin, ...] = field(default=(), name="else")
    danger_now: str | None = None
    words: tuple[str, ...] = ()
    speaks_against: tuple[Against, ...] = ()
    tells_apart: tuple[str, ...] = ()
    timeline: tuple[Span, ...] = ()
    needs: tuple[NeedOf, ...] = ()
    codes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sources: tuple[str, ...]
    evidence: Evidence


class Rule(Value, frozen=True, kw_only=True):
    id: str
    when: str
    concern: str
    urgency: UrgencyId
    because: str
    sources: tuple[str, ...]
    evidence: Evidence


class Step(Value, frozen=True, kw_only=True):
    id: str
    kind: StepKind
    text: str
    because: str
    for_: tuple[str, ...] = field(name="for")
    urgency: tuple[Level, ...] = ()
    when: str | None = None
    if_possible: bool = False
    action: str | None = None
    sources: tuple[str, ...]
    evidence: Evidence


class Points(Value, frozen=True, kw_only=True):
    when: str
    points: float


class Item(Value, frozen=True, kw_only=True):
    """One question of a questionnaire. `options` are labels with their points, in order; an answer names a label, and `labels` is what is shown for it.

    `part`: items of one part are added up apart from the others, and may be left out together. `optional`: unanswered counts as no.
    """

    id: str
    text: str
    kind: Kind
    options: dict[str, float] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    points: float | tuple[Points, ...] = 0.0
    points_no: float = 0.0
    unit: str | None = None
    range: tuple[float, ...] = ()
    asked_if: str | None = None
    part: str | None = None
    optional: bool = False

    def __post_init__(self) -> None:
        if not self.labels:
            msgspec.structs.force_setattr(self, "labels", {label: label for label in self.options})


class Band(Value, frozen=True, kw_only=True):
    id: str
    when: str
    meaning: str


class Alert(Value, frozen=True, kw_only=True):
    when: str
    meaning: str


class Example(Value, frozen=True, kw_only=True):
    case: str
    answers: dict[str, str]
    total: float
    band: str


class Screen(Value, frozen=True, kw_only=True):
    id: str
    name: str
    purpose: str
    time_frame: str | None = None
    for_: Literal["anyone", "clinician"] = field(name="for")
    licence: str
    citation: str
    stem: str | None = None
    items: tuple[Item, ...]
    total: tuple[Points, ...] = ()
    bands: tuple[Band, ...]
    alerts: tuple[Alert, ...] = ()
    examples: tuple[Example, ...] = ()
    sources: tuple[str, ...]
    evidence: Evidence


class Answer(Value, frozen=True, kw_only=True):
    id: str
    title: str
    asked_as: tuple[str, ...]
    text: str
    see: tuple[str, ...] = ()
    sources: tuple[str, ...]
    evidence: Evidence


class Drawn(Value, frozen=True, kw_only=True):
    """An entry of the mark atlas: a drawing made by code (web/atlas), and what goes with it in words."""

    id: str
    name: str
    looks: str
    feel: str
    dark_skin: str
    not_proof: str
    findings: tuple[str, ...] = ()
    concerns: tuple[str, ...] = ()
    sources: tuple[str, ...]
    evidence: Evidence


class DangerSign(Value, frozen=True, kw_only=True):
    """A red flag of the evidence, told apart from the rules: what is seen, and the least urgency that it must reach whatever else is answered."""

    when: str
    at_least: UrgencyId
    because: str
    sources: tuple[str, ...]


class Line(Value, frozen=True, kw_only=True):
    """A helpline. `for` lists concerns and needs; `any` stands for every plan."""

    id: str
    name: str
    number: str | None = None
    text: str | None = None
    chat: str | None = None
    hours: str
    for_: tuple[str, ...] = field(name="for")
    what: str
    languages: tuple[str, ...] = ()
    sources: tuple[str, ...]


class Country(Value, frozen=True, kw_only=True):
    country: str
    name: str
    emergency: str
    lines: tuple[Line, ...]


class Source(Value, frozen=True, kw_only=True):
    title: str
    publisher: str
    year: int | None = None
    url: str | None = None
    kind: str


class Expect(Value, frozen=True, kw_only=True):
    at_least: UrgencyId | Literal["any"] | None = "any"
    concerns: tuple[str, ...] = ()
    not_concerns: tuple[str, ...] = ()
    possible: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    danger_now: bool | None = None


class GoldenCase(Value, frozen=True, kw_only=True):
    case: str
    given: dict[str, CaseValue]
    expect: Expect
    because: str
    sources: tuple[str, ...]


class Grid(Value, frozen=True, kw_only=True):
    """Golden cases in rows: with `given`, what each of many signs asks for when it is the only other answer. `nothing`: no rule is true."""

    grid: str
    given: dict[str, CaseValue] = field(default_factory=dict)
    levels: dict[Literal["emergency", "today", "soon", "routine", "self_care", "nothing"], tuple[str, ...]]
    because: str
    sources: tuple[str, ...]

    def cases(self) -> list[GoldenCase]:
        return [
            GoldenCase(
                case=f"{sign} {self.grid}",
                given={**self.given, sign: True},
                expect=Expect(at_least=None if level == "nothing" else level),
                because=self.because,
                sources=self.sources,
            )
            for level, signs in self.levels.items()
            for sign in signs
        ]


class Urgency(Value, frozen=True, kw_only=True):
    id: UrgencyId
    name: str
    meaning: str


class About(Value, frozen=True, kw_only=True):
    """guide.yaml: the guide about itself."""

    id: str
    name: str
    version: str
    languages: tuple[str, ...]
    reviewed_on: dt.date
    review_by: dt.date
    clinically_reviewed: bool
    owners: tuple[str, ...]
    not_a_diagnosis: str
    nothing_fits: str
    danger_now: str
    default_country: str
    urgencies: tuple[Urgency, ...]
    ask_first: tuple[str, ...]
    ask_last: tuple[str, ...] = ()
    names_excepted: tuple[str, ...] = ()


class Guide(Value, frozen=True, kw_only=True):
    """A whole guide as written. Golden cases are kept apart, since only `check` needs them."""

    about: About
    sources: dict[str, Source]
    findings: dict[str, Finding]
    panels: tuple[Panel, ...] = ()
    implications: tuple[Implication, ...] = ()
    gates: tuple[Gate, ...] = ()
    ways: tuple[Way, ...] = ()
    journal: Journal | None = None
    reading: Reading | None = None
    concerns: dict[str, Concern]
    define: dict[str, str] = field(default_factory=dict)
    circumstances: tuple[str, ...] = ()
    rules: tuple[Rule, ...]
    steps: tuple[Step, ...] = ()
    contradictions: tuple[tuple[str, ...], ...] = ()
    screens: dict[str, Screen] = field(default_factory=dict)
    answers: tuple[Answer, ...] = ()
    atlas: tuple[Drawn, ...] = ()
    danger_signs: tuple[DangerSign, ...] = ()
    countries: dict[str, Country] = field(default_factory=dict)
