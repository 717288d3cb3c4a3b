"""The compiled reader (folder native/, in Zig): the same readings as reader.py, to the byte, many times faster. docs/reading.md says how the two are held together."""

from __future__ import annotations

import ctypes
import sys
import threading
import weakref
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path

import msgspec

from waymend.errors import InputError
from waymend.pack.reading import Reading
from waymend.pack.schema import Guide
from waymend.read.blocks import pieces
from waymend.read.bundle import bundle
from waymend.read.measures import Now
from waymend.read.reader import Context, Reader, now_of
from waymend.read.telling import Mention

ENDING = {"win32": ".dll", "darwin": ".dylib"}.get(sys.platform, ".so")
LIBRARY = Path(__file__).parent / "native" / f"waymend{ENDING}"
WASM = LIBRARY.with_suffix(".wasm")  # for the app
STATUSES = ("present", "absent", "possible", "historical", "planned", "family")
# What waymend_context answers, by its number: a status, and three flags.
CONTEXTS = [Context(STATUSES[n & 7], bool(n & 8), bool(n & 16), bool(n & 32)) if n & 7 < 6 else None for n in range(64)]
UNKNOWN = -1  # the day of the week of a text without a date
UNWRITTEN = (UNKNOWN, 0.0, 0)
WHY = {
    -1: "there is not enough memory to read this text",
    -3: "a text of four gigabytes cannot be read at once; stream it",
}


class Out(ctypes.Structure):
    """What the library hands back; `section` and `at` go on from piece to piece of one text."""

    _fields_ = (
        ("text", ctypes.c_void_p),
        ("len", ctypes.c_size_t),
        ("section", ctypes.c_uint32),
        ("at", ctypes.c_uint64),
    )


@cache
def library() -> ctypes.CDLL | None:
    """The compiled library; None where none was built (hatch_build.py)."""
    if not LIBRARY.exists():
        return None
    found = ctypes.CDLL(str(LIBRARY))
    text = (ctypes.c_char_p, ctypes.c_size_t)
    written = (ctypes.c_int32, ctypes.c_double, ctypes.c_int32, ctypes.POINTER(Out))
    found.waymend_open.argtypes = (*text, ctypes.c_bool, ctypes.POINTER(Out))
    found.waymend_open.restype = ctypes.c_void_p
    found.waymend_close.argtypes = (ctypes.c_void_p,)
    found.waymend_close.restype = None
    for name in ("waymend_read", "waymend_piece"):
        getattr(found, name).argtypes = (ctypes.c_void_p, *text, *written)
        getattr(found, name).restype = ctypes.c_int32
    found.waymend_context.argtypes = (ctypes.c_void_p, *text, *text)
    found.waymend_context.restype = ctypes.c_int32
    return found


def opened(told: bytes) -> int:
    """A reader in the library by a bundle, for as long as it is not closed. Raises InputError where there is no library, or when the bundle holds no guide."""
    found = library()
    if found is None:
        raise InputError(f"the compiled reader is missing: {LIBRARY}; 'python hatch_build.py' makes it.")
    out = Out()
    handle: int | None = found.waymend_open(told, len(told), False, out)
    if not handle:
        raise InputError(f"no text can be read by this guide: {_said(out).decode(errors='replace')}")
    return handle


class CompiledReader(Reader):
    """Reads by one guide, as Reader does. Raises InputError as `opened` does, and for a text that is too large."""

    def __init__(self, guide: Guide, reading: Reading) -> None:
        super().__init__(guide, reading)
        self.handle = opened(msgspec.json.encode(bundle(self)))
        found = library()
        assert found is not None
        weakref.finalize(self, found.waymend_close, self.handle)
        self._read, self._piece, self._context = found.waymend_read, found.waymend_piece, found.waymend_context
        self._mentions = msgspec.json.Decoder(list[Mention]).decode
        self._out = Out()
        self._one = threading.Lock()  # a handle reads one text at a time, and other threads go on meanwhile

    def read(self, text: str, *, now: datetime | Now | None = None) -> list[Mention]:
        given = text.encode("utf-8", "surrogatepass")
        when = UNWRITTEN if now is None else _written(now)
        out = self._out
        with self._one:
            code = self._read(self.handle, given, len(given), *when, out)
            if code < 0:
                _check(code)
            told = _said(out)
        return self._mentions(told)

    def stream(self, parts: Iterable[str], *, now: datetime | Now | None = None) -> Iterator[Mention]:
        out = Out()
        when = _written(now)
        for piece in pieces(parts):
            given = piece.encode("utf-8", "surrogatepass")
            with self._one:
                _check(self._piece(self.handle, given, len(given), *when, out))
                told = _said(out)
            yield from self._mentions(told)

    def context(self, text: str, target: str) -> Context:
        given, wanted = text.encode("utf-8", "surrogatepass"), target.encode("utf-8", "surrogatepass")
        with self._one:
            told: int = self._context(self.handle, given, len(given), wanted, len(wanted))
        _check(told)
        found = CONTEXTS[told]
        assert found is not None
        return found


def _said(out: Out) -> bytes:
    return ctypes.string_at(out.text, out.len)


def _written(now: datetime | Now | None) -> tuple[int, float, int]:
    when = now_of(now)
    return UNWRITTEN if when is None else when


def _check(code: int) -> None:
    if code < 0:
        raise InputError(WHY[code])


__all__: Sequence[str] = ("CompiledReader", "Out", "library", "opened")
