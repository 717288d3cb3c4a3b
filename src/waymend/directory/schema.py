"""The one schema of the directory, as steps from each version to the next, for SQLite and for PostgreSQL with PostGIS.

A step that is released is never changed; a change is a new step at the end. `listing` is the truth, all else is worked out from it.
"""

from __future__ import annotations

from typing import NamedTuple


class Step(NamedTuple):
    """SQL that leads from the version before to this one."""

    sqlite: str
    postgres: str


STEPS: tuple[Step, ...] = (
    Step(
        sqlite="""
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE source (name TEXT PRIMARY KEY, kind TEXT NOT NULL, digest TEXT NOT NULL, done INTEGER NOT NULL, finished INTEGER NOT NULL,
                     rows INTEGER NOT NULL DEFAULT 0, read_on TEXT) WITHOUT ROWID;
CREATE TABLE listing (row INTEGER PRIMARY KEY, source TEXT NOT NULL, body BLOB NOT NULL);
CREATE INDEX listing_source ON listing (source);
CREATE TABLE rejected (source TEXT NOT NULL, line INTEGER NOT NULL, why TEXT NOT NULL, dropped INTEGER NOT NULL);
CREATE TABLE place (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, body BLOB NOT NULL, service_id TEXT NOT NULL UNIQUE,
                    at_id TEXT NOT NULL UNIQUE, organization_id TEXT NOT NULL, needs INTEGER NOT NULL, pay INTEGER NOT NULL, day INTEGER NOT NULL);
CREATE INDEX place_organization ON place (organization_id);
CREATE TABLE organization (id TEXT PRIMARY KEY, name TEXT NOT NULL, row INTEGER NOT NULL) WITHOUT ROWID;
CREATE VIRTUAL TABLE place_spot USING rtree (row, south, north, west, east, +lat REAL, +lon REAL, +needs INTEGER, +may INTEGER,
                    +pay INTEGER, +serves INTEGER, +languages INTEGER, +doubts INTEGER, +day INTEGER, +hours INTEGER);
CREATE TABLE leaf (number INTEGER PRIMARY KEY, body BLOB NOT NULL);
CREATE VIRTUAL TABLE place_words USING fts5 (name, street, city, note, content='', tokenize='unicode61 remove_diacritics 2');
CREATE TABLE zip (zip TEXT PRIMARY KEY, lat REAL NOT NULL, lon REAL NOT NULL, places INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE city (city TEXT NOT NULL, state TEXT NOT NULL, name TEXT NOT NULL, lat REAL NOT NULL, lon REAL NOT NULL,
                   places INTEGER NOT NULL, PRIMARY KEY (city, state)) WITHOUT ROWID;
""",
        postgres="""
CREATE TABLE meta (key text PRIMARY KEY, value text NOT NULL);
CREATE TABLE source (name text PRIMARY KEY, kind text NOT NULL, rows integer NOT NULL, read_on text);
CREATE TABLE place (row integer PRIMARY KEY, id text NOT NULL UNIQUE, body bytea NOT NULL, service_id text NOT NULL UNIQUE, at_id text NOT NULL UNIQUE,
                    organization_id text NOT NULL, lat double precision NOT NULL, lon double precision NOT NULL, spot geography(Point) NOT NULL,
                    needs bigint NOT NULL, may bigint NOT NULL, pay bigint NOT NULL, serves bigint NOT NULL, languages bigint NOT NULL,
                    doubts integer NOT NULL, day integer NOT NULL, hours integer NOT NULL, words tsvector NOT NULL);
CREATE INDEX place_spot ON place USING gist (spot);
CREATE INDEX place_words ON place USING gin (words);
CREATE INDEX place_organization ON place (organization_id);
CREATE TABLE organization (id text PRIMARY KEY, name text NOT NULL, row integer NOT NULL);
CREATE TABLE zip (zip text PRIMARY KEY, lat double precision NOT NULL, lon double precision NOT NULL, places integer NOT NULL);
CREATE TABLE city (city text NOT NULL, state text NOT NULL, name text NOT NULL, lat double precision NOT NULL, lon double precision NOT NULL,
                   places integer NOT NULL, PRIMARY KEY (city, state));
""",
    ),
)
VERSION = len(STEPS)
