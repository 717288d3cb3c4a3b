"""The directory in one SQLite file: R*Tree for space, FTS5 for words. Opened read-only; a new file swapped in is noticed at the next search."""

from __future__ import annotations

import os
import re
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from waymend.directory.leaves import Leaves
from waymend.directory.place import Place
from waymend.directory.repository import About, Candidate, Circle, Factor, Filter, Page, Spot
from waymend.directory.schema import STEPS, VERSION
from waymend.directory.sphere import boxes
from waymend.errors import InputError

_place = msgspec.json.Decoder(Place)
_COLUMNS = "row, lat, lon, needs, may, pay, serves, languages, doubts, day, hours"
_WORD = re.compile(r"\w+")


def default_path() -> Path:
    """WAYMEND_DIRECTORY, else in the data folder of this account."""
    named = os.environ.get("WAYMEND_DIRECTORY")
    if named:
        return Path(named)
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(data) / "waymend" / "directory.sqlite"


def open_directory(path: Path | None = None) -> SqliteRepository:
    """The directory on this machine. Raises InputError when there is none yet, or it cannot be used."""
    path = path or default_path()
    if not path.exists():
        raise InputError(
            f"there is no directory of places yet at {path}. Load one with 'waymend directory import' or 'waymend directory update'."
        )
    return SqliteRepository(path)


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the schema to this version, each step in a transaction of its own."""
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > VERSION:
        raise InputError("the directory was written by a newer Waymend; update Waymend.")
    for number, step in enumerate(STEPS[version:], version + 1):
        connection.executescript(f"BEGIN; {step.sqlite}; PRAGMA user_version = {number}; COMMIT;")


class SqliteRepository:
    """A `Repository` on a file. One connection a thread."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self._about: tuple[object, About] | None = None
        self._leaves: tuple[object, Leaves] | None = None
        self._connection()

    def _connection(self) -> sqlite3.Connection:
        try:
            status = self.path.stat()
        except OSError:
            raise InputError(f"there is no directory of places at {self.path} any more.") from None
        stamp = (status.st_ino, status.st_mtime_ns, status.st_size)
        if getattr(self._local, "stamp", None) != stamp:
            old = getattr(self._local, "connection", None)
            if old is not None:
                old.close()
            self._local.connection = self._open()
            self._local.stamp = stamp
        connection: sqlite3.Connection = self._local.connection
        return connection

    def _open(self) -> sqlite3.Connection:
        try:
            connection = sqlite3.connect(f"{self.path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False)
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            finished = version == VERSION and connection.execute("SELECT 1 FROM meta WHERE key = 'built'").fetchone()
        except sqlite3.DatabaseError:
            raise InputError(f"{self.path} is no directory of places, or is damaged; load it anew.") from None
        if version > VERSION:
            connection.close()
            raise InputError("the directory was written by a newer Waymend; update Waymend.")
        if not finished:
            connection.close()
            raise InputError(
                f"{self.path} is not a finished directory of this version; run 'waymend directory rebuild'."
            )
        connection.execute("PRAGMA mmap_size = 268435456")
        return connection

    def _all(self, sql: str, values: Sequence[Any] = ()) -> list[Any]:
        try:
            return self._connection().execute(sql, values).fetchall()
        except sqlite3.DatabaseError:
            raise InputError(
                f"{self.path} is damaged; load the directory anew with 'waymend directory import'."
            ) from None

    def about(self) -> About:
        connection = self._connection()
        if self._about is None or self._about[0] != self._local.stamp:
            meta = dict(connection.execute("SELECT key, value FROM meta"))
            sources = tuple(connection.execute("SELECT name, kind, rows, read_on FROM source ORDER BY name"))
            about = About(
                meta["built"], int(meta["places"]), msgspec.json.decode(meta["needs"], type=dict[str, int]), int(meta["least_doubts"]),
                int(meta["newest_day"]), sources,
            )  # fmt: skip
            self._about = (self._local.stamp, about)
        return self._about[1]

    def candidates(self, circle: Circle | None, wanted: Filter) -> Iterable[Candidate]:
        terms, values = _conditions(wanted)
        found: list[Any] = []
        areas = boxes(*circle) if circle else [None]
        for area in areas:
            where, given = list(terms), list(values)
            if area is not None:
                where += ["north >= ?", "south <= ?", "east >= ?", "west <= ?"]
                given += area
            clause = " AND ".join(where) or "1"
            found += self._all(f"SELECT {_COLUMNS} FROM place_spot WHERE {clause}", given)
        # Rows come as plain tuples in the order of Candidate's fields; wrapping thousands of them would cost more than the search.
        return found

    def near(
        self, lat: float, lon: float, wanted: Filter, factor: Factor
    ) -> Iterator[tuple[float, Iterable[Candidate]]]:
        if wanted.text:
            return iter([(0.0, self.candidates(None, wanted))])
        self._connection()
        if self._leaves is None or self._leaves[0] != self._local.stamp:
            boxes = self._all("SELECT body FROM leaf WHERE number = -1")[0][0]
            self._leaves = (
                self._local.stamp,
                Leaves(
                    boxes, lambda number: bytes(self._all("SELECT body FROM leaf WHERE number = ?", (number,))[0][0])
                ),
            )
        return self._leaves[1].near(lat, lon, wanted, factor)

    def places(self, rows: Sequence[int]) -> dict[int, Place]:
        found: dict[int, Place] = {}
        for start in range(0, len(rows), 500):
            some = rows[start : start + 500]
            marks = ",".join("?" * len(some))
            found.update(
                (row, _place.decode(body))
                for row, body in self._all(f"SELECT row, body FROM place WHERE row IN ({marks})", some)
            )
        return found

    def row_of(self, place_id: str) -> int | None:
        return _one(self._all("SELECT row FROM place WHERE id = ?", (place_id,)))

    def zip_spot(self, five: str) -> Spot | None:
        found = self._all("SELECT lat, lon, places FROM zip WHERE zip = ?", (five,))
        return Spot(*found[0]) if found else None

    def zip_area(self, three: str) -> Spot | None:
        lat, lon, count = self._all(
            "SELECT avg(lat), avg(lon), sum(places) FROM zip WHERE zip >= ? AND zip <= ?", (three + "00", three + "99")
        )[0]
        return Spot(round(lat, 5), round(lon, 5), count) if count else None

    def zips(self) -> Iterable[tuple[str, float, float]]:
        return self._all("SELECT zip, lat, lon FROM zip ORDER BY zip")

    def cities(self, city: str, state: str = "") -> Sequence[tuple[str, str, Spot]]:
        rows = self._all(
            "SELECT name, state, lat, lon, places FROM city WHERE city = ? AND (? = '' OR state = ?) ORDER BY places DESC, state",
            (city, state, state),
        )
        return [(name, where, Spot(lat, lon, places)) for name, where, lat, lon, places in rows]

    def all_cities(self) -> Iterable[tuple[str, str, float, float, int]]:
        return self._all("SELECT name, state, lat, lon, places FROM city ORDER BY state, city")

    def page(
        self,
        *,
        offset: int,
        limit: int,
        needs: int = 0,
        pay: int = 0,
        organization: str = "",
        text: str = "",
        since: int = 0,
        circle: Circle | None = None,
    ) -> Page:
        where, values = ["1"], []
        for value, clause in (
            (needs, "needs & ? != 0"),
            (pay, "pay & ? != 0"),
            (organization, "organization_id = ?"),
            (since, "day >= ?"),
        ):
            if value:
                where.append(clause)
                values.append(value)
        if text:
            where.append("row IN (SELECT rowid FROM place_words WHERE place_words MATCH ?)")
            values.append(match_words(text))
        if circle:
            inside = [c[0] for c in self.candidates(circle, Filter())]
            where.append(f"row IN ({','.join(map(str, inside)) or '0'})")
        clause = " AND ".join(where)
        total = self._all(f"SELECT count(*) FROM place WHERE {clause}", values)[0][0]
        rows = self._all(
            f"SELECT row FROM place WHERE {clause} ORDER BY row LIMIT ? OFFSET ?", [*values, limit, offset]
        )
        return Page(total, tuple(r[0] for r in rows))

    def organizations(self, *, offset: int, limit: int, text: str = "") -> tuple[int, tuple[tuple[str, str, int], ...]]:
        like = f"%{text.replace('!', '!!').replace('%', '!%').replace('_', '!_')}%"
        total = self._all("SELECT count(*) FROM organization WHERE name LIKE ? ESCAPE '!'", (like,))[0][0]
        rows = self._all(
            "SELECT id, name, row FROM organization WHERE name LIKE ? ESCAPE '!' ORDER BY id LIMIT ? OFFSET ?",
            (like, limit, offset),
        )
        return total, tuple(rows)

    def organization(self, organization_id: str) -> tuple[str, tuple[int, ...]] | None:
        named = self._all("SELECT name FROM organization WHERE id = ?", (organization_id,))
        rows = self._all("SELECT row FROM place WHERE organization_id = ? ORDER BY row", (organization_id,))
        return (named[0][0], tuple(r[0] for r in rows)) if named else None

    def by_hsds(self, column: str, value: str) -> int | None:
        assert column in ("service_id", "at_id")
        return _one(self._all(f"SELECT row FROM place WHERE {column} = ?", (value,)))

    def close(self) -> None:
        connection = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()
            self._local.connection = None
            self._local.stamp = None


def _one(found: list[Any]) -> int | None:
    return int(found[0][0]) if found else None


def match_words(text: str) -> str:
    """An FTS5 query for places that hold every word, the last one perhaps unfinished. What is no word is left out, so nothing can be injected."""
    return " ".join(f'"{word}"*' for word in _WORD.findall(text)[:12]) or '""'


def _conditions(wanted: Filter) -> tuple[list[str], list[Any]]:
    where: list[str] = []
    values: list[Any] = []
    if wanted.needs:
        where.append("needs & ? != 0")
        values.append(wanted.needs)
    if wanted.may:
        where.append("needs & ? = 0 AND may & ? != 0")
        values += [wanted.may, wanted.may]
    if wanted.pay:
        where.append("(pay = 0 OR pay & ? != 0)")
        values.append(wanted.pay)
    if wanted.serves:
        where.append("(serves = 0 OR serves & ? != 0)")
        values.append(wanted.serves)
    if wanted.languages:
        where.append("languages = 0" if wanted.language_unknown else "languages & ? != 0")
        values += [] if wanted.language_unknown else [wanted.languages]
    if wanted.hours:
        where.append("hours = 1")
    if wanted.text:
        where.append("row IN (SELECT rowid FROM place_words WHERE place_words MATCH ?)")
        values.append(match_words(wanted.text))
    return where, values
