"""The app in a real browser: Debian's Chromium, driven by Playwright, against the real server."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from browsing import PHONE, Visit

PLACES = """name,kind,program,street,street2,city,state,zip,phone,text,website,lat,lon,needs,pay,serves,languages,hours,checked_on,note
Near Exchange,syringe_service,,1 First Street,,Springfield,IL,62701,,,https://example.org,39.80,-89.65,ssp;naloxone;wound_care,free,adults,es,,2026-10-31,
Far Clinic,syringe_service,,2 Second Street,,Springfield,IL,62704,,,https://example.com,39.77,-89.69,ssp,,adults,,,2026-10-31,
Old Drop In,drop_in,,3 Third Street,,Springfield,IL,62701,,,https://example.net,39.80,-89.64,,,,,,2019-01-01,
"""


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
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """`waymend serve`, as a person starts it, with a directory of two places."""
    folder = tmp_path_factory.mktemp("directory")
    (folder / "places.csv").write_text(PLACES, encoding="utf-8")
    os.environ["WAYMEND_DIRECTORY"] = str(folder / "directory.sqlite")
    subprocess.run(
        [sys.executable, "-m", "waymend", "directory", "import", "places", str(folder / "places.csv")],
        check=True,
        capture_output=True,
    )
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


@pytest.fixture
def visit(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """A fresh browser profile on a phone, or as the test asks: `@pytest.mark.parametrize("visit", [DESKTOP], indirect=True)`."""
    size = getattr(request, "param", PHONE)
    context = browser.new_context(viewport=size, device_scale_factor=1)
    context.set_default_timeout(30_000)
    page = context.new_page()
    visit = Visit(context, page, address)
    context.on("request", lambda made: visit.requests.append(made))  # noqa: PLW0108 - Playwright marks its handlers, and cannot mark a method
    page.on("response", lambda got: visit.problems.append(f"{got.status} {got.url}") if got.status >= 400 else None)
    page.on("pageerror", lambda problem: visit.problems.append(str(problem)))
    page.on("console", lambda message: visit.problems.append(message.text) if message.type == "error" else None)
    yield visit
    context.close()
    assert not visit.problems
