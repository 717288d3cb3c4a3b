"""Terminal dress: bold and colour when the terminal takes them, always with words that say the same."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap

COLOURS = {
    "emergency": "97;41",
    "today": "30;43",
    "soon": "30;46",
    "routine": "30;47",
    "self_care": "30;42",
    "unknown": "30;47",
}


def coloured() -> bool:
    """NO_COLOR and pipes are respected (no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def width() -> int:
    return max(40, min(shutil.get_terminal_size((80, 24)).columns, 90))


def paint(text: str, code: str) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if coloured() else text


def bold(text: str) -> str:
    return paint(text, "1")


def dim(text: str) -> str:
    return paint(text, "2")


def card(level: str, text: str) -> str:
    """A line that names the urgency, across the page."""
    line = f" {text} "
    return (
        paint(line.ljust(width()), f"1;{COLOURS[level]}") if coloured() else f"{'=' * width()}\n{line}\n{'=' * width()}"
    )


def wrap(text: str, first: str = "", rest: str | None = None) -> str:
    rest = " " * len(first) if rest is None else rest
    return textwrap.fill(
        text, width(), initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )


def heading(text: str) -> str:
    return f"\n{bold(text)}"
