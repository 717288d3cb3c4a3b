"""Where the guides that the tests use lie."""

from __future__ import annotations

from pathlib import Path

TINY = Path(__file__).parent / "guides" / "tiny"
