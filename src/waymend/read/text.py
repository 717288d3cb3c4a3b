"""One text being read: its sentences, and what each says. telling.py makes mentions of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from waymend.read import outcomes, relations
from waymend.read.cues import Cue
from waymend.read.echoes import Echoes
from waymend.read.fold import is_break, is_gap, is_number, is_word, sentences, tokens
from waymend.read.lexicon import SEQUEL, Hit
from waymend.read.numbers import Near, Now
from waymend.read.results import settle
from waymend.read.sentence import Sentence
from waymend.read.sequels import Sequels, is_aside, is_test
from waymend.read.subjects import Draft, begin
from waymend.read.telling import Mention, Teller

if TYPE_CHECKING:
    from waymend.read.reader import Reader

LINES = ("family", "taught")  # sections that end with the line of their heading
PASSED_OVER = ("ignored", "untold")
# Cues with which a form says that a habit is over: "Drug use: former.".
OVER = ("past", "past_after", "quit_after", "over")


class Text:
    """One text being read."""

    def __init__(self, by: Reader, text: str, now: Now | None, section: str = "now") -> None:
        self.by = by
        self.text = text
        self.section = section
        self.found = found = tokens(text)
        self.words = found.words
        self.now = now
        self.keys = by.keys(found)
        for n in self._abbreviated():
            self.words[n] = self.words[n][0] + "_" * (len(self.words[n]) - 1)  # no word that says who tells
        self.carried: list[Near] = []  # what the last sentence told of that told anything
        self.hinted = False  # hints count
        self.seemed: list[Hit] = []  # where it says what somebody took something for
        self.last: list[Draft] = []  # of the last sentence that has any
        self.told_to = -1  # where that sentence ends
        self.looked: list[Hit] = []  # the last test named that shows whether something is there
        self.over_to = -1  # where a sentence ends that says of a habit that it is over
        self.listed: Cue | None = None  # what a list turns that goes on past a semicolon
        self.stays = False  # the line being read tells of a stay in hospital
        self.treated = False  # the last sentence told of a medicine that is injected
        self.topic = by.topics.begin()

    def _abbreviated(self) -> list[int]:
        """Where a note says IM or ID: capitals beside words in small letters are not "I'm" and "I'd"."""
        writer, words = self.by.subjects.writer, self.words
        return [
            n
            for n, w in enumerate(words)
            if len(w) > 1
            and w in writer
            and self._is_in_capitals(n)
            and any(
                0 <= m < len(words) and is_word(words[m]) and not self._is_in_capitals(m)
                for m in (n - 2, n - 1, n + 1, n + 2)
            )
        ]

    def _is_in_capitals(self, n: int) -> bool:
        given = self._written(n)
        return given == given.upper()

    def _written(self, n: int) -> str:
        return self.text[self.found.starts[n] : self.found.end(n)]

    def mentions(self) -> list[Mention]:
        """All mentions in order. Leaves in `section` the one in which the text ends."""
        by = self.by
        clinical = False
        drafts: list[Draft] = []
        inline = False  # the heading has its text on its own line
        who = begin(by.subjects, self.words, self._written)
        for start, end in sentences(self.found, self.text, by.abbreviations, by.heads, by.lettered):
            hits = by.lexicon.hits(self.found, self.keys, start, end, self.text)
            idle = self.told_to == start and is_aside(by, self.words[start:end])
            if not hits and not is_number(self.words[start]):
                self.told_to = end if idle else self.told_to
                continue
            if inline and self._leaves(start, end):
                self.section = "now"
            self.section, body = by.heading(self.found, hits, start, end, self.section)
            if body > start:
                inline = not all(map(is_gap, self.words[body:end]))
            if self._goes_on_over(start, end):
                self.section, self.over_to = "once", end
            clinical = clinical or body > start
            who.clinical = who.clinical or clinical
            self.hinted = who.clinical or not who.told
            if self.section in PASSED_OVER or body >= end:
                continue
            self.stays = self._stays(start, end)
            sentence = Sentence(self, [h for h in hits if h.first >= body], body, end)
            told = sentence.read()
            self.treated = sentence.treated
            self.listed = relations.go_on(by, self.words, told, sentence.kept, self.listed, body, end)
            last = self.last if self.told_to == start else ()
            relations.take_back(by, self.words, last, told, sentence.cues, body)
            if self.told_to == start:
                outcomes.come_back(by.results, self.last, told, sentence.hits, self.found, body, end)
            relations.leave_open(self.words, self.last, sentence.cues, body)
            who.attribute(told, sentence.cues, body, end)
            told += relations.none_since(by, self.words, self.last, told, sentence.kept, body)
            relations.follow_another(by, self.words, self.last, told, body)
            goes_on = False  # the sentence tells only what became of that of before, or nothing beside it
            if self.hinted:
                told += Echoes(by, self.found, sentence.hits, drafts, self.last, told, self.seemed, end).heard()
                self.looked = [h for h in hits if h.first < body and is_test(h)][-1:] or self.looked  # "US: clear"
                sequels = Sequels(by, self.words, who, drafts, last, told, body, end, self.looked)
                headed = [h for h in hits if h.layer == SEQUEL and h.first < body < h.last][-1:]  # "Duplex: clear"
                told += sequels.heard([*headed, *sentence.hits], sentence.scopes)
                goes_on = sequels.is_passed_over() and self.told_to == start
                self.looked = [h for h in sequels.known if is_test(h)][-1:] or self.looked
            drafts += told
            if self.section == "habits" and any(c.first == body and c.kind in OVER for c in sentence.cues):
                self.over_to = end
            if goes_on:  # "?DVT. Confirmed. Now resolved."
                self.last, self.told_to = [*self.last, *told], end
            elif told:
                self.last, self.told_to = told, end
            elif idle:
                self.told_to = end
            if sentence.near:
                self.carried = [
                    n._replace(first=n.first - (end - body), last=n.last - (end - body)) for n in sentence.near
                ]
            if self.section == "family" and (who.owned or self._says_nothing(body, end)):
                self.section = "now"
        drafts = settle(by.results, self.words, drafts)
        patient = who.patient(drafts, clinical=clinical)
        teller = Teller(by, self.text, self.found, drafts)
        return teller.mentions(patient, clinical=clinical or who.clinical, told=who.told, named=who.kin is not None)

    def _goes_on_over(self, start: int, end: int) -> bool:
        """Whether a form tells here of what drugs a use was, which it said before is over: "Drug use: Not currently. Types: heroin"."""
        first = start + is_gap(self.words[start])
        return (
            self.over_to == start
            and first + 1 < end
            and self.words[first] in self.by.kinds
            and self.words[first + 1] == ":"
        )

    def _says_nothing(self, start: int, end: int) -> bool:
        """Whether a family history is done with: "FHx: noncontributory. Abscess drained today"."""
        said = [w for w in self.words[start:end] if is_word(w)]
        return bool(said) and all(w in self.by.unremarked for w in said)

    def _stays(self, start: int, end: int) -> bool:
        """Whether a sentence, or one before it on its line, has a word of a stay in hospital."""
        begins = start == 0 or any(map(is_break, self.words[start - 1 : start + 1]))
        return (self.stays and not begins) or not self.by.when.stay.isdisjoint(self.words[start:end])

    def _is_of_nobody(self, start: int, end: int) -> bool:
        """Whether a sentence names none of the family where the one before it did, and denies nothing: "FH: brother IVDU. Small ulcer on the shin"."""
        words, kin = self.words, self.by.subjects
        if (
            start == 0
            or words[start - 1] != "."
            or self.by.grammar.nothing.union(self.by.nots).intersection(words[start : start + 2])
        ):
            return False
        told = max((n for n in range(start - 1) if words[n] in ":.;"), default=0)
        return any(map(kin.is_kin, words[told:start])) and not any(
            kin.is_kin(w) or w in kin.of_family for w in words[start:end]
        )

    def _leaves(self, start: int, end: int) -> bool:
        """Whether a sentence is under its heading no more: "FH: dad - sepsis" and a new line, "Leaflet: … She is well"."""
        words, who, section = self.words, self.by.subjects, self.section
        if section in LINES and start and is_break(words[start - 1]):
            return True
        first = start + is_gap(words[start])
        begins = words[first].replace("'", "") if first < len(words) else ""
        if section == "family":
            return begins in who.patient or begins in who.anew or self._is_of_nobody(start, end)
        if section == "past":  # "PMH: IE 2019. Presents with fever", "PSH: … Here today for …"
            if begins == "re" and words[first + 1 : first + 2] == ["-"]:
                return first + 2 < len(words) and words[first + 2] in self.by.arrives
            after = words[first + 1] if first + 1 < len(words) else ""
            return begins in self.by.arrives or (
                after in self.by.arrives and (begins in who.patient or begins in who.third)
            )
        return section == "taught" and (begins in who.patient or begins in who.third)
