"""Each kind of mark, drawn on a forearm (or fingers, or two legs) in six skin tones.

Redness is not one colour: on light skin it is red, on brown skin a darker red-brown, on black skin a purple or near-black sheen with little red in it. So every
tone has inks of its own, and shape, edge, height (a light and a shadow) and a centimetre scale carry what colour cannot.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

WIDTH, HEIGHT = 240, 160


class Tone(NamedTuple):
    """Inks on one skin tone."""

    skin: str
    shade: str  # the side away from the light
    light: str  # the side towards it, and shine
    red: str  # what redness looks like
    bruise: str
    dark: str  # a mark that healed darker
    pale: str  # a scar without colour
    vein: str
    scab: str


INKS = {
    "1": Tone("#f3d9c6", "#dcb59b", "#fff1e6", "#d9534a", "#75609a", "#b07a58", "#fff8f2", "#9fb3bd", "#6b2f1c"),
    "2": Tone("#e3b895", "#c6936c", "#f7d9bf", "#c4473b", "#68528a", "#94603c", "#f8e6d8", "#8c9c99", "#5d2817"),
    "3": Tone("#c58f67", "#a36f4a", "#e2b48f", "#96362f", "#573f72", "#704222", "#ecd0b8", "#7b8076", "#4b1f11"),
    "4": Tone("#9a653f", "#774a2c", "#bd8a62", "#66201f", "#3f2b58", "#4a2712", "#d9b191", "#5d5549", "#35140a"),
    "5": Tone("#6b4229", "#4e2e1b", "#94684a", "#3a0f1a", "#24163a", "#2b1509", "#b88a68", "#3d3a3a", "#1c0905"),
    "6": Tone("#4d2f1e", "#331d12", "#74513c", "#1d060f", "#150b26", "#170a04", "#9a7358", "#241f22", "#0c0402"),
}
TONES = tuple(INKS)
Draw = Callable[[Tone], str]


def drawing(entry: str, tone: str) -> str:
    """The drawing of an entry on a skin tone, as SVG. Raises KeyError for an entry that is not drawn."""
    ink = INKS[tone]
    setting, mark = DRAWN[entry]
    title = f"{entry}-{tone}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{entry.replace("_", " ")}" data-drawing="{title}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#eef2f3"/>{setting(ink)}{mark(ink)}{_scale()}</svg>'
    )


def _scale() -> str:
    """Two centimetres, 30 units each."""
    ticks = "".join(f'<path d="M{170 + 30 * n} 147v6" stroke="#212b32"/>' for n in range(3))
    return f'<path d="M170 150h60" stroke="#212b32"/>{ticks}<text x="200" y="144" font-size="9" text-anchor="middle" fill="#212b32">2 cm</text>'


def _arm(ink: Tone) -> str:
    return (
        f'<path d="M0 34C60 22 150 30 240 44V118C150 132 60 136 0 128Z" fill="{ink.skin}"/>'
        f'<path d="M0 112C70 122 160 116 240 104V118C150 132 60 136 0 128Z" fill="{ink.shade}" opacity=".55"/>'
        f'<path d="M0 44C70 32 160 40 240 54" fill="none" stroke="{ink.light}" stroke-width="5" opacity=".5"/>'
    )


def _vein(ink: Tone) -> str:
    return f'<path d="M8 84C60 70 120 92 232 76" fill="none" stroke="{ink.vein}" stroke-width="7" opacity=".4"/>'


def _arm_with_vein(ink: Tone) -> str:
    return _arm(ink) + _vein(ink)


def _fingers(ink: Tone) -> str:
    palm = f'<rect x="10" y="100" width="170" height="60" rx="24" fill="{ink.skin}"/>'
    return palm + "".join(_finger(ink.skin, ink.light, n) for n in range(4))


def _finger(skin: str, nail: str, n: int) -> str:
    x, top = 14 + 42 * n, (34, 18, 14, 30)[n]
    return f'<rect x="{x}" y="{top}" width="34" height="{120 - top}" rx="16" fill="{skin}"/><rect x="{x + 9}" y="{top + 6}" width="16" height="18" rx="7" fill="{nail}"/>'


def _legs(ink: Tone) -> str:
    thin = f'<path d="M30 0h46c2 50 4 70-4 96l-4 50H44l-6-50C28 70 28 50 30 0Z" fill="{ink.skin}"/>'
    wide = (
        f'<path d="M116 0h56c12 50 14 74 0 104l-6 42h-40l-8-42c-14-30-12-54-2-104Z" fill="{ink.skin}"/>'
        f'<path d="M126 14c-4 40-4 60 2 86" fill="none" stroke="{ink.light}" stroke-width="7" opacity=".8"/>'
    )
    return thin + wide


def _dot(x: float, y: float, size: float, fill: str, opacity: float = 1) -> str:
    return f'<circle cx="{x:g}" cy="{y:g}" r="{size:g}" fill="{fill}" opacity="{opacity:g}"/>'


def _patch(x: float, y: float, wide: float, high: float, fill: str, opacity: float = 0.85, steps: int = 4) -> str:
    """A patch with a soft edge: rings that grow fainter outward."""
    return "".join(
        f'<ellipse cx="{x:g}" cy="{y:g}" rx="{wide * (1 - n / (steps + 1.5)):g}" ry="{high * (1 - n / (steps + 1.5)):g}" fill="{fill}" opacity="{opacity / steps * 1.3:g}"/>'
        for n in range(steps)
    )


def _raised(x: float, y: float, wide: float, high: float, ink: Tone, fill: str) -> str:
    """Something that stands up: a shadow below, a light above."""
    return (
        f'<ellipse cx="{x:g}" cy="{y + high * 0.25:g}" rx="{wide * 1.1:g}" ry="{high:g}" fill="{ink.shade}"/>'
        f'<ellipse cx="{x:g}" cy="{y:g}" rx="{wide:g}" ry="{high * 0.92:g}" fill="{fill}"/>'
        f'<ellipse cx="{x - wide * 0.3:g}" cy="{y - high * 0.42:g}" rx="{wide * 0.32:g}" ry="{high * 0.16:g}" fill="{ink.light}" opacity=".85"/>'
    )


def _on_vein(n: int, count: int) -> tuple[float, float]:
    """Places along the vein of the arm, which is a curve of four points."""
    t = 0.12 + 0.78 * n / (count - 1)
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    xs, ys = (8, 60, 120, 232), (84, 70, 92, 76)
    return round(sum(w * x for w, x in zip(weights, xs, strict=True)), 1), round(
        sum(w * y for w, y in zip(weights, ys, strict=True)), 1
    )


def _rim(x: float, y: float, size: float, ink: Tone) -> str:
    """The light that catches a small bump: what can be seen of it where colour cannot."""
    return f'<path d="M{x - size:g} {y:g}a{size:g} {size:g} 0 0 1 {2 * size:g} 0" fill="none" stroke="{ink.light}" stroke-width="1.4"/>'


def fresh_punctures(ink: Tone) -> str:
    return "".join(
        _patch(x, y, 9, 8, ink.red, 0.6) + _dot(x, y, 2.6, ink.scab) for x, y in ((80, 78), (112, 84), (142, 82))
    )


def line_along_vein(ink: Tone) -> str:
    fresh = [
        _patch(*_on_vein(n, 12), 6, 6, ink.red, 0.55) + _dot(*_on_vein(n, 12), 2.2, ink.scab) for n in range(0, 12, 3)
    ]
    old = [_dot(*_on_vein(n, 12), 3, ink.pale if n % 3 == 1 else ink.dark, 0.9) for n in range(12) if n % 3]
    return "".join(fresh + old)


def bruise(ink: Tone) -> str:
    return _patch(118, 82, 46, 27, ink.bruise, 0.95, 5) + _patch(136, 90, 22, 13, ink.dark, 0.5)


def scab(ink: Tone) -> str:
    return "".join(
        f'<path d="M{x} {y}l6-5 8 2 4 7-6 6-9-1Z" fill="{ink.scab}" stroke="{ink.light}" stroke-width=".8"/>'
        for x, y in ((78, 80), (116, 84), (150, 79))
    )


def healing_mark(ink: Tone) -> str:
    return "".join(_patch(x, y, 7, 6, ink.dark, 0.75) for x, y in ((84, 80), (118, 85), (150, 80)))


def old_dark_line(ink: Tone) -> str:
    return f'<path d="M30 80C70 72 120 92 212 76" fill="none" stroke="{ink.dark}" stroke-width="7" stroke-linecap="round" opacity=".85"/>'


def pale_scar(ink: Tone) -> str:
    lines = f'<path d="M50 82C90 76 120 90 170 80" fill="none" stroke="{ink.pale}" stroke-width="4" stroke-linecap="round"/>'
    edge = f'<path d="M50 84.5C90 78.5 120 92.5 170 82.5" fill="none" stroke="{ink.shade}" stroke-width="1.2"/>'
    return edge + lines + _dot(188, 78, 4, ink.pale)


def raised_scar(ink: Tone) -> str:
    return _raised(112, 80, 44, 12, ink, ink.dark) + _raised(160, 78, 14, 10, ink, ink.dark)


def round_sunken_scars(ink: Tone) -> str:
    return "".join(
        f'<circle cx="{x}" cy="{y}" r="11" fill="{ink.dark}"/><circle cx="{x}" cy="{y + 1.5}" r="8" fill="{ink.pale}"/><path d="M{x - 9} {y - 4}a10 10 0 0 1 18 0" fill="none" stroke="{ink.shade}" stroke-width="2.5"/>'
        for x, y in ((60, 70), (96, 92), (130, 66), (168, 88))
    )


def hard_vein(ink: Tone) -> str:
    return (
        f'<path d="M14 88C64 74 122 96 226 80" fill="none" stroke="{ink.shade}" stroke-width="13" stroke-linecap="round"/>'
        f'<path d="M14 84C64 70 122 92 226 76" fill="none" stroke="{ink.skin}" stroke-width="10" stroke-linecap="round"/>'
        f'<path d="M18 81C66 67 122 89 222 73" fill="none" stroke="{ink.light}" stroke-width="3" stroke-linecap="round"/>'
    )


def sunken_vein(ink: Tone) -> str:
    return (
        f'<path d="M24 82C66 72 122 92 216 78" fill="none" stroke="{ink.shade}" stroke-width="11" stroke-linecap="round"/>'
        f'<path d="M24 86.5C66 76.5 122 96.5 216 82.5" fill="none" stroke="{ink.light}" stroke-width="2.5" stroke-linecap="round"/>'
    )


def redness_with_line(ink: Tone) -> str:
    pen = "#1f4fd8" if ink.skin > "#7" else "#ffffff"
    return (
        _patch(122, 82, 62, 32, ink.red, 0.85, 5) + _dot(104, 82, 3, ink.scab)
        + f'<ellipse cx="108" cy="82" rx="44" ry="27" fill="none" stroke="{pen}" stroke-width="2.5" stroke-dasharray="7 4"/>'
    )  # fmt: skip


def streaks(ink: Tone) -> str:
    lines = "".join(
        f'<path d="M62 {y}C110 {y - 12} 160 {y + 8} 236 {y - 10}" fill="none" stroke="{ink.red}" stroke-width="4.5" opacity=".85"/>'
        for y in (74, 88)
    )
    return _patch(50, 82, 24, 19, ink.red, 0.9) + _dot(50, 82, 3, ink.scab) + lines


def abscess(ink: Tone) -> str:
    return (
        _patch(120, 82, 54, 34, ink.red, 0.75, 4)
        + _raised(120, 80, 27, 23, ink, ink.red)
        + _patch(120, 79, 10, 8, "#f0e4a8", 1.1, 2)
    )


def ulcer(ink: Tone) -> str:
    return (
        f'<path d="M92 78c6-18 40-22 54-8 14 12 8 32-14 36-24 5-46-8-40-28Z" fill="{ink.dark}"/>'
        '<path d="M98 80c5-14 32-17 43-6 11 9 6 24-11 27-19 4-36-6-32-21Z" fill="#c9655c"/>'
        '<path d="M110 82c6-7 20-6 23 1 2 7-8 11-16 10-7-1-10-6-7-11Z" fill="#e6d08f"/>'
    )


def black_crust(ink: Tone) -> str:
    edge = f'<path d="M84 80c8-24 56-28 72-8 14 18 0 40-30 42-30 2-48-14-42-34Z" fill="{ink.light}"/>'
    raw = '<path d="M88 80c8-21 51-24 65-6 12 16 0 34-27 36-27 2-43-12-38-30Z" fill="#b8564c"/>'
    crust = '<path d="M95 80c7-16 42-19 53-5 9 13 0 26-22 28-21 1-35-9-31-23Z" fill="#14100f"/>'
    cracks = '<path d="M104 84l14-6 10 8 12-7M116 96l8-8" fill="none" stroke="#6d6661" stroke-width="1.5"/>'
    return edge + raw + crust + cracks


def no_clear_red(ink: Tone) -> str:
    return (
        _raised(120, 82, 62, 33, ink, ink.skin) + _patch(122, 86, 54, 27, ink.bruise, 0.45)
        + f'<path d="M86 62c18-8 42-8 58-2" fill="none" stroke="{ink.light}" stroke-width="6" stroke-linecap="round"/>' + _dot(112, 84, 2.6, ink.scab)
    )  # fmt: skip


def pale_fingers(ink: Tone) -> str:
    grey = "#b9bcc8" if ink.skin > "#7" else "#7d7680"
    blotches = "".join(_patch(x, y, 8, 9, "#5b5f86", 0.7, 3) for x, y in ((114, 52), (112, 88), (156, 62), (158, 92)))
    return _finger(grey, "#6f7fae", 2) + _finger(grey, "#6f7fae", 3) + blotches


def swollen_leg(ink: Tone) -> str:
    arrows = '<path d="M28 76h-14m0 0l5-4m-5 4l5 4M80 76h10m0 0l-5-4m5 4l-5 4M106 76h-6M184 76h8" fill="none" stroke="#212b32" stroke-width="1.6"/>'
    return _patch(146, 84, 26, 30, ink.red, 0.3) + arrows


def donation_mark(ink: Tone) -> str:
    return (
        _patch(126, 86, 20, 13, ink.bruise, 0.45)
        + f'<circle cx="118" cy="82" r="5" fill="{ink.dark}"/><circle cx="118" cy="83" r="2.6" fill="{ink.pale}"/>'
    )


def drip_bruise(ink: Tone) -> str:
    tape = f'<rect x="84" y="58" width="70" height="48" rx="4" fill="none" stroke="{ink.dark}" stroke-width="1.6" stroke-dasharray="3 3"/>'
    return tape + _patch(120, 82, 26, 17, ink.bruise, 0.85) + _dot(112, 82, 2.6, ink.scab)


def insulin_marks(ink: Tone) -> str:
    dots = "".join(
        _dot(x, y, 2.2, ink.dark) for x, y in ((52, 62), (84, 98), (110, 58), (140, 96), (168, 64), (196, 92), (70, 80))
    )
    return _raised(130, 78, 22, 10, ink, ink.skin) + dots


def tattoo(ink: Tone) -> str:
    colour = "#16303f" if ink.skin > "#7" else "#05090c"
    rim = ink.light if ink.skin < "#7" else colour
    return f'<path d="M120 52l8 20 22 1-17 14 6 21-19-12-19 12 6-21-17-14 22-1Z" fill="{colour}" stroke="{rim}" stroke-width="1"/>'


def mole(ink: Tone) -> str:
    return _raised(122, 82, 8, 7.5, ink, ink.scab)


def bites(ink: Tone) -> str:
    return "".join(
        _patch(x, y, 12, 10, ink.red, 0.5) + _raised(x, y, 6.5, 5.5, ink, ink.red) + _dot(x, y, 1.2, ink.scab)
        for x, y in ((72, 88), (102, 78), (134, 70), (166, 86))
    )


DRAWN: dict[str, tuple[Draw, Draw]] = {
    **{
        mark.__name__: (_arm_with_vein, mark)
        for mark in (fresh_punctures, line_along_vein, old_dark_line, pale_scar, hard_vein, sunken_vein, healing_mark, scab)
    },
    **{
        mark.__name__: (_arm, mark)
        for mark in (
            bruise, raised_scar, round_sunken_scars, redness_with_line, streaks, abscess, ulcer, black_crust, no_clear_red, donation_mark, drip_bruise,
            insulin_marks, tattoo, mole, bites,
        )
    },
    "pale_fingers": (_fingers, pale_fingers),
    "swollen_leg": (_legs, swollen_leg),
}  # fmt: skip
