"""Small lists made here, and the real ones beside the project where they lie."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from lists import made_up, real
from waymend.directory import SqliteRepository
from waymend.directory.build import Job, build

__all__ = ["real"]


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> SqliteRepository:
    folder = tmp_path_factory.mktemp("small")
    (folder / "made_up.csv").write_text(made_up(1500, seed=4))
    build(folder / "small.sqlite", [Job("places", str(folder / "made_up.csv"))])
    return SqliteRepository(folder / "small.sqlite")


def _postgres_tools() -> Path | None:
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        version = folder.parent.name
        if (folder / "initdb").exists() and Path(f"/usr/share/postgresql/{version}/extension/postgis.control").exists():
            return folder
    return None


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real PostgreSQL with PostGIS in a folder of its own, reached through a socket there; its address."""
    tools = _postgres_tools()
    if tools is None:
        pytest.skip("Debian's postgresql and postgis are not installed; 'make test-tools' as root installs them")
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix="waymend-pg-"))  # short: the path of a socket must fit into 107 bytes
    as_other: list[str] = []
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
        as_other = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    data = folder / "data"

    def run(*command: str) -> None:
        done = subprocess.run([*as_other, *command], capture_output=True, text=True, check=False, cwd=folder)
        assert done.returncode == 0, done.stdout + done.stderr

    try:
        run(
            str(tools / "initdb"),
            "-D",
            str(data),
            "-U",
            "waymend",
            "--auth=trust",
            "-E",
            "UTF8",
            "--locale=C",
            "--no-sync",
        )
        run(
            str(tools / "pg_ctl"),
            "-D",
            str(data),
            "-w",
            "-l",
            str(folder / "log"),
            "-o",
            f"-k {folder} -c listen_addresses='' -c fsync=off",
            "start",
        )
        run(str(tools / "createdb"), "-h", str(folder), "-U", "waymend", "places")
        yield f"postgresql://waymend@/places?host={folder}"
    finally:
        if data.exists():
            subprocess.run(
                [*as_other, str(tools / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop"],
                capture_output=True,
                check=False,
                cwd=folder,
            )
        shutil.rmtree(folder, ignore_errors=True)
