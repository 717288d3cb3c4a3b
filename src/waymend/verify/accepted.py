"""The accepted edges of a guide: for each answer that a rule turns on, a case of which the rule is true, and the same case without the answer, of which it is not.

They are worked out from the rules as written when a change is accepted (`waymend diff OLD NEW --accept`), and kept beside the golden cases in `cases/edges.json`. They do not
say that a rule is right: golden cases and danger signs do. They say that it still is what was accepted, so that a change to the guide comes with its accepted difference,
which people read in review, and a slip of the pen does not pass.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from waymend.errors import CaseError
from waymend.guide import LoadedGuide
from waymend.logic.normal import Leaf, Normal
from waymend.verify.property import Failure

FILE = Path("cases") / "edges.json"
Case = dict[str, Any]


class Edge(Struct, frozen=True, omit_defaults=True):
    """`given`: the rule is true. `without`: the finding, or finding and option, without whose answer it is not; `instead`: a number with which it is not."""

    given: Case
    without: tuple[str, ...] = ()
    instead: float | None = None

    def across(self) -> Case:
        """The case on the other side."""
        name = self.without[0]
        if self.instead is not None:
            return {**self.given, name: self.instead}
        if len(self.without) == 2 and isinstance(self.given[name], dict):
            return {**self.given, name: {o: a for o, a in self.given[name].items() if o != self.without[1]}}
        return {k: v for k, v in self.given.items() if k != name}


class Accepted(Struct, frozen=True):
    """One rule as it was accepted. `condition`: a digest of its condition, with the definitions in it spelled out."""

    concern: str
    urgency: str
    condition: str
    edges: tuple[Edge, ...]


def read_accepted(folder: Path) -> dict[str, Accepted] | None:
    """The accepted edges of a guide folder, by rule; None when there are none."""
    path = folder / FILE
    return msgspec.json.decode(path.read_bytes(), type=dict[str, Accepted]) if path.exists() else None


def write_accepted(folder: Path, accepted: dict[str, Accepted]) -> None:
    """One line a rule, so that a difference shows the rules that changed."""
    lines = ",\n".join(
        f"{msgspec.json.encode(name).decode()}: {msgspec.json.encode(rule).decode()}" for name, rule in accepted.items()
    )
    aside = folder / FILE.with_suffix(".new")
    aside.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")
    aside.replace(folder / FILE)


def unaccepted(loaded: LoadedGuide, accepted: dict[str, Accepted]) -> list[str]:
    """The rules, by name, that were added, removed or changed since the edges were accepted; a changed definition changes its rules."""
    now = {str(r.id): (r.concern, r.urgency, digest(loaded, n)) for n, r in enumerate(loaded.guide.rules)}
    was = {name: (rule.concern, rule.urgency, rule.condition) for name, rule in accepted.items()}
    return sorted(name for name in now.keys() | was.keys() if now.get(name) != was.get(name))


def digest(loaded: LoadedGuide, number: int) -> str:
    return hashlib.sha256(repr(spelled(loaded, loaded.engine.logic.rules[number])).encode()).hexdigest()[:12]


def spelled(loaded: LoadedGuide, tree: Normal) -> Any:
    """A condition by the names in it, whatever their places."""
    if isinstance(tree, Leaf):
        return (loaded.engine.logic.slots.names[tree.slot], tree.wanted, tree.op, tree.limit)
    return (type(tree).__name__, getattr(tree, "n", None), *(spelled(loaded, part) for part in tree.parts))


def strayed(loaded: LoadedGuide, accepted: dict[str, Accepted]) -> Iterator[Failure]:
    """Where the rules are no longer what was accepted."""
    rules = {str(rule.id): n for n, rule in enumerate(loaded.guide.rules)}
    for name in accepted.keys() - rules.keys():
        yield Failure(f"the rule '{name}' is gone", rules=(name,))
    for name, number in rules.items():
        rule = loaded.guide.rules[number]
        was = accepted.get(name)
        if was is None:
            yield Failure(f"the rule '{name}' is new", rules=(name,))
        elif (was.concern, was.urgency) != (rule.concern, rule.urgency):
            yield Failure(
                f"'{name}' was {was.concern}, {was.urgency}, and is {rule.concern}, {rule.urgency}", rules=(name,)
            )
        else:
            yield from _strayed(loaded, name, number, was)


def _strayed(loaded: LoadedGuide, name: str, number: int, was: Accepted) -> Iterator[Failure]:
    for edge in was.edges:
        for case, expected in ((edge.given, True), (edge.across(), False)):
            if is_true_of(loaded, number, case) is not expected:
                text = f"'{name}' is {'no longer' if expected else 'now'} true of {case}"
                yield Failure(text, case, rules=(name,))
                return  # one is enough to show that it changed


def is_true_of(loaded: LoadedGuide, number: int, case: Case) -> bool | None:
    """Whether a rule is true of a case; None when the guide does not know the answers."""
    try:
        made = loaded.engine.cases.make(case)
    except CaseError:
        return None
    return number in loaded.engine.decide(made.values, made.true, made.false)[0]
