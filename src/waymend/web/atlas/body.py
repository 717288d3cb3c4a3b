"""The body, front and back. Each place is a group with `data-site`, the option of the finding `site` that it stands for.

At 320 px wide every place is at least 24 px both ways (WCAG 2.2, target size): 18 units of the 240 that the picture is wide. Hands and feet stand beside
the front once more, enlarged. Shapes are written for the half on the left of the picture, and mirrored; one that lies across the middle is written whole.
The page gives each group its name, in the reader's language.
"""

from __future__ import annotations

import re

WIDTH, HEIGHT = 240, 444
SKIN, LINE, EDGE = "#d9bfa5", "#fff8f0", "#6b5542"

# Seen from both sides.
HALVES = {
    "shoulder": "M104 91C93 95 78 96 71 106C66 114 66 120 68 126L90 119L96 98Z",
    "wrist": "M45 230L66 236L61 256L40 250Z",
    "hand": "M40 250L61 256C64 268 62 280 58 289L34 285C33 273 36 260 40 250Z",
    "finger": "M34 285L58 289C58 300 54 314 48 317C40 320 33 314 32 304C32 297 33 290 34 285ZM62 259C71 266 74 279 71 289C66 290 63 282 62 274Z",
    "ankle": "M91 368H110V388H91Z",
}
FRONT_HALVES = {
    **HALVES,
    "upper_arm": "M68 126L90 119C91 134 87 152 83 167L60 164C60 150 64 138 68 126Z",
    "inner_elbow": "M60 164L83 167C82 175 80 182 78 189L56 185C57 178 59 170 60 164Z",
    "forearm": "M56 185L78 189C76 205 71 222 66 236L45 230C47 214 52 199 56 185Z",
    "breast": "M92 119Q106 125 120 124V150Q105 154 91 146Z",
    "groin": "M90 186Q100 192 109 194L110 215L87 221C84 209 86 196 90 186Z",
    "thigh": "M87 221L110 215Q114 220 118 225C118 252 116 280 113 304H88C82 272 82 244 87 221Z",
    "lower_leg": "M88 304H113C115 326 113 348 110 368H91C86 346 85 325 88 304Z",
    "foot": "M91 388H110C112 397 113 405 112 412H85C86 403 89 395 91 388Z",
    "between_toes": "M85 412H112C113 425 109 433 98 433C87 433 83 425 85 412Z",
    "armpit": "M83 119Q92 112 101 119Q104 130 98 138Q91 140 85 136Q82 128 83 119Z",
}
FRONT_WHOLE = {
    "scalp": "M95 30C93 10 106 3 120 3C134 3 147 10 145 30Q120 19 95 30Z",
    "eye": "M95 30Q120 19 145 30V46Q120 51 95 46Z",
    "face": "M95 46Q120 51 145 46C145 63 135 78 120 79C105 78 95 63 95 46Z",
    "neck": "M107 72Q120 84 133 72L136 92Q120 99 104 92Z",
    "chest": "M96 98L104 91Q120 99 136 91L144 98L148 119Q120 128 92 119Z",
    "abdomen": "M91 146Q105 154 120 150Q135 154 149 146C147 159 147 173 150 186Q120 199 90 186C93 173 93 159 91 146Z",
    "genitals": "M109 194Q120 197 131 194L130 221Q120 229 110 221Z",
}
BACK_HALVES = {
    **HALVES,
    "upper_arm": "M68 126L90 119C91 136 87 158 81 177L58 174C58 156 63 140 68 126Z",
    "forearm": "M58 174L81 177C78 200 71 222 66 236L45 230C47 211 53 192 58 174Z",
    "buttock": "M91 182Q106 188 120 186V222Q104 233 86 222C84 208 87 194 91 182Z",
    "thigh": "M86 222Q104 233 118 225C118 250 116 270 114 290H87C81 264 81 244 86 222Z",
    "behind_knee": "M87 290H114L113 312H88Z",
    "lower_leg": "M88 312H113C116 332 113 350 110 368H91C85 348 84 330 88 312Z",
    "foot": "M91 388H110C114 404 113 424 106 430C99 434 90 432 87 424C85 412 88 398 91 388Z",
}
BACK_WHOLE = {
    "scalp": "M95 32C93 10 106 3 120 3C134 3 147 10 145 32C145 50 138 66 128 72H112C102 66 95 50 95 32Z",
    "neck": "M108 72H132L136 92Q120 99 104 92Z",
    "back": "M96 98L104 91Q120 99 136 91L144 98L150 130C147 156 147 170 149 182Q120 191 91 182C93 170 93 156 90 130Z",
}
# Enlarged beside the front: a palm, and a foot from above.
BESIDE = {
    "finger": "M16 392V364Q21 358 26 364V392ZM28 388V350Q33 344 38 350V388ZM40 388V348Q45 342 50 348V388ZM52 391V357Q57 351 62 357V391ZM8 424L2 402Q3 394 9 396L15 408V420Z",
    "hand": "M15 394Q38 384 62 393C64 404 62 414 58 421H22C17 414 15 404 15 394Z",
    "wrist": "M22 421H58L56 441H24Z",
    "foot": "M180 380H220C226 388 230 394 230 400H174C174 392 176 386 180 380ZM174 418Q172 432 182 434Q192 434 190 418ZM191 418Q191 430 197 430Q204 430 202 418ZM203 418Q203 427 209 427Q214 427 213 418ZM214 418Q214 424 219 424Q224 424 223 418ZM224 418Q225 421 228 421Q232 420 231 418Z",
    "between_toes": "M174 400H230Q232 410 231 418H174Z",
    "ankle": "M182 360H218L220 380H180Z",
}  # fmt: skip
WEBS = "M190.500 404V418M202.500 404V418M213.500 404V418M223.500 404V418".replace(".500", ".5")
FRAMES = "M2 336H68M172 352H236"


def body_front() -> str:
    """The front as an SVG picture, with an enlarged hand and foot."""
    beside = f'<path d="{FRAMES}" stroke="{EDGE}" stroke-width=".8" stroke-dasharray="2 3"/>'
    toes = f'<path d="{WEBS}" stroke="{EDGE}" stroke-width="1.4" pointer-events="none"/>'
    return _picture(_places(FRONT_HALVES, FRONT_WHOLE, BESIDE), beside, toes)


def body_back() -> str:
    """The back, likewise."""
    return _picture(_places(BACK_HALVES, BACK_WHOLE, {}))


def _places(halves: dict[str, str], whole: dict[str, str], beside: dict[str, str]) -> dict[str, str]:
    """place → everything that stands for it, as path data."""
    places = dict(whole) | {name: d + mirrored(d) for name, d in halves.items()}
    return {name: d + beside.get(name, "") for name, d in places.items()}


def mirrored(d: str) -> str:
    """Path data (M, L, H, V, Q, C, Z with absolute places) turned over at the middle."""

    def turned(match: re.Match[str]) -> str:
        kind, numbers = match[1], match[2].split()
        if kind != "V":
            numbers = [f"{WIDTH - float(n):g}" if i % 2 == 0 else n for i, n in enumerate(numbers)]
        return kind + " ".join(numbers)

    return re.sub(r"([MLHVQCZ])([^MLHVQCZ]*)", turned, d)


def _picture(places: dict[str, str], before: str = "", after: str = "") -> str:
    edge = f'<path d="{"".join(places.values())}" fill="{EDGE}" stroke="{EDGE}" stroke-width="2.4" stroke-linejoin="round"/>'
    groups = "".join(f'<g data-site="{site}"><path d="{d}"/></g>' for site, d in places.items())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">{before}{edge}'
        f'<g fill="{SKIN}" stroke="{LINE}" stroke-width="1">{groups}</g>{after}</svg>'
    )
