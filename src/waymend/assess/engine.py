"""The engine: one guide, compiled, answering cases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from waymend.assess.asking import Asker
from waymend.assess.assessment import Assessment, ConcernFound, GuideRef, UrgencyFound
from waymend.assess.case import Case, CaseMaker, leaf_true
from waymend.assess.explain import is_true, reasons, undecided
from waymend.assess.planning import Planner, say
from waymend.errors import InputError
from waymend.logic.compiled import Logic
from waymend.logic.normal import leaves
from waymend.logic.python import Decide
from waymend.pack.schema import URGENCIES, Country, Guide, UrgencyId

NONE = len(URGENCIES)  # rank of "no rule"
GRADES = ("strong", "moderate", "weak", "contested", "expert")


class Engine:
    """Assesses cases by one guide. Holds no state of any case."""

    def __init__(self, guide: Guide, logic: Logic, decide: Decide) -> None:
        self.guide = guide
        self.logic = logic
        self.decide = decide
        self.cases = CaseMaker(guide.findings, logic)
        self.ranks = tuple(URGENCIES.index(rule.urgency) for rule in guide.rules)
        self.names = tuple(name for name, _ in logic.slots.names)
        self.asker = Asker(guide, logic, self.ranks)
        self.planner = Planner(guide, logic)
        self.speaking = tuple(tuple({leaf for leaf in leaves(t) if leaf.speaks and leaf.wanted}) for t in logic.rules)
        self.order = {concern: number for number, concern in enumerate(guide.concerns)}
        about = guide.about
        self.ref = GuideRef(about.id, about.version, about.clinically_reviewed)

    def assess(
        self, findings: Mapping[str, Any], *, country: str | None = None, read: tuple[dict[str, object], ...] = ()
    ) -> Assessment:
        """Assess answers as in docs/contract.md. Raises CaseError for answers that cannot be used."""
        place = self.country(country)
        case = self.cases.make(findings)
        fires, opens = self.decide(case.values)
        floor = min((self.ranks[n] for n in fires), default=NONE)
        ceiling = min((self.ranks[n] for n in opens), default=NONE)
        supported = {n for n in opens if self._speaks(n, case)}
        fitting = self._by_concern(fires)
        possible = {
            c: rules for c, rules in self._by_concern(n for n in opens if n in supported).items() if c not in fitting
        }
        found = [self._fits(c, rules, case) for c, rules in fitting.items()]
        found += [self._possible(c, rules, case) for c, rules in possible.items()]
        found.sort(key=lambda c: (c.status != "fits", URGENCIES.index(c.urgency), self.order[c.id]))
        level = _urgency(floor)
        asked = self.asker.next(case, floor, opens, supported, set(fitting))
        return Assessment(
            guide=self.ref,
            urgency=UrgencyFound(level, _urgency(min(floor, ceiling)), min(floor, ceiling) == floor),
            concerns=tuple(found),
            danger_now=self._danger(found, place) if floor == 0 else None,
            next_question=self.asker.question(asked, case) if asked else None,
            plan=self._plan(case, level, found, place),
            read=read,
            not_a_diagnosis=self.guide.about.not_a_diagnosis,
            nothing_fits=None if fitting else say(self.guide.about.nothing_fits, place),
        )

    def country(self, code: str | None) -> Country:
        """The country whose numbers are shown; the guide's default when none is given."""
        code = (code or self.guide.about.default_country).lower()
        if code not in self.guide.countries:
            raise InputError(
                f"no helplines are known for the country '{code[:20]}'; known are {', '.join(self.guide.countries)}."
            )
        return self.guide.countries[code]

    def _speaks(self, rule: int, case: Case) -> bool:
        return any(leaf_true(leaf, case.values) for leaf in self.speaking[rule])

    def _by_concern(self, rules: Iterable[int]) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for number in rules:
            found.setdefault(self.guide.rules[number].concern, []).append(number)
        return found

    def _fits(self, concern: str, numbers: list[int], case: Case) -> ConcernFound:
        names = (
            self.names[leaf.slot]
            for n in numbers
            for leaf in reasons(self.logic.rules[n], case.values)
            if leaf.wanted or leaf.op
        )
        return self._found(concern, "fits", numbers, case, tuple(dict.fromkeys(names)), ())

    def _possible(self, concern: str, numbers: list[int], case: Case) -> ConcernFound:
        speaking = (self.names[leaf.slot] for n in numbers for leaf in self.speaking[n] if leaf_true(leaf, case.values))
        missing = (self.names[leaf.slot] for n in numbers for leaf in undecided(self.logic.rules[n], case.values))
        names = sorted(dict.fromkeys(speaking), key=lambda n: self.cases.slot.get((n, None), 0))
        return self._found(concern, "possible", numbers, case, tuple(names), tuple(dict.fromkeys(missing)))

    def _found(
        self,
        concern: str,
        status: str,
        numbers: list[int],
        case: Case,
        findings: tuple[str, ...],
        missing: tuple[str, ...],
    ) -> ConcernFound:
        about = self.guide.concerns[concern]
        numbers = sorted(numbers, key=lambda n: self.ranks[n])
        rules = [self.guide.rules[n] for n in numbers]
        against, against_because = self._against(concern, numbers, case)
        apart = tuple(n for n in about.tells_apart if n not in case.asked)
        return ConcernFound(
            id=concern,
            name=about.name,
            status=status,
            urgency=rules[0].urgency,
            because=tuple(dict.fromkeys(r.because for r in rules)),
            findings=findings,
            against=against,
            rules=tuple(r.id for r in rules),
            sources=tuple(dict.fromkeys(s for r in rules for s in r.sources)),
            evidence=min((r.evidence for r in rules if r.urgency == rules[0].urgency), key=GRADES.index),
            plain=about.plain,
            against_because=against_because,
            would_tell=tuple(dict.fromkeys((*apart, *missing))),
            else_=tuple({"concern": t.concern, "tell": t.tell} for t in about.else_),
        )

    def _against(self, concern: str, numbers: list[int], case: Case) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Findings that speak against: those known absent that its rules look for, and what the guide names."""
        absent = (
            self.names[leaf.slot]
            for n in numbers
            for leaf in self.speaking[n]
            if leaf.op is None and case.values[leaf.slot] is False
        )
        names = dict.fromkeys(sorted(set(absent)))
        because = []
        for tree, said in zip(
            self.logic.against.get(concern, ()), self.guide.concerns[concern].speaks_against, strict=False
        ):
            if is_true(tree, case.values):
                names.update(dict.fromkeys(self.names[leaf.slot] for leaf in reasons(tree, case.values)))
                because.append(said.because)
        return tuple(names), tuple(because)

    def _danger(self, found: list[ConcernFound], country: Country) -> str:
        first = self.guide.concerns[found[0].id].danger_now
        return say(first or self.guide.about.danger_now, country)

    def _plan(self, case: Case, level: UrgencyId | None, found: list[ConcernFound], country: Country) -> Any:
        fits = [c for c in found if c.status == "fits"]
        if level == "emergency":
            fits = [c for c in fits if c.urgency == "emergency"]
        possible = [] if level == "emergency" else [c.id for c in found if c.status == "possible"]
        return self.planner.plan(case, level or "unknown", [c.id for c in fits], possible, country)


def _urgency(rank: int) -> UrgencyId | None:
    return URGENCIES[rank] if rank < NONE else None
