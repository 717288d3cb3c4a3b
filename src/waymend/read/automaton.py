"""The guide's patterns as one automaton over the keys of words. None of the phrases that they stand for is written out.

A pattern is a row of parts ("(hot|warm) <limb>" has two), and a part is a small tree of what may stand there, kept once for all patterns that hold it. Where
a text stands in all patterns together is a state; it is made when a text first comes there, and kept (subset construction on demand: Aho, Lam, Sethi and
Ullman, "Compilers", 3.7). So the cost is that of the words a text holds, and not of the million phrases it might hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from typing import Any, NamedTuple

MOST = 50_000  # states that are kept (all corpora of the guide need 19,000); with more, all are made anew as they are needed
Keys = tuple[str, ...]


class Say(NamedTuple):
    """What a pattern means. capitals: only where the text has capitals. filled: small words may stand inside, and those of the pattern are left out there."""

    layer: str
    meaning: Any
    capitals: bool
    filled: bool


class Node:
    """A step into what a part may be. ends: whether one of its options ends here."""

    __slots__ = ("after", "ends")

    def __init__(self) -> None:
        self.after: dict[str, Node] = {}
        self.ends = False


class Part(Node):
    """What may stand at one place of a pattern."""

    __slots__ = ()

    def __init__(self, options: Iterable[Keys]) -> None:
        super().__init__()
        for keys in options:
            node: Node = self
            for key in keys:
                node = node.after.setdefault(key, Node())
            node.ends = True

    def options(self) -> Iterator[Keys]:
        """Each option once; of two that begin alike the shorter comes first."""
        waiting: list[tuple[Node, Keys]] = [(self, ())]
        while waiting:
            node, keys = waiting.pop()
            if node.ends:
                yield keys
            waiting += [(after, (*keys, key)) for key, after in reversed(node.after.items())]


Place = tuple[int, Node]  # how far a phrase has come: to a node in the part of a slot


class Slot(NamedTuple):
    """A place of a pattern. part: None past its last. closes: whether nothing need follow."""

    part: Part | None
    pattern: int
    closes: bool


class State:
    """Where a text stands in all patterns. steps: what may come next; None is a state that is not made yet. told: what ends here, by layer in the guide's order."""

    __slots__ = ("places", "steps", "told")

    def __init__(self, places: frozenset[Place]) -> None:
        self.places = places
        self.steps: dict[str, State | None] = {}
        self.told: dict[str, list[tuple[Any, bool]]] = {}


class Automaton:
    """All patterns of a guide. fillers: the keys of small words that are left out inside a phrase. most: states that are kept."""

    def __init__(self, fillers: Set[str], most: int = MOST) -> None:
        self.fillers = fillers
        self.most = most
        self.slots: list[Slot] = []
        self.says: list[Say] = []
        self.begins: tuple[dict[str, list[Place]], ...] = ({}, {})  # by `filled`, and by the first key
        self.begun: tuple[dict[str, State | None], ...] = ({}, {})
        self.states: dict[tuple[frozenset[Place], frozenset[int]], State] = {}

    def teach(self, parts: Sequence[Part], say: Say) -> None:
        """Learn a pattern. Of two that mean something at the same words the one that was taught first is told first."""
        pattern = len(self.says)
        self.says.append(say)
        begins = self.begins[say.filled]
        first = True  # whether the phrase may begin in this part
        for n, part in enumerate(parts):
            if first:
                for key, node in part.after.items():
                    begins.setdefault(key, []).append((len(self.slots), node))
                first = part.ends
            self.slots.append(Slot(part, pattern, all(p.ends for p in parts[n + 1 :])))
        self.slots.append(Slot(None, pattern, True))

    def begin(self, key: str, *, filled: bool) -> State | None:
        """Where a text stands after its first word; None where no phrase begins with it."""
        begun = self.begun[filled]
        if key not in begun:
            places = self.begins[filled].get(key)
            begun[key] = None if places is None else self._state(places)
        return begun[key]

    def step(self, state: State, key: str) -> State | None:
        """Where a text stands after one word more; None where no phrase goes on so."""
        steps = state.steps
        if key not in steps:
            return None
        after = steps[key]
        if after is None:
            small = key in self.fillers
            ended = set()
            places = []
            for slot, node in state.places:
                if key not in node.after:
                    continue
                if not (small and self._is_filled(slot)):
                    places.append((slot, node.after[key]))
                elif self._may_end(
                    slot, node.after[key]
                ):  # a small word that is not left out is the last of its phrase
                    ended.add(self.slots[slot].pattern)
            after = steps[key] = self._state(places, ended)
        return after

    def tidy(self) -> None:
        """Forget the states when they have become many. None of those that were handed out may be stepped from afterwards."""
        if len(self.states) > self.most:
            self.states.clear()
            for begun in self.begun:
                begun.clear()

    def rows(self) -> Iterator[tuple[Say, list[Part]]]:
        """What each pattern says, and its parts."""
        parts: list[Part] = []
        for slot in self.slots:
            if slot.part is not None:
                parts.append(slot.part)
            else:
                yield self.says[slot.pattern], parts
                parts = []

    def _is_filled(self, slot: int) -> bool:
        return self.says[self.slots[slot].pattern].filled

    def _may_end(self, slot: int, node: Node) -> bool:
        return node.ends and self.slots[slot].closes

    def _state(self, at: Iterable[Place], ended: Iterable[int] = ()) -> State:
        places: set[Place] = set()
        ends = set(ended)
        seen: set[tuple[int, Node, bool]] = set()
        for slot, node in at:
            self._reach(slot, node, False, places, ends, seen)
        which = (frozenset(places), frozenset(ends))
        state = self.states.get(which)
        if state is None:
            state = self.states[which] = State(which[0])
            for slot, node in places:
                for key, after in node.after.items():
                    if key not in self.fillers or not self._is_filled(slot) or self._may_end(slot, after):
                        state.steps[key] = None
            for pattern in sorted(ends):
                say = self.says[pattern]
                meanings = state.told.setdefault(say.layer, [])
                if (say.meaning, say.capitals) not in meanings:
                    meanings.append((say.meaning, say.capitals))
        return state

    def _reach(
        self,
        slot: int,
        node: Node,
        dropped: bool,
        places: set[Place],
        ends: set[int],
        seen: set[tuple[int, Node, bool]],
    ) -> None:
        """Add where a phrase stands that has come to a node: there, at what follows where an option ends, and past small words. dropped: a small word was left out last, so that no phrase ends here."""
        if (slot, node, dropped) in seen:
            return
        seen.add((slot, node, dropped))
        if node.after:
            places.add((slot, node))
        if node.ends:
            following = self.slots[slot + 1]
            if following.part is not None:
                self._reach(slot + 1, following.part, dropped, places, ends, seen)
            elif not dropped:
                ends.add(following.pattern)
        if self._is_filled(slot) and not self.fillers.isdisjoint(node.after):
            for key, after in node.after.items():
                if key in self.fillers:
                    self._reach(slot, after, True, places, ends, seen)
