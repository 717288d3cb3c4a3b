"""One person at one device, for the tests of the app in a browser."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import BrowserContext, Page

from waymend.guide import load_guide
from waymend.web.site import home_of

PHONE = {"width": 360, "height": 640}
DESKTOP = {"width": 1280, "height": 900}
HOMES = [home_of(language) for language in load_guide().guide.about.languages]


# Points 3 px apart, gathered into pieces that hang together; of each piece the point that is farthest inside.
PIECES = """() => {
  const step = 3, found = {};
  scrollTo(0, 0);
  for (const svg of document.querySelectorAll('.wm-body svg')) {
    const box = svg.getBoundingClientRect(), at = new Map(), key = (i, j) => i * 10000 + j;
    for (let i = 0; i * step < box.width; i++) for (let j = 0; j * step < box.height; j++) {
      const site = document.elementFromPoint(box.x + i * step, box.y + j * step)?.closest('[data-site]')?.dataset.site;
      if (site) at.set(key(i, j), { i, j, site });
    }
    const seen = new Set();
    for (const start of at.values()) {
      if (seen.has(key(start.i, start.j))) continue;
      const piece = [start];
      seen.add(key(start.i, start.j));
      for (const { i, j } of piece) for (const [a, b] of [[i + 1, j], [i - 1, j], [i, j + 1], [i, j - 1]]) {
        const next = at.get(key(a, b));
        if (next?.site === start.site && !seen.has(key(a, b))) { seen.add(key(a, b)); piece.push(next); }
      }
      const mine = new Set(piece.map(({ i, j }) => key(i, j)));
      const depth = ({ i, j }) => { let d = 0; while ([[1, 0], [-1, 0], [0, 1], [0, -1]].every(([a, b]) => mine.has(key(i + a * d, j + b * d)))) d++; return d; };
      const inside = piece.reduce((best, point) => (depth(point) > depth(best) ? point : best));
      const is = piece.map(({ i }) => i), js = piece.map(({ j }) => j), size = (list) => (Math.max(...list) - Math.min(...list) + 1) * step;
      (found[start.site] ??= []).push([box.x + inside.i * step + scrollX, box.y + inside.j * step + scrollY, size(is), size(js)]);
    }
  }
  return found;
}"""


@dataclass
class Visit:
    """One person at one device. `requests`: every request that any page or worker made."""

    context: BrowserContext
    page: Page
    base: str
    requests: list[Any] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def go(self, path: str = "") -> None:
        self.page.goto(self.base + path)

    def start(self, way: str) -> None:
        self.page.click(f'[data-way="{way}"]')
        self.page.wait_for_selector("form button[type=submit]")

    def answer(self, told: dict[str, Any]) -> bool:
        """Answer the question shown: what `told` says, else no, and not sure of numbers and choices. False when it is the result."""
        page = self.page
        page.wait_for_selector("form fieldset, article.wm-result")
        if page.locator("article.wm-result").count():
            return False
        heading = page.locator("h1").inner_text()
        boxes = page.locator(".nhsuk-checkboxes input")
        names = boxes.evaluate_all("all => all.map(input => input.name)")
        radios = page.locator("input[type=radio]").evaluate_all("all => all.map(input => input.value)")
        if names:
            wanted = [
                n
                for n in names
                if (n.startswith("f-") and told.get(n[2:]) is True)
                or (n.startswith("o-") and n[2:] in told.get("site", []))
            ]
            for name in wanted or ["none"]:
                page.check(f'input[name="{name}"]')
        elif radios:
            chosen = next((r for r in radios if r in told.values()), None)
            page.check(f'input[value="{chosen or ("false" if "false" in radios else "unknown")}"]')
        for name, value in told.items():
            if isinstance(value, (int, float)) and not isinstance(value, bool) and page.locator(f"#n-{name}").count():
                unit = page.locator(f"#n-{name}-unit")
                if unit.evaluate("e => e.tagName") == "SELECT":
                    unit.select_option("own")
                page.fill(f"#n-{name}", str(value))
        page.click("form button[type=submit]")
        page.wait_for_function(
            "before => document.querySelector('h1')?.innerText !== before || document.querySelector('.nhsuk-error-summary')",
            arg=heading,
        )
        assert not page.locator(".nhsuk-error-summary").count(), page.locator(".nhsuk-error-summary").inner_text()
        return True

    def through(self, told: dict[str, Any], most: int = 40) -> int:
        """Answer until the result; returns the number of pages."""
        for number in range(most):
            if not self.answer(told):
                return number
        raise AssertionError("no result was reached")

    def body(self) -> dict[str, list[tuple[float, float, float, float]]]:
        """The pieces of each place on the body map as they can be tapped: (x, y of a point well inside, width, height) in pixels of the page."""
        before = self.page.viewport_size
        assert before is not None
        self.page.set_viewport_size({"width": before["width"], "height": 3000})
        found: dict[str, list[tuple[float, float, float, float]]] = self.page.evaluate(PIECES)
        self.page.set_viewport_size(before)
        return found

    def urgency(self) -> str:
        return str(self.page.locator(".wm-care").first.get_attribute("class")).split("wm-care--")[1].split()[0]
