"""What the mentions of one thing come to together: which count where a text takes back, finds out, or tells a use as going on and as over."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

from waymend.read.cues import Cue
from waymend.read.scopes import NOT_TURNED, Turned
from waymend.read.subjects import Draft
from waymend.read.ways import status_of

if TYPE_CHECKING:
    from waymend.read.reader import Reader

CORRECTED = 8  # tokens before and after within which a note says that what it told was a mistake
BESIDE = 6  # tokens beside injecting in which a drug says that it is one that is not prescribed
DIRECTLY = 2  # tokens between a "not" and what it is not: "not an overdose"
NOT_FOUND = frozenset(("-", "lasting-", "surface-"))  # tests that were negative (results.py)
SUBSIDED = "subsided"  # a rule of its own: what somebody had in this illness is still to be acted on (Reader.case)


class _Denials:
    """What denies one thing of the patient, in order, and where the last of some kinds begin."""

    def __init__(self) -> None:
        self.all: list[Draft] = []
        self.firm = -1  # in words that name it
        self.settling = -1  # that says what it turned out not to be


class Weighing:
    """The drafts of one text. noted: by a note, or by who tells of somebody else."""

    def __init__(self, by: Reader, words: Sequence[str], drafts: Sequence[Draft], *, noted: bool) -> None:
        self.by = by
        self.words = words
        self.drafts = drafts
        self.noted = noted
        self.corrects = [n for n, w in enumerate(words) if w in by.corrects]
        # The last token at which injecting is told of the patient.
        self.injecting = max((d.first for d in drafts if self._is_injecting(d)), default=-1)
        self.of: dict[str, list[Draft]] = {}  # of the patient, by what they tell of
        self.denials: dict[tuple[str, str | None], _Denials] = {}
        for d in sorted((d for d in drafts if d.other is None), key=lambda d: d.first):
            self.of.setdefault(d.about, []).append(d)
            if status_of(d.way, d.section)[0] == "absent":
                self._deny(d)
        self.outdated = {id(d) for about in by.one_state for d in self._outdated(about)}
        # How each thing stands where it is told by name; what the patient has now; what is over; what he has or had by more than a description.
        self.named = {
            about: frozenset(status_of(o.way, o.section)[0] for o in of if not self._describes(o))
            for about, of in self.of.items()
        }
        self.present = {about for about, of in self.of.items() if any(is_present(o) for o in of)}
        self.over = {about for about, of in self.of.items() if any(_is_over(o) for o in of)}
        self.said_so = {about for about, of in self.of.items() if any(self._says_so(o) for o in of)}

    def is_outweighed(self, d: Draft) -> bool:
        """Whether another mention of the same thing says what counts."""
        if id(d) in self.outdated or (d.way.negated is not None and self._is_taken_back(d)):
            return True
        if self._is_a_description(d) or self._is_of_a_cure(d):
            return True
        return self.noted and (
            self._is_revised(d) or self._is_a_shot(d) or self._is_guessed(d) or self._is_tested_for(d)
        )

    def settled(self, d: Draft) -> Turned:
        """How a draft is turned, now that the text is read to its end: a sign that a note denies later is over ("a fever on day two ... afebrile since")."""
        by = self.by
        if (
            self.noted
            and d.about in by.when.episodes
            and d.about in by.subjects.body
            and d.about not in by.treatments
            and d.measure is None
            and is_present(d)
            and d.way.current is None
        ):
            denied = self._denial_after(d)
            if denied is not None:
                return d.way._replace(historical=Cue(SUBSIDED, denied.first, denied.last))
        return d.way

    def _is_injecting(self, d: Draft) -> bool:
        """Whether a draft tells that the patient injects."""
        return d.about == self.by.injecting_drugs and d.other is None and d.way.family is None and is_present(d)

    def _deny(self, d: Draft) -> None:
        told = self.denials.setdefault((d.about, d.option), _Denials())
        told.all.append(d)
        if not d.wide:
            told.firm = d.first
            if self._is_corrected(d) or (d.about in self.by.when.episodes and self._rules_out(d)):
                told.settling = d.first

    def _denied(self, d: Draft) -> _Denials:
        """What denies the same thing; nothing where a draft is another's."""
        return self.denials.get((d.about, d.option), NOTHING) if d.other is None else NOTHING

    def _denial_after(self, d: Draft) -> Cue | None:
        """What denies the same thing of the patient next in the text."""
        told = self._denied(d).all
        n = bisect_right(told, d.last, key=lambda o: o.first)
        return told[n].way.negated if n < len(told) else None

    def _outdated(self, about: str) -> list[Draft]:
        """Of a use that is told both as going on and as over, the mentions that do not count: "hx of IVDU. Injects daily", "IVDU, heroin. Has not injected for 5 years"."""
        when = self.by.when
        going, over = [], []
        for d in self.of.get(about, ()):
            status, cue = status_of(d.way, d.section)
            if status == "present" or (status == "historical" and cue is None and d.section == "past"):
                going.append(d)
            elif status == "historical":
                over.append(d)
        if not going or not over:
            return []
        weak = [d for d in over if self._is_weak(d.way.historical)]
        if about != self.by.injecting_drugs:
            return weak
        if len(weak) == len(over) or any(d.way.current or when.is_doing(self.words, d.first, d.last) for d in going):
            return over
        return going

    def _is_weak(self, over: Cue | None) -> bool:
        """Whether what is told as of the past may well go on: "history of"."""
        return over is None or (over.kind == "past" and self.words[over.first] in self.by.histories)

    def _is_taken_back(self, d: Draft) -> bool:
        """Whether the text says otherwise: "denies IVDU ... later admits injecting"; a denial in wide words yields to any telling."""
        if d.about == self.by.injecting_drugs and d.first < self.injecting:
            return True
        return d.wide and d.about in self.said_so

    def _says_so(self, d: Draft) -> bool:
        told = d.way.negated is None and status_of(d.way, d.section)[0] in ("present", "historical")
        return told and not self._is_a_description(d)

    def _is_revised(self, d: Draft) -> bool:
        """Whether a note denies later what it doubted before ("?DVT. Duplex: no DVT"), what it says to have been a mistake, or what it rules out ("called as an OD. Not an overdose")."""
        by = self.by
        status = status_of(d.way, d.section)[0]
        doubted = status == "possible" and d.about not in by.treatments and d.about not in by.chronic
        if d.measure is not None or not (doubted or status == "present"):
            return False
        denied = self._denied(d)
        if doubted:
            return bool(denied.all) and denied.all[-1].first > d.last
        if denied.settling > d.last or (denied.firm > d.last and self._is_corrected(d)):
            return True
        return d.about in by.results.of and denied.firm > d.last and d.way.current is None  # "Excl: HIV … HIV neg"

    def _is_corrected(self, d: Draft) -> bool:
        """Whether a mistake is told of beside it."""
        return any(d.first - CORRECTED <= n < d.last + CORRECTED for n in self.corrects)

    def _rules_out(self, d: Draft) -> bool:
        """Whether a denial is a finding of the note, and no list of what is not there: "excluded", "rather than cellulitis", "not an overdose"."""
        denied = d.way.negated
        if denied is None:
            return False
        if denied.kind == "judged":
            return True
        said = self.words[denied.first : denied.last]
        directly = denied.kind == "not" and denied.last <= d.first <= denied.last + DIRECTLY
        directly = directly or (
            denied.kind == "deny" and denied.first == d.first and said[0] == "not"
        )  # "not needle marks"
        return directly or not self.by.excludes.isdisjoint(said)

    def _is_a_shot(self, d: Draft) -> bool:
        """Whether injecting that names no drug is a shot of another kind, since the note denies drugs by name after it: "I injected the shoulder … never injected drugs"."""
        by, words = self.by, self.words
        if d.about != by.injecting_drugs or not is_present(d) or d.way.current is not None:
            return False
        said = words[d.first : d.last]
        if not d.weak and (by.when.shots.isdisjoint(said) or not by.when.does.isdisjoint(said)):
            return False
        if any(o.about in by.routed and o.first < d.last + BESIDE and d.first < o.last + BESIDE for o in self.drafts):
            return False
        return self._denied(d).firm > d.last

    def _is_of_a_cure(self, d: Draft) -> bool:
        """Whether a test that is negative is told of what is said to be cured: "finished Maviret … her HCV RNA remains undetectable"."""
        tested = d.about in self.by.chronic and d.result is not None and d.other is None
        return tested and d.about in self.over and status_of(d.way, d.section)[0] == "absent"

    def _is_a_description(self, d: Draft) -> bool:
        """Whether a mention only describes what another says by name to be, to have been or not to be: "round scars ... denies skin popping"."""
        if d.about not in self.by.described or not self._describes(d):
            return False
        status = status_of(d.way, d.section)[0]
        named = self.named.get(d.about, frozenset())
        return any(self._gives_way(d.about, status, other) for other in named)

    def _describes(self, d: Draft) -> bool:
        return not self.by.describes.isdisjoint(self.words[d.first : d.last])

    def _gives_way(self, about: str, status: str, named: str) -> bool:
        """Whether the status of a description gives way to that of a name; one thing may be there and another of its kind not, but for what stays."""
        if status == "absent":
            return named == "present"
        return status == "present" and (
            named in ("possible", "historical") or (named == "absent" and about in self.by.stays)
        )

    def _is_tested_for(self, d: Draft) -> bool:
        """Whether an infection is only named, and a later test of the patient finds nothing of it: "HIV: on PrEP; Ag/Ab neg"."""
        if d.about not in self.by.results.of or d.way != NOT_TURNED or d.tested or not is_present(d):
            return False
        return any(o.first > d.last and not o.tested.isdisjoint(NOT_FOUND) for o in self._denied(d).all)

    def _is_guessed(self, d: Draft) -> bool:
        """Whether a note only guesses at which drug it was, of which it tells as of a use: "a blue pill, thought it was a perc"."""
        guessed = d.about in self.by.one_state and d.other is None and status_of(d.way, d.section)[0] == "possible"
        return guessed and d.about in self.present


def is_present(d: Draft) -> bool:
    """Whether a draft tells of something that is so now."""
    return status_of(d.way, d.section)[0] == "present"


def _is_over(d: Draft) -> bool:
    return d.way.negated is None and d.way.historical is not None and d.way.family is None


NOTHING = _Denials()
