"""What a text tells, as answers that a guide can assess: what is read in it, and how it sounds where that is more urgent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from waymend.guide import LoadedGuide
from waymend.pack.schema import URGENCIES
from waymend.read.numbers import Now
from waymend.read.reader import Mention, Reader


class Understood(NamedTuple):
    answers: dict[str, Any]
    mentions: list[Mention]


def understand(
    guide: LoadedGuide, reader: Reader, text: str, given: Mapping[str, Any], *, now: datetime | Now | None
) -> Understood:
    """The answers of a text and those given, which win; and the mentions. How the text sounds is an answer only where it is more urgent than what the others give.

    Raises CaseError for given answers that cannot be used.
    """
    mentions = reader.read(text, now=now)
    answers = {**reader.case(mentions), **given}
    sounds = reader.likeness.sounds(text) if reader.likeness else None
    if sounds is None or sounds.about in given:
        return Understood(answers, mentions)
    ranks = (*URGENCIES, None)
    if ranks.index(sounds.option) >= ranks.index(guide.assess(answers).urgency.at_least):
        return Understood(answers, mentions)
    return Understood({**answers, sounds.about: sounds.option}, [*mentions, sounds])
