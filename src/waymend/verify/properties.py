"""`waymend check`: each property of a guide as a sentence, whether it holds, over how many things, and a case when it does not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

from msgspec import Struct

from waymend.guide import LoadedGuide
from waymend.pack.schema import GoldenCase
from waymend.verify.accepted import Accepted, read_accepted, strayed, unaccepted
from waymend.verify.cases import failures
from waymend.verify.mistakes import read_all
from waymend.verify.property import Failure, Property, outcome

Say = Callable[[str, int, int], None]  # (what, done, of)


class Checked(Struct, frozen=True):
    ok: bool
    guide: dict[str, Any]
    properties: tuple[Property, ...]


def check(folder: Path, today: dt.date | None = None, say: Say | None = None) -> Checked:
    """Check a guide folder. Mistakes of the files come first; the rest needs a guide without them. say: told of progress."""
    compiled, cases, mistakes = read_all(folder, today=today or dt.date.today())
    whole = outcome(
        "no_mistakes",
        "The files of the guide have no mistakes: names, kinds, units, sources, reasons, grades, steps, translations and dates.",
        _entries(compiled.guide) if compiled else 0,
        [Failure(str(m)) for m in mistakes],
    )
    if compiled is None:
        return Checked(False, {}, (whole,))
    loaded = LoadedGuide(compiled)
    accepted = read_accepted(folder)
    kept = () if accepted is None else (_accepted(loaded, accepted),)
    properties = (whole, _golden(loaded, cases), _covered(loaded, cases), *kept, *_proved(loaded, say))
    about = compiled.guide.about
    return Checked(all(p.holds for p in properties), {"id": about.id, "version": about.version}, properties)


def _proved(loaded: LoadedGuide, say: Say | None) -> tuple[Property, ...]:
    """What the theorem prover says; a property of its own that fails when it is not installed."""
    try:
        from waymend.verify.proofs import Prover, prove
    except ModuleNotFoundError:
        missing = Failure("the prover is not installed: pip install 'waymend[proofs]'", unknown=True)
        return (outcome("proved", "The properties below are proved over all cases.", 0, [missing]),)
    return tuple(prove(Prover(loaded, say)))


def _entries(guide: Any) -> int:
    parts = (
        guide.findings,
        guide.concerns,
        guide.rules,
        guide.steps,
        guide.screens,
        guide.answers,
        guide.sources,
        guide.countries,
    )
    return sum(len(p) for p in parts)


def _golden(loaded: LoadedGuide, cases: tuple[GoldenCase, ...]) -> Property:
    failed = [Failure(f"{g.case}: {'; '.join(wrong)}", dict(g.given)) for g, wrong in failures(loaded.engine, cases)]
    return outcome(
        "golden_cases", "Every golden case gets the assessment that its evidence demands.", len(cases), failed
    )


def _accepted(loaded: LoadedGuide, accepted: dict[str, Accepted]) -> Property:
    """A guide that keeps accepted edges is what was accepted: a change comes with its difference, read by people."""
    edges = sum(len(rule.edges) for rule in accepted.values())
    changed = unaccepted(loaded, accepted)
    failed = list(strayed(loaded, accepted))
    named = {name for failure in failed for name in failure.rules}
    failed += [Failure(f"the rule '{name}' was changed", rules=(name,)) for name in changed if name not in named]
    if failed:
        failed.append(Failure("read `waymend diff OLD NEW`; add --accept when the change is meant"))
    return outcome(
        "accepted_edges",
        "Every rule is what was accepted: true with each answer that it turns on, and not without it.",
        edges,
        failed,
    )


def _covered(loaded: LoadedGuide, cases: tuple[GoldenCase, ...]) -> Property:
    """Each concern is expected by two golden cases at least."""
    counts = dict.fromkeys(loaded.guide.concerns, 0)
    for golden in cases:
        for concern in golden.expect.concerns:
            if concern in counts:
                counts[concern] += 1
    few = [Failure(f"'{c}' is expected by {n} golden case{'s' if n != 1 else ''}") for c, n in counts.items() if n < 2]
    return outcome("cases_cover_concerns", "Every concern is expected by two golden cases at least.", len(counts), few)
