"""The compiled guide, kept in the user's cache folder so that the next command starts at once.

Keyed by the content of every file of the guide, by this code's version and by Python's. A file that is torn, stale or of another
version is simply not used: its name holds the key and its first bytes the digest of the rest. Nothing about a person is ever in it.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from pathlib import Path

DIGEST = 32


def cache_folder() -> Path:
    """WAYMEND_CACHE, or `waymend` in the user's cache folder."""
    given = os.environ.get("WAYMEND_CACHE")
    if given:
        return Path(given)
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "waymend"


def key_of(files: list[Path], folder: Path, version: str) -> str:
    """Digest of names and contents of all files, of the code's version and of Python's."""
    digest = hashlib.blake2b(f"{version} {sys.implementation.cache_tag}".encode(), digest_size=16)
    for path in files:
        content = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()} {len(content)} ".encode())
        digest.update(content)
    return digest.hexdigest()


def read(key: str) -> bytes | None:
    """The cached bytes, or None when there are none that can be trusted."""
    try:
        content = (cache_folder() / f"{key}.guide").read_bytes()
    except OSError:
        return None  # no cache, or not readable: the guide is compiled again
    digest, body = content[:DIGEST], content[DIGEST:]
    return body if hashlib.blake2b(body, digest_size=DIGEST).digest() == digest else None


def write(key: str, body: bytes) -> None:
    """Keep the bytes: written aside, then swapped in. A cache that cannot be written is done without."""
    folder = cache_folder()
    content = hashlib.blake2b(body, digest_size=DIGEST).digest() + body
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, aside = tempfile.mkstemp(dir=folder, prefix=".writing-")
    except OSError:
        return  # a read-only home is no reason to fail a person
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(aside).replace(folder / f"{key}.guide")
        _drop_old(folder)
    except OSError:
        Path(aside).unlink(missing_ok=True)  # a full disk: go on without a cache


def _drop_old(folder: Path, keep: int = 4) -> None:
    """Keep the newest few guides."""
    found = sorted(folder.glob("*.guide"), key=lambda p: p.stat().st_mtime, reverse=True)
    for path in found[keep:]:
        path.unlink(missing_ok=True)
