"""Lists for the tests: made-up ones, and where the real ones lie."""

from __future__ import annotations

import fcntl
import os
import random
from pathlib import Path

import pytest

from waymend.directory import SqliteRepository
from waymend.directory.build import Job, build

DATA = Path(__file__).parents[2] / "shared" / "data"
READ_ON = "2021-07-01"  # when the collection was made


def real_lists() -> list[str]:
    found = sorted(str(p) for p in (DATA / "oeps").glob("*.csv.gz"))
    if not found:
        pytest.skip(f"the real lists are not at {DATA / 'oeps'}")
    return found


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
)
NEEDS = ("moud", "detox", "ssp", "wound_care", "hiv_test", "primary_care", "naloxone", "counselling")
PAYS = ("medicaid", "medicare", "free", "sliding_fee", "private")


def made_up(count: int, seed: int) -> str:
    """A list of our own with invented places over the whole country, the Aleutians and Guam among them. Many lie close together."""
    pick = random.Random(seed)
    states = [
        ("CA", "90001", 34.0, -118.2),
        ("NY", "10001", 40.7, -74.0),
        ("AK", "99501", 61.2, -149.9),
        ("AK", "99546", 51.9, 178.2),
        ("AK", "99547", 52.2, -174.2),
        ("GU", "96910", 13.45, 144.8),
        ("HI", "96813", 21.3, -157.8),
        ("TX", "77001", 29.7, -95.4),
    ]
    lines = ["name,kind,street,city,state,zip,phone,lat,lon,needs,pay,serves,languages,hours,checked_on"]
    for n in range(count):
        state, zip_code, lat, lon = pick.choice(states)
        spread = pick.choice((0.02, 0.3))
        needs = ";".join(pick.sample(NEEDS, pick.randint(0, 3)))
        pay = ";".join(pick.sample(PAYS, pick.choice((0, 0, 1, 2))))
        kind = pick.choice(("substance_use", "health_center", "syringe_service", "other", "drop_in"))
        phone = "212-555-0123" if pick.random() < 0.5 else ""
        dated = pick.choice(("", "2026-03-01", "2024-09-01", "2019-01-01"))
        hours = pick.choice(("", "", "Mo-Fr 09:00-17:00", "24/7"))
        name = f"{pick.choice(WORDS)} {pick.choice(WORDS)} {n}"
        lines.append(
            f"{name},{kind},{n} {pick.choice(WORDS)} Street,Town {pick.randint(1, 9)},{state},{zip_code},{phone},{lat + pick.uniform(-spread, spread):.5f},{lon + pick.uniform(-spread, spread):.5f},{needs},{pay},{pick.choice(('', 'women', 'teens'))},{pick.choice(('', 'es'))},{hours},{dated}"
        )
    return "\n".join(lines) + "\n"


def directory_of(folder: Path, count: int, seed: int) -> SqliteRepository:
    """A directory of invented places, built in a folder."""
    (folder / "made_up.csv").write_text(made_up(count, seed))
    build(folder / "d.sqlite", [Job("places", str(folder / "made_up.csv"))])
    return SqliteRepository(folder / "d.sqlite")


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> SqliteRepository:
    """The directory of all 48,000 real rows; built once for all workers of a test run."""
    lists = real_lists()
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    target = shared / "real.sqlite"
    with (shared / "real.waiting").open("w") as waiting:
        fcntl.flock(waiting, fcntl.LOCK_EX)
        if not target.exists():
            build(target, [Job("auto", path) for path in lists], read_on=READ_ON)
    return SqliteRepository(target)
