"""Files from strangers, line by line: never more in memory than a line, never more out of an archive than is sane."""

from __future__ import annotations

import csv
import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Protocol

from waymend.errors import InputError

LONGEST_LINE = 256 * 1024  # bytes; a facility row is about 2,000
MOST_BYTES = 2 * 1024**3  # unpacked
BOMB_RATIO = 200  # an archive that grows by more than this is no list of places (real ones grow about tenfold) …
BOMB_FROM = 32 * 1024**2  # … once this much has come out of it


class _Lined(Protocol):
    def readline(self, size: int = -1, /) -> bytes: ...


def open_unpacked(path: Path) -> Iterator[bytes]:
    """Lines of a file, unpacked when it is gzip. A line longer than LONGEST_LINE comes as b"" with its line end. Raises InputError."""
    try:
        with path.open("rb") as raw:
            packed = raw.read(2) == b"\x1f\x8b"
            raw.seek(0)
            if packed:
                with gzip.GzipFile(fileobj=raw) as stream:
                    yield from _lines(stream, raw, path.name)
            else:
                yield from _lines(raw, None, path.name)
    except (OSError, EOFError, zlib.error) as problem:
        if isinstance(problem, gzip.BadGzipFile | EOFError | zlib.error):
            raise InputError(f"{path.name} is a damaged archive; fetch it again.") from None
        raise InputError(f"{path} cannot be read: {problem.strerror or problem}.") from None


def _lines(stream: _Lined, packed: IO[bytes] | None, name: str) -> Iterator[bytes]:
    total = 0
    while line := stream.readline(LONGEST_LINE + 1):
        total += len(line)
        if len(line) > LONGEST_LINE:
            while line and not line.endswith(b"\n"):
                line = stream.readline(LONGEST_LINE)
                total += len(line)
                _sane(total, packed, name)
            line = b"\n"
        _sane(total, packed, name)
        yield line


def _sane(total: int, packed: IO[bytes] | None, name: str) -> None:
    if total > MOST_BYTES:
        raise InputError(f"{name} holds more than {MOST_BYTES // 1024**3} GB; that is no list of places.")
    if packed and total > BOMB_FROM and total > BOMB_RATIO * max(1, packed.tell()):
        raise InputError(f"{name} unpacks to far more than it should; it looks like an archive made to fill the disk.")


def decoded(line: bytes) -> str:
    """UTF-8; else as Windows wrote it, which older government files still do."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")


def read_csv(path: Path) -> Iterator[tuple[int, dict[str, str], str]]:
    """(line, columns by lower-case name, problem) for each row; problem is empty for a row that can be used.

    Raises InputError for a file that is no table: another encoding, no header, two columns of one name.
    """
    source = open_unpacked(path)
    first = next(source, b"")
    if first[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in first:
        raise InputError(f"{path.name} is not UTF-8 text; save it as CSV UTF-8.")
    header = [cell.strip().lower().lstrip("\ufeff") for cell in next(csv.reader([decoded(first)]), [])]
    named = [cell for cell in header if cell]
    if len(named) < 3:
        raise InputError(f"{path.name}: line 1 holds no column names; see docs/directory.md for the columns.")
    if len(set(named)) < len(named):
        raise InputError(f"{path.name}: a column name stands twice in line 1.")
    damaged: set[int] = set()

    def texts() -> Iterator[str]:
        for number, line in enumerate(source, 2):
            if line == b"\n" or b"\x00" in line:
                damaged.add(number)
                yield "\n"
            else:
                yield decoded(line)

    reader = csv.reader(texts())
    while True:
        start = reader.line_num + 2
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as problem:
            yield start, {}, f"cannot be read as CSV: {problem}."
            continue
        if not cells:
            if start in damaged:
                damaged.discard(start)
                yield start, {}, f"is empty, longer than {LONGEST_LINE // 1024} KB, or holds zero bytes."
            continue
        if len(cells) != len(header):
            yield start, {}, f"has {len(cells)} cells where the header has {len(header)}."
            continue
        yield start, dict(zip(header, cells, strict=True)), ""
