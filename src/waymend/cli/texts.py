"""What the terminal says around the guide's own texts, in each language: texts.yaml, and a gettext catalogue a language beside it."""

from __future__ import annotations

from pathlib import Path

from waymend.pack.locales import Texts, in_file

HERE = Path(__file__).parent
TEXTS = Texts("cli", HERE, lambda: in_file(HERE / "texts.yaml"))
