"""Questionnaires: answers in, total, band and its meaning out. Items are findings of their own little guide, so that bands, points and
follow-up conditions are written in the same language as rules."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from waymend.errors import Mistake, ScreenError
from waymend.logic.compiled import slots_of
from waymend.logic.normal import Normal, normalise
from waymend.logic.parse import ExpressionError, Signature, parse
from waymend.logic.reference import value
from waymend.logic.tree import Tree
from waymend.pack.nodes import place_of
from waymend.pack.schema import Guide, Item, Screen

TOTAL = "total"


class Scored(Struct, frozen=True):
    """`total` is the sum of points; `alerts` are sentences to show whatever the total."""

    id: str
    name: str
    total: float
    band: str
    meaning: str
    alerts: tuple[str, ...]
    sources: tuple[str, ...]
    citation: str
    for_: str = field(name="for")


def label_id(label: str) -> str:
    """An option's label as a name in conditions: 'Not at all' → not_at_all."""
    name = re.sub(r"[^a-z0-9]+", "_", label.lower()).strip("_")
    return f"n{name}" if name[:1].isdigit() else name


def score(screen: Screen, answers: Mapping[str, Any]) -> Scored:
    """Score one questionnaire.

    answers: item id → the label of an option, its points or its number; yes/no (or true/false); a number in the item's unit.
    Raises ScreenError naming the item that is missing, unknown or out of range.
    """
    if not isinstance(answers, Mapping):
        raise ScreenError("the answers must be an object of item ids and answers.")
    items = {item.id: item for item in screen.items}
    for name in answers:
        if name not in items:
            raise ScreenError(f"'{str(name)[:60]}' is not an item of {screen.id}; its items are {', '.join(items)}.")
    signatures = _signatures(screen)
    options = {name: s.options for name, s in signatures.items()}
    known: dict[str, Any] = {}
    totals: dict[str | None, float] = {}
    parts = {items[name].part for name in answers}
    for item in screen.items:
        if item.part not in parts and item.part is not None:
            continue
        if item.asked_if is not None and value(parse(item.asked_if, signatures), known, {}, options) is not True:
            continue
        if item.optional and answers.get(item.id) is None:
            known[item.id] = False if item.kind == "yes_no" else {}
            continue
        if answers.get(item.id) is None:
            raise ScreenError(f"'{item.id}' of {screen.id} is not answered; every item that applies is needed.")
        points, known[item.id] = _read(screen, item, answers[item.id])
        if isinstance(item.points, tuple):
            points = next(
                (p.points for p in item.points if value(parse(p.when, signatures), known, {}, options) is True), 0.0
            )
        totals[item.part] = totals.get(item.part, 0.0) + points
    # Parts (one substance each) are never added together; the highest counts.
    total = max(totals.values(), default=0.0)
    if screen.total:
        total = next(
            (p.points for p in screen.total if value(parse(p.when, signatures), known, {}, options) is True), 0.0
        )
    known[TOTAL] = total
    band = next((b for b in screen.bands if value(parse(b.when, signatures), known, {}, options) is True), None)
    if band is None:
        raise ScreenError(f"no band of {screen.id} covers these answers.")
    alerts = tuple(a.meaning for a in screen.alerts if value(parse(a.when, signatures), known, {}, options) is True)
    whole = int(total) if total == int(total) else total
    return Scored(
        screen.id, screen.name, whole, band.id, band.meaning, alerts, screen.sources, screen.citation, screen.for_
    )


def conditions_of(screen: Screen) -> tuple[list[tuple[str, str | None]], dict[str, Normal]]:
    """The slots of a questionnaire's answers, and each of its conditions, by its text, in normal form."""
    signatures = _signatures(screen)
    slots = slots_of(signatures)
    options = {name: s.options for name, s in signatures.items() if s.options}
    texts = [i.asked_if for i in screen.items if i.asked_if]
    texts += [p.when for i in screen.items if isinstance(i.points, tuple) for p in i.points]
    texts += [*(p.when for p in screen.total), *(b.when for b in screen.bands), *(a.when for a in screen.alerts)]
    trees = {text: normalise(parse(text, signatures), {}, slots.index(), options) for text in texts}
    return list(slots.names), trees


def _signatures(screen: Screen) -> dict[str, Signature]:
    found = {item.id: Signature(item.kind, tuple(label_id(label) for label in item.options)) for item in screen.items}
    return {**found, TOTAL: Signature("number")}


def _read(screen: Screen, item: Item, answer: Any) -> tuple[float, Any]:
    """Points of an answer, and the answer as conditions see it."""
    if item.kind == "yes_no":
        yes = _yes(answer)
        if yes is None:
            raise ScreenError(f"'{item.id}' of {screen.id} takes yes or no.")
        per_yes = item.points if isinstance(item.points, float) else 0.0
        return (per_yes if yes else item.points_no), yes
    if item.kind == "number":
        low, high = item.range
        if isinstance(answer, bool) or not isinstance(answer, (int, float)) or not low <= answer <= high:
            raise ScreenError(
                f"'{item.id}' of {screen.id} takes a number from {low:g} to {high:g} {item.unit or ''}".rstrip() + "."
            )
        return 0.0, float(answer)
    label = _label(item, answer)
    if label is None:
        raise ScreenError(f"'{item.id}' of {screen.id} takes one of: {'; '.join(item.options)}.")
    return item.options[label], {label_id(o): o == label for o in item.options}


def _yes(answer: Any) -> bool | None:
    if isinstance(answer, bool):
        return answer
    if isinstance(answer, str) and answer.strip().lower() in ("yes", "y", "true", "no", "n", "false"):
        return answer.strip().lower()[0] in "yt"
    return bool(answer) if answer in (0, 1) else None


def _label(item: Item, answer: Any) -> str | None:
    """The option meant: by label (case and spacing do not matter), by its id, or by its points when only one option has them."""
    if isinstance(answer, str):
        wanted = label_id(answer)
        exact = next((label for label in item.options if label_id(label) == wanted), None)
        if exact is not None:
            return exact
        try:
            answer = float(answer)
        except ValueError:
            return None
    if isinstance(answer, (int, float)) and not isinstance(answer, bool):
        with_points = [label for label, points in item.options.items() if points == answer]
        return with_points[0] if len(with_points) == 1 else None
    return None


def check_screens(guide: Guide) -> list[Mistake]:
    """Mistakes in the conditions and the worked examples of every questionnaire."""
    mistakes: list[Mistake] = []
    for screen in guide.screens.values():
        before = len(mistakes)
        signatures = _signatures(screen)
        texts = [i.asked_if for i in screen.items if i.asked_if]
        texts += [p.when for i in screen.items if isinstance(i.points, tuple) for p in i.points]
        texts += [p.when for p in screen.total]
        texts += [b.when for b in screen.bands] + [a.when for a in screen.alerts]
        for text in texts:
            _try(text, signatures, mistakes)
        for item in screen.items:
            if item.kind in ("choice", "many") and len(item.options) < 2:
                mistakes.append(Mistake(place_of(item.id), f"the item '{item.id}' needs at least two options."))
            if item.kind == "number" and len(item.range) != 2:
                mistakes.append(
                    Mistake(place_of(item.id), f"the number item '{item.id}' needs a range [lowest, highest].")
                )
        if len(mistakes) == before:
            mistakes += _examples(screen)
    return mistakes


def _try(text: str, signatures: Mapping[str, Signature], mistakes: list[Mistake]) -> Tree | None:
    try:
        return parse(text, signatures)
    except ExpressionError as error:
        mistakes.append(Mistake(place_of(text, error.part), error.message))
        return None


def _examples(screen: Screen) -> list[Mistake]:
    """Worked examples must come out as they say."""
    mistakes = []
    for example in screen.examples:
        items = {i.id: i for i in screen.items}
        answers = {k: float(v) if k in items and items[k].kind == "number" else v for k, v in example.answers.items()}
        try:
            got = score(screen, answers)
            if (got.total, got.band) != (example.total, example.band):
                message = f"the example '{example.case}' gives {got.total:g} ({got.band}), not {example.total:g} ({example.band})."
                mistakes.append(Mistake(place_of(example.case), message))
        except (ScreenError, ValueError) as error:
            mistakes.append(Mistake(place_of(example.case), f"the example '{example.case}' cannot be scored: {error}"))
    return mistakes
