"""WCAG 2.2 AA on every kind of page, by axe-core, and what axe cannot see: targets, focus, large text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest

from browsing import HOMES, PHONE, Visit
from waymend.guide import load_guide

GUIDE = load_guide().guide
AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")
PAGES = [
    "", "danger.html", "learn/index.html", "learn/abscess.html", "answers/when_to_go_now.html", "love.html", "screens/index.html",
    "screens/phq9.html", "atlas/index.html", "atlas/abscess.html", "find.html", "journal.html", "about.html", "sources.html",
]  # fmt: skip

LONG = 40  # entries of a list, of which the rest are like the first and the last
THIN = """long => { for (const list of document.querySelectorAll('ul, ol, dl, tbody')) {
  const parts = [...list.children];
  if (parts.length > long) for (const part of parts.slice(long / 2, -long / 2)) part.remove();
} }"""
SHAPE = """() => [...new Set([...document.querySelectorAll('main *')].map(e => `${e.tagName} ${e.type ?? ''} ${e.getAttribute('class') ?? ''} ${e.getAttribute('role') ?? ''}`))].sort().join()"""


def violations(visit: Visit) -> list[str]:
    visit.page.evaluate(THIN, LONG)  # 500 sources alike took a minute
    # Our own policy forbids scripts from elsewhere, so axe is run through the debugger, as Playwright evaluates.
    visit.page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = visit.page.evaluate(
        "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
    )
    return [f"{v['id']}: {v['help']}: {n['html'][:200]}" for v in found["violations"] for n in v["nodes"]]


@pytest.mark.parametrize("home", HOMES)
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_on_any_kind_of_page(visit: Visit, home: str, path: str) -> None:
    visit.go(home + path)
    visit.page.wait_for_timeout(300)
    assert violations(visit) == []


def test_axe_finds_nothing_on_questions_and_results(visit: Visit) -> None:
    visit.go()
    visit.start("mark")
    told = {
        "mark_present": True,
        "lump": True,
        "warm": True,
        "pus": True,
        "pain": True,
        "injected_here": True,
        "site": ["forearm"],
    }
    found = []
    shapes = set()
    for _ in range(40):
        visit.page.wait_for_timeout(300)
        shape = visit.page.evaluate(SHAPE)
        if shape not in shapes:  # other words in the same parts: nothing new for axe
            shapes.add(shape)
            found += violations(visit)
        if not visit.answer(told):
            break
    assert found == []
    assert len(shapes) > 3


def test_axe_finds_nothing_where_somebody_types_or_looks_for_places(visit: Visit) -> None:
    page = visit.page
    visit.go()
    visit.start("mark")
    page.click("text=Say it in your own words")
    found = violations(visit)
    page.fill("#typed", "hot lump on my arm, no fever")
    page.click("text=Read it")
    page.wait_for_selector("input[value=fever]")
    found += violations(visit)
    page.click("text=Yes, go on")
    page.click("text=See the result now")
    page.click("text=Find places near you")
    page.fill("#near", "62701")
    page.click(".wm-find button[type=submit]")
    page.wait_for_selector(".wm-place")
    found += violations(visit)
    assert found == []


def small_targets(visit: Visit) -> list[str]:
    """Targets below 24 by 24 px that are not links inside a sentence (WCAG 2.5.8)."""
    return list(
        visit.page.evaluate(
            """() => [...document.querySelectorAll('a, button, input, select, textarea, summary, [data-site]')].filter(e => {
              const r = e.getBoundingClientRect();
              const shown = r.width > 0 && r.height > 0 && getComputedStyle(e).visibility !== 'hidden' && !e.closest('.wm-body');
              const label = e.id && document.querySelector(`label[for="${e.id}"]`)?.getBoundingClientRect();
              const height = Math.max(r.height, label ? label.height : 0), width = Math.max(r.width, label ? label.width : 0);
              const inText = e.matches('a') && e.parentElement.innerText.trim() !== e.innerText.trim();
              return shown && !inText && !e.matches('.nhsuk-skip-link') && (height < 24 || width < 24);
            }).map(e => e.outerHTML.slice(0, 120))"""
        )
    )


@pytest.mark.parametrize("path", ["", "danger.html", "learn/abscess.html", "journal.html", "find.html"])
def test_targets_are_large_enough(visit: Visit, path: str) -> None:
    visit.go(path)
    visit.page.wait_for_timeout(300)
    assert small_targets(visit) == []


def test_parts_of_the_body_can_be_tapped_on_a_small_phone(visit: Visit) -> None:
    visit.go()
    visit.start("mark")
    for _ in range(6):
        if visit.page.locator(".wm-body").count():
            break
        visit.answer({"mark_present": True, "redness": True})
    visit.page.wait_for_selector(".wm-body [data-site=forearm]")
    visit.page.wait_for_function("document.querySelectorAll('.wm-body svg').length === 2")
    sizes = {site: max(min(w, h) for _, _, w, h in pieces) for site, pieces in visit.body().items()}
    assert sizes.keys() == set(GUIDE.findings["site"].options)
    assert {site for site, size in sizes.items() if size < 24} == set()


@pytest.mark.parametrize("path", ["", "learn/abscess.html", "danger.html"])
def test_focus_is_seen_and_never_covered(visit: Visit, path: str) -> None:
    visit.go(path)
    page = visit.page
    for _ in range(25):
        page.keyboard.press("Tab")
        told = page.evaluate(
            """() => { const e = document.activeElement; if (!e || e === document.body) return null; const r = e.getBoundingClientRect();
              const style = getComputedStyle(e.matches('summary.nhsuk-details__summary') ? e.firstElementChild : e); const header = document.querySelector('.wm-header');
              const top = document.elementFromPoint(Math.max(0, r.left + Math.min(r.width, 20) / 2), r.top + r.height / 2);
              return {html: e.outerHTML.slice(0, 100), marked: style.outlineStyle !== 'none' || style.boxShadow !== 'none' || style.backgroundColor === 'rgb(255, 235, 59)',
                covered: !header.contains(e) && !!top && header.contains(top)}; }"""
        )
        if told:
            assert told["marked"], told
            assert not told["covered"], told


@pytest.mark.parametrize("path", ["", "learn/abscess.html", "journal.html"])
def test_text_at_200_percent_needs_no_sideways_scrolling(visit: Visit, path: str) -> None:
    visit.page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    visit.go(path)
    visit.page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_reduced_motion_is_kept(visit: Visit) -> None:
    visit.page.emulate_media(reduced_motion="reduce")
    visit.go()
    moving = visit.page.evaluate(
        "[...document.querySelectorAll('*')].filter(e => { const s = getComputedStyle(e); return parseFloat(s.transitionDuration) > 0 || s.animationName !== 'none'; }).length"
    )
    assert moving == 0
