"""Load a guide, checked and compiled, and ask it things."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from waymend import cache
from waymend.assess.assessment import Assessment
from waymend.assess.engine import Engine
from waymend.errors import GuideError, InputError
from waymend.logic.compiled import Compiled
from waymend.logic.python import load as load_code
from waymend.logic.python import load_conditions
from waymend.pack.schema import Guide

SHIPPED = Path(__file__).parent / "guides" / "injection"
VERSION = "0.1.0"


class LoadedGuide:
    """A guide ready for use: `guide` as written, `engine` to assess with."""

    def __init__(self, compiled: Compiled, language: str | None = None) -> None:
        self.language = language or compiled.guide.about.languages[0]
        self._compiled = compiled
        self.guide = _in_language(compiled, self.language)
        self.engine = Engine(self.guide, compiled.logic, load_code(compiled.code), load_conditions(compiled.conditions))

    def assess(self, findings: Mapping[str, Any], *, country: str | None = None) -> Assessment:
        """Assess answers.

        findings: finding id → True, False, "unknown" or None; a number in the finding's unit; a list of options that are yes, or
            option → True/False. See docs/contract.md.
        country: code of the country whose helplines and emergency number are shown; the guide's default when None.
        Raises CaseError for an unknown id, a value of the wrong kind or a number that no living body has.
        """
        return self.engine.assess(findings, country=country)

    def in_language(self, language: str) -> LoadedGuide:
        """The same guide with its texts in another of its languages."""
        return self if language == self.language else LoadedGuide(self._compiled, language)


def load_guide(folder: str | Path | None = None, *, language: str | None = None) -> LoadedGuide:
    """Load a guide folder, or the guide that ships with Waymend. Raises GuideError with every mistake found in it."""
    path = Path(folder) if folder is not None else SHIPPED
    return LoadedGuide(load_compiled(path), language)


def load_compiled(folder: Path) -> Compiled:
    """From the cache when the folder is unchanged, else read, checked, compiled and kept."""
    from waymend.pack.load import guide_files

    if not folder.is_dir():
        raise InputError(f"there is no guide folder at {folder}.")
    files = [p for p in guide_files(folder) if p.parent.name != "cases"]
    key = cache.key_of(files, folder, f"{VERSION} {_code()}")
    body = cache.read(key)
    if body is not None:
        try:
            return msgspec.msgpack.decode(body, type=Compiled)
        except msgspec.DecodeError:
            pass  # written by other code under the same key: compile again
    compiled = compile_folder(folder)
    cache.write(key, msgspec.msgpack.encode(compiled))
    return compiled


@lru_cache(maxsize=1)
def _code() -> str:
    """What the code that reads and compiles guides is: while it is being worked on, its version alone does not tell."""
    home = Path(__file__).parent
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted((*home.glob("pack/*.py"), *home.glob("logic/*.py"))):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def compile_folder(folder: Path) -> Compiled:
    """Read and compile a guide folder. Raises GuideError with every mistake found."""
    from waymend.verify.mistakes import read_all

    compiled, _, mistakes = read_all(folder, cases=False)
    if mistakes or compiled is None:
        raise GuideError(tuple(mistakes))
    return compiled


def _in_language(compiled: Compiled, language: str) -> Guide:
    languages = compiled.guide.about.languages
    if language not in languages:
        raise InputError(f"the guide is not there in '{language[:20]}'; it is in {', '.join(languages)}.")
    if language == languages[0]:
        return compiled.guide
    from waymend.pack.locales import translate

    return translate(compiled.guide, compiled.catalogues[language])
