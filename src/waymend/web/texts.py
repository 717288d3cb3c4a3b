"""What the app itself says, in each language: texts.yaml, and a gettext catalogue a language beside it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from waymend.errors import GuideError, InputError, Mistake
from waymend.pack.locales import read_catalogue, refresh_catalogue
from waymend.pack.nodes import Scalar, read_yaml

HERE = Path(__file__).parent


@cache
def english() -> dict[str, str]:
    """id → text, in the order of the file."""
    mistakes: list[Mistake] = []
    path = HERE / "texts.yaml"
    fields = read_yaml(str(path), path.read_text(encoding="utf-8"), mistakes)
    if mistakes or fields is None:
        raise GuideError(tuple(mistakes))
    return {str(name): str(node.text) for name, node in fields.nodes.items() if isinstance(node, Scalar)}


def catalogue_path(language: str) -> Path:
    return HERE / "locales" / language / "app.po"


def texts_in(language: str) -> dict[str, str]:
    """id → text in a language. Raises InputError when a text has no translation."""
    if language == "en":
        return english()
    path = catalogue_path(language)
    done = read_catalogue(path) if path.exists() else {}
    missing = [name for name in english() if name not in done]
    if missing:
        raise InputError(f"the app's text '{missing[0]}' is not there in '{language}'. Translate it in {path}.")
    return {name: done[name] for name in english()}


def write_texts(language: str) -> Path:
    """Write or refresh the app's catalogue of a language; returns its path."""
    path = catalogue_path(language)
    refresh_catalogue(english().items(), path, language, "waymend app")
    return path
