"""The app: what a phone must load, how soon it answers on a slow line, and what the server takes."""

from __future__ import annotations

import gzip
import json
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from benchmarks.rows import Row
from waymend.guide import LoadedGuide
from waymend.web.bundle import told_with
from waymend.web.site import build_site

FIRST = ("index.html", "design.css", "app.css", "app.js", "exit.js", "dom.js")
CHECK = (
    "check.js", "question.js", "result.js", "units.js", "guide.js", "engine/case.js", "engine/explain.js", "engine/asking.js", "engine/planning.js",
    "engine/engine.js", "engine/walk.js", "guide/core.json", "guide/check.en.json", "guide/atlas.en.json", "texts.en.json", "body-front.svg", "body-back.svg",
)  # fmt: skip
# Slow 3G as browsers' tools simulate it: 400 kbit/s down and up, 400 ms there and back; and a processor four times slower.
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 400 * 1024 / 8, "uploadThroughput": 400 * 1024 / 8}


def app(guide: LoadedGuide, cases: list[Any]) -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        site = build_site(guide, Path(folder) / "site")
        return [*_sizes(guide, cases, site), *_served(cases)]


def _sizes(guide: LoadedGuide, cases: list[Any], site: Path) -> list[Row]:
    assets = next((site / "a").iterdir())

    def size(name: str) -> int:
        path = site / name if name.endswith(".html") else assets / name
        return len(gzip.compress(path.read_bytes(), 6))

    first = sum(map(size, FIRST))
    check = first + sum(map(size, CHECK))
    steps = {s.id: told_with(s) for s in guide.guide.steps}
    journeys = []
    for case in cases:
        a = guide.assess(case.given)
        told = [*a.plan.do, *a.plan.avoid, *a.plan.watch, *a.plan.tests, *a.plan.treatment]
        parts = {c.id for c in a.concerns if c.status == "fits"} | {steps[s.id] for s in told}
        journeys.append(check + sum(size(f"guide/of/{part}.en.json") for part in parts if part))
    kb = [n / 1024 for n in journeys]
    return [
        Row("first page of the app, gzipped", f"{first / 1024:.0f} KB", "60 KB", first <= 60 * 1024),
        Row(
            "the whole way to a result, gzipped: median golden case",
            f"{statistics.median(kb):.0f} KB",
            "100 KB",
            statistics.median(kb) <= 100,
        ),
        Row("the same, the largest golden case", f"{max(kb):.0f} KB", "100 KB", max(kb) <= 100),
    ]


def _served(cases: list[Any]) -> list[Row]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "waymend", "serve", "--port", str(port)], stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        bodies = [json.dumps({"findings": c.given}).encode() for c in cases]
        assess = _rate(port, "POST", "/api/assess", bodies)
        hello = _rate(port, "GET", "/healthz", [b""])
        memory = (
            int(
                next(
                    x for x in Path(f"/proc/{server.pid}/status").read_text().splitlines() if x.startswith("VmRSS")
                ).split()[1]
            )
            / 1024
        )
        interactive = _interactive(port)
    finally:
        server.terminate()
        server.wait(timeout=20)
    return [
        Row(
            "assessments a second through the server, two clients",
            f"{assess:,.0f} (a bare answer: {hello:,.0f})",
            "500",
            assess >= 500,
        ),
        Row("its resident memory", f"{memory:.0f} MB", "150 MB", memory <= 150),
        Row(
            "start page ready on slow 3G (400 kbit/s, 400 ms) with a processor 4 times slower",
            f"{interactive:.1f} s",
            "2 s",
            interactive <= 2,
        ),
    ]


def _rate(port: int, method: str, path: str, bodies: list[bytes], seconds: float = 5.0) -> float:
    """Requests a second from two connections that are kept open."""
    done = [0, 0]
    end = time.perf_counter() + seconds

    def run(number: int) -> None:
        connection = HTTPConnection("127.0.0.1", port)
        while time.perf_counter() < end:
            connection.request(
                method, path, bodies[done[number] % len(bodies)] or None, {"content-type": "application/json"}
            )
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200
            done[number] += 1

    threads = [threading.Thread(target=run, args=(n,)) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / seconds


def _interactive(port: int) -> float:
    """Seconds until the start page can be used, by the browser's own clock."""
    import shutil

    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 360, "height": 640})
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", SLOW)
        session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        page.goto(f"http://127.0.0.1:{port}/", wait_until="commit")
        page.wait_for_function(
            "performance.getEntriesByType('navigation')[0].domInteractive > 0 && document.querySelector('.wm-way')"
        )
        taken = float(
            page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd || performance.now()")
        )
        browser.close()
    return taken / 1000
