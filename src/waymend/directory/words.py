"""What the directory says of needs, payments, people, languages and calling, in each language: gettext catalogues beside taxonomy.yaml and calling.yaml."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from waymend.directory.taxonomy import calling, taxonomy
from waymend.errors import InputError
from waymend.pack.locales import read_catalogue, refresh_catalogue

HERE = Path(__file__).parent
GROUPS = ("needs", "pays", "serves", "languages")


def texts() -> Iterator[tuple[str, str]]:
    """(context, text) of everything that a person reads, in the order of the files."""
    for group in GROUPS:
        for term in getattr(taxonomy(), group):
            for part in ("name", "plain", "means"):
                if text := getattr(term, part):
                    yield f"{group}/{term.id}/{part}", text
    for place in taxonomy().kinds:
        yield f"kinds/{place.id}/name", place.name
    for kind, parts in calling().items():
        for part, said in parts.items():
            if part != "sources":
                for number, text in enumerate([said] if isinstance(said, str) else said):
                    yield f"calling/{kind}/{part}/{number}", text


def catalogue_path(language: str) -> Path:
    return HERE / "locales" / language / "directory.po"


@cache
def in_language(language: str) -> dict[str, str]:
    """English text → the same in a language. Raises InputError when one has no translation."""
    path = catalogue_path(language)
    done = read_catalogue(path) if path.exists() else {}
    missing = [context for context, _ in texts() if context not in done]
    if missing:
        raise InputError(f"the directory's text '{missing[0]}' is not there in '{language}'. Translate it in {path}.")
    said = {text: done[context] for context, text in texts()}
    # What a payment means is said as one line with its name (see speaking.guidance).
    lines = {f"{p.name}: {p.means}": f"{said[p.name]}: {said[p.means]}" for p in taxonomy().pays if p.means}
    return {**said, **lines}


def write_texts(language: str) -> Path:
    """Write or refresh the directory's catalogue of a language; returns its path."""
    path = catalogue_path(language)
    refresh_catalogue(texts(), path, language, "waymend directory")
    return path
