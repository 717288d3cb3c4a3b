"""Small lists made here, and the real ones beside the project where they lie."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import postgres_server
from lists import directory_of, real
from waymend.directory import SqliteRepository

__all__ = ["real"]


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> SqliteRepository:
    return directory_of(tmp_path_factory.mktemp("small"), 1500, seed=4)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a real PostgreSQL with PostGIS, which forgets all when it ends."""
    with postgres_server.running("-c fsync=off") as address:
        if address is None:
            pytest.skip("Debian's postgresql and postgis are not installed; 'make test-tools' as root installs them")
        yield address
