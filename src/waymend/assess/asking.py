"""The next question: danger first, then the one that settles the most urgent rule still open.

Asking stops at an emergency (no answer could make it more urgent, and asking delays the call), and otherwise when every rule above
the present floor is decided or rests on "not sure" alone, and no rule with a finding for it is left that would add a concern.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from waymend.assess.assessment import PanelAsked, Question
from waymend.assess.case import Case, bits_of
from waymend.assess.explain import undecided
from waymend.logic.compiled import Logic
from waymend.pack.schema import Finding, Guide


class Asker:
    """Picks questions for one guide. `ranks[i]` is the urgency of rule i, 0 the most urgent."""

    def __init__(self, guide: Guide, logic: Logic, ranks: tuple[int, ...]) -> None:
        self.guide = guide
        self.logic = logic
        self.ranks = ranks
        self.names = tuple(name for name, _ in logic.slots.names)
        panels = {panel.id: panel.findings for panel in guide.panels}
        self.panel_of = {name: panel for panel in guide.panels for name in panel.findings}
        self.first = tuple(n for entry in guide.about.ask_first for n in panels.get(entry, (entry,)))
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

    def next(self, case: Case, floor: int, opens: int, supported: int, fits: Collection[str]) -> str | None:
        """The finding to ask next.

        floor: rank of the most urgent true rule, or one past the last rank. opens: the rules still open, as bits; supported: those of them
        that a finding speaks for. fits: concerns that fit already.
        """
        if floor == 0:
            return None
        for name in self.first:
            if name not in case.asked and self.rules_with[name] & opens:
                return name
        left = ~sum([1 << self.number[name] for name in case.asked])

        def order(rule: int) -> tuple[bool, int]:
            """One with a finding for it first, then the one with the least left to ask."""
            return not supported >> rule & 1, (self.findings_of[rule] & left).bit_count()

        for rank, of_rank in enumerate(self.at_rank):
            same = opens & of_rank
            wanted = same if rank < floor else same & supported
            rules = [
                r
                for r in bits_of(wanted)
                if self.findings_of[r] & left and (rank < floor or self.guide.rules[r].concern not in fits)
            ]
            while rules:
                rule = min(rules, key=order)
                names = self._open_names(rule, case)
                if names:
                    return max(names, key=lambda name: (self.rules_with[name] & same).bit_count())
                rules.remove(rule)
        return None

    def _open_names(self, number: int, case: Case) -> list[str]:
        """Findings not asked yet whose answer can still matter to an open rule, in the rule's order."""
        names = dict.fromkeys(self.names[leaf.slot] for leaf in undecided(self.logic.rules[number], case.values))
        return [name for name in names if name not in case.asked]

    def question(self, name: str, case: Case) -> Question:
        finding = self.guide.findings[name]
        panel = self.panel_of.get(name)
        together = tuple(n for n in panel.findings if n not in case.asked) if panel else ()
        return Question(
            finding=name,
            question=finding.question,
            why=finding.why,
            options=options_of(finding),
            kind=finding.kind,
            unit=finding.unit,
            help=finding.help,
            panel=PanelAsked(panel.id, panel.question, panel.none, together) if panel and len(together) > 1 else None,
        )


def options_of(finding: Finding) -> tuple[str, ...]:
    """The answers that a question takes; a number takes any in its unit."""
    if finding.kind == "yes_no":
        return ("yes", "no", "unsure")
    return (*finding.options, "unsure")


def labels(findings: Mapping[str, Finding], name: str, option: str | None) -> str:
    """What to call an answer: the finding's name, or the option's."""
    finding = findings[name]
    return finding.options[option].name if option else finding.name
