"""The proofs and golden cases are tested by mutation: small wrongs are done to a guide, and each must be noticed.

Run with `python -m waymend.verify.mutants [COUNT] [SEED]`; writes what was caught, and every survivor, as JSON to standard output.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import islice
from typing import Any, NamedTuple

import msgspec

from waymend.assess.asking import check_asking
from waymend.guide import SHIPPED, LoadedGuide
from waymend.logic.compiled import Compiled, compile_guide, compiled_code, parse_guide
from waymend.pack.check import check_parts
from waymend.pack.load import Written, read_guide
from waymend.pack.schema import URGENCIES, GoldenCase, Guide
from waymend.verify.cases import failures
from waymend.verify.proofs import PROOFS, Prover

KINDS = (
    "rule dropped",
    "and for or",
    "or for and",
    "threshold moved",
    "urgency lowered",
    "negation added",
    "step removed",
)


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


def caught_by(guide: Guide, cases: tuple[GoldenCase, ...]) -> str | None:
    """What notices a mutant first: the checks, a golden case, or a proof; None when nothing does."""
    mistakes = [m for m in check_parts(guide, cases) if "is never used. Remove it, or cite it" not in m.message]
    if mistakes:
        return f"check: {mistakes[0].message}"
    trees, wrong = parse_guide(guide)
    wrong = [m for m in wrong if "is never used" not in m.message]
    if wrong:
        return f"check: {wrong[0].message}"
    logic = compile_guide(guide, trees)
    unasked = check_asking(guide, logic)
    if unasked:
        return f"check: {unasked[0].message}"
    loaded = LoadedGuide(Compiled(guide, logic, *compiled_code(logic), {}))
    for golden, _ in failures(loaded.engine, cases):
        return f"golden case: {golden.case}"
    prover = Prover(loaded)
    for proof in PROOFS:
        if found := proof.run(prover)[1]:
            return f"{proof.id}: {found[0].text}"
    return None


@cache
def _shipped() -> Written:
    return read_guide(SHIPPED)


def _try(task: tuple[int, int]) -> tuple[Mutant, str | None]:
    """The mutant of a place in the row that a seed gives, and what catches it."""
    place, seed = task
    written = _shipped()
    assert written.guide is not None
    mutant, guide = next(islice(mutants(written.guide, place + 1, seed), place, None))
    return mutant, caught_by(guide, written.cases)


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 350
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    survivors: list[dict[str, Any]] = []
    by_kind: dict[str, list[int]] = {kind: [0, 0] for kind in KINDS}
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
            print(f"\r{done} of {count}, {len(survivors)} survive", end="", file=sys.stderr, flush=True)
    found = {
        "mutants": count,
        "seed": seed,
        "caught": count - len(survivors),
        "by_kind": by_kind,
        "caught_by": dict(by.most_common()),
        "survivors": survivors,
    }
    print(json.dumps(found, indent=1))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
