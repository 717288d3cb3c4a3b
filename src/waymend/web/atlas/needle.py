"""What needles leave: fresh, healing, and old.

Sizes and looks follow the guide's evidence on marks: pinpoint dots, crusts, flat dark or pale marks, scars that stand up or lie deep (5 to 15 mm across for those from
shots under the skin), veins that turned hard or sank in.
"""

from __future__ import annotations

from waymend.web.atlas.settings import NEAR_VEIN, VEIN
from waymend.web.atlas.sheet import Curve, Sheet, ellipse, num, stroke


def _dot(s: Sheet, x: float, y: float, size: float) -> str:
    """A puncture: a rim that the light catches round a dark point."""
    return (
        s.glow(x, y, size * 5, size * 4.4, s.ink.red, 0.85, 0.15)
        + s.bead(x, y, size * 2)
        + ellipse(x, y, size, size, s.ink.scab)
    )


def fresh_punctures(s: Sheet) -> str:
    dots = "".join(_dot(s, *NEAR_VEIN.at(t), 3.4) for t in (0.3, 0.7))
    x, y = NEAR_VEIN.at(0.5)
    blood = ellipse(x, y + 1, 5, 5.5, "#8e1519") + ellipse(x - 1.6, y - 1.2, 1.5, 1.3, "#f0b3ab")
    return dots + s.glow(x, y, 18, 16, s.ink.red, 0.85, 0.15) + blood


def line_along_vein(s: Sheet) -> str:
    ink = s.ink
    parts = [stroke(VEIN, ink.dark, 7, f' opacity=".4" filter="{s.blur(2)}"')]
    for n in range(15):
        x, y = VEIN.at(0.1 + n * 0.057)
        y += s.chance.uniform(-2, 2)
        if n % 4 == 0:
            parts.append(s.glow(x, y, 8, 7, ink.red, 0.9, 0.2) + ellipse(x, y, 1.9, 1.9, ink.scab))
        elif n % 4 == 2:
            parts.append(ellipse(x, y, 2, 1.8, ink.pale))
        else:
            parts.append(s.glow(x, y, 4.2, 3.6, ink.dark, 1, 0.5))
    return "".join(parts)


def scab(s: Sheet) -> str:
    return "".join(
        s.crust(*NEAR_VEIN.at(t), wide, high) for t, wide, high in ((0.25, 10, 8), (0.5, 14, 9), (0.74, 8, 7))
    )


def healing_mark(s: Sheet) -> str:
    """Closed and flat: a spot with new, smooth skin, none with a crust."""
    ink = s.ink
    return "".join(
        s.patch(*NEAR_VEIN.at(t), size, size * 0.85, ink.dark, 0.65, 2.5, 0.1)
        + s.glow(*NEAR_VEIN.at(t), size * 0.55, size * 0.45, ink.red, 0.55)
        for t, size in ((0.24, 9), (0.42, 11), (0.6, 8), (0.78, 10))
    )


def old_dark_line(s: Sheet) -> str:
    ink = s.ink
    spots = "".join(
        s.glow(x, y + s.chance.uniform(-1, 1), s.chance.uniform(5, 8), 4, ink.dark, 0.8)
        for x, y in (VEIN.at(0.12 + n * 0.09) for n in range(9))
    )
    return stroke(VEIN, ink.dark, 5.5, f' opacity=".6" filter="{s.blur(1.6)}"') + spots


def pale_scar(s: Sheet) -> str:
    ink = s.ink
    line = Curve((30, 80, 124, 176), (84, 70, 92, 82))
    dots = "".join(s.glow(x, y, 4.4, 3.6, ink.pale, 1, 0.55) for x, y in ((190, 80), (202, 74), (214, 76), (186, 90)))
    return (
        stroke(line.down(1.6), ink.shade, 6, f' opacity=".5" filter="{s.blur(1.2)}"')
        + stroke(line, ink.pale, 4.4, f' filter="{s.blur(0.6)}"') + dots
    )  # fmt: skip


def raised_scar(s: Sheet) -> str:
    """Stays within the old mark: a ridge along the line, and knots on it."""
    ink = s.ink
    d = "M44 84C50 76 66 74 80 78S104 74 116 80S140 76 154 82S186 72 198 78C200 84 188 88 176 87S150 94 138 90S112 92 100 87S76 92 64 89S44 92 44 84Z"
    soft = s.blur(1.2)
    return (
        f'<path d="{d}" fill="{ink.shade}" transform="translate(2 5)" filter="{s.blur(2.5)}"/><path d="{d}" fill="{ink.scar}" filter="{s.blur(0.6)}"/>'
        + stroke("M54 81C70 76 84 82 100 81S128 82 142 84S172 80 190 79", ink.shine, 2.6, f' opacity=".7" filter="{soft}"')
    )  # fmt: skip


def keloid(s: Sheet) -> str:
    """Grows past the old mark: lobes, smooth and shiny, with claws at the edge."""
    ink = s.ink
    d = (
        "M66 84C66 68 84 58 102 62C114 52 138 52 150 62C160 60 176 62 180 72C184 80 176 84 172 88C174 100 160 108 146 104C134 112 112 112 102 104"
        "C92 108 80 106 76 100C68 102 58 104 56 98C55 92 62 92 66 90Z"
    )
    hollows = stroke(
        "M100 66C106 78 104 90 96 100M134 62C128 76 132 90 142 100",
        ink.shade,
        3,
        f' opacity=".55" filter="{s.blur(1.6)}"',
    )
    sheen = (
        s.glow(88, 74, 11, 6, ink.shine, 0.95)
        + s.glow(120, 68, 11, 6, ink.shine, 0.95)
        + s.glow(152, 76, 12, 6, ink.shine, 0.95)
    )
    return (
        f'<path d="{d}" fill="{ink.shade}" transform="translate(3 8)" filter="{s.blur(3.5)}"/>'
        f'<path d="{d}" fill="{s.fall(ink.scar, ink.scar, ink.dark)}" filter="{s.blur(0.6)}"/>' + hollows + sheen
    )  # fmt: skip


def round_sunken_scars(s: Sheet) -> str:
    """Punched out, each by itself, 5 to 15 mm across: 10 to 30 units."""
    ink = s.ink
    places = (
        (40, 62, 7),
        (66, 98, 10),
        (88, 56, 12),
        (118, 92, 14),
        (146, 58, 9),
        (166, 104, 6),
        (184, 74, 13),
        (212, 98, 8),
        (222, 56, 5.5),
    )
    return "".join(
        s.dip(x, y, size, size * 0.86, ink.pale if n % 2 else ink.dark) for n, (x, y, size) in enumerate(places)
    )


def hard_vein(s: Sheet) -> str:
    return s.ridge(VEIN, 12, s.ink.skin, 0.9)


def sore_vein(s: Sheet) -> str:
    """Inflamed: the cord, with redness that keeps to it."""
    ink = s.ink
    part = Curve((60, 110, 150, 214), (77, 76, 88, 77))
    return (
        stroke(part, ink.red, 34, f' opacity=".8" filter="{s.blur(7)}"')
        + s.ridge(part, 13, ink.hot, 0.9)
        + ellipse(*part.at(0.04), 2.4, 2.4, ink.scab)
    )


def sunken_vein(s: Sheet) -> str:
    line = Curve((22, 74, 128, 220), (84, 68, 96, 76))
    scars = "".join(s.glow(*line.at(t), 4, 3, s.ink.pale, 0.9, 0.4) for t in (0.2, 0.34, 0.55, 0.7))
    return stroke(line.down(-3), s.ink.shade, 26, f' opacity=".45" filter="{s.blur(6)}"') + s.groove(line, 10) + scars


def missed_shot(s: Sheet) -> str:
    """Rises at once where the shot went beside the vein: the skin's own colour, one dot on top."""
    ink = s.ink
    return (
        s.glow(122, 80, 50, 36, ink.red, 0.35, 0.3)
        + s.dome(122, 76, 34, 25, ink.skin, ink.shade, 0.9)
        + _dot(s, 124, 70, 2)
    )


def bruise(s: Sheet) -> str:
    ink = s.ink
    return (
        s.patch(122, 82, 54, 34, ink.stale, 0.7, 7) + s.patch(120, 80, 42, 25, ink.bruise, 0.85, 5) + s.patch(108, 76, 20, 13, ink.bruise, 0.75, 4)
        + s.patch(142, 90, 15, 9, ink.red, 0.6, 4) + ellipse(112, 78, 2, 2, ink.scab)
    )  # fmt: skip


def soot_dots(s: Sheet) -> str:
    """Soot from a flamed needle, in the skin for good: blue-grey to black, flat."""
    ink = s.ink
    soot = "#3c4a5c" if ink.pen != "#f4f4ee" else "#05070c"
    return "".join(
        s.glow(x + s.chance.uniform(-2, 2), y + s.chance.uniform(-4, 4), 5.5, 5, soot, 0.95, 0.4)
        for x, y in (NEAR_VEIN.at(0.14 + n * 0.085) for n in range(9))
    )


def puffy_hand(s: Sheet) -> str:
    """Firm and full: no knuckles, no veins, fingers like sausages."""
    ink = s.ink
    return (
        s.glow(84, 82, 58, 42, ink.light, 0.95, 0.2) + s.glow(70, 66, 26, 12, ink.shine, 0.75)
        + stroke("M136 46L170 40M142 74L184 72M138 99L176 103M128 120L154 128", ink.shine, 6, f' opacity=".5" filter="{s.blur(2.2)}"')
        + stroke("M112 62l12-4M116 87l12-1M112 110l12 2", ink.shade, 2, ' opacity=".7"')
    )  # fmt: skip


NEEDLE = {
    "fresh_punctures": ("near", fresh_punctures),
    "line_along_vein": ("arm", line_along_vein),
    "bruise": ("bare_arm", bruise),
    "scab": ("near", scab),
    "healing_mark": ("near", healing_mark),
    "old_dark_line": ("arm", old_dark_line),
    "pale_scar": ("arm", pale_scar),
    "raised_scar": ("bare_arm", raised_scar),
    "keloid": ("bare_arm", keloid),
    "round_sunken_scars": ("bare_arm", round_sunken_scars),
    "soot_dots": ("near", soot_dots),
    "hard_vein": ("bare_arm", hard_vein),
    "sunken_vein": ("bare_arm", sunken_vein),
    "missed_shot": ("arm", missed_shot),
    "sore_vein": ("arm", sore_vein),
    "puffy_hand": ("swollen_hand", puffy_hand),
}
__all__ = ["NEEDLE", "num"]
