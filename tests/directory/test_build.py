"""Loading never harms the directory in use: what fails, is stopped or killed leaves the old one answering, and goes on where it was."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lists import made_up
from waymend.directory import Query, SqliteRepository, find
from waymend.directory.build import Job, build
from waymend.directory.search import locate
from waymend.errors import InputError


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A directory in use, with one known place."""
    (tmp_path / "first.csv").write_text(
        "name,kind,state,zip,lat,lon,needs\nThe Old One,drop_in,NY,10001,40.7,-74.0,ssp\n"
    )
    build(tmp_path / "d.sqlite", [Job("places", str(tmp_path / "first.csv"))])
    return tmp_path / "d.sqlite"


def answers(directory: Path) -> bool:
    repository = SqliteRepository(directory)
    found = find(repository, locate(repository, "10001"), Query(needs=("ssp",), limit=200)).places
    return any(p.name == "The Old One" for p in found)


def left_over(directory: Path) -> list[str]:
    return sorted(p.name for p in directory.parent.glob("d.sqlite*") if p.name not in ("d.sqlite", "d.sqlite.lock"))


def many(folder: Path, count: int = 12_000) -> Path:
    path = folder / "many.csv"
    path.write_text(made_up(count, seed=9))
    return path


def importing(directory: Path, path: Path, limit: str = "") -> subprocess.Popen[bytes]:
    code = f"import resource, sys\n{limit}\nfrom waymend.cli import main\nsys.exit(main(['directory', 'import', 'places', {str(path)!r}]))"
    return subprocess.Popen(
        [sys.executable, "-c", code],
        env={**os.environ, "WAYMEND_DIRECTORY": str(directory)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def wait_for_half(directory: Path) -> None:
    """Until the new directory holds its first rows."""
    import sqlite3

    new = directory.with_name(directory.name + ".new")
    for _ in range(2000):
        if new.exists():
            try:
                with sqlite3.connect(f"file:{new}?mode=ro", uri=True) as half:
                    if half.execute("SELECT max(done) FROM source WHERE name = 'places-many'").fetchone()[0]:
                        return
            except sqlite3.Error:
                time.sleep(0.001)
        time.sleep(0.005)
    raise AssertionError("the import never began")


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_stopped_import_leaves_the_old_one_and_is_taken_up_again(old: Path, how: signal.Signals) -> None:
    path = many(old.parent)
    running = importing(old, path)
    wait_for_half(old)
    running.send_signal(how)
    running.wait()
    assert running.returncode != 0
    assert answers(old)
    assert left_over(old)[0] == "d.sqlite.new"
    seen: list[int] = []
    report = build(
        old,
        [Job("places", str(path))],
        progress=lambda what, done, total: seen.append(done) if what == "places-many" else None,
    )
    assert seen[0] > 2000, "it should go on after the rows that were kept, not begin again"
    assert report.sources[0].rows == 12_000
    assert answers(old)
    assert left_over(old) == []
    whole = old.parent / "whole" / "d.sqlite"
    build(whole, [Job("places", str(old.parent / "first.csv")), Job("places", str(path))])
    assert SqliteRepository(whole).about()[1:] == SqliteRepository(old).about()[1:]


def test_a_full_disk_leaves_the_old_one(old: Path) -> None:
    before = old.read_bytes()
    limit = "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (1_500_000, 1_500_000))"
    running = importing(old, many(old.parent), limit)
    _, told = running.communicate()
    assert running.returncode == 2
    assert b"the old one is as it was" in told
    assert b"Traceback" not in told
    assert old.read_bytes() == before
    assert left_over(old) == []
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 1_500_000


def test_a_list_that_cannot_be_used_leaves_the_old_one(old: Path) -> None:
    before = old.read_bytes()
    bad = old.parent / "bad.csv"
    bad.write_text("name,kind,state,zip,lat,lon\n" + "Somewhere,drop_in,QQ,1,2,3\n" * 10)
    with pytest.raises(InputError, match=r"of 10 rows of 'places-bad' only 0 can be used.*Line 2 'QQ' is no state"):
        build(old, [Job("places", str(bad))])
    assert old.read_bytes() == before
    assert left_over(old) == []


def test_a_list_that_shrank_is_not_believed(old: Path) -> None:
    path = old.parent / "many.csv"
    path.write_text(made_up(200, seed=1))
    build(old, [Job("places", str(path))])
    path.write_text(made_up(40, seed=1))
    with pytest.raises(InputError, match=r"had 200 places and would now have 40.*--force"):
        build(old, [Job("places", str(path))])
    assert build(old, [Job("places", str(path))], force=True).listings == 41


def test_a_new_edition_replaces_the_last_and_keeps_other_lists_and_ids(old: Path) -> None:
    path = old.parent / "many.csv"
    path.write_text(made_up(300, seed=2))
    build(old, [Job("places", str(path))])
    first = {p.id for p in SqliteRepository(old).places(range(1, 400)).values()}
    path.write_text(made_up(300, seed=2) + "Added Today,drop_in,9 New Street,Town,NY,10001,,40.71,-74.01,ssp,,,,,\n")
    build(old, [Job("places", str(path))])
    second = {p.id for p in SqliteRepository(old).places(range(1, 400)).values()}
    assert first < second
    assert len(second - first) == 1
    assert answers(old)


def test_every_row_that_is_left_out_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "mixed.csv").write_text(
        "name,kind,street,city,state,zip,phone,lat,lon,needs,checked_on\n"
        "Good,drop_in,1 A St,Town,NY,10001,212-555-0123,40.7,-74.0,ssp,2026-01-01\n"
        ",drop_in,2 B St,Town,NY,10001,,40.7,-74.0,ssp,\n"
        "Bad Kind,castle,3 C St,Town,NY,10001,,40.7,-74.0,ssp,\n"
        "Bad Need,drop_in,4 D St,Town,NY,10001,,40.7,-74.0,dragons,\n"
        "Short Row,drop_in\n"
        "Good Too,drop_in,5 E St,Town,NY,90210,555,12.0,-74.0,ssp,\n"
        "Good Three,drop_in,6 F St,Town,NY,10001,123,40.7,-74.0,ssp,\n"
        "Bad Day,drop_in,7 G St,Town,NY,10001,,40.7,-74.0,ssp,yesterday\n"
        "Fine,drop_in,8 H St,Town,NY,10001,,40.7,-74.0,ssp,\n"
        "Fine As Well,drop_in,88 I St,Town,NY,10001,,40.7,-74.0,ssp,\n"
    )
    report = build(tmp_path / "d.sqlite", [Job("places", str(tmp_path / "mixed.csv"))], force=True)
    told = [(r.line, r.why.split(",")[0].split(";")[0], r.dropped) for r in report.rejected]
    assert told == [
        (3, "has no name.", False),
        (4, "the kind 'castle' is not known", False),
        (5, "'dragons' in 'needs' is not known", False),
        (6, "has 2 cells where the header has 11.", False),
        (7, "has no usable coordinates and no usable ZIP code", False),
        (8, "the phone number '123' cannot exist.", True),
        (9, "'checked_on' must be a date like 2026-05-31", False),
    ]
    assert report.places == 4


def test_two_imports_at_once_are_refused(old: Path) -> None:
    running = importing(old, many(old.parent))
    wait_for_half(old)
    try:
        with pytest.raises(InputError, match="being loaded by another command"):
            build(old, [])
    finally:
        running.kill()
        running.wait()


def test_a_directory_that_is_swapped_is_seen_without_opening_it_again(old: Path) -> None:
    repository = SqliteRepository(old)
    assert repository.about().places == 1
    path = old.parent / "many.csv"
    path.write_text(made_up(50, seed=3))
    build(old, [Job("places", str(path))])
    assert repository.about().places > 40


def test_damage_and_strangers_are_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "not.sqlite").write_bytes(b"not a database" * 200)
    with pytest.raises(InputError, match="is no directory of places, or is damaged"):
        SqliteRepository(tmp_path / "not.sqlite")
    import sqlite3

    with sqlite3.connect(tmp_path / "newer.sqlite") as newer:
        newer.execute("PRAGMA user_version = 999")
    with pytest.raises(InputError, match="newer Waymend"):
        SqliteRepository(tmp_path / "newer.sqlite")


def test_a_schema_of_another_version_is_brought_forward(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sqlite3

    from waymend.directory import schema, sqlite

    with sqlite3.connect(tmp_path / "a.sqlite") as one:
        sqlite.migrate(one)
        monkeypatch.setattr(
            sqlite, "STEPS", (*schema.STEPS, schema.Step("ALTER TABLE zip ADD COLUMN added TEXT", "SELECT 1"))
        )
        monkeypatch.setattr(sqlite, "VERSION", schema.VERSION + 1)
        sqlite.migrate(one)
        assert one.execute("PRAGMA user_version").fetchone() == (schema.VERSION + 1,)
        assert "added" in [row[1] for row in one.execute("PRAGMA table_info(zip)")]


# The peak is the kernel's for this program alone: a child's ru_maxrss would count its parent's memory before exec.
IMPORTING = """
import re, sys
from waymend.cli import main
status = main(["directory", "import", "auto", *sys.argv[1:], "--json"])
peak = re.search(r"VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read())
print(peak[1], file=sys.stderr)
sys.exit(status)
"""


def test_the_real_lists_fit_in_300_megabytes(tmp_path: Path) -> None:
    """Memory is checked; time is measured in `make bench`, since tests share the machine."""
    from lists import READ_ON, real_lists

    done = subprocess.run(
        [sys.executable, "-c", IMPORTING, *map(str, real_lists()), "--on", READ_ON],
        env={**os.environ, "WAYMEND_DIRECTORY": str(tmp_path / "d.sqlite")},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    import json

    told = json.loads(done.stdout)
    assert sum(s["rows"] for s in told["sources"]) == 47_963
    assert sum(s["kept"] for s in told["sources"]) == 47_963 - sum(not r["dropped"] for r in told["rejected"])
    assert int(done.stderr.split()[-1]) < 300_000  # kB
