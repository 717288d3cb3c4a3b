"""Files and streams in, cases out; bounded, so that neither size nor depth of the input can harm."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from waymend.errors import InputError

MAX_BYTES = 1_000_000  # a case of every finding answered is about 10 kB


def read_json(name: str, what: str) -> Any:
    """The JSON in a file, or on standard input for '-'. Raises InputError with one sentence."""
    if name == "-":
        content = sys.stdin.buffer.read(MAX_BYTES + 1)
    else:
        path = Path(name)
        try:
            with path.open("rb") as file:
                content = file.read(MAX_BYTES + 1)
        except OSError as error:
            raise InputError(f"{what} {name} cannot be read ({error.strerror or 'no such file'}).") from None
    if len(content) > MAX_BYTES:
        raise InputError(f"{what} is larger than {MAX_BYTES // 1_000_000} MB; give one case, or use --jsonl for many.")
    return decode(content, what)


def decode(content: bytes, what: str) -> Any:
    """Decode JSON. Raises InputError with one sentence."""
    try:
        return msgspec.json.decode(content)
    except msgspec.DecodeError as error:
        raise InputError(f"{what} is not JSON ({str(error).split('(')[0].strip()}).") from None
    except UnicodeDecodeError:
        raise InputError(f"{what} is not UTF-8 text.") from None
    except RecursionError:
        raise InputError(f"{what} is nested too deeply.") from None


def lines(name: str) -> Iterator[bytes | None]:
    """Lines of a file or of standard input, one at a time; None for a line that is too long. Empty lines are passed over."""
    if name == "-":
        yield from _lines(sys.stdin.buffer)
        return
    try:
        file = Path(name).open("rb")  # noqa: SIM115 - closed below, after the last line is taken
    except OSError as error:
        raise InputError(f"{name} cannot be read ({error.strerror or 'no such file'}).") from None
    with file:
        yield from _lines(file)


def _lines(file: BinaryIO) -> Iterator[bytes | None]:
    while line := file.readline(MAX_BYTES + 1):
        if len(line) > MAX_BYTES:
            while line and not line.endswith(b"\n"):
                line = file.readline(MAX_BYTES + 1)
            yield None
        elif line.strip():
            yield line
