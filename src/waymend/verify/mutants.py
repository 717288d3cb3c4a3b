"""The proofs and golden cases are tested by mutation: small wrongs are done to a guide, and each must be noticed.

Run with `python -m waymend.verify.mutants [COUNT] [SEED]`; writes what was caught and by what, and every survivor, as JSON to standard output.

A mutant is tried against what it touches alone: golden cases whose rules change, and the properties as far as they ask for what the changed rules ask for. So a count is
never too high; a whole check might catch a few more.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections import Counter
from collections.abc import Collection, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import islice
from typing import Any, NamedTuple

import msgspec

from waymend.assess.asking import SAME_DAY
from waymend.assess.explain import is_true
from waymend.guide import SHIPPED, LoadedGuide
from waymend.logic.compiled import Compiled, compile_guide, compiled_code, parse_guide
from waymend.logic.normal import Normal, leaves, normalise
from waymend.logic.python import Values
from waymend.pack.check import check_parts
from waymend.pack.load import read_guide
from waymend.pack.schema import URGENCIES, GoldenCase, Guide, Rule
from waymend.verify.accepted import Accepted, read_accepted
from waymend.verify.proofs import PROOFS, Prover
from waymend.verify.proofs.prover import Case

KINDS = (
    "rule dropped",
    "and for or",
    "or for and",
    "threshold moved",
    "urgency lowered",
    "negation added",
    "step removed",
)

EDGES = "accepted edges"


class Mutant(NamedTuple):
    kind: str
    where: str
    what: str


def mutants(guide: Guide, count: int, seed: int) -> Iterator[tuple[Mutant, Guide]]:
    """As many mutants as asked for, of every kind in turn, each of one place."""
    spread = random.Random(seed)
    made = 0
    while made < count:
        kind = KINDS[made % len(KINDS)]
        found = _mutant(guide, kind, spread)
        if found is not None:
            made += 1
            yield found


def _mutant(guide: Guide, kind: str, spread: random.Random) -> tuple[Mutant, Guide] | None:
    if kind == "step removed":
        steps = [s for s in guide.steps if s.kind in ("do", "watch")]
        gone = spread.choice(steps)
        return Mutant(kind, gone.id, gone.text[:60]), msgspec.structs.replace(
            guide, steps=tuple(s for s in guide.steps if s is not gone)
        )
    if kind not in ("rule dropped", "urgency lowered") and spread.random() < len(guide.define) / (
        len(guide.define) + len(guide.rules)
    ):
        name = spread.choice(list(guide.define))
        when = _rewritten(guide.define[name], kind, spread)
        if when is None:
            return None
        changed_define = {**guide.define, name: when}
        return Mutant(kind, f"define {name}", f"{guide.define[name]} -> {when}"[:200]), msgspec.structs.replace(
            guide, define=changed_define
        )
    number = spread.randrange(len(guide.rules))
    rule = guide.rules[number]
    if kind == "rule dropped":
        return Mutant(kind, rule.id, rule.when[:80]), msgspec.structs.replace(
            guide, rules=tuple(r for r in guide.rules if r is not rule)
        )
    if kind == "urgency lowered":
        rank = URGENCIES.index(rule.urgency)
        if rank == len(URGENCIES) - 1:
            return None
        changed = msgspec.structs.replace(rule, urgency=URGENCIES[rank + 1])
        what = f"{rule.urgency} to {changed.urgency}"
    else:
        when = _rewritten(rule.when, kind, spread)
        if when is None:
            return None
        changed, what = msgspec.structs.replace(rule, when=when), f"{rule.when} -> {when}"[:200]
    rules = (*guide.rules[:number], changed, *guide.rules[number + 1 :])
    return Mutant(kind, rule.id, what), msgspec.structs.replace(guide, rules=rules)


def _rewritten(when: str, kind: str, spread: random.Random) -> str | None:
    """A condition with one thing wrong, or None where there is nothing of the kind to do."""
    patterns = {"and for or": (r"\bor\b", "and"), "or for and": (r"\band\b", "or"), "threshold moved": (r"(?<=[<>=] )\d+(?:\.\d+)?", ""), "negation added": (r"\b(?!and\b|or\b|not\b|at_least\b|any_of\b)[a-z_]+(?:\.[a-z_]+)?\b(?!\()", "not ")}  # fmt: skip
    pattern, new = patterns[kind]
    places = list(re.finditer(pattern, when))
    if not places:
        return None
    place = spread.choice(places)
    if kind == "threshold moved":
        new = f"{float(place[0]) * 1.5 + 1:g}"
    elif kind == "negation added":
        if when[: place.start()].endswith("not ") or re.match(r"\s*(?:[<>]|==)", when[place.end() :]):
            return None
        new = f"(not {place[0]})"
    return when[: place.start()] + new + when[place.end() :]


class Broken(Exception):
    """A property of the mutant fails."""


class Part(Prover):
    """A prover of a guide of which a few rules are other than in the one that `base` proves. It says that a property fails, and shows no case."""

    def __init__(
        self, base: Prover, guide: Guide, trees: list[Normal], changed: frozenset[str], steps: Collection[int]
    ) -> None:
        self.__dict__ |= base.__dict__
        for cached in ("may_fire", "slots_in", "reached", "_define"):
            self.__dict__.pop(cached, None)
        self.guide = guide
        self.logic = msgspec.structs.replace(
            base.logic, rules=tuple(trees), steps=tuple(base.logic.steps[n] for n in steps)
        )
        self.ranks = tuple(URGENCIES.index(rule.urgency) for rule in guide.rules)
        before = {str(rule.id): n for n, rule in enumerate(base.guide.rules)}
        self.fires = [
            self.world.true(tree) if str(rule.id) in changed else base.fires[before[str(rule.id)]]
            for rule, tree in zip(guide.rules, trees, strict=True)
        ]
        self.numbers = {str(rule.id): n for n, rule in enumerate(guide.rules)}
        self.changed = changed
        touched = [rule.concern for rule in (*base.guide.rules, *guide.rules) if str(rule.id) in changed]
        gone = [s for s in base.guide.steps if s not in guide.steps]
        self.concerns = {*touched, *(c for s in gone for c in s.for_)}
        if any("any" in s.for_ for s in gone):
            self.concerns = set(guide.concerns)
        old = [tree for rule, tree in zip(base.guide.rules, base.logic.rules, strict=True) if str(rule.id) in changed]
        new = [tree for rule, tree in zip(guide.rules, trees, strict=True) if str(rule.id) in changed]
        self.slots = {leaf.slot for tree in (*old, *new) for leaf in leaves(tree)}

    def about(self, slots: Collection[int]) -> bool:
        return not self.slots.isdisjoint(slots)

    def about_concern(self, concern: str) -> bool:
        return concern in self.concerns

    def about_rule(self, number: int) -> bool:
        return str(self.guide.rules[number].id) in self.changed

    def less(self, case: Case, still: Any) -> Case:
        raise Broken


class Judge:
    """What catches a mutant of a guide. `values`: the golden cases laid out; `firing`: the rules true of each."""

    def __init__(self, guide: Guide, cases: tuple[GoldenCase, ...], accepted: dict[str, Accepted]) -> None:
        self.guide, self.cases, self.accepted = guide, cases, accepted
        trees, _ = parse_guide(guide)
        logic = compile_guide(guide, trees)
        self.loaded = LoadedGuide(Compiled(guide, logic, *compiled_code(logic), {}))
        self.base = Prover(self.loaded)
        self.rules = dict(zip([str(r.id) for r in guide.rules], logic.rules, strict=True))
        self.values = [self.made(golden.given) for golden in cases]
        self.firing = [self._firing(values, self.rules, guide.rules) for values in self.values]

    def made(self, case: Case) -> Values:
        return self.loaded.engine.cases.make(case).values

    def caught_by(self, guide: Guide) -> str | None:
        """What notices a mutant first: the checks, a golden case, a proof, or, when none of these does, the accepted edges; None when nothing does."""
        mistakes = [m for m in check_parts(guide, self.cases) if "is never used" not in m.message]
        trees, wrong = parse_guide(guide)
        if mistakes := [*mistakes, *(m for m in wrong if "is never used" not in m.message)]:
            return f"check: {mistakes[0].message}"
        index, silent = (
            self.loaded.engine.logic.slots.index(),
            frozenset(guide.circumstances) | {f.id for f in guide.findings.values() if f.background},
        )
        new = {str(r.id): normalise(trees.rules[r.id], trees.define, index, trees.options, silent) for r in guide.rules}
        urgencies = {str(r.id): r.urgency for r in self.guide.rules}
        changed = {n for n in self.rules if n not in new or new[n] != self.rules[n]}
        changed |= {str(r.id) for r in guide.rules if urgencies[str(r.id)] != r.urgency}
        if golden := self._golden(guide, new, changed):
            return f"golden case: {golden}"
        if failed := self._failed(guide, new, frozenset(changed)):
            return failed
        return f"{EDGES}: {pinned}" if (pinned := self._strayed(guide, new, changed)) else None

    def _golden(self, guide: Guide, new: dict[str, Normal], changed: set[str]) -> str | None:
        """A golden case that the mutant fails, by its level, its concerns or its steps."""
        steps = {str(s.id) for s in guide.steps}
        rules = [r for r in guide.rules if str(r.id) in changed]
        for golden, values, firing in zip(self.cases, self.values, self.firing, strict=True):
            expect = golden.expect
            if not steps.issuperset(expect.steps):
                return golden.case
            now = {**{n: r for n, r in firing.items() if n not in changed}, **self._firing(values, new, rules)}
            if now.keys() == firing.keys() and all(now[n].urgency == firing[n].urgency for n in now):
                continue
            level = min((URGENCIES.index(r.urgency) for r in now.values()), default=None)
            fits = {r.concern for r in now.values()}
            wanted = None if expect.at_least in (None, "any") else URGENCIES.index(expect.at_least)
            if (expect.at_least != "any" and level != wanted) or not fits.issuperset(expect.concerns):
                return golden.case
            if not fits.isdisjoint(expect.not_concerns) or (
                expect.danger_now is not None and (level == 0) != expect.danger_now
            ):
                return golden.case
        return None

    def _firing(self, values: Values, trees: dict[str, Normal], rules: Collection[Rule]) -> dict[str, Rule]:
        return {str(r.id): r for r in rules if is_true(trees[str(r.id)], values)}

    def _failed(self, guide: Guide, new: dict[str, Normal], changed: frozenset[str]) -> str | None:
        """The first property that the mutant breaks."""
        left = {id(s) for s in guide.steps}
        steps = [n for n, s in enumerate(self.guide.steps) if id(s) in left]
        part = Part(self.base, guide, [new[str(r.id)] for r in guide.rules], changed, steps)
        same_day = any(part.ranks[n] < SAME_DAY for n in range(len(part.ranks)) if part.about_rule(n))
        for proof in PROOFS:
            if proof.id == "unsure_is_safe":  # no wrong done to a rule can break that one
                continue
            if proof.id == "asking_misses_nothing" and not same_day:
                continue
            try:
                failed = bool(proof.run(part)[1])
            except Broken:
                failed = True
            if failed:
                return f"{proof.id}: {', '.join(changed)}"
        return None

    def _strayed(self, guide: Guide, new: dict[str, Normal], changed: set[str]) -> str | None:
        urgencies = {str(r.id): r.urgency for r in guide.rules}
        for name in sorted(changed):
            was = self.accepted.get(name)
            if was is None:
                continue
            if name not in new or urgencies[name] != was.urgency:
                return name
            for edge in was.edges:
                if not is_true(new[name], self.made(edge.given)) or is_true(new[name], self.made(edge.across())):
                    return name
        return None


@cache
def _judge() -> Judge:
    written = read_guide(SHIPPED)
    assert written.guide is not None
    return Judge(written.guide, written.cases, read_accepted(SHIPPED) or {})


def _try(task: tuple[int, int]) -> tuple[Mutant, str | None]:
    """The mutant of a place in the row that a seed gives, and what catches it."""
    place, seed = task
    judge = _judge()
    mutant, guide = next(islice(mutants(judge.guide, place + 1, seed), place, None))
    return mutant, judge.caught_by(guide)


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 350
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    survivors: list[dict[str, Any]] = []
    by_kind: dict[str, list[int]] = {kind: [0, 0] for kind in KINDS}
    pinned: list[dict[str, Any]] = []
    by: Counter[str] = Counter()
    with ProcessPoolExecutor(2) as pool:
        tasks = [(place, seed) for place in range(count)]
        for done, (mutant, caught) in enumerate(pool.map(_try, tasks), 1):
            by_kind[mutant.kind][1] += 1
            by_kind[mutant.kind][0] += caught is not None
            if caught is None:
                survivors.append(mutant._asdict())
            else:
                by[caught.partition(":")[0]] += 1
                if caught.startswith(EDGES):
                    pinned.append(mutant._asdict())
            print(f"\r{done} of {count}, {len(survivors)} survive", end="", file=sys.stderr, flush=True)
    found = {
        "mutants": count,
        "seed": seed,
        "caught": count - len(survivors),
        "by_kind": by_kind,
        "caught_by": dict(by.most_common()),
        "survivors": survivors,
        "caught_by_edges_alone": pinned,
    }
    print(json.dumps(found, indent=1))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
