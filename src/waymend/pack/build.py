"""Nodes in, typed values out: the dataclass-like types of schema.py are the schema of the files."""

from __future__ import annotations

import datetime as dt
import difflib
import types
from collections.abc import Iterable
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec

from waymend.errors import Mistake, Place
from waymend.pack.nodes import Fields, Items, Node, Scalar, Spot
from waymend.pack.value import Value

WORDS_FOR_TRUE = ("true", "yes")
WORDS_FOR_FALSE = ("false", "no")


class NotBuilt(Exception):
    """A value could not be built; the mistake has been reported already."""


def nearest(word: str, known: Iterable[str]) -> str:
    """' Did you mean …?' with the nearest known word, or nothing."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f" Did you mean '{close[0]}'?" if close else ""


@cache
def _fields(kind: type[Value]) -> dict[str, tuple[str, Any, bool]]:
    """Key in the file → (attribute, type, required)."""
    hints = get_type_hints(kind)
    return {f.encode_name: (f.name, hints[f.name], f.required) for f in msgspec.structs.fields(kind)}


def build(kind: Any, node: Node, mistakes: list[Mistake], **given: Any) -> Any:
    """Build a value of type `kind` from a node. Raises NotBuilt after reporting each mistake found inside."""
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _build_union(get_args(kind), node, mistakes)
    if origin is Literal:
        return _build_word(get_args(kind), node, mistakes)
    if origin is tuple:
        return _build_items(get_args(kind)[0], node, mistakes)
    if origin is list:
        return list(_build_items(get_args(kind)[0], node, mistakes))
    if origin is dict:
        return _build_mapping(get_args(kind)[1], node, mistakes)
    if isinstance(kind, type) and issubclass(kind, Value):
        return _build_value(kind, node, mistakes, given)
    return _build_scalar(kind, node, mistakes)


def build_many(kind: type[Value], node: Node, mistakes: list[Mistake], left_out: set[str], **given: Any) -> list[Any]:
    """A list of values, or a mapping of id to value; the ones that cannot be built are reported and their ids `left_out`."""
    built = []
    if isinstance(node, Items):
        entries: list[tuple[Node, dict[str, Any]]] = [(item, dict(given)) for item in node.nodes]
    elif isinstance(node, Fields):
        entries = [(value, {**given, "id": key}) for key, value in node.nodes.items()]
    else:
        mistakes.append(Mistake(_place(node), "a list or a mapping is expected here."))
        return []
    for entry, extra in entries:
        try:
            built.append(build(kind, entry, mistakes, **extra))
        except NotBuilt:
            named = extra.get("id") or (entry.nodes.get(Spot("id")) if isinstance(entry, Fields) else None)
            left_out.add(str(named.text if isinstance(named, Scalar) else named))
    return built


def _place(node: Node) -> Place:
    return node.text.place if isinstance(node, Scalar) else node.place


def _fail(node: Node, message: str, mistakes: list[Mistake]) -> NotBuilt:
    mistakes.append(Mistake(_place(node), message))
    return NotBuilt()


def _build_value(kind: type[Value], node: Node, mistakes: list[Mistake], given: dict[str, Any]) -> Value:
    if not isinstance(node, Fields):
        raise _fail(node, f"a {kind.__name__.lower()} with named fields is expected here.", mistakes)
    fields = _fields(kind)
    values: dict[str, Any] = dict(given)
    whole = True
    for key, child in node.nodes.items():
        if key not in fields or fields[key][0] in given:
            mistakes.append(
                Mistake(key.place, f"'{key}' is not a field of a {kind.__name__.lower()}.{nearest(key, fields)}")
            )
            whole = False
            continue
        attribute, hint, _ = fields[key]
        try:
            values[attribute] = build(hint, child, mistakes)
        except NotBuilt:
            whole = False
    who = f"{kind.__name__.lower()} '{values['id']}'" if "id" in values else f"this {kind.__name__.lower()}"
    for name, (attribute, _, required) in fields.items():
        missing = attribute not in values and name not in node.nodes
        empty = attribute in values and values[attribute] in ("", ())
        if required and (missing or empty):
            mistakes.append(Mistake(node.place, f"{who} has no '{name}'. Add it."))
            whole = False
    if not whole:
        raise NotBuilt
    return kind(**values)


def _build_union(options: tuple[Any, ...], node: Node, mistakes: list[Mistake]) -> Any:
    if isinstance(node, Scalar) and node.is_null and type(None) in options:
        return None
    found: list[Mistake] = []
    for option in options:
        if option is type(None):
            continue
        attempt: list[Mistake] = []
        try:
            return build(option, node, attempt)
        except NotBuilt:
            found = found or attempt
    mistakes.extend(found or [Mistake(_place(node), "this value is of the wrong kind.")])
    raise NotBuilt


def _build_word(words: tuple[str, ...], node: Node, mistakes: list[Mistake]) -> str:
    if isinstance(node, Scalar) and node.text in words:
        return str(node.text)
    shown = f"'{node.text}'" if isinstance(node, Scalar) else "this"
    hint = nearest(node.text, words) if isinstance(node, Scalar) else ""
    raise _fail(node, f"{shown} is not one of: {', '.join(words)}.{hint}", mistakes)


def _build_items(kind: Any, node: Node, mistakes: list[Mistake]) -> tuple[Any, ...]:
    if not isinstance(node, Items):
        raise _fail(node, "a list is expected here.", mistakes)
    built = []
    whole = True
    for item in node.nodes:
        try:
            built.append(build(kind, item, mistakes))
        except NotBuilt:
            whole = False
    if not whole:
        raise NotBuilt
    return tuple(built)


def _build_mapping(kind: Any, node: Node, mistakes: list[Mistake]) -> dict[str, Any]:
    if not isinstance(node, Fields):
        raise _fail(node, "a mapping is expected here.", mistakes)
    built: dict[str, Any] = {}
    whole = True
    for key, value in node.nodes.items():
        try:
            built[key] = build(kind, value, mistakes)
        except NotBuilt:
            whole = False
    if not whole:
        raise NotBuilt
    return built


def _build_scalar(kind: Any, node: Node, mistakes: list[Mistake]) -> Any:
    if not isinstance(node, Scalar):
        raise _fail(node, "a single value is expected here, not a list or a mapping.", mistakes)
    text = node.text
    if kind is str:
        if node.is_null:
            raise _fail(node, "a text is missing here.", mistakes)
        return Spot.at(text.strip(), text.place, text.raw)
    if kind is bool:
        if text in WORDS_FOR_TRUE or text in WORDS_FOR_FALSE:
            return text in WORDS_FOR_TRUE
        raise _fail(node, f"'{text}' is neither true nor false.", mistakes)
    if kind is dt.date:
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            raise _fail(node, f"'{text}' is not a date like 2026-11-21.", mistakes) from None
    try:
        return kind(text)
    except ValueError:
        raise _fail(node, f"'{text}' is not a number.", mistakes) from None
