"""The app's module ranks as Python does, from tiles small enough for a phone."""

from __future__ import annotations

import datetime
import gzip
import http.server
import random
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from node import JsError, Node
from waymend.directory import Near, Query, SqliteRepository, find
from waymend.directory.search import locate
from waymend.directory.tiles import TILE, write_tiles
from waymend.errors import InputError

PLACES_JS = Path(__file__).parents[2] / "src" / "waymend" / "web" / "app" / "places.js"
TODAY = datetime.date(2026, 4, 1)
EDGES = [
    (90.0, 0.0),
    (-90.0, 12.0),
    (0.0, 180.0),
    (52.0, -179.99),
    (52.0, 179.99),
    (13.4, 144.8),
    (51.9, 178.2),
    (52.2, -174.2),
    (89.9, 100.0),
]


class Shelf:
    """Tiles handed out by a server on this machine, which notes what it handed out."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.asked: list[str] = []
        outer = self

        class Handler(http.server.SimpleHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append(self.path)
                super().do_GET()

            def log_message(self, *args: Any) -> None:
                """Quiet."""

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
        self.url = f"http://127.0.0.1:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def packed(self) -> int:
        """Bytes of what was asked for, gzipped."""
        return sum(
            len(gzip.compress((self.folder / path.lstrip("/")).read_bytes()))
            for path in set(self.asked)
            if (self.folder / path.lstrip("/")).exists()
        )


def shelf(repository: SqliteRepository, folder: Path) -> Iterator[Shelf]:
    write_tiles(repository, folder)
    handed = Shelf(folder)
    yield handed
    handed.server.shutdown()
    handed.server.server_close()


@pytest.fixture(scope="module")
def small_shelf(small: SqliteRepository, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    yield from shelf(small, tmp_path_factory.mktemp("tiles") / "small")


@pytest.fixture(scope="module")
def real_shelf(real: SqliteRepository, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    yield from shelf(real, tmp_path_factory.mktemp("tiles") / "real")


PROBE = """
import { openPlaces } from '%s';
let held;
export async function open(base) { held = await openPlaces(base); return [held.needs, held.pays]; }
export async function search(query) {
  const found = await held.search(query);
  const short = (list) => list.map((p) => ({ id: p.id, distance_km: p.distance_km, confidence: p.confidence, needs: p.needs, pay: p.pay, may: p.may, checked_on: p.checked_on, call: p.call, directions: p.directions, guidance: p.guidance, freshness: p.freshness, serves: p.serves, languages: p.languages, located: p.located }));
  return { near: found.near, places: short(found), also: short(found.also) };
}
"""


def call(node: Node, module: str, name: str, *arguments: Any) -> Any:
    [found] = node.calls(module, name, [list(arguments)])
    if isinstance(found, JsError):
        raise found
    return found


def opened(node: Node, handed: Shelf) -> str:
    module = node.module(text=PROBE % PLACES_JS.as_uri())
    call(node, module, "open", handed.url)
    return module


def as_told(found: Any) -> Any:
    import msgspec

    told = msgspec.to_builtins(found)
    keys = (
        "id",
        "distance_km",
        "confidence",
        "needs",
        "pay",
        "may",
        "checked_on",
        "call",
        "directions",
        "freshness",
        "serves",
        "languages",
        "located",
    )
    return [
        {
            **{k: list(p[k]) if isinstance(p[k], (list, tuple)) else p[k] for k in keys},
            "guidance": {
                k: list(v) if not isinstance(v, str) else v for k, v in p["guidance"].items() if k != "sources"
            },
        }
        for p in told
    ]


def queries(pick: random.Random) -> dict[str, Any]:
    return {
        "needs": pick.sample(("moud", "ssp", "wound_care", "primary_care", "hiv_test"), pick.choice((0, 1, 1, 2))),
        "pay": pick.sample(("medicaid", "free", "private"), pick.choice((0, 0, 1, 2))),
        "serves": pick.choice(([], [], ["women"])), "languages": pick.choice(([], [], ["es"])), "within_km": pick.choice((None, None, 30.0, 400.0)),
        "limit": pick.choice((1, 5, 10)),
    }  # fmt: skip


def agree(node: Node, module: str, repository: SqliteRepository, lat: float, lon: float, asked: dict[str, Any]) -> None:
    given = {k: v for k, v in asked.items() if v is not None}
    here = find(
        repository,
        Near(lat, lon, "", "coordinates"),
        Query(**{k: tuple(v) if isinstance(v, list) else v for k, v in given.items()}),
        today=TODAY,
    )
    there = call(node, module, "search", {**given, "lat": lat, "lon": lon, "today": TODAY.isoformat()})
    for part, mine in (("places", here.places), ("also", here.also)):
        for p in there[part]:
            p["guidance"].pop("sources", None)
        assert there[part] == as_told(mine), (part, lat, lon, asked)


def test_the_module_ranks_as_python_does(node: Node, small: SqliteRepository, small_shelf: Shelf) -> None:
    module = opened(node, small_shelf)
    pick = random.Random(21)
    points = (
        EDGES
        + [(pick.uniform(-90, 90), pick.uniform(-180, 180)) for _ in range(60)]
        + [(40.7 + pick.uniform(-0.3, 0.3), -74 + pick.uniform(-0.3, 0.3)) for _ in range(60)]
    )
    for lat, lon in points:
        agree(node, module, small, lat, lon, queries(pick))


def test_the_module_ranks_the_real_places_as_python_does(node: Node, real: SqliteRepository, real_shelf: Shelf) -> None:
    module = opened(node, real_shelf)
    pick = random.Random(22)
    zips = list(real.zips())
    for _, lat, lon in pick.sample(zips, 60):
        agree(node, module, real, lat, lon, queries(pick))
    for lat, lon in EDGES:
        agree(node, module, real, lat, lon, {"needs": ["moud"], "limit": 10})


def test_zip_codes_and_cities_are_found_as_in_python(node: Node, real: SqliteRepository, real_shelf: Shelf) -> None:
    module = opened(node, real_shelf)
    pick = random.Random(23)
    given = [z[0] for z in pick.sample(list(real.zips()), 40)] + [
        "Chicago, IL",
        "new york, ny",
        "99501-1234",
        "60699",
        "00501",
    ]
    for one in given:
        try:
            here: Any = locate(real, one)
        except InputError:
            here = None
        there = call(node, module, "search", {"near": one, "limit": 1})["near"]
        assert there == (None if here is None else {"lat": here.lat, "lon": here.lon, "how": here.how})
    assert call(node, module, "search", {"near": "Nowhere, CA"})["near"] is None


def test_a_search_in_a_city_loads_at_most_60_kb(node: Node, real: SqliteRepository, real_shelf: Shelf) -> None:
    largest = 0
    cities = (
        "10001",
        "90012",
        "60614",
        "77002",
        "19103",
        "11226",
        "02118",
        "94103",
        "21218",
        "85004",
        "33130",
        "98104",
    )
    for zip_code in cities:
        for needs, pay in (
            ([], []),
            (["moud"], []),
            (["primary_care"], ["medicaid"]),
            (["mental_health"], ["medicaid"]),
            (["sud_treatment"], []),
            (["emergency"], []),
        ):
            real_shelf.asked.clear()
            module = opened(node, real_shelf)
            found = call(
                node, module, "search", {"zip": zip_code, "needs": needs, "pay": pay, "today": TODAY.isoformat()}
            )
            assert len(found["places"]) == 10
            largest = max(largest, real_shelf.packed())
            assert real_shelf.packed() <= 60_000, (
                zip_code,
                needs,
                pay,
                len(set(real_shelf.asked)),
                real_shelf.packed(),
            )
    assert largest > 20_000


def test_the_place_is_not_in_what_is_asked_for(node: Node, real_shelf: Shelf) -> None:
    real_shelf.asked.clear()
    module = opened(node, real_shelf)
    call(node, module, "search", {"zip": "60614", "needs": ["moud"]})
    assert all(path.startswith(("/index.json", "/t/", "/zip/60.json")) and "?" not in path for path in real_shelf.asked)


def test_tiles_are_small_and_swapped_in_whole(small: SqliteRepository, tmp_path: Path) -> None:
    import json

    folder = tmp_path / "tiles"
    count = write_tiles(small, folder)
    assert write_tiles(small, folder) == count
    tiles = [json.loads(p.read_text()) for p in (folder / "t").glob("*.json")]
    assert len(tiles) == count
    assert max(map(len, tiles)) <= TILE
    assert sum(map(len, tiles)) == small.about().places
    assert not list(tmp_path.glob("tiles.*"))
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear")
    with pytest.raises(InputError, match="holds other files"):
        write_tiles(small, tmp_path / "mine")
