"""The engine: one guide, compiled, answering cases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache, reduce
from operator import or_
from typing import Any, NamedTuple

from waymend.assess.asking import Asker
from waymend.assess.assessment import Assessment, ConcernFound, GuideRef, UrgencyFound
from waymend.assess.case import Case, CaseMaker, bits_of
from waymend.assess.explain import reasons
from waymend.assess.planning import Planner, say
from waymend.errors import InputError
from waymend.logic.compiled import Conditions, Logic
from waymend.logic.python import Decide, Holds
from waymend.pack.schema import URGENCIES, Country, Evidence, Guide, UrgencyId

NONE = len(URGENCIES)  # rank of "no rule"
RANK = {urgency: rank for rank, urgency in enumerate(URGENCIES)}
PLANNED_POSSIBLE = 3  # possible concerns that the plan looks ahead for
WOULD_TELL = 8  # findings named as what would decide an open concern
GRADES = ("strong", "moderate", "weak", "contested", "expert")


class Said(NamedTuple):
    """What some rules of one concern say together."""

    urgency: UrgencyId
    because: tuple[str, ...]
    rules: tuple[str, ...]
    sources: tuple[str, ...]
    evidence: Evidence
    speaking: int  # the leaves that speak for any of them, as bits
    deniable: int  # those of them that ask for a yes or no
    first: int  # those of the first


class Engine:
    """Assesses cases by one guide. Holds no state of any case."""

    def __init__(self, guide: Guide, logic: Logic, decide: Decide, holds: Holds) -> None:
        self.guide = guide
        self.logic = logic
        self.decide = decide
        self.cases = CaseMaker(guide.findings, logic, holds)
        self.ranks = tuple(URGENCIES.index(rule.urgency) for rule in guide.rules)
        self.names = tuple(name for name, _ in logic.slots.names)
        conditions = Conditions(logic)
        self.asker = Asker(guide, logic, conditions, self.ranks)
        self.planner = Planner(guide, conditions)
        self.against_at = conditions.against
        # rule → the leaves that speak for its concern when they are true, as bits; bit → the finding it asks about
        self.speaking = tuple(int.from_bytes(bits, "little") for bits in logic.speaks)
        self.asks = tuple(self.names[leaf.slot] for leaf in logic.questions)
        # bit of a leaf → the rules that it speaks for, as bits
        self.spoken_by = [0] * len(self.asks)
        for number, bits in enumerate(self.speaking):
            for bit in bits_of(bits):
                self.spoken_by[bit] |= 1 << number
        self.yes_no = sum([1 << bit for bit, leaf in enumerate(logic.questions) if leaf.op is None])
        self.twins = {
            c.id: tuple({"concern": t.concern, "tell": t.tell} for t in c.else_) for c in guide.concerns.values()
        }
        # The same few sets of rules come up in case after case.
        self._said = lru_cache(maxsize=4096)(self._say)
        self._say_open = lru_cache(maxsize=4096)(self._say_most_urgent)
        self.rules_of = dict.fromkeys(guide.concerns, 0)
        for number, rule in enumerate(guide.rules):
            self.rules_of[rule.concern] |= 1 << number
        self._asked_about = lru_cache(maxsize=16384)(self._names_of)
        self._would_tell = lru_cache(maxsize=16384)(_each_once)
        self.order = {concern: number for number, concern in enumerate(guide.concerns)}
        self.concern_of = tuple(rule.concern for rule in guide.rules)
        self.apart = {c.id: frozenset(c.tells_apart) for c in guide.concerns.values()}
        about = guide.about
        self.ref = GuideRef(about.id, about.version, about.clinically_reviewed)

    def assess(
        self,
        findings: Mapping[str, Any],
        *,
        country: str | None = None,
        way: str | None = None,
        read: tuple[dict[str, Any], ...] = (),
    ) -> Assessment:
        """Assess answers as in docs/contract.md. `way`: what brings the person; it changes the order of questions alone.

        Raises CaseError for answers that cannot be used.
        """
        place = self.country(country)
        case = self.cases.make(findings)
        fires, opens = self.decide(case.values, case.true, case.false)
        floor = min((self.ranks[n] for n in fires), default=NONE)
        ceiling = next((rank for rank, rules in enumerate(self.asker.at_rank) if rules & opens), NONE)
        supported = self._supported(case) & opens
        fitting = self._by_concern(fires)
        found = self._in_order([self._fits(c, rules, case) for c, rules in fitting.items()])
        possible = self._split(supported)
        found += self._in_order([self._possible(c, rules, case) for c, rules in possible if c not in fitting])
        level = _urgency(floor)
        asked = self.asker.next(case, floor, opens, supported, fitting, way)
        return Assessment(
            guide=self.ref,
            urgency=UrgencyFound(level, _urgency(min(floor, ceiling)), min(floor, ceiling) == floor),
            concerns=tuple(found),
            danger_now=self._danger(found, place) if floor == 0 else None,
            next_question=self.asker.question(asked, case, self.asker.needed(asked, floor, opens, supported))
            if asked
            else None,
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

    def _supported(self, case: Case) -> int:
        """The rules for which some finding speaks, as bits."""
        rules = 0
        for bit in bits_of(case.true):
            rules |= self.spoken_by[bit]
        return rules

    def _by_concern(self, rules: Iterable[int]) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for number in rules:
            found.setdefault(self.concern_of[number], []).append(number)
        return found

    def _split(self, rules: int) -> list[tuple[str, int]]:
        """Concerns and which of some rules, given as bits, are theirs."""
        found = []
        while rules:
            concern = self.concern_of[(rules & -rules).bit_length() - 1]
            own = rules & self.rules_of[concern]
            found.append((concern, own))
            rules ^= own
        return found

    def _in_order(self, found: list[ConcernFound]) -> list[ConcernFound]:
        """The most urgent first, then as the guide has them."""
        found.sort(key=lambda c: (RANK[c.urgency], self.order[c.id]))
        return found

    def _fits(self, concern: str, numbers: list[int], case: Case) -> ConcernFound:
        names = (
            self.names[leaf.slot]
            for n in numbers
            for leaf in reasons(self.logic.rules[n], case.values)
            if leaf.wanted or leaf.op
        )
        return self._found(concern, "fits", self._said(tuple(numbers)), case, tuple(dict.fromkeys(names)), ())

    def _possible(self, concern: str, rules: int, case: Case) -> ConcernFound:
        """Told by its most urgent open rules: what speaks for them, and what is not known yet. `rules` as bits."""
        said = self._say_open(rules)
        speaking = self._asked_about(case.true & said.speaking)
        missing = self._asked_about(said.first & ~(case.true | case.false))
        return self._found(concern, "possible", said, case, speaking, missing[:WOULD_TELL])

    def _say_most_urgent(self, rules: int) -> Said:
        """What the most urgent of some rules, given as bits, say together."""
        numbers = bits_of(rules)
        most = min(self.ranks[n] for n in numbers)
        return self._said(tuple(n for n in numbers if self.ranks[n] == most))

    def _names_of(self, bits: int) -> tuple[str, ...]:
        """The findings behind some leaves, in the order of their bits."""
        return tuple(dict.fromkeys([self.asks[bit] for bit in bits_of(bits)]))

    def _found(
        self, concern: str, status: str, said: Said, case: Case, findings: tuple[str, ...], missing: tuple[str, ...]
    ) -> ConcernFound:
        about = self.guide.concerns[concern]
        against, against_because = self._against(concern, said, case)
        apart = about.tells_apart
        if not case.asked.isdisjoint(self.apart[concern]):
            apart = tuple([name for name in apart if name not in case.asked])
        return ConcernFound(
            concern,
            about.name,
            status,
            said.urgency,
            said.because,
            findings,
            against,
            said.rules,
            said.sources,
            said.evidence,
            about.plain,
            against_because,
            self._would_tell(apart, missing),
            self.twins[concern],
        )

    def _say(self, numbers: tuple[int, ...]) -> Said:
        """What a set of rules of one concern says together, the most urgent first."""
        rules = [self.guide.rules[n] for n in sorted(numbers, key=lambda n: self.ranks[n])]
        speaking = reduce(or_, (self.speaking[n] for n in numbers))
        return Said(
            urgency=rules[0].urgency,
            because=tuple(dict.fromkeys(r.because for r in rules)),
            rules=tuple(r.id for r in rules),
            sources=tuple(dict.fromkeys(s for r in rules for s in r.sources)),
            evidence=min((r.evidence for r in rules if r.urgency == rules[0].urgency), key=GRADES.index),
            speaking=speaking,
            deniable=speaking & self.yes_no,
            first=self.speaking[numbers[0]],
        )

    def _against(self, concern: str, said: Said, case: Case) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Findings that speak against: those known absent that its rules look for, and what the guide names."""
        absent = self._asked_about(case.false & said.deniable)
        places = self.against_at.get(concern)
        if places is None or True not in case.held[places.start : places.stop]:
            return absent, ()
        held = [n for n, place in enumerate(places) if case.held[place]]
        names = dict.fromkeys(absent)
        for n in held:
            names.update(
                dict.fromkeys(self.names[leaf.slot] for leaf in reasons(self.logic.against[concern][n], case.values))
            )
        speaks = self.guide.concerns[concern].speaks_against
        return tuple(names), tuple([speaks[n].because for n in held])

    def _danger(self, found: list[ConcernFound], country: Country) -> str:
        first = self.guide.concerns[found[0].id].danger_now
        return say(first or self.guide.about.danger_now, country)

    def _plan(self, case: Case, level: UrgencyId | None, found: list[ConcernFound], country: Country) -> Any:
        fits = [c for c in found if c.status == "fits"]
        if level == "emergency":
            fits = [c for c in fits if c.urgency == "emergency"]
        possible = [] if level == "emergency" else _likeliest([c for c in found if c.status == "possible"])
        return self.planner.plan(case, level or "unknown", [c.id for c in fits], possible, country)


def _likeliest(possible: list[ConcernFound]) -> list[str]:
    """The few possible concerns for which most was seen; a plan for everything that could be helps nobody."""
    return [c.id for c in sorted(possible, key=lambda c: -len(c.findings))[:PLANNED_POSSIBLE]]


def _each_once(some: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*some, *more)))


def _urgency(rank: int) -> UrgencyId | None:
    return URGENCIES[rank] if rank < NONE else None
