"""What mentions say of each other: in one sentence, and from a sentence to the next one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import TYPE_CHECKING

from waymend.read.cues import Cue, closes
from waymend.read.fold import is_gap, is_word
from waymend.read.lexicon import APART, CONCERN, DATE, ROUTE, Hit
from waymend.read.parts import is_known
from waymend.read.scopes import NOT_TURNED, Turned
from waymend.read.subjects import Draft
from waymend.read.ways import status_of

if TYPE_CHECKING:
    from waymend.read.reader import Reader

NEAR_A_DRUG = 6  # tokens between a drug and the route by which it is taken
OPENING = 4  # tokens after words that open a sentence, in which what they turn may stand
LISTS = frozenset((",", "/", "or"))
OF_A_SCREEN = ("deny_after", "minus_after")
HEADED = frozenset(":;.(-")
ITEM = 9  # tokens of an item of a list
OPENS = ("if", "planned", "doubt")
OR_AN = 3  # tokens from one disease to the other: "or", "or an early"
HEADING = 4  # tokens from the name in a heading to its colon: "MOUD at admit:"
UNDER = 8  # tokens after the colon in which the same is told
RIGHT_UNDER = 3  # the same, of what denies it
SINCE = 10  # tokens from a sign to the "none since" that is said of it
TO_BEGIN = ("planned", "offer")
PARTS = frozenset(",-;")
DESCRIBED = frozenset(",-;:(")  # between a mark that is described and its doubted name
TURNS_BACK = ("quit_after", "out_after", "deny_after")


def of_its_drug(by: Reader, words: Sequence[str], way: Turned, hit: Hit, drafts: Sequence[Draft]) -> Turned:
    """ "Heroin in her 20s, injected.": as the drug before the comma."""
    drugs = [d for d in drafts if d.about in by.routed]
    alone = hit.last - hit.first == 1 and hit.first and words[hit.first - 1] == "," and closes(words, hit.last)
    return drugs[-1].way if drugs and alone and way == NOT_TURNED else way


def is_of_use(by: Reader, over: Cue, drafts: Sequence[Draft]) -> bool:
    """Whether what is over is a use, so that a sign after its comma is of now: "hx of IVDU, fever, back pain"."""
    uses = (d for d in drafts if d.about in by.injecting or d.about in by.routed)
    return any(d.way.historical == over for d in uses)


def by_route(
    by: Reader, words: Sequence[str], hits: Sequence[Hit], drafts: Sequence[Draft], start: int, end: int
) -> list[Draft]:
    """Injecting told by the route after or before a drug's name: "heroin daily IV", "IM heroin".

    What a ward gives by a needle too tells of it only where somebody takes it: "uses morphine, mostly IV".
    """
    if any(d.about == by.injecting_drugs for d in drafts):
        return []
    of_ward = not any(d.section == "habits" for d in drafts) and by.of_taking.isdisjoint(words[start:end])
    for drug in reversed(drafts):
        if drug.about not in by.routed:
            continue
        if of_ward and drug.option is not None and words[drug.first] in by.on_wards:
            continue  # "Morphine - IV", "lorazepam IVP"
        for route in hits:
            if route.layer != ROUTE:
                continue
            before = 0 <= drug.first - route.last <= 1
            between = words[drug.last : route.first]
            named = between[1:] if between and between[0] == ":" else between  # "Heroin: 1 g/day IV"
            after = 0 <= route.first - drug.last <= NEAR_A_DRUG and not {";", ":"}.intersection(named)
            if after and "(" in between:
                ends = "),/;" if between[-1] == "(" else ")"
                after = (
                    route.last < len(words) and words[route.last] in ends
                )  # "heroin (90s, IV)", "heroin (IV, daily)"
            listed = bool(between) and between[-1] in (",", "no", "or")
            if after and (listed or "," in between or words[route.last - 1] in by.when.shots):
                after = listed and _ends_line(words, route.last)  # "denies heroin, meth, injection"
            if before or after:
                return [Draft(by.injecting_drugs, None, route.first, route.last, drug.way, drug.section)]
    return []


def is_it(by: Reader, words: Sequence[str], hits: Sequence[Hit], hit: Hit) -> bool:
    """Whether what is injected is the medicine of the sentence before: "Dalteparin for six weeks. He will inject it himself."."""
    named = any(h.layer == APART and m in by.routed for h in hits for m in h.meanings)
    return not named and not by.topics.stand.isdisjoint(words[hit.first + 1 : hit.last + 1])


def by_form(
    by: Reader, words: Sequence[str], hits: Sequence[Hit], before: Sequence[Draft], section: str, start: int
) -> list[Draft]:
    """Injecting told by a line of a form that holds nothing but the route: "Heroin, daily. Route: IV." before: the drafts of the last sentence."""
    route = next((h for h in hits if h.layer == ROUTE), None)
    while start < len(words) and not is_word(words[start]):
        start += 1
    asked = start < len(words) and (words[start] in by.form_routes or section == "habits")  # "Recreational drugs: IV."
    alone = route is not None and route.first == start and asked and _ends_line(words, route.last)
    of_drugs = section == "habits" or any(d.about in by.routed and d.way == NOT_TURNED for d in before)
    if route is None or not alone or not of_drugs:
        return []
    return [Draft(by.injecting_drugs, None, route.first, route.last, NOT_TURNED, section)]


def _ends_line(words: Sequence[str], n: int) -> bool:
    """Whether a part of a line ends, or a bracket opens that says where: "Route: IV (groin)."."""
    return closes(words, n) or words[n] == "("


def share(by: Reader, words: Sequence[str], drafts: Sequence[Draft]) -> None:
    """What is said after a list of tests is said of each: "HIV, HBV, HCV labs", "HIV/HCV neg"."""
    tests = [d for d in drafts if d.about in by.ordered]
    for d in reversed(tests):
        following = next((o for o in tests if o.first >= d.last), None)
        if following is None:
            continue
        between = words[d.last : following.first]
        if is_known(by.grammar.ongoing, words, d.first, d.last):
            continue  # "known HIV, HCV neg"
        if d.way != NOT_TURNED or not between or not all(w in LISTS or w in by.grammar.joins for w in between):
            continue
        told = following.way
        shared = {
            name: cue
            for name, cue in zip(Turned._fields, told, strict=True)
            if cue is not None and cue.kind.endswith("_after")
        }
        if shared:
            d.way = d.way._replace(**shared)


def of_one_screen(by: Reader, words: Sequence[str], drafts: Sequence[Draft], start: int) -> None:
    """What a list of drugs came to is said of each: "UDS: opiates, benzos, cocaine negative"."""
    for o in drafts:
        denied = o.way.negated
        if o.about not in by.routed or denied is None or denied.first < o.last or denied.kind not in OF_A_SCREEN:
            continue
        first = o.first
        drugs = {d.first for d in drafts if d.about in by.routed and d.way == NOT_TURNED and d.last == d.first + 1}
        while first > start and (first - 1 in drugs or _lists_drugs(by, words[first - 1])):
            first -= 1
        if first > start and not (words[first - 1] in HEADED or is_gap(words[first - 1])):
            continue
        for d in drafts:
            if first <= d.first < o.first and d.way == NOT_TURNED:
                d.way = d.way._replace(negated=denied)


def _lists_drugs(by: Reader, word: str) -> bool:
    """Whether a list of drugs goes on over a word: a comma, or a drug of which nothing is read."""
    return word in LISTS or word in by.grammar.joins or word in by.grammar.screened


def doubt_again(by: Reader, words: Sequence[str], drafts: Sequence[Draft]) -> None:
    """A mark that is described, and named with a doubt right after it: "linear scars to forearms, ? track marks"."""
    for one, other in product(drafts, drafts):
        doubt = other.way.possible
        if (
            doubt is None
            or one.about != other.about
            or one.about not in by.stays
            or one.way.possible
            or one.first >= other.first
        ):
            continue
        if one.last <= doubt.first and (
            other.first < one.last or all(w in DESCRIBED for w in words[one.last : doubt.first])
        ):
            one.way = one.way._replace(possible=doubt)


def deny_on(by: Reader, words: Sequence[str], drafts: Sequence[Draft]) -> None:
    """What a phrase denies is denied past its "or", and in the list of it: "does not want methadone or buprenorphine", "BBVs negative (HIV, HCV)"."""
    for d, o in product(drafts, drafts):
        denied = d.way.negated
        if (
            denied is not None
            and denied.last == d.last
            and o.about == d.about
            and o.way == NOT_TURNED
            and d.last < len(words)
            and (
                (o.first == d.last + 1 and words[d.last] in by.grammar.either)
                or (d.wide and words[d.last] in "(:" and d.last < o.first <= d.last + ITEM)
            )
        ):
            o.way = o.way._replace(negated=denied)


def of_use_alone(by: Reader, words: Sequence[str], drafts: Sequence[Draft]) -> None:
    """What turns a treatment, or another thing in a list, turns no use beside it: "start methadone for OUD", "OUD, not currently on methadone", "?sepsis, heroin user"."""
    for d, o in product(drafts, drafts):
        if d.about not in by.routed:
            continue
        way, treated = d.way, o.about in by.when.courses
        used = o.about in by.routed or o.about in by.injecting
        if way.planned is not None and treated and way.planned.first < o.last <= d.first:
            between = words[o.last : d.first]
            if way.planned.kind in TO_BEGIN and "," not in between and not by.when.causal.isdisjoint(between):
                d.way = way._replace(planned=None)
        elif way.quit is not None and treated and d.last <= way.quit.first and 0 <= o.first - way.quit.last <= 1:
            if by.nots.isdisjoint(words[way.quit.first : way.quit.last]):
                continue  # "OUD in remission on methadone"
            d.way = way._replace(quit=None, historical=None if way.historical == way.quit else way.historical)
            if o.way.negated is None:
                o.way = o.way._replace(historical=way.quit, current=None)
        elif (
            way.possible is not None
            and way.possible.kind == "doubt"
            and way.possible.last <= o.first < d.first
            and not (used or PARTS.isdisjoint(words[o.last : d.first]))
        ):
            d.way = way._replace(possible=None)


def without_heads(by: Reader, words: Sequence[str], drafts: Sequence[Draft]) -> list[Draft]:
    """A heading says nothing where the same is told under it: "MOUD: restarting bup tomorrow", "Opioids: none, heroin as a student"."""
    return [d for d in drafts if not _is_head(by, words, d, drafts)]


def _is_head(by: Reader, words: Sequence[str], d: Draft, drafts: Sequence[Draft]) -> bool:
    colon = d.last
    while colon < min(d.last + HEADING, len(words)) and is_word(words[colon]):
        colon += 1
    if colon >= len(words) or words[colon] != ":" or d.measure is not None:
        return False
    if status_of(d.way, d.section)[0] not in ("present", "planned") or d.way.negated is not None:
        return False
    if d.about not in by.treatments and d.about not in by.routed and d.about not in by.when.episodes:
        return False
    return any(
        o.about == d.about
        and o.first > colon
        and o.first - colon <= (RIGHT_UNDER if o.way.negated is not None else UNDER)
        for o in drafts
    )


def none_since(
    by: Reader, words: Sequence[str], before: Sequence[Draft], drafts: Sequence[Draft], cues: Sequence[Cue], start: int
) -> list[Draft]:
    """A sign that was and is no more: "fever on Tuesday, none since". before: the drafts of the last sentence."""
    while start < len(words) and not is_word(words[start]):
        start += 1
    for cue in cues:
        if cue.kind != "none_since_after":
            continue
        told = [d for d in drafts if d.measure is None and d.last <= cue.first and cue.first - d.last <= SINCE]
        if cue.first == start and not any(d.first < cue.last + OPENING for d in drafts):
            told = list(before)
        if (
            not told
            or not is_sign(by, told[-1])
            or any(c.kind == "turns" and told[-1].last <= c.first < cue.first for c in cues)
        ):
            continue
        d = told[-1]
        if _is_of_before(by, words, d, cue):
            for o in told:
                if o.about == d.about and o.way.negated == d.way.negated:
                    o.way = o.way._replace(negated=None, historical=cue, current=None)
        if status_of(d.way, d.section)[0] in ("present", "historical"):
            none = Draft(d.about, None, cue.first, cue.last, NOT_TURNED._replace(negated=cue), d.section)
            none.other, none.own = d.other, d.own
            return [none]
    return []


def _is_of_before(by: Reader, words: Sequence[str], d: Draft, none: Cue) -> bool:
    """Whether a "none today" denies nothing of what was told before its comma: "fever at home yesterday, none today", not "fever, none today"."""
    between = words[d.last : none.first]
    denied = d.way.negated is not None and d.way.negated.first == none.first
    return denied and len(between) > 1 and between[-1] in PARTS and all(_is_of_time(by, w) for w in between[:-1])


def _is_of_time(by: Reader, word: str) -> bool:
    """Whether a word may tell when or where a sign was, and goes on with no list."""
    return is_word(word) and word not in LISTS and word not in by.grammar.joins and word not in by.grammar.either


def is_sign(by: Reader, d: Draft) -> bool:
    """Whether a mention is of a sign that comes and goes."""
    return (
        d.about in by.when.episodes and d.about in by.subjects.body and d.about not in by.events and d.measure is None
    )


def follow(by: Reader, drafts: Sequence[Draft]) -> None:
    """What was done in an event of the past is of the past: "OD 3 weeks ago, friend gave her Narcan"."""
    event: Draft | None = None
    for d in drafts:
        if event is not None and d.about == by.follows.get(event.about) and d.way == NOT_TURNED:
            d.way = d.way._replace(historical=event.way.historical)
        if d.about in by.follows:
            event = d


def choose(by: Reader, words: Sequence[str], drafts: Sequence[Draft], said: Sequence[Hit]) -> None:
    """ "DVT or cellulitis": neither is sure."""
    named = [
        d
        for d in drafts
        if d.about in by.when.episodes
        and d.about not in by.events
        and d.about not in by.subjects.body
        and d.way == NOT_TURNED
    ]
    for one, other in product(named, named):
        doubt = _or_between(words, one.last, other.first)
        if doubt is not None:
            one.way, other.way = one.way._replace(possible=doubt), other.way._replace(possible=doubt)
    for d, concern in product(named, (h for h in said if h.layer == CONCERN)):  # "cellulitis or early nec fasc"
        for doubt in (_or_between(words, d.last, concern.first), _or_between(words, concern.last, d.first)):
            if doubt is not None:
                d.way = d.way._replace(possible=doubt)


def _or_between(words: Sequence[str], first: int, last: int) -> Cue | None:
    """The "or" with which a few tokens begin."""
    return Cue("doubt", first, first + 1) if 0 < last - first <= OR_AN and words[first] == "or" else None


def old_ones(by: Reader, before: Sequence[Draft], hits: Sequence[Hit], drafts: Sequence[Draft]) -> list[Draft]:
    """What stays is told once more as "old ones": "no new track marks, old ones healed". before: the drafts of the last sentence."""
    found = []
    for hit in hits:
        if hit.layer == DATE and "others" in hit.meanings:
            named = [d for d in (*before, *drafts) if d.about in by.stays and d.option is None and d.first < hit.first]
            if named and named[-1].way.negated is not None:
                d = named[-1]
                found.append(Draft(d.about, None, hit.first, hit.last, d.way._replace(negated=None), d.section))
    return found


def take_back(
    by: Reader, words: Sequence[str], before: Sequence[Draft], drafts: Sequence[Draft], cues: Sequence[Cue], start: int
) -> None:
    """ "Possible sepsis; ruled out.": what begins with what turns the last thing said. before: the drafts of the last sentence."""
    while start < len(words) and not is_word(words[start]):
        start += 1
    cue = next((c for c in cues if c.first == start and c.kind in TURNS_BACK), None)
    of_that = False
    if cue is None and not drafts:  # "Chart lists IVDU. She says that was ten years ago."
        cue = next((c for c in cues if c.kind == "quit_after" and words[c.first] in by.grammar.definite), None)
        of_that = cue is not None
    if cue is None or any(d.first < cue.last + OPENING for d in drafts):
        return
    if cue.kind == "quit_after":  # "IVDU, heroin. Stopped 2018."
        for d in before:
            used = d.about in by.routed or d.about in by.injecting
            plain = d.way._replace(since=None) == NOT_TURNED  # "injected heroin for ten years. Stopped 2014."
            if (used or (of_that and d.about in by.when.episodes)) and plain:
                d.way = d.way._replace(historical=cue)
        return
    doubted = [
        d
        for d in before
        if status_of(d.way, d.section)[0] == "possible"
        or (
            _is_looked_for(words, d) and d.about not in by.results.of and d.about not in by.treatments
        )  # what a test came to is told by results.py
    ]
    doubt = doubted[-1].way.possible if doubted else None
    for d in doubted:
        if d is doubted[-1] or (doubt is not None and d.way.possible == doubt):
            d.way = d.way._replace(negated=cue)


def leave_open(words: Sequence[str], before: Sequence[Draft], cues: Sequence[Cue], start: int) -> None:
    """ "Any injecting? Not asked.": a question that nobody answered tells nothing. before: the drafts of the last sentence."""
    first = start
    while first < len(words) and not is_word(words[first]):
        first += 1
    if not any(c.kind == "unanswered" and c.first == first for c in cues):
        return
    while start and is_gap(words[start - 1]):
        start -= 1
    if start and words[start - 1] == "?":
        for d in before:
            d.left_open = d.way.possible is not None and words[d.way.possible.first] == "?"


def _is_looked_for(words: Sequence[str], d: Draft) -> bool:
    """Whether somebody looked for what is told: "checked for track marks"."""
    plan = d.way.planned
    return plan is not None and plan.kind == "planned" and plan.last <= d.first and words[plan.last - 1] == "for"


def go_on(
    by: Reader,
    words: Sequence[str],
    drafts: Sequence[Draft],
    cues: Sequence[Cue],
    listed: Cue | None,
    start: int,
    end: int,
) -> Cue | None:
    """A list that a colon began goes on past a semicolon: "return if: fever; redness; pus". listed: what turns it so far; back what turns what follows."""
    item = end - start <= ITEM and by.grammar.verbs.isdisjoint(words[start:end])
    if start == 0 or words[start - 1] != ";":
        listed = None
    if listed is not None and item:
        for d in drafts:
            if d.way == NOT_TURNED:
                doubts = listed.kind == "doubt"
                d.way = d.way._replace(possible=listed) if doubts else d.way._replace(planned=listed)
    if words[end - 1] != ";":
        return None
    opened = next((c for c in reversed(cues) if c.kind in OPENS and words[c.last - 1] == ":"), None)
    return opened or (listed if item else None)


def follow_another(
    by: Reader, words: Sequence[str], before: Sequence[Draft], drafts: Sequence[Draft], start: int
) -> None:
    """What a sentence without a subject tells to have been done was done to whom it happened: "His friend overdosed. Given Narcan."."""
    for d in drafts:
        done = d.first < start + OPENING and not by.given.isdisjoint(words[start : d.last])
        if done and d.other is None and not d.own and d.way == NOT_TURNED:
            events = [e for e in before if by.follows.get(e.about) == d.about]
            if events and all(e.other is not None for e in events):
                d.other = events[-1].other
