"""The way through: a list in, places out."""

from __future__ import annotations

import datetime
from pathlib import Path

from waymend.directory import Query, SqliteRepository, find
from waymend.directory.build import Job, build
from waymend.directory.search import locate
from waymend.directory.template import template


def test_the_template_can_be_loaded_and_found(tmp_path: Path) -> None:
    for form in ("csv", "yaml"):
        (tmp_path / f"mine.{form}").write_text(template(form))
        target = tmp_path / f"{form}.sqlite"
        report = build(target, [Job("auto", str(tmp_path / f"mine.{form}"))])
        assert (report.places, report.rejected) == (1, ())
        repository = SqliteRepository(target)
        found = find(repository, locate(repository, "62701"), Query(needs=("ssp",)), today=datetime.date(2026, 3, 1))
        assert [(p.name, p.confidence, p.pay, p.freshness) for p in found.places] == [
            ("Example Exchange", "medium", ("free",), "fresh")
        ]
