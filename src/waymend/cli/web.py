"""`waymend serve` and `waymend site build`."""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
from pathlib import Path
from types import FrameType

from waymend.errors import InputError
from waymend.guide import load_guide


def serve(arguments: argparse.Namespace) -> int:
    _needs_extra()
    from waymend.web.server import serve as run
    from waymend.web.site import build_site

    guide = load_guide(arguments.guide)
    with tempfile.TemporaryDirectory(prefix="waymend-site-") as folder:
        # A signal while the pages are written must still remove them.
        signal.signal(signal.SIGTERM, _stop)
        print("Building the app …", file=sys.stderr, flush=True)
        site = build_site(guide, Path(folder) / "site")
        print(f"Waymend is at http://{arguments.host}:{arguments.port}  (Ctrl-C stops it)", file=sys.stderr, flush=True)
        run(guide, site, arguments.host, arguments.port)
    return 0


def _stop(number: int, frame: FrameType | None) -> None:
    raise SystemExit(0)


def site(arguments: argparse.Namespace) -> int:
    _needs_extra()
    from waymend.web.site import build_site

    guide = load_guide(arguments.guide)
    folder = build_site(guide, arguments.output)
    found = [p for p in folder.rglob("*") if p.is_file()]
    size = sum(p.stat().st_size for p in found)
    print(f"{folder}: {len(found)} files, {size / 1e6:.1f} MB, guide {guide.guide.about.version}.")
    return 0


def _needs_extra() -> None:
    try:
        import jinja2
        import starlette
        import uvicorn
    except ModuleNotFoundError as missing:
        raise InputError(f"the app needs '{missing.name}'. Install it with: pip install 'waymend[serve]'.") from None
    _ = jinja2, starlette, uvicorn
