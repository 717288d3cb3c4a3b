"""The reader: text in, mentions out; what the words around a given target say of it; a case from mentions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from msgspec import Struct, structs

from waymend.pack.schema import Guide, Reading
from waymend.read.blocks import WHOLE, Sieve, blocks, pieces
from waymend.read.fold import Tokens, is_gap, is_number, is_word, sentences, tokens
from waymend.read.lexicon import (
    APART,
    CONCERN,
    CUE,
    DENIED,
    FINDING,
    INNER,
    MEDICAL,
    NAMED,
    OPTION,
    SECTION,
    STANDING,
    TIMED,
    Hit,
    Lexicon,
    compiled,
)
from waymend.read.measures import Measure, Measures, Near, Now
from waymend.read.scopes import NOT_TURNED, PART_ENDS, Cue, Grammar, Scopes, Turned, cues_of
from waymend.read.subjects import Draft, Subjects

NEAR = 6  # tokens beside a medical injection in which injecting is that injection
NAMES = frozenset((NAMED, CONCERN, APART))
SAID = NAMES | {FINDING, OPTION, DENIED}
PHRASES = frozenset((FINDING, DENIED, INNER))  # what they hold is told by them
LISTED = 2  # tokens of an item of a list of problems
ASKED = 5  # tokens of a question that a form asks ("Fever? Yes")
TARGET_CUES = ("deny", "not", "deny_after", "doubt", "doubt_after", "unlikely", "unlikely_after")


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
        self.subjects = Subjects(guide, reading)
        self.abbreviations = frozenset(reading.abbreviations)
        self.injecting = frozenset(reading.injecting)
        self.places = frozenset(reading.places)
        self.only_present = frozenset(reading.only_present)
        self.covers = frozenset(reading.apart)
        self.apart = frozenset((*reading.apart, *reading.only_present)) - frozenset(reading.twins)
        self.of_a_place = frozenset(str(f.id) for f in guide.findings.values() if f.group in reading.of_a_place)
        self.of_the_writer = frozenset(reading.of_the_writer)
        self.stays = frozenset(reading.stays)
        self.wanted = frozenset(reading.wanted)
        self.lasting = frozenset(reading.lasting)
        self.yes = frozenset(reading.grammar["yes"])
        self.no = frozenset(reading.grammar["no"])
        self.sides = {w: side for side, words in reading.sides.items() for w in words}
        self.heads = frozenset(tokens(h).words[0] for hs in reading.sections.values() for h in hs)

    def read(self, text: str, *, now: datetime | Now | None = None) -> list[Mention]:
        """All mentions of a text, in order. now: for "since Friday"; without it such a time is left out."""
        if len(text) > WHOLE:
            return list(self.stream((text,), now=now))
        return _Text(self, text, _now(now)).mentions()

    def stream(self, parts: Iterable[str], *, now: datetime | Now | None = None) -> Iterator[Mention]:
        """All mentions of a text of any length that comes in parts, in constant memory. Blocks without a telling word are passed over (blocks.py)."""
        when = _now(now)
        section = "now"
        at = 0
        for piece in pieces(parts):
            if len(piece) <= WHOLE and not at:
                yield from _Text(self, piece, when).mentions()
            elif self.sieve.passes(piece):
                for start, end in blocks(piece):
                    block = piece[start:end]
                    if self.sieve.passes(block):
                        told = _Text(self, block, when, section)
                        for mention in told.mentions():
                            first, last = mention.span
                            yield structs.replace(mention, span=(first + at + start, last + at + start))
                        section = told.section
            at += len(piece)

    @cached_property
    def sieve(self) -> Sieve:
        return Sieve(self.lexicon)

    def context(self, text: str, target: str) -> Context:
        """The status of a target in a text, for any set of sentences in the manner of ConText."""
        found = tokens(text)
        keys = self.keys(found)
        first, last = _find(found, tokens(target))
        section = "now"
        start, end = 0, len(found.words)
        body = 0
        hits: list[Hit] = []
        for s, e in sentences(found, self.abbreviations, self.heads):
            if s > first:
                break
            hits = self.lexicon.hits(found, keys, s, max(e, last) if s <= first < e else e, text, cues_only=True)
            section, body = self.heading(found, hits, s, e, section)
            start, end = s, max(e, last)
        if first < body or body >= end:
            body = start
        hits = [h for h in hits if h.first >= body]
        cues = [
            c
            for c in cues_of(hits, found.words, end, self.grammar.joins)
            if not (first < c.first < last and c.kind in TARGET_CUES)
        ]
        way = Scopes(self.grammar, found.words, body, end, cues).turned(first, last, inside=True)
        alone = (
            body == start
            and last - first <= LISTED
            and all(
                not (is_word(w) or w[0].isdigit())
                for n, w in enumerate(found.words[body:end], body)
                if not first <= n < last
            )
        )
        habit = any(h.layer == STANDING for h in self.lexicon.hits(found, keys, first, last, text, cues_only=True))
        over = way.historical
        resolved = over is not None and over.kind == "resolved_after"
        return Context(
            _status(way, section)[0],
            way.negated is not None or way.unlikely is not None or resolved,
            (over is not None and not resolved and way.current is None and way.planned is None)
            or section in ("past", "habits", "ignored")
            or alone
            or habit,
            way.family is not None or section == "family",
        )

    def keys(self, found: Tokens) -> list[str]:
        return list(map(self.lexicon.keys.__getitem__, found.words))

    def heading(self, found: Tokens, hits: Sequence[Hit], start: int, end: int, section: str) -> tuple[str, int]:
        """The section from here on, and where its text begins. A heading is known words and a colon, or known words that fill a line."""
        words = found.words
        first = start
        while first < end and (
            is_gap(words[first])
            or words[first] in "*#-_[("
            or (words[first][0].isdigit() and first + 1 < end and words[first + 1] in ").")
        ):
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
                if (
                    at < end
                    and words[at] in ":-"
                    and (words[at] == ":" or found.text[found.end(at) : found.end(at) + 1] == " ")
                ):
                    return str(hit.meanings[0]), at + 1
                if at == end or (at == end - 1 and words[at] in ".:"):
                    return str(hit.meanings[0]), end
        return section, start

    def case(self, mentions: Sequence[Mention]) -> dict[str, Any]:
        """The answers that mentions amount to. Present is yes; no only where it is certain: denied, and nowhere said to be so."""
        yes: dict[str, Any] = {}
        no: set[str] = set()
        unsure: set[str] = set()
        for mention in mentions:
            if mention.status == "historical":
                yes.update(dict.fromkeys(self.reading.once.get(mention.about, ()), True))
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
        return (
            status == "present"
            or (status == "historical" and name in self.lasting)
            or (status == "planned" and name in self.wanted)
        )

    def _answers(self, mention: Mention) -> list[tuple[str, str | None]]:
        """The findings that a mention speaks of. A named concern or concept says what the guide says of it, and only when it is present."""
        reading = self.reading
        told: list[tuple[str, str | None]] = []
        if mention.about in self.guide.findings:
            told.append((mention.about, mention.option))
        if mention.about in reading.twins:
            told.append((reading.twins[mention.about], None))
        if mention.status == "present":
            told += [(name, None) for name in reading.as_findings.get(mention.about, ())]
        return told


def _now(now: datetime | Now | None) -> Now | None:
    return Now(now.weekday(), now.hour + now.minute / 60) if isinstance(now, datetime) else now


class _Text:
    """One text being read."""

    def __init__(self, by: Reader, text: str, now: Now | None, section: str = "now") -> None:
        self.by = by
        self.text = text
        self.section = section
        self.found = found = tokens(text)
        self.words = found.words
        self.now = now
        self.keys = by.keys(found)
        self.carried: list[Near] = []

    def mentions(self) -> list[Mention]:
        by = self.by
        section = self.section
        clinical = False
        drafts: list[Draft] = []
        who = by.subjects.begin(self.words)
        for start, end in sentences(self.found, by.abbreviations, by.heads):
            hits = by.lexicon.hits(self.found, self.keys, start, end, self.text)
            if not hits:
                continue
            told, body = by.heading(self.found, hits, start, end, section)
            clinical = clinical or body > start
            section = told
            if section != "ignored" and body < end:
                sentence = self._sentence([h for h in hits if h.first >= body], body, end, section)
                who.attribute(sentence.drafts, sentence.cues, body, end)
                drafts += sentence.drafts
        self.section = section
        patient = who.patient(drafts, clinical=clinical)
        return self._finish(drafts, patient, clinical=clinical or who.clinical, named=who.kin is not None)

    def _sentence(self, hits: Sequence[Hit], start: int, end: int, section: str) -> _Sentence:
        by = self.by
        said = self._said(hits)
        cues = cues_of(hits, self.words, end, by.grammar.joins) + _signs(self.words, self.found, start, end)
        asked = self._asked(start, end)
        # A word of a phrase says what the phrase says: the "not" of "not breathing" denies nothing else.
        inner = [(h.first, h.last) for h in said if h.last - h.first > 1 and h.layer in PHRASES]
        kept = [c for c in cues if c.kind == "other" or not any(a <= c.first and c.last <= b for a, b in inner)]
        if asked is not None:
            kept = [c for c in kept if self.words[c.first] != "?"]
        scopes = Scopes(by.grammar, self.words, start, end, kept)
        medical = [h for h in hits if h.layer == MEDICAL]
        placed = [
            h for h in said if h.layer == FINDING and any(m is not None and m[0] in by.of_a_place for m in h.meanings)
        ]
        drafts = []
        near = [Near(str(m), h.first, h.last) for h in hits if h.layer == TIMED for m in h.meanings]
        for hit in said:
            if hit.meanings == (None,):
                continue
            way = scopes.turned(hit.first, hit.last)
            if hit.layer == DENIED:
                way = way._replace(negated=Cue("deny", hit.first, hit.last), possible=None)
            if self.words[hit.first] == "on":
                way = way._replace(historical=None)  # what one is on goes on
            if hit.layer in NAMES:
                if way.had is not None and way.historical is None:
                    way = way._replace(historical=way.had)
                if hit.last - hit.first > 1:
                    way = _with_own(way, cues, hit)
            if asked == "no":
                way = way._replace(negated=Cue("deny_after", end - 1, end))
            shot = any(hit.first - NEAR <= m.last and m.first <= hit.last + NEAR for m in medical)
            for meaning in hit.meanings:
                if meaning is None:
                    continue
                about, option = meaning if isinstance(meaning, tuple) else (meaning, None)
                if shot and (about in by.injecting or about in by.places):
                    continue
                if about in by.apart and self._dosed(hit.last, end):
                    continue
                if about in by.places and any(h.first < hit.last and hit.first < h.last for h in placed):
                    continue  # the calf of "calf pain" is told with it
                if hit.layer == INNER and _status(way, section)[0] != "present":
                    continue
                draft = Draft(about, option, hit.first, hit.last, way, section)
                drafts.append(draft)
                near.append(
                    Near(
                        about, hit.first, hit.last, present=_status(way._replace(family=None), section)[0] == "present"
                    )
                )
        for measure in by.measures.of(self.found, start, end, hits, near or self.carried, self.now):
            drafts.append(self._measured(measure, scopes, section))
            if measure.finding == by.reading.age and measure.value < by.reading.under:
                drafts.append(Draft(by.reading.child, None, measure.first, measure.last, drafts[-1].way, section))
        if near:
            self.carried = [n._replace(first=n.first - (end - start), last=n.last - (end - start)) for n in near]
        return _Sentence(drafts, [c for c in cues if c.kind in ("other", "other_after")])

    def _said(self, hits: Sequence[Hit]) -> list[Hit]:
        """Mentions; of those inside a longer one only what it implies: a lump inside a hard lump."""
        said: list[Hit] = []
        findings = self.by.guide.findings
        outer: Hit | None = None
        for hit in hits:
            if hit.layer == FINDING:
                outer = hit
            if hit.layer in SAID:
                said.append(hit)
            elif hit.layer == INNER and outer is not None:
                implied = {i for m in outer.meanings if m is not None for i in findings[m[0]].implies}
                kept = tuple(m for m in hit.meanings if m is not None and m[0] in implied)
                if kept:
                    said.append(Hit(INNER, hit.first, hit.last, kept))
        return said

    def _dosed(self, n: int, end: int) -> bool:
        """Whether a number of milligrams follows: a clinic gave it."""
        words = self.words
        return n + 1 < end and is_number(words[n]) and words[n + 1] in self.by.reading.doses

    def _asked(self, start: int, end: int) -> str | None:
        """What a form answers to its own short question: "Fever? Yes."."""
        if self.words[end - 1] != "?" or end - start > ASKED or end >= len(self.words):
            return None
        after = end + 1 if is_gap(self.words[end]) and end + 1 < len(self.words) else end
        return "yes" if self.words[after] in self.by.yes else "no" if self.words[after] in self.by.no else None

    def _measured(self, measure: Measure, scopes: Scopes, section: str) -> Draft:
        """A number is as it is said: it cannot be denied or doubted, but it can be somebody else's, planned, or of the past."""
        way = scopes.turned(measure.first, measure.last)
        way = way._replace(
            negated=None, possible=None, unlikely=None, historical=None if measure.is_time else way.historical
        )
        return Draft(measure.finding, None, measure.first, measure.last, way, section, measure)

    def _finish(self, drafts: Sequence[Draft], patient: str | None, *, clinical: bool, named: bool) -> list[Mention]:
        """The mentions in order, each once. patient: "other" when the text is about a relative, None when about its writer."""
        by = self.by
        found: dict[Mention, None] = {}
        for d in sorted(drafts, key=lambda d: (d.first, d.last)):
            way = d.way
            if d.about in by.subjects.of_the_subject and (d.by_kin or clinical or patient is not None):
                if patient is None:
                    continue
                way = NOT_TURNED
            elif d.about in by.of_the_writer:
                way = way._replace(family=None)
            elif d.other and patient is None and named:
                way = way._replace(family=way.family or d.other)
            elif patient is not None:
                way = way._replace(family=None)
            status, cue = _status(way, d.section)
            if d.about in by.wanted and status in ("possible", "planned"):
                status, cue = "present", None
            if d.about in by.stays and status == "historical":
                status, cue = "present", None
            if (
                clinical
                and d.about in by.only_present
                and any(o.first <= d.first and d.last <= o.last for o in drafts if o.about in by.covers)
            ):
                continue  # "heroin" of a note is told once
            if d.about in by.places:
                if status in ("absent", "planned", "family"):
                    continue
                status, cue = "present", None
            if status != "present" and d.about in by.only_present:
                continue
            found[self._mention(d, status, cue)] = None
        return list(found)

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


class _Sentence:
    __slots__ = ("cues", "drafts")

    def __init__(self, drafts: list[Draft], cues: list[Cue]) -> None:
        self.drafts = drafts
        self.cues = cues


def _signs(words: Sequence[str], found: Tokens, start: int, end: int) -> list[Cue]:
    """ "+warmth -crepitus": where some findings are marked with a plus, a minus before a word denies it."""
    marks = [
        n
        for n in range(start, end - 1)
        if words[n] in "+-"
        and is_word(words[n + 1])
        and found.starts[n + 1] == found.starts[n] + 1
        and (n == 0 or found.end(n - 1) < found.starts[n])
    ]
    cues = [Cue("sign", n, n + 1) for n in marks if words[n] == "-"] if any(words[n] == "+" for n in marks) else []
    for n in range(start + 1, end):  # "HIV-, HCV+"
        if (
            words[n] == "-"
            and found.end(n - 1) == found.starts[n]
            and (n + 1 == end or found.starts[n + 1] > found.starts[n] + 1 or words[n + 1] in PART_ENDS)
        ):
            cues.append(Cue("minus_after", n, n + 1))
    return cues


def _with_own(way: Turned, cues: Sequence[Cue], hit: Hit) -> Turned:
    """A name that holds its own cue: "never injected", "former IVDU"."""
    for cue in cues:
        if cue.first == hit.first and cue.last < hit.last:
            if cue.kind == "deny":
                return way._replace(negated=cue)
            if cue.kind == "past":
                return way._replace(historical=cue)
            if cue.kind == "on":
                return way._replace(current=cue)
    return way


def _status(way: Turned, section: str) -> tuple[str, Cue | None]:
    """One status of several turns: whose it is comes first, then what is only planned, then denied, over, doubted."""
    if way.family is not None:
        return "family", way.family
    if way.planned is not None and (
        way.planned.kind == "if" or not (way.negated or (way.possible and way.possible.first > way.planned.first))
    ):
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


__all__: Sequence[str] = ("CUE", "Context", "Mention", "Now", "Reader", "load_reader")
