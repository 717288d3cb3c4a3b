"""The mark atlas: every kind on every skin tone, safe to put into a page, and with words that do not need the picture."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from waymend.guide import load_guide
from waymend.web.atlas import TONES, body_back, body_front, drawing
from waymend.web.atlas.picture import DRAWN, unmarked
from waymend.web.atlas.tones import INKS

GUIDE = load_guide().guide
KINDS = [entry.id for entry in GUIDE.atlas]
# What the product promised to draw.
PROMISED = {
    "fresh_punctures", "line_along_vein", "bruise", "scab", "healing_mark", "old_dark_line", "pale_scar", "raised_scar", "round_sunken_scars", "hard_vein",
    "sunken_vein", "redness_with_line", "streaks", "abscess", "ulcer", "black_crust", "donation_mark", "drip_bruise", "insulin_marks", "tattoo", "mole", "bites",
}  # fmt: skip


def test_every_kind_is_drawn_on_at_least_four_skin_tones() -> None:
    assert set(KINDS) >= PROMISED
    assert set(KINDS) == set(DRAWN)
    assert len(TONES) >= 4


@pytest.mark.parametrize("tone", TONES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_drawing_is_small_and_safe_in_a_page(kind: str, tone: str) -> None:
    svg = drawing(kind, tone)
    ET.fromstring(svg)
    assert len(svg) < 12_000
    assert not re.search(r"<script|<style|style=|href|\bon\w+=", svg)
    defined = set(re.findall(r'id="([^"]+)"', svg))
    assert set(re.findall(r"url\(#([^)]+)\)", svg)) <= defined, "what is referred to is in the drawing"
    assert set(re.findall(r"url\(([^)])", svg)) <= {"#"}, "and nothing outside it"
    assert svg != unmarked(kind, tone)


def test_a_drawing_is_named_for_screen_readers_or_leaves_it_to_the_page() -> None:
    named = ET.fromstring(drawing("abscess", "5", "Abscess <1>", "A lump"))
    assert named.get("role") == "img"
    assert [e.text for e in named][:2] == ["Abscess <1>", "A lump"]
    assert ET.fromstring(drawing("abscess", "5")).get("aria-hidden") == "true"


def test_ids_differ_between_drawings_so_that_they_can_stand_in_one_page() -> None:
    ids = [name for kind in KINDS for tone in TONES for name in re.findall(r' id="([^"]+)"', drawing(kind, tone))]
    assert len(ids) == len(set(ids))


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG 2.2 defines it."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("tone", TONES)
def test_marks_can_be_told_from_the_skin_on_every_tone(tone: str) -> None:
    """On the lightest and the darkest skin alike. A pale scar on pale skin is faint in life too: there the shadow beside it shows it."""
    ink = INKS[tone]
    for colour in (ink.red, ink.bruise, ink.dark, ink.scab, ink.shade):
        assert contrast(colour, ink.skin) >= 1.25, colour
    assert max(contrast(ink.pale, ink.skin), contrast(ink.shade, ink.pale)) >= 1.5
    assert contrast(ink.light, ink.skin) >= 1.1


def test_every_kind_says_what_to_feel_for_and_what_it_does_not_prove() -> None:
    for entry in GUIDE.atlas:
        assert len(entry.feel) > 20
        assert len(entry.dark_skin) > 20
        assert "not" in entry.not_proof
        assert entry.concerns


def test_the_body_has_every_place_and_no_other() -> None:
    sites = set(map(str, GUIDE.findings["site"].options))
    drawn = set(re.findall(r'data-site="(\w+)"', body_front() + body_back()))
    assert drawn == sites
