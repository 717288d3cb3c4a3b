""" "This is wrong": what a person knows better, kept on this machine only, beside the directory. It survives updates and is never sent."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from waymend.directory.repository import Repository
from waymend.errors import InputError

WHAT = ("closed", "phone", "address", "services", "payment", "other")


class Correction(msgspec.Struct, frozen=True):
    """What is wrong with a place, in one of the words of WHAT, and a note for oneself."""

    what: str
    note: str = ""


class Corrections:
    """The corrections of one directory. A place marked `closed` is not shown any more; others are shown with the mark, and rank lower."""

    def __init__(self, directory: Path) -> None:
        self.path = directory.with_name(directory.stem + ".corrections.json")
        self._read: tuple[float, dict[str, Correction]] | None = None

    def all(self) -> dict[str, Correction]:
        try:
            stamp = self.path.stat().st_mtime
        except OSError:
            return {}
        if self._read is None or self._read[0] != stamp:
            try:
                self._read = (stamp, msgspec.json.decode(self.path.read_bytes(), type=dict[str, Correction]))
            except msgspec.DecodeError:
                raise InputError(f"{self.path} is damaged; mend it, or delete it to forget all corrections.") from None
        return self._read[1]

    def of(self, place_id: str) -> str | None:
        found = self.all().get(place_id)
        return found.what if found else None

    def rows(self, repository: Repository) -> dict[int, str]:
        """Row to what is wrong, for places that are still in the directory."""
        found = ((repository.row_of(place_id), correction.what) for place_id, correction in self.all().items())
        return {row: what for row, what in found if row is not None}

    def add(self, place_id: str, correction: Correction | None) -> None:
        """Keep a correction; None takes it back. Raises InputError."""
        if correction and correction.what not in WHAT:
            raise InputError(f"what is wrong must be one of {', '.join(WHAT)}.")
        kept = {name: value for name, value in self.all().items() if name != place_id}
        if correction:
            kept[place_id] = correction
        aside = self.path.with_name(self.path.name + ".new")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as out:
                out.write(msgspec.json.encode(kept))
            aside.replace(self.path)
        except OSError as problem:
            raise InputError(f"the correction cannot be kept at {self.path}: {problem.strerror}.") from None
        self._read = None
