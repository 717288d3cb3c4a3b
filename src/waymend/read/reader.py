"""The reader: text in, mentions out; what the words around a given target say of it; a case from mentions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from msgspec import Struct, structs

from waymend.pack.reading import Reading
from waymend.pack.schema import Guide
from waymend.read.blocks import WHOLE, Sieve, blocks, pieces
from waymend.read.clauses import Grammar
from waymend.read.cues import cues_of
from waymend.read.fold import ANSWERS, Tokens, is_gap, is_word, sentences, tokens
from waymend.read.lexicon import (
    CUE,
    SECTION,
    STANDING,
    Hit,
    Lexicon,
    compiled,
)
from waymend.read.likeness import Likeness
from waymend.read.measures import Measures
from waymend.read.numbers import Now
from waymend.read.people import Subjects
from waymend.read.results import Results
from waymend.read.scopes import Scopes
from waymend.read.telling import Mention
from waymend.read.text import Text
from waymend.read.topics import Topics
from waymend.read.ways import status_of
from waymend.read.weighing import SUBSIDED
from waymend.read.when import When

BRACKET = 8  # tokens between a heading and its colon
LISTED = 2  # tokens of an item of a list of problems
TARGET_CUES = ("deny", "not", "deny_after", "doubt", "doubt_after", "unlikely", "unlikely_after")


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
        self.grammar = Grammar(reading.grammar)
        self.measures = Measures(guide, reading)
        self.subjects = Subjects(guide, reading)
        self.results = Results(reading)
        # The year of the guide: that of a text of which nothing else is known.
        self.year = guide.about.reviewed_on.year
        self.lettered = frozenset(reading.grammar["lettered"])
        self.when = When(reading, self.grammar, self.subjects.body)
        self.abbreviations = frozenset(reading.abbreviations)
        self.injecting = frozenset(reading.injecting)
        self.injecting_drugs = reading.injecting_drugs
        self.depots = frozenset(reading.grammar["depots"])  # treatments that a clinic injects
        self.of_own_use = frozenset(reading.grammar["of_own_use"])  # still, stopped: of injecting that is no clinic's
        self.on_wards = frozenset(reading.grammar["on_wards"])
        self.of_taking = frozenset(reading.grammar["of_taking"])
        self.never_medical = frozenset(reading.never_medical)
        self.routed = frozenset(reading.routed)
        self.events = frozenset(reading.events)
        self.follows = reading.follows
        self.ordered = frozenset(reading.ordered)
        self.unless = {str(w): frozenset(others) for w, others in reading.unless.items()}
        # Beside which a word says nothing of others.
        self.despite = {str(w): frozenset(others) for w, others in reading.despite.items()}
        self.meant = {str(a): frozenset(told) for a, told in reading.meant.items()}
        self.handed = {str(a): str(b) for a, b in reading.handed.items()}
        self.hands = (frozenset(reading.handing.get("beside", ())), frozenset(reading.handing.get("never", ())))
        self.given = frozenset(reading.handing.get("given", ()))
        self.since = frozenset(reading.grammar["since"])
        self.lists_of_the_past = frozenset(reading.grammar["lists_of_the_past"])
        self.histories = frozenset(reading.grammar["histories"])
        self.came = frozenset(reading.grammar["came"])  # with which is told why somebody came, not when to come
        self.arrives = frozenset(reading.grammar["arrives"])  # with which the past of a note is left
        self.unremarked = frozenset(reading.grammar["unremarked"])  # with which a family history is done with
        self.sequel_leads = frozenset(
            reading.grammar["sequel_leads"]
        )  # before what became of something: "it has since"
        self.sequel_tails = frozenset(reading.grammar["sequel_tails"])  # after it: "on CT", "last month"
        self.unfinished = frozenset(reading.grammar["unfinished"])  # of what is not over yet: "settling"
        self.sequel_joins = frozenset(reading.grammar["sequel_joins"])  # with which it is joined to what it is of
        # What is said of nothing: "seen by the registrar".
        self.idle = frozenset(reading.grammar["idle"]) | self.sequel_leads | self.sequel_tails
        self.kinds = frozenset(reading.grammar["kinds"])  # with which a form asks for the drugs of a use
        self.being = frozenset(reading.grammar["being"])
        self.themselves = frozenset((*reading.grammar["self"], *reading.grammar["own"]))
        self.form_routes = frozenset(reading.grammar["form_routes"])  # with which a form asks how a drug is taken
        self.nots = frozenset(reading.grammar["nots"])
        self.one_state = (reading.injecting_drugs, *(a for a in reading.routed if a in reading.apart))
        self.corrects = frozenset(reading.grammar["corrects"])
        self.origins = frozenset(reading.grammar["origins"])
        self.leaves_marks = frozenset(
            reading.grammar["leaves_marks"]
        )  # self-harm, donation: what leaves such as needles do
        self.left_by = frozenset(reading.grammar["left_by"])  # with which it is told what left them
        self.marks = frozenset(reading.grammar["marks"])
        self.risked = frozenset(reading.grammar["risked"])  # with which a heading names what might come
        self.excludes = frozenset(reading.grammar["excludes"])
        self.chronic = frozenset(reading.chronic)
        self.described = frozenset(reading.described)
        self.describes = frozenset(reading.grammar["describes"])
        self.treatments = frozenset(reading.treatments)
        self.places = frozenset(reading.places)
        self.only_present = frozenset(reading.only_present)
        self.covers = frozenset(reading.apart)
        self.apart = frozenset((*reading.apart, *reading.only_present)) - frozenset(reading.twins)
        self.of_a_place = frozenset(str(f.id) for f in guide.findings.values() if f.group in reading.of_a_place)
        self.of_the_writer = frozenset(reading.of_the_writer)
        self.stays = frozenset(reading.stays)
        self.marked = self.stays & self.described  # marks that needles leave
        self.wanted = frozenset(reading.wanted)
        # What a phrase of a finding may hold of others: what it implies, and what it tells besides.
        self.inside = {
            str(f.id): frozenset((*f.implies, *reading.inside.get(f.id, ())))
            for f in guide.findings.values()
            if f.implies or f.id in reading.inside
        }
        self.lasting = frozenset(reading.lasting)
        self.thinks = frozenset(reading.grammar["thinks"])
        self.yes = frozenset(reading.grammar["yes"])
        self.no = frozenset(reading.grammar["no"])
        self.sides = {w: side for side, words in reading.sides.items() for w in words}
        self.heads = frozenset(tokens(h).words[0] for hs in reading.sections.values() for h in hs)

    def read(self, text: str, *, now: datetime | Now | None = None) -> list[Mention]:
        """All mentions of a text, in order. now: for "since Friday"; without it such a time is left out."""
        if len(text) > WHOLE:
            return list(self.stream((text,), now=now))
        return Text(self, text, now_of(now)).mentions()

    def stream(self, parts: Iterable[str], *, now: datetime | Now | None = None) -> Iterator[Mention]:
        """All mentions of a text of any length that comes in parts, in constant memory. Blocks without a telling word are passed over (blocks.py)."""
        when = now_of(now)
        section = "now"
        at = 0
        for piece in pieces(parts):
            if len(piece) <= WHOLE and not at:
                yield from Text(self, piece, when).mentions()
            elif self.sieve.passes(piece):
                for start, end in blocks(piece):
                    block = piece[start:end]
                    if self.sieve.passes(block):
                        told = Text(self, block, when, section)
                        for mention in told.mentions():
                            first, last = mention.span
                            yield structs.replace(mention, span=(first + at + start, last + at + start))
                        section = told.section
            at += len(piece)

    @cached_property
    def lexicon(self) -> Lexicon:
        return Lexicon(compiled(self.guide, self.reading))

    @cached_property
    def likeness(self) -> Likeness | None:
        """How urgent texts sound; None where the guide does not say."""
        return Likeness(self.reading.likeness) if self.reading.likeness is not None else None

    @cached_property
    def topics(self) -> Topics:
        return Topics(self.reading, self.lexicon)

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
        for s, e in sentences(found, text, self.abbreviations, self.heads, self.lettered):
            if s > first:
                break
            hits = self.lexicon.hits(found, keys, s, max(e, last) if s <= first < e else e, text, cues_only=True)
            section, body = self.heading(found, hits, s, e, section)
            start, end = s, max(e, last)
        if first < body or body >= end:
            body = start
        hits = [h for h in hits if h.first >= body]
        cues = [
            c for c in cues_of(self, hits, found.words, end) if not (first < c.first < last and c.kind in TARGET_CUES)
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
        denied = way.negated
        before = found.words[denied.first : first] if denied is not None else ()
        never = any(w in self.histories and w not in self.grammar.ongoing for w in before)  # "no history of"
        return Context(
            status_of(way, section)[0],
            way.negated is not None or way.unlikely is not None or resolved,
            (over is not None and not resolved and way.current is None and way.planned is None)
            or section in ("past", "once", "habits", "ignored", "untold")
            or alone
            or habit
            or never,
            way.family is not None or section == "family",
        )

    def keys(self, found: Tokens) -> list[str]:
        return list(map(self.lexicon.keys.__getitem__, found.words))

    def heading(self, found: Tokens, hits: Sequence[Hit], start: int, end: int, section: str) -> tuple[str, int]:
        """The section from here on, and where its text begins. A heading is known words and a colon, or known words that fill a line.

        What stands under `once` in the line of its heading ends with its sentence: "Prior: IV heroin. Vivitrol given.", and so does what is passed over as
        `ignored`, with its full stop: "Allergies: codeine. No fever.". `untold` goes on to the next heading.
        """
        words = found.words
        if section == "once" or (section == "ignored" and start and words[start - 1] == "."):
            section = "now"
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
                at = _past_bracket(words, at, end)
                if at < end and words[at] == "[" and hit.last - hit.first > 1:
                    return str(hit.meanings[0]), at  # "Family history [x] clots"
                if (
                    at < end
                    and words[at] in ":-"
                    and (words[at] == ":" or found.text[found.end(at) : found.end(at) + 1] == " ")
                ):
                    if (
                        words[at + 1 : at + 2]
                        and words[at + 1] in ANSWERS
                        and (at + 2 >= end or words[at + 2] in ".,;")
                    ):
                        return section, start  # "Plan: N." of a form
                    return str(hit.meanings[0]), at + 1
                if at == end or (at == end - 1 and words[at] in ".:"):
                    full = words[at : at + 1] == ["."]
                    told = full and end < len(words) and not is_gap(words[end])
                    if (told and hit.meanings[0] == "planned") or (full and hit.meanings[0] == "once"):
                        return section, start  # "Labs pending. Abscess drained.", "DVT in May. Resolved."
                    return "past" if hit.meanings[0] == "once" else str(hit.meanings[0]), end
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
                if self._holds(name, mention) or self._is_thought(mention):
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

    def _is_thought(self, mention: Mention) -> bool:
        """Whether somebody thinks that they see it ("I think his lips are blue"): too little to deny, and enough to act on. A name is no such thing."""
        finding = self.guide.findings.get(mention.about)
        return (
            mention.status == "possible"
            and finding is not None
            and finding.kind == "yes_no"
            and mention.cue is not None
            and not self.thinks.isdisjoint(mention.cue.lower().split())
        )

    def _holds(self, name: str, mention: Mention) -> bool:
        """Whether a mention makes a finding true now: what lasts is so although it began long ago, what is wanted is wanted, and what only went down may come back."""
        status = mention.status
        return (
            status == "present"
            or (status == "historical" and (name in self.lasting or mention.rule == SUBSIDED))
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


def now_of(now: datetime | Now | None) -> Now | None:
    return Now(now.weekday(), now.hour + now.minute / 60, now.year) if isinstance(now, datetime) else now


def _past_bracket(words: Sequence[str], at: int, end: int) -> int:
    """Past a bracket between a heading and its colon: "Teaching (staff): …"."""
    if at < end and words[at] == "(":
        for n in range(at + 1, min(at + BRACKET, end - 1)):
            if words[n] == ")":
                return n + 1 if words[n + 1] == ":" else at
    return at


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
    """A reader for a guide that says how text is read: the compiled one (native.py), or where its library is not there this one, which says the same more slowly."""
    if guide.reading is None:
        return None
    from waymend.read.native import CompiledReader, library  # it is a Reader, and needs this module

    return CompiledReader(guide, guide.reading) if library() is not None else Reader(guide, guide.reading)


__all__: Sequence[str] = ("CUE", "Context", "Mention", "Now", "Reader", "load_reader")
