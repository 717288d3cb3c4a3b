"""How well a reader reads a corpus: counts of hits, misses and false mentions, with status and without.

A mention is known by text, what it is about and its option; a number also by its value (a fortieth off may be rounding; half off where the label says that it is
approximate). Entries that are marked optional count neither as missed nor as false. A denial that the labels do not hold is counted apart, since it is the
mistake that can cost a limb.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from waymend.read.reader import Mention

LEVELS = ("emergency", "today", "soon", "routine", "self_care", None)
Key = tuple[str, str | None]
Read = Callable[[str, datetime | None], Sequence[Mention]]


class Score(NamedTuple):
    """Counts over a corpus. `false_absent`: denied by the reader and not by the label; `false_present`: told as true though the label says otherwise or nothing."""

    hits: int
    missed: int
    false: int
    hits_alone: int
    missed_alone: int
    false_alone: int
    false_absent: int
    false_present: int

    @property
    def f1(self) -> float:
        return 2 * self.hits / max(2 * self.hits + self.missed + self.false, 1)

    @property
    def f1_alone(self) -> float:
        """Of the finding, whatever its status."""
        return 2 * self.hits_alone / max(2 * self.hits_alone + self.missed_alone + self.false_alone, 1)


class Wrong(NamedTuple):
    """One mistake, for people who mend words."""

    id: str
    kind: str  # missed, false, status
    about: str
    told: str
    text: str


def corpus(path: Path) -> list[dict[str, Any]]:
    """The texts of a file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def score(
    rows: Iterable[dict[str, Any]],
    read: Read,
    labelled: Mapping[str, Collection[str]] | None = None,
    wrong: list[Wrong] | None = None,
    only: Collection[str] | None = None,
) -> Score:
    """Counts over texts. labelled: by the scope of a row, of what it holds labels; nothing else is counted there. only: nothing but these is counted."""
    total: Counter[str] = Counter()
    for row in rows:
        now = datetime.fromisoformat(row["now"]) if row.get("now") else None
        mentions = read(row["text"], now)
        if labelled and "scope" in row:
            mentions = [m for m in mentions if m.about in labelled[row["scope"]]]
        if only is not None:
            row = {**row, "findings": [f for f in row["findings"] if f["about"] in only]}
            mentions = [m for m in mentions if m.about in only]
        _compare(row, mentions, total, wrong)
    return Score(*(total[name] for name in Score._fields))


class Urgency(NamedTuple):
    """How urgent texts came out beside what the evidence demands. `found`: emergencies; `late`: (wanted, got, id) of what came out less urgent."""

    texts: int
    emergencies: int
    found: int
    exact: int
    late: list[tuple[str, str | None, str]]


def urgency(rows: Iterable[dict[str, Any]], assess: Callable[[str], str | None]) -> Urgency:
    """assess: text → the least urgency that it comes out at."""
    told = [(row["at_least"], assess(row["text"]), row["id"]) for row in rows]
    pressing = [got for wanted, got, _ in told if wanted == LEVELS[0]]
    return Urgency(
        len(told),
        len(pressing),
        sum(got == LEVELS[0] for got in pressing),
        sum(wanted == got for wanted, got, _ in told),
        [t for t in told if LEVELS.index(t[1]) > LEVELS.index(t[0])],
    )


def _compare(row: dict[str, Any], mentions: Sequence[Mention], total: Counter[str], wrong: list[Wrong] | None) -> None:
    labels = row["findings"]
    needed: dict[Key, set[str]] = {}
    allowed: dict[Key, set[str]] = {}
    for label in labels:
        key = (label["about"], label.get("option"))
        (allowed if label.get("optional") else needed).setdefault(key, set()).add(label["status"])
    told: dict[Key, set[str]] = {}
    for m in mentions:
        if m.value is None or _value_fits(m, labels):
            told.setdefault((m.about, m.option), set()).add(m.status)
        else:
            told.setdefault((f"{m.about}={m.value:g}", m.option), set()).add(m.status)
    for key, statuses in needed.items():
        said = told.get(key, set())
        total["hits_alone" if said else "missed_alone"] += 1
        for status in statuses:
            total["hits" if status in said else "missed"] += 1
            if wrong is not None and status not in said:
                wrong.append(
                    Wrong(
                        row["id"],
                        "status" if said else "missed",
                        _name(key),
                        f"{status}, read {sorted(said)}",
                        row["text"],
                    )
                )
    for key, said in told.items():
        free = allowed.get(key, set())
        if key not in needed and not free:
            total["false_alone"] += 1
        for status in said - needed.get(key, set()) - free:
            total["false"] += 1
            total["false_absent"] += status == "absent"
            total["false_present"] += status == "present"
            if wrong is not None and key not in needed:
                where = next(
                    (
                        m.text
                        for m in mentions
                        if m.about == key[0].split("=")[0] and m.option == key[1] and m.status == status
                    ),
                    "",
                )
                wrong.append(Wrong(row["id"], "false", _name(key), f"{status} from “{where}”", row["text"]))


def _value_fits(m: Mention, labels: Sequence[dict[str, Any]]) -> bool:
    assert m.value is not None
    for label in labels:
        if label["about"] == m.about and label.get("value") is not None:
            off = abs(m.value - label["value"]) / max(abs(label["value"]), 0.01)
            if off <= (0.5 if label.get("approximate") else 0.025):
                return True
    return False


def _name(key: Key) -> str:
    return key[0] + (f".{key[1]}" if key[1] else "")
