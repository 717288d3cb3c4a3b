"""All mistakes of a guide folder in one run."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from waymend.assess.asking import check_asking
from waymend.assess.screen import check_screens
from waymend.errors import Mistake
from waymend.logic.compiled import Compiled, compile_guide, compiled_code, parse_guide
from waymend.pack.check import check_dates, check_parts
from waymend.pack.load import read_guide
from waymend.pack.locales import check_translations
from waymend.pack.plain import without_places
from waymend.pack.schema import GoldenCase


def read_all(
    folder: Path, *, cases: bool = True, today: dt.date | None = None
) -> tuple[Compiled | None, tuple[GoldenCase, ...], list[Mistake]]:
    """Read, check and compile a folder. `today` adds the check of dates. The compiled guide is there only without mistakes."""
    written = read_guide(folder, cases=cases)
    mistakes = list(written.mistakes)
    guide = written.guide
    if guide is None:
        return None, written.cases, _in_order(mistakes)
    found = check_parts(guide, written.cases)
    trees, of_conditions = parse_guide(guide)
    catalogues, of_translations = check_translations(guide, folder)
    found += [*of_conditions, *of_translations, *check_screens(guide)]
    mistakes += [m for m in found if not _follows(m, written.left_out, cases)]
    if today is not None:
        mistakes += check_dates(guide, today)
    if mistakes:
        return None, written.cases, _in_order(mistakes)
    logic = compile_guide(guide, trees)
    unasked = check_asking(guide, logic)
    if unasked:
        return None, written.cases, _in_order(unasked)
    return Compiled(without_places(guide), logic, *compiled_code(logic), catalogues), written.cases, []


def _follows(mistake: Mistake, left_out: frozenset[str], cases: bool) -> bool:
    """Whether a mistake only follows from parts that were left out. Without the golden cases a source may look unused."""
    if not cases and "is never used. Remove it, or cite it" in mistake.message:
        return True
    missing = ("no rule leads to", "step. Add one", "is never used")
    return bool(left_out) and (
        any(f"'{name}'" in mistake.message for name in left_out) or any(m in mistake.message for m in missing)
    )


def _in_order(mistakes: list[Mistake]) -> list[Mistake]:
    return sorted(dict.fromkeys(mistakes))
