"""Six skin tones, and what each thing looks like on them.

The skins are one each of the six classes of the individual typology angle, ITA = arctan((L* - 50) / b*) in CIELAB under D65: very light above 55°, light above 41°,
intermediate above 28°, tan above 10°, brown above -30°, dark below (Chardon 1991; Del Bino and Bernerd 2013). Redness is not one colour: blood under the skin takes
away green and blue, which on light skin leaves red, and on dark skin, where there is little of those to take, only darkness with a purple cast. So redness has an ink
of its own on each tone, and what cannot be seen by colour is drawn as height: a shadow, a sheen.
"""

from __future__ import annotations

from typing import NamedTuple


class Tone(NamedTuple):
    """Inks on one skin tone, as #rrggbb."""

    skin: str
    shade: str  # the side away from the light
    light: str  # the side towards it
    shine: str  # the sheen on tight skin
    red: str  # what redness looks like
    hot: str  # skin that is swollen, tight and inflamed
    bruise: str
    stale: str  # the rim of a bruise some days old
    dark: str  # a mark that healed darker
    scar: str  # a scar that stands up
    pale: str  # a scar without colour
    vein: str
    scab: str
    brown: str  # a mole
    raw: str  # the floor of a sore
    slough: str  # yellow dead tissue
    pen: str  # what is written on this skin with
    ashen: str  # skin without blood
    palm: str  # palms are light on dark skin too


INKS = {
    "1": Tone("#f0d3bd", "#c99f84", "#fdebdc", "#fffaf4", "#d4483f", "#dc6a60", "#6d4a80", "#b5a455", "#a9714f", "#d98f7c", "#fff7ef", "#7f9fac", "#7a3220", "#7d4e30", "#c64a43", "#e9d79a", "#2b4fae", "#f4f1ee", "#f3cfbb"),
    "2": Tone("#e3b895", "#b5855f", "#f5d6ba", "#fff0e0", "#bf4138", "#c95c50", "#5f4077", "#a08a40", "#8f5b39", "#b9745a", "#f8e4d2", "#78908f", "#6b2a1a", "#6d3f24", "#bd453f", "#e4cf90", "#24449c", "#ece7e1", "#ebbf9f"),
    "3": Tone("#d2a27b", "#9c6f4b", "#eac4a2", "#ffe8d2", "#a8362f", "#b7554a", "#51376b", "#8a7633", "#774726", "#945438", "#f0d6bd", "#6f7f78", "#5b2213", "#5a311a", "#b3403b", "#dec886", "#1c3a8c", "#ddd6cd", "#e2b391"),
    "4": Tone("#b07e56", "#7b5435", "#cfa27b", "#f8d9bd", "#7f2727", "#964438", "#432d5c", "#6f5e2a", "#573018", "#70412a", "#dfb996", "#5d6560", "#46190d", "#3f2010", "#a83d39", "#d6be7c", "#15275f", "#c9c0b7", "#d2a17c"),
    "5": Tone("#7d5236", "#50311e", "#a17552", "#e2b893", "#4a1822", "#68332e", "#2a1b40", "#4a3820", "#37190b", "#553020", "#bd9070", "#48494b", "#2a0e07", "#25110a", "#9e4240", "#cbb272", "#f4f4ee", "#aaa19a", "#b98b6d"),
    "6": Tone("#4a2e20", "#281610", "#71503b", "#c59c80", "#2b0c17", "#4a2629", "#120a20", "#2a1d10", "#190a04", "#3b1f17", "#93705a", "#2a2e35", "#120503", "#0f0604", "#8f4344", "#bfa569", "#f4f4ee", "#8d8782", "#a0775e"),
}  # fmt: skip
TONES = tuple(INKS)
