"""What to do: the steps, tests, services, helplines and times that go with the concerns found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from waymend.assess.assessment import Expected, Helpline, Plan, ServiceNeeded, StepGiven
from waymend.assess.case import Case
from waymend.logic.compiled import Conditions
from waymend.pack.schema import Country, Guide, Step

LISTS = {"do": "do", "avoid": "avoid", "watch": "watch", "test": "tests", "vaccine": "tests", "treatment": "treatment"}


class Planner:
    """Makes plans for one guide."""

    def __init__(self, guide: Guide, conditions: Conditions) -> None:
        self.guide = guide
        self.condition_at = conditions.step
        self.steps_for: dict[str, list[int]] = {}
        self.steps_ahead: dict[str, list[int]] = {}  # of a concern that is only possible
        for number, step in enumerate(guide.steps):
            # What to watch for is said of a concern that is only possible; what to do or avoid for it could be wrong for what fits.
            looks_ahead = step.kind == "watch" and step.if_possible
            for concern in step.for_:
                self.steps_for.setdefault(concern, []).append(number)
                if looks_ahead:
                    self.steps_ahead.setdefault(concern, []).append(number)
        self.given: dict[str, dict[str, StepGiven]] = {}
        self.opposed: dict[str, set[str]] = {}
        for first, second in guide.contradictions:
            self.opposed.setdefault(first, set()).add(second)
            self.opposed.setdefault(second, set()).add(first)

    def plan(self, case: Case, level: str, fits: Sequence[str], possible: Sequence[str], country: Country) -> Plan:
        """`level`: the urgency of the whole assessment, or "unknown"; `fits` and `possible`: concerns, most urgent first.

        In an emergency the caller passes the emergency concerns alone, so that nothing stands between a person and the call.
        """
        steps = self._steps(case, level, fits, possible)
        given: dict[str, list[StepGiven]] = {name: [] for name in ("do", "avoid", "watch", "tests", "treatment")}
        said = self._said(country)
        for step in steps:
            given[LISTS[step.kind]].append(said[step.id])
        services = self._services(fits or possible)
        wanted = {*fits, *possible, *(s.need for s in services), "any"}
        return Plan(
            **{name: tuple(found) for name, found in given.items()},
            services=services,
            helplines=_helplines(country, wanted),
            timeline=self._timeline(fits),
        )

    def _said(self, country: Country) -> dict[str, StepGiven]:
        """Every step with the country's number in it, made once."""
        if country.country not in self.given:
            self.given[country.country] = {
                s.id: StepGiven(s.id, say(s.text, country), say(s.because, country), s.sources, s.evidence, s.kind)
                for s in self.guide.steps
            }
        return self.given[country.country]

    def _steps(self, case: Case, level: str, fits: Sequence[str], possible: Sequence[str]) -> list[Step]:
        numbers: dict[int, None] = {}
        for concern in fits:
            numbers.update(dict.fromkeys(self.steps_for.get(concern, ())))
        for concern in possible:
            numbers.update(dict.fromkeys(self.steps_ahead.get(concern, ())))
        numbers.update(dict.fromkeys(self.steps_for.get("any", ())))
        chosen = [n for n in numbers if self._holds(n, case, level)]
        return self._agreed([self.guide.steps[n] for n in chosen])

    def _holds(self, number: int, case: Case, level: str) -> bool:
        step = self.guide.steps[number]
        if step.urgency and level not in step.urgency:
            return False
        place = self.condition_at.get(number)
        return place is None or case.held[place]

    def _agreed(self, steps: list[Step]) -> list[Step]:
        """Each action once, and without contradictions.

        `avoid` beats `do` of the same action; of several `do`s of one action, or of two opposed ones, the first stays: it belongs to the more
        urgent concern.
        """
        avoided = {s.action for s in steps if s.kind == "avoid" and s.action}
        said: set[tuple[str, str]] = set()
        kept = []
        for step in steps:
            if step.action:
                opposed = {("do", other) for other in self.opposed.get(step.action, ())}
                if (step.kind, step.action) in said or (
                    step.kind == "do" and (step.action in avoided or opposed & said)
                ):
                    continue
                said.add((step.kind, step.action))
            kept.append(step)
        return kept

    def _services(self, concerns: Iterable[str]) -> tuple[ServiceNeeded, ...]:
        needs: dict[str, str] = {}
        for concern in concerns:
            for need in self.guide.concerns[concern].needs:
                needs.setdefault(need.need, need.why)
        return tuple(ServiceNeeded(need, why) for need, why in needs.items())

    def _timeline(self, fits: Sequence[str]) -> tuple[Expected, ...]:
        for concern in fits:
            spans = self.guide.concerns[concern].timeline
            if spans:
                return tuple(Expected(_short(s.from_days), _short(s.to_days), s.expect, concern) for s in spans)
        return ()


def _short(days: float) -> float:
    """Whole days as whole numbers: 3, not 3.0."""
    return int(days) if days == int(days) else days


def say(text: str, country: Country) -> str:
    """A text of the guide with the country's emergency number in it."""
    return text.replace("{emergency}", country.emergency) if "{" in text else text


def _helplines(country: Country, wanted: set[str]) -> tuple[Helpline, ...]:
    return tuple(
        Helpline(line.name, line.number, line.text, line.hours, country.country, line.chat, line.what)
        for line in country.lines
        if wanted.intersection(line.for_)
    )
