"""What must be seen by a nurse or a doctor: infections, wounds, a limb without blood, a clot."""

from __future__ import annotations

from waymend.web.atlas.settings import VEIN
from waymend.web.atlas.sheet import Sheet, ellipse, stroke


def redness_with_line(s: Sheet) -> str:
    """Drawn round an hour ago, and past the line since, on the side towards the body."""
    ink = s.ink
    pen = "M84 52C110 42 150 46 168 60C182 74 176 100 154 108C128 116 94 112 82 98C70 84 70 62 84 52Z"
    return (
        s.patch(112, 80, 78, 38, ink.red, 0.8, 7, 0.12) + s.glow(104, 70, 46, 20, ink.shine, 0.3) + s.patch(128, 80, 30, 17, ink.red, 0.7, 6)
        + f'<path d="{pen}" fill="none" stroke="{ink.pen}" stroke-width="2.2" stroke-linejoin="round"/>'
        + f'<text x="176" y="56" font-family="sans-serif" font-size="10" fill="{ink.pen}">9:00</text>' + ellipse(130, 78, 2.4, 2.4, ink.scab)
    )  # fmt: skip


def streaks(s: Sheet) -> str:
    """From the sore at the wrist up towards the armpit: uneven, two or three."""
    ink = s.ink
    lines = (
        "M190 78C160 66 128 82 96 66S40 62-6 52", "M190 84C164 92 130 84 100 92S40 84-6 94", "M188 80C150 78 132 92 108 78",
    )  # fmt: skip
    runs = "".join(
        stroke(d, ink.red, w, f' opacity=".9" filter="{s.blur(1.3)}"')
        for d, w in zip(lines, (5, 4.4, 3.4), strict=True)
    )
    sheen = stroke("M180 72C158 63 128 78 98 63", ink.shine, 1.6, f' opacity=".4" filter="{s.blur(0.7)}"')
    return s.patch(198, 82, 26, 20, ink.red, 0.95, 5) + runs + sheen + s.crust(200, 82, 7, 6)


def abscess(s: Sheet) -> str:
    """Round, hot and tight, a pale head where it is about to open."""
    ink = s.ink
    head = s.glow(120, 72, 9, 7.5, "#efe2a6", 1, 0.5) + ellipse(118, 70, 2.4, 1.6, "#fffbe8")
    return s.patch(122, 82, 68, 44, ink.red, 0.75, 8, 0.1) + s.dome(120, 79, 34, 29, ink.hot, ink.red, 0.95) + head


def no_clear_red(s: Sheet) -> str:
    """The lower arm is swollen, tight and shiny; its colour hardly tells."""
    ink = s.ink
    return (
        s.patch(132, 112, 66, 28, ink.red, 0.3, 9, 0.1) + s.glow(126, 92, 58, 13, ink.shine, 0.95, 0.1) + s.glow(110, 88, 22, 5, ink.shine, 1)
        + stroke("M84 142C110 148 150 148 180 143", ink.shade, 5, f' opacity=".8" filter="{s.blur(2.5)}"') + ellipse(140, 108, 2.2, 2.2, ink.scab)
    )  # fmt: skip


def ulcer(s: Sheet) -> str:
    """Above the ankle bone: shallow, wet, uneven, in skin stained brown."""
    ink = s.ink
    d = s.blob(112, 56, 27, 25, 0.15, 10)
    return (
        s.patch(112, 60, 42, 46, ink.dark, 0.75, 7)
        + f'<path d="{d}" fill="{ink.raw}" stroke="{ink.shade}" stroke-width="3.5" stroke-linejoin="round"/>'
        + s.patch(104, 64, 10, 8, ink.slough, 0.95, 1.6, 0.35) + s.patch(122, 46, 7, 6, ink.slough, 0.9, 1.4, 0.35)
        + s.glow(116, 60, 7, 3, "#fff", 0.55) + s.glow(102, 46, 5, 2.4, "#fff", 0.5)
    )  # fmt: skip


def black_crust(s: Sheet) -> str:
    """Dry dead skin, black and stuck, two patches that have joined; a raw and yellow rim."""
    ink = s.ink
    d = "M66 78C64 62 84 50 104 54C122 52 134 62 138 74C148 70 168 72 174 84C182 96 168 108 154 106C142 110 132 104 126 100C112 108 92 104 82 98C72 96 66 88 66 78Z"
    cracks = stroke(
        "M78 72l14 5 12-7 18 7M94 78l-5 16M110 73l4-11M108 94l12-7M136 90l12-4 14 6M148 87l-2-8", "#6b635c", 1.3
    )
    return (
        f'<path d="{d}" fill="{ink.red}" stroke="{ink.red}" stroke-width="34" stroke-linejoin="round" opacity=".65" filter="{s.blur(6)}"/>'
        f'<path d="{d}" fill="{ink.raw}" stroke="{ink.raw}" stroke-width="13" stroke-linejoin="round"/>'
        f'<path d="{d}" fill="none" stroke="{ink.slough}" stroke-width="5.5" stroke-linejoin="round" stroke-dasharray="30 7 18 4"/>'
        f'<path d="{d}" fill="#15110f"/>' + cracks + s.glow(96, 62, 18, 5, "#8d867e", 0.5) + s.glow(152, 80, 12, 4, "#8d867e", 0.4)
    )  # fmt: skip


def dusky_blisters(s: Sheet) -> str:
    """Skin that is dying: dusky purple and grey in patches, blisters with dark fluid, tight beyond the edge."""
    ink = s.ink
    return (
        s.patch(124, 80, 74, 40, ink.red, 0.6, 8, 0.1) + s.patch(122, 80, 54, 30, ink.bruise, 0.9, 5, 0.2) + s.patch(106, 74, 20, 13, "#3a3543", 0.85, 4, 0.25)
        + s.patch(140, 90, 24, 12, "#77707c", 0.6, 4, 0.25)
        + s.dome(132, 72, 15, 11, "#5a2238", "#2a0e1e", 0.95) + s.dome(154, 88, 9, 7, "#5a2238", "#2a0e1e", 0.95) + s.dome(102, 94, 7, 5.5, "#5a2238", "#2a0e1e", 0.95)
    )  # fmt: skip


def pale_fingers(s: Sheet) -> str:
    """Two fingers without blood: pale and grey, blotched blue; the others as they were."""
    ink = s.ink
    fingers = stroke("M118 98L200 104M110 118L172 132", ink.ashen, 18, f' filter="{s.blur(1)}"')
    blots = "".join(
        s.patch(x, y, w, w * 0.7, "#5d6288", 0.7, 2.2, 0.35)
        for x, y, w in (
            (94, 98, 8),
            (108, 110, 9),
            (126, 101, 7),
            (148, 98, 6),
            (162, 107, 7),
            (128, 122, 7),
            (146, 128, 6),
            (84, 112, 6),
        )
    )
    tips = s.glow(199, 104, 15, 10, "#4a507c", 0.9) + s.glow(169, 131, 15, 10, "#4a507c", 0.9)
    joints = stroke("M146 94l-1 18M174 95l-1 17M130 116l-4 17M150 121l-4 16", ink.shade, 1.2, ' opacity=".6"')
    return s.glow(96, 106, 40, 26, ink.ashen, 0.9, 0.25) + fingers + blots + tips + joints


def bent_finger(s: Sheet) -> str:
    """One finger, swollen along its whole length, curls in and cannot be made straight: it looks short and thick, its tip towards us."""
    ink = s.ink
    d = "M112 75L164 74"
    return (
        s.glow(104, 76, 34, 26, ink.red, 0.75, 0.2) + stroke(d, ink.shade, 31) + stroke(d, ink.palm, 29) + stroke(d, ink.hot, 24, f' opacity=".9" filter="{s.blur(3)}"')
        + stroke("M118 66L150 65", ink.shine, 4, f' opacity=".8" filter="{s.blur(2)}"') + stroke("M136 62q4 12 0 25M128 62q3 12 0 26", ink.shade, 1.3, ' opacity=".6"')
        + s.dome(163, 76, 15, 14.5, ink.hot, ink.hot, 0.9) + stroke("M151 66q-5 9 0 20", ink.shade, 1.8, ' opacity=".8"')
        + f'<path d="M175 66q5 10 0 20q4-10 0-20z" fill="{ink.light}" stroke="{ink.shade}" stroke-width=".8"/>'
    )  # fmt: skip


def swollen_leg(s: Sheet) -> str:
    """The leg on the right of the picture: wider, tight, no shin to be seen; a tape round each calf at the same height."""
    ink = s.ink
    tape = "".join(
        stroke(d, "#f6d84f", 6) + stroke(d, "#212b32", 6, ' stroke-dasharray=".7 3.3"')
        for d in ("M47 62q20 9 49 0", "M134 62q34 11 63 0")
    )
    return (
        s.patch(167, 70, 26, 46, ink.red, 0.4, 8, 0.1) + s.glow(158, 40, 9, 34, ink.shine, 0.8) + s.glow(160, 112, 7, 18, ink.shine, 0.6)
        + tape.replace("stroke-linecap=\"round\"", 'stroke-linecap="butt"')
    )  # fmt: skip


def purple_spots(s: Sheet) -> str:
    """Pinpoints and small patches in the skin; under a glass pressed on them they stay."""
    ink = s.ink
    spots = []
    for n in range(40):
        x, y = 16 + 30 * (n % 8) + s.chance.uniform(-13, 13), 16 + 26 * (n // 8) + s.chance.uniform(-11, 11)
        size = s.chance.choice((2.2, 2.6, 3, 3.6, 4.4))
        spots.append(ellipse(x, y, size, size * 0.94, ink.bruise))
    spots += [s.patch(x, y, 11, 9, ink.bruise, 0.9, 1.2, 0.25) for x, y in ((62, 92), (142, 84), (206, 34))]
    glass = (
        '<circle cx="150" cy="72" r="50" fill="#dff1f5" opacity=".28"/><circle cx="150" cy="72" r="50" fill="none" stroke="#f7fdff" stroke-width="4" opacity=".9"/>'
        '<path d="M114 60a38 38 0 0 1 26-24" fill="none" stroke="#fff" stroke-width="5" stroke-linecap="round" opacity=".8"/>'
    )
    return "".join(spots) + glass


DANGER = {
    "redness_with_line": ("bare_arm", redness_with_line),
    "no_clear_red": ("two_arms", no_clear_red),
    "streaks": ("bare_arm", streaks),
    "abscess": ("bare_arm", abscess),
    "ulcer": ("ankle", ulcer),
    "black_crust": ("bare_arm", black_crust),
    "dusky_blisters": ("bare_arm", dusky_blisters),
    "bent_finger": ("three_fingers", bent_finger),
    "pale_fingers": ("palm", pale_fingers),
    "swollen_leg": ("two_legs", swollen_leg),
    "purple_spots": ("near_bare", purple_spots),
}
__all__ = ["DANGER", "VEIN"]
