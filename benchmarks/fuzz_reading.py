"""Coverage-guided fuzzing of the reader, for as long as it is let run: whatever is typed, nothing falls and every span is the text that it names.

    .venv/bin/python -m pip install atheris
    .venv/bin/python -m benchmarks.fuzz_reading -max_total_time=3600 CORPUS_DIR

A third of the corpora that go with the guide are its seeds. Not part of `make bench`: atheris is no dependency of the project.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris  # type: ignore[import-not-found]
import msgspec

with atheris.instrument_imports(include=["waymend.read"]):
    from waymend.guide import SHIPPED, load_guide
    from waymend.read.measures import Now
    from waymend.read.reader import Reader

NOW = Now(5, 12.5, 2026)
guide = load_guide().guide
assert guide.reading is not None
reader = Reader(guide, guide.reading)


def once(data: bytes) -> None:
    given = atheris.FuzzedDataProvider(data)
    text = given.ConsumeUnicode(given.ConsumeIntInRange(0, 3000))
    for mention in reader.read(text, now=NOW):
        start, end = mention.span
        assert text[start:end] == mention.text, (text, mention)
    target = given.ConsumeUnicode(40)
    reader.context(text, target)


def seed(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("lay", "notes"):
        lines = (SHIPPED / "corpus" / f"{name}.jsonl").read_bytes().splitlines()
        for n, line in enumerate(lines[::3]):
            (folder / f"{name}-{n}").write_bytes(msgspec.json.decode(line)["text"].encode() + b"\xff\xff")


if __name__ == "__main__":
    seed(Path(next(a for a in sys.argv[1:] if not a.startswith("-"))))
    atheris.Setup(sys.argv, once)
    atheris.Fuzz()
