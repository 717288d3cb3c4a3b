"""The directory on PostgreSQL with PostGIS, for a service of many machines. It is built in a file and published whole: readers see the old one
or the new one, never a part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from waymend.directory.place import Place
from waymend.directory.ranking import AHEAD_M
from waymend.directory.repository import About, Candidate, Circle, Factor, Filter, Page, Spot
from waymend.directory.schema import STEPS, VERSION
from waymend.directory.sqlite import SqliteRepository
from waymend.errors import InputError

if TYPE_CHECKING:
    import psycopg

SCHEMA = "waymend"
_COLUMNS = "row, lat, lon, needs, may, pay, serves, languages, doubts, day, hours"
_decode = msgspec.json.Decoder(Place).decode
# PostGIS measures on the ellipsoid; we on a sphere. Half a percent more takes in all that we would.
WIDER = 1.007


def connect(address: str) -> psycopg.Connection[Any]:
    """Raises InputError; it does not repeat the address, which may hold a password."""
    try:
        import psycopg
    except ModuleNotFoundError:
        raise InputError("PostgreSQL needs 'psycopg'. Install it with: pip install 'waymend[postgres]'.") from None
    try:
        return psycopg.connect(address, autocommit=True, prepare_threshold=3)
    except psycopg.Error as problem:
        raise InputError(
            f"the database cannot be reached ({type(problem).__name__}); check the address and that it runs."
        ) from None


def publish(source: SqliteRepository, address: str) -> int:
    """Copy a built directory into the database, in one transaction, in place of the last one. Returns the number of places."""
    import psycopg

    try:
        with connect(address) as connection:
            connection.execute("CREATE EXTENSION IF NOT EXISTS postgis")
            with connection.transaction():
                connection.execute(f"DROP SCHEMA IF EXISTS {SCHEMA}_new CASCADE")
                connection.execute(f"CREATE SCHEMA {SCHEMA}_new")
                connection.execute(f"SET LOCAL search_path TO {SCHEMA}_new, public")
                for step in STEPS:
                    for statement in step.postgres.split(";"):
                        if statement.strip():
                            connection.execute(statement.encode())
                connection.execute("INSERT INTO meta VALUES ('schema', %s)", (str(VERSION),))
                count = _copy(source, connection)
                connection.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
                connection.execute(f"ALTER SCHEMA {SCHEMA}_new RENAME TO {SCHEMA}")
            connection.execute(f"ANALYZE {SCHEMA}.place")
            return count
    except psycopg.Error as problem:
        raise InputError(
            f"the directory could not be published ({type(problem).__name__}: {str(problem).splitlines()[0]}); the old one is as it was."
        ) from None


def _copy(source: SqliteRepository, connection: psycopg.Connection[Any]) -> int:
    for table in ("meta", "organization", "zip", "city"):
        rows = source._all(f"SELECT * FROM {table}")
        if rows:
            with connection.cursor().copy(f"COPY {table} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
    with connection.cursor().copy("COPY source FROM STDIN") as copy:
        for row in source._all("SELECT name, kind, rows, read_on FROM source"):
            copy.write_row(row)
    with connection.cursor().copy(
        f"COPY place (body, service_id, at_id, organization_id, id, {_COLUMNS}, spot, words) FROM STDIN"
    ) as copy:
        count = 0
        spots = {row[0]: row for row in source.candidates(None, Filter())}
        for row, identity, body, service_id, at_id, organization_id in source._all(
            "SELECT row, id, body, service_id, at_id, organization_id FROM place ORDER BY row"
        ):
            place = _decode(body)
            spot = spots[row]
            text = " ".join((place.name, place.program, place.address, place.city, place.state, place.zip, place.note))
            copy.write_row(
                (
                    body,
                    service_id,
                    at_id,
                    organization_id,
                    identity,
                    *spot,
                    f"SRID=4326;POINT({spot[2]} {spot[1]})",
                    _vector(text),
                )
            )
            count += 1
    return count


def _vector(text: str) -> str:
    """A tsvector of the words as they stand, so that both databases find the same."""
    return " ".join(sorted({f"'{word}'" for word in plain_words(text)}))


def plain_words(text: str) -> list[str]:
    """Words in lower case without accents, as SQLite's unicode61 tokenizer divides them."""
    import re
    import unicodedata

    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).lower()
    return re.findall(r"[^\W_]+", plain)


class PostgresRepository:
    """A `Repository` on a database. One connection; use one of these a thread."""

    def __init__(self, address: str) -> None:
        self._connection = connect(address)
        self._connection.execute(f"SET search_path TO {SCHEMA}, public")
        found = self._connection.execute("SELECT to_regclass('waymend.meta') IS NOT NULL").fetchone()
        if not found or not found[0]:
            raise InputError("the database holds no directory yet; publish one with 'waymend directory publish'.")
        version = self._all("SELECT value FROM meta WHERE key = 'schema'")
        if version != [(str(VERSION),)]:
            raise InputError("the directory in the database is of another version; publish it anew.")
        self._known: tuple[str, About] | None = None

    def _all(self, sql: str, values: Sequence[Any] = ()) -> list[Any]:
        return self._connection.execute(sql.encode(), values).fetchall()

    def about(self) -> About:
        built = self._all("SELECT value FROM meta WHERE key = 'built'")[0][0]
        if self._known is None or self._known[0] != built:
            meta = dict(self._all("SELECT key, value FROM meta"))
            sources = tuple(self._all("SELECT name, kind, rows, read_on FROM source ORDER BY name"))
            needs = msgspec.json.decode(meta["needs"], type=dict[str, int])
            self._known = (
                built,
                About(built, int(meta["places"]), needs, int(meta["least_doubts"]), int(meta["newest_day"]), sources),
            )
        return self._known[1]

    def candidates(self, circle: Circle | None, wanted: Filter) -> Iterable[Candidate]:
        where, values = _conditions(wanted)
        if circle:
            where.append("ST_DWithin(spot, ST_SetSRID(ST_MakePoint(%s, %s), 4326)::geography, %s)")
            values += [circle.lon, circle.lat, circle.radius_km * 1000 * WIDER]
        return self._all(f"SELECT {_COLUMNS} FROM place WHERE {' AND '.join(where) or 'true'}", values)

    def near(
        self, lat: float, lon: float, wanted: Filter, factor: Factor
    ) -> Iterator[tuple[float, Iterable[Candidate]]]:
        where, values = _conditions(wanted)
        about = self.about()
        best = factor(about.least_doubts, about.newest_day)
        here = "ST_SetSRID(ST_MakePoint(%s, %s), 4326)::geography"
        limit, bound = 64, 0.0
        while True:
            rows = self._all(
                f"SELECT {_COLUMNS}, spot <-> {here} AS away FROM place WHERE {' AND '.join(where) or 'true'} ORDER BY away LIMIT %s",
                [lon, lat, *values, limit],
            )
            # All of them again with each wider look: the search takes a place once.
            yield bound, [row[:-1] for row in rows]
            if len(rows) < limit:
                return
            bound = (rows[-1][-1] / WIDER + AHEAD_M) * best
            limit *= 4

    def places(self, rows: Sequence[int]) -> dict[int, Place]:
        return {
            row: _decode(body)
            for row, body in self._all("SELECT row, body FROM place WHERE row = ANY(%s)", (list(rows),))
        }

    def row_of(self, place_id: str) -> int | None:
        found = self._all("SELECT row FROM place WHERE id = %s", (place_id.replace("\x00", ""),))
        return int(found[0][0]) if found else None

    def zip_spot(self, five: str) -> Spot | None:
        found = self._all("SELECT lat, lon, places FROM zip WHERE zip = %s", (five,))
        return Spot(*found[0]) if found else None

    def zip_area(self, three: str) -> Spot | None:
        lat, lon, count = self._all(
            "SELECT avg(lat), avg(lon), sum(places) FROM zip WHERE zip >= %s AND zip <= %s",
            (three + "00", three + "99"),
        )[0]
        return Spot(round(lat, 5), round(lon, 5), count) if count else None

    def zips(self) -> Iterable[tuple[str, float, float]]:
        return self._all("SELECT zip, lat, lon FROM zip ORDER BY zip")

    def cities(self, city: str, state: str = "") -> Sequence[tuple[str, str, Spot]]:
        rows = self._all(
            "SELECT name, state, lat, lon, places FROM city WHERE city = %s AND (%s = '' OR state = %s) ORDER BY places DESC, state",
            (city, state, state),
        )
        return [(name, where, Spot(lat, lon, places)) for name, where, lat, lon, places in rows]

    def all_cities(self) -> Iterable[tuple[str, str, float, float, int]]:
        return self._all('SELECT name, state, lat, lon, places FROM city ORDER BY state, city COLLATE "C"')

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
        where: list[str] = ["true"]
        values: list[Any] = []
        for value, clause in (
            (needs, "needs & %s != 0"),
            (pay, "pay & %s != 0"),
            (organization, "organization_id = %s"),
            (since, "day >= %s"),
        ):
            if value:
                where.append(clause)
                values.append(value)
        if text:
            where.append("words @@ %s::tsquery")
            values.append(match_words(text))
        if circle:
            where.append("row = ANY(%s)")
            values.append([c[0] for c in self.candidates(circle, Filter())])
        clause = " AND ".join(where)
        total = self._all(f"SELECT count(*) FROM place WHERE {clause}", values)[0][0]
        rows = self._all(
            f"SELECT row FROM place WHERE {clause} ORDER BY row LIMIT %s OFFSET %s", [*values, limit, offset]
        )
        return Page(total, tuple(r[0] for r in rows))

    def organizations(self, *, offset: int, limit: int, text: str = "") -> tuple[int, tuple[tuple[str, str, int], ...]]:
        like = f"%{text.replace('!', '!!').replace('%', '!%').replace('_', '!_')}%".replace("\x00", "")
        total = self._all("SELECT count(*) FROM organization WHERE name ILIKE %s ESCAPE '!'", (like,))[0][0]
        rows = self._all(
            "SELECT id, name, row FROM organization WHERE name ILIKE %s ESCAPE '!' ORDER BY id LIMIT %s OFFSET %s",
            (like, limit, offset),
        )
        return total, tuple(rows)

    def organization(self, organization_id: str) -> tuple[str, tuple[int, ...]] | None:
        named = self._all("SELECT name FROM organization WHERE id = %s", (organization_id,))
        rows = self._all("SELECT row FROM place WHERE organization_id = %s ORDER BY row", (organization_id,))
        return (named[0][0], tuple(r[0] for r in rows)) if named else None

    def by_hsds(self, column: str, value: str) -> int | None:
        assert column in ("service_id", "at_id")
        found = self._all(f"SELECT row FROM place WHERE {column} = %s", (value,))
        return int(found[0][0]) if found else None

    def close(self) -> None:
        self._connection.close()


def match_words(text: str) -> str:
    """A tsquery for every word, the beginning of one being enough. Words hold letters and digits alone, so nothing can be injected."""
    return " & ".join(f"'{word}':*" for word in plain_words(text)[:12]) or "''"


def _conditions(wanted: Filter) -> tuple[list[str], list[Any]]:
    where: list[str] = []
    values: list[Any] = []
    if wanted.needs:
        where.append("needs & %s != 0")
        values.append(wanted.needs)
    if wanted.may:
        where.append("needs & %s = 0 AND may & %s != 0")
        values += [wanted.may, wanted.may]
    if wanted.pay:
        where.append("(pay = 0 OR pay & %s != 0)")
        values.append(wanted.pay)
    if wanted.serves:
        where.append("(serves = 0 OR serves & %s != 0)")
        values.append(wanted.serves)
    if wanted.languages:
        where.append("languages = 0" if wanted.language_unknown else "languages & %s != 0")
        values += [] if wanted.language_unknown else [wanted.languages]
    if wanted.hours:
        where.append("hours = 1")
    if wanted.text:
        where.append("words @@ %s::tsquery")
        values.append(match_words(wanted.text))
    return where, values
