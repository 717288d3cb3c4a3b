"""What became of what was told before, in a sentence that does not name it: "Confirmed on imaging.", "Resolved.", "Has come back.", "Stopped in May.", "Declined."

The words that say so are the guide's `sequels`. Each is of one class of thing (an illness, a use, a treatment) that stands in one way, and leaves it in another; of all else it says nothing.
A noun may stand for the thing ("the clot has gone"), and a test may show whether it is there ("Duplex clear.", "US: 3 cm collection."): which of which is the guide's `known_by`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from waymend.read.cues import Cue, closes
from waymend.read.fold import is_gap, is_number, is_word
from waymend.read.lexicon import DENIED, KNOWN, SEQUEL, UNIT, Hit
from waymend.read.replies import draft_of, is_anothers
from waymend.read.scopes import NOT_TURNED, Scopes, Turned
from waymend.read.subjects import Draft, Who
from waymend.read.ways import status_of

if TYPE_CHECKING:
    from waymend.read.reader import Reader

LED_TO = 8  # tokens of a sentence before what became of it: "on review it has since"
ANSWERED = 45  # tokens from what was asked to its answer, over what stands between
SHOWN = 12  # tokens between a test and what it shows
FOR_WHAT = 3  # tokens from a treatment to what it is for
LONG = 6  # tokens from "for" to the unit of a time: "for more than a dozen years"
PART_STARTS = frozenset(";:-(.>'\"")
ENDS = "-'\""  # beside what ends a part of a sentence: a dash, what somebody said
LASTING = "for"
WHEN_BEGINS = ("on", "at", "the")
BESIDE = "beside"  # a sentence that tells nothing of it: "lives alone"
ANYTHING: frozenset[str] = frozenset()
NOTHING = frozenset(("",))
ANEW, JOINED = "anew", "joined"
ILLNESS, USE, TREATMENT = "illness", "use", "treatment"


class Sequel(NamedTuple):
    """One way in which a thing goes on. of: the classes it is told of; was: how the thing must stand; becomes: how it stands then, or as what it is told besides."""

    of: tuple[str, ...]
    was: tuple[str, ...]
    becomes: str
    besides: bool = False  # what was stays told
    only_next: bool = True  # told of the last thing that was told, and in the next sentence
    joined: bool = True  # a "but" is enough before it
    after_comma: bool = False  # a comma is enough before it: "?DVT, confirmed on CT"
    test: str = ""  # what a test must do for it: "settles" whether the thing is there, or "shows" it


SEQUELS = {
    "came_true": Sequel((ILLNESS, USE), ("possible",), "present", only_next=False, after_comma=True),
    "not_so": Sequel((ILLNESS, USE), ("possible",), "absent", only_next=False, after_comma=True),
    "clear": Sequel((ILLNESS,), ("possible",), "absent", only_next=False, test="settles", after_comma=True),
    "found": Sequel((ILLNESS,), ("possible",), "present", only_next=False, test="shows", after_comma=True),
    "passed": Sequel((ILLNESS,), ("present",), "historical"),
    "came_back": Sequel((ILLNESS,), ("historical",), "present", besides=True, after_comma=True),
    "lasts": Sequel((ILLNESS,), ("historical",), "present"),
    "used_again": Sequel((USE,), ("historical",), "present", only_next=False, after_comma=True),
    "taken_up": Sequel((TREATMENT,), ("historical",), "present", after_comma=True),
    "begun": Sequel((TREATMENT,), ("planned",), "present", after_comma=True),
    "stopped": Sequel((USE, TREATMENT), ("present",), "historical", joined=False),
    "use_over": Sequel((USE,), ("present",), "historical", joined=False),
    "treatment_over": Sequel((TREATMENT,), ("present",), "historical", joined=False),
    "refused_it": Sequel((TREATMENT,), ("planned",), "absent"),
    "owned_up": Sequel((USE,), ("absent", "possible"), "present", after_comma=True),
    "denial_untrue": Sequel((USE,), ("absent",), "present", after_comma=True),
    "answered_yes": Sequel((USE,), ("possible",), "present"),
    "answered_once": Sequel((USE,), ("possible", "present"), "historical"),
    "disowned": Sequel((USE,), ("possible",), "absent"),
}

SHOWS = SEQUELS["found"]


class Sequels:
    """The sequels in one sentence, tokens start…end. before: the drafts of the text before it, of which `last` are those of the sentence right before it; told: its own.

    looked: the last test that was named before.
    """

    def __init__(
        self,
        by: Reader,
        words: Sequence[str],
        who: Who,
        before: Sequence[Draft],
        last: Sequence[Draft],
        told: Sequence[Draft],
        start: int,
        end: int,
        looked: Sequence[Hit] = (),
    ) -> None:
        self.by = by
        self.who = who
        self.words = words
        self.before = before
        self.last = last
        self.told = told
        self.start = start
        self.end = end
        self.looked = looked
        self.known: list[Hit] = []
        self.told_of: set[int] = set()  # tokens of sequels
        self.goes_on = False  # something was turned, or nothing told beside it

    def heard(self, hits: Sequence[Hit], scopes: Scopes) -> list[Draft]:
        """What the sequels among the phrases of the sentence tell besides; what they turn is turned."""
        self.known = [h for h in hits if h.layer == KNOWN]
        self.told_of = {n for h in hits if h.layer == SEQUEL for n in range(h.first, h.last)}
        besides: list[Draft] = []
        for hit in hits:
            if hit.layer == SEQUEL:
                begun, stand = self._begun(hit.first)
                if not self._may_begin(begun) or any(map(self._is_of_another, self.words[begun : hit.first])):
                    continue
                self.goes_on = self.goes_on or (BESIDE in hit.meanings and self._begins_anew(begun))
                if self._ends(hit, hits):
                    besides += self._heard(hit, begun, stand)
            elif hit.layer == KNOWN:
                self._show(hit, hits, scopes)
        return besides

    def is_passed_over(self) -> bool:
        """Whether the next sentence may be told of the same: this one names nothing that a sequel is told of, and says what became of it, or where somebody lives."""
        return self.goes_on and not any(self._class_of(d) for d in self.told)

    def _heard(self, hit: Hit, begun: int, stand: frozenset[str]) -> list[Draft]:
        """What one sequel tells besides: of its kinds the first counts that anything was told for. begun: where its part begins; stand: the things for which its subject stands."""
        for sequel in filter(None, map(SEQUELS.get, hit.meanings)):
            joint = self._joint(begun, sequel)
            if not joint or (sequel.becomes == "historical" and self._is_unfinished(hit)):
                continue
            of = self._tested(sequel.test, hit) if sequel.test else stand
            turned = self._turned(sequel, hit, of, within=joint == JOINED and not self._is_idle_to(begun))
            way = way_of(sequel.becomes, hit)
            if turned and sequel.besides:
                return [draft_of(turned[-1].about, hit, way)]
            for d in turned:
                d.way = way
            if turned:
                self.goes_on = True
                self._give_up(hit)
                break
        return []

    def _give_up(self, hit: Hit) -> None:
        """Words that tell what became of something tell nothing besides: the "first dose given" of a treatment is no naloxone, who "now withdraws that" is in no withdrawal."""
        for d in self.told:
            if hit.first <= d.first and d.last <= hit.last and self._class_of(d) != "":
                d.left_open = True

    def _begun(self, first: int) -> tuple[int, frozenset[str]]:
        """Where the part of the sentence begins that a sequel at a token ends, over words such as "it has since", and for what the noun stands that is its subject."""
        n = first
        stand: frozenset[str] = ANYTHING
        while n > self.start and first - n < LED_TO:
            subject = self._standing(n) if not stand else None
            if subject is not None:
                n, stand = subject.first, names_of(subject, "stands")
            elif self._leads(n - 1):
                n -= 1
            else:
                break
        return n, stand

    def _standing(self, n: int) -> Hit | None:
        """The noun that ends before a token and stands for something."""
        return next((h for h in self.known if h.last == n and names_of(h, "stands")), None)

    def _joint(self, n: int, sequel: Sequel) -> str:
        """How a part of the sentence starts at a token: anew, joined to what was told before it ("but it has since"), or not at all."""
        by, words = self.by, self.words
        if self._begins_anew(n):
            return ANEW
        if words[n - 1] == "," and (sequel.after_comma or words[n] in by.topics.stand or words[n] in by.grammar.joins):
            return JOINED
        return JOINED if sequel.joined and words[n] in by.sequel_joins else ""

    def _may_begin(self, n: int) -> bool:
        """Whether any sequel may begin at a token."""
        return self._begins_anew(n) or self.words[n - 1] == "," or self.words[n] in self.by.sequel_joins

    def _begins_anew(self, n: int) -> bool:
        return n <= self.start or self.words[n - 1] in PART_STARTS or is_gap(self.words[n - 1])

    def _tested(self, role: str, hit: Hit) -> frozenset[str]:
        """What a test can show, or settle, of which a result is told: the one that it names, or the last one where nothing else was told since."""
        looked = [h for h in (*self.looked, *self.known) if is_test(h)]
        named = [h for h in looked if hit.first <= h.first and h.last <= hit.last]
        if not named:
            last = [h for h in looked if h.last <= hit.first][-1:]
            named = [h for h in last if all(map(self._is_idle, self.words[h.last : hit.first]))]
        return frozenset(a for h in named for a in names_of(h, "settles", role)) or NOTHING

    def _is_idle(self, word: str) -> bool:
        return is_idle(self.by, word)

    def _show(self, hit: Hit, hits: Sequence[Hit], scopes: Scopes) -> None:
        """ "US: 3 cm collection.", "no clot on duplex": what a test shows by its own word."""
        for about in names_of(hit, "there", "not_there", "proves"):
            roles = {role for h in self._tests_beside(hit, scopes) for name, role in h.meanings if name == about}
            turned = scopes.turned(hit.first, hit.last)
            held = any(
                h.layer == DENIED and h.first <= hit.first and hit.last <= h.last and about in h.meanings for h in hits
            )
            for d in self._turned(SHOWS, hit, frozenset((about,))):
                doubt = None if turned.possible == d.way.possible else turned.possible
                said = (
                    "absent"
                    if held and names_of(hit, "there")
                    else status_of(turned._replace(possible=doubt), "now")[0]
                )
                there = (said == "present") == bool(names_of(hit, "there", "proves"))
                enough = ("settles", "shows") if there else ("settles",)
                proved = there or about not in names_of(hit, "proves")
                if said in ("present", "absent") and proved and not roles.isdisjoint(enough):
                    d.way = way_of("present" if there else "absent", hit)
                    self.goes_on = True

    def _tests_beside(self, hit: Hit, scopes: Scopes) -> list[Hit]:
        """The tests that tell what was seen: of the same sentence, or its heading, and none that is still to be done."""
        tests = [
            h
            for h in self.known
            if hit.last - SHOWN <= h.first <= hit.last + SHOWN and scopes.turned(h.first, h.last).planned is None
        ]
        headed = [h for h in self.looked if h.last <= hit.first and all(map(self._heads, range(h.last, hit.first)))]
        return tests + headed

    def _heads(self, n: int) -> bool:
        """Whether a heading may go on at a token: "US left groin:"."""
        return not closes(self.words, n) or self.words[n] == ","

    def _is_of_another(self, word: str) -> bool:
        """Whether "he" or "she" is somebody else who was named: the sister of "she is in recovery"."""
        sex = self.by.subjects.sexes.get(word, "")
        who = self.who
        return (
            sex != "" and who.kin is not None and (who.kin_sex == sex or (not who.kin_sex and who.narrator.sex != sex))
        )

    def _leads(self, n: int) -> bool:
        """Whether a token leads to a sequel, as its comma does: "on review, it has"; not before an "and"."""
        if self.words[n] == "," and n > self.start:
            if self.words[n + 1] in self.by.grammar.joins or self.words[n + 1] in self.by.sequel_joins:
                return False
            n -= 1
        return self.words[n] in self.by.sequel_leads or is_number(self.words[n])

    def _ends(self, sequel: Hit, hits: Sequence[Hit]) -> bool:
        """Whether a sequel ends with its part of the sentence, or goes on to how, when or where, and to nothing that it may be of: not "confirmed appendicitis"."""
        words, last = self.words, sequel.last
        end = last
        while end < self.end and not closes(words, end):
            end += 1
        if end < len(words) and words[end] == "?":
            return False  # "Has it gone?"
        if end == last or words[last] in ENDS:
            return True
        if not (self._goes_on_to_when(last, hits) or self._goes_on_to_when(last - 1, hits)):
            return False
        return not any(last <= d.first < end and self._class_of(d) for d in self.told)

    def _goes_on_to_when(self, n: int, hits: Sequence[Hit]) -> bool:
        """Whether a token begins how, when or where it was; it may be the last one of a sequel: "restarted this", "took it at"."""
        return self.words[n] in self.by.sequel_tails or is_number(self.words[n]) or self._tells_when(n, hits)

    def _tells_when(self, n: int, hits: Sequence[Hit]) -> bool:
        """Whether a token begins how long it has been, or when it was: "for six years", "on 4 May", "on the ward", "the next day"; not "for petrol", "on 40 mg prednisolone"."""
        words = self.words
        if words[n] == LASTING:
            times = (h for h in hits if h.layer == UNIT and h.meanings[0] is not None and h.meanings[0][0] == "time")
            return any(n < h.first <= n + LONG for h in times)
        if words[n] not in WHEN_BEGINS or n + 1 >= len(words):
            return False
        if is_number(words[n + 1]):
            return words[n] != "on" or (
                n + 2 < len(words) and (words[n + 2] in "/-" or words[n + 2] in self.by.sequel_tails)
            )
        return words[n + 1] in self.by.sequel_tails or (words[n] != "the" and words[n + 1] in self.by.sequel_leads)

    def _is_unfinished(self, hit: Hit) -> bool:
        """Whether it is told as going on: "settling"."""
        return not self.by.unfinished.isdisjoint(self.words[hit.first : hit.last])

    def _is_idle_to(self, n: int) -> bool:
        """Whether the sentence tells of nothing else before a token: "She stopped in 2009, and in May she began again."."""
        return all(self._is_idle(self.words[m]) or m in self.told_of for m in range(self.start, n))

    def _turned(self, sequel: Sequel, hit: Hit, of: frozenset[str], *, within: bool = False) -> list[Draft]:
        """The things of which a sequel is told. of: what it may be of; empty for anything; within: only of what its own sentence tells."""
        before = () if within else self.last if sequel.only_next else self.before
        told = (*before, *self.told)
        pool = [d for d in told if self._is_near(d, hit) and not self._is_treated(d, told)]
        fitting = [
            d
            for d in pool
            if (not of or d.about in of) and self._class_of(d) in sequel.of and _stood(d, hit) in sequel.was
        ]
        if not fitting:
            return []
        nearest = fitting[-1]
        after = [d for d in pool if d.first > nearest.first and not of]
        if any(is_anothers(d) for d in (nearest, *after)) or (sequel.only_next and after):
            return []
        return [d for d in fitting if self._goes_with(d, nearest)]

    def _is_treated(self, d: Draft, told: Sequence[Draft]) -> bool:
        """Whether a use is named only as what a treatment is for: "methadone for OUD"."""
        if self._class_of(d) != USE:
            return False
        treatments = (o for o in told if o.last < d.first <= o.last + FOR_WHAT and self._class_of(o) == TREATMENT)
        return any(LASTING in self.words[o.last : d.first] for o in treatments)

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


def names_of(hit: Hit, *roles: str) -> frozenset[str]:
    """The things to which a phrase of `known_by` is one of some roles."""
    return frozenset(about for about, role in hit.meanings if role in roles) if hit.layer == KNOWN else ANYTHING


def is_test(hit: Hit) -> bool:
    """Whether a phrase names a test that shows whether something is there."""
    return bool(names_of(hit, "settles", "shows"))


def is_idle(by: Reader, word: str) -> bool:
    """Whether a word may stand in a sentence that speaks of nothing else: "seen by the registrar"."""
    return word in by.idle or is_number(word) or not is_word(word)


def is_aside(by: Reader, words: Sequence[str]) -> bool:
    """Whether a sentence speaks of nothing that anything became of."""
    return any(map(is_word, words)) and all(is_idle(by, w) for w in words)


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
