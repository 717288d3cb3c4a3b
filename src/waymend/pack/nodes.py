"""YAML text in, nodes with their places out.

Our own settings: a key given twice is a mistake, anchors and tags are refused, and every scalar stays text, so that `no`
and `on` never turn into booleans by accident.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from waymend.errors import Mistake, Place

if TYPE_CHECKING:
    import yaml


class Spot(str):
    """A text from a guide file that remembers where it stands. `raw` is the scalar as written in the file."""

    __slots__ = ("place", "raw")
    place: Place
    raw: str

    @classmethod
    def at(cls, text: str, place: Place, raw: str = "") -> Spot:
        spot = cls(text)
        spot.place = place
        spot.raw = raw
        return spot

    def place_of(self, part: str) -> Place:
        """The place of `part` inside this scalar as written (folded lines included); else where the scalar begins."""
        index = self.raw.find(part) if part else -1
        if index < 0:
            return self.place
        before = self.raw[:index]
        line = before.count("\n")
        column = index + self.place.column if line == 0 else index - before.rfind("\n")
        return Place(self.place.path, self.place.line + line, column)


def place_of(text: str, part: str = "") -> Place:
    """Where a text of a guide stands; unknown for texts that did not come from a file."""
    return text.place_of(part) if isinstance(text, Spot) else Place("?", 0, 0)


class Scalar(NamedTuple):
    text: Spot
    is_null: bool


class Items(NamedTuple):
    place: Place
    nodes: tuple[Node, ...]


class Fields(NamedTuple):
    place: Place
    nodes: dict[Spot, Node]


Node = Scalar | Items | Fields


def read_yaml(path: str, text: str, mistakes: list[Mistake]) -> Fields | None:
    """Parse one file whose top level is a mapping. Adds to `mistakes`; returns None when nothing can be used."""
    import yaml  # only a changed guide is read from YAML; a cached one should not wait for the parser

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
    try:
        root = loader.get_single_node()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = Place(path, mark.line + 1, mark.column + 1) if mark else Place(path, 1, 1)
        problem = getattr(error, "problem", None) or "cannot be read"
        mistakes.append(Mistake(place, f"not valid YAML: {problem}. Check indentation, quotes and colons here."))
        return None
    finally:
        loader.dispose()
    if root is None:
        return Fields(Place(path, 1, 1), {})
    node = _node(path, text, root, mistakes)
    if not isinstance(node, Fields):
        mistakes.append(Mistake(Place(path, 1, 1), "the file must be a mapping with keys at its top level."))
        return None
    return node


def _node(path: str, text: str, node: yaml.Node, mistakes: list[Mistake]) -> Node:
    place = Place(path, node.start_mark.line + 1, node.start_mark.column + 1)
    import yaml

    if isinstance(node, yaml.ScalarNode):
        raw = text[node.start_mark.index : node.end_mark.index]
        is_null = not node.style and node.value in ("", "null", "~")
        return Scalar(Spot.at(node.value, place, raw), is_null)
    if isinstance(node, yaml.SequenceNode):
        return Items(place, tuple(_node(path, text, item, mistakes) for item in node.value))
    fields: dict[Spot, Node] = {}
    for key_node, value_node in node.value:
        key_place = Place(path, key_node.start_mark.line + 1, key_node.start_mark.column + 1)
        if not isinstance(key_node, yaml.ScalarNode):
            mistakes.append(Mistake(key_place, "a key must be a plain word."))
            continue
        key = Spot.at(key_node.value, key_place, key_node.value)
        if key in fields:
            first = next(k for k in fields if k == key).place.line
            mistakes.append(Mistake(key_place, f"'{key}' is given twice (first on line {first}). Keep one of them."))
            continue
        fields[key] = _node(path, text, value_node, mistakes)
    return Fields(place, fields)


def joined(one: Node, other: Node) -> Node | None:
    """Two nodes of one name as one: lists one after the other, mappings key by key. None where there is no way: a text cannot be two."""
    if isinstance(one, Items) and isinstance(other, Items):
        return Items(one.place, one.nodes + other.nodes)
    if isinstance(one, Fields) and isinstance(other, Fields):
        nodes = dict(one.nodes)
        for key, node in other.nodes.items():
            both = joined(nodes[key], node) if key in nodes else node
            if both is None:
                return None
            nodes[key] = both
        return Fields(one.place, nodes)
    return None
