"""Building a directory: beside the one in use, checked, and swapped in at once. What fails or is stopped leaves the old one answering.

A build that was stopped is taken up again by the same command: rows are committed in batches together with how far each list has come.
"""

from __future__ import annotations

import contextlib
import datetime
import fcntl
import hashlib
import importlib.util
import os
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from waymend.directory import locator, matching, merging
from waymend.directory.place import Listing, Rejected
from waymend.directory.reading import read_csv
from waymend.directory.schema import VERSION
from waymend.directory.sources import READERS, RowError, guess
from waymend.directory.sqlite import migrate
from waymend.errors import InputError

BATCH = 2000
MOST_REJECTED = 0.5  # without `force`, a list of which more than this share cannot be used is not what it claims to be
LEAST_KEPT = 0.5  # a new edition with fewer than this share of the rows of the last is not believed without `force`
_listing = msgspec.json.Decoder(Listing)

Progress = Callable[[str, int, "int | None"], None]  # what, how many done, of how many


class Job(NamedTuple):
    """One list to load. where: a file, or an http(s) address for the locator."""

    kind: str
    where: str
    name: str = ""


class Loaded(NamedTuple):
    """What came of one list."""

    source: str
    rows: int
    kept: int


class Report(NamedTuple):
    """What came of a build."""

    sources: tuple[Loaded, ...]
    places: int
    listings: int
    rejected: tuple[Rejected, ...]


class _Rows(NamedTuple):
    source: str
    kind: str
    digest: str
    read_on: str | None
    rows: Callable[[int], Iterator[tuple[int, Any, str]]]  # after line → (line, row or Listing, problem)


def build(
    target: Path,
    jobs: list[Job],
    *,
    read_on: str | None = None,
    progress: Progress = lambda *_: None,
    force: bool = False,
    wait_s: float = locator.WAIT_S,
) -> Report:
    """Load lists into the directory at `target`, each replacing its last edition. Without jobs it is worked out anew from what it holds.

    Raises InputError; the directory in use is then as it was.
    """
    if importlib.util.find_spec("phonenumbers") is None:
        raise InputError("loading places needs 'phonenumbers'. Install it with: pip install 'waymend[directory]'.")
    if read_on:
        _check_date(read_on)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _alone(target):
            return _build(target, [_opened(job, read_on, progress, wait_s) for job in jobs], progress, force)
    except OSError as problem:
        raise InputError(
            f"the directory cannot be written at {target}: {problem.strerror or problem}. The old one is as it was."
        ) from None


def _check_date(given: str) -> None:
    try:
        date = datetime.date.fromisoformat(given)
    except ValueError:
        raise InputError(f"'{given[:20]}' is not a date like 2026-05-31.") from None
    if date > datetime.date.today() + datetime.timedelta(days=1):
        raise InputError("the day on which a list was read cannot lie in the future.")


@contextlib.contextmanager
def _alone(target: Path) -> Iterator[None]:
    """One build at a time."""
    with target.with_name(target.name + ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InputError("the directory is being loaded by another command; wait for it to end.") from None
        yield


def _build(target: Path, lists: list[_Rows], progress: Progress, force: bool) -> Report:
    new = target.with_name(target.name + ".new")
    connection: sqlite3.Connection | None = None
    try:
        connection = _begin(new, target, lists)
        for one in lists:
            _load(connection, one, progress)
        _check_lists(connection, target, lists, force)
        places = _work_out(connection, progress)
        report = _report(connection, lists, places)
        _check_whole(connection)
        connection.close()
        _swap(new, target)
        return report
    except KeyboardInterrupt:
        if connection:
            connection.close()
        raise
    except sqlite3.Error as problem:
        if connection:
            connection.close()
        _remove(new)
        raise InputError(
            f"the new directory could not be written ({problem}); the old one is as it was. Is the disk full?"
        ) from None
    except BaseException:
        if connection:
            connection.close()
        _remove(new)
        raise


def _remove(new: Path) -> None:
    for suffix in ("", "-journal"):
        new.with_name(new.name + suffix).unlink(missing_ok=True)


def _begin(new: Path, target: Path, lists: list[_Rows]) -> sqlite3.Connection:
    """The unfinished directory of the same lists on the same old directory, else a fresh one that holds the other lists of the old."""
    stamp = f"{target.stat().st_mtime_ns}:{target.stat().st_size}" if target.exists() else "none"
    plan = hashlib.sha256(
        "|".join([stamp, str(VERSION), *(f"{one.source}:{one.digest}:{one.read_on}" for one in lists)]).encode()
    ).hexdigest()
    if new.exists():
        connection = _connect(new)
        try:
            if connection.execute("SELECT value FROM meta WHERE key = 'plan'").fetchone() == (plan,):
                return connection
        except sqlite3.DatabaseError:
            pass  # an older attempt that broke; it is begun afresh
        connection.close()
        _remove(new)
    connection = _connect(new)
    migrate(connection)
    if target.exists():
        _take_over(connection, target, {one.source for one in lists})
    connection.execute("INSERT INTO meta VALUES ('plan', ?)", (plan,))
    connection.executemany(
        "INSERT INTO source VALUES (?, ?, ?, 0, 0, 0, ?)",
        [(one.source, one.kind, one.digest, one.read_on) for one in lists],
    )
    connection.commit()
    return connection


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path)
    # A killed process loses nothing that is committed; a power cut may, and then the file fails its check and is begun anew.
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA cache_size = -32000")
    return connection


def _take_over(connection: sqlite3.Connection, target: Path, without: set[str]) -> None:
    connection.commit()
    connection.execute("ATTACH ? AS old", (str(target),))
    try:
        marks = ",".join("?" * len(without))
        for table, columns in (("source", "*"), ("listing", "NULL, source, body"), ("rejected", "*")):
            column = "name" if table == "source" else "source"
            connection.execute(
                f"INSERT INTO {table} SELECT {columns} FROM old.{table} WHERE {column} NOT IN ({marks})", tuple(without)
            )
        connection.commit()
    except sqlite3.DatabaseError:
        connection.rollback()
        raise InputError(f"{target} is damaged and cannot be added to; delete it and load all lists anew.") from None
    finally:
        connection.execute("DETACH old")


def _opened(job: Job, read_on: str | None, progress: Progress, wait_s: float) -> _Rows:
    """What a job reads, opened no further than needed to know what it is."""
    if job.where.startswith(("http://", "https://")):
        if job.kind not in ("locator", "auto"):
            raise InputError("only the locator is read from an address; fetch other lists as files first.")
        locator.check_address(job.where)
        today = datetime.datetime.now(datetime.UTC).date().isoformat()

        def fetched(after: int) -> Iterator[tuple[int, Any, str]]:
            return locator.rows(job.where, after=after, total=lambda n: progress("locator", after, n), wait_s=wait_s)

        return _Rows(job.name or "locator", "locator", f"{job.where}:{today}", today, fetched)
    path = Path(job.where)
    if not path.exists():
        raise InputError(f"there is no file {path}.")
    kind = job.kind if job.kind != "auto" else _guess(path)
    digest = _digest(path)
    if kind == "hsds":
        from waymend.interop.hsds_read import read_hsds

        return _Rows(
            job.name or f"hsds-{_stem(path)}",
            kind,
            digest,
            read_on,
            lambda after: _past(read_hsds(path, read_on), after),
        )
    if kind == "locator":
        return _Rows(job.name or kind, kind, digest, read_on, lambda after: _past(_json_rows(path), after))
    if kind == "places" and path.suffix in (".yaml", ".yml"):
        from waymend.directory.template import read_yaml

        return _Rows(
            job.name or f"places-{_stem(path)}", kind, digest, read_on, lambda after: _past(read_yaml(path), after)
        )
    if kind not in READERS:
        raise InputError(f"'{kind}' is no kind of list; known are auto, hsds, {', '.join(READERS)}.")
    name = job.name or (f"places-{_stem(path)}" if kind == "places" else kind)
    return _Rows(name, kind, digest, read_on, lambda after: _past(read_csv(path), after))


def _stem(path: Path) -> str:
    return path.name.split(".")[0] or "list"


def _past(rows: Iterator[tuple[int, Any, str]], after: int) -> Iterator[tuple[int, Any, str]]:
    return (row for row in rows if row[0] > after)


def _guess(path: Path) -> str:
    if path.is_dir() or path.suffix == ".zip":
        return "hsds"
    if path.suffix in (".yaml", ".yml"):
        return "places"
    if path.suffix == ".json":
        from waymend.interop.hsds_read import looks_like_hsds

        return "hsds" if looks_like_hsds(path) else "locator"
    for _, row, problem in read_csv(path):
        if not problem:
            found = guess(row)
            if found:
                return found
            break
    raise InputError(f"{path.name} is no list that is known by its columns; name its kind (see docs/directory.md).")


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if file.is_file():
            digest.update(f"{file.name}:{file.stat().st_size}".encode())
            with file.open("rb") as f:
                while part := f.read(1 << 20):
                    digest.update(part)
    return digest.hexdigest()


def _json_rows(path: Path) -> Iterator[tuple[int, Any, str]]:
    if path.stat().st_size > locator.MOST_BYTES * 4:
        raise InputError(f"{path.name} is too large; the locator's own pages are read from its address.")
    try:
        held = msgspec.json.decode(path.read_bytes())
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise InputError(f"{path.name} is no JSON.") from None
    found = held.get("rows") if isinstance(held, dict) else held
    if not isinstance(found, list):
        raise InputError(f"{path.name} holds no 'rows'; it is no answer of the locator.")
    for number, row in enumerate(found, 1):
        yield (number, row, "") if isinstance(row, dict) else (number, {}, "is no object.")


def _load(connection: sqlite3.Connection, one: _Rows, progress: Progress) -> None:
    done, finished, count = connection.execute(
        "SELECT done, finished, rows FROM source WHERE name = ?", (one.source,)
    ).fetchone()
    if finished:
        return
    reader = READERS.get(one.kind)
    listings: list[tuple[str, bytes]] = []
    rejected: list[tuple[str, int, str, bool]] = []
    encode = msgspec.json.Encoder().encode

    def flush(line: int, last: bool = False) -> None:
        connection.executemany("INSERT INTO listing (source, body) VALUES (?, ?)", listings)
        connection.executemany("INSERT INTO rejected VALUES (?, ?, ?, ?)", rejected)
        connection.execute(
            "UPDATE source SET done = ?, finished = ?, rows = ? WHERE name = ?", (line, last, count, one.source)
        )
        connection.commit()
        listings.clear()
        rejected.clear()
        progress(one.source, count, None)

    line = done
    dropped: tuple[str, ...]
    for line, row, problem in one.rows(done):
        count += 1
        if problem:
            rejected.append((one.source, line, problem, False))
        else:
            try:
                if isinstance(row, Listing):
                    listing, dropped = msgspec.structs.replace(row, source=one.source), ()
                else:
                    assert reader is not None
                    listing, dropped = reader(row, line, one.kind, one.read_on)
                    if listing.source != one.source:
                        listing = msgspec.structs.replace(listing, source=one.source)
                listings.append((one.source, encode(listing)))
                rejected += [(one.source, line, why, True) for why in dropped]
            except RowError as wrong:
                rejected.append((one.source, line, str(wrong), False))
        if len(listings) + len(rejected) >= BATCH:
            flush(line)
    flush(line, last=True)


def _check_lists(connection: sqlite3.Connection, target: Path, lists: list[_Rows], force: bool) -> None:
    """Refuse a list that is not what it claims, or has shrunk without a reason."""
    old: dict[str, int] = {}
    if target.exists():
        with contextlib.closing(sqlite3.connect(f"{target.resolve().as_uri()}?mode=ro", uri=True)) as before:
            old = dict(before.execute("SELECT source, count(*) FROM listing GROUP BY source"))
    for one in lists:
        rows = connection.execute("SELECT rows FROM source WHERE name = ?", (one.source,)).fetchone()[0]
        kept = connection.execute("SELECT count(*) FROM listing WHERE source = ?", (one.source,)).fetchone()[0]
        if kept == 0 or (not force and kept < rows * (1 - MOST_REJECTED)):
            first = connection.execute(
                "SELECT line, why FROM rejected WHERE source = ? AND NOT dropped ORDER BY line LIMIT 1", (one.source,)
            ).fetchone()
            example = f" Line {first[0]} {first[1]}" if first else ""
            raise InputError(
                f"of {rows} rows of '{one.source}' only {kept} can be used, so it is not taken in; the old directory is as it was.{example}"
            )
        if not force and kept < old.get(one.source, 0) * LEAST_KEPT:
            raise InputError(
                f"'{one.source}' had {old[one.source]} places and would now have {kept}; the old directory is as it was. Use --force if that is right."
            )


def _work_out(connection: sqlite3.Connection, progress: Progress) -> int:
    """Places, indexes, ZIP codes and cities from the listings."""
    for table in ("place", "organization", "place_spot", "leaf", "zip", "city"):
        connection.execute(f"DELETE FROM {table}")
    connection.execute("INSERT INTO place_words (place_words) VALUES ('delete-all')")
    connection.execute("DELETE FROM rejected WHERE why LIKE ?", (merging.MOVED + "%",))
    total = connection.execute("SELECT count(*) FROM listing").fetchone()[0]
    faces = []
    names: dict[int, tuple[tuple[int, int], str]] = {}  # by row: how far it is trusted, and the id it would give
    spots = merging.Spots()
    for row, body in connection.execute("SELECT row, body FROM listing ORDER BY row"):
        listing = _listing.decode(body)
        faces.append(matching.face(row, listing))
        names[row] = merging.named(listing)
        spots.add(listing)
        if not row % BATCH:
            progress("comparing", len(faces), total)
    spots.settle()
    found = list(matching.groups(faces))
    del faces
    writer = merging.Writer(connection, spots)
    fetch = connection.cursor()
    seen: dict[str, int] = defaultdict(int)
    unique = []
    for identity, group in sorted((min(names[row] for row in group)[1], group) for group in found):
        seen[identity] += 1
        unique.append((identity if seen[identity] == 1 else f"{identity}-{seen[identity]}", group))
    del found, names
    for row, (identity, group) in enumerate(sorted(unique), 1):
        listings = [
            _listing.decode(body)
            for (body,) in fetch.execute(
                f"SELECT body FROM listing WHERE row IN ({','.join(map(str, group))}) ORDER BY row"
            )
        ]
        writer.write(row, identity, listings)
        if not row % BATCH:
            progress("indexing", row, len(unique))
    writer.finish()
    connection.commit()
    return len(unique)


def _check_whole(connection: sqlite3.Connection) -> None:
    if connection.execute("PRAGMA quick_check").fetchone() != ("ok",):
        raise InputError("the new directory did not come out whole; the old one is as it was. Try again.")
    places = connection.execute("SELECT count(*) FROM place").fetchone()[0]
    spots = connection.execute("SELECT count(*) FROM place_spot").fetchone()[0]
    if not places or places != spots:
        raise InputError("the new directory holds no places that can be found; the old one is as it was.")


def _report(connection: sqlite3.Connection, lists: list[_Rows], places: int) -> Report:
    loaded = []
    for one in lists:
        rows = connection.execute("SELECT rows FROM source WHERE name = ?", (one.source,)).fetchone()[0]
        kept = connection.execute("SELECT count(*) FROM listing WHERE source = ?", (one.source,)).fetchone()[0]
        loaded.append(Loaded(one.source, rows, kept))
    names = {one.source for one in lists}
    rejected = tuple(
        Rejected(source, line, why, bool(dropped))
        for source, line, why, dropped in connection.execute(
            "SELECT source, line, why, dropped FROM rejected ORDER BY source, line"
        )
        if source in names
    )
    return Report(tuple(loaded), places, connection.execute("SELECT count(*) FROM listing").fetchone()[0], rejected)


def _swap(new: Path, target: Path) -> None:
    descriptor = os.open(new, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    new.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
