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


def outcome(id: str, statement: str, checked: int, failures: list[Failure], how: How = "run", seconds: float = 0.0) -> Property:
    """A property that holds when nothing failed."""
    shown = next(({"findings": f.case} | ({"then": f.then} if f.then else {}) for f in failures if f.case is not None), None)
    return Property(id, statement, not failures, checked, shown, tuple(failures), how, round(seconds, 1))
