"""`waymend read`, and free text for `waymend assess`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, TextIO

import msgspec

from waymend.cli.style import bold, dim, wrap
from waymend.cli.texts import TEXTS, in_words
from waymend.errors import InputError, WaymendError
from waymend.guide import LoadedGuide, load_guide
from waymend.read.reader import Mention, Reader, load_reader
from waymend.read.understanding import understand

CHUNK = 1 << 16  # characters of plain text read at a time
_encoder = msgspec.json.Encoder()


@lru_cache(maxsize=2)
def reader_of(guide: LoadedGuide) -> Reader:
    """The reader of a guide. Raises InputError when the guide does not say how text is read."""
    found = load_reader(guide.guide)
    if found is None:
        raise InputError("this guide has no reading/ folder, so it cannot read free text; give 'findings'.")
    return found


def read(arguments: argparse.Namespace) -> int:
    reader = reader_of(load_guide(arguments.guide))
    with _opened(arguments.context or arguments.file) as stream:
        if arguments.context is not None or arguments.jsonl:
            return _lines(reader, stream, context=arguments.context is not None)
        mentions = reader.stream(iter(lambda: stream.read(CHUNK), ""), now=datetime.now())
        return _written_json(mentions) if arguments.json else _told(mentions)


def _written_json(mentions: Iterator[Mention]) -> int:
    """One JSON object, each mention on its line, written as it is read."""
    out = sys.stdout.buffer
    out.write(b'{"id": null, "findings": [')
    for number, mention in enumerate(mentions):
        out.write((b",\n  " if number else b"\n  ") + _encoder.encode(mention))
    out.write(b"\n]}\n")
    out.flush()
    return 0


def _told(mentions: Iterator[Mention]) -> int:
    nothing = True
    for mention in mentions:
        nothing = False
        value = f" {mention.value:g} {mention.unit or ''}".rstrip() if mention.value is not None else ""
        option = f".{mention.option}" if mention.option else ""
        because = dim(f"  ({mention.cue})") if mention.cue else ""
        print(f"{bold(mention.status):12} {mention.about}{option}{value}  “{mention.text}”{because}")
    if nothing:
        print("Nothing in this was understood.")
    return 0


def _lines(reader: Reader, stream: TextIO, *, context: bool) -> int:
    status = 0
    for number, line in enumerate(stream, 1):
        if not line.strip():
            continue
        try:
            answer = _answer(reader, line, context=context)
        except WaymendError as problem:
            status = 2
            answer = {"id": None, "error": f"line {number}: {problem}"}
        sys.stdout.buffer.write(_encoder.encode(answer) + b"\n")
    sys.stdout.flush()
    return status


def _answer(reader: Reader, line: str, *, context: bool) -> dict[str, Any]:
    try:
        given = msgspec.json.decode(line)
    except (msgspec.DecodeError, RecursionError) as problem:
        raise InputError(f'a line must be like {{"id": 1, "text": "…"}}: {problem}.') from None
    if not isinstance(given, dict) or not isinstance(given.get("text"), str):
        raise InputError("a line needs 'text'.")
    if not context:
        return {"id": given.get("id"), "findings": reader.read(given["text"], now=datetime.now())}
    if not isinstance(given.get("target"), str):
        raise InputError("with --context a line needs 'target'.")
    return {"id": given.get("id"), **msgspec.structs.asdict(reader.context(given["text"], given["target"]))}


def findings_of(guide: LoadedGuide, case: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[dict[str, Any], ...]]:
    """The answers of a case with text, given ones before read ones; and what was read."""
    text = case.get("text")
    if not isinstance(text, str):
        raise InputError("'text' must be words.")
    answers, mentions = understand(guide, reader_of(guide), text, case.get("findings") or {}, now=datetime.now())
    return answers, tuple(msgspec.to_builtins(m) for m in mentions)


def understood(guide: LoadedGuide, read_: tuple[dict[str, Any], ...]) -> str:
    """What a text was taken to answer: "I read: … Is that right?" """
    findings = guide.guide.findings
    answers = reader_of(guide).case(msgspec.convert(list(read_), list[Mention]))
    t = TEXTS.said(guide.language)
    told = [
        in_words(findings[about], answer, t) for about, answer in sorted(answers.items(), key=lambda a: a[1] is False)
    ]
    if not told:
        return wrap("I could not read anything from that. What was not understood counts as not known.")
    return wrap(f"I read: {'; '.join(told)}. If that is wrong, use 'waymend ask', or give the findings.")


def _opened(name: str) -> TextIO:
    if name == "-":
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
        return sys.stdin
    try:
        return Path(name).open(encoding="utf-8", errors="replace")
    except OSError as problem:
        raise InputError(f"{name} cannot be read: {problem.strerror}.") from None
