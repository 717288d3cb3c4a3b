"""The ways in which one mention is turned, put together: what its own words say of it, and the one status that comes of several turns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from waymend.read.cues import Cue
from waymend.read.lexicon import Hit
from waymend.read.scopes import Turned
from waymend.read.tense import for_ever

if TYPE_CHECKING:
    from waymend.read.when import When


FEW = 4  # tokens between a relapse and when it was


def alike(one: Turned, other: Turned) -> bool:
    """Whether neither of two mentions is denied, doubted or planned unless both are: not "?sepsis + DVT in 2015"."""
    stands = [(bool(w.negated), bool(w.possible), bool(w.planned)) for w in (one, other)]
    return stands[0] == stands[1]


def of_use(way: Turned, words: Sequence[str], when: When, *, injecting: bool) -> Turned:
    """Drugs and injecting: use that is over, or goes on, by when it was."""
    quit_ = way.quit
    if (
        quit_ is not None
        and words[quit_.first] in when.used
        and not when.relapsed.isdisjoint(words[max(quit_.first - FEW, 0) : quit_.first])
    ):
        way = way._replace(historical=None, current=quit_)  # "lapsed back to injecting 3 months ago"
    elif quit_ is not None and not injecting and words[quit_.last - 1] in when.smoked:
        way = way._replace(historical=None, current=quit_)  # "IV heroin, now only smokes": the drug goes on
    # "Smokes meth, last injected 2022": the injecting is over, the drug is not.
    elif quit_ is not None and (injecting or when.shots.isdisjoint(words[quit_.first : quit_.last])):
        way = way._replace(historical=quit_, current=None)
        denied = way.negated
        if (
            denied is not None
            and (
                quit_.first <= denied.first < quit_.last  # "no injecting since Buvidal"
                or not when.presently.isdisjoint(words[denied.first : quit_.first])  # "denies current IVDU (last 2019)"
            )
        ):
            way = way._replace(negated=None)
    if way.using is not None:
        way = way._replace(current=way.using)
    if way.since is not None and way.negated is not None and not for_ever(words, when, way.negated, way.since.first):
        way = way._replace(negated=None, historical=way.since)  # "no IVDU since July"
    return way


def of_doing(way: Turned, words: Sequence[str], when: When) -> Turned:
    """ "H/o IVDU, injects daily": what is told in the present goes on. words: the mention's and the one before it."""
    over, planned = way.historical, way.planned
    if when.does.isdisjoint(words):
        return way
    if over is not None and over.kind == "past":
        way = way._replace(historical=None)
    if planned is not None and planned.kind in ("planned", "planned_after"):
        way = way._replace(planned=None)  # "risk of reinfection discussed as still injecting"
    return way


def going_on(way: Turned, words: Sequence[str], first: int, *, being: bool) -> Turned:
    """What one is on goes on, though a "no" or "hx of" stands farther before it ("sober from fentanyl on Suboxone"). being: "being on" it."""
    near = first - 1
    if way.historical is not None and (
        way.historical.last < (near if being else first) or way.historical.kind == "old"
    ):
        way = way._replace(historical=None)
    if way.negated is not None and way.negated.last < near:
        way = way._replace(negated=None)
    if words[near] == ",":  # "unsure of the dose, on methadone"
        if way.possible is not None and way.possible.last <= near:
            way = way._replace(possible=None)
        if way.offer is not None and way.offer.last <= near:
            way = way._replace(offer=None)
        if way.planned is not None and way.planned.kind == "planned" and way.planned.last <= near:
            way = way._replace(planned=None)
    return way


def ordered(way: Turned) -> Turned:
    """A test that is asked for, or declined, says nothing of its result."""
    denied = way.negated
    if denied is not None and denied.kind.endswith("_after"):
        return way
    return way._replace(planned=way.planned or way.tests, negated=None)


def of_treatment(way: Turned) -> Turned:
    """A treatment that is asked for, or is to begin, is planned, whatever is unsure of it ("discussed methadone vs buprenorphine"); one that goes on is there, whatever it waits for ("continue methadone once confirmed")."""
    keeps, offer = way.keeps, way.offer
    if keeps is not None and not _outweighs(offer or way.planned, keeps):
        doubt = way.possible if way.possible is not None and way.possible.first < keeps.first else None
        return way._replace(planned=None, possible=doubt, historical=None, current=keeps, done=keeps)
    planned = way.planned or offer
    return way._replace(planned=planned, possible=None) if planned else way


def of_treated(way: Turned) -> Turned:
    """What is to be treated is there: "plan: I&D of the abscess", "will need antibiotics for her osteomyelitis"."""
    kept = way.planned if way.planned is not None and way.planned.kind not in ("planned", "test") else None
    return way._replace(planned=kept, done=way.done or way.treats)


def _outweighs(offer: Cue | None, keeps: Cue) -> bool:
    """Whether what is to begin says more than what goes on: it holds the other's words, or stands nearer before the treatment."""
    if offer is None:
        return False
    if offer.kind == "if" or (offer.first < keeps.last and keeps.first < offer.last):
        return True
    return not offer.kind.endswith("_after") and not keeps.kind.endswith("_after") and offer.first > keeps.first


def with_own(way: Turned, cues: Sequence[Cue], hit: Hit) -> Turned:
    """A name that holds its own cue: "never injected", "former IVDU", "if temps"."""
    for cue in cues:
        if cue.first == hit.first and cue.last < hit.last:
            if cue.kind == "deny":
                return way._replace(negated=cue)
            if cue.kind == "past":  # "now abscess, prior endocarditis"
                now = way.current if way.current is None or way.current.first > hit.first else None
                return way._replace(historical=cue, current=now)
            if cue.kind == "doubt":
                return way._replace(possible=cue)
            if cue.kind in ("if", "planned"):
                return way._replace(planned=cue)
            if cue.kind == "on" and way.historical is None:
                return way._replace(current=cue)
            if cue.kind == "current":
                return way._replace(historical=None, current=cue)  # "remote history of heroin use, chronic hepatitis C"
    return way


def with_over(way: Turned, cues: Sequence[Cue], hit: Hit) -> Turned:
    """What tells by itself that it is over: "stopped injecting", "off needles"."""
    over = next((c for c in cues if c.kind == "over" and c.first == hit.first and c.last < hit.last), None)
    return way if over is None else way._replace(historical=over)


def doubted_within(way: Turned, cues: Sequence[Cue], hit: Hit) -> Turned:
    """ "Scars suggestive of skin popping": a doubt that stands inside of a name."""
    inner = next((c for c in cues if c.kind == "doubt" and hit.first < c.first and c.last <= hit.last), None)
    return way._replace(possible=inner) if inner is not None and way.possible is None else way


def thought_of(way: Turned, cues: Sequence[Cue], hit: Hit) -> Turned:
    """What is done in an event, told with the words that only think of it: "consider naloxone", "may need naloxone"."""
    own = next((c for c in cues if c.first == hit.first and c.last <= hit.last and c.kind == "offer"), None)
    return way if own is None else way._replace(planned=own, possible=None)


def _is_after(doubt: Cue, planned: Cue) -> bool:
    """Whether a doubt comes after a plan; a disease that is looked for is doubted and not planned."""
    return doubt.first > planned.first or (doubt.kind == "seeks" and doubt.first == planned.first)


def status_of(way: Turned, section: str) -> tuple[str, Cue | None]:
    """One status of several turns: whose it is comes first, then what is only planned, then denied, over, doubted."""
    if way.family is not None:
        return "family", way.family
    if way.planned is not None and (
        way.planned.kind == "if" or not (way.negated or (way.possible and _is_after(way.possible, way.planned)))
    ):
        return "planned", way.planned
    if section == "taught" and way.done is None:
        return "planned", None
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
    if section in ("past", "once") and way.current is None:
        return "historical", None
    if section == "planned" and way.done is None and way.current is None:
        return "planned", None
    return "present", None
