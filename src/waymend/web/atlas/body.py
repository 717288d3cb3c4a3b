"""The body, front and back. Each place is a group with `data-site`, the option of the finding `site` that it stands for.

Drawn so that at 320 px wide every place is at least 24 px both ways (WCAG 2.2, target size): 18 units of the 240 that the figure is wide.
"""

from __future__ import annotations

Shape = tuple[str, tuple[float, ...]]
WIDTH, HEIGHT = 240, 444
SKIN, LINE = "#d9c6b0", "#5b4a3a"

# What is only there to be seen: the outline under the places.
OUTLINE: tuple[Shape, ...] = (
    ("ellipse", (120, 40, 28, 34)),
    ("rect", (88, 86, 64, 126, 18)),
    ("rect", (92, 268, 24, 52, 10)),
    ("rect", (124, 268, 24, 52, 10)),
)
FRONT: dict[str, tuple[Shape, ...]] = {
    "scalp": (("rect", (98, 6, 44, 20, 10)),),
    "eye": (("rect", (96, 27, 48, 19, 6)),),
    "face": (("rect", (99, 47, 42, 25, 12)),),
    "neck": (("rect", (106, 70, 28, 19, 5)),),
    "shoulder": (("ellipse", (80, 100, 15, 14)), ("ellipse", (160, 100, 15, 14))),
    "armpit": (("ellipse", (89, 125, 9.5, 9.5)), ("ellipse", (151, 125, 9.5, 9.5))),
    "upper_arm": (("rect", (58, 114, 21, 46, 9)), ("rect", (161, 114, 21, 46, 9))),
    "inner_elbow": (("ellipse", (66, 171, 11.5, 10.5)), ("ellipse", (174, 171, 11.5, 10.5))),
    "forearm": (("rect", (52, 182, 20, 44, 8)), ("rect", (168, 182, 20, 44, 8))),
    "wrist": (("rect", (49, 227, 19, 19, 5)), ("rect", (172, 227, 19, 19, 5))),
    "hand": (("ellipse", (57, 259, 13, 13)), ("ellipse", (183, 259, 13, 13))),
    "finger": (("rect", (46, 272, 22, 22, 6)), ("rect", (172, 272, 22, 22, 6))),
    "chest": (("rect", (99, 91, 42, 25, 8)),),
    "breast": (("ellipse", (108, 130, 11.5, 11)), ("ellipse", (132, 130, 11.5, 11))),
    "abdomen": (("rect", (93, 144, 54, 44, 10)),),
    "groin": (("rect", (90, 190, 19.5, 21, 6)), ("rect", (130.5, 190, 19.5, 21, 6))),
    "genitals": (("rect", (110.5, 192, 19, 24, 8)),),
    "thigh": (("rect", (90, 214, 26, 62, 11)), ("rect", (124, 214, 26, 62, 11))),
    "lower_leg": (("rect", (93, 300, 22, 66, 10)), ("rect", (125, 300, 22, 66, 10))),
    "ankle": (("rect", (94, 367, 20, 19, 5)), ("rect", (126, 367, 20, 19, 5))),
    "foot": (("ellipse", (102, 400, 15, 13)), ("ellipse", (138, 400, 15, 13))),
    "between_toes": (("rect", (86, 414, 30, 21, 8)), ("rect", (124, 414, 30, 21, 8))),
}
BACK: dict[str, tuple[Shape, ...]] = {
    "scalp": (("rect", (94, 6, 52, 58, 26)),),
    "neck": (("rect", (106, 68, 28, 20, 5)),),
    "shoulder": FRONT["shoulder"],
    "upper_arm": FRONT["upper_arm"],
    "forearm": FRONT["forearm"],
    "wrist": FRONT["wrist"],
    "hand": FRONT["hand"],
    "finger": FRONT["finger"],
    "back": (("rect", (97, 92, 46, 86, 12)),),
    "buttock": (("ellipse", (105, 198, 15, 17)), ("ellipse", (135, 198, 15, 17))),
    "thigh": (("rect", (90, 218, 26, 58, 11)), ("rect", (124, 218, 26, 58, 11))),
    "behind_knee": (("ellipse", (104, 288, 12, 11)), ("ellipse", (136, 288, 12, 11))),
    "lower_leg": FRONT["lower_leg"],
    "ankle": FRONT["ankle"],
    "foot": FRONT["foot"],
}


def body_front() -> str:
    """The front as an SVG picture."""
    return _picture(FRONT)


def body_back() -> str:
    """The back, likewise."""
    return _picture(BACK)


def _picture(places: dict[str, tuple[Shape, ...]]) -> str:
    under = "".join(_shape(shape, f'fill="{SKIN}" stroke="{LINE}" stroke-width="1.5"') for shape in OUTLINE)
    groups = "".join(
        f'<g data-site="{site}" fill="{SKIN}" stroke="{LINE}" stroke-width="1.5">{"".join(_shape(s) for s in shapes)}</g>'
        for site, shapes in places.items()
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">{under}{groups}</svg>'


def _shape(shape: Shape, more: str = "") -> str:
    kind, numbers = shape
    names = ("cx", "cy", "rx", "ry") if kind == "ellipse" else ("x", "y", "width", "height", "rx")
    attributes = " ".join(f'{name}="{number:g}"' for name, number in zip(names, numbers, strict=True))
    return f"<{kind} {attributes}{' ' if more else ''}{more}/>"
