"""A line of docs/benchmarks.md."""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    what: str
    measured: str
    target: str
    met: bool
