"""One sentence being read: what its phrases tell, each turned by what stands around it, what the mentions say of each other, and its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from waymend.read import belonging, cues, forms, relations, signed
from waymend.read.clauses import joins
from waymend.read.cues import Cue
from waymend.read.fold import is_gap, is_number, is_word
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
from waymend.read.numbers import Measure, Near
from waymend.read.scopes import LIST_AHEAD, NOT_TURNED, Scopes, Turned
from waymend.read.subjects import Draft
from waymend.read.ways import (
    doubted_within,
    going_on,
    of_doing,
    of_treated,
    of_treatment,
    of_use,
    ordered,
    status_of,
    thought_of,
    with_over,
    with_own,
)

if TYPE_CHECKING:
    from waymend.read.text import Text

NEAR = 6  # tokens beside a medical injection in which injecting is that injection
NAMES = frozenset((NAMED, CONCERN, APART))
SAID = NAMES | {FINDING, OPTION, DENIED, TOGETHER, HINT, DENIABLE}
UNSURE = frozenset(("absent", "possible", "planned"))  # as which a hint tells nothing
TOLD = frozenset((FINDING, TOGETHER))
WORDED = frozenset((NAMED, APART, HINT))
INSTRUCTED = ("planned", "taught")
ADDRESSED = frozenset(("you", "your", "yourself"))
PLACING = frozenset(("of", "in", "to", "along", "over"))  # between a disease and where it is
THRESHOLD = 4  # tokens from a denial to the number that was not reached
ABOVE = frozenset((">", "over", "above"))
# Denied from then on: "has not touched a needle since", as "no needles since".
SINCE = frozenset(("since_after", "until_after"))
OPENING = frozenset(':"')  # before what somebody is told
RISKED = 4  # tokens after the colon of a heading in which a risk may be named, and the heading with it
ORIGIN = 3  # tokens from "source" to the doubt about it: "source most likely"
OF_HEAD = 3  # words beside an illness with which a plan begins to tell of it
OWN = 2  # tokens before injecting in which "still" or "no longer" says that it is no clinic's
PARTED = frozenset(",-")  # between a doubt and injecting: "?DVT - groin injector"


class Sentence:
    """One sentence of a text: tokens start…end under one heading."""

    def __init__(self, of: Text, hits: Sequence[Hit], start: int, end: int) -> None:
        by = of.by
        self.of = of
        self.by = by
        self.words = of.words
        self.hits, self.start, self.end, self.section = hits, start, end, of.section
        self.said = self._said()
        self.cues = cues.cues_of(by, hits, self.words, end) + cues.signs(of.found, start, end)
        self.asked = forms.asked(by, self.words, start, end)
        self.answers = (of.section != "planned" and signed.answers(of.found, start, end)) or forms.answers(
            by, of.found, start, end
        )
        self.kept = cues.free(by, of.found, self.cues, self.said, start, asked=self.asked is not None)
        self.kept += forms.bounds(self.answers) + cues.joints(of.found, start, end)
        self.scopes = Scopes(by.grammar, self.words, start, end, self.kept, {h.first for h in self.said})
        self.medical = [h for h in hits if h.layer == MEDICAL]
        self.treated = self._is_of_treatment()
        self.near = [Near(str(m), h.first, h.last) for h in hits if h.layer == TIMED for m in h.meanings]
        self.drafts: list[Draft] = []

    def read(self) -> list[Draft]:
        by, words, of, drafts = self.by, self.words, self.of, self.drafts
        for hit in self.said:
            if hit.meanings != (None,) and not self._means_other(hit):
                self._tell(hit)
        if not self.medical:
            drafts += relations.by_route(by, words, self.hits, drafts, self.start, self.end)
            if not any(d.about in by.routed or d.about in by.injecting for d in drafts):
                drafts += relations.by_form(by, words, self.hits, of.last, self.section, self.start)
        relations.share(by, words, drafts)
        relations.of_one_screen(by, words, drafts, self.start)
        relations.doubt_again(by, words, drafts)
        relations.deny_on(by, words, drafts)
        relations.of_use_alone(by, words, drafts)
        year = of.now.year if of.now else by.year
        drafts += by.when.settle(
            words, self.hits, drafts, self.scopes, self.start, self.end, of.last, stays=of.stays, year=year
        )
        relations.follow(by, drafts)
        if self.asked != "no":  # "ever tested positive for HIV? No."
            by.results.read(drafts, self.hits, self.kept, of.found, self.start, self.end)
        relations.choose(by, words, drafts, self.said)
        drafts[:] = relations.without_heads(by, words, drafts)
        drafts += relations.old_ones(by, of.last, self.hits, drafts)
        for measure in by.measures.of(of.found, self.start, self.end, self.hits, self.near or of.carried, of.now):
            self._measure(measure)
        return drafts

    def _said(self) -> list[Hit]:
        """What tells something; of what lies inside something longer only what that may hold: a lump inside a hard lump, the redness of a "painful red lump"."""
        of, hits = self.of, self.hits
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
        referred = of.topic.hits(of.found, of.keys, self.start, self.end, of.text, said)
        return sorted((*said, *referred), key=lambda h: (h.first, -h.last)) if referred else said

    def _denies(self, denied: Hit, hit: Hit) -> bool:
        """Whether a denial of the same thing lies over a finding ("no naloxone given"), or in it ("[did not give] naloxone")."""
        if not hit.meanings[0] or denied.meanings[0] != hit.meanings[0][0]:
            return False
        if denied.first <= hit.first and hit.last <= denied.last:
            return True
        inside = hit.first <= denied.first and denied.last <= hit.last + 1
        return inside and self.words[denied.first].replace("'", "") in self.by.nots

    def _means_other(self, hit: Hit) -> bool:
        """Whether the words of a phrase mean something else here: OD beside OS and VA is the right eye, "no use of accessory muscles" denies no drug."""
        by, words = self.by, self.words
        if hit.layer == DENIED and hit.meanings[0] in by.meant:
            return not (cues.closes(words, hit.last) or words[hit.last] in by.since)
        first = hit.first + (words[hit.first] == "on")  # "on naltrexone"
        others = by.unless.get(words[first]) if hit.last - first == 1 else None
        if others is None or others.isdisjoint(words):
            return False
        beside = (w for w in others if w in words)
        # Not "alcohol and OUD, on naltrexone".
        return any(by.despite.get(w, frozenset()).isdisjoint(words) for w in beside)

    def _tell(self, hit: Hit) -> None:
        """Add what a phrase tells: each of its meanings turned by itself."""
        way_of_all = self._way_of(hit)
        if way_of_all is None:
            return
        for meaning in hit.meanings:
            if meaning is None:
                continue
            about, option = meaning if isinstance(meaning, tuple) else (meaning, None)
            if self._is_of_another(way_of_all, hit, about):
                continue
            way = self._turned_as(way_of_all, hit, about)
            if not self._counts(way, hit, about):
                continue
            used = self.section == "planned" and (
                about in self.by.routed or about in self.by.injecting or self._heads(hit, about, way)
            )
            used = used and way.offer is None  # no use is planned, but "plan: ask about injecting"
            draft = Draft(about, option, hit.first, hit.last, way, "now" if used else self.section)
            said = self.words[hit.first : hit.last]
            implied = about == self.by.injecting_drugs and self.by.nots.isdisjoint(said)  # "only smokes"
            implied = implied or about in self.by.ordered  # "BBVs negative except hep C"
            implied = implied or any(is_number(w) for w in said)  # a score: "CIWA 0", of who is in opioid withdrawal
            draft.wide = hit.layer == DENIABLE or (hit.layer == DENIED and implied)
            draft.weak = hit.layer == HINT
            self.drafts.append(draft)
            present = status_of(way._replace(family=None), self.section)[0] == "present"
            self.near.append(Near(about, hit.first, hit.last, present))

    def _heads(self, hit: Hit, about: str, way: Turned) -> bool:
        """Whether a plan names by it what is to be treated: "Plan: 1. R arm cellulitis - cefazolin 2. DVT: apixaban"."""
        when, words = self.by.when, self.words
        going_on = way._replace(keeps=None, current=None, treats=None, done=None)
        if going_on != NOT_TURNED or about not in when.episodes or about in when.events or about in when.signs:
            return False
        after, first = hit.last, hit.first
        while after < min(hit.last + OF_HEAD, self.end) and is_word(words[after]):
            after += 1
        while first > max(hit.first - OF_HEAD, self.start) and is_word(words[first - 1]):
            first -= 1
        if after + 1 >= self.end or not (words[after] == ":" or after in self.scopes.dashes):
            return False
        return first == self.start or words[first - 1] in ".)#,;-" or is_gap(words[first - 1])

    def _way_of(self, hit: Hit) -> Turned | None:
        """How a phrase is turned, whatever it tells; None for what stands by a box that nobody ticked."""
        by, words = self.by, self.words
        told = next((a for a in self.answers if a.first <= hit.first and hit.last <= a.last), None)
        if "empty" in (self.asked, told and told.said):
            return None
        if told is not None and told.said != signed.PLUS:
            way = NOT_TURNED
            if told.said == "no":
                way = way._replace(negated=Cue("deny_after", told.at, told.at + 1))
            elif told.said == "yes" and told.at < told.first:
                way = way._replace(negated=self._denied_in(told, hit))
        else:
            way = self.scopes.turned(hit.first, hit.last)
            if way.unasked is not None:
                return None
            if hit.layer == DENIED:
                way = way._replace(negated=Cue("deny", hit.first, hit.last), possible=None)
            elif hit.layer in WORDED and way.negated is None:
                way = way._replace(negated=self._denial_over(hit))
            if told is not None and way.negated is not None and not told.first <= way.negated.first < told.last:
                way = way._replace(negated=None)  # "heroin(+) meth(-)"
            if words[hit.first] == "on":
                way = going_on(way, words, hit.first, being=hit.first > 0 and words[hit.first - 1] in by.being)
            if hit.layer in NAMES:
                if way.had is not None and way.historical is None:
                    way = way._replace(historical=way.had)
                if hit.last - hit.first > 1:
                    way = with_own(way, self.cues, hit)
                    if not by.stays.isdisjoint(hit.meanings):
                        way = doubted_within(way, self.cues, hit)
            elif way.possible is not None and self._is_sure(way.possible, hit):
                way = way._replace(possible=None)
        judged = way.unlikely
        if judged is not None and judged.kind == "judged" and self.of.hinted:
            way = way._replace(negated=judged, possible=None)  # "I do not believe that this is sepsis", of a clinician
        if self.asked == "no":
            way = way._replace(negated=Cue("deny_after", self.end - 1, self.end))
        return way

    def _denied_in(self, told: forms.Answer, hit: Hit) -> Cue | None:
        """What denies a phrase inside an item that was ticked: "[x] afebrile", "[x] pump site L, no cellulitis"."""
        if hit.layer == DENIED:
            return Cue("deny", hit.first, hit.last)
        beside = next(
            (c for c in self.kept if c.kind == "deny" and told.first <= c.first and hit.first in (c.first, c.last)),
            None,
        )
        denied = self.scopes.turned(hit.first, hit.last).negated
        if beside is not None or denied is None:
            return beside  # "[x] denies fever [x] no rash"
        return denied if denied.kind == "deny" and told.first < denied.first else None

    def _denial_over(self, hit: Hit) -> Cue | None:
        """A denial of the same thing that begins before a name and lies over it, or over its beginning: "non-IV drug user", "non-injecting crack user"."""
        for d in self.said:
            over = (
                d.first < hit.first and (hit.last <= d.last or (hit.first < d.last and self.words[d.first + 1] == "-"))
            ) or (d.first == hit.first and hit.last < d.last and "," not in self.words[d.first : d.last - 1])
            if d.layer == DENIED and over and d.meanings[0] == hit.meanings[0]:
                return Cue("deny", d.first, d.last)
        return None

    def _is_sure(self, doubt: Cue, hit: Hit) -> bool:
        """Whether what is felt or seen is there although a name is doubted: "feels like a rope", "maybe cellulitis, red and hot"."""
        return doubt.kind == "like" or (doubt.kind == "doubt" and "," in self.words[doubt.last : hit.first])

    def _is_of_another(self, way: Turned, hit: Hit, about: str) -> bool:
        """Whether what a phrase names belongs to something else: to what is wanted, to what a clinic gave, to a finding of a place."""
        by = self.by
        beside = about in by.injecting and self._is_beside_treatment(hit)
        given = (about in by.injecting or about in by.places) and self._is_given(hit, beside=beside)
        shot = about in by.injecting and (given or (self.treated and not beside))
        shot = shot or (about in by.injecting and self.of.treated and relations.is_it(by, self.words, self.hits, hit))
        return (
            (shot and by.never_medical.isdisjoint(self.words[hit.first : hit.last]))
            or (about in by.apart and self._is_dosed(hit.last))
            or (about in by.subjects.body and belonging.is_wanted(by, self.said, hit))
            or (about in by.places and (given or belonging.is_placed(by, self.said, hit)))
            or (
                about in by.marked
                and way.possible is None
                and way.negated is None
                and belonging.is_left_by_other(by, self.words, self.said, hit, about, self.start)
            )
        )

    def _is_given(self, hit: Hit, *, beside: bool) -> bool:
        """Whether a clinic's injection stands near. beside: what is dosed in the sentence is none ("methadone 60 ml")."""
        return any(
            hit.first - NEAR <= m.last
            and m.first <= hit.last + NEAR
            and not (beside and m.first > self.start and is_number(self.words[m.first - 1]))
            for m in self.medical
        )

    def _is_beside_treatment(self, hit: Hit) -> bool:
        """Whether the doses of a sentence are of a treatment that is drunk, beside which who injects injects drugs: "methadone 80 ml, injects daily".

        Beside one that a clinic injects only who stopped, or still does: "Buvidal 96 mg, stopped injecting".
        """
        by = self.by
        if not any(h.layer == APART and not by.when.courses.isdisjoint(h.meanings) for h in self.hits):
            return False
        if any(MEDICINE in m.meanings for m in self.medical):
            return False
        own = not by.of_own_use.isdisjoint(self.words[max(hit.first - OWN, self.start) : hit.last])
        return own or by.depots.isdisjoint(self.words[self.start : self.end])

    def _is_of_treatment(self) -> bool:
        """Whether a sentence tells of a medicine that is injected, and of no drug: "estradiol 5 mg IM q7d, self-injects the thigh"."""
        if any(h.layer == APART and m in self.by.routed for h in self.hits for m in h.meanings):
            return False
        routes = [h for h in self.hits if h.layer == ROUTE]
        doses = [n for n in range(self.start, self.end) if self._is_dosed(n)] if routes else []
        return any(MEDICINE in h.meanings for h in self.medical) or any(
            n <= r.first <= n + NEAR for n in doses for r in routes
        )

    def _is_dosed(self, n: int) -> bool:
        """Whether a number of milligrams follows: a clinic gave it."""
        words = self.words
        return n + 1 < self.end and is_number(words[n]) and words[n + 1] in self.by.reading.doses

    def _turned_as(self, way: Turned, hit: Hit, about: str) -> Turned:
        """How a phrase is turned by what it tells of: a treatment is refused, a test ordered, a use given up."""
        by, words = self.by, self.words
        if way.negated is not None and way.negated.kind in ("refused", "refused_after") and about not in by.treatments:
            way = way._replace(negated=None)  # "refuses admission for endocarditis"
        if about in by.ordered and way.tests is not None:
            way = ordered(way)
        if about in by.treatments:
            way = of_treatment(self._listed_apart(way, hit))
            if about in by.events:
                way = thought_of(way, self.cues, hit)
        elif hit.layer in NAMES:
            way = self._doubted(self._placed_apart(way, hit, about), hit, about)
            if way.treats is not None and about not in by.events and about not in by.routed:
                way = of_treated(way)
        if about in by.injecting or about in by.routed:
            way = of_doing(way, words[max(hit.first - 1, self.start) : hit.last], by.when)
            if about in by.injecting:
                way = with_over(way, self.cues, hit)
            way = of_use(way, words, by.when, injecting=about in by.injecting)
        elif way.historical is not None and self._was(way.historical, hit, about):
            way = way._replace(historical=None)
        if way.gone is not None and about in by.stays and about not in by.when.chronic and about not in by.places:
            way = way._replace(historical=way.gone, current=None)
        if way.ago is not None and about in by.events:
            way = way._replace(historical=way.ago, current=None)
        if way.planned is not None and way.planned.kind == "planned_after" and self._is_headed(way.planned, hit, about):
            way = way._replace(planned=None)
        if way.negated is not None and self._is_told(way.negated, about):
            way = way._replace(negated=None, planned=way.negated)
        if about in by.injecting:
            way = relations.of_its_drug(by, words, way, hit, self.drafts)
        return way

    def _was(self, over: Cue, hit: Hit, about: str) -> bool:
        """Whether what somebody was, or had, stands before a comma, and turns nothing after it: "ex-IVDU, cellulitis"; nor a virus, which stays: "hx of IVDU, hep C"."""
        between = self.words[over.last : hit.first]
        if over.kind != "past":
            return False
        if about in self.by.ordered:
            return any(joins(self.by.grammar, w) for w in between)
        sign = about in self.by.when.signs and relations.is_of_use(self.by, over, self.drafts)
        return "," in between and (sign or self.words[over.first] in self.by.when.former)

    def _listed_apart(self, way: Turned, hit: Hit) -> Turned:
        """A treatment that comes after a comma is none of a list of what is not there: "no fentanyl, methadone 140"."""
        denied = way.negated
        if denied is None or denied.kind != "deny" or "," not in self.words[denied.last : hit.first]:
            return way
        if self.words[hit.first - 1] == "," and cues.closes(self.words, hit.last):
            return way  # "no IVDU, OST, BBV"
        if any(w in self.by.grammar.either for w in self.words[denied.last : min(hit.last + LIST_AHEAD, self.end)]):
            return way
        return way._replace(negated=None)

    def _placed_apart(self, way: Turned, hit: Hit, about: str) -> Turned:
        """A disease with its place after a denied one is none of a list: "no DVT, cellulitis of the calf"."""
        denied, words = way.negated, self.words
        if denied is None or denied.kind != "deny" or about not in self.by.when.episodes or hit.last >= self.end:
            return way
        before = words[denied.last : hit.first]
        last = min(hit.last + LIST_AHEAD, self.end)
        alone = before.count(",") == 1 and words[hit.last] in PLACING and about not in self.by.subjects.body
        if (
            not alone
            or "," in words[hit.last : last]
            or any(w in self.by.grammar.either for w in (*before, *words[hit.last : last]))
        ):
            return way
        return way._replace(negated=None)

    def _doubted(self, way: Turned, hit: Hit, about: str) -> Turned:
        """A disease that a test looks for is doubted; what somebody does only by what stands close: "?abscess, IVDU"."""
        by = self.by
        doubt = way.possible
        if doubt is not None and (about in by.injecting or about in by.routed) and self._is_of_origin(doubt):
            return way._replace(possible=None)  # "source presumed injection of meth": the injecting is sure
        if about in by.injecting:
            far = doubt is not None and not PARTED.isdisjoint(self.words[doubt.last : hit.first])
            if not far or doubt is None or doubt.kind != "doubt":
                return way
            own = (c for c in self.kept if c.kind == "doubt_after" and c.first == hit.last)
            return way._replace(possible=next(own, None))  # "?gout, IVDU suspected"
        looked_for = about not in by.routed and about not in by.chronic and about not in by.stays
        return way._replace(possible=way.seeks) if doubt is None and looked_for else way

    def _is_of_origin(self, doubt: Cue) -> bool:
        """Whether it is doubted what something comes from: "likely source", "portal presumed"; not "no source, ?IVDU"."""
        first = max(doubt.first - ORIGIN, self.start)
        while "," in self.words[first : doubt.first]:
            first += 1
        around = self.words[first : doubt.last + 1]
        return doubt.kind == "doubt" and not self.by.origins.isdisjoint(around)

    def _is_headed(self, plan: Cue, hit: Hit, about: str) -> bool:
        """Whether a problem heads what is planned for it, and so is there: "IVDU: offered SUD consult", "DVT: plan to start apixaban"; not "sepsis: discussed", "overdose: risk discussed"."""
        words, by = self.words, self.by
        if plan.first <= hit.last or words[hit.last] != ":" or about in by.ordered or about in by.treatments:
            return False
        if about in by.injecting or about in by.routed:
            return True
        at_once = plan.first == hit.last + 1 and cues.closes(words, plan.last)
        return not at_once and by.risked.isdisjoint(words[hit.last + 1 : hit.last + RISKED])

    def _is_told(self, cue: Cue, about: str) -> bool:
        """ "Do not inject": what somebody is told, and no denial."""
        first = cue.first - (self.words[cue.first] == "not" and cue.first > self.start)
        if self.words[first].replace("'", "") not in ("do", "dont") or cue.kind not in ("not", "deny"):
            return False
        if self.section in INSTRUCTED:
            return True
        opens = first == self.start or self.words[first - 1] in OPENING
        doing = about in self.by.injecting or about in self.by.routed
        return doing and opens and not ADDRESSED.isdisjoint(self.words[cue.last : self.end])

    def _counts(self, way: Turned, hit: Hit, about: str) -> bool:
        """Whether a phrase tells something as it is turned: some count only where they deny, some only where nothing turns them."""
        by = self.by
        if way.negated is not None and about == by.injecting_drugs and way.elsewhere is not None:
            return False  # "never injected in the legs"
        status = status_of(way, self.section)[0]
        if hit.layer == DENIED and about in by.meant:
            return status != "historical"  # "no use since": of what, is told elsewhere
        if hit.layer == INNER:
            return status == "present"
        if hit.layer == DENIABLE:
            over = way.historical if status == "historical" else None
            since = over is not None and (over.kind in SINCE or over.first <= hit.first < over.last)
            return status == "absent" or since
        return hit.layer != HINT or (self.of.hinted and status not in UNSURE)

    def _is_a_threshold(self, denied: Cue, measure: Measure) -> bool:
        """Whether a number is only what a denial says was never reached: "no temps >38"."""
        between = self.words[denied.last : measure.last]
        return len(between) <= THRESHOLD and not ABOVE.isdisjoint(between) and "," not in between

    def _measure(self, measure: Measure) -> None:
        """Add a number and what it tells. It is as it is said: it cannot be denied or doubted, but it can be somebody else's, planned, or of the past."""
        way = self.scopes.turned(measure.first, measure.last)
        if way.negated is not None and way.negated.kind == "deny" and self._is_a_threshold(way.negated, measure):
            return
        way = way._replace(
            negated=None, possible=None, unlikely=None, historical=None if measure.is_time else way.historical
        )
        self.drafts.append(Draft(measure.finding, None, measure.first, measure.last, way, self.section, measure))
        for about in self.by.measures.tells(measure):
            self.drafts.append(Draft(about, None, measure.first, measure.last, way, self.section))
