"""The app in a real browser: Debian's Chromium, driven by Playwright, against the real server."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

PHONE = {"width": 360, "height": 640}
DESKTOP = {"width": 1280, "height": 900}


def chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.fail("the browser tests need Chromium: run 'make test-tools' (it installs Debian's chromium).")
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """`waymend serve`, as a person starts it."""
    port = free_port()
    server = subprocess.Popen([sys.executable, "-m", "waymend", "serve", "--port", str(port)])
    base = f"http://127.0.0.1:{port}/"
    for _ in range(600):
        try:
            urllib.request.urlopen(f"{base}healthz", timeout=1).close()
            break
        except OSError:
            assert server.poll() is None, "the server ended before it answered"
            time.sleep(0.1)
    yield base
    server.terminate()
    assert server.wait(timeout=20) == 0, "it stops cleanly on SIGTERM"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield browser
        browser.close()


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

    def urgency(self) -> str:
        return str(self.page.locator(".wm-care").first.get_attribute("class")).split("wm-care--")[1].split()[0]


@pytest.fixture
def visit(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """A fresh browser profile on a phone, or as the test asks: `@pytest.mark.parametrize("visit", [DESKTOP], indirect=True)`."""
    size = getattr(request, "param", PHONE)
    context = browser.new_context(viewport=size, device_scale_factor=1)
    context.set_default_timeout(10_000)
    page = context.new_page()
    visit = Visit(context, page, address)
    context.on("request", lambda made: visit.requests.append(made))  # noqa: PLW0108 - Playwright marks its handlers, and cannot mark a method
    page.on("response", lambda got: visit.problems.append(f"{got.status} {got.url}") if got.status >= 400 else None)
    page.on("pageerror", lambda problem: visit.problems.append(str(problem)))
    page.on("console", lambda message: visit.problems.append(message.text) if message.type == "error" else None)
    yield visit
    context.close()
    assert not visit.problems
