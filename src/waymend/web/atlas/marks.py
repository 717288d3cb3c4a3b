"""The drawings of marks; none yet."""

from __future__ import annotations

TONES = ("1", "2", "3", "4", "5", "6")


def drawing(entry: str, tone: str) -> str:
    """The drawing of an entry on a skin tone, as SVG. Raises KeyError for an entry that is not drawn."""
    raise KeyError(entry)
