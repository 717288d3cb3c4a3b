"""The directory at 50,000 places: a search in process, beside the same search on PostGIS; searches a second through the API; loading.

The places are made up, spread as real ones are: dense in cities, thin elsewhere. The real lists, where they lie beside the project, are
loaded for the time and memory of an import.
"""

from __future__ import annotations

import asyncio
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

from benchmarks.rows import Row
from waymend.directory import Near, Query, Repository, SqliteRepository, find
from waymend.directory.build import Job, build
from waymend.directory.postgres import PostgresRepository, publish

sys.path.append(str(Path(__file__).parents[1] / "tests"))
import postgres_server

PLACES = int(os.environ.get("WAYMEND_BENCH_PLACES", "50000"))
LISTS = sorted((Path(__file__).parents[2] / "shared" / "data" / "oeps").glob("*.csv.gz"))
NEEDS = (
    "moud",
    "detox",
    "primary_care",
    "mental_health",
    "counselling",
    "hiv_test",
    "vaccines",
    "emergency",
    "ssp",
    "wound_care",
)
SHARES = (0.1, 0.1, 0.35, 0.3, 0.2, 0.1, 0.2, 0.12, 0.01, 0.005)
KINDS = ("substance_use", "mental_health", "health_center", "special_hospital", "other")
CITIES = [("NY", "10001", 40.72, -73.99, 8.0), ("CA", "90001", 34.0, -118.2, 8.0), ("IL", "60601", 41.9, -87.7, 5.0), ("TX", "77001", 29.8, -95.4, 4.0),
          ("TX", "78201", 29.4, -98.5, 2.0), ("CO", "80201", 39.7, -105.0, 2.0), ("WA", "98101", 47.6, -122.3, 2.0), ("AK", "99501", 61.2, -149.9, 0.5),
          ("HI", "96801", 21.3, -157.86, 0.5), ("KS", "67201", 37.7, -97.3, 4.0), ("GA", "30301", 33.7, -84.4, 4.0), ("MI", "48201", 42.35, -83.05, 3.0)]  # fmt: skip
WORDS = (
    "Harbor",
    "Cedar",
    "Willow",
    "Summit",
    "Beacon",
    "Meadow",
    "Granite",
    "Juniper",
    "Lantern",
    "Prairie",
    "Falcon",
    "Orchid",
    "Copper",
    "Maple",
)


def directory() -> list[Row]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["WAYMEND_DIRECTORY"] = str(folder / "d.sqlite")
        try:
            (folder / "made_up.csv").write_text(made_up(PLACES))
            build(folder / "d.sqlite", [Job("places", str(folder / "made_up.csv"))])
            small = SqliteRepository(folder / "d.sqlite")
            return [*_searches(small), *_served(folder), *_loading(folder)]
        finally:
            del os.environ["WAYMEND_DIRECTORY"]


def made_up(count: int) -> str:
    pick = random.Random(50)
    rows = ["name,kind,street,city,state,zip,phone,lat,lon,needs,pay,checked_on"]
    weights = [c[4] for c in CITIES]
    for n in range(count):
        state, zip_code, lat, lon, _ = pick.choices(CITIES, weights)[0]
        spread = pick.choice((0.05, 0.2, 0.2, 0.8))
        needs = ";".join(need for need, share in zip(NEEDS, SHARES, strict=True) if pick.random() < share)
        pay = ";".join(
            pick.sample(("medicaid", "medicare", "private", "free", "sliding_fee"), pick.choice((0, 1, 2, 3)))
        )
        dated = pick.choice(("2026-03-01", "2025-01-01", "2021-07-01", ""))
        north, east = lat + pick.gauss(0, spread) % 0.9 - 0.45, lon + pick.gauss(0, spread) % 0.9 - 0.45
        street = f"{n} {pick.choice(WORDS)} {pick.choice(WORDS)} Road"
        rows.append(
            f"{pick.choice(WORDS)} {pick.choice(WORDS)} {n},{pick.choice(KINDS)},{street},Town,{state},{zip_code},,{north:.5f},{east:.5f},{needs},{pay},{dated}"
        )
    return "\n".join(rows)


def asked(count: int, seed: int) -> list[tuple[Near, Query]]:
    """Where people are and what they look for: mostly one need, near a city, sometimes far out."""
    pick = random.Random(seed)
    found = []
    for _ in range(count):
        _, _, lat, lon, _ = pick.choices(CITIES, [c[4] for c in CITIES])[0]
        far = pick.choice((0.3, 0.3, 0.3, 3.0))
        needs = tuple(pick.sample(NEEDS, pick.choice((0, 1, 1, 1, 2))))
        pay = pick.choice(((), (), ("medicaid",)))
        found.append(
            (
                Near(lat + pick.uniform(-far, far), lon + pick.uniform(-far, far), "", "coordinates"),
                Query(needs=needs, pay=pay),
            )
        )
    return found


def times_ms(repository: Repository, queries: list[tuple[Near, Query]]) -> list[float]:
    taken = []
    for near, query in queries:
        start = time.perf_counter()
        find(repository, near, query)
        taken.append((time.perf_counter() - start) * 1000)
    return sorted(taken)


def _searches(small: SqliteRepository) -> list[Row]:
    queries = asked(1000, 1)
    times_ms(small, queries[:100])
    taken = times_ms(small, queries)
    p50, p99 = statistics.median(taken), taken[int(len(taken) * 0.99)]
    count = f"{small.about().places:,} places"
    rows = [
        Row(f"find among {count}, in process: p50", f"{p50:.2f} ms", "5 ms", p50 <= 5),
        Row(f"find among {count}, in process: p99", f"{p99:.2f} ms", "25 ms", p99 <= 25),
    ]
    with postgres_server.running() as address:
        if address is None:
            return [*rows, Row("the same on PostGIS", "not installed", "–", True)]
        publish(small, address)
        peer = PostgresRepository(address)
        for near, query in queries[:100]:
            assert [p.id for p in find(peer, near, query).places] == [p.id for p in find(small, near, query).places]
        theirs = times_ms(peer, queries)
        peer.close()
    half, last = statistics.median(theirs), theirs[int(len(theirs) * 0.99)]
    return [
        *rows,
        Row(
            "the same searches on PostGIS over a local socket: p50, p99, and how much longer at p50",
            f"{half:.2f} ms, {last:.2f} ms, {half / p50:.1f} times",
            "–",
            True,
        ),
    ]


SERVER = """
import sys
from starlette.applications import Starlette
from waymend.directory import open_directory
from waymend.web.places import places_routes
def app(): return Starlette(routes=places_routes(open_directory()))
"""


def _served(folder: Path) -> list[Row]:
    import socket

    (folder / "bench_app.py").write_text(SERVER)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "uvicorn",
        "bench_app:app",
        "--factory",
        "--app-dir",
        str(folder),
        "--port",
        str(port),
        "--workers",
        "2",
        "--no-access-log",
        "--log-level",
        "error",
    ]
    server = subprocess.Popen(command)
    try:
        paths = [
            f"/api/places?near={quote(f'{near.lat:.4f},{near.lon:.4f}')}"
            + "".join(f"&need={n}" for n in query.needs)
            + "".join(f"&pay={p}" for p in query.pay)
            for near, query in asked(2000, 2)
        ]
        deadline = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.2)
        time.sleep(1)
        asyncio.run(_hammer(port, paths, 2.0))
        rate, slow, count = asyncio.run(_hammer(port, paths, 8.0))
    finally:
        server.terminate()
        _, _, used = os.wait4(server.pid, 0)
        server.returncode = 0
    per_search = (
        (used.ru_utime + used.ru_stime) / (count * 10 / 8) * 1000
    )  # the two seconds of warming up were about as busy
    return [
        Row(
            "searches a second through GET /api/places, two workers, the load made on the same cores (p99; processor time of the server for one)",
            f"{rate:,.0f} ({slow:.0f} ms; {per_search:.2f} ms)", "1,000", rate >= 1000,
        )
    ]  # fmt: skip


async def _hammer(port: int, paths: list[str], seconds: float) -> tuple[float, float, int]:
    """Sixteen connections that ask one thing after another."""
    taken: list[float] = []
    end = time.perf_counter() + seconds

    async def one(number: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        n = number * 97
        while (start := time.perf_counter()) < end:
            writer.write(f"GET {paths[n % len(paths)]} HTTP/1.1\r\nhost: x\r\n\r\n".encode())
            head = await reader.readuntil(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 200"), head
            length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
            await reader.readexactly(length)
            taken.append(time.perf_counter() - start)
            n += 1
        writer.close()

    await asyncio.gather(*(one(n) for n in range(16)))
    taken.sort()
    return len(taken) / seconds, taken[int(len(taken) * 0.99)] * 1000, len(taken)


def _loading(folder: Path) -> list[Row]:
    if not LISTS:
        return []
    code = "import sys\nfrom waymend.cli import main\nsys.exit(main(['directory', 'import', 'auto', *sys.argv[1:], '--on', '2021-07-01', '--json']))"
    start = time.perf_counter()
    environment = {**os.environ, "WAYMEND_DIRECTORY": str(folder / "real.sqlite")}
    process = subprocess.Popen(
        [sys.executable, "-c", code, *map(str, LISTS)], env=environment, stdout=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    taken = time.perf_counter() - start
    assert status == 0
    peak = used.ru_maxrss / 1024
    return [
        Row(
            "loading 47,963 real rows: time", f"{taken:.1f} s ({used.ru_utime:.1f} s of one core)", "30 s", taken <= 30
        ),
        Row("loading 47,963 real rows: memory", f"{peak:.0f} MB", "300 MB", peak <= 300),
    ]
