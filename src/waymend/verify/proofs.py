"""What is proved of a guide over all cases, each as a sentence that a clinician understands. A question that Z3 cannot answer counts as failing.

Every counterexample is made as small as can be and run through the engine before it is shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import z3

from waymend.assess.engine import Engine
from waymend.assess.explain import is_true
from waymend.assess.screen import conditions_of
from waymend.guide import LoadedGuide
from waymend.logic.compiled import signatures_of
from waymend.logic.normal import leaves, normalise
from waymend.logic.parse import parse
from waymend.logic.smt import World
from waymend.pack.schema import URGENCIES, DangerSign, Item, Rule, Screen
from waymend.verify.property import Property

RANK: dict[str, int] = {level: rank for rank, level in enumerate(URGENCIES)}
LIMIT_MS = 10_000  # a question that takes longer is unknown, and unknown fails
Say = Callable[[str, int, int], None]  # (what, done, of)


class Prover:
    """Asks about one guide."""

    def __init__(self, loaded: LoadedGuide, say: Say | None = None) -> None:
        self.loaded = loaded
        self.engine: Engine = loaded.engine
        self.guide = loaded.guide
        self.logic = loaded.engine.logic
        self.say = say or (lambda what, done, of: None)
        self.ranks = self.engine.ranks
        self.world = self._world("")
        self._known: dict[tuple[int, bool], tuple[dict[str, Any], str] | None] = {}

    def _world(self, mark: str) -> World:
        ranges = {str(f.id): f.range for f in self.guide.findings.values() if f.kind == "number"}
        world = World(self.logic, ranges, mark)
        index = self.logic.slots.index()
        for finding in self.guide.findings.values():
            if finding.kind == "choice":
                world.one_of(index[finding.id, option] for option in finding.options)
        return world

    def _solver(self, *worlds: World) -> Any:
        solver = z3.Solver()
        solver.set("timeout", LIMIT_MS)
        for world in worlds:
            solver.add(world.ties)
        return solver

    def _case(self, solver: Any) -> dict[str, Any]:
        """The answers of a model; a choice is told by its option."""
        found = self.world.case(solver.model())
        for name, answer in list(found.items()):
            if self.guide.findings[name].kind == "choice":
                chosen = next((option for option, yes in answer.items() if yes), None)
                if chosen is None:
                    del found[name]
                else:
                    found[name] = chosen
        return found

    # --- each property ---------------------------------------------------------------------------------

    def rules_live(self) -> Property:
        """1. Every rule can fire, and none is swallowed by a more urgent one of the same concern."""
        solver = self._solver(self.world)
        fires = [self.world.true(tree) for tree in self.logic.rules]
        failures = []
        for number, rule in enumerate(self.guide.rules):
            self.say("rules that can fire", number, len(fires))
            above = [
                fires[n]
                for n, other in enumerate(self.guide.rules)
                if other.concern == rule.concern and self.ranks[n] < self.ranks[number]
            ]
            solver.push()
            solver.add(fires[number])
            alone = solver.check()
            if alone != z3.sat:
                failures.append(
                    f"'{rule.id}' can never fire" if alone == z3.unsat else f"'{rule.id}': no answer was found"
                )
            elif above:
                solver.add(z3.Not(z3.Or(above)))
                if solver.check() != z3.sat:
                    failures.append(
                        f"'{rule.id}' never counts: whenever it fires, a more urgent rule of '{rule.concern}' fires too"
                    )
            solver.pop()
        return Property(
            "rules_live",
            "Every rule can fire, and none is swallowed by a more urgent rule of the same concern.",
            not failures,
            len(fires),
            None,
            tuple(failures),
        )

    def worse_is_not_calmer(self) -> Property:
        """2. A worse answer never lowers urgency. Only findings that some rule wants absent can break this; all others only add rules."""
        failures: list[str] = []
        example: dict[str, Any] | None = None
        checked = 0
        slots = [(slot, name, option) for slot, (name, option) in enumerate(self.logic.slots.names)]
        for place, (slot, name, option) in enumerate(slots):
            self.say("worse answers", place, len(slots))
            worse = self.guide.findings[name].worse
            if option is not None or worse not in ("yes", "no"):
                continue
            checked += 1
            calming = worse == "no"  # a leaf that wants the calmer answer loses its rule when the answer turns worse
            losing = [
                n
                for n, tree in enumerate(self.logic.rules)
                if any(leaf.slot == slot and leaf.wanted is calming for leaf in leaves(tree))
            ]
            if not losing:
                continue
            found = self._turned(slot, worse == "yes")
            if found is not None:
                case, text = found
                failures.append(f"'{name}': {text}")
                example = example or case
        return Property(
            "worse_is_not_calmer",
            "A worse answer never makes it less urgent.",
            not failures,
            checked,
            {"findings": example} if example else None,
            tuple(failures),
        )

    def _turned(self, slot: int, to: bool) -> tuple[dict[str, Any], str] | None:
        """A case that becomes less urgent when the answer of a slot turns; each slot is asked once."""
        if (slot, to) not in self._known:
            losing = [
                n
                for n, tree in enumerate(self.logic.rules)
                if any(leaf.slot == slot and leaf.wanted is not to for leaf in leaves(tree))
            ]
            self._known[slot, to] = self._turn(slot, to, losing)
        return self._known[slot, to]

    def _turn(self, slot: int, to: bool, losing: list[int]) -> tuple[dict[str, Any], str] | None:
        """A case that becomes less urgent when one answer turns worse, run through the engine."""
        name = self.logic.slots.names[slot][0]
        other = self._world("then ")
        solver = self._solver(self.world, other)
        one, two = (self.world.no, other.yes) if to else (self.world.yes, other.no)
        solver.add(one[slot], two[slot])
        same = [n for n in range(len(self.logic.slots.names)) if n != slot]
        moved = self._moved_by(slot)
        for n in same:
            if n in moved:
                continue
            if self.world.number[n] is not None:
                solver.add(self.world.number[n] == other.number[n], self.world.known[n] == other.known[n])
            else:
                solver.add(self.world.yes[n] == other.yes[n], self.world.no[n] == other.no[n])
        for rank in sorted({self.ranks[n] for n in losing}):
            upto = [n for n in range(len(self.ranks)) if self.ranks[n] <= rank]
            solver.push()
            solver.add(z3.Or([self.world.true(self.logic.rules[n]) for n in losing if self.ranks[n] == rank]))
            solver.add(z3.Not(z3.Or([other.true(self.logic.rules[n]) for n in upto])))
            if solver.check() == z3.sat:
                case = self._case(solver)
                before = self.engine.assess(case).urgency.at_least
                after = self.engine.assess({**case, name: to}).urgency.at_least
                solver.pop()
                if _rank(after) > _rank(before):
                    small = self._smaller(case, partial(self._calmed, name, to))
                    return small, f"{before} becomes {after} when it turns {'yes' if to else 'no'}, with {small}"
                continue
            solver.pop()
        return None

    def _moved_by(self, slot: int) -> set[int]:
        """Slots that an answer to one slot may imply, directly or by way of others."""
        moved = {slot}
        while True:
            more = {i.slot for i in self.logic.implied if i.when.slot in moved} - moved
            if not more:
                return moved - {slot}
            moved |= more

    def _level(self, case: dict[str, Any]) -> str | None:
        return self.engine.assess(case).urgency.at_least

    def unsure_is_safe(self) -> Property:
        """3. "Not sure" never claims more than an answer could keep: with an unknown, the floor is at most, and the ceiling at least, what any answer gives.

        In normal form no condition asks for "not known", so an answer can only add rules that fire and take away rules that are open. What is left to
        show is that answers never take a firing rule away through what they imply: an implied answer overrides only a given no.
        """
        failures = []
        overridden = {i.slot for i in self.logic.implied if i.value}
        wanted_no = {
            leaf.slot
            for tree in self.logic.rules
            for leaf in leaves(tree)
            if leaf.op is None and not leaf.wanted and leaf.slot in overridden
        }
        for place, slot in enumerate(sorted(wanted_no)):
            self.say("not sure", place, len(wanted_no))
            name, option = self.logic.slots.names[slot]
            # An implied yes may overrule a given no, and a rule that wants the no is lost: the urgency must not be lost with it.
            if (
                option is None
                and self.guide.findings[name].worse == "yes"
                and (lost := self._turned(slot, True)) is not None
            ):
                failures.append(f"'{name}': {lost[1]}")
        return Property(
            "unsure_is_safe",
            '"Not sure" is safe: the urgency shown with an answer missing is never above the least, and the urgency still possible never below the most, that any answer to it gives.',
            not failures,
            len(self.logic.rules),
            None,
            tuple(failures),
        )

    def danger_signs(self) -> Property:
        """4. Each danger sign reaches the urgency that its source demands, whatever else is answered."""
        failures = []
        example: dict[str, Any] | None = None
        signatures = signatures_of(self.guide)
        index = self.logic.slots.index()
        options = {name: s.options for name, s in signatures.items() if s.options}
        for number, sign in enumerate(self.guide.danger_signs):
            self.say("danger signs", number, len(self.guide.danger_signs))
            when = normalise(parse(sign.when, signatures), {}, index, options)
            rank = URGENCIES.index(sign.at_least)
            solver = self._solver(self.world)
            solver.add(self.world.true(when))
            solver.add(
                z3.Not(z3.Or([self.world.true(t) for n, t in enumerate(self.logic.rules) if self.ranks[n] <= rank]))
            )
            answer = solver.check()
            if answer == z3.sat:
                case = self._smaller(self._case(solver), partial(self._missed, sign))
                failures.append(f"{sign.when}: {self._level(case) or 'nothing'}, not {sign.at_least}, with {case}")
                example = example or case
            elif answer != z3.unsat:
                failures.append(f"{sign.when}: no answer was found")
        return Property(
            "danger_signs",
            "Each danger sign reaches the urgency that its source demands, whatever else is answered.",
            not failures,
            len(self.guide.danger_signs),
            {"findings": example} if example else None,
            tuple(failures),
        )

    def _calmed(self, name: str, to: bool, case: dict[str, Any]) -> bool:
        """Whether a case becomes less urgent when one answer turns."""
        return name in case and _rank(self._level({**case, name: to})) > _rank(self._level(case))

    def _missed(self, sign: DangerSign, case: dict[str, Any]) -> bool:
        made = self.engine.cases.make(case)
        signatures = signatures_of(self.guide)
        options = {name: s.options for name, s in signatures.items() if s.options}
        when = normalise(parse(sign.when, signatures), {}, self.logic.slots.index(), options)
        return is_true(when, made.values) and _rank(self._level(case)) > URGENCIES.index(sign.at_least)

    def _smaller(self, case: dict[str, Any], still: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Leave out what is not needed for a case to go on showing the same."""
        if not still(case):
            return case
        for name in list(case):
            less = {k: v for k, v in case.items() if k != name}
            if still(less):
                case = less
        return case

    def witness(self, number: int) -> dict[str, Any] | None:
        """A case that makes a rule true, without what it does not need; None when there is none."""
        solver = self._solver(self.world)
        solver.add(self.world.true(self.logic.rules[number]))
        if solver.check() != z3.sat:
            return None
        return self._smaller(
            self._case(solver), lambda case: is_true(self.logic.rules[number], self.engine.cases.make(case).values)
        )

    def nothing_forgotten(self) -> Property:
        """5. Every concern, at every urgency that it can have, has something to do and to watch for, and somewhere to turn; no plan says do and do not."""
        failures = []
        checked = 0
        for number, rule in enumerate(self.guide.rules):
            self.say("something to do and to watch for", number, len(self.guide.rules))
            for kind in ("do", "watch"):
                checked += 1
                if self._may_lack(number, rule, kind):
                    failures.append(f"'{rule.concern}' at {rule.urgency} may have nothing to {kind} (rule '{rule.id}')")
        for country in self.guide.countries.values():
            checked += 1
            if not any("any" in line.for_ for line in country.lines):
                failures.append(f"in {country.name} there is no phone line for everybody")
        if not self.guide.about.nothing_fits:
            failures.append("there is no sentence for when nothing fits")
        return Property(
            "nothing_forgotten",
            "Every concern, at every urgency that it can have, has something to do, something to watch for, and somewhere to turn.",
            not failures,
            checked,
            None,
            tuple(failures),
        )

    def _may_lack(self, number: int, rule: Rule, kind: str) -> bool:
        """Whether a rule can fire while no step of a kind is given for its concern at its urgency."""
        given = [
            condition
            for step, condition in zip(self.guide.steps, self.logic.steps, strict=True)
            if step.kind == kind
            and {rule.concern, "any"} & set(step.for_)
            and (not step.urgency or rule.urgency in step.urgency)
        ]
        if any(condition is None for condition in given):
            return False
        solver = self._solver(self.world)
        solver.add(self.world.true(self.logic.rules[number]))
        solver.add([z3.Not(self.world.true(condition)) for condition in given if condition is not None])
        return bool(solver.check() != z3.unsat)

    def bands_meet(self) -> Property:
        """7. The bands of a questionnaire leave no score out, and none overlap."""
        failures = []
        checked = 0
        for screen in self.guide.screens.values():
            gaps, count = _gaps(screen)
            checked += count
            failures += gaps
        return Property(
            "bands_meet",
            "The bands of each questionnaire leave no score out.",
            not failures,
            checked,
            None,
            tuple(failures),
        )

    def all(self) -> Iterator[Property]:
        yield self.rules_live()
        yield self.worse_is_not_calmer()
        yield self.unsure_is_safe()
        yield self.danger_signs()
        yield self.nothing_forgotten()
        yield self.bands_meet()


def _gaps(screen: Screen) -> tuple[list[str], int]:
    """Scores in a screen's range that no band takes. Bands that look at more than the total are left to the worked examples."""
    if any(set(re.findall(r"[a-z_]\w*", b.when)) - {"total", "and", "or", "not"} for b in screen.bands):
        return [], 0
    slots, trees = conditions_of(screen)
    at = slots.index(("total", None))
    parts = {item.part for item in screen.items}
    most = max((sum(_most(i) for i in screen.items if i.part == part) for part in parts), default=0)
    if screen.total:
        most = int(max(p.points for p in screen.total))
    failures = []
    for total in range(most + 1):
        values: list[Any] = [None] * len(slots)
        values[at] = float(total)
        if not any(is_true(trees[b.when], tuple(values)) for b in screen.bands):
            failures.append(f"no band of {screen.id} takes the score {total}")
    return failures, most + 1


def _most(item: Item) -> int:
    """The most points that an item can give."""
    ranked = max((p.points for p in item.points), default=0.0) if isinstance(item.points, tuple) else item.points
    return int(max([*item.options.values(), ranked, item.points_no]))


def _rank(level: str | None) -> int:
    """Places below the most urgent. Where nothing fits, the answer is "not enough to go on", which is no calmer than care at home."""
    return RANK[level] if level is not None else len(URGENCIES) - 1
