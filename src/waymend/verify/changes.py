"""What changes for people between two versions of a guide.

Every outcome that changed is shown by its smallest case, found by the prover over all cases: from one urgency to another, and concerns gained or lost. The golden cases of
both versions are counted over too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from waymend.errors import CaseError
from waymend.guide import LoadedGuide, load_guide
from waymend.pack.load import read_guide
from waymend.pack.schema import URGENCIES
from waymend.verify.accepted import spelled

Case = dict[str, Any]


class Change(Struct, frozen=True):
    """One case whose outcome changed."""

    case: str
    findings: Case
    before: str | None
    after: str | None
    concerns_added: tuple[str, ...]
    concerns_removed: tuple[str, ...]


class Changes(Struct, frozen=True):
    """`cases`: how many golden cases were run; `golden`: how many of them changed. `proved`: the other changes are all there are, over the answers that both versions know."""

    old: str
    new: str
    cases: int
    golden: int
    proved: bool
    more_urgent: tuple[Change, ...]
    less_urgent: tuple[Change, ...]
    other: tuple[Change, ...]
    rules_added: tuple[str, ...]
    rules_removed: tuple[str, ...]
    rules_changed: tuple[str, ...]


def changes(old_folder: Path, new_folder: Path) -> Changes:
    """Compare two guide folders. Raises GuideError when one has mistakes."""
    old, new = load_guide(old_folder), load_guide(new_folder)
    before = {str(r.id): r for r in old.guide.rules}
    after = {str(r.id): r for r in new.guide.rules}
    logics = (_conditions(old), _conditions(new))
    touched = [
        n
        for n in before
        if n in after
        and (logics[0][n], before[n].urgency, before[n].concern) != (logics[1][n], after[n].urgency, after[n].concern)
    ]
    golden = {
        str(sorted(c.given.items(), key=str)): (f"golden case: {c.case}", dict(c.given))
        for folder in (old_folder, new_folder)
        for c in read_guide(folder).cases
    }
    found = [c for name, given in golden.values() if (c := _change(old, new, name, given)) is not None]
    changed = len(found)
    smallest, proved = _smallest(old, new)
    for name, given in smallest:
        if (change := _change(old, new, name, given)) is not None:
            found.append(change)
    return Changes(
        old=old.guide.about.version,
        new=new.guide.about.version,
        cases=len(golden),
        golden=changed,
        proved=proved,
        more_urgent=tuple(c for c in found if _rank(c.after) < _rank(c.before)),
        less_urgent=tuple(c for c in found if _rank(c.after) > _rank(c.before)),
        other=tuple(c for c in found if _rank(c.after) == _rank(c.before)),
        rules_added=tuple(sorted(after.keys() - before.keys())),
        rules_removed=tuple(sorted(before.keys() - after.keys())),
        rules_changed=tuple(touched),
    )


def _conditions(loaded: LoadedGuide) -> Mapping[str, Any]:
    """Each rule's condition with what it names spelled out, so that a change of a definition counts as a change of its rules."""
    trees = zip(loaded.guide.rules, loaded.engine.logic.rules, strict=True)
    return {str(rule.id): spelled(loaded, tree) for rule, tree in trees}


def _smallest(old: LoadedGuide, new: LoadedGuide) -> tuple[list[tuple[str, Case]], bool]:
    """The smallest case of each changed outcome. Without the prover, none."""
    try:
        from waymend.verify.proofs.differences import differences
    except ModuleNotFoundError:
        return [], False
    return list(differences(old, new)), True


def _change(old: LoadedGuide, new: LoadedGuide, name: str, findings: Case) -> Change | None:
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
    return "\n".join(_lines(found))


def _lines(found: Changes) -> Iterator[str]:
    yield f"{found.old} -> {found.new}: {found.cases} golden cases, {found.golden} of them changed."
    if not found.proved:
        yield "The prover is not installed, so only golden cases were compared: pip install 'waymend[proofs]'"
    for title, changed in (
        ("More urgent", found.more_urgent),
        ("Less urgent", found.less_urgent),
        ("Same urgency, other concerns", found.other),
    ):
        yield ""
        yield f"{title}: {len(changed)}"
        counts = Counter((c.before or "nothing fits", c.after or "nothing fits") for c in changed)
        if len(counts) > 1:
            yield "  " + "; ".join(f"{was} -> {now}: {n}" for (was, now), n in counts.most_common())
        for c in sorted(changed, key=lambda c: len(c.findings)):
            levels = f"{c.before or 'nothing fits'} -> {c.after or 'nothing fits'}"
            gained = "".join(f" +{x}" for x in c.concerns_added) + "".join(f" -{x}" for x in c.concerns_removed)
            yield f"  {levels}{gained}: {c.case}  {c.findings}"
    for title, names in (
        ("Rules added", found.rules_added),
        ("Rules removed", found.rules_removed),
        ("Rules changed", found.rules_changed),
    ):
        if names:
            yield ""
            yield f"{title}: {', '.join(names)}"
