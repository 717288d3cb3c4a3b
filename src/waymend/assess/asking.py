"""The next question: danger first, then the one that settles the most urgent rule still open.

A first look (`ask_first`) is asked of everybody: its pages hold a finding for every way into an emergency or a visit today. Then rules for
today or now are followed while some finding speaks for them. What is asked after that (`ask_last`, then rules that can wait) adds to the
plan, and a person may well stop before it. Asking stops at an emergency, since no answer could make it more urgent and asking delays the
call. A gate keeps back what makes no sense to ask: weeks of pregnancy where nobody is pregnant.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from waymend.assess.assessment import PanelAsked, Question
from waymend.assess.case import Case, bits_of
from waymend.assess.explain import undecided
from waymend.errors import Mistake
from waymend.logic.compiled import Conditions, Logic
from waymend.pack.nodes import place_of
from waymend.pack.schema import URGENCIES, Finding, Guide

SAME_DAY = URGENCIES.index("soon")  # ranks below this are for today or now


class Asker:
    """Picks questions for one guide. `ranks[i]` is the urgency of rule i, 0 the most urgent."""

    def __init__(self, guide: Guide, logic: Logic, conditions: Conditions, ranks: tuple[int, ...]) -> None:
        self.guide = guide
        self.logic = logic
        self.ranks = ranks
        self.names = tuple(name for name, _ in logic.slots.names)
        panels = {panel.id: panel.findings for panel in guide.panels}
        self.panel_of = {name: panel for panel in guide.panels for name in panel.findings}

        def listed(entries: Sequence[str]) -> tuple[str, ...]:
            return tuple(dict.fromkeys(n for entry in entries for n in panels.get(entry, (entry,))))

        about = guide.about
        self.first = listed(about.ask_first)
        self.last = listed(about.ask_last)
        # what brings a person is asked right after the first page of danger
        self.first_by_way = {w.id: listed((*about.ask_first[:1], *w.first, *about.ask_first[1:])) for w in guide.ways}
        # what only a gate lets through: (the place of its condition, the findings behind it)
        self.gates = tuple(
            (place, frozenset(name for entry in gate.ask for name in panels.get(entry, (entry,))))
            for gate, place in zip(guide.gates, conditions.shut, strict=True)
        )
        # finding → the rules that it stands in, as bits; rule → its findings, as bits
        self.number = {name: n for n, name in enumerate(guide.findings)}
        self.at_rank = [
            sum(1 << n for n, r in enumerate(ranks) if r == rank) for rank in range(max(ranks, default=0) + 1)
        ]
        self.rules_with = dict.fromkeys(guide.findings, 0)
        self.findings_of: list[int] = []
        for rule, asks in enumerate(logic.asks):
            names = {self.names[logic.questions[bit].slot] for bit in bits_of(int.from_bytes(asks, "little"))}
            self.findings_of.append(sum([1 << self.number[name] for name in names]))
            for name in names:
                self.rules_with[name] |= 1 << rule

    def next(
        self, case: Case, floor: int, opens: int, supported: int, fits: Collection[str], way: str | None = None
    ) -> str | None:
        """The finding to ask next.

        floor: rank of the most urgent true rule, or one past the last rank. opens: the rules still open, as bits; supported: those of them
        that a finding speaks for. fits: concerns that fit already. way: id of the way in.
        """
        if floor == 0:
            return None
        closed = self._closed(case)
        return (
            self._listed(self.first_by_way.get(way, self.first) if way else self.first, closed, opens)
            or self._settling(range(0, SAME_DAY), case, closed, floor, opens & supported, fits)
            or self._listed(self.last, closed, opens)
            or self._settling(range(SAME_DAY, len(self.at_rank)), case, closed, floor, opens & supported, fits)
        )

    def needed(self, name: str, floor: int, opens: int, supported: int) -> bool:
        """Whether an answer could still make it a matter for today. What is asked beyond that only adds to the plan."""
        urgent = sum(self.at_rank[:SAME_DAY])
        return name in self.first or bool(floor > 0 and self.rules_with[name] & opens & supported & urgent)

    def _listed(self, names: tuple[str, ...], closed: Collection[str], opens: int) -> str | None:
        """The first of some findings that may be asked and that an open rule asks for."""
        return next((name for name in names if name not in closed and self.rules_with[name] & opens), None)

    def _settling(
        self, ranks: range, case: Case, closed: Collection[str], floor: int, opens: int, fits: Collection[str]
    ) -> str | None:
        """The finding that settles most, of the open rule of these ranks that is most urgent and has least left to ask. `opens` as bits."""
        left = ~sum([1 << self.number[name] for name in closed])
        for rank in ranks:
            if rank > floor or rank >= len(self.at_rank):
                break
            same = opens & self.at_rank[rank]
            rules = [
                r
                for r in bits_of(same)
                if self.findings_of[r] & left and (rank < floor or self.guide.rules[r].concern not in fits)
            ]
            rules.sort(key=lambda rule: (self.findings_of[rule] & left).bit_count())
            for rule in rules:
                names = self._open_names(rule, case, closed)
                if names:
                    return max(names, key=lambda name: (self.rules_with[name] & same).bit_count())
        return None

    def _closed(self, case: Case) -> frozenset[str]:
        """Findings not to ask: answered, implied, or behind a gate that is known to be shut."""
        shut = [names for place, names in self.gates if case.held[place]]
        return case.asked.union(*shut)

    def _open_names(self, number: int, case: Case, closed: Collection[str]) -> list[str]:
        """Findings that may be asked and whose answer can still matter to an open rule, in the rule's order."""
        names = dict.fromkeys(self.names[leaf.slot] for leaf in undecided(self.logic.rules[number], case.values))
        return [name for name in names if name not in closed]

    def question(self, name: str, case: Case, needed: bool) -> Question:
        finding = self.guide.findings[name]
        panel = self.panel_of.get(name)
        closed = self._closed(case)
        together = tuple(n for n in panel.findings if n not in closed) if panel else ()
        return Question(
            finding=name,
            question=finding.question,
            why=finding.why,
            options=options_of(finding),
            kind=finding.kind,
            unit=finding.unit,
            help=finding.help,
            needed=needed,
            panel=PanelAsked(panel.id, panel.question, panel.none, together) if panel and len(together) > 1 else None,
        )


def check_asking(guide: Guide, logic: Logic) -> list[Mistake]:
    """Rules for today or now that nobody would be asked about.

    An emergency needs a finding that speaks for it in the first look; a rule for today in the first look or the last questions. A rule
    that rests on circumstances alone needs all its findings there.
    """
    panels = {panel.id: panel.findings for panel in guide.panels}
    first = {name for entry in guide.about.ask_first for name in panels.get(entry, (entry,))}
    first |= {f.id for f in guide.findings.values() if f.only_told}  # a text tells them before anybody asks
    last = {name for entry in guide.about.ask_last for name in panels.get(entry, (entry,))}
    mistakes = []
    for rule, speaks, asks in zip(guide.rules, logic.speaks, logic.asks, strict=True):
        rank = URGENCIES.index(rule.urgency)
        where = first if rank == 0 else first | last
        names = _names(logic, speaks)
        found = where.intersection(names) if names else where.issuperset(_names(logic, asks))
        if rank < SAME_DAY and not found:
            mistakes.append(
                Mistake(
                    place_of(rule.id),
                    f"nobody would be asked about '{rule.id}'. Add to {'ask_first' if rank == 0 else 'ask_first or ask_last'}, or to a "
                    f"panel there, {'one of: ' if names else ''}{', '.join(names or _names(logic, asks))}.",
                )
            )
    return mistakes


def _names(logic: Logic, bits: bytes) -> list[str]:
    """The findings behind some leaves, given as in Logic.asks."""
    slots = [logic.questions[bit].slot for bit in bits_of(int.from_bytes(bits, "little"))]
    return list(dict.fromkeys(logic.slots.names[slot][0] for slot in slots))


def options_of(finding: Finding) -> tuple[str, ...]:
    """The answers that a question takes; a number takes any in its unit."""
    if finding.kind == "yes_no":
        return ("yes", "no", "unsure")
    return (*finding.options, "unsure")


def labels(findings: Mapping[str, Finding], name: str, option: str | None) -> str:
    """What to call an answer: the finding's name, or the option's."""
    finding = findings[name]
    return finding.options[option].name if option else finding.name
