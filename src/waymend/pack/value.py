"""What all values of a guide are."""

from __future__ import annotations

from msgspec import Struct


class Value(Struct, frozen=True, omit_defaults=True):
    """Base of all values of a guide."""
