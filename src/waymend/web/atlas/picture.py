"""A drawing put together: the setting, the mark on it, the rule beside it."""

from __future__ import annotations

from xml.sax.saxutils import escape

from waymend.web.atlas.danger import DANGER
from waymend.web.atlas.needle import NEEDLE
from waymend.web.atlas.others import OTHERS
from waymend.web.atlas.settings import HEIGHT, SETTINGS, WIDTH, rule
from waymend.web.atlas.sheet import Sheet

DRAWN = {**NEEDLE, **DANGER, **OTHERS}


def drawing(entry: str, tone: str, title: str = "", desc: str = "") -> str:
    """The drawing of an entry on a skin tone, as an SVG text to put into a page.

    title, desc: what a screen reader says, in the reader's language; without a title the drawing is hidden from screen readers, for pages that say
    the same beside it. Raises KeyError for an entry that is not drawn or a tone that there is not.
    """
    return _picture(entry, tone, title, desc, marked=True)


def unmarked(entry: str, tone: str) -> str:
    """What the entry is drawn on, without the mark: what a mark is measured against."""
    return _picture(entry, tone, "", "", marked=False)


def _picture(entry: str, tone: str, title: str, desc: str, *, marked: bool) -> str:
    place, mark = DRAWN[entry]
    sheet = Sheet(entry, tone)
    setting = SETTINGS[place]
    inside = setting.draw(sheet) + (mark(sheet) if marked else "") + (rule(setting.units) if setting.units else "")
    spoken = f"<title>{escape(title)}</title>" + (f"<desc>{escape(desc)}</desc>" if desc else "") if title else ""
    role = 'role="img"' if title else 'aria-hidden="true"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" {role}>{spoken}{sheet.defs}{inside}</svg>'
