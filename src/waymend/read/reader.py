"""The reader: text in, mentions out; what the words around a given target say of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct

from waymend.pack.schema import Guide, Reading
from waymend.read.fold import Tokens, is_gap, is_word, sentences, tokens
from waymend.read.lexicon import CUE, FINDING, MEDICAL, NAMED, OPTION, SECTION, Hit, Lexicon, compiled
from waymend.read.measures import Measure, Measures, Near, Now
from waymend.read.scopes import Cue, Grammar, Scopes, Turned, cues_of

NEAR = 6  # tokens beside a medical injection in which injecting is that injection
TARGET_CUES = ("deny", "deny_after", "doubt", "doubt_after", "unlikely", "unlikely_after")


class Mention(Struct, frozen=True):
    """What was read at one place. `span`: characters of the text. `status`: see docs/reading.md; `cue`: the words that decided it, `rule`: what kind of cue."""

    about: str
    status: str
    span: tuple[int, int]
    text: str
    cue: str | None = None
    rule: str | None = None
    option: str | None = None
    side: str | None = None
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

    def __init__(self, guide: Guide, reading: Reading, lexicon: Lexicon | None = None) -> None:
        self.guide = guide
        self.reading = reading
        self.lexicon = lexicon or Lexicon(compiled(guide, reading))
        self.grammar = Grammar(reading.grammar)
        self.measures = Measures(guide, reading)
        self.abbreviations = frozenset(reading.abbreviations)
        self.kin = frozenset(reading.kin)
        self.writer = frozenset(reading.grammar["writer"])
        self.injecting = frozenset(reading.injecting)
        self.sides = {w: side for side, words in reading.sides.items() for w in words}
        self.body = frozenset(
            f.id for f in guide.findings.values()
            if f.kind == "yes_no" and not f.background and f.id not in self.injecting and f.group in reading.of_the_body
        )  # fmt: skip
        self.heads = frozenset(tokens(h).words[0] for hs in reading.sections.values() for h in hs)

    def read(self, text: str, *, now: datetime | Now | None = None) -> list[Mention]:
        """All mentions of a text, in order. now: for "since Friday"; without it such a time is left out."""
        when = Now(now.weekday(), now.hour + now.minute / 60) if isinstance(now, datetime) else now
        found = tokens(text)
        told = _Text(self, text, found, when)
        return told.mentions()

    def context(self, text: str, target: str) -> Context:
        """The status of a target in a text, for any set of sentences in the manner of ConText."""
        found = tokens(text)
        keys = self.keys(found)
        first, last = _find(found, tokens(target))
        section = "now"
        start, end = 0, len(found.words)
        body = 0
        for s, e in sentences(found, self.abbreviations, self.heads):
            if s > first:
                break
            hits = self.lexicon.hits(found, keys, s, e, text)
            section, body = self.heading(found, hits, s, e, section)
            start, end = s, max(e, last)
        if first < body <= last or body >= end:
            body = start
        hits = self.lexicon.hits(found, keys, body, end, text)
        cues = [c for c in cues_of([h for h in hits if h.layer == CUE]) if not (first < c.first < last and c.kind in TARGET_CUES)]
        way = Scopes(self.grammar, found.words, body, end, cues).turned(first, last, inside=True)
        alone = all(not (is_word(w) or w[0].isdigit()) for n, w in enumerate(found.words[body:end], body) if not first <= n < last)
        lasting = any(h.layer == "k" for h in self.lexicon.hits(found, keys, first, last, text))
        listed = alone and lasting
        return Context(
            _status(way, section)[0],
            way.negated is not None or way.unlikely is not None,
            (way.historical is not None and way.current is None and way.planned is None) or section in ("past", "habits", "ignored") or listed,
            way.family is not None or section == "family",
        )

    def keys(self, found: Tokens) -> list[str]:
        return list(map(self.lexicon.keys.__getitem__, found.words))

    def heading(self, found: Tokens, hits: Sequence[Hit], start: int, end: int, section: str) -> tuple[str, int]:
        """The section from here on, and where its text begins. A heading is known words and a colon, or known words that fill a line."""
        words = found.words
        first = start
        while first < end and (is_gap(words[first]) or words[first] in "*#-_[(" or (words[first][0].isdigit() and first + 1 < end and words[first + 1] in ").")):
            first += 1
        if first > start and first < end and words[first] in ").":
            first += 1
            while first < end and is_gap(words[first]):
                first += 1
        for hit in hits:
            if hit.layer == SECTION and hit.first == first:
                at = hit.last
                while at < end and is_gap(words[at]):
                    at += 1
                if at < end and words[at] in ":-" and (words[at] == ":" or found.text[found.end(at) : found.end(at) + 1] == " "):
                    return str(hit.meanings[0]), at + 1
                if at == end or (at == end - 1 and words[at] in ".:"):
                    return str(hit.meanings[0]), end
        return section, start


class _Text:
    """One text being read."""

    def __init__(self, by: Reader, text: str, found: Tokens, now: Now | None) -> None:
        self.by = by
        self.text = text
        self.found = found
        self.words = found.words
        self.now = now
        self.keys = by.keys(found)
        self.carried: list[Near] = []

    def mentions(self) -> list[Mention]:
        by = self.by
        section = "now"
        drafts: list[_Draft] = []
        kin: str | None = None
        for start, end in sentences(self.found, by.abbreviations, by.heads):
            hits = by.lexicon.hits(self.found, self.keys, start, end, self.text)
            if not hits:
                continue
            section, body = by.heading(self.found, hits, start, end, section)
            if section != "ignored" and body < end:
                drafts += self._sentence([h for h in hits if h.first >= body], body, end, section)
        del kin
        return self._finish(drafts)

    def _sentence(self, hits: Sequence[Hit], start: int, end: int, section: str) -> list[_Draft]:
        by = self.by
        said = [h for h in hits if h.layer in (FINDING, NAMED, OPTION)]
        cues = cues_of([h for h in hits if h.layer == CUE])
        # A word of a phrase says what the phrase says: the "not" of "not breathing" denies nothing else.
        inner = [(h.first, h.last) for h in said if h.last - h.first > 1]
        cues = [c for c in cues if not (c.kind != "other" and any(a <= c.first and c.last <= b for a, b in inner))]
        scopes = Scopes(by.grammar, self.words, start, end, cues)
        medical = [h for h in hits if h.layer == MEDICAL]
        drafts = []
        near: list[Near] = []
        for hit in said:
            if hit.meanings == (None,):
                continue
            way = scopes.turned(hit.first, hit.last)
            status, cue = _status(way, section)
            shot = any(hit.first - NEAR <= m.last and m.first <= hit.last + NEAR for m in medical)
            for meaning in hit.meanings:
                if meaning is None:
                    continue
                about, option = (meaning, None) if hit.layer == NAMED else meaning
                if shot and about in by.injecting:
                    continue
                drafts.append(_Draft(about, option, hit.first, hit.last, status, cue, way, section, start))
                near.append(Near(about, hit.first, hit.last))
        for measure in by.measures.of(self.found, start, end, hits, near or self.carried, self.now):
            drafts.append(self._measured(measure, scopes, section, start))
        if near:
            self.carried = [Near(n.about, n.first - (end - start), n.last - (end - start)) for n in near]
        return drafts

    def _measured(self, measure: Measure, scopes: Scopes, section: str, start: int) -> _Draft:
        """A number is as it is said: it cannot be denied or doubted, but it can be somebody else's, planned, or of the past."""
        way = scopes.turned(measure.first, measure.last)
        way = way._replace(negated=None, possible=None, unlikely=None, historical=None if measure.is_time else way.historical)
        status, cue = _status(way, section)
        return _Draft(measure.finding, None, measure.first, measure.last, status, cue, way, section, start, measure)

    def _finish(self, drafts: list[_Draft]) -> list[Mention]:
        """Whose each mention is, then the mentions in order, each once."""
        patient = self._patient(drafts)
        found: dict[Mention, None] = {}
        for d in sorted(drafts, key=lambda d: (d.first, d.last)):
            status, cue = d.status, d.cue
            if d.way.family is not None and patient is not None and self.words[d.way.family.last - 1] in patient:
                status, cue = _status(d.way._replace(family=None), d.section)
            elif d.about in self.by.reading.of_the_subject and patient is None and any(w in self.by.kin for w in self.words[d.first : d.last]):
                continue
            found[self._mention(d, status, cue)] = None
        return list(found)

    def _patient(self, drafts: list[_Draft]) -> frozenset[str] | None:
        """Whom a message is about when it is not its writer: the relative of whose body more is told than of the writer's own; of equals, the one told of first."""
        own = 0
        other: dict[str, int] = {}
        first: str | None = None
        for d in drafts:
            if d.about not in self.by.body or d.section != "now":
                continue
            status = _status(d.way._replace(family=None), d.section)[0]
            if status != "present":
                continue
            if d.way.family is None:
                own += 1
                first = first or "own"
            else:
                kin = self.words[d.way.family.last - 1]
                other[kin] = other.get(kin, 0) + 1
                first = first or kin
        if not other:
            return None
        count = sum(other.values())
        if count > own or (count == own and first != "own"):
            return frozenset(other)
        return None

    def _mention(self, d: _Draft, status: str, cue: Cue | None) -> Mention:
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

    def _side(self, d: _Draft) -> str | None:
        for n in range(max(d.first - 2, 0), d.last):
            side = self.by.sides.get(self.words[n])
            if side:
                return side
        return None


class _Draft:
    """A mention before it is known whom the text is about."""

    __slots__ = ("about", "cue", "first", "last", "measure", "option", "section", "start", "status", "way")

    def __init__(self, about: str, option: str | None, first: int, last: int, status: str, cue: Cue | None, way: Turned, section: str, start: int, measure: Measure | None = None) -> None:
        self.about, self.option, self.first, self.last = about, option, first, last
        self.status, self.cue, self.way, self.section, self.start, self.measure = status, cue, way, section, start, measure


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
    if way.historical is not None and way.current is None:
        return "historical", way.historical
    if way.possible is not None:
        return "possible", way.possible
    if way.unlikely is not None:
        return "possible", way.unlikely
    if section == "past" and way.current is None:
        return "historical", None
    if section == "planned":
        return "planned", None
    return "present", None


def _find(found: Tokens, target: Tokens) -> tuple[int, int]:
    """Where the target stands; the whole text when it does not."""
    wanted = [w for w in target.words if not is_gap(w)]
    places = [n for n, w in enumerate(found.words) if not is_gap(w)]
    words = [found.words[n] for n in places]
    for n in range(len(words) - len(wanted) + 1):
        if wanted and words[n] == wanted[0] and words[n : n + len(wanted)] == wanted:
            return places[n], places[n + len(wanted) - 1] + 1
    return 0, len(found.words)


def load_reader(guide: Guide) -> Reader | None:
    """A reader for a guide that says how text is read."""
    return Reader(guide, guide.reading) if guide.reading is not None else None


__all__: Sequence[str] = ("Any", "Context", "Mapping", "Mention", "Now", "Reader", "load_reader")
