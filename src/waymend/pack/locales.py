"""Translations: gettext catalogues in locales/LANG/guide.po, one entry a text, its context the place of the text in the guide."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import polib

from waymend.errors import GuideError, InputError, Mistake, Place
from waymend.pack.nodes import Scalar, read_yaml
from waymend.pack.plain import map_texts, names_of
from waymend.pack.schema import Guide
from waymend.pack.value import Value

# Fields that a person reads; all others are ids, expressions, words to match, or names that stay as they are.
READ = frozenset(
    [
        "name",
        "question",
        "why",
        "help",
        "worse_because",
        "none",
        "plain",
        "what",
        "looks",
        "feel",
        "dark_skin",
        "not_proof",
        "where",
        "likelier",
        "course",
        "tell",
        "because",
        "danger_now",
        "expect",
        "text",
        "meaning",
        "purpose",
        "time_frame",
        "stem",
        "title",
        "not_a_diagnosis",
        "nothing_fits",
        "hours",
    ]
)
# Texts without a name of their own: shown for a label; and what people type, one entry of many lines.
SHOWN, TYPED = "labels", "asked_as"
LEFT_ALONE = ("sources", "worse_because", "define", "danger_signs", "reading")


def texts(guide: Guide) -> Iterator[tuple[str, str]]:
    """(context, text) of everything that a person reads, in the guide's order. The context is a path like `concerns/abscess/what`."""
    yield from _texts(guide, "")


def _texts(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Value):
        for field in msgspec.structs.fields(value):
            child = getattr(value, field.name)
            here = f"{path}/{field.encode_name}" if path else field.encode_name
            if field.encode_name in LEFT_ALONE:
                continue
            if field.encode_name == TYPED:
                yield here, "\n".join(child)
            elif field.encode_name == SHOWN:
                yield from ((f"{here}/{label}", text) for label, text in child.items())
            elif isinstance(child, str):
                if field.encode_name in READ and child:
                    yield here, child
            else:
                yield from _texts(child, here)
    elif isinstance(value, dict):
        for key, child in value.items():
            yield from _texts(child, f"{path}/{key}")
    elif isinstance(value, tuple):
        for name, child in zip(names_of(value), value, strict=True):
            yield from _texts(child, f"{path}/{name}")


def read_catalogue(path: Path) -> dict[str, str]:
    """context → translation, finished entries only."""
    return {
        entry.msgctxt or "": entry.msgstr
        for entry in polib.pofile(str(path))
        if entry.translated() and not entry.obsolete
    }


def write_catalogue(guide: Guide, path: Path, language: str) -> None:
    """Write or refresh the guide's catalogue of a language; what translators did stays, changed texts become fuzzy."""
    refresh_catalogue(texts(guide), path, language, f"{guide.about.id} {guide.about.version}")


def refresh_catalogue(entries: Iterable[tuple[str, str]], path: Path, language: str, project: str) -> None:
    """Write or refresh a catalogue. `entries`: (context, text) in order."""
    old = {e.msgctxt: e for e in polib.pofile(str(path))} if path.exists() else {}
    catalogue = polib.POFile(wrapwidth=110)
    catalogue.metadata = {
        "Project-Id-Version": project,
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    for context, text in entries:
        entry = polib.POEntry(msgctxt=context, msgid=text)
        before = old.get(context)
        if before is not None and before.msgstr:
            entry.msgstr = before.msgstr
            entry.flags = list(before.flags) if before.msgid == text else ["fuzzy"]
        catalogue.append(entry)
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_suffix(".po.new")
    catalogue.save(str(aside))
    aside.replace(path)


@dataclass(frozen=True)
class Texts:
    """What one part of the program says of its own, in each language: English in its files, a gettext catalogue `locales/LANG/NAME.po` for each other.

    entries: (id, English) of everything, in order.
    """

    name: str
    folder: Path
    entries: Callable[[], Iterable[tuple[str, str]]]

    def path(self, language: str) -> Path:
        return self.folder / "locales" / language / f"{self.name}.po"

    def said(self, language: str) -> dict[str, str]:
        """id → text in a language, read once. Raises InputError when one has no translation."""
        return _said(self, language)

    def write(self, language: str) -> Path:
        """Write or refresh the catalogue of a language; returns its path."""
        path = self.path(language)
        refresh_catalogue(self.entries(), path, language, f"waymend {self.name}")
        return path


@cache
def _said(texts: Texts, language: str) -> dict[str, str]:
    english = dict(texts.entries())
    if language == "en":
        return english
    path = texts.path(language)
    done = read_catalogue(path) if path.exists() else {}
    if missing := [name for name in english if name not in done]:
        raise InputError(f"the text '{missing[0]}' is not there in '{language}'. Translate it in {path}.")
    return {name: done[name] for name in english}


def in_file(path: Path) -> Iterator[tuple[str, str]]:
    """(id, text) of a YAML file of texts, in its order. Raises GuideError for a file that cannot be read."""
    mistakes: list[Mistake] = []
    fields = read_yaml(str(path), path.read_text(encoding="utf-8"), mistakes)
    if mistakes or fields is None:
        raise GuideError(tuple(mistakes))
    return ((str(name), str(node.text)) for name, node in fields.nodes.items() if isinstance(node, Scalar))


def check_translations(guide: Guide, folder: Path) -> tuple[dict[str, dict[str, str]], list[Mistake]]:
    """All catalogues of a guide, and what is missing in them. English is the guide itself."""
    catalogues: dict[str, dict[str, str]] = {}
    mistakes: list[Mistake] = []
    for language in guide.about.languages[1:]:
        path = folder / "locales" / language / "guide.po"
        if not path.exists():
            mistakes.append(
                Mistake(
                    Place(str(path), 1, 1),
                    f"the language '{language}' has no catalogue. Run 'waymend locale {language}'.",
                )
            )
            continue
        catalogue = read_catalogue(path)
        entries = {e.msgctxt: e for e in polib.pofile(str(path))}
        for context, text in texts(guide):
            entry = entries.get(context)
            # What people type need not follow the English list: each language has its own ways of asking.
            is_older = entry is not None and entry.msgid != text and not context.endswith(f"/{TYPED}")
            if entry is None or context not in catalogue or is_older:
                line = (entry.linenum or 1) if entry is not None else 1
                why = "is missing" if entry is None else "is not finished" if not is_older else "is of an older text"
                mistakes.append(
                    Mistake(Place(str(path), line, 1), f"the translation of '{context}' {why}. Translate it.")
                )
        catalogues[language] = catalogue
    return catalogues, mistakes


def translate(guide: Guide, catalogue: dict[str, str]) -> Guide:
    """The guide with every text that has a translation replaced."""
    translated: Guide = map_texts(guide, catalogue.get)
    typed = {a.id: catalogue[f"answers/{a.id}/{TYPED}"].split("\n") for a in guide.answers}
    answers = tuple(msgspec.structs.replace(a, asked_as=tuple(typed[a.id])) for a in translated.answers)
    return msgspec.structs.replace(translated, answers=answers)
