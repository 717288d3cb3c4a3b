"""What the directory says of needs, payments, people, languages and calling, in each language: gettext catalogues beside taxonomy.yaml and calling.yaml."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from waymend.directory.taxonomy import calling, taxonomy
from waymend.pack.locales import Texts

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


TEXTS = Texts("directory", Path(__file__).parent, texts)


@cache
def in_language(language: str) -> dict[str, str]:
    """English text → the same in a language. Raises InputError when one has no translation."""
    done = TEXTS.said(language)
    said = {text: done[context] for context, text in texts()}
    # What a payment means is said as one line with its name (see speaking.guidance).
    lines = {f"{p.name}: {p.means}": f"{said[p.name]}: {said[p.means]}" for p in taxonomy().pays if p.means}
    return {**said, **lines}
