"""From the drafts of a text to its mentions: whose they are, what is told once, what stands beside what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from waymend.read.cues import Cue
from waymend.read.fold import Tokens
from waymend.read.scopes import NOT_TURNED
from waymend.read.subjects import Draft
from waymend.read.ways import status_of
from waymend.read.weighing import Weighing, is_present

if TYPE_CHECKING:
    from waymend.read.reader import Reader

GONE = ("gone", "gone_after")  # of what stays: it is there no more


class Mention(Struct, frozen=True, gc=False):
    """What was read at one place. `span`: characters of the text. `status`: see docs/reading.md; `cue`: the words that decided it, `rule`: what kind of cue."""

    about: str
    status: str
    span: tuple[int, int]
    text: str
    cue: str | None = None
    rule: str | None = None
    option: str | None = None
    side: str | None = None
    value: int | float | None = None  # a whole number is an int
    unit: str | None = None


class Teller:
    """The drafts of one text that is read to its end."""

    def __init__(self, by: Reader, text: str, found: Tokens, drafts: Sequence[Draft]) -> None:
        self.by = by
        self.text = text
        self.found = found
        self.words = found.words
        self.drafts = drafts
        self.told = Counter(d.about for d in drafts)

    def mentions(self, patient: str | None, *, clinical: bool, told: bool, named: bool) -> list[Mention]:
        """The mentions in order, each once. patient: "other" when the text is about a relative, None when about its writer; told: somebody says "I"."""
        by = self.by
        # What came to the writer came from somebody, whom "he" may be though nobody is named: "we shared, he's got hep C".
        exposed = any(d.about in by.of_the_writer for d in self.drafts)
        found: dict[Mention, None] = {}
        weighed = Weighing(by, self.words, self.drafts, noted=clinical or not told)
        for d in sorted(self.drafts, key=lambda d: (d.first, d.last)):
            if d.left_open or not self._is_meant(d) or weighed.is_outweighed(d):
                continue
            way = weighed.settled(d)
            if d.about in by.handed and self._is_handed(d):
                d.about = by.handed[d.about]
                d.section = "now"
            if d.about in by.subjects.of_the_subject and (d.by_kin or clinical or patient is not None):
                if patient is None:
                    continue
                way = NOT_TURNED
            elif d.about in by.of_the_writer:
                way = way._replace(family=None)
            elif d.other and patient is None and (named or (exposed and d.about in by.chronic)):
                way = way._replace(family=way.family or d.other)
            elif patient is not None:
                way = way._replace(family=None)
            status, cue = status_of(way, d.section)
            if way.negated is not None and (status == "family" or d.section == "family"):
                continue  # "no family history of clots" says nothing of the patient
            if d.about in by.wanted and status in ("possible", "planned"):
                status, cue = "present", None
            if (
                d.about in by.chronic
                and status == "historical"
                and (cue is None or d.about in by.stays or self._is_a_list_of_the_past(cue))
            ):
                status = "present"  # a list of the past holds what stays, unless it is said to be over
            if d.about in by.when.use and d.section == "past" and status == "historical" and cue is None:
                status = "present"  # "PMH: OUD, HTN": nothing says that it is over
            if d.about in by.stays and status == "historical" and not (cue and cue.kind in GONE):
                status, cue = "present", None
            if d.about in by.places:
                if status in ("absent", "planned", "family") or (clinical and status == "historical"):
                    continue
                status, cue = "present", None
            if d.about in by.only_present and (status != "present" or self._is_covered_by_what_is_not(d)):
                continue
            mention = self._mention(d, status, cue)
            found[mention] = None
            if status == "present" and d.about == by.injecting_drugs and d.about in by.reading.twins:
                found[structs.replace(mention, about=by.reading.twins[d.about])] = None  # who injects now did so lately
        return list(found)

    def _is_a_list_of_the_past(self, cue: Cue) -> bool:
        """ "PMH", "medical history significant for": no "past"."""
        return not self.by.lists_of_the_past.isdisjoint(self.words[cue.first : cue.last])

    def _is_handed(self, d: Draft) -> bool:
        """Whether what was given was given to take home: in a plan, or beside words of a counter or a kit."""
        by = self.by
        if d.way.negated or d.way.family or d.way.planned or by.handed[d.about] in self.told:
            return False
        if d.section in ("planned", "taught"):
            return not by.given.isdisjoint(self.words[d.first : d.last])
        return not by.hands[0].isdisjoint(self.words) and by.hands[1].isdisjoint(self.words)

    def _is_covered_by_what_is_not(self, d: Draft) -> bool:
        """Whether a longer mention at its place is no present one: the cocaine of "cocaine use, 2009"."""
        return any(
            o.about in self.by.covers and o.first <= d.first and d.last <= o.last and not is_present(o)
            for o in self.drafts
        )

    def _is_meant(self, d: Draft) -> bool:
        """Whether a denial that names nothing ("denies use") is one of this: where the text tells of it, or of what belongs to it."""
        others = self.by.meant.get(d.about)
        denied = d.way.negated
        if others is None or denied is None or (denied.first, denied.last) != (d.first, d.last):
            return True
        return self.told[d.about] > 1 or not others.isdisjoint(self.told)

    def _mention(self, d: Draft, status: str, cue: Cue | None) -> Mention:
        found = self.found
        start, end = found.starts[d.first], found.end(d.last - 1)
        return Mention(
            about=d.about,
            status=status,
            span=(start, end),
            text=self.text[start:end],
            cue=self.text[found.starts[cue.first] : found.end(cue.last - 1)] if cue else None,
            rule=cue.kind if cue else d.section if status != "present" else None,
            option=d.option,
            side=self._side(d) if d.option else None,
            value=d.measure.value if d.measure else None,
            unit=d.measure.unit if d.measure else None,
        )

    def _side(self, d: Draft) -> str | None:
        for n in range(max(d.first - 2, 0), d.last):
            side = self.by.sides.get(self.words[n])
            if side:
                return side
        return None
