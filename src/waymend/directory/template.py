"""Our own simple list of places, for syringe services, wound clinics and drop-ins that no federal list knows. CSV, or YAML as here:

places:
  - name: Harbor Exchange
    kind: syringe_service
    ...
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from waymend.directory.reading import decoded, open_unpacked
from waymend.directory.taxonomy import _Loader
from waymend.errors import InputError

COLUMNS = (
    "name", "kind", "program", "street", "street2", "city", "state", "zip", "phone", "text", "website", "lat", "lon", "needs", "pay", "serves",
    "languages", "hours", "checked_on", "note",
)  # fmt: skip
MOST_BYTES = 8 * 1024**2


def template(form: str) -> str:
    """The template as `csv` or `yaml`."""
    return (files("waymend.directory") / f"template.{form}").read_text(encoding="utf-8")


def read_yaml(path: Path) -> Iterator[tuple[int, dict[str, Any], str]]:
    """(line, row, problem). Raises InputError for a file that is no list of places."""
    size, parts = 0, []
    for line in open_unpacked(path):
        size += len(line)
        if size > MOST_BYTES:
            raise InputError(f"{path.name} is larger than {MOST_BYTES // 1024**2} MB; use CSV for long lists.")
        parts.append(decoded(line))
    text = "".join(parts)
    try:
        if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(text)):
            raise InputError(f"{path.name} uses YAML references (*name), which are not taken here.")
        node = yaml.compose(text, Loader=_Loader)
        held = yaml.load(text, Loader=_Loader)
    except (yaml.YAMLError, RecursionError) as problem:
        mark = getattr(problem, "problem_mark", None)
        raise InputError(f"{path.name}{f':{mark.line + 1}' if mark else ''} is no YAML.") from None
    rows = held.get("places") if isinstance(held, dict) else None
    if not isinstance(rows, list):
        raise InputError(f"{path.name} must begin with 'places:' and a list; see docs/directory.md.")
    assert node is not None
    nodes = next(value for key, value in node.value if key.value == "places").value
    for row, at in zip(rows, nodes, strict=True):
        number = at.start_mark.line + 1
        if not isinstance(row, dict):
            yield number, {}, "is no place (a list of names and values)."
            continue
        unknown = [str(key)[:30] for key in row if key not in COLUMNS]
        if unknown:
            yield number, {}, f"has '{unknown[0]}', which is not known; known are {', '.join(COLUMNS)}."
            continue
        yield (
            number,
            {
                key: value if isinstance(value, list) else "" if value is None else str(value)
                for key, value in row.items()
            },
            "",
        )
