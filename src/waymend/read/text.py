"""One text being read: its sentences, and what each says. telling.py makes mentions of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from waymend.read import forms, relations
from waymend.read.fold import ANSWERS, Tokens, is_gap, is_number, is_word, sentences, tokens
from waymend.read.lexicon import (
    APART,
    CONCERN,
    DENIABLE,
    DENIED,
    FINDING,
    HINT,
    INNER,
    MEDICAL,
    MEDICINE,
    NAMED,
    OPTION,
    ROUTE,
    TIMED,
    TOGETHER,
    Hit,
)
from waymend.read.measures import Measure, Near, Now
from waymend.read.results import settle
from waymend.read.scopes import NOT_TURNED, Cue, Scopes, Turned, closes, cues_of
from waymend.read.subjects import Draft
from waymend.read.telling import Mention, Teller
from waymend.read.ways import going_on, of_doing, of_treated, of_treatment, of_use, ordered, status_of, with_own

if TYPE_CHECKING:
    from waymend.read.reader import Reader

NEAR = 6  # tokens beside a medical injection in which injecting is that injection
NAMES = frozenset((NAMED, CONCERN, APART))
SAID = NAMES | {FINDING, OPTION, DENIED, TOGETHER, HINT, DENIABLE}
UNSURE = frozenset(("absent", "possible", "planned"))  # as which a hint tells nothing
TOLD = frozenset((FINDING, TOGETHER))
WORDED = frozenset((NAMED, APART, HINT))
PHRASES = frozenset((FINDING, INNER))  # what they hold is told by them
INSTRUCTED = ("planned", "taught")
PASSED_OVER = ("ignored", "untold")
ASKED = 5  # tokens of a question that a form asks ("Fever? Yes")
ASKED_ALONE = 14  # the same, where the answer stands alone ("Any fever in the last 48 hours? No.")
CLOSES = ",;.)!/"  # after which a minus belongs to what stands before it
ANSWERED = ",;.)!/"
PARTED = frozenset(",-")  # between a doubt and injecting: "?DVT - groin injector"
APART_FROM = ("other", "quit_after")  # kinds that count inside a phrase too: "3 years sober"


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
        self.carried: list[Near] = []
        self.hinted = False
        self.last: list[Draft] = []  # of the last sentence that has any
        self.stays = not by.when.stay.isdisjoint(self.words)
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
        by = self.by
        section = self.section
        clinical = False
        drafts: list[Draft] = []
        inline = False  # the heading has its text on its own line
        who = by.subjects.begin(self.words, self._written)
        for start, end in sentences(self.found, by.abbreviations, by.heads, by.lettered):
            hits = by.lexicon.hits(self.found, self.keys, start, end, self.text)
            if not hits and not is_number(self.words[start]):
                continue
            if inline and self._leaves(section, start):
                section = "now"
            told, body = by.heading(self.found, hits, start, end, section)
            if body > start:
                inline = body < end
            clinical = clinical or body > start
            who.clinical = who.clinical or clinical
            section = told
            self.hinted = who.clinical or not who.told
            if section not in PASSED_OVER and body < end:
                sentence = self._sentence([h for h in hits if h.first >= body], body, end, section)
                relations.take_back(by, self.words, self.last, sentence.drafts, sentence.cues, body)
                who.attribute(sentence.drafts, sentence.cues, body, end)
                relations.follow_another(by, self.words, self.last, sentence.drafts, body)
                self.last = sentence.drafts or self.last
                if section == "family" and who.owned:
                    section = "now"
                drafts += sentence.drafts
        self.section = section
        drafts = settle(by.results, drafts)
        patient = who.patient(drafts, clinical=clinical)
        teller = Teller(by, self.text, self.found, drafts)
        return teller.mentions(patient, clinical=clinical or who.clinical, told=who.told, named=who.kin is not None)

    def _leaves(self, section: str, start: int) -> bool:
        """Whether a sentence is under its heading no more: "FH: dad - sepsis" and a new line, "Leaflet: … She is well"."""
        words, who = self.words, self.by.subjects
        if section == "family" and start and is_gap(words[start - 1]) and "\n" in words[start - 1]:
            return True
        first = start + is_gap(words[start])
        begins = words[first].replace("'", "") if first < len(words) else ""
        if section == "family":
            return begins in who.patient or begins in who.anew
        if section == "past":  # "PMH: IE 2019. Presents with fever", "PSH: … Here today for …"
            if begins == "re" and words[first + 1 : first + 2] == ["-"]:
                return first + 2 < len(words) and words[first + 2] in self.by.arrives
            after = words[first + 1] if first + 1 < len(words) else ""
            return begins in self.by.arrives or (
                after in self.by.arrives and (begins in who.patient or begins in who.third)
            )
        return section == "taught" and (begins in who.patient or begins in who.third)

    def _sentence(self, hits: Sequence[Hit], start: int, end: int, section: str) -> _Sentence:
        by = self.by
        said = self._said(hits)
        referred = self.topic.hits(self.found, self.keys, start, end, self.text, said)
        if referred:
            said = sorted((*said, *referred), key=lambda h: (h.first, -h.last))
        cues = cues_of(hits, self.words, end, by.grammar.joins) + _signs(self.words, self.found, start, end)
        asked = self._asked(start, end)
        # A word of a phrase says what the phrase says: the "not" of "not breathing" denies nothing else.
        inner = [
            (h.first, h.last)
            for h in said
            if h.last - h.first > 1 and h.layer in PHRASES and h.meanings[0] not in by.meant
        ]
        kept = [
            c
            for c in cues
            if c.kind in APART_FROM
            or self._ends_treatment(c, said)
            or not any(self._holds(a, b, c) and not _opens(c, a) and not self._lists(c, a, b) for a, b in inner)
        ]
        if asked is not None:
            kept = [c for c in kept if self.words[c.first] != "?"]
        kept = [
            c for c in kept if not (c.kind == "doubt_after" and self.words[c.first] == "?" and self._asks_next(c.first))
        ]
        scopes = Scopes(by.grammar, self.words, start, end, kept)
        answers = forms.answers(self.found, start, end)
        medical = [h for h in hits if h.layer == MEDICAL]
        placed = [
            h for h in said if h.layer == FINDING and any(m is not None and m[0] in by.of_a_place for m in h.meanings)
        ]
        treated = self._is_of_treatment(hits, start, end)
        wanted = [
            (h.first, h.last) for h in said if h.layer == OPTION and any(m and m[0] in by.wanted for m in h.meanings)
        ]
        drafts: list[Draft] = []
        near = [Near(str(m), h.first, h.last) for h in hits if h.layer == TIMED for m in h.meanings]
        for hit in said:
            if hit.meanings == (None,) or self._means_other(hit):
                continue
            if (
                hit.layer == DENIED
                and hit.meanings[0] in by.meant
                and not (closes(self.words, hit.last) or self.words[hit.last] in by.since)
            ):
                continue  # "no use of accessory muscles"
            way = scopes.turned(hit.first, hit.last)
            if hit.layer == DENIED:
                way = way._replace(negated=Cue("deny", hit.first, hit.last), possible=None)
            elif hit.layer in WORDED and way.negated is None:
                way = way._replace(negated=_denial_over(hit, said))
            if self.words[hit.first] == "on":
                way = going_on(way, hit.first, being=hit.first > 0 and self.words[hit.first - 1] in by.being)
            if hit.layer not in NAMES and way.possible is not None and self._is_sure(way.possible, hit):
                way = way._replace(possible=None)
            if hit.layer in NAMES:
                if way.had is not None and way.historical is None:
                    way = way._replace(historical=way.had)
                if hit.last - hit.first > 1:
                    way = with_own(way, cues, hit)
            told = next((a for a in answers if a.first <= hit.first and hit.last <= a.last), None)
            if told is not None:
                if told.said == "empty":
                    continue
                way = NOT_TURNED._replace(
                    negated=Cue("deny_after", told.at, told.at + 1) if told.said == "no" else None
                )
            if asked == "empty":
                continue
            if asked == "no":
                way = way._replace(negated=Cue("deny_after", end - 1, end))
            given = any(hit.first - NEAR <= m.last and m.first <= hit.last + NEAR for m in medical)
            shot = (given or treated) and by.never_medical.isdisjoint(self.words[hit.first : hit.last])
            for meaning in hit.meanings:
                if meaning is None:
                    continue
                about, option = meaning if isinstance(meaning, tuple) else (meaning, None)
                if about in by.subjects.body and any(a <= hit.first and hit.last <= b for a, b in wanted):
                    continue  # the scars of "how do i hide scars"
                if (shot and about in by.injecting) or (given and about in by.places):
                    continue
                if about in by.apart and self._dosed(hit.last, end):
                    continue
                if (
                    way.negated is not None
                    and way.negated.kind in ("refused", "refused_after")
                    and about not in by.treatments
                ):
                    way = way._replace(negated=None)  # "refuses admission for endocarditis"
                if about in by.places and any(h.first < hit.last and hit.first < h.last for h in placed):
                    continue  # the calf of "calf pain" is told with it
                if about in by.ordered and way.tests is not None:
                    way = ordered(way)
                if about in by.treatments:
                    way = of_treatment(way)
                elif hit.layer in NAMES:
                    way = self._doubted(way, hit, about)
                    if way.treats is not None and about not in by.events and about not in by.routed:
                        way = of_treated(way)
                if about in by.injecting or about in by.routed:
                    way = of_doing(way, self.words[max(hit.first - 1, start) : hit.last], by.when)
                    way = of_use(way, self.words, by.when, injecting=about in by.injecting)
                if way.ago is not None and about in by.events:
                    way = way._replace(historical=way.ago, current=None)
                if section in INSTRUCTED and way.negated is not None and self._is_told(way.negated):
                    way = way._replace(negated=None, planned=way.negated)
                if about in by.injecting:
                    way = relations.of_its_drug(by, self.words, way, hit, drafts)
                if hit.layer == DENIED and about in by.meant and status_of(way, section)[0] == "historical":
                    continue  # "no use since": of what, is told elsewhere
                if hit.layer == INNER and status_of(way, section)[0] != "present":
                    continue
                if hit.layer == DENIABLE and status_of(way, section)[0] != "absent":
                    continue
                if way.negated is not None and about == by.injecting_drugs and way.elsewhere is not None:
                    continue  # "never injected in the legs"
                if hit.layer == HINT and (not self.hinted or status_of(way, section)[0] in UNSURE):
                    continue
                draft = Draft(about, option, hit.first, hit.last, way, section)
                implied = about == by.injecting_drugs and self.words[hit.first] not in by.nots  # "only smokes"
                implied = implied or about in by.ordered  # "BBVs negative except hep C"
                draft.wide = hit.layer == DENIABLE or (hit.layer == DENIED and implied)
                drafts.append(draft)
                near.append(
                    Near(
                        about,
                        hit.first,
                        hit.last,
                        present=status_of(way._replace(family=None), section)[0] == "present",
                    )
                )
        if not medical:
            drafts += relations.by_route(by, self.words, hits, drafts)
        relations.share(by, self.words, drafts)
        year = self.now.year if self.now else by.year
        drafts += by.when.settle(
            self.words, hits, drafts, scopes.turns, start, end, self.last, stays=self.stays, year=year
        )
        relations.follow(by, drafts)
        by.results.read(drafts, hits, kept, self.found, start, end)
        relations.choose(by, self.words, drafts, said)
        drafts += relations.old_ones(by, self.last, hits, drafts)
        for measure in by.measures.of(self.found, start, end, hits, near or self.carried, self.now):
            drafts.append(self._measured(measure, scopes, section))
            way = drafts[-1].way
            for about in by.measures.tells(measure):
                drafts.append(Draft(about, None, measure.first, measure.last, way, section))
        if near:
            self.carried = [n._replace(first=n.first - (end - start), last=n.last - (end - start)) for n in near]
        return _Sentence(drafts, cues)

    def _asks_next(self, n: int) -> bool:
        """Whether a question mark belongs to the word after it: "fever ?cellulitis"."""
        found = self.found
        return (
            n + 1 < len(self.words)
            and is_word(self.words[n + 1])
            and found.starts[n + 1] == found.end(n)
            and not (n and is_word(self.words[n - 1]) and found.starts[n] == found.end(n - 1))
        )

    def _holds(self, first: int, last: int, cue: Cue) -> bool:
        """Whether a phrase holds a cue, or begins with the "not" of one: "[does] not feel safe"."""
        if cue.first < first:
            return first < cue.last <= last and self.words[first].replace("'", "") in self.by.nots
        return cue.last <= last

    def _ends_treatment(self, cue: Cue, said: Sequence[Hit]) -> bool:
        """Whether a treatment follows the word that ends it: "off methadone" tells of a treatment stopped, and of the methadone."""
        return cue.kind == "over" and any(
            h.layer == APART and h.first == cue.last and h.meanings[0] in self.by.treatments for h in said
        )

    def _lists(self, cue: Cue, first: int, last: int) -> bool:
        """Whether what a phrase denies goes on after it: "no EtOH or IVDU"."""
        if cue.kind != "deny" or cue.first != first or last >= len(self.words):
            return False
        return self.words[last] == "/" or self.words[last] in self.by.grammar.either

    def _is_told(self, cue: Cue) -> bool:
        """ "Do not inject": what somebody is told, and no denial."""
        return self.words[cue.first].replace("'", "") in ("do", "dont") and cue.kind in ("not", "deny")

    def _said(self, hits: Sequence[Hit]) -> list[Hit]:
        """Mentions; of those inside a longer one only what it may hold: a lump inside a hard lump, the redness of a "painful red lump"."""
        said: list[Hit] = []
        named = [h for h in hits if h.layer in NAMES or h.layer == DENIED]
        inside = self.by.inside
        outer: Hit | None = None
        denied = [h for h in hits if h.layer == DENIED]
        for hit in hits:
            if hit.layer in TOLD and any(self._denies(d, hit) for d in denied):
                continue  # "no naloxone given"
            if hit.layer == FINDING:
                outer = hit
            if hit.layer == DENIED and outer is not None and hit.last <= outer.last:
                continue  # "does not feel safe at home"
            if hit.layer == DENIABLE and any(n.first < hit.last and hit.first < n.last for n in named):
                continue  # the drug use of "injection drug use"
            if hit.layer in SAID:
                said.append(hit)
            elif hit.layer == INNER and outer is not None:
                held = {i for m in outer.meanings if m is not None for i in inside.get(m[0], ())}
                kept = tuple(m for m in hit.meanings if m is not None and m[0] in held)
                if kept:
                    said.append(Hit(INNER, hit.first, hit.last, kept))
        return said

    def _denies(self, denied: Hit, hit: Hit) -> bool:
        """Whether a denial of the same thing lies over a finding ("no naloxone given"), or in it ("[did not give] naloxone")."""
        if not hit.meanings[0] or denied.meanings[0] != hit.meanings[0][0]:
            return False
        if denied.first <= hit.first and hit.last <= denied.last:
            return True
        inside = hit.first <= denied.first and denied.last <= hit.last + 1
        return inside and self.words[denied.first].replace("'", "") in self.by.nots

    def _means_other(self, hit: Hit) -> bool:
        """Whether one word means something else in such a text: OD beside OS and VA is the right eye."""
        first = hit.first + (self.words[hit.first] == "on")  # "on naltrexone"
        others = self.by.unless.get(self.words[first]) if hit.last - first == 1 else None
        return others is not None and not others.isdisjoint(self.words)

    def _is_sure(self, doubt: Cue, hit: Hit) -> bool:
        """Whether what is felt or seen is there although a name is doubted: "feels like a rope", "maybe cellulitis, red and hot"."""
        return doubt.kind == "like" or (doubt.kind == "doubt" and "," in self.words[doubt.last : hit.first])

    def _doubted(self, way: Turned, hit: Hit, about: str) -> Turned:
        """A disease that a test looks for is doubted; what somebody does only by what stands close: "?abscess, IVDU"."""
        by = self.by
        if about in by.injecting:
            doubt = way.possible
            if (
                doubt is not None
                and doubt.kind == "doubt"
                and not PARTED.isdisjoint(self.words[doubt.last : hit.first])
            ):
                way = way._replace(possible=None)
        elif (
            way.possible is None
            and way.seeks is not None
            and about not in by.routed
            and about not in by.chronic
            and about not in by.stays
        ):
            way = way._replace(possible=way.seeks)
        return way

    def _is_of_treatment(self, hits: Sequence[Hit], start: int, end: int) -> bool:
        """Whether a sentence tells of a medicine that is injected, and of no drug: "estradiol 5 mg IM q7d, self-injects the thigh"."""
        by = self.by
        if any(h.layer == APART and m in by.routed for h in hits for m in h.meanings):
            return False
        routes = [h for h in hits if h.layer == ROUTE]
        doses = [n for n in range(start, end) if self._dosed(n, end)]
        return any(h.layer == MEDICAL and MEDICINE in h.meanings for h in hits) or any(
            n <= r.first <= n + NEAR for n in doses for r in routes
        )

    def _dosed(self, n: int, end: int) -> bool:
        """Whether a number of milligrams follows: a clinic gave it."""
        words = self.words
        return n + 1 < end and is_number(words[n]) and words[n + 1] in self.by.reading.doses

    def _asked(self, start: int, end: int) -> str | None:
        """What a form answers to its own short question: "Fever? Yes."."""
        words = self.words
        if words[end - 1] != "?" or end >= len(words):
            return None
        after = end + 1 if is_gap(words[end]) and end + 1 < len(words) else end
        ticked = forms.ticked(words, after)
        if ticked is not None:
            return ticked
        alone = after + 1 >= len(words) or words[after + 1] in ANSWERED or is_gap(words[after + 1])
        if end - start > (ASKED_ALONE if alone else ASKED):
            return None
        if words[after] in ANSWERS and not alone and words[after + 1] != "-":
            return None  # "Prior IE? No records"
        return "yes" if words[after] in self.by.yes else "no" if words[after] in self.by.no else None

    def _measured(self, measure: Measure, scopes: Scopes, section: str) -> Draft:
        """A number is as it is said: it cannot be denied or doubted, but it can be somebody else's, planned, or of the past."""
        way = scopes.turned(measure.first, measure.last)
        way = way._replace(
            negated=None, possible=None, unlikely=None, historical=None if measure.is_time else way.historical
        )
        return Draft(measure.finding, None, measure.first, measure.last, way, section, measure)


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
        and (found.starts[n + 1] == found.starts[n] + 1 or (n > start and words[n - 1] in ",:"))
        and (n == 0 or found.end(n - 1) < found.starts[n])
    ]
    cues = [Cue("sign", n, n + 1) for n in marks if words[n] == "-"] if any(words[n] == "+" for n in marks) else []
    for n in range(start + 1, end - 1):  # "not an overdose - naloxone given"
        if words[n] == "-" and found.end(n - 1) < found.starts[n] and found.end(n) < found.starts[n + 1]:
            cues.append(Cue("dash", n, n + 1))
    for n in range(start + 1, end):  # "HIV-, HCV+"
        if (
            words[n] == "-"
            and (found.end(n - 1) == found.starts[n] or (n + 1 < end and words[n + 1] in CLOSES))
            and (n + 1 == end or found.starts[n + 1] > found.starts[n] + 1 or words[n + 1] in CLOSES)
        ):
            cues.append(Cue("minus_after", n, n + 1))
    return cues


def _opens(cue: Cue, first: int) -> bool:
    """Whether a phrase begins with what ends a denial before it: "declined obs [after naloxone]"."""
    return cue.first == first and cue.kind in ("ends", "turns", "causes")


def _denial_over(hit: Hit, said: Sequence[Hit]) -> Cue | None:
    """A denial of the same thing that begins before a name and lies over it: the "IV drug user" of "non-IV drug user"."""
    for d in said:
        if d.layer == DENIED and d.first < hit.first and hit.last <= d.last and d.meanings[0] == hit.meanings[0]:
            return Cue("deny", d.first, d.last)
    return None
