"""Accepted edges: a guide is what was accepted, and a change that people have not read is named."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from samples import TINY
from waymend.cli import main
from waymend.guide import SHIPPED, load_guide
from waymend.verify.accepted import Accepted, read_accepted, strayed, unaccepted, write_accepted
from waymend.verify.proofs import Prover
from waymend.verify.proofs.edges import edges
from waymend.verify.properties import check


def test_the_shipped_guide_is_what_was_accepted() -> None:
    """A change of a rule comes with its accepted difference: `waymend diff OLD NEW --accept`."""
    accepted = read_accepted(SHIPPED)
    guide = load_guide()
    assert accepted is not None
    assert unaccepted(guide, accepted) == []
    assert list(strayed(guide, accepted)) == []
    assert all(rule.edges for rule in accepted.values())


@pytest.fixture
def tiny(tmp_path: Path) -> tuple[dict[str, Accepted], Callable[[str, str], Path]]:
    """The edges of the tiny guide, and a way to change its rules."""

    def change(old: str, new: str) -> Path:
        folder = tmp_path / "new"
        shutil.copytree(TINY, folder)
        path = folder / "rules" / "all.yaml"
        assert old in path.read_text()
        path.write_text(path.read_text().replace(old, new))
        return folder

    return edges(Prover(load_guide(TINY)), {}), change


def test_each_edge_has_two_sides(tiny: tuple[dict[str, Accepted], object]) -> None:
    guide = load_guide(TINY)
    for name, rule in tiny[0].items():
        for edge in rule.edges:
            for case, expected in ((edge.given, True), (edge.across(), False)):
                found = {r for c in guide.assess(case).concerns if c.status == "fits" for r in c.rules}
                assert (name in found) is expected
    heat = next(e for e in tiny[0]["boil_today"].edges if e.instead is not None)
    assert (heat.given["temperature"], heat.across()["temperature"]) == (38, 37.9)


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("not hot and not bleeding", "not hot", "boil_home"),
        ("not hot and not bleeding", "not hot or not bleeding", "boil_home"),
        ("temperature >= 38", "temperature >= 39", "boil_today"),
        ("warm_lump and place.neck", "warm_lump and place.leg", "neck_boil"),
        ("concern: bleed, urgency: emergency", "concern: bleed, urgency: today", "bleeds"),
    ],
)
def test_a_rule_that_strays_is_named(
    tiny: tuple[dict[str, Accepted], Callable[[str, str], Path]], old: str, new: str, rule: str
) -> None:
    accepted, change = tiny
    changed = load_guide(change(old, new))
    if rule == "boil_today":  # 38 °C implies heat, so that nothing changes for people; the change is named all the same
        assert rule in unaccepted(changed, accepted)
        return
    assert rule in {name for failure in strayed(changed, accepted) for name in failure.rules}


def test_a_change_is_refused_until_it_is_accepted(
    tiny: tuple[dict[str, Accepted], Callable[[str, str], Path]], capsys: pytest.CaptureFixture[str]
) -> None:
    accepted, change = tiny
    folder = change("when: bleeding, concern", "when: bleeding or temperature > 44, concern")
    write_accepted(folder, accepted)

    def found() -> dict[str, bool]:
        return {p.id: p.holds for p in check(folder).properties}

    assert found()["accepted_edges"] is False
    assert main(["diff", str(TINY), str(folder), "--accept", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["more_urgent"]
    assert found()["accepted_edges"] is True
