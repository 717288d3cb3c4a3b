"""A property of a guide, and what came of checking it."""

from __future__ import annotations

from typing import Any, Literal

from msgspec import Struct

How = Literal["proved", "run"]  # proved: over all cases; run: over the things counted


class Failure(Struct, frozen=True):
    """One way in which a property fails.

    `text`: in words. `case`: the smallest case that shows it, as `assess` takes it, where a case can. `then`: the answers that change in it, where the property is
    about a change. `rules`: the rules involved. `unknown`: the prover gave no answer in time; that counts as failing.
    """

    text: str
    case: dict[str, Any] | None = None
    then: dict[str, Any] | None = None
    rules: tuple[str, ...] = ()
    unknown: bool = False


class Property(Struct, frozen=True):
    """`checked`: how many questions were asked; `counterexample`: the case of the first failure, which `waymend assess` replays."""

    id: str
    statement: str
    holds: bool
    checked: int
    counterexample: dict[str, Any] | None = None
    failures: tuple[Failure, ...] = ()
    how: How = "run"
    seconds: float = 0.0


def outcome(
    name: str, statement: str, checked: int, failures: list[Failure], how: How = "run", seconds: float = 0.0
) -> Property:
    """A property that holds when nothing failed."""
    shown = next(({"findings": f.case} for f in failures if f.case is not None), None)
    return Property(name, statement, not failures, checked, shown, tuple(failures), how, round(seconds, 1))


def replays(found: Property) -> dict[str, dict[str, Any]]:
    """Each counterexample as a case that `waymend assess` takes, by a name for its file; where it is about a change, the case before and after."""
    cases = {}
    for number, failure in enumerate((f for f in found.failures if f.case is not None), 1):
        name = f"{found.id}-{number}"
        cases[name] = {"findings": dict(failure.case or {})}
        if failure.then is not None:
            cases[f"{name}-then"] = {"findings": {**(failure.case or {}), **failure.then}}
    return cases
