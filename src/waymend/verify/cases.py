"""Golden cases: what the evidence demands of the guide, run one by one."""

from __future__ import annotations

from collections.abc import Iterator

from waymend.assess.engine import Engine
from waymend.errors import CaseError
from waymend.pack.schema import GoldenCase


def run_case(engine: Engine, golden: GoldenCase) -> list[str]:
    """What is wrong with the assessment of one golden case, as sentences; empty when it holds."""
    try:
        got = engine.assess(golden.given)
    except CaseError as error:
        return [f"the case cannot be used: {error}"]
    expect = golden.expect
    fits = {c.id for c in got.concerns if c.status == "fits"}
    seen = {c.id for c in got.concerns}
    wrong = []
    if expect.at_least != "any" and got.urgency.at_least != expect.at_least:
        rules = [r for c in got.concerns if c.status == "fits" for r in c.rules]
        wrong.append(
            f"at_least is {got.urgency.at_least}, not {expect.at_least} (rules: {', '.join(rules[:6]) or 'none'})"
        )
    wrong += [f"'{c}' does not fit" for c in expect.concerns if c not in fits]
    wrong += [f"'{c}' fits, and must not" for c in expect.not_concerns if c in fits]
    wrong += [f"'{c}' is not even possible" for c in expect.possible if c not in seen]
    if expect.steps:
        plan = got.plan
        given = {s.id for s in (*plan.do, *plan.avoid, *plan.watch, *plan.tests, *plan.treatment)}
        wrong += [f"the step '{s}' is not in the plan" for s in expect.steps if s not in given]
    if expect.danger_now is not None and (got.danger_now is not None) != expect.danger_now:
        wrong.append(f"danger_now is {'set' if got.danger_now else 'null'}")
    return wrong


def failures(engine: Engine, cases: tuple[GoldenCase, ...]) -> Iterator[tuple[GoldenCase, list[str]]]:
    for golden in cases:
        wrong = run_case(engine, golden)
        if wrong:
            yield golden, wrong
