"""The site as plain files: from any folder of any web server, and a new version that never mixes with the one in use."""

from __future__ import annotations

import contextlib
import functools
import html
import re
import shutil
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from browsing import PHONE, Visit
from samples import TINY
from waymend.guide import load_guide
from waymend.verify.properties import check
from waymend.verify.report import as_markdown, report
from waymend.web.site import build_site

SHIPPED = Path(__file__).parents[2] / "src/waymend/guides/injection"
FOLDER = "health/help"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass

    def handle(self) -> None:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # the browser went to another page
            super().handle()


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The site of the guide as it ships, and of a later one whose sentences about what it is differ."""
    folder = tmp_path_factory.mktemp("sites")
    later = folder / "guide"
    shutil.copytree(SHIPPED, later)
    about = later / "guide.yaml"
    text = about.read_text(encoding="utf-8")
    version = load_guide().guide.about.version
    assert version in text
    about.write_text(text.replace(version, "2099.1.0"), encoding="utf-8")
    return build_site(load_guide(), folder / "one"), build_site(load_guide(later), folder / "two")


@pytest.fixture
def served(sites: tuple[Path, Path], tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A web server that knows nothing of Waymend, with the first version in a folder of a folder."""
    place = tmp_path / FOLDER
    shutil.copytree(sites[0], place)
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/{FOLDER}/", place
    server.shutdown()


def test_it_works_from_any_folder_and_without_any_server(browser: Browser, served: tuple[str, Path]) -> None:
    base, place = served
    context = browser.new_context(viewport=PHONE)
    visit = Visit(context, context.new_page(), base)
    visit.go()
    visit.page.wait_for_selector("html[data-kept]")
    shutil.rmtree(place)
    context.set_offline(True)
    visit.page.reload()
    visit.start("mark")
    visit.through({"unresponsive": True})
    assert visit.urgency() == "emergency"
    context.close()


def test_a_page_of_another_version_is_never_kept(
    browser: Browser, sites: tuple[Path, Path], served: tuple[str, Path]
) -> None:
    """The server changes while the first version is still being kept: what comes is whole, of the newer version, and stays out of the older one's cache."""
    base, place = served
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    page.add_init_script("ServiceWorker.prototype.postMessage = () => {}")  # so that only the assets are kept at first
    page.goto(base)
    page.wait_for_function("navigator.serviceWorker.ready.then((r) => r.active.state === 'activated')")
    shutil.rmtree(place)
    shutil.copytree(sites[1], place)
    page.goto(base + "about.html")
    expect(page.locator("main")).to_contain_text("2099.1.0")
    one = next((sites[0] / "a").iterdir()).name
    kept = page.evaluate(
        "async (one) => { const name = (await caches.keys()).find((n) => n.startsWith('waymend-' + one)); "
        "return (await (await caches.open(name)).keys()).map((r) => r.url); }",
        one,
    )
    assert kept
    assert not any(url.endswith("about.html") for url in kept)
    context.close()


def test_two_versions_never_mix(browser: Browser, sites: tuple[Path, Path], served: tuple[str, Path]) -> None:
    base, place = served
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    asked: list[str] = []
    page.on("response", lambda got: asked.append(got.url))
    visit = Visit(context, page, base)
    visit.go()
    page.wait_for_selector("html[data-kept]")
    one, two = (next((site / "a").iterdir()).name for site in sites)
    assert one != two

    shutil.rmtree(place)
    shutil.copytree(sites[1], place)
    asked.clear()
    visit.go("learn/index.html")  # the browser looks for a newer worker; the page is still of the first version
    expect(page.locator("#newer")).to_be_visible(timeout=30_000)
    visit.go()
    visit.start("mark")
    visit.through({"unresponsive": True})
    visit.go("screens/index.html")
    visit.go("about.html")
    expect(page.locator("main")).not_to_contain_text("2099.1.0")
    assert any(one in url for url in asked)
    assert not any(two in url for url in asked), "nothing of the new version before the person takes it"

    expect(page.locator("#newer")).to_be_visible(timeout=30_000)
    asked.clear()
    with page.expect_navigation():
        page.click("#newer button")
    expect(page.locator("main")).to_contain_text("2099.1.0")
    visit.go()
    visit.start("mark")
    visit.through({"unresponsive": True})
    assert visit.urgency() == "emergency"
    assert any(two in url for url in asked)
    assert not any(one in url for url in asked), "nothing of the old version afterwards"
    assert page.evaluate("caches.keys().then((names) => names.filter((n) => n.startsWith('waymend-')).length)") == 1
    context.close()


def test_the_safety_report_is_a_page_where_it_was_made(tmp_path: Path) -> None:
    """From one run of the check: the same report as Markdown and as a page, linked from the page about it."""
    guide = load_guide(TINY)
    told = report(TINY, check(TINY))
    site = build_site(guide, tmp_path / "site", safety=told)
    page = (site / "safety.html").read_text(encoding="utf-8")
    text = html.unescape(re.sub(r"<[^>]+>", "", page)).replace("\u200b", "")
    for part in told.parts:
        assert part.title in text
        assert all(point in text for point in part.points)
        assert all(cell.strip("*") in text for row in (part.table.rows if part.table else ()) for cell in row)
        assert part.title in as_markdown(told)
    assert 'href="safety.html"' in (site / "about.html").read_text(encoding="utf-8")
    assert not (build_site(guide, tmp_path / "without") / "safety.html").exists()
