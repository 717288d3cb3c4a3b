"""Random findings, expressions, definitions and cases."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from waymend.logic.parse import Signature
from waymend.logic.python import BITS_SIZE
from waymend.logic.tree import And, AnyOf, AtLeast, Between, Compare, Defined, Not, Or, Tree, Yes

SIGNATURES = {
    "a": Signature("yes_no"),
    "b": Signature("yes_no"),
    "c": Signature("yes_no"),
    "d": Signature("yes_no"),
    "t": Signature("number"),
    "n": Signature("number"),
    "site": Signature("many", ("arm", "leg", "neck")),
    "who": Signature("choice", ("me", "other")),
}
OPTIONS = {name: s.options for name, s in SIGNATURES.items() if s.options}
# Few limits, so that comparisons meet at their edges.
LIMITS = st.sampled_from([-1.0, 0.0, 0.5, 1.0, 37.9, 38.0])


@st.composite
def between(draw: st.DrawFn) -> Between:
    low, high = sorted((draw(LIMITS), draw(LIMITS)))
    ops = st.sampled_from(["<", "<="])
    return Between(low, draw(ops), draw(st.sampled_from(["t", "n"])), draw(ops), high)


def leaves(defined: tuple[str, ...] = ()) -> st.SearchStrategy[Tree]:
    options = [
        st.sampled_from(["a", "b", "c", "d"]).map(Yes),
        st.sampled_from([("site", "arm"), ("site", "neck"), ("who", "me"), ("who", "other")]).map(lambda p: Yes(*p)),
        st.builds(Compare, st.sampled_from(["t", "n"]), st.sampled_from(["<", "<=", ">", ">=", "=="]), LIMITS),
        between(),
        st.sampled_from(["site", "who"]).map(AnyOf),
    ]
    if defined:
        options.append(st.sampled_from(defined).map(Defined))
    return st.one_of(options)


def _at_least(parts: list[Tree]) -> st.SearchStrategy[Tree]:
    return st.integers(1, len(parts)).map(lambda n: AtLeast(n, tuple(parts)))


def trees(defined: tuple[str, ...] = ()) -> st.SearchStrategy[Tree]:
    def deeper(inner: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
        several = st.lists(inner, min_size=2, max_size=4)
        return st.one_of(
            inner.map(Not),
            # Python's parser flattens `a and b and c`, so a part of an And is never an And on its own level.
            several.map(lambda ps: And(tuple(ps))),
            several.map(lambda ps: Or(tuple(ps))),
            st.lists(inner, min_size=1, max_size=4).flatmap(_at_least),
        )

    return st.recursive(leaves(defined), deeper, max_leaves=12)


@st.composite
def cases(draw: st.DrawFn) -> dict[str, Any]:
    """A case as the reference sees it; every answer may be missing."""
    three = st.sampled_from([True, False, None])
    number = st.one_of(st.none(), LIMITS, st.floats(-2, 50))
    me = draw(three)
    known: dict[str, Any] = {name: draw(three) for name in "abcd"} | {name: draw(number) for name in "tn"}
    known["site"] = {option: draw(three) for option in OPTIONS["site"]}
    known["who"] = {"me": me, "other": None if me is None else not me}
    return known


def wide() -> st.SearchStrategy[Tree]:
    """Groups of many leaves, which the compiled function tests as bits."""
    several = st.lists(leaves(), min_size=BITS_SIZE, max_size=BITS_SIZE + 4)
    mixed = st.tuples(several, st.lists(trees(), max_size=2)).map(lambda p: (*p[0], *p[1]))
    group = st.one_of(mixed.map(And), mixed.map(Or), mixed.flatmap(lambda ps: _at_least(list(ps))))
    return st.one_of(group, group.map(Not))
