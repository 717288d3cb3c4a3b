"""The cache makes a guide load at once, and is never believed when it is torn, stale or forged."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from samples import TINY
from waymend import cache
from waymend.guide import load_guide


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WAYMEND_CACHE", str(tmp_path / "cache"))
    shutil.copytree(TINY, tmp_path / "guide")
    return tmp_path / "guide"


def cached(folder: Path) -> list[Path]:
    return sorted((folder.parent / "cache").glob("*"))


def test_a_second_load_reads_no_yaml(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load_guide(folder)
    monkeypatch.setattr("waymend.guide.compile_folder", lambda _: pytest.fail("compiled again"))
    assert load_guide(folder).assess({"bleeding": True}).urgency.at_least == "emergency"


def test_a_changed_guide_is_compiled_again(folder: Path) -> None:
    load_guide(folder)
    rules = folder / "rules" / "all.yaml"
    rules.write_text(rules.read_text().replace("concern: boil, urgency: today", "concern: boil, urgency: soon"))
    assert load_guide(folder).assess({"lump": True, "hot": True}).urgency.at_least == "soon"


@pytest.mark.parametrize(
    "spoil", [lambda b: b[: len(b) // 2], lambda b: b"", lambda b: b[:-1] + bytes([b[-1] ^ 1]), lambda b: b"x" * len(b)]
)
def test_a_spoilt_cache_file_is_not_used(folder: Path, spoil: object) -> None:
    load_guide(folder)
    (file,) = cached(folder)
    file.write_bytes(spoil(file.read_bytes()))  # type: ignore[operator]
    assert load_guide(folder).assess({"bleeding": True}).urgency.at_least == "emergency"
    key = file.name.removesuffix(".guide")
    assert cache.read(key) is not None, "it was written anew"


def test_a_folder_that_cannot_be_written_is_done_without(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = folder.parent / "a file"
    blocked.write_text("not a folder")
    monkeypatch.setenv("WAYMEND_CACHE", str(blocked))
    assert load_guide(folder).assess({"bleeding": True}).urgency.at_least == "emergency"


def test_nothing_half_written_is_left(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
    load_guide(folder)
    assert cached(folder) == []
