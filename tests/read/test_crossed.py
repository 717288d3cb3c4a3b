"""What a note says of one thing in a frame, it says of every thing: frames of every status crossed with the names of the concepts (crossed.yaml)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml

from waymend.guide import load_guide
from waymend.read.reader import load_reader

READER = load_reader(load_guide().guide)
CROSSED: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "crossed.yaml").read_text())
FRAMES = [(of["names"], status, frame) for of in CROSSED for status, frames in of["frames"].items() for frame in frames]
NOTE = "58M seen in ED. "  # a frame alone may be a message of anybody


ITEMS: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "items.yaml").read_text())
LISTS = [(one, other) for one, others in ITEMS["pairs"].items() for other in others]
SURE = "sure"  # of an item that is told to be there


def _alone(status: str) -> str:
    return "present" if status == SURE else status


def test_frames_are_of_every_status() -> None:
    assert {status for _, status, _ in FRAMES} == {"present", "absent", "possible", "historical", "family", "planned"}
    assert all(re.search(r"\bN\b", frame) for _, _, frame in FRAMES)


@pytest.mark.parametrize(("names", "status", "frame"), FRAMES, ids=[f"{s}: {f}" for _, s, f in FRAMES])
def test_a_frame_says_the_same_of_every_name(names: dict[str, list[str]], status: str, frame: str) -> None:
    read = {
        name: {m.status for m in READER.read(NOTE + re.sub(r"\bN\b", name, frame)) if m.about == concept}
        for concept, said in names.items()
        for name in said
    }
    assert {name: found for name, found in read.items() if found != {status}} == {}


@pytest.mark.parametrize(("one", "other"), LISTS, ids=[f"{a}, then {b}" for a, b in LISTS])
def test_an_item_of_a_list_is_read_as_it_is_alone(one: str, other: str) -> None:
    """ "H/o IVDU, concern for endocarditis", "no fever, abscess suspected", "?DVT, known HCV"."""
    named = list(zip(ITEMS["names"], ITEMS["names"][1:] + ITEMS["names"][:1], strict=True))
    wrong = {}
    for first, second, between in product(
        ITEMS["items"][one], ITEMS["items"][other], ITEMS["between"] + ITEMS["joints"]
    ):
        for (a, said_a), (b, said_b) in named:
            if a == "hcv" and (one == "historical" or "+" in between or second.startswith("negative")):
                continue  # what is found once stays; "HCV +" and "HCV / negative" are results
            text = f"{NOTE}{first.replace('N', said_a)}{between}{second.replace('N', said_b)}."
            read = READER.read(text)
            told = [{m.status for m in read if m.about == name} for name in (a, b)]
            if told != [{_alone(one)}, {_alone(other)}]:
                wrong[text] = told
    assert wrong == {}


SEQUELS: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "sequels.yaml").read_text())
NEXT = [(of["after"], of["was"], then, said) for of in SEQUELS for then, told in of["then"].items() for said in told]
# After a frame that is no sentence of its own, or a list, it is open what the next sentence speaks of.
OPEN_ENDED = (
    "? No.",
    "Will ask again.",
    "transfusion",
    "- negative.",
    "once in withdrawal",
    "for OUD",
    "and cellulitis",
    "PMH: HTN",
)


@pytest.mark.parametrize(("after", "was", "then", "said"), NEXT, ids=[f"{w} to {t}: {s}" for _, w, t, s in NEXT])
def test_what_became_of_a_thing_is_told_after_every_frame(after: list[str], was: str, then: str, said: str) -> None:
    wrong, tried = {}, 0
    for of in (of for of in CROSSED if of["of"] in after):
        for frame, concept in product(of["frames"].get(was, ()), of["names"]):
            if not any(end in frame for end in OPEN_ENDED):
                tried += 1
                told = NOTE + re.sub(r"\bN\b", of["names"][concept][0], frame).rstrip(".") + ". " + said
                if (read := {m.status for m in READER.read(told) if m.about == concept}) != set(then.split("+")):
                    wrong[told] = read
    assert tried
    assert not wrong


LOOKALIKES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "lookalikes.yaml").read_text())
OPENINGS = (NOTE, "34F, IVDU, here with arm pain. ", "Pt is a 41 y/o man with OUD. ")


@pytest.mark.parametrize("of", LOOKALIKES, ids=[of["name"] for of in LOOKALIKES])
def test_what_is_named_for_another_reason_is_not_the_patients(of: dict[str, Any]) -> None:
    """ "Needle marks from plasma donation", "ice pack applied", "works in an HIV clinic"."""
    wrong = {}
    for said, about, opening in product(of["said"], of["of"], OPENINGS):
        text = opening + re.sub(r"\bX\b", about, said)
        read = {m.status for m in READER.read(text) if m.about == about and m.span[0] >= len(opening)}
        if not read <= set(of["may"]):
            wrong[text] = read
    assert wrong == {}


OTHERS: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "others.yaml").read_text())


@pytest.mark.parametrize("who", OTHERS["who"])
def test_what_is_told_of_somebody_else_is_his(who: str) -> None:
    wrong = {}
    for (opening, his), frame, about in product(
        ((NOTE, "his"), ("34F presents to clinic. ", "her")), OTHERS["in"], OTHERS["told"]
    ):
        for told in OTHERS["told"][about]:
            said = re.sub(r"\bK\b", re.sub(r"\bH\b", his, who), re.sub(r"\bP\b", told, frame))
            read = {m.status for m in READER.read(opening + said[0].upper() + said[1:]) if m.about == about}
            if read != {"family"}:
                wrong[opening + said] = read


NEEDLE: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "needle.yaml").read_text())
WHOSE = {"present": [{"present"}], "none": [set(), {"absent"}], "not absent": [set(), {"present"}]}


@pytest.mark.parametrize("of", NEEDLE, ids=[of["of"] for of in NEEDLE])
def test_whose_needle_it_is(of: dict[str, Any]) -> None:
    wrong = {}
    for name, said in product(of["names"], of["texts"]):
        told = re.sub(r"\bN\b|^N", name, said)
        told = NOTE + told[0].upper() + told[1:]
        read = {m.status for m in READER.read(told) if m.about == "injection_drug_use"}
        if read not in WHOSE[of["read"]]:
            wrong[told] = read
    assert wrong == {}


SIGNED: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "signed.yaml").read_text())
LINED = [(plus, minus, "\n") for plus, minus in SIGNED["lines"]]


def _signed_lists(items: list[list[str | None]]) -> Iterator[list[tuple[str | None, str | None, bool]]]:
    """Two to four items with every choice of signs that has both."""
    for first, count in product(range(len(items)), (2, 3, 4)):
        some = (items + items)[first : first + count]
        for signs in product((True, False), repeat=count):
            if len(set(signs)) > 1:
                yield [(about, name, sign) for (about, name), sign in zip(some, signs, strict=True)]


@pytest.mark.parametrize(("plus", "minus", "between"), [*map(tuple, SIGNED["inline"]), *LINED])
@pytest.mark.parametrize("of", SIGNED["names"])
def test_a_sign_is_of_its_own_item(of: str, plus: str, minus: str, between: str) -> None:
    """ "- fever, - chills, + arm pain", "meth(-) heroin(+)", "| pus | no |"."""
    wrong = {}
    for head, told in product(SIGNED["before"], _signed_lists(SIGNED["names"][of])):
        form = between.join(
            (plus.replace("P", n or "", 1) if s else minus.replace("N", n or "", 1)) for _, n, s in told
        )
        text = NOTE + (head.strip() + "\n" if between == "\n" else head) + form + ("" if between == "\n" else ".")
        read = READER.read(text)
        want = {a: {"present" if s else "absent"} for a, _, s in told if a}
        found = {a: {m.status for m in read if m.about == a} for a in want}
        if found != want:
            wrong[text] = found
    assert wrong == {}


@pytest.mark.parametrize("text", SIGNED["traps"])
def test_a_dash_or_a_plus_that_is_no_sign_denies_nothing(text: str) -> None:
    named = {m.about: m.status for m in READER.read(NOTE + text) if m.about in SIGNED["trapped"]}
    assert named
    assert set(named.values()) == {"present"}


MARKS: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "marks.yaml").read_text())


@pytest.mark.parametrize("told", MARKS["told"])
def test_marks_that_something_else_left_are_no_track_marks(told: str) -> None:
    wrong = {}
    for about, marks in MARKS["marks"].items():
        for mark, cause in product(marks, MARKS["left_by"]):
            text = NOTE + re.sub(r"\bC\b", cause, re.sub(r"\bM\b", mark, told))
            if read := {m.status for m in READER.read(text) if m.about == about} - {"absent"}:
                wrong[text] = read
    assert wrong == {}


@pytest.mark.parametrize("beside", MARKS["beside"])
def test_marks_stay_what_they_are_beside_another_thing(beside: str) -> None:
    wrong = {}
    for about, marks in MARKS["marks"].items():
        for mark in marks:
            read = {m.status for m in READER.read(NOTE + re.sub(r"\bM\b", mark, beside)) if m.about == about}
            if read != {"present"}:
                wrong[mark] = read
    assert wrong == {}


TIMES: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "times.yaml").read_text())
WHEN = [(of["is"], frame, of["times"]) for of in TIMES["frames"] for frame in of["frames"]]
BESIDE = [(over, now) for over in TIMES["beside"]["over"] for now in TIMES["beside"]["now"]]


def _statuses(text: str, concept: str) -> set[str]:
    return {m.status for m in READER.read(text) if m.about == concept}


@pytest.mark.parametrize(("status", "frame", "times"), WHEN, ids=[f"{s}: {f}" for s, f, _ in WHEN])
def test_an_illness_is_of_the_time_that_is_told(status: str, frame: str, times: list[str]) -> None:
    """ "Diagnosed with cellulitis on Monday" is of now, "diagnosed with cellulitis in 2019" is over."""
    wrong = {}
    for time, (concept, name) in product(times, TIMES["names"].items()):
        said = re.sub(r"\bT\b", time, frame)
        said = NOTE + re.sub(r"\bN\b", name, said[0].upper() + said[1:])
        if (read := _statuses(said, concept)) != {status}:
            wrong[said] = read
    assert not wrong


@pytest.mark.parametrize(("over", "now"), BESIDE, ids=[f"{o} / {n}" for o, n in BESIDE])
def test_an_illness_that_is_over_says_nothing_of_the_one_beside_it(over: str, now: str) -> None:
    named = list(TIMES["names"].items())
    wrong = {}
    for (one, said_one), (other, said_other) in zip(named, named[1:] + named[:1], strict=True):
        pair = [re.sub(r"\bN\b", said_one, over), re.sub(r"\bN\b", said_other, now)]
        for between, (first, second) in product(TIMES["beside"]["between"], (pair, pair[::-1])):
            after = second[0].upper() + second[1:] if between == ". " else second
            said = NOTE + first[0].upper() + first[1:] + between + after + "."
            if (read := (_statuses(said, one), _statuses(said, other))) != ({"historical"}, {"present"}):
                wrong[said] = read
    assert not wrong


def test_use_and_treatment_are_of_the_time_that_is_told() -> None:
    for status, said in TIMES["use"].items():
        assert {s: read for s in said if (read := _statuses(NOTE + s, "stimulant_use")) != {status}} == {}
    assert {s: read for s in TIMES["stopped"] if (read := _statuses(NOTE + s, "moud")) != {"historical"}} == {}


BECAME: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "became.yaml").read_text())
THEN = [(of, then, said) for of in BECAME for then, told in of["then"].items() for said in told]


@pytest.mark.parametrize(("of", "then", "said"), THEN, ids=[f"{o['was']} to {t}: {s}" for o, t, s in THEN])
def test_what_became_of_a_thing_is_told_by_what_stands_for_it_or_a_test(
    of: dict[str, Any], then: str, said: str
) -> None:
    wrong = {}
    for concept, first, joint in product(of["names"], of["first"], of["joints"]):
        for name, other in product(of["names"][concept], of.get("t", {}).get(concept, [""])):
            told = re.sub(r"\bT\b", other, said)
            told = told[0].lower() + told[1:] if joint[-1] == " " and ". " not in joint and other.islower() else told
            text = NOTE + re.sub(r"\bN\b", name, first) + joint + told + (")" if "(" in joint else "")
            if (read := {m.status for m in READER.read(text) if m.about == concept}) != set(then.split("+")):
                wrong[text] = read
    assert not wrong


IN_TURN: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "in_turn.yaml").read_text())
OWN = [(of["of"], then, said) for of in IN_TURN["told"] for then, told in of["then"].items() for said in told]


@pytest.mark.parametrize(("of", "then", "said"), OWN, ids=[f"{t or 'nothing'}: {s}" for _, t, s in OWN])
def test_what_somebody_else_does_or_has_and_then_the_patient(of: dict[str, list[str]], then: str, said: str) -> None:
    wrong = {}
    for he, who in ((he, who) for he, kin in IN_TURN["who"].items() for who in kin):
        own = re.sub(r"^P\b", he.capitalize(), re.sub(r"\bP\.", f"{he}.", said))
        own = own.replace("himself", "herself") if he == "she" else own
        for concept, does in ((concept, does) for concept, told in of.items() for does in told):
            text = f"{'54F' if he == 'she' else '54M'} seen in clinic. {who} {does}. {own}"
            if (read := {m.status for m in READER.read(text) if m.about == concept}) != {"family", then or "family"}:
                wrong[text] = read
    assert wrong == {}
