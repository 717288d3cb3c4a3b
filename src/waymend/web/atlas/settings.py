"""Where a mark is drawn: an arm, skin from near by, a hand, a belly, a leg. Each is lit from above left, and has a rule beside it where size matters.

A setting draws what is there without any mark; `units` is how many units of the drawing are a centimetre (0: sizes mean nothing here).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from waymend.web.atlas.sheet import Curve, Sheet, ellipse, num, stroke

WIDTH, HEIGHT = 240, 160
PAPER = "#e4eaed"

VEIN = Curve((14, 70, 128, 238), (86, 66, 96, 72))  # the vein that marks lie on, on the arm
NEAR_VEIN = Curve((0, 70, 150, 240), (92, 74, 100, 76))  # the same from near by


class Setting(NamedTuple):
    draw: Callable[[Sheet], str]
    units: float


def _paper(inside: str) -> str:
    return f'<path d="M0 0H{WIDTH}V{HEIGHT}H0Z" fill="{PAPER}"/>{inside}'


def _veins(s: Sheet, *curves: Curve | str, width: float = 6) -> str:
    lines = "".join(stroke(c, s.ink.vein, width) for c in curves)
    return f'<g opacity=".42" filter="{s.blur(1.4)}">{lines}</g>'


def _limb(s: Sheet, d: str, high: str) -> str:
    """A limb that lies across the sheet: round, with a shadow under it and light along it."""
    ink = s.ink
    return (
        f'<path d="{d}" fill="#8d9aa2" opacity=".5" transform="translate(0 6)" filter="{s.blur(4)}"/>'
        f'<path d="{d}" fill="{s.fall(ink.light, ink.skin, ink.skin, ink.skin, ink.shade)}"/>'
        + stroke(high, ink.shine, 7, f' opacity=".3" filter="{s.blur(4)}"')
    )


ARM = "M-9 18C50 8 130 24 249 34V120C150 126 60 142 -9 136Z"


def arm(s: Sheet) -> str:
    crease = stroke("M8 44C18 62 18 88 8 112M15 52C22 70 21 84 16 100", s.ink.shade, 1.6, ' opacity=".7"')
    fork = Curve((100, 140, 170, 236), (83, 92, 108, 100))
    return _paper(_limb(s, ARM, "M-8 38C60 28 140 42 248 52") + crease + _veins(s, VEIN, fork))


def bare_arm(s: Sheet) -> str:
    """The outer side of the forearm, without veins or crease."""
    return _paper(_limb(s, ARM, "M-8 38C60 28 140 42 248 52"))


def elbow(s: Sheet) -> str:
    d = "M-9 14C40 10 90 26 120 24C150 18 200 26 249 32V124C200 132 150 140 120 132C80 128 40 144 -9 140Z"
    crease = stroke("M112 26C124 50 124 104 112 131M122 40C130 62 130 92 123 116", s.ink.shade, 1.8, ' opacity=".75"')
    veins = _veins(
        s, Curve((0, 60, 110, 150), (60, 66, 74, 92)), "M150 92C180 100 210 96 249 84M132 80C160 66 200 62 249 58"
    )
    return _paper(_limb(s, d, "M-8 36C60 34 120 42 248 50") + crease + veins)


def near(s: Sheet) -> str:
    return _near_skin(s) + stroke(NEAR_VEIN, s.ink.vein, 18, f' opacity=".3" filter="{s.blur(5)}"')


def near_bare(s: Sheet) -> str:
    return _near_skin(s)


def _near_skin(s: Sheet) -> str:
    """Skin that fills the sheet, with its fine lines."""
    ink = s.ink
    lines = "".join(
        f"M{num(s.chance.uniform(0, 225))} {num(s.chance.uniform(6, 150))}l{num(s.chance.uniform(6, 14))} {num(s.chance.uniform(-3, 3))}"
        for _ in range(22)
    )
    return f'<path d="M0 0H{WIDTH}V{HEIGHT}H0Z" fill="{s.fall(ink.light, ink.skin, ink.skin, ink.shade)}"/>' + stroke(
        lines, ink.shade, 0.8, ' opacity=".35"'
    )


def two_arms(s: Sheet) -> str:
    """One arm as it always was, above one that changed."""
    upper = "M-9 12C50 6 150 14 249 20V58C150 62 60 68 -9 64Z"
    lower = "M-9 92C50 78 90 70 132 71C180 74 210 88 249 92V132C210 140 190 153 134 154C90 155 50 150 -9 144Z"
    return _paper(
        _limb(s, upper, "M-8 24C60 18 150 26 248 31")
        + _limb(s, lower, "M-8 104C60 92 90 84 132 84C170 84 210 100 248 104")
    )


FINGERS = "M114 52L190 36M120 76L208 72M116 98L200 104M108 118L172 132"
PALM = "M-9 54C24 50 40 46 56 42C80 34 104 36 122 44L126 124C104 136 66 132 44 122C24 114 8 110 -9 110Z"
THUMB = "M50 56C70 42 84 30 116 14"


def _hand(s: Sheet, swell: float = 0, skin: str = "", fingers: str = FINGERS) -> str:
    ink = s.ink
    skin = skin or ink.skin

    def shape(colour: str, more: float) -> str:
        return (
            stroke(fingers, colour, 19 + swell + more) + stroke(THUMB, colour, 21 + swell + more)
            + f'<path d="{PALM}" fill="{colour}" stroke="{colour}" stroke-width="{num(more + swell)}"/>'
        )  # fmt: skip

    shadow = f'<g opacity=".5" transform="translate(0 6)" filter="{s.blur(4)}">{shape("#8d9aa2", 2)}</g>'
    light = (
        f'<g opacity=".55" filter="{s.blur(3)}">' + stroke(fingers, ink.light, 7) + stroke(THUMB, ink.light, 8) + "</g>"
    )
    return _paper(shadow + shape(ink.shade, 2.4) + shape(skin, 0) + light)


def hand(s: Sheet) -> str:
    """The back of a hand."""
    return (
        _hand(s)
        + _nails(s)
        + _knuckles(s)
        + _veins(
            s,
            Curve((0, 40, 70, 112), (78, 74, 70, 62)),
            "M46 74C70 88 92 90 116 88M0 94C30 94 60 106 106 108",
            width=4.5,
        )
    )


def _nails(s: Sheet) -> str:
    tips = ((192, 36, -12), (210, 72, -3), (202, 104, 4), (173, 132, 13), (117, 14, -28))
    return f'<g fill="{s.ink.light}" stroke="{s.ink.shade}" stroke-width=".8">' + "".join(
        f'<rect x="-8" y="-6" width="14" height="12" rx="5" transform="translate({x} {y}) rotate({turn})"/>' for x, y, turn in tips
    ) + "</g>"  # fmt: skip


def _knuckles(s: Sheet) -> str:
    lines = "M150 37q4 6 3 13M154 36q4 6 3 13M162 67q3 7 2 14M166 67q3 7 2 14M156 94q3 7 1 14M160 95q3 7 1 14M138 118q2 6-1 13"
    return stroke(lines, s.ink.shade, 1.3, ' opacity=".8"')


def swollen_hand(s: Sheet) -> str:
    return _hand(s, 7) + _nails(s)


def palm(s: Sheet) -> str:
    """The inner side of a hand, where colour shows on every skin."""
    joints = "M142 38l4 18M166 33l3 17M150 66l2 18M178 65l1 17M146 94l-1 18M174 95l-1 17M130 116l-4 17M150 121l-4 16"
    return _palm(s, joints)


def three_fingers(s: Sheet) -> str:
    """The same without the middle finger, which the mark draws."""
    return _palm(
        s,
        "M142 38l4 18M166 33l3 17M146 94l-1 18M174 95l-1 17M130 116l-4 17M150 121l-4 16",
        FINGERS.replace("M120 76L208 72", ""),
    )


def _palm(s: Sheet, joints: str, fingers: str = FINGERS) -> str:
    ink = s.ink
    lines = "M116 56C92 60 66 70 54 96M124 74C100 78 80 88 70 112M60 52C76 58 84 72 78 96"
    return (
        _hand(s, skin=ink.palm, fingers=fingers) + f'<g opacity=".5">{s.glow(84, 84, 54, 40, ink.light, 0.8, 0.4)}</g>'
        + stroke(lines, ink.shade, 1.8, ' opacity=".8"') + stroke(joints, ink.shade, 1.4, ' opacity=".7"')
    )  # fmt: skip


def belly(s: Sheet) -> str:
    ink = s.ink
    d = "M22-9C34 50 34 90 12 169H228C206 90 206 50 218-9Z"
    body = (
        f'<path d="{d}" fill="#8d9aa2" opacity=".5" filter="{s.blur(5)}"/>'
        f'<path d="{d}" fill="{ink.skin}"/>{s.glow(108, 70, 92, 84, ink.light, 0.8)}'
        + stroke(
            "M25-4C36 50 35 88 15 160M215-4C204 50 205 88 225 160", ink.shade, 9, f' opacity=".6" filter="{s.blur(4)}"'
        )
    )
    navel = s.dip(120, 82, 5, 6.5, ink.shade)
    band = '<path d="M0 142C70 150 170 150 240 142V160H0Z" fill="#6f8496"/><path d="M0 147C70 155 170 155 240 147" fill="none" stroke="#56697a" stroke-dasharray="3 3"/>'
    return _paper(body + navel + band)


def two_legs(s: Sheet) -> str:
    """Both lower legs from the front, one wider."""
    thin = "M54-9C48 26 46 52 56 84C60 104 60 114 56 128C50 142 46 152 60 153H82C90 153 88 142 84 130C82 116 84 104 88 86C96 54 96 24 92-9Z"
    wide = "M146-9C134 22 128 54 140 88C146 106 147 114 143 127C136 142 134 153 150 154H178C188 153 184 142 181 129C179 114 182 106 188 90C202 54 198 22 192-9Z"
    ink = s.ink

    def leg(d: str) -> str:
        side = s.define(
            "linearGradient", "",
            f'<stop stop-color="{ink.light}"/><stop offset=".3" stop-color="{ink.skin}"/><stop offset=".65" stop-color="{ink.skin}"/><stop offset="1" stop-color="{ink.shade}"/>',
        )  # fmt: skip
        return f'<path d="{d}" fill="#8d9aa2" opacity=".5" transform="translate(4 3)" filter="{s.blur(4)}"/><path d="{d}" fill="{side}"/>'

    toes = stroke(
        "M58 146l-1 6M64 147v6M70 147v6M77 147l1 6M150 147l-1 6M158 148v6M166 148v6M174 147l1 6", ink.shade, 1.4
    )
    shin = stroke("M70 30C68 60 69 90 70 116", ink.light, 5, f' opacity=".7" filter="{s.blur(2)}"')
    return _paper(leg(thin) + leg(wide) + shin + toes)


def ankle(s: Sheet) -> str:
    """The inner side of a lower leg and foot."""
    ink = s.ink
    d = "M62-9C60 20 66 50 70 74C72 92 62 104 58 118C54 138 62 150 84 151H196C222 151 232 142 224 132C210 118 176 108 158 92C146 80 146 50 156-9Z"
    side = s.define(
        "linearGradient", "",
        f'<stop stop-color="{ink.skin}"/><stop offset=".25" stop-color="{ink.light}"/><stop offset=".6" stop-color="{ink.skin}"/><stop offset="1" stop-color="{ink.shade}"/>',
    )  # fmt: skip
    bone = s.glow(114, 104, 13, 12, ink.light, 0.9) + stroke("M104 113q10 7 20 0", ink.shade, 2, ' opacity=".6"')
    toes = stroke("M222 136q-8-2-12 2M72 146q60 6 140 2", ink.shade, 1.5, ' opacity=".7"')
    return _paper(
        f'<path d="{d}" fill="#8d9aa2" opacity=".5" transform="translate(4 4)" filter="{s.blur(4)}"/><path d="{d}" fill="{side}"/>'
        + bone
        + toes
    )


def rule(units: float) -> str:
    """A paper rule with millimetres, as long as fits: 5 cm on an arm, 2 cm near by."""
    cm = 2 if units >= 30 else 5
    long = cm * units
    y = HEIGHT - 15
    ticks = "".join(f"M{num(8 + n * units)} {y}v8" for n in range(cm + 1))
    return (
        f'<path d="M4 {y}h{num(long + 34)}v13H4z" fill="#fff" stroke="#68747c" stroke-width=".6"/>'
        f'<path d="M8 {y + 2}h{num(long)}" stroke="#212b32" stroke-width="4" stroke-dasharray=".5 {num(units / 10 - 0.5)}"/>'
        f'<path d="{ticks}" stroke="#212b32" stroke-width=".9"/>'
        f'<text x="{num(11 + long)}" y="{y + 10}" font-family="sans-serif" font-size="9" fill="#212b32">{cm} cm</text>'
    )


__all__ = ["NEAR_VEIN", "VEIN", "Setting", "ellipse"]
SETTINGS = {
    "arm": Setting(arm, 20),
    "bare_arm": Setting(bare_arm, 20),
    "elbow": Setting(elbow, 18),
    "near": Setting(near, 40),
    "near_bare": Setting(near_bare, 40),
    "two_arms": Setting(two_arms, 0),
    "hand": Setting(hand, 0),
    "swollen_hand": Setting(swollen_hand, 0),
    "palm": Setting(palm, 0),
    "three_fingers": Setting(three_fingers, 0),
    "belly": Setting(belly, 0),
    "two_legs": Setting(two_legs, 0),
    "ankle": Setting(ankle, 0),
}
