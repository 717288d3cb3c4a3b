"""Shared by all tests: a cache folder of their own, the tiny guide, the guide that ships."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings

from node import Node
from samples import TINY
from waymend.guide import LoadedGuide, load_guide

# A test says what is true, not how fast: on a busy machine an example may take a while.
settings.register_profile("waymend", deadline=None)
settings.load_profile("waymend")


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Tests never touch the cache of the person who runs them."""
    import os

    os.environ["WAYMEND_CACHE"] = str(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="session")
def tiny() -> LoadedGuide:
    return load_guide(TINY)


@pytest.fixture(scope="session")
def shipped() -> LoadedGuide:
    return load_guide()


@pytest.fixture(scope="session")
def node() -> Iterator[Node]:
    """JavaScript as a browser would run it."""
    running = Node()
    yield running
    running.close()
