"""All mistakes of a guide folder in one run."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from waymend.errors import Mistake
from waymend.guide import Compiled
from waymend.logic.compiled import compile_guide, compiled_code, parse_guide
from waymend.pack.check import check_dates, check_parts
from waymend.pack.load import read_guide
from waymend.pack.locales import check_translations
from waymend.pack.plain import without_places
from waymend.pack.schema import GoldenCase, Guide


def read_all(
    folder: Path, *, cases: bool = True, today: dt.date | None = None
) -> tuple[Compiled | None, tuple[GoldenCase, ...], list[Mistake]]:
    """Read, check and compile a folder. `today` adds the check of dates. The compiled guide is there only without mistakes."""
    written = read_guide(folder, cases=cases)
    mistakes = list(written.mistakes)
    guide = written.guide
    if guide is None:
        return None, written.cases, _in_order(mistakes)
    # Golden cases cite sources too; leaving them unread must not make those look unused.
    found = check_parts(guide, written.cases)
    mistakes += found if cases else [m for m in found if "is never used. Remove it, or cite it" not in m.message]
    trees, of_conditions = parse_guide(guide)
    mistakes += of_conditions
    catalogues, of_translations = check_translations(guide, folder)
    mistakes += of_translations
    mistakes += _screens(guide)
    if today is not None:
        mistakes += check_dates(guide, today)
    if mistakes:
        return None, written.cases, _in_order(mistakes)
    logic = compile_guide(guide, trees)
    return Compiled(without_places(guide), logic, compiled_code(logic), catalogues), written.cases, []


def _screens(guide: Guide) -> list[Mistake]:
    from waymend.assess.screen import check_screens

    return check_screens(guide)


def _in_order(mistakes: list[Mistake]) -> list[Mistake]:
    return sorted(dict.fromkeys(mistakes))
