"""The directory of the real lists, shared with tests/directory."""

from __future__ import annotations

from lists import real

__all__ = ["real"]
