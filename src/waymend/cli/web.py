"""`waymend serve` and `waymend site build`."""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

from waymend.errors import InputError
from waymend.guide import SHIPPED, LoadedGuide, load_guide

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

    from waymend.directory.sqlite import SqliteRepository
    from waymend.verify.report import Report


def serve(arguments: argparse.Namespace) -> int:
    _needs_extra()
    from waymend.web.server import serve as run
    from waymend.web.site import build_site

    guide = load_guide(arguments.guide)
    with tempfile.TemporaryDirectory(prefix="waymend-site-") as folder:
        # A signal while the pages are written must still remove them.
        signal.signal(signal.SIGTERM, _stop)
        print("Building the app …", file=sys.stderr, flush=True)
        held = _directory()
        places = _tiles(held, Path(folder))
        site = build_site(guide, Path(folder) / "site", places=places)
        if held is None:
            print(
                "No places are loaded; 'waymend directory update' or 'import' adds them. Phone lines work.",
                file=sys.stderr,
            )
        print(f"Waymend is at http://{arguments.host}:{arguments.port}  (Ctrl-C stops it)", file=sys.stderr, flush=True)
        routes, paths = _places(held)
        run(guide, site, arguments.host, arguments.port, routes, paths)
    return 0


def _directory() -> SqliteRepository | None:
    """The directory of this machine, or None where there is none."""
    from waymend.directory.sqlite import default_path, open_directory

    return open_directory() if default_path().exists() else None


def _tiles(held: SqliteRepository | None, folder: Path) -> Path | None:
    if held is None:
        return None
    from waymend.directory.tiles import write_tiles

    write_tiles(held, folder / "tiles")
    return folder / "tiles"


def _places(held: SqliteRepository | None) -> tuple[Sequence[BaseRoute], dict[str, Any]]:
    if held is None:
        return (), {}
    from waymend.web.places import places_routes
    from waymend.web.places_openapi import places_paths

    return places_routes(held), places_paths()


def _stop(number: int, frame: FrameType | None) -> None:
    raise SystemExit(0)


def site(arguments: argparse.Namespace) -> int:
    _needs_extra()
    from waymend.web.site import build_site

    guide = load_guide(arguments.guide)
    with tempfile.TemporaryDirectory(prefix="waymend-tiles-") as aside:
        safety = _safety(guide, arguments) if arguments.safety else None
        folder = build_site(guide, arguments.output, places=_tiles(_directory(), Path(aside)), safety=safety)
    found = [p for p in folder.rglob("*") if p.is_file()]
    size = sum(p.stat().st_size for p in found)
    print(f"{folder}: {len(found)} files, {size / 1e6:.1f} MB, guide {guide.guide.about.version}.")
    return 0


def _safety(guide: LoadedGuide, arguments: argparse.Namespace) -> Report:
    """Check the guide, proofs and all. Raises InputError when something fails: a site does not show that as a page beside the rest."""
    from waymend.verify.properties import check
    from waymend.verify.report import report

    folder = Path(arguments.guide or SHIPPED)
    checked = check(folder)
    if not checked.ok:
        raise InputError("the guide fails its check, so no site was built; run 'waymend check' to see what.")
    return report(folder, checked)


def _needs_extra() -> None:
    try:
        import jinja2
        import starlette
        import uvicorn
    except ModuleNotFoundError as missing:
        raise InputError(f"the app needs '{missing.name}'. Install it with: pip install 'waymend[serve]'.") from None
    _ = jinja2, starlette, uvicorn
