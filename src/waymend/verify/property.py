"""A property of a guide, and what came of checking it."""

from __future__ import annotations

from typing import Any

from msgspec import Struct


class Property(Struct, frozen=True):
    """`checked`: over how many things; `counterexample`: a case that `waymend assess` takes; `failures`: each in words."""

    id: str
    statement: str
    holds: bool
    checked: int
    counterexample: dict[str, Any] | None = None
    failures: tuple[str, ...] = ()
