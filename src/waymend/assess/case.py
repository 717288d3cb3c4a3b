"""Answers in, a case out: checked, closed under what answers imply, laid out for the compiled rules."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from waymend.errors import CaseError
from waymend.logic.compiled import Implied, Logic
from waymend.logic.normal import Leaf
from waymend.logic.python import UNKNOWN, Holds, Values
from waymend.pack.schema import Finding

MAX_ANSWERS = 2000


class Case(Struct, frozen=True):
    """A case laid out for the rules.

    `values`: the answers by slot. `true`, `false`: the leaves known true and known false, as bits (LeafBits).
    `held`: which conditions of steps, of what speaks against concerns, and of shut gates are known true (see logic.compiled.Conditions).
    `asked`: findings that were answered, "not sure" included, or that follow from other answers.
    """

    values: Values
    true: int
    false: int
    held: tuple[bool, ...]
    asked: frozenset[str]


class CaseMaker:
    """Makes cases for one guide."""

    def __init__(self, findings: Mapping[str, Finding], logic: Logic, holds: Holds) -> None:
        self.findings = findings
        self.holds = holds
        self.names = logic.slots.names
        self.slot = logic.slots.index()
        self.blank: list[bool | float | None] = [UNKNOWN if k == "number" else None for k in logic.slots.kinds]
        # what is not so where nothing told it
        self.untold = frozenset(f.id for f in findings.values() if f.only_told)
        self.not_so = tuple(slot for slot, (name, _) in enumerate(self.names) if name in self.untold)
        for slot in self.not_so:
            self.blank[slot] = False
        self.leaves_of: dict[int, list[tuple[Leaf, int]]] = {}
        for bit, leaf in enumerate(logic.questions):
            self.leaves_of.setdefault(leaf.slot, []).append((leaf, 1 << bit))
        # what implies a yes, then what implies a no: slot → what follows from it
        self.implied: tuple[dict[int, list[Implied]], dict[int, list[Implied]]] = ({}, {})
        for implied in logic.implied:
            self.implied[not implied.value].setdefault(implied.when.slot, []).append(implied)

    def make(self, answers: Mapping[str, Any]) -> Case:
        """Check the answers and lay them out. Raises CaseError with the id named."""
        if not isinstance(answers, Mapping):
            raise CaseError("'findings' must be an object of finding ids and answers.")
        if len(answers) > MAX_ANSWERS:
            raise CaseError(f"the case has {len(answers)} answers; at most {MAX_ANSWERS} are taken.")
        values = list(self.blank)
        asked = set(self.untold)
        known = list(self.not_so)
        for name, answer in answers.items():
            finding = self.findings.get(name)
            if finding is None:
                raise CaseError(
                    f"'{str(name)[:60]}' is not a finding of this guide.{_nearest(str(name), self.findings)}"
                )
            asked.add(name)
            known += self._place(finding, answer, values)
        self._close(values, known, asked)
        true = false = 0
        for slot in set(known):
            for leaf, bit in self.leaves_of.get(slot, ()):
                if leaf_true(leaf, values):
                    true |= bit
                else:
                    false |= bit
        done = tuple(values)
        return Case(done, true, false, self.holds(done), frozenset(asked))

    def _place(self, finding: Finding, answer: Any, values: list[bool | float | None]) -> list[int]:
        """Write one answer into its slots; return the slots that are now known."""
        if answer is None or (isinstance(answer, str) and answer == "unknown"):
            return []
        match finding.kind:
            case "yes_no":
                if not isinstance(answer, bool):
                    raise CaseError(f"'{finding.id}' takes true, false or \"unknown\".")
                values[self.slot[finding.id, None]] = answer
                return [self.slot[finding.id, None]]
            case "number":
                low, high = finding.range
                if isinstance(answer, bool) or not isinstance(answer, (int, float)):
                    raise CaseError(f"'{finding.id}' takes a number in {finding.unit}.")
                if not low <= answer <= high:
                    raise CaseError(
                        f"'{finding.id}' must lie between {low:g} and {high:g} {finding.unit}; check the unit."
                    )
                values[self.slot[finding.id, None]] = float(answer)
                return [self.slot[finding.id, None]]
            case "choice":
                return self._place_choice(finding, answer, values)
            case _:
                return self._place_many(finding, answer, values)

    def _place_choice(self, finding: Finding, answer: Any, values: list[bool | float | None]) -> list[int]:
        if isinstance(answer, list) and len(answer) == 1:
            answer = answer[0]
        if not isinstance(answer, str) or answer not in finding.options:
            raise CaseError(f"'{finding.id}' takes one of: {', '.join(finding.options)}.")
        slots = [self.slot[finding.id, option] for option in finding.options]
        for option, slot in zip(finding.options, slots, strict=True):
            values[slot] = option == answer
        return slots

    def _place_many(self, finding: Finding, answer: Any, values: list[bool | float | None]) -> list[int]:
        if isinstance(answer, list) and all(isinstance(o, str) for o in answer):
            given: Mapping[str, Any] = dict.fromkeys(answer, True)
        elif isinstance(answer, Mapping):
            given = answer
        else:
            raise CaseError(f"'{finding.id}' takes a list of options, or an object of options with true or false.")
        slots = []
        for option, value in given.items():
            if option not in finding.options:
                raise CaseError(
                    f"'{finding.id}' has no option '{str(option)[:60]}'.{_nearest(str(option), finding.options)}"
                )
            if value is None or (isinstance(value, str) and value == "unknown"):
                continue
            if not isinstance(value, bool):
                raise CaseError(f"'{finding.id}.{option}' takes true, false or \"unknown\".")
            slot = self.slot[finding.id, option]
            values[slot] = value
            slots.append(slot)
        return slots

    def _close(self, values: list[bool | float | None], known: list[int], asked: set[str]) -> None:
        """Add what the answers imply. Where two answers disagree the more telling one counts: an implied yes beats a given no.

        Every implied yes comes first; an implied no then fills only what is still unknown. So the order of the answers does not matter.
        """
        for implied_by in self.implied:
            for slot in known:  # grows while it runs
                for implied in implied_by.get(slot, ()):
                    now = values[implied.slot]
                    if leaf_true(implied.when, values) and (now is None or (implied.value and now is False)):
                        values[implied.slot] = implied.value
                        known.append(implied.slot)
                        name, option = self.names[implied.slot]
                        if option is None:
                            asked.add(name)


def bits_of(bits: int) -> list[int]:
    """The places of the bits that are set, lowest first."""
    found = []
    while bits:
        lowest = bits & -bits
        found.append(lowest.bit_length() - 1)
        bits ^= lowest
    return found


def leaf_true(leaf: Leaf, values: Sequence[bool | float | None]) -> bool:
    """Whether a leaf is known to hold as it is wanted."""
    value = values[leaf.slot]
    if leaf.op is None:
        return value is leaf.wanted
    return _compare(leaf, value) is True


def leaf_false(leaf: Leaf, values: Sequence[bool | float | None]) -> bool:
    """Whether a leaf is known not to hold as it is wanted."""
    value = values[leaf.slot]
    if leaf.op is None:
        return value is (not leaf.wanted)
    return _compare(leaf, value) is False


def _compare(leaf: Leaf, value: bool | float | None) -> bool | None:
    if value is None or value != value:  # NaN: unknown
        return None
    limit = leaf.limit
    match leaf.op:
        case "<":
            holds = value < limit
        case "<=":
            holds = value <= limit
        case ">":
            holds = value > limit
        case ">=":
            holds = value >= limit
        case _:
            holds = value == limit
    return holds is leaf.wanted


def _nearest(word: str, known: Mapping[str, object]) -> str:
    close = difflib.get_close_matches(word[:60], list(known), n=1, cutoff=0.6)
    return f" Did you mean '{close[0]}'?" if close else ""
