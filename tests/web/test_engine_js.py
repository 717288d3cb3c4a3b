"""The engine on the phone gives the same assessment as the engine here, to the byte of its JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from node import Node
from waymend.guide import SHIPPED, LoadedGuide, load_guide
from waymend.pack.load import read_guide
from waymend.pack.schema import Finding
from waymend.web import bundle
from waymend.web.site import copy_app

GUIDE = load_guide()
CASES = read_guide(SHIPPED).cases
HARNESS = Path(__file__).with_name("engine.mjs")


@pytest.fixture(scope="module")
def engine(node: Node, tmp_path_factory: pytest.TempPathFactory) -> tuple[Node, str]:
    folder = tmp_path_factory.mktemp("bundle")
    bundle.build({language: GUIDE.in_language(language) for language in GUIDE.guide.about.languages}, folder)
    copy_app(folder / "app")
    harness = node.module(HARNESS)
    return node, node.keep(harness, "open", str(folder / "app"), str(folder), "en")


def both(
    engine: tuple[Node, str], guide: LoadedGuide, cases: list[tuple[dict[str, Any], str | None, str | None]]
) -> None:
    node, kept = engine
    told = node.calls(
        kept, "assess", [[findings, {"country": country, "way": way}] for findings, country, way in cases], text=True
    )
    for (findings, country, way), js in zip(cases, told, strict=True):
        ours = guide.engine.assess(findings, country=country, way=way)
        python = msgspec.json.format(msgspec.json.encode(ours), indent=2).decode()
        assert js == python, findings


@pytest.mark.parametrize("language", GUIDE.guide.about.languages)
def test_every_language_says_the_same(node: Node, tmp_path: Path, language: str) -> None:
    guide = GUIDE.in_language(language)
    bundle.build({code: GUIDE.in_language(code) for code in GUIDE.guide.about.languages}, tmp_path)
    copy_app(tmp_path / "app")
    opened = node.keep(node.module(HARNESS), "open", str(tmp_path / "app"), str(tmp_path), language)
    both((node, opened), guide, [(dict(case.given), None, None) for case in CASES[::7]])


def test_every_golden_case_in_every_country(engine: tuple[Node, str]) -> None:
    countries = [None, *GUIDE.guide.countries]
    both(engine, GUIDE, [(dict(case.given), countries[n % len(countries)], None) for n, case in enumerate(CASES)])


def an_answer(finding: Finding) -> st.SearchStrategy[Any]:
    match finding.kind:
        case "yes_no":
            return st.sampled_from([True, True, False, False, "unknown", None])
        case "number":
            low, high = finding.range
            return st.one_of(st.just("unknown"), st.integers(int(low), int(high)), st.sampled_from([low, high]))
        case "choice":
            return st.sampled_from([*map(str, finding.options), "unknown"])
        case _:
            options = st.sampled_from([str(o) for o in finding.options])
            return st.one_of(
                st.lists(options, max_size=3, unique=True),
                st.dictionaries(options, st.sampled_from([True, False, "unknown"]), max_size=4),
            )


NAMES = [str(name) for name in GUIDE.guide.findings]
A_CASE = st.lists(st.sampled_from(NAMES), max_size=40, unique=True).flatmap(
    lambda names: st.fixed_dictionaries({name: an_answer(GUIDE.guide.findings[name]) for name in names})
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(
            A_CASE, st.sampled_from([None, "uk", "nz"]), st.sampled_from([None, *(w.id for w in GUIDE.guide.ways)])
        ),
        min_size=1,
        max_size=8,
    )
)
def test_random_cases(engine: tuple[Node, str], cases: list[tuple[dict[str, Any], str | None, str | None]]) -> None:
    both(engine, GUIDE, cases)


def test_asking_all_the_way_through_asks_the_same(engine: tuple[Node, str]) -> None:
    node, kept = engine
    for case in CASES[::40]:
        told: dict[str, Any] = {}
        for _ in range(60):
            ours = GUIDE.assess(told).next_question
            [js] = node.calls(kept, "assess", [[told, {}]])
            assert js["next_question"] == json.loads(msgspec.json.encode(ours))
            if ours is None:
                break
            for name in ours.panel.findings if ours.panel else (ours.finding,):
                told[name] = case.given.get(
                    name,
                    "unknown"
                    if GUIDE.guide.findings[name].kind in ("number", "choice")
                    else False
                    if GUIDE.guide.findings[name].kind == "yes_no"
                    else {},
                )


@pytest.mark.parametrize(
    "findings",
    [
        {"fevr": True},
        {"fever": "maybe"},
        {"fever": 1},
        {"temperature_c": 101},
        {"temperature_c": True},
        {"site": ["elbow"]},
        {"site": {"groin": "x"}},
        {"asking_for": "nobody"},
    ],
)
def test_what_cannot_be_used_is_refused_by_both(engine: tuple[Node, str], findings: dict[str, Any]) -> None:
    from waymend.errors import CaseError

    node, kept = engine
    [js] = node.calls(kept, "assess", [[findings, {}]])
    with pytest.raises(CaseError) as ours:
        GUIDE.assess(findings)
    assert str(ours.value).startswith(str(js)), "the same sentence, but for a name that is near"
