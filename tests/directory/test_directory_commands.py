"""`waymend find`, `waymend directory` and `waymend assess --near` as a person or a program calls them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lists import made_up
from waymend.cli import main


@pytest.fixture
def loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    monkeypatch.setenv("WAYMEND_DIRECTORY", str(tmp_path / "d.sqlite"))
    (tmp_path / "list.csv").write_text(made_up(400, seed=12))
    assert main(["directory", "import", "auto", str(tmp_path / "list.csv"), "--on", "2026-01-01"]) == 0
    told = capsys.readouterr()
    assert "400 of 400 rows taken in" in told.out
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = main(list(arguments))
    told = capsys.readouterr()
    return status, told.out, told.err


FIELDS = {
    "id",
    "name",
    "kind",
    "address",
    "city",
    "state",
    "zip",
    "phone",
    "lat",
    "lon",
    "distance_km",
    "needs",
    "pay",
    "checked_on",
    "source",
    "confidence",
}


def test_find_answers_as_the_contract_says(loaded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(
        capsys,
        "find",
        "--near",
        "10001",
        "--need",
        "moud",
        "--need",
        "wound_care",
        "--pay",
        "medicaid",
        "--within",
        "25mi",
        "--limit",
        "7",
        "--json",
    )
    assert (status, err) == (0, "")
    answer = json.loads(out)
    assert {"near", "places", "helplines"} <= set(answer)
    assert 0 < len(answer["places"]) <= 7
    for place in answer["places"]:
        assert set(place) >= FIELDS
        assert {"moud", "wound_care"} & set(place["needs"])
        assert place["distance_km"] <= 40.3
        assert place["why"]
        assert place["guidance"]["say"]
        assert place["guidance"]["ask"]
        assert place["guidance"]["bring"]
        assert place["directions"].startswith("geo:")
    assert any("SAMHSA" in line["name"] for line in answer["helplines"])


def test_find_for_people_names_source_age_and_a_script(loaded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "find", "--near", "10001", "--need", "ssp", "--pay", "medicaid")
    words = " ".join(out.split())
    assert status == 0
    for part in (
        "Near 10001",
        "miles",
        "Confidence:",
        "From: places-list",
        "When you call",
        "To make sure of the cost",
        "no promise of cover",
        "Helplines",
    ):
        assert part in words


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--near", "Atlantis, ZZ"], "ZIP code of five digits"),
        (["--near", "10001", "--need", "unicorns"], "'unicorns' is not known"),
        (["--near", "10001", "--pay", "gold"], "'gold' is not known"),
        (["--near", "10001", "--within", "far"], "--within must be a distance"),
        (["--near", "10001", "--limit", "0"], "--limit must be"),
    ],
)
def test_find_refuses_with_a_sentence(
    loaded: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    status, out, err = run(capsys, "find", *arguments, "--json")
    assert (status, out) == (2, "")
    assert message in err
    assert "Atlantis" not in err


def test_without_a_directory_the_mend_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WAYMEND_DIRECTORY", str(tmp_path / "none.sqlite"))
    status, _, err = run(capsys, "find", "--near", "10001")
    assert status == 2
    assert "waymend directory update" in err


def test_an_assessment_turns_into_a_search(loaded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (loaded / "case.json").write_text(
        json.dumps({"findings": {"injected_here": True, "lump": True, "warm": True, "site": ["forearm"]}})
    )
    status, out, _ = run(capsys, "assess", str(loaded / "case.json"), "--near", "10001", "--json")
    assert status == 0
    answer = json.loads(out)
    needs = [s["need"] for s in answer["plan"]["services"]]
    assert needs
    assert list(answer["nearby"]["places"]) == needs
    for need, places in answer["nearby"]["places"].items():
        assert all(need in p["needs"] for p in places)
    assert any(answer["nearby"]["places"].values())
    status, out, _ = run(capsys, "assess", str(loaded / "case.json"), "--near", "10001")
    assert "Near you:" in out


def test_an_assessment_stands_when_there_is_no_directory(
    loaded: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WAYMEND_DIRECTORY", str(loaded / "none.sqlite"))
    (loaded / "case.json").write_text(json.dumps({"findings": {"injected_here": True, "lump": True}}))
    status, out, _ = run(capsys, "assess", str(loaded / "case.json"), "--near", "10001", "--json")
    assert status == 0
    answer = json.loads(out)
    assert answer["urgency"]
    assert "there is no directory of places" in answer["nearby"]["problem"]


def test_every_need_of_the_guide_is_in_the_taxonomy(shipped) -> None:
    from waymend.directory.taxonomy import bits

    asked = {need.need for concern in shipped.guide.concerns.values() for need in concern.needs}
    assert len(asked) > 20
    assert asked - set(bits("needs")) == set()


def test_sources_of_what_to_say_are_those_of_the_guide(shipped) -> None:
    from waymend.directory.taxonomy import calling

    cited = {key for texts in calling().values() for key in texts.get("sources", ())}
    assert cited
    assert cited - set(shipped.guide.sources) == set()


def test_this_is_wrong_is_kept_here_and_changes_the_order(loaded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def first() -> list[dict]:
        return json.loads(run(capsys, "find", "--near", "10001", "--json")[1])["places"]

    before = first()
    assert run(capsys, "directory", "wrong", before[0]["id"], "--is", "closed")[0] == 0
    assert before[0]["id"] not in [p["id"] for p in first()]
    assert run(capsys, "directory", "wrong", before[1]["id"], "--is", "phone", "--note", "rang twice")[0] == 0
    marked = [p for p in first() if p["id"] == before[1]["id"]]
    assert all("You marked it as wrong (phone)." in p["why"] for p in marked)
    kept = loaded / "d.corrections.json"
    assert kept.stat().st_mode & 0o077 == 0
    (loaded / "list.csv").write_text(made_up(400, seed=12))
    assert run(capsys, "directory", "import", "auto", str(loaded / "list.csv"))[0] == 0
    assert before[0]["id"] not in [p["id"] for p in first()]
    assert run(capsys, "directory", "wrong", before[0]["id"], "--is", "right")[0] == 0
    assert before[0]["id"] in [p["id"] for p in first()]
    assert run(capsys, "directory", "wrong", "nobody")[0] == 2
    assert run(capsys, "directory", "wrong", before[0]["id"], "--is", "boring")[0] == 2


def test_status_template_rebuild_and_tiles(loaded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert json.loads(run(capsys, "directory", "status", "--json")[1])["places"] > 390
    assert "places-list" in run(capsys, "directory", "status")[1]
    for form in ("csv", "yaml"):
        status, out, _ = run(capsys, "directory", "template", form)
        assert status == 0
        (loaded / f"mine.{form}").write_text(out)
        assert (
            run(capsys, "directory", "import", "auto", str(loaded / f"mine.{form}"), "--name", f"mine-{form}")[0] == 0
        )
    assert run(capsys, "directory", "rebuild")[0] == 0
    assert run(capsys, "directory", "tiles", "-o", str(loaded / "tiles"))[0] == 0
    assert (loaded / "tiles" / "index.json").exists()
    for wrong in (
        ["import"],
        ["import", "castle", str(loaded / "list.csv")],
        ["import", "auto", "/nowhere.csv"],
        ["template"],
        ["tiles"],
        ["import", "auto", str(loaded / "list.csv"), "--on", "2999-01-01"],
        ["publish", "postgresql:///nowhere?host=/nowhere"],
    ):
        assert run(capsys, "directory", *wrong)[0] == 2


def test_nothing_of_a_search_is_written_down(loaded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {p: p.stat().st_mtime_ns for p in loaded.rglob("*")}
    run(capsys, "find", "--near", "96910", "--need", "ssp", "--json")
    assert {p: p.stat().st_mtime_ns for p in loaded.rglob("*")} == before
