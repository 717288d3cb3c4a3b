"""The reader: text in, mentions out; a mention about a given target; a case from mentions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct, structs

from waymend.pack.schema import Guide, Reading
from waymend.read.lexicon import Lexicon, Node, add, scan
from waymend.read.measures import Measure, measures_in
from waymend.read.scopes import Cue, Turned, cues_in, turned
from waymend.read.tokens import Token, sentences, tokens, words

MEDICAL = "medical injection"
NEAR = 6  # tokens beside a medical injection in which injecting is that injection


class Mention(Struct, frozen=True):
    """What was read at one place. `span`: characters of the text. `status`: as in docs/reading.md; `cue`: the words that decided it."""

    about: str
    status: str
    span: tuple[int, int]
    text: str
    cue: str | None = None
    rule: str | None = None
    option: str | None = None
    value: float | None = None
    unit: str | None = None


class Context(Struct, frozen=True):
    """What the words around one target say of it."""

    status: str
    negated: bool
    historical: bool
    family: bool


class Reader:
    """Reads by one guide. Holds nothing of any text."""

    def __init__(self, guide: Guide, reading: Reading) -> None:
        self.guide = guide
        self.reading = reading
        self.lexicon = Lexicon(guide, reading)
        self.sections: Node = {}
        for kind, headings in reading.sections.items():
            for heading in headings:
                add(self.sections, heading, str(kind))
        self.kin = frozenset(
            w for phrase in reading.cues["other_person"] for w in words(phrase) if len(words(phrase)) == 1
        )
        self.standing: Node = {}
        for phrase in reading.standing:
            add(self.standing, phrase, "standing")
        self.not_injecting = frozenset(reading.not_injecting)

    def read(self, text: str, *, now: datetime | None = None) -> list[Mention]:
        """All mentions of a text, in order. now: for "since Friday"; without it such a time is left out."""
        found = tokens(text)
        subject = self._subject(found)
        mentions = self._all(text, found, subject, now)
        if subject is not None and not any(self._of_the_body(m) for m in mentions):
            # "My sister injects" tells of a sister; "my son will not wake up" is about a son.
            mentions = self._all(text, found, None, now)
        return mentions

    def _all(self, text: str, found: Sequence[Token], subject: str | None, now: datetime | None) -> list[Mention]:
        mentions: list[Mention] = []
        section = "now"
        for start, end in sentences(text, found):
            section, body = self._heading(found, start, end, section)
            if section == "ignored" or body >= end:
                continue
            mentions += self._sentence(text, found, body, end, section, subject, now)
        return mentions

    def _of_the_body(self, mention: Mention) -> bool:
        """Whether a mention tells of how somebody is, and not only of drug use or of who it is."""
        apart = mention.about in self.not_injecting or mention.about in self.reading.of_the_subject
        finding = self.guide.findings.get(mention.about)
        return mention.status == "present" and finding is not None and not apart and not finding.background

    def context(self, text: str, target: str) -> Context:
        """The status of a target in a text, for any set of sentences in the manner of ConText."""
        found = tokens(text)
        wanted = [t.word for t in tokens(target)]
        spans = sentences(text, found)
        at = _find(found, wanted)
        start, end = next(((s, e) for s, e in spans if s <= at[0] < e), (0, len(found)))
        end = max(end, at[1])
        section = "now"
        for s, e in spans:
            if s > at[0]:
                break
            section, _ = self._heading(found, s, e, section)
        cues = cues_in(self.lexicon, found, start, end)
        way = turned(found, cues, *at, inside=True)
        return Context(
            _status(way, section)[0],
            way.negated is not None,
            way.historical is not None
            or section in ("past", "habits", "ignored")
            or self._stands(found, start, end, *at),
            way.family is not None or section == "family",
        )

    def _stands(self, found: Sequence[Token], start: int, end: int, first: int, last: int) -> bool:
        """Whether a target is a habit, or an item of a list of problems: a name of one or two words that is all of its sentence."""
        alone = all(not t.word.isalnum() for t in (*found[start:first], *found[last:end])) and last - first <= 2
        return alone or bool(scan(self.standing, found, first, last))

    def _heading(self, found: Sequence[Token], start: int, end: int, section: str) -> tuple[str, int]:
        """The section from here on, and where its text begins. A heading is known words and a colon at the start of a sentence."""
        hits = scan(self.sections, found, start, min(start + 6, end))
        if hits and hits[0][0] == start:
            _, last, kinds = hits[0]
            if last < len(found) and found[last].word == ":":
                return str(kinds[0]), last + 1
            if last == end:  # a line of its own
                return str(kinds[0]), end
        return section, start

    def _subject(self, found: Sequence[Token]) -> str | None:
        """Who a message is about when it is not its writer: "my son …" before any "I" or "my arm". None: the writer, or the patient of a note."""
        for n, token in enumerate(found):
            if token.word in ("my", "our") and n + 1 < len(found):
                return next((t.word for t in found[n + 1 : n + 7] if t.word in self.kin), None)
            if token.word in ("i", "im", "ive", "me"):
                return None
        return None

    def _sentence(
        self,
        text: str,
        found: Sequence[Token],
        start: int,
        end: int,
        section: str,
        subject: str | None,
        now: datetime | None,
    ) -> list[Mention]:
        cues = [
            c
            for c in cues_in(self.lexicon, found, start, end)
            if not (c.kind == "other_person" and found[c.end - 1].word == subject)
        ]
        tries = (self.lexicon.findings, self.lexicon.concerns, self.lexicon.concepts)
        hits = [hit for root in tries for hit in scan(root, found, start, end, self.lexicon.fillers)]
        # A word of a phrase says what the phrase says: the "not" of "not breathing" denies nothing else.
        own = [(a, b) for a, b, _ in hits]
        cues = [
            c
            for c in cues
            if not (c.kind.startswith(("negated", "planned")) and any(a <= c.start and c.end <= b for a, b in own))
        ]
        medical = [(a, b) for a, b, meanings in hits if any(m[0] == MEDICAL for m in meanings)]
        mentions = []
        for first, last, meanings in hits:
            way = turned(found, cues, first, last)
            status, cue = _status(way, section)
            near = any(first - NEAR <= b and a <= last + NEAR for a, b in medical)
            for about, option in meanings:
                if about == MEDICAL or (near and about in self.not_injecting):
                    continue
                if (
                    about in self.reading.of_the_subject
                    and any(t.word in self.kin for t in found[first:last])
                    and subject is None
                ):
                    continue
                mentions.append(_mention(text, found, first, last, about, status, cue, section, option))
        mentions += [
            self._measured(text, found, measure, cues, section)
            for measure in measures_in(self.guide, self.reading, text, found, start, end, mentions, now)
        ]
        return sorted(dict.fromkeys(mentions), key=lambda m: m.span)

    def _measured(
        self, text: str, found: Sequence[Token], measure: Measure, cues: Sequence[Cue], section: str
    ) -> Mention:
        """A number is as it is said: it cannot be denied or doubted, but it can be somebody else's, planned, or of the past."""
        way = turned(found, cues, measure.first, measure.last)
        past = None if measure.is_time else way.historical
        status, cue = _status(way._replace(negated=None, possible=None, historical=past), section)
        mention = _mention(text, found, measure.first, measure.last, measure.finding, status, cue, section, None)
        return structs.replace(mention, value=measure.value, unit=measure.unit)

    def case(self, mentions: Sequence[Mention]) -> dict[str, Any]:
        """The answers that mentions amount to. Present is yes; no only where it is certain: denied, and nowhere said to be so."""
        yes: dict[str, Any] = {}
        no: set[str] = set()
        unsure: set[str] = set()
        for mention in mentions:
            for name, option in self._answers(mention):
                if self._holds(name, mention.status):
                    if mention.value is not None:
                        yes.setdefault(name, mention.value)
                    elif option is not None:
                        if self.guide.findings[name].kind == "choice":
                            yes.setdefault(name, option)
                        elif option not in yes.setdefault(name, []):
                            yes[name].append(option)
                    else:
                        yes[name] = True
                elif mention.status == "absent" and option is None:
                    no.add(name)
                else:
                    unsure.add(name)
        return {**dict.fromkeys(sorted(no - set(yes) - unsure), False), **yes}

    def _holds(self, name: str, status: str) -> bool:
        """Whether a status makes a finding true now: what lasts is so although it began long ago, and what is wanted is wanted."""
        lasts = status == "historical" and name in self.reading.lasting
        return status == "present" or lasts or (status == "planned" and name in self.reading.wanted)

    def _answers(self, mention: Mention) -> list[tuple[str, str | None]]:
        """The findings that a mention speaks of. A named concern says what reading.yaml says of it, and only when it is present."""
        finding = self.guide.findings.get(mention.about)
        if finding is not None:
            if finding.kind == "number" and mention.value is None:
                return []
            return [(mention.about, mention.option)]
        if mention.status == "present":
            return [(name, None) for name in self.reading.as_findings.get(mention.about, ())]
        return []


def _mention(
    text: str,
    found: Sequence[Token],
    first: int,
    last: int,
    about: str,
    status: str,
    cue: Cue | None,
    section: str,
    option: str | None,
) -> Mention:
    start, end = found[first].start, found[last - 1].end
    return Mention(
        about=about,
        status=status,
        span=(start, end),
        text=text[start:end],
        cue=text[found[cue.start].start : found[cue.end - 1].end] if cue else None,
        rule=cue.kind if cue else section if status != "present" else None,
        option=option,
    )


def _status(way: Turned, section: str) -> tuple[str, Cue | None]:
    """One status of several turns: whose it is comes first, then what is only planned, then denied, over, doubted."""
    if way.family is not None:
        return "family", way.family
    if way.planned is not None:
        return "planned", way.planned
    if way.negated is not None:
        return "absent", way.negated
    if section == "family":
        return "family", None
    if way.historical is not None:
        return "historical", way.historical
    if way.possible is not None:
        return "possible", way.possible
    if section in ("past", "planned"):
        return ("historical" if section == "past" else "planned"), None
    return "present", None


def _find(found: Sequence[Token], wanted: Sequence[str]) -> tuple[int, int]:
    """Where the target stands; the whole text when it does not."""
    for n in range(len(found) - len(wanted) + 1):
        if all(found[n + k].word == word for k, word in enumerate(wanted)):
            return n, n + len(wanted)
    return 0, len(found)


def load_reader(guide: Guide) -> Reader | None:
    """A reader for a guide that says how text is read."""
    return Reader(guide, guide.reading) if guide.reading is not None else None


__all__ = ["Context", "Mention", "Reader", "load_reader"]
