"""What became of what was told before, in a sentence that does not name it: "Confirmed on imaging.", "Resolved.", "Has come back.", "Stopped in May.", "Declined."

The words that say so are the guide's `sequels`. Each is of one class of thing (an illness, a use, a treatment) that stands in one way, and leaves it in another; of all else it says nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from waymend.read.cues import Cue, closes
from waymend.read.fold import is_gap, is_number
from waymend.read.lexicon import SEQUEL, Hit
from waymend.read.replies import draft_of, is_anothers
from waymend.read.scopes import NOT_TURNED, Turned
from waymend.read.subjects import Draft, Who
from waymend.read.ways import status_of

if TYPE_CHECKING:
    from waymend.read.reader import Reader

LED_TO = 8  # tokens of a sentence before what became of it: "on review it has since"
ANSWERED = 45  # tokens from what was asked to its answer, over what stands between
PART_STARTS = frozenset(";:-(.")
ILLNESS, USE, TREATMENT = "illness", "use", "treatment"


class Sequel(NamedTuple):
    """One way in which a thing goes on. of: the classes it is told of; was: how the thing must stand; becomes: how it stands then, or as what it is told besides."""

    of: tuple[str, ...]
    was: tuple[str, ...]
    becomes: str
    besides: bool = False  # what was stays told
    only_next: bool = True  # told of the last thing that was told, and in the next sentence


SEQUELS = {
    "came_true": Sequel((ILLNESS, USE), ("possible",), "present", only_next=False),
    "not_so": Sequel((ILLNESS, USE), ("possible",), "absent", only_next=False),
    "passed": Sequel((ILLNESS,), ("present",), "historical"),
    "came_back": Sequel((ILLNESS,), ("historical",), "present", besides=True),
    "lasts": Sequel((ILLNESS,), ("historical",), "present"),
    "used_again": Sequel((USE,), ("historical",), "present", only_next=False),
    "taken_up": Sequel((USE, TREATMENT), ("historical",), "present"),
    "begun": Sequel((TREATMENT,), ("planned",), "present"),
    "stopped": Sequel((USE, TREATMENT), ("present",), "historical"),
    "refused_it": Sequel((TREATMENT,), ("planned",), "absent"),
    "owned_up": Sequel((USE,), ("absent", "possible"), "present"),
    "denial_untrue": Sequel((USE,), ("absent",), "present"),
    "disowned": Sequel((USE,), ("possible",), "absent"),
}


class Sequels:
    """The sequels in one sentence that begins at token start. before: the drafts of the text before it, of which `last` are those of the sentence right before it; told: its own."""

    def __init__(
        self,
        by: Reader,
        words: Sequence[str],
        who: Who,
        before: Sequence[Draft],
        last: Sequence[Draft],
        told: Sequence[Draft],
        start: int,
    ) -> None:
        self.by = by
        self.who = who
        self.words = words
        self.before = before
        self.last = last
        self.told = told
        self.start = start

    def heard(self, hits: Sequence[Hit]) -> list[Draft]:
        """What the sequels among the phrases of the sentence tell besides; what they turn is turned."""
        besides: list[Draft] = []
        for hit in hits:
            if hit.layer == SEQUEL and self._opens(hit.first) and self._ends(hit.last):
                besides += self._heard(hit)
        return besides

    def _heard(self, hit: Hit) -> list[Draft]:
        """What one sequel tells besides: of its kinds the first counts that anything was told for."""
        for sequel in filter(None, map(SEQUELS.get, hit.meanings)):
            turned = self._turned(sequel, hit)
            way = way_of(sequel.becomes, hit)
            if turned and sequel.besides:
                return [draft_of(turned[-1].about, hit, way)]
            for d in turned:
                d.way = way
            if turned:
                break
        return []

    def _opens(self, first: int) -> bool:
        """Whether a part of the sentence begins at a token, but for words such as "it has since"."""
        n = first
        while n > self.start and first - n < LED_TO and self._leads(self.words[n - 1]):
            n -= 1
        return self._starts(n) and not any(map(self._is_of_another, self.words[n:first]))

    def _starts(self, n: int) -> bool:
        """Whether a part of the sentence starts at a token; after a comma only with an "and"."""
        if n == self.start or self.words[n - 1] in PART_STARTS or is_gap(self.words[n - 1]):
            return True
        return self.words[n - 1] == "," and self.words[n] in self.by.grammar.joins

    def _is_of_another(self, word: str) -> bool:
        """Whether "he" or "she" is somebody else who was named: the sister of "she is in recovery"."""
        sex = self.by.subjects.sexes.get(word, "")
        who = self.who
        return (
            sex != "" and who.kin is not None and (who.kin_sex == sex or (not who.kin_sex and who.narrator.sex != sex))
        )

    def _leads(self, word: str) -> bool:
        return word in self.by.sequel_leads or is_number(word)

    def _ends(self, last: int) -> bool:
        """Whether a sequel ends with its part of the sentence, or goes on to how, when or where, and to nothing that it may be of: not "confirmed appendicitis"."""
        words = self.words
        if closes(words, last) or words[last] == "-":
            return True
        if not (words[last] in self.by.sequel_tails or is_number(words[last])):
            return False
        end = last
        while not closes(words, end):
            end += 1
        return not any(last <= d.first < end and self._class_of(d) for d in self.told)

    def _turned(self, sequel: Sequel, hit: Hit) -> list[Draft]:
        """The things of which a sequel is told."""
        pool = [d for d in (*(self.last if sequel.only_next else self.before), *self.told) if self._is_near(d, hit)]
        fitting = [d for d in pool if self._class_of(d) in sequel.of and _stood(d, hit) in sequel.was]
        if not fitting:
            return []
        nearest = fitting[-1]
        after = [d for d in pool if d.first > nearest.first]
        if any(is_anothers(d) for d in (nearest, *after)) or (sequel.only_next and after):
            return []
        return [d for d in fitting if self._goes_with(d, nearest)]

    def _is_near(self, d: Draft, hit: Hit) -> bool:
        """Whether something is told shortly before a sequel."""
        return (
            d.last <= hit.first <= d.last + ANSWERED
            and d.option is None
            and d.measure is None
            and self._class_of(d) != ""
        )

    def _goes_with(self, d: Draft, nearest: Draft) -> bool:
        """Whether something is told together with the thing that a sequel is of: the drug of an injecting, the other one of two that are doubted alike."""
        if d.about == nearest.about:
            return True
        if self._class_of(nearest) == USE:
            return self._class_of(d) == USE and (d.first >= self.start) == (nearest.first >= self.start)
        return d.way.possible is not None and d.way.possible == nearest.way.possible

    def _class_of(self, d: Draft) -> str:
        """Which class of thing a draft tells of; empty for what no sequel is told of."""
        by = self.by
        if d.about in by.one_state:
            return USE
        if d.about in by.treatments:
            return TREATMENT
        return ILLNESS if d.about in by.when.episodes or d.about in by.stays or d.about in by.results.of else ""


def _stood(d: Draft, hit: Hit) -> str:
    """How a thing stood before a sequel; empty where the same words have turned it."""
    status, cue = status_of(d.way, d.section)
    return "" if cue is not None and cue.first < hit.last and hit.first < cue.last else status


def way_of(becomes: str, hit: Hit) -> Turned:
    """How a thing is turned by a sequel."""
    first, last = hit.first, hit.last
    if becomes == "present":
        return NOT_TURNED._replace(current=Cue("current_after", first, last))
    if becomes == "absent":
        return NOT_TURNED._replace(negated=Cue("out_after", first, last))
    return NOT_TURNED._replace(historical=Cue("resolved_after", first, last))
