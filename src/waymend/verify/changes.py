"""What changes for people between two versions of a guide: golden cases of both, and the smallest case of every rule that was added, removed or changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct

from waymend.errors import CaseError
from waymend.guide import LoadedGuide
from waymend.pack.load import read_guide
from waymend.pack.schema import URGENCIES


class Change(Struct, frozen=True):
    """One case whose outcome changed."""

    case: str
    findings: dict[str, Any]
    before: str | None
    after: str | None
    concerns_added: tuple[str, ...]
    concerns_removed: tuple[str, ...]


class Changes(Struct, frozen=True):
    old: str
    new: str
    cases: int
    more_urgent: tuple[Change, ...]
    less_urgent: tuple[Change, ...]
    other: tuple[Change, ...]
    rules_added: tuple[str, ...]
    rules_removed: tuple[str, ...]
    rules_changed: tuple[str, ...]


def changes(old_folder: Path, new_folder: Path) -> Changes:
    """Compare two guide folders. Raises GuideError when one has mistakes."""
    from waymend.guide import load_guide

    old, new = load_guide(old_folder), load_guide(new_folder)
    before = {str(r.id): r for r in old.guide.rules}
    after = {str(r.id): r for r in new.guide.rules}
    touched = [
        n
        for n in before
        if n in after
        and (before[n].when, before[n].urgency, before[n].concern)
        != (after[n].when, after[n].urgency, after[n].concern)
    ]
    cases = {
        str(sorted(c.given.items(), key=str)): (str(c.case), dict(c.given))
        for folder in (old_folder, new_folder)
        for c in read_guide(folder).cases
    }
    for guide, names in (
        (old, [*before.keys() - after.keys(), *touched]),
        (new, [*after.keys() - before.keys(), *touched]),
    ):
        for name, findings in _smallest(guide, set(names)):
            cases.setdefault(
                str(sorted(findings.items(), key=str)), (f"the smallest case of the rule '{name}'", findings)
            )
    found = [change for name, findings in cases.values() if (change := _change(old, new, name, findings)) is not None]
    more = tuple(c for c in found if _rank(c.after) < _rank(c.before))
    less = tuple(c for c in found if _rank(c.after) > _rank(c.before))
    other = tuple(c for c in found if _rank(c.after) == _rank(c.before))
    versions = old.guide.about.version, new.guide.about.version
    return Changes(
        *versions,
        len(cases),
        more,
        less,
        other,
        tuple(sorted(after.keys() - before.keys())),
        tuple(sorted(before.keys() - after.keys())),
        tuple(touched),
    )


def _smallest(loaded: LoadedGuide, names: set[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """For each rule, a case that makes it true, without what it does not need. Without the prover, none."""
    try:
        from waymend.verify.proofs import Prover
    except ModuleNotFoundError:
        return
    prover = Prover(loaded)
    for number, rule in enumerate(loaded.guide.rules):
        if str(rule.id) in names:
            case = prover.witness(number)
            if case is not None:
                yield str(rule.id), case


def _change(old: LoadedGuide, new: LoadedGuide, name: str, findings: dict[str, Any]) -> Change | None:
    outcomes: list[tuple[str | None, frozenset[str]]] = []
    for guide in (old, new):
        try:
            a = guide.assess(findings)
        except CaseError:
            outcomes.append((None, frozenset()))  # a finding that this version does not know
            continue
        outcomes.append((a.urgency.at_least, frozenset(c.id for c in a.concerns if c.status == "fits")))
    (before, fitted), (after, fits) = outcomes
    if (before, fitted) == (after, fits):
        return None
    return Change(name, findings, before, after, tuple(sorted(fits - fitted)), tuple(sorted(fitted - fits)))


def _rank(level: str | None) -> int:
    return [*URGENCIES, None].index(level)  # type: ignore[arg-type]


def render(found: Changes) -> str:
    """The comparison in plain text, more urgent and less urgent apart."""
    lines = [f"{found.old} -> {found.new}: {found.cases} cases compared."]
    for title, changed in (
        ("More urgent", found.more_urgent),
        ("Less urgent", found.less_urgent),
        ("Same urgency, other concerns", found.other),
    ):
        lines += ["", f"{title}: {len(changed)}"]
        for c in sorted(changed, key=lambda c: len(c.findings)):
            levels = f"{c.before or 'nothing fits'} -> {c.after or 'nothing fits'}"
            gained = "".join(f" +{x}" for x in c.concerns_added) + "".join(f" -{x}" for x in c.concerns_removed)
            lines.append(f"  {levels}{gained}: {c.case}  {c.findings}")
    for title, names in (
        ("Rules added", found.rules_added),
        ("Rules removed", found.rules_removed),
        ("Rules changed", found.rules_changed),
    ):
        if names:
            lines += ["", f"{title}: {', '.join(names)}"]
    return "\n".join(lines)
