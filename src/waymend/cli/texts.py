"""What the terminal says around the guide's own texts, in each language: texts.yaml, and a gettext catalogue a language beside it; answers in words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from waymend.pack.locales import Texts, in_file

if TYPE_CHECKING:
    from waymend.pack.schema import Finding

HERE = Path(__file__).parent
TEXTS = Texts("cli", HERE, lambda: in_file(HERE / "texts.yaml"))


def in_words(finding: Finding, answer: Any, t: dict[str, str]) -> str:
    """ "lump: yes", "body temperature: 38.9 °C", "where on the body: forearm" """
    if isinstance(answer, bool):
        said = t["yes" if answer else "no"]
    elif isinstance(answer, (int, float)):
        said = f"{answer:g} {finding.unit}"
    else:
        chosen = [answer] if isinstance(answer, str) else list(answer)
        said = ", ".join(finding.options[option].name for option in chosen)
    return f"{finding.name}: {said}"
