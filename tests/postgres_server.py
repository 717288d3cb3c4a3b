"""A real PostgreSQL with PostGIS in a folder of its own, for the tests and for the benchmark of the directory."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def tools() -> Path | None:
    """Where the programs of the newest PostgreSQL that has PostGIS lie, as Debian installs them."""
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        version = folder.parent.name
        if (folder / "initdb").exists() and Path(f"/usr/share/postgresql/{version}/extension/postgis.control").exists():
            return folder
    return None


@contextmanager
def running(settings: str = "") -> Iterator[str | None]:
    """Its address, reached through a socket in its folder; None where it is not installed. settings: more options of the server."""
    programs = tools()
    if programs is None:
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="waymend-pg-"))  # short: the path of a socket must fit into 107 bytes
    as_other: list[str] = []
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
        as_other = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    data = folder / "data"

    def run(program: str, *options: str) -> None:
        command = [*as_other, str(programs / program), *options]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
        assert done.returncode == 0, done.stdout + done.stderr

    try:
        run("initdb", "-D", str(data), "-U", "waymend", "--auth=trust", "-E", "UTF8", "--locale=C", "--no-sync")
        options = f"-k {folder} -c listen_addresses='' {settings}"
        run("pg_ctl", "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start")
        run("createdb", "-h", str(folder), "-U", "waymend", "places")
        yield f"postgresql://waymend@/places?host={folder}"
    finally:
        if data.exists():
            stop = [*as_other, str(programs / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop"]
            subprocess.run(stop, capture_output=True, check=False, cwd=folder)
        shutil.rmtree(folder, ignore_errors=True)
