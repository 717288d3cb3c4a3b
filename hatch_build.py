"""Compiles the reader (src/waymend/read/native) when the project is installed or a wheel is built: a shared library for Python, WebAssembly for the app.

The compiler is the `ziglang` package. The library needs no C library and no Python headers, so one wheel serves every Python of a platform.
By hand, after a change: `python hatch_build.py`.
"""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent
SOURCE = ROOT / "src" / "waymend" / "read" / "native"
ENDING = {"win32": ".dll", "darwin": ".dylib"}.get(sys.platform, ".so")
LIBRARY = SOURCE / f"waymend{ENDING}"
WASM = SOURCE / "waymend.wasm"
FOR_PYTHON = ("build-lib", "-dynamic", "-O", "ReleaseSafe", "-mcpu=baseline")
FOR_THE_APP = ("build-exe", "-target", "wasm32-freestanding", "-fno-entry", "-rdynamic", "-O", "ReleaseSmall")


def fresh(artefact: Path) -> bool:
    """Whether an artefact is newer than all it is made of."""
    made_of = [Path(__file__), *SOURCE.glob("*.zig")]
    return artefact.exists() and artefact.stat().st_mtime > max(p.stat().st_mtime for p in made_of)


def make() -> None:
    """Both artefacts, each written aside and swapped in. Raises CalledProcessError when the compiler is missing or fails."""
    for artefact, how in ((LIBRARY, FOR_PYTHON), (WASM, FOR_THE_APP)):
        if fresh(artefact):
            continue
        with tempfile.TemporaryDirectory(dir=SOURCE.parent, prefix=".compiling-") as folder:
            made = Path(folder) / artefact.name
            zig = [sys.executable, "-m", "ziglang", *how, "-fstrip", "--name", "waymend", f"-femit-bin={made}"]
            caches = ["--cache-dir", folder, "--global-cache-dir", str(Path(tempfile.gettempdir()) / "waymend-zig")]
            subprocess.run([*zig, *caches, str(SOURCE / "root.zig")], check=True)
            made.replace(artefact)


class CompiledReader(BuildHookInterface):  # type: ignore[type-arg]
    """Hatchling's hook. Where nothing can be compiled Waymend is installed all the same, and reads in Python."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel":
            return
        try:
            make()
        except (OSError, subprocess.CalledProcessError) as problem:
            self.app.display_warning(
                f"The reader could not be compiled ({problem}); texts will be read in Python, thirty times slower."
            )
            return
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{sysconfig.get_platform().replace('-', '_').replace('.', '_')}"
        build_data["artifacts"] += [str(p.relative_to(ROOT)) for p in (LIBRARY, WASM)]


if __name__ == "__main__":
    make()
