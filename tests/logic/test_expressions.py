"""Expressions: what may be written, what it means, and that every form of it means the same."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from logic.strategies import OPTIONS, SIGNATURES, cases, trees, wide
from waymend.assess.case import bits_of, leaf_false, leaf_true
from waymend.assess.explain import is_false, is_true, reasons, undecided
from waymend.logic.compiled import slots_of
from waymend.logic.normal import Normal, normalise
from waymend.logic.parse import ExpressionError, parse
from waymend.logic.python import UNKNOWN, LeafBits, compile_source, load, source
from waymend.logic.reference import value
from waymend.logic.tree import And, AtLeast, Compare, Defined, Not, Or, Tree, Yes, show

SLOTS = slots_of(SIGNATURES)
INDEX = SLOTS.index()
A, B, C = Yes("a"), Yes("b"), Yes("c")


def meaning(tree: Tree, known: dict[str, Any], define: dict[str, Tree] | None = None) -> bool | None:
    return value(tree, known, define or {}, OPTIONS)


def laid_out(known: dict[str, Any]) -> tuple[bool | float | None, ...]:
    """A reference case as the tuple that the compiled function takes."""
    values = []
    for (finding, option), kind in zip(SLOTS.names, SLOTS.kinds, strict=True):
        answer = known.get(finding)
        if option is not None:
            values.append(answer.get(option) if answer else None)
        elif kind == "number":
            values.append(UNKNOWN if answer is None else float(answer))
        else:
            values.append(answer)
    return tuple(values)


def with_bits(rules: list[Normal], known: dict[str, Any]) -> tuple[tuple[bool | float | None, ...], int, int]:
    """The case as the compiled function takes it: answers, leaves known true, leaves known false."""
    values = laid_out(known)
    bits = LeafBits(rules).bit
    return (
        values,
        sum(1 << b for leaf, b in bits.items() if leaf_true(leaf, values)),
        sum(1 << b for leaf, b in bits.items() if leaf_false(leaf, values)),
    )


@given(trees(), cases())
def test_not_not_is_the_same(tree: Tree, known: dict[str, Any]) -> None:
    assert meaning(Not(Not(tree)), known) == meaning(tree, known)


@given(trees(), trees(), cases())
def test_de_morgan(one: Tree, two: Tree, known: dict[str, Any]) -> None:
    assert meaning(Not(And((one, two))), known) == meaning(Or((Not(one), Not(two))), known)


@given(trees(), trees(), trees(), cases())
def test_and_or_are_lattice_operations(one: Tree, two: Tree, three: Tree, known: dict[str, Any]) -> None:
    assert meaning(And((one, two)), known) == meaning(And((two, one)), known)
    assert meaning(And((one, And((two, three)))), known) == meaning(And((And((one, two)), three)), known)
    assert meaning(And((one, Or((two, three)))), known) == meaning(Or((And((one, two)), And((one, three)))), known)
    assert meaning(Or((one, And((one, two)))), known) == meaning(one, known)


@given(st.lists(trees(), min_size=1, max_size=4), cases())
def test_at_least_one_is_or_and_at_least_all_is_and(parts: list[Tree], known: dict[str, Any]) -> None:
    some, every = AtLeast(1, tuple(parts)), AtLeast(len(parts), tuple(parts))
    if len(parts) > 1:
        assert meaning(some, known) == meaning(Or(tuple(parts)), known)
        assert meaning(every, known) == meaning(And(tuple(parts)), known)
    else:
        assert meaning(some, known) == meaning(parts[0], known)


@given(trees(), st.tuples(*[st.sampled_from([True, False, None])] * 4))
def test_a_result_holds_for_every_completion(tree: Tree, given_answers: tuple[bool | None, ...]) -> None:
    """Soundness: what is known with answers missing stays true whatever they turn out to be."""
    known: dict[str, Any] = {
        "t": 38.0,
        "n": 0.0,
        "site": dict.fromkeys(OPTIONS["site"], False),
        "who": {"me": True, "other": False},
    }
    partial = known | dict(zip("abcd", given_answers, strict=True))
    result = meaning(tree, partial)
    unknown = [name for name in "abcd" if partial[name] is None]
    for answers in product([True, False], repeat=len(unknown)):
        complete = meaning(tree, partial | dict(zip(unknown, answers, strict=True)))
        assert complete is not None
        assert result is None or result == complete


@given(trees(("defined",)))
def test_what_is_printed_reads_back_the_same(tree: Tree) -> None:
    text = show(tree)
    again = parse(text, SIGNATURES, frozenset({"defined"}))
    assert show(again) == text
    assert parse(show(again), SIGNATURES, frozenset({"defined"})) == again


@settings(max_examples=300)
@given(
    st.lists(trees(("one", "two")) | wide(), min_size=1, max_size=6),
    trees(),
    trees(("one",)),
    st.lists(cases(), min_size=1, max_size=5),
)
def test_the_compiled_function_is_the_reference(
    rules: list[Tree], one: Tree, two: Tree, several: list[dict[str, Any]]
) -> None:
    define = {"one": one, "two": two}
    normal = [normalise(tree, define, INDEX, OPTIONS) for tree in rules]
    decide = load(compile_source(source(normal)))
    for known in several:
        fires, opens = decide(*with_bits(normal, known))
        expected = [meaning(tree, known, define) for tree in rules]
        assert fires == [n for n, v in enumerate(expected) if v is True]
        assert bits_of(opens) == [n for n, v in enumerate(expected) if v is None]


@given(trees(), cases())
def test_the_walker_that_explains_is_the_reference(tree: Tree, known: dict[str, Any]) -> None:
    normal, values = normalise(tree, {}, INDEX, OPTIONS), laid_out(known)
    expected = meaning(tree, known)
    assert is_true(normal, values) == (expected is True)
    assert is_false(normal, values) == (expected is False)
    if expected is True:
        kept = {leaf.slot for leaf in reasons(normal, values)}
        blank = tuple(
            v if i in kept else (UNKNOWN if k == "number" else None)
            for i, (v, k) in enumerate(zip(values, SLOTS.kinds, strict=True))
        )
        assert is_true(normal, blank), "the reasons alone make it true"
    if expected is None:
        assert list(undecided(normal, values)), "something is left to ask"


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a", A),
        ("not a", Not(A)),
        ("a and b or c", Or((And((A, B)), C))),
        ("t >= 38", Compare("t", ">=", 38.0)),
        ("38 <= t", Compare("t", ">=", 38.0)),
        ("n < -1.5", Compare("n", "<", -1.5)),
        ("at_least(2, a, b, c)", AtLeast(2, (A, B, C))),
        ("site.neck", Yes("site", "neck")),
        ("one and a", And((Defined("one"), A))),
    ],
)
def test_what_may_be_written(text: str, tree: Tree) -> None:
    assert parse(text, SIGNATURES, frozenset({"one"})) == tree


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("aa", "'aa' is not a finding. Did you mean 'a'?"),
        ("t", "'t' is a number; compare it, as in 't >= 1'."),
        ("site", "'site' is a group; name an option, as in 'site.option', or write any_of(site)."),
        ("site.nek", "'site' has no option 'nek'. Did you mean 'neck'?"),
        ("a.b", "'a' has no options."),
        ("a > 3", "'a' is not a number; it cannot be compared with one."),
        ("t > n", "'n' is not a number to compare with."),
        ("t > True", "'True' is not a number to compare with."),
        ("t != 3", "only < <= > >= == and chains of two are allowed between a number and its limits."),
        ("1 < t > 3", "a chain must run one way, as in '38 <= temperature_c < 40'."),
        ("40 < t < 38", "'40 t 38' can never be true: 40 is above 38."),
        ("at_least(4, a, b)", "at_least(4, …) has 2 parts; n must be between 1 and that."),
        ("any_of(a)", "'a' is not a group; any_of needs one."),
        ("eval('1')", "'eval(…)' is not allowed; only at_least(n, a, b, …) and any_of(group) are."),
        ("__import__('os').system('ls')", "'__import__('os').system('ls')' is not allowed in a condition."),
        ("a if b else c", "'a if b else c' is not allowed in a condition."),
        ("[x for x in a]", "'[x for x in a]' is not allowed in a condition."),
        (
            "a and",
            "the condition cannot be read (invalid syntax). Use: and or not, comparisons, group.option, at_least(n, …).",
        ),
    ],
)
def test_what_may_not_be_written(text: str, message: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text, SIGNATURES)
    assert caught.value.message == message


def test_deep_and_long_conditions_are_refused_not_crashed_on() -> None:
    for text in ("(" * 5000 + "a" + ")" * 5000, "not " * 4000 + "a", "a and " * 10_000 + "a"):
        with pytest.raises(ExpressionError):
            parse(text, SIGNATURES)


def test_a_number_at_its_limit() -> None:
    assert meaning(parse("38 <= t < 40", SIGNATURES), {"t": 38}) is True
    assert meaning(parse("38 < t < 40", SIGNATURES), {"t": 38}) is False
    assert meaning(parse("38 <= t < 40", SIGNATURES), {"t": None}) is None


def test_a_missing_number_is_never_low() -> None:
    """The mistake of common JsonLogic libraries: with the temperature missing, `t < 36` must not be true."""
    rules = [normalise(parse("t < 36", SIGNATURES), {}, INDEX, OPTIONS)]
    assert load(compile_source(source(rules)))(*with_bits(rules, {})) == ([], 1)
