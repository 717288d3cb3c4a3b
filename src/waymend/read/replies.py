"""What answers what was told last: "Doppler showed none.", "It isn't now.", "He has not had another.", "Asked if she injects: she does.", "Both of them inject."

The words that answer are echoes of the guide (echoes.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from waymend.read.cues import Cue, closes
from waymend.read.lexicon import Hit
from waymend.read.relations import is_sign
from waymend.read.scopes import NOT_TURNED, Turned
from waymend.read.subjects import Draft
from waymend.read.ways import status_of

if TYPE_CHECKING:
    from waymend.read.reader import Reader

REPLIES = ("not_there", "neither_there", "not_now", "no_more", "does")  # each ends its part of the sentence
NEAR_BY = 30  # tokens from what was told to what answers it
ASKED = 8  # tokens of what was asked, and where
JOINED = 4  # tokens from "both of them" to what both do


class Replies:
    """The answers of one sentence. last: the drafts of the last sentence that has any; told: those of its own."""

    def __init__(self, by: Reader, last: Sequence[Draft], told: Sequence[Draft]) -> None:
        self.by = by
        self.last = last
        self.told = told

    def heard(self, echo: Hit) -> Iterator[Draft]:
        """What an answer tells besides."""
        kind = echo.meanings[0]
        if kind in ("not_there", "neither_there"):
            self._deny(echo, two=kind == "neither_there")
        elif kind == "not_now":
            yield from self._not_now(echo)
        elif kind == "no_more":
            self._end(echo)
        elif kind == "does":
            yield from self._does(echo)

    def both(self, echo: Hit) -> Iterator[Draft]:
        """ "He and his brother both inject": told of the patient, and of somebody else."""
        d = next((d for d in self.told if 0 <= d.first - echo.last <= JOINED and self._is_shared(d)), None)
        if d is not None and status_of(d.way._replace(family=None), "now")[0] in ("present", "historical"):
            other = None if is_anothers(d) else Cue("other", echo.first, echo.last)
            yield draft_of(d.about, echo, d.way._replace(family=other))

    def ask(self, words: Sequence[str], echo: Hit) -> None:
        """ "Asked about injecting at triage.": what a sentence only says to have been asked is not told yet."""
        end = next((n for n in range(echo.last, echo.last + ASKED) if closes(words, n) or words[n] == ":"), None)
        if end is None or (end < len(words) and words[end] in ",;:!)"):
            return  # "asked about injecting, he says daily"
        for d in self.told:
            plain = d.way._replace(offer=None) == NOT_TURNED  # "asked about methadone" would be an offer
            if echo.last <= d.first < end and plain and (self._is_shared(d) or self._is_minor(d)):
                d.way = NOT_TURNED._replace(possible=Cue("doubt", echo.first, echo.last))

    def _is_minor(self, d: Draft) -> bool:
        """Whether a sign is told that needs no help at once."""
        return is_sign(self.by, d) and self._passes(d)

    def _is_shared(self, d: Draft) -> bool:
        """Whether a use or an infection is told, of which one may tell of two at once."""
        return d.option is None and (d.about in self.by.one_state or d.about in self.by.results.of)

    def _near(self, echo: Hit, fits: Callable[[Draft], bool]) -> list[Draft]:
        """What an answer may be of: what its sentence tells before it, or else the last sentence."""
        near = [
            d
            for d in (*self.last, *self.told)
            if d.last <= echo.first <= d.last + NEAR_BY and d.option is None and d.measure is None and fits(d)
        ]
        return [d for d in near if d in self.told] or near

    def _deny(self, echo: Hit, *, two: bool) -> None:
        """ "Query abscess. Ultrasound showed none.", "looked for tracks: there weren't any": what was asked or looked for. two: "neither" answers two."""
        asked = self._near(echo, self._is_asked)
        names = list(dict.fromkeys(d.about for d in reversed(asked)))[: 2 if two else 1]
        cue = Cue("out_after", echo.first, echo.last)
        for d in asked:
            if d.about in names:
                d.way = d.way._replace(negated=cue, possible=None, unlikely=None, planned=None, current=None)

    def _is_asked(self, d: Draft) -> bool:
        """Whether it was asked whether something is there, of which no laboratory tells."""
        by = self.by
        seen = (d.about in by.when.episodes or d.about in by.stays) and d.about not in by.treatments
        open_yet = not is_anothers(d) and status(d) in ("possible", "planned")
        return seen and open_yet and d.about not in by.results.of

    def _not_now(self, echo: Hit) -> Iterator[Draft]:
        """ "Discharging pus at the weekend. It isn't now.": of a sign that was there."""
        near = self._near(echo, partial(is_sign, self.by))
        if near and not is_anothers(near[-1]) and status(near[-1]) in ("present", "historical"):
            cue = Cue("deny", echo.first, echo.last)
            yield draft_of(near[-1].about, echo, NOT_TURNED._replace(negated=cue))

    def _end(self, echo: Hit) -> None:
        """ "One clot, after the caesarean. She has not had another.": over, but for what needs help at once."""
        near = self._near(echo, self._passes)
        if near and not is_anothers(near[-1]) and status(near[-1]) == "present" and near[-1].way.current is None:
            near[-1].way = near[-1].way._replace(historical=Cue("gone_after", echo.first, echo.last))

    def _passes(self, d: Draft) -> bool:
        """Whether something passes that needs no help at once."""
        by = self.by
        return d.about in by.when.episodes and d.about not in by.treatments and d.about not in by.subjects.in_need

    def _does(self, echo: Hit) -> Iterator[Draft]:
        """ "Asked if she injects. She does.": of a use, or an infection."""
        near = self._near(echo, self._is_shared)
        if near and not is_anothers(near[-1]) and status(near[-1]) == "possible":
            yield draft_of(near[-1].about, echo, NOT_TURNED)


def is_anothers(d: Draft) -> bool:
    """Whether a draft is of somebody else."""
    return d.other is not None or d.way.family is not None or d.section == "family"


def status(d: Draft) -> str:
    """How a draft stands."""
    return status_of(d.way, d.section)[0]


def draft_of(about: str, echo: Hit, way: Turned) -> Draft:
    """What an echo tells of something, as a mention of the patient."""
    draft = Draft(about, None, echo.first, echo.last, way, "now")
    draft.own = True
    return draft
