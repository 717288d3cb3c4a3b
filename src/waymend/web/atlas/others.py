"""What else a mark can be: care and medicine, ink, moles, bites, rashes, picking, burns."""

from __future__ import annotations

from waymend.web.atlas.sheet import Curve, Sheet, ellipse, stroke


def donation_mark(s: Sheet) -> str:
    """One dent at the one place, with a brown stain; nothing along the vein."""
    ink = s.ink
    return (
        s.patch(146, 92, 24, 17, ink.stale, 0.55, 6)
        + s.patch(150, 94, 14, 9, ink.dark, 0.4, 4)
        + s.dip(141, 87, 5.6, 5, ink.pale)
    )


def drip_bruise(s: Sheet) -> str:
    ink = s.ink
    tape = '<rect x="56" y="58" width="44" height="40" rx="4" fill="#fff" opacity=".16"/>' + stroke(
        "M60 58H96Q100 58 100 62V94Q100 98 96 98H60Q56 98 56 94V62Q56 58 60 58Z",
        ink.shine,
        1.4,
        ' stroke-dasharray="4 3" opacity=".9"',
    )
    band = '<path d="M6 50q10 30 2 64h16q8-34-2-66z" fill="#fdfdfb" stroke="#8a98a2"/><path d="M13 70h7M13 76h8M12 82h9M12 88h6" stroke="#66747e" stroke-width="1.4"/>'
    return (
        s.patch(80, 78, 30, 20, ink.stale, 0.7, 5)
        + s.patch(78, 76, 21, 13, ink.bruise, 0.85, 4)
        + tape
        + ellipse(74, 74, 2, 2, ink.scab)
        + band
    )


def insulin_marks(s: Sheet) -> str:
    """Both sides of the navel, spread, none over a vein: dots, a small bruise, a soft lump."""
    ink = s.ink
    dots = []
    for n in range(20):
        x = (44 if n % 2 else 146) + s.chance.uniform(0, 50)
        dots.append(ellipse(x, s.chance.uniform(46, 116), 1.7, 1.7, ink.red if n % 3 else ink.dark))
    return (
        s.dome(172, 96, 24, 17, ink.skin, ink.skin, 0.5) + s.patch(74, 104, 10, 8, ink.bruise, 0.75, 3) + "".join(dots)
    )


def tattoo(s: Sheet) -> str:
    """A swallow: sharp edges, one ink."""
    ink = "#1b3140" if s.ink.pen != "#f4f4ee" else "#04060a"
    bird = "M64 66C84 62 100 68 112 78C120 56 142 42 172 42C152 52 144 64 142 78C154 80 162 86 172 96L200 104C186 106 178 106 168 102L184 120C168 116 156 106 148 98C128 106 104 102 92 86C86 76 76 70 64 66Z"
    lines = stroke("M124 76C130 66 140 56 152 50M132 78C136 70 142 62 150 56M150 92L166 100", s.ink.skin, 1.6)
    return f'<path d="{bird}" fill="{ink}" opacity=".93"/>{lines}{ellipse(88, 76, 1.6, 1.6, s.ink.skin)}'


def mole(s: Sheet) -> str:
    """Round, even, one colour, 5 mm: 20 units."""
    ink = s.ink
    return s.dome(122, 78, 11, 10, ink.brown, ink.brown, 0.5)


def changing_mole(s: Sheet) -> str:
    """Uneven shape and edge, more than one colour, 14 mm across."""
    ink = s.ink
    d = "M92 74C94 56 116 58 126 62C138 50 158 58 156 72C166 78 160 96 150 96C146 110 126 106 122 102C108 112 92 102 98 90C90 86 88 80 92 74Z"
    return (
        s.patch(124, 82, 40, 30, ink.red, 0.4, 5) + f'<path d="{d}" fill="{ink.brown}"/>'
        + s.patch(140, 74, 12, 10, "#100d0c", 0.95, 2, 0.3) + s.patch(108, 94, 10, 7, "#8f9bb4", 0.75, 2, 0.3) + s.patch(110, 74, 11, 8, ink.scar, 0.95, 2, 0.3)
        + s.patch(136, 96, 8, 5, ink.red, 0.9, 1.5, 0.3)
    )  # fmt: skip


def bites(s: Sheet) -> str:
    """In a row and a group, each a raised bump with a point in the middle."""
    ink = s.ink
    places = ((60, 92, 12), (96, 82, 13), (132, 72, 12), (170, 66, 11), (176, 100, 12))
    return "".join(
        s.glow(x, y, size * 2, size * 1.8, ink.red, 0.6, 0.3)
        + s.dome(x, y, size, size * 0.85, ink.hot, ink.hot, 0.95)
        + ellipse(x, y, 1.6, 1.6, ink.scab)
        for x, y, size in places
    )


def itchy_rash(s: Sheet) -> str:
    """In the bend of the elbow: dry, scaly, thick patches with scratches, not along a vein."""
    ink = s.ink
    flakes = "".join(
        f"M{s.chance.uniform(88, 152):.0f} {s.chance.uniform(46, 112):.0f}l{s.chance.uniform(1, 3):.0f} {s.chance.uniform(-1, 1):.0f}"
        for _ in range(34)
    )
    folds = stroke(
        "M98 60q22 10 48 4M94 74q26 8 54 2M96 90q26 8 52 0M102 104q20 6 42 0",
        ink.shade,
        1.4,
        f' opacity=".7" filter="{s.blur(0.6)}"',
    )
    return (
        s.patch(122, 80, 44, 44, ink.red, 0.65, 5, 0.22) + s.patch(110, 66, 19, 20, ink.dark, 0.45, 5, 0.25) + s.patch(136, 98, 19, 14, ink.dark, 0.45, 5, 0.25)
        + folds + stroke(flakes, ink.shine, 1.9, ' opacity=".7"') + stroke("M158 60l16-9M160 66l16-9M160 73l13-7", ink.scab, 1.2, ' opacity=".7"')
    )  # fmt: skip


def hair_bumps(s: Sheet) -> str:
    """A pimple round a hair, each with the hair in its middle."""
    ink = s.ink
    places = ((46, 60), (84, 98), (104, 52), (140, 84), (172, 48), (196, 92), (66, 128))
    hairs = stroke(
        "M24 96q6-12 2-22M120 126q8-8 6-22M160 120q8-6 8-18M220 58q4-10 0-20", ink.scab, 1.2, ' opacity=".8"'
    )
    return hairs + "".join(
        s.glow(x, y, 17, 15, ink.red, 0.75, 0.25) + s.dome(x, y, 8, 7, ink.hot, ink.hot, 0.4) + s.glow(x, y - 1, 4.6, 4, "#f3e7b6", 1, 0.5)
        + stroke(f"M{x} {y}q4-10 12-14", ink.scab, 1.3)
        for x, y in places
    )  # fmt: skip


def picked_sores(s: Sheet) -> str:
    """Scattered, uneven, some raw, some dry, some healed; scratches beside them."""
    ink = s.ink
    raw = "".join(
        s.glow(x, y, w * 1.8, w * 1.6, ink.red, 0.7, 0.4) + f'<path d="{s.blob(x, y, w, w * 0.8, 0.28, 8)}" fill="{ink.raw}"/>' + s.glow(x - 1, y - 1, 2, 1.4, "#fff", 0.6)
        for x, y, w in ((70, 62, 7), (150, 96, 8), (196, 60, 6))
    )  # fmt: skip
    dry = "".join(s.crust(x, y, w, w * 0.8) for x, y, w in ((108, 88, 7), (172, 74, 5.5), (52, 104, 6)))
    healed = "".join(
        s.glow(x, y, 7, 6, c, 0.95, 0.5)
        for x, y, c in ((92, 48, ink.dark), (130, 60, ink.pale), (214, 98, ink.dark), (84, 116, ink.pale))
    )
    return (
        stroke("M112 50l22-8M114 56l20-7M176 112l22-10M178 118l18-8", ink.red, 1.8, ' opacity=".85"')
        + raw
        + dry
        + healed
    )


def round_burns(s: Sheet) -> str:
    """Even circles of one size, 8 mm: flat scars, a dark ring round a pale floor; one with a crust."""
    ink = s.ink
    scars = "".join(
        ellipse(x, y, 8.6, 8, ink.dark) + s.glow(x, y, 7.4, 6.8, ink.pale, 1, 0.7)
        for x, y in ((74, 66), (112, 98), (138, 62))
    )
    return scars + s.crust(176, 88, 8, 7.6)


def dialysis_arm(s: Sheet) -> str:
    """A vein made thick on purpose: it stands up and winds, with rows of needle scars and one scar of surgery."""
    ink = s.ink
    d = Curve((30, 100, 110, 214), (100, 24, 128, 62))
    scars = "".join(
        s.glow(*d.at(t), 3, 2.6, ink.pale, 1, 0.5) for t in (0.22, 0.27, 0.32, 0.37, 0.62, 0.67, 0.72, 0.77)
    )
    cut = stroke("M204 50C212 58 214 70 210 84", ink.pale, 3) + stroke(
        "M202 58l9-2M205 68l9 0M204 78l9 1", ink.pale, 1.4
    )
    return s.ridge(d, 24, ink.skin, 0.8) + scars + cut


OTHERS = {
    "donation_mark": ("elbow", donation_mark),
    "drip_bruise": ("hand", drip_bruise),
    "insulin_marks": ("belly", insulin_marks),
    "dialysis_arm": ("bare_arm", dialysis_arm),
    "tattoo": ("bare_arm", tattoo),
    "mole": ("near_bare", mole),
    "changing_mole": ("near_bare", changing_mole),
    "bites": ("near_bare", bites),
    "itchy_rash": ("elbow", itchy_rash),
    "hair_bumps": ("near_bare", hair_bumps),
    "picked_sores": ("bare_arm", picked_sores),
    "round_burns": ("bare_arm", round_burns),
}
