"""Text in, expression tree out. Python's own parser reads it; only the forms below pass, and nothing is evaluated."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import NamedTuple

from waymend.logic.tree import FLIPPED, And, AnyOf, AtLeast, Between, Compare, Defined, Not, Op, Or, Tree, Yes
from waymend.pack.build import nearest
from waymend.pack.schema import Kind

MAX_LENGTH = 20_000
OPS: dict[type[ast.cmpop], Op] = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "=="}


class Signature(NamedTuple):
    """What an expression may say of a finding."""

    kind: Kind
    options: tuple[str, ...] = ()


class ExpressionError(Exception):
    """`message` with the mend; `part` is the piece of text at fault."""

    def __init__(self, message: str, part: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.part = part


def parse(
    text: str, findings: Mapping[str, Signature], defined: Mapping[str, object] | frozenset[str] = frozenset()
) -> Tree:
    """Parse one condition. Raises ExpressionError."""
    if len(text) > MAX_LENGTH:
        raise ExpressionError(f"the condition is longer than {MAX_LENGTH} characters. Split it with 'define'.")
    try:
        body = ast.parse(text.strip().replace("\n", " "), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        detail = error.msg if isinstance(error, SyntaxError) else "too deeply nested"
        raise ExpressionError(
            f"the condition cannot be read ({detail}). Use: and or not, comparisons, group.option, at_least(n, …)."
        ) from None
    return _Reader(findings, defined).tree(body)


class _Reader:
    def __init__(self, findings: Mapping[str, Signature], defined: Mapping[str, object] | frozenset[str]) -> None:
        self.findings = findings
        self.defined = defined

    def tree(self, node: ast.expr) -> Tree:
        match node:
            case ast.Name(name):
                return self._name(name)
            case ast.Attribute(ast.Name(group), option):
                return self._option(group, option)
            case ast.UnaryOp(ast.Not(), part):
                return Not(self.tree(part))
            case ast.BoolOp(op, parts):
                trees = tuple(self.tree(p) for p in parts)
                return And(trees) if isinstance(op, ast.And) else Or(trees)
            case ast.Compare(left, ops, rights):
                return self._compare(left, ops, rights)
            case ast.Call(ast.Name(name), args, []):
                return self._call(name, args)
        raise ExpressionError(f"'{ast.unparse(node)[:60]}' is not allowed in a condition.", ast.unparse(node)[:60])

    def _name(self, name: str) -> Tree:
        if name in self.defined:
            return Defined(name)
        kind = self._signature(name).kind
        if kind == "number":
            raise ExpressionError(f"'{name}' is a number; compare it, as in '{name} >= 1'.", name)
        if kind != "yes_no":
            raise ExpressionError(
                f"'{name}' is a group; name an option, as in '{name}.option', or write any_of({name}).", name
            )
        return Yes(name)

    def _signature(self, name: str) -> Signature:
        if name not in self.findings:
            raise ExpressionError(f"'{name}' is not a finding.{nearest(name, [*self.findings, *self.defined])}", name)
        return self.findings[name]

    def _option(self, group: str, option: str) -> Tree:
        signature = self._signature(group)
        if option not in signature.options:
            whose = "has no options" if not signature.options else f"has no option '{option}'"
            raise ExpressionError(f"'{group}' {whose}.{nearest(option, signature.options)}", f"{group}.{option}")
        return Yes(group, option)

    def _compare(self, left: ast.expr, ops: list[ast.cmpop], rights: list[ast.expr]) -> Tree:
        text = " ".join(ast.unparse(e) for e in (left, *rights))
        signs = [OPS.get(type(op)) for op in ops]
        if None in signs or len(signs) > 2:
            raise ExpressionError(
                "only < <= > >= == and chains of two are allowed between a number and its limits.", ast.unparse(left)
            )
        if len(signs) == 2:
            return self._between(_limit(left), signs[0], self._number(rights[0]), signs[1], _limit(rights[1]), text)
        op = signs[0]
        assert op is not None
        if isinstance(left, ast.Name):
            return Compare(self._number(left), op, _limit(rights[0]))
        return Compare(self._number(rights[0]), FLIPPED[op], _limit(left))

    def _between(self, low: float, low_op: Op | None, finding: str, high_op: Op | None, high: float, text: str) -> Tree:
        if low_op in ("<", "<=") and high_op in ("<", "<="):
            if low > high:
                raise ExpressionError(f"'{text}' can never be true: {low:g} is above {high:g}.", finding)
            return Between(low, low_op, finding, high_op, high)
        if low_op in (">", ">=") and high_op in (">", ">="):
            return self._between(high, FLIPPED[high_op], finding, FLIPPED[low_op], low, text)
        raise ExpressionError("a chain must run one way, as in '38 <= temperature_c < 40'.", finding)

    def _number(self, node: ast.expr) -> str:
        if not isinstance(node, ast.Name):
            raise ExpressionError(f"'{ast.unparse(node)}' is not a number finding.", ast.unparse(node))
        kind = self._signature(node.id).kind if node.id not in self.defined else "yes_no"
        if kind != "number":
            raise ExpressionError(f"'{node.id}' is not a number; it cannot be compared with one.", node.id)
        return node.id

    def _call(self, name: str, args: list[ast.expr]) -> Tree:
        if name == "any_of" and len(args) == 1 and isinstance(args[0], ast.Name):
            group = args[0].id
            if not self._signature(group).options:
                raise ExpressionError(f"'{group}' is not a group; any_of needs one.", group)
            return AnyOf(group)
        if name == "at_least" and len(args) >= 2 and isinstance(args[0], ast.Constant) and type(args[0].value) is int:
            n, parts = args[0].value, tuple(self.tree(a) for a in args[1:])
            if not 1 <= n <= len(parts):
                raise ExpressionError(
                    f"at_least({n}, …) has {len(parts)} parts; n must be between 1 and that.", "at_least"
                )
            return AtLeast(n, parts)
        raise ExpressionError(
            f"'{name}(…)' is not allowed; only at_least(n, a, b, …) and any_of(group) are.{nearest(name, ('at_least', 'any_of'))}",
            name,
        )


def _limit(node: ast.expr) -> float:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_limit(node.operand)
    if isinstance(node, ast.Constant) and type(node.value) in (int, float) and abs(node.value) < 1e12:  # type: ignore[arg-type]
        return float(node.value)  # type: ignore[arg-type]
    raise ExpressionError(f"'{ast.unparse(node)}' is not a number to compare with.", ast.unparse(node))
