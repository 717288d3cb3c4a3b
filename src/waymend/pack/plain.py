"""Change the texts of a guide, leaving everything else as it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from waymend.pack.schema import Guide
from waymend.pack.value import Value

# (path such as `concerns/abscess/what`, text) → the text to put there
Change = Callable[[str, str], str]


def names_of(values: tuple[Any, ...]) -> list[str]:
    """What each value of a list is called in a path: its id, its number where it has none, both where an id comes again."""
    names: list[str] = []
    for number, value in enumerate(values):
        name = str(getattr(value, "id", number))
        names.append(f"{name}-{number}" if name in names else name)
    return names


def map_texts(value: Any, change: Change, path: str = "") -> Any:
    """The same value with every text changed; keys of mappings become plain text."""
    if isinstance(value, str):
        return change(path, value)
    if isinstance(value, Value):
        changed = {
            field.name: map_texts(
                getattr(value, field.name), change, f"{path}/{field.encode_name}" if path else field.encode_name
            )
            for field in msgspec.structs.fields(value)
        }
        return type(value)(**changed)
    if isinstance(value, dict):
        return {str(key): map_texts(child, change, f"{path}/{key}") for key, child in value.items()}
    if isinstance(value, tuple):
        return tuple(
            map_texts(child, change, f"{path}/{name}") for name, child in zip(names_of(value), value, strict=True)
        )
    return value


def without_places(guide: Guide) -> Guide:
    """The guide with plain texts, which no longer know where they stood."""
    plain: Guide = map_texts(guide, lambda _, text: str(text))
    return plain
