"""The next question: danger first, then the one that settles the most urgent rule still open.

Asking stops at an emergency (no answer could make it more urgent, and asking delays the call), and otherwise when every rule above
the present floor is decided or rests on "not sure" alone, and no rule with a finding for it is left that would add a concern.
"""

from __future__ import annotations

from collections.abc import Mapping

from waymend.assess.assessment import PanelAsked, Question
from waymend.assess.case import Case
from waymend.assess.explain import undecided
from waymend.logic.compiled import Logic
from waymend.logic.normal import leaves
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
        # finding → the rules that it stands in, as bits; rule → its findings
        self.rules_with: dict[str, int] = {}
        self.findings_of: list[tuple[str, ...]] = []
        for number, tree in enumerate(logic.rules):
            names = tuple(dict.fromkeys(self.names[leaf.slot] for leaf in leaves(tree)))
            self.findings_of.append(names)
            for name in names:
                self.rules_with[name] = self.rules_with.get(name, 0) | 1 << number

    def next(self, case: Case, floor: int, opens: list[int], supported: set[int], fits: set[str]) -> str | None:
        """The finding to ask next. `floor`: rank of the most urgent true rule, or one past the last; `opens`: rules still open."""
        if floor == 0:
            return None
        open_bits = sum(1 << number for number in opens)
        for name in self.first:
            if name not in case.asked and self.rules_with.get(name, 0) & open_bits:
                return name
        above = sorted(
            (number for number in opens if self.ranks[number] < floor),
            key=lambda n: (self.ranks[n], n not in supported, sum(f not in case.asked for f in self.findings_of[n])),
        )
        beside = [
            n for n in opens if self.ranks[n] >= floor and n in supported and self.guide.rules[n].concern not in fits
        ]
        for number in (*above, *beside):
            names = self._open_names(number, case)
            if names:
                same = sum(1 << n for n in opens if self.ranks[n] == self.ranks[number])
                return max(names, key=lambda name: (self.rules_with[name] & same).bit_count())
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
