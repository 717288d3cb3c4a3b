"""The table and its walker are held to the reference, and to the function that Python runs."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from logic.strategies import OPTIONS, cases, trees, wide
from logic.test_expressions import INDEX, SLOTS, laid_out, meaning
from node import Node
from waymend.assess.case import bits_of
from waymend.guide import LoadedGuide
from waymend.logic import javascript
from waymend.logic.compiled import Logic
from waymend.logic.normal import Leaf, Some, leaves, normalise
from waymend.logic.python import LeafBits
from waymend.logic.tree import Tree


def logic_of(rules: list[Tree], define: dict[str, Tree], silent: frozenset[str] = frozenset()) -> Logic:
    normal = tuple(normalise(tree, define, INDEX, OPTIONS, silent) for tree in rules)
    bits = LeafBits(normal)
    blank: dict[str, Any] = dict.fromkeys(Logic.__struct_fields__, ()) | {"source": "", "against": {}}
    return Logic(**(blank | {"slots": SLOTS, "rules": normal, "questions": tuple(bits.bit)}))


def for_node(values: tuple[bool | float | None, ...]) -> list[bool | float | None]:
    return [None if v != v else v for v in values]


def test_reference(node: Node) -> None:
    """Twenty-odd rules a guide and five cases each: the rules that are true and those still open."""

    @settings(max_examples=150, deadline=None)
    @given(
        st.lists(trees(("one", "two")) | wide(), min_size=1, max_size=24),
        trees(),
        trees(("one",)),
        st.lists(cases(), min_size=5, max_size=5),
        st.sampled_from([frozenset[str](), frozenset({"a", "one"})]),
    )
    def holds(rules: list[Tree], one: Tree, two: Tree, several: list[dict[str, Any]], silent: frozenset[str]) -> None:
        define = {"one": one, "two": two}
        module = node.module(text=javascript.module(logic_of(rules, define, silent)))
        got = node.calls(module, "default", [[for_node(laid_out(known))] for known in several])
        node.drop(module)
        for known, found in zip(several, got, strict=True):
            expected = [meaning(tree, known, define) for tree in rules]
            assert found == {
                "fires": [n for n, v in enumerate(expected) if v is True],
                "opens": [n for n, v in enumerate(expected) if v is None],
            }

    holds()


def test_shipped_guide(node: Node, shipped: LoadedGuide) -> None:
    """A thousand cases with each answer given or missing at random: the same as the generated Python function."""
    engine, chance = shipped.engine, random.Random(7)
    made = []
    for _ in range(1000):
        share = chance.choice([0.02, 0.1, 0.5, 0.9])
        given: dict[str, Any] = {}
        for finding in shipped.guide.findings.values():
            if chance.random() > share:
                continue
            if finding.kind == "yes_no":
                given[finding.id] = chance.random() < 0.5
            elif finding.kind == "number":
                given[finding.id] = round(chance.uniform(*finding.range), chance.choice([0, 1]))
                given[finding.id] = min(max(given[finding.id], finding.range[0]), finding.range[1])
            else:
                options = list(finding.options)
                given[finding.id] = [chance.choice(options)]
        made.append(engine.cases.make(given))
    module = node.module(text=javascript.module(engine.logic))
    got = node.calls(module, "default", [[for_node(case.values)] for case in made])
    for case, found in zip(made, got, strict=True):
        fires, opens = engine.decide(case.values, case.true, case.false)
        assert found == {"fires": fires, "opens": bits_of(opens)}


def test_a_question_that_speaks_here_and_not_there_has_two_leaves() -> None:
    spoken, silent = Leaf(0, True, True), Leaf(0, True, False)
    other, mute = Leaf(1, True, True), Leaf(2, True, False)
    rules = (Some((spoken, other)), Some((silent, mute)))
    numbers = javascript.Numbers(tuple(LeafBits(rules).bit), rules, [])
    assert numbers.text() == "0 1 ~2 ~0"
    assert [numbers.of(leaf) for rule in rules for leaf in leaves(rule)] == [0, 1, 3, 2]


def test_the_notation() -> None:
    low, high = Leaf(3, True, True, ">=", 38.0), Leaf(3, False, True, "<", 0.1)
    rules = (Some((low, high)), low)
    numbers = javascript.Numbers(tuple(LeafBits(rules).bit), rules, [])
    assert numbers.text() == "3>=38 !3<0.1"
    assert numbers.conditions([rules[0], None, rules[1]]) == "!((()''(("


def test_too_many_leaves_are_refused() -> None:
    many = [Leaf(slot, True, True) for slot in range(86 * 86 + 1)]
    with pytest.raises(ValueError, match="7397 distinct leaves; at most 7396 fit"):
        javascript.Numbers(many, [Some(tuple(many))], [])
