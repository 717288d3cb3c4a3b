"""Every error that Waymend raises, on one page.

    WaymendError
    ├── GuideError      a guide folder has mistakes; carries all of them
    ├── CaseError       a case cannot be used: unknown id, wrong kind, impossible number
    ├── ScreenError     the answers of a questionnaire cannot be used
    └── InputError      a file, a stream or an option cannot be used

A message is one plain sentence: what is wrong, where, and the mend. It never repeats the content of a case
beyond the id at fault, so that it may be logged.
"""

from __future__ import annotations

from typing import NamedTuple


class Place(NamedTuple):
    """Where something stands in a guide: path as given, line and column from 1."""

    path: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


class Mistake(NamedTuple):
    """One mistake in a guide: where, and a sentence with the mend."""

    place: Place
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


class WaymendError(Exception):
    """The family of all errors that Waymend raises on purpose."""


class GuideError(WaymendError):
    """A guide folder that cannot be used. `mistakes` holds every one found, in order of place."""

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        self.mistakes = mistakes
        super().__init__("\n".join(str(m) for m in mistakes))


class CaseError(WaymendError):
    """A case that cannot be used."""


class ScreenError(WaymendError):
    """Answers to a questionnaire that cannot be used."""


class InputError(WaymendError):
    """A file, a stream or an option that cannot be used."""
