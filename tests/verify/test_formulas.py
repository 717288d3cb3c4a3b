"""The formulas for the provers: equal in meaning to the reference on random conditions and cases, and read alike by two provers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cvc5
import pytest
import z3
from hypothesis import given, settings
from hypothesis import strategies as st

from logic.strategies import OPTIONS, SIGNATURES, cases, trees, wide
from samples import TINY
from waymend.guide import load_guide
from waymend.logic.compiled import slots_of
from waymend.logic.normal import normalise
from waymend.logic.reference import value
from waymend.logic.smt import Reading, real
from waymend.logic.tree import Tree
from waymend.verify.proofs import PROOFS, Prover

SLOTS = slots_of(SIGNATURES)
INDEX = SLOTS.index()


def a_reading(known: dict[str, Any]) -> Reading:
    """One case of the reference as what the formulas are about."""
    yes, no, is_known, number = [], [], [], []
    for name, option in SLOTS.names:
        answer = known[name][option] if option is not None else known[name]
        told = answer is not None
        is_number = SIGNATURES[name].kind == "number"
        yes.append(z3.BoolVal(not is_number and answer is True))
        no.append(z3.BoolVal(not is_number and answer is False))
        is_known.append(z3.BoolVal(is_number and told))
        number.append(real(answer) if is_number and told else z3.RealVal(0))
    return Reading(None, yes, no, is_known, number)  # type: ignore[arg-type]


@settings(max_examples=200, deadline=None)
@given(st.one_of(trees(), wide()), cases())
def test_a_formula_means_what_the_reference_says(tree: Tree, known: dict[str, Any]) -> None:
    normal = normalise(tree, {}, INDEX, OPTIONS)
    reading = a_reading(known)
    meant = value(tree, known, {}, OPTIONS)
    assert z3.is_true(z3.simplify(reading.true(normal))) == (meant is True)
    assert z3.is_true(z3.simplify(reading.possible(normal))) == (meant is not False)


def as_cvc5_says(script: str) -> str:
    """The answer of the second prover to a script of SMT-LIB 2."""
    manager = cvc5.TermManager()
    solver = cvc5.Solver(manager)
    solver.setOption("tlimit-per", "20000")
    parser = cvc5.InputParser(solver)
    parser.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, f"(set-logic QF_LRA)\n{script}", "question")
    symbols = parser.getSymbolManager()
    said = ""
    while not (command := parser.nextCommand()).isNull():
        said += command.invoke(solver, symbols)
    return said.strip()


@pytest.fixture
def questions(monkeypatch: pytest.MonkeyPatch) -> Callable[[Prover, int], list[tuple[str, str]]]:
    """Every so many questions that the proofs of a guide ask, as scripts, with the first prover's answers."""
    asked: list[tuple[str, str]] = []
    every = [1]
    count = [0]
    check = z3.Solver.check

    def heard(self: Any, *also: Any) -> Any:
        answer = check(self, *also)
        count[0] += 1
        if count[0] % every[0] == 0:
            alone = z3.Solver()
            alone.add(self.assertions())
            alone.add(*also)
            asked.append((alone.to_smt2(), str(answer)))
        return answer

    def collect(prover: Prover, one_in: int) -> list[tuple[str, str]]:
        every[0] = one_in
        for proof in PROOFS:
            proof.run(prover)
        return asked

    monkeypatch.setattr(z3.Solver, "check", heard)
    return collect


def test_a_second_prover_gives_the_same_answers_about_the_tiny_guide(questions: Any) -> None:
    asked = questions(Prover(load_guide(TINY)), 1)
    assert len(asked) > 20
    assert {answer for _, answer in asked} == {"sat", "unsat"}
    assert [as_cvc5_says(script) for script, _ in asked] == [answer for _, answer in asked]


def test_a_second_prover_gives_the_same_answers_about_the_shipped_guide(questions: Any) -> None:
    """A sample, evenly over all properties."""
    asked = questions(Prover(load_guide()), 100)
    assert len(asked) > 20
    assert {answer for _, answer in asked} == {"sat", "unsat"}
    assert [as_cvc5_says(script) for script, _ in asked] == [answer for _, answer in asked]
