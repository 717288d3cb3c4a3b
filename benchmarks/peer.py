"""The guide's rules for zen-engine (PyPI, MIT), a business rules engine written in Rust: the same definitions, the same conditions."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Mapping
from typing import Any

import zen

from waymend.logic.compiled import parse_guide
from waymend.logic.tree import And, AnyOf, AtLeast, Between, Compare, Defined, Not, Or, Tree, Yes
from waymend.pack.schema import Guide


def _text(tree: Tree, options: Mapping[str, tuple[str, ...]]) -> str:
    def inner(part: Tree) -> str:
        return _text(part, options)

    match tree:
        case Yes(finding, None):
            return finding
        case Yes(finding, option):
            return f"{finding}.{option}"
        case Compare(finding, op, limit):
            return f"({finding} {op} {limit})"
        case Between(low, low_op, finding, high_op, high):
            return f"({low} {low_op} {finding} and {finding} {high_op} {high})"
        case AnyOf(finding):
            return "(" + " or ".join(f"{finding}.{o}" for o in options[finding]) + ")"
        case Defined(name):
            return f"d_{name}"
        case Not(part):
            return f"not ({inner(part)})"
        case And(parts):
            return "(" + " and ".join(inner(p) for p in parts) + ")"
        case Or(parts):
            return "(" + " or ".join(inner(p) for p in parts) + ")"
        case AtLeast(n, parts):
            return "(" + " + ".join(f"({inner(p)} ? 1 : 0)" for p in parts) + f" >= {n})"


def peer(guide: Guide) -> Callable[[dict[str, Any]], dict[str, bool]]:
    """A function from a complete case (every finding answered) to rule id → whether it fires."""
    trees, mistakes = parse_guide(guide)
    assert not mistakes
    options = trees.options
    order = _ordered(trees.define)
    defines = [
        {"id": f"d{i}", "key": f"d_{name}", "value": _text(trees.define[name], options)} for i, name in enumerate(order)
    ]
    # Definitions may name earlier ones, which zen reaches as $.key within one node; a node each level keeps it plain.
    nodes: list[dict[str, Any]] = [{"id": "in", "type": "inputNode", "name": "in", "content": {}}]
    levels = _levels(trees.define)
    for number, names in enumerate(levels):
        content = {"expressions": [d for d in defines if d["key"][2:] in names], "passThrough": True}
        nodes.append({"id": f"define{number}", "type": "expressionNode", "name": f"define{number}", "content": content})
    rules = [
        {"id": f"r{i}", "key": rid, "value": _text(tree, options)} for i, (rid, tree) in enumerate(trees.rules.items())
    ]
    nodes.append({"id": "rules", "type": "expressionNode", "name": "rules", "content": {"expressions": rules}})
    nodes.append({"id": "out", "type": "outputNode", "name": "out", "content": {}})
    edges = [
        {"id": f"e{i}", "type": "edge", "sourceId": a["id"], "targetId": b["id"]}
        for i, (a, b) in enumerate(itertools.pairwise(nodes))
    ]
    decision = zen.ZenEngine().create_decision(json.dumps({"nodes": nodes, "edges": edges}))

    def decide(case: dict[str, Any]) -> dict[str, bool]:
        result: dict[str, bool] = decision.evaluate(case)["result"]
        return result

    return decide


def _names(tree: Tree) -> set[str]:
    if isinstance(tree, Defined):
        return {tree.name}
    parts = getattr(tree, "parts", None) or ((tree.part,) if isinstance(tree, Not) else ())
    return set().union(*(_names(p) for p in parts)) if parts else set()


def _levels(define: Mapping[str, Tree]) -> list[set[str]]:
    done: set[str] = set()
    levels: list[set[str]] = []
    while len(done) < len(define):
        level = {n for n, tree in define.items() if n not in done and _names(tree) <= done}
        levels.append(level)
        done |= level
    return levels


def _ordered(define: Mapping[str, Tree]) -> list[str]:
    return [name for level in _levels(define) for name in define if name in level]
