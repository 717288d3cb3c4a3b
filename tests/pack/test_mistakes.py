"""A guide that is wrong says where, what and how to mend it; a guide that is right says nothing."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from samples import TINY
from waymend.errors import GuideError
from waymend.guide import SHIPPED, load_guide
from waymend.verify.mistakes import read_all

BAD = yaml.safe_load((TINY.parent / "bad" / "cases.yaml").read_text())
TODAY = dt.date(2026, 11, 21)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    folder = tmp_path / "guide"
    shutil.copytree(TINY, folder)
    return folder


def mistakes_of(folder: Path) -> list[str]:
    _, _, mistakes = read_all(folder, today=TODAY)
    return [str(m).replace(f"{folder}/", "") for m in mistakes]


def placed(message: str, text: str) -> str:
    """`@«part»` as `:line:column` of the part in the text."""
    mark = re.search("@«(.+?)»", message)
    if mark is None:
        return message
    before = text[: text.index(mark[1])]
    return message.replace(mark[0], f":{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}")


def test_the_tiny_guide_has_no_mistakes(copy: Path) -> None:
    assert mistakes_of(copy) == []


@pytest.mark.parametrize("bad", BAD, ids=lambda b: b["what"])
def test_each_mistake_is_named_with_place_and_mend(bad: dict[str, Any], copy: Path) -> None:
    path = copy / bad["file"]
    text = path.read_text()
    if "append" in bad:
        path.write_text(text + bad["append"])
    else:
        assert text.count(bad["replace"]) == 1, "the change must hit one place"
        path.write_text(text.replace(bad["replace"], bad["with"]))
    found = mistakes_of(copy)
    if bad.get("first_only"):
        found = [m for m in found if m.startswith(bad["file"])][:1]
    assert sorted(found) == sorted(placed(m, path.read_text()) for m in bad["expect"])


def test_a_guide_with_mistakes_is_not_loaded_but_old_dates_do_not_keep_help_from_anyone(copy: Path) -> None:
    guide = copy / "guide.yaml"
    guide.write_text(guide.read_text().replace("review_by: 2999-01-01", "review_by: 2020-01-01"))
    assert load_guide(copy).assess({"bleeding": True}).urgency.at_least == "emergency"
    (copy / "rules" / "all.yaml").write_text("rules: []\n")
    with pytest.raises(GuideError, match="no rule leads to the concern 'boil'"):
        load_guide(copy)


def test_no_is_a_word_not_a_boolean(copy: Path) -> None:
    """The Norway problem: an option called `no` stays `no`."""
    findings = copy / "findings" / "all.yaml"
    findings.write_text(findings.read_text().replace("{arm: {name: arm}", "{no: {name: no}, arm: {name: arm}"))
    assert load_guide(copy).guide.findings["place"].options["no"].name == "no"


def test_a_file_that_is_not_text_is_named(copy: Path) -> None:
    (copy / "rules" / "all.yaml").write_bytes(b"\xff\xfe\x00")
    assert "rules/all.yaml:1:1: the file is not UTF-8 text. Save it as UTF-8." in mistakes_of(copy)


def test_what_is_read_may_be_spread_over_files(tmp_path: Path) -> None:
    """Lists go one after the other; what can be only one thing must stand once."""
    folder = tmp_path / "guide"
    shutil.copytree(SHIPPED, folder)
    (folder / "reading" / "zz.yaml").write_text("says:\n  pus: [custardy gunge]\n")
    reading = load_guide(folder).guide.reading
    before = load_guide().guide.reading
    assert reading
    assert before
    assert reading.says["pus"] == (*before.says["pus"], "custardy gunge")
    assert reading.cues == before.cues
    (folder / "reading" / "zz.yaml").write_text("age: weeks_pregnant\n")
    assert mistakes_of(folder) == [
        "reading/zz.yaml:1:1: 'age' stands in two files of reading/, and cannot be both. Keep one."
    ]


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("finding: sounds_like", "finding: pus", "'pus' is not a choice that is only_told."),
        ("    emergency: ", "    urgent: ", "base must name the levels of 'sounds_like' in their order: emergency, today, soon."),
        ("  weights: |-\n", "  weights: |-\n    pus = 3 4\n", "line 1 of weights is not 'words = a whole number for each level': pus = 3 4. Run `make likeness`."),
    ],
)  # fmt: skip
def test_weights_of_words_that_cannot_be_used_are_found_by_the_check(
    tmp_path: Path, was: str, now: str, told: str
) -> None:
    folder = tmp_path / "guide"
    shutil.copytree(SHIPPED, folder)
    weights = folder / "reading" / "likeness.yaml"
    text = weights.read_text(encoding="utf-8")
    assert was in text
    weights.write_text(text.replace(was, now, 1), encoding="utf-8")
    [found] = mistakes_of(folder)
    assert found.startswith("reading/likeness.yaml:4:")
    assert found.endswith(told)


def with_reading(tmp_path: Path, text: str) -> Path:
    """The guide with one more file in reading/."""
    folder = tmp_path / "guide"
    shutil.copytree(SHIPPED, folder)
    (folder / "reading" / "zz.yaml").write_text(text)
    return folder


def test_a_gap_where_no_gap_is_gone_over_is_found_by_the_check(tmp_path: Path) -> None:
    folder = with_reading(
        tmp_path,
        "says:\n  pus:\n    - gunk ... sock\ndenials:\n  pus:\n    - gunk ... none\ncues:\n  deny:\n    - none ... of\n",
    )
    found = sorted(mistakes_of(folder))
    assert [m.split(" goes over")[0] for m in found] == ["reading/zz.yaml:6:7: '...'", "reading/zz.yaml:9:7: '...'"]


def test_a_pattern_that_cannot_be_read_is_found_by_the_check(tmp_path: Path) -> None:
    """Not only when somebody reads a text."""
    folder = with_reading(
        tmp_path,
        "says:\n  pus:\n    - <nothing> at all\n    - (a|b c\n    - a ~ b ~ c\n    - (few|<nonsense> old) days\nevents: [overdoze]\n",
    )
    found = sorted(mistakes_of(folder))
    assert len(found) == 5
    assert found[0].startswith("reading/zz.yaml:3:7: <nothing> is not a group of reading/.")
    assert found[1] == "reading/zz.yaml:4:7: in the pattern '(a|b c' a bracket is not closed."
    assert found[2] == "reading/zz.yaml:5:7: '~' may stand once in a pattern: a ~ b ~ c"
    assert found[3].startswith("reading/zz.yaml:6:7: <nonsense> is not a group of reading/.")
    assert found[4].startswith("reading/zz.yaml:7:10: 'overdoze' is not ")
