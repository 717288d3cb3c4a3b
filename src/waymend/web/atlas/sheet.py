"""The sheet that one drawing is made on: its inks, its gradients, and the few strokes that every mark is made of.

A gradient or a blur is defined once a drawing, under an id that names the drawing and the tone, so that many drawings stand in one page. Chance is seeded with the
entry: the same mark has the same shape on every tone and in every build.
"""

from __future__ import annotations

from math import cos, pi, sin
from random import Random
from typing import NamedTuple

from waymend.web.atlas.tones import INKS


class Curve(NamedTuple):
    """A cubic curve: x and y of its four points."""

    xs: tuple[float, float, float, float]
    ys: tuple[float, float, float, float]

    def at(self, t: float) -> tuple[float, float]:
        """The point a share of the way along."""
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
        return sum(w * x for w, x in zip(weights, self.xs, strict=True)), sum(
            w * y for w, y in zip(weights, self.ys, strict=True)
        )

    def down(self, by: float) -> Curve:
        return Curve(self.xs, (self.ys[0] + by, self.ys[1] + by, self.ys[2] + by, self.ys[3] + by))

    @property
    def d(self) -> str:
        points = [f"{num(x)} {num(y)}" for x, y in zip(self.xs, self.ys, strict=True)]
        return f"M{points[0]}C{' '.join(points[1:])}"


class Sheet:
    """One drawing in the making."""

    def __init__(self, entry: str, tone: str) -> None:
        self.key = f"{entry}-{tone}"
        self.ink = INKS[tone]
        self.chance = Random(entry)
        self.defined: dict[str, str] = {}

    @property
    def defs(self) -> str:
        return f"<defs>{''.join(self.defined.values())}</defs>" if self.defined else ""

    def define(self, kind: str, attributes: str, inside: str) -> str:
        """Define once; returns how to refer to it."""
        what = f"{kind} {attributes}>{inside}"
        if what not in self.defined:
            name = f"{self.key}-{len(self.defined)}"
            self.defined[what] = f'<{kind} id="{name}"{" " if attributes else ""}{attributes}>{inside}</{kind}>'
        name = self.defined[what].split('"')[1]
        return f"url(#{name})"

    def fade(self, colour: str, alpha: float = 1, core: float = 0) -> str:
        """A colour that fades outward. core: the share of the radius that stays full."""
        full = f' stop-opacity="{num(alpha)}"' if alpha != 1 else ""
        start = f' offset="{num(core)}"' if core else ""
        mid = (
            f'<stop offset="{num(core + (1 - core) * 0.55)}" stop-color="{colour}" stop-opacity="{num(alpha * 0.55)}"/>'
        )
        return self.define(
            "radialGradient",
            "",
            f'<stop{start} stop-color="{colour}"{full}/>{mid}<stop offset="1" stop-color="{colour}" stop-opacity="0"/>',
        )

    def fall(self, *colours: str) -> str:
        """Colours from top to bottom."""
        last = len(colours) - 1
        stops = "".join(f'<stop offset="{num(n / last)}" stop-color="{c}"/>' for n, c in enumerate(colours))
        return self.define("linearGradient", 'x2="0" y2="1"', stops)

    def blur(self, by: float) -> str:
        # In the units of the sheet: a flat line has no height that a share could be taken of.
        return self.define(
            "filter",
            'filterUnits="userSpaceOnUse" x="-20" y="-20" width="280" height="200"',
            f'<feGaussianBlur stdDeviation="{num(by)}"/>',
        )

    def glow(self, x: float, y: float, wide: float, high: float, colour: str, alpha: float = 1, core: float = 0) -> str:
        """A patch with a soft edge."""
        return ellipse(x, y, wide, high, self.fade(colour, alpha, core))

    def blob(self, x: float, y: float, wide: float, high: float, rough: float = 0.14, corners: int = 9) -> str:
        """The outline of an uneven patch, as path data."""
        points = []
        for n in range(corners):
            r = 1 + self.chance.uniform(-rough, rough)
            angle = 2 * pi * n / corners
            points.append((x + wide * r * cos(angle), y + high * r * sin(angle)))
        mids = [((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in zip(points, points[1:] + points[:1], strict=True)]
        turns = "".join(f"Q{num(p[0])} {num(p[1])} {num(m[0])} {num(m[1])}" for p, m in zip(points, mids, strict=True))
        return f"M{num(mids[-1][0])} {num(mids[-1][1])}{turns}Z"

    def patch(self, x: float, y: float, wide: float, high: float, colour: str, alpha: float = 1, soft: float = 4, rough: float = 0.16) -> str:  # fmt: skip
        """An uneven patch with a blurred edge."""
        return f'<path d="{self.blob(x, y, wide, high, rough)}" fill="{colour}" opacity="{num(alpha)}" filter="{self.blur(soft)}"/>'

    def dome(self, x: float, y: float, wide: float, high: float, top: str, foot: str, shine: float = 0.7) -> str:
        """Something that stands up, lit from above left: a shadow, a rounded body, a sheen."""
        body = self.define(
            "radialGradient", 'cx=".42" cy=".34" r=".7"',
            f'<stop stop-color="{top}"/><stop offset=".55" stop-color="{top}"/><stop offset=".9" stop-color="{foot}"/><stop offset="1" stop-color="{foot}" stop-opacity="0"/>',
        )  # fmt: skip
        return (
            self.glow(x + wide * 0.12, y + high * 0.24, wide * 1.3, high * 1.3, self.ink.shade, 0.95, 0.45)
            + ellipse(x, y, wide, high, body)
            + self.glow(x - wide * 0.3, y - high * 0.42, wide * 0.42, high * 0.26, self.ink.shine, shine)
        )

    def dip(self, x: float, y: float, wide: float, high: float, floor: str) -> str:
        """Something that lies deeper, lit from above left: the upper wall in shadow, the lower rim in light."""
        rim = self.fall(self.ink.shade, self.ink.shade, self.ink.light)
        return (
            self.glow(x, y, wide * 1.35, high * 1.35, self.ink.dark, 0.6, 0.6)
            + f'<ellipse cx="{num(x)}" cy="{num(y)}" rx="{num(wide)}" ry="{num(high)}" fill="{floor}" stroke="{rim}" stroke-width="{num(max(1.2, wide * 0.22))}"/>'
            + f'<path d="M{num(x - wide * 0.75)} {num(y - high * 0.25)}A{num(wide * 0.8)} {num(high * 0.8)} 0 0 1 {num(x + wide * 0.75)} {num(y - high * 0.25)}" fill="none" stroke="{self.ink.shade}" stroke-width="{num(wide * 0.28)}" opacity=".7"/>'
        )

    def ridge(self, curve: Curve, width: float, fill: str, shine: float = 0.7) -> str:
        """A cord that stands up along a curve."""
        soft = self.blur(width * 0.18)
        return (
            stroke(curve.down(width * 0.35), self.ink.shade, width * 1.1, f' opacity=".9" filter="{soft}"')
            + stroke(curve, fill, width * 0.8, f' filter="{self.blur(0.7)}"')
            + stroke(
                curve.down(-width * 0.22), self.ink.shine, width * 0.22, f' opacity="{num(shine)}" filter="{soft}"'
            )
        )

    def groove(self, curve: Curve, width: float) -> str:
        """A furrow along a curve."""
        soft = self.blur(width * 0.16)
        return stroke(curve, self.ink.shade, width, f' opacity=".95" filter="{soft}"') + stroke(
            curve.down(width * 0.62), self.ink.light, width * 0.42, f' opacity=".95" filter="{soft}"'
        )

    def bead(self, x: float, y: float, size: float) -> str:
        """The rim of light that a small bump catches: what is seen of it where colour cannot be."""
        return f'<path d="M{num(x - size)} {num(y)}a{num(size)} {num(size)} 0 0 1 {num(2 * size)} 0" fill="none" stroke="{self.ink.shine}" stroke-width="{num(size * 0.22)}" opacity=".55"/>'

    def crust(self, x: float, y: float, wide: float, high: float) -> str:
        """A dry scab: an uneven plate with a lit edge and a crack."""
        ink = self.ink
        return (
            self.glow(x, y + 1, wide * 1.7, high * 1.7, ink.red, 0.75, 0.35)
            + f'<path d="{self.blob(x, y, wide, high, 0.2, 8)}" fill="{ink.scab}" stroke="{ink.shine}" stroke-width=".8" stroke-opacity=".4"/>'
            + f'<path d="M{num(x - wide * 0.5)} {num(y - high * 0.3)}l{num(wide * 0.4)} {num(high * 0.2)} {num(wide * 0.5)} {num(-high * 0.1)}" fill="none" stroke="#c79a83" stroke-width="1" opacity=".6"/>'
        )


def num(value: float) -> str:
    """As short as can be: one decimal for places, two for shares, no leading or trailing zeros."""
    text = f"{value:.2f}" if abs(value) < 2 else f"{value:.1f}"
    text = text.rstrip("0").rstrip(".") or "0"
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else "0" if text == "-0" else text


def ellipse(x: float, y: float, wide: float, high: float, fill: str) -> str:
    if wide == high:
        return f'<circle cx="{num(x)}" cy="{num(y)}" r="{num(wide)}" fill="{fill}"/>'
    return f'<ellipse cx="{num(x)}" cy="{num(y)}" rx="{num(wide)}" ry="{num(high)}" fill="{fill}"/>'


def stroke(curve: Curve | str, colour: str, width: float, more: str = "") -> str:
    d = curve if isinstance(curve, str) else curve.d
    return f'<path d="{d}" fill="none" stroke="{colour}" stroke-width="{num(width)}" stroke-linecap="round"{more}/>'
