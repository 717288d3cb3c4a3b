"""Who tells a text, and of whom, as far as all its words together say: somebody of himself, a clinician, a caller, somebody at work."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from waymend.read.cues import Cue
from waymend.read.fold import is_number
from waymend.read.roles import OTHER, Roles, roles_of

if TYPE_CHECKING:
    from waymend.read.people import Subjects

SEXES = {"m": "male", "f": "female"}
TELLERS = ("i", "we")
EXPOSED = 4  # tokens between somebody at work and what came to him: "porter, pricked by", "needlestick in a nurse"
OPENING = 8  # tokens in which somebody says that he writes of those whom he looks after
AFTER_MY = 4  # tokens after "my" within which a relative is the writer's
OF_HIS_OWN = 3  # tokens from "my" within which a relative is told of: "my little brother"
AT_LENGTH = 3  # times that "he" or "she" is said
LETTER = 30  # tokens of a note or letter that is known by how it is written
DIED = 4  # tokens after somebody in which it is told of what he died: "has since died of"
SOURCE = "source"  # somebody else, where something came to the patient from him
AND_AGE = (",", "(", "is", "who", "aged", "age")  # between somebody and the age with which he is introduced


class Narrator(NamedTuple):
    clinical: bool  # it is a note, or a report by somebody at work
    told: bool  # by somebody who says "I"
    of_one: bool  # "My son … he … he": somebody else is told of at length, the writer hardly
    introduced: bool  # "My son is 28": whom a text begins with, and no clinician writes so
    exposed: bool  # something came from a patient to somebody at work
    calls: bool  # somebody else tells of the patient
    called_about: str | None  # the relative whom he tells of
    served: int  # where the patient of a report is named; -1 where he is not
    opened: str | None  # the child of whom a note tells from its first word on: "Toddler found chewing …"
    sex: str  # of the patient, where it is told before anybody else is named
    roles: Roles  # who is who where people are named by what they are to each other


class Mark(NamedTuple):
    """Where somebody is named: by a cue somebody else, without one the patient or the writer. until: the token up to which that holds."""

    n: int
    other: Cue | None
    until: int
    seeing: bool = False  # the writer says what he did or saw: "when I pressed it"
    role: bool = False  # by what he is to the patient: "donor", "source"


def narrator_of(by: Subjects, words: Sequence[str]) -> Narrator:
    """Who tells a text of these words."""
    told = not by.writer.isdisjoint(words) and _is_told(by, words)
    role = _role(by, words)
    named = [n for n, w in enumerate(words) if by.is_kin(w)]
    first = named[0] if named else 0
    introduced = _is_introduced(by, words, first)
    clinical = not introduced and (
        role is not None
        or (_is_clinical(by, words) and not _is_of_his_own(by, words))
        or (not told and _are_two(by, words, named))
        or _is_written_out(by, words)
    )
    calls = not by.calls.isdisjoint(words) and by.patient.isdisjoint(words)
    roles = roles_of(by, words)
    exposed = _is_exposed(by, words)
    teller = _teller(by, words) if calls else None
    called = _called_about(by, words, teller) if calls else None
    calls = calls and teller is None  # who is who is told, as in any note
    opened = words[0] if clinical and words and words[0] in by.offspring and words[0] not in by.young else None
    return Narrator(
        clinical=clinical,
        told=told,
        of_one=_is_of_one(by, words),
        introduced=introduced,
        exposed=exposed,
        calls=calls,
        called_about=called,
        served=-1 if role is None or exposed else _served(by, words, role),
        opened=opened,
        sex=(by.sex_of(called) if called and not calls else "") or _sex_of_patient(by, words, roles, exposed=exposed),
        roles=roles,
    )


def owner_of(by: Subjects, words: Sequence[str], first: int) -> Cue | None:
    """Whose treatment it is that another took: "swallowed his grandmother's Suboxone", "her mum's 30 mg methadone". first: where it is named."""
    n = first - 1
    while n > 0 and (is_number(words[n]) or words[n] in by.doses):
        n -= 1
    of_kin = n >= 0 and words[n].endswith("'s") and words[n].removesuffix("'s") in by.related
    return Cue("other", n, n + 1) if of_kin else None


def has_died(by: Subjects, words: Sequence[str], n: int) -> bool:
    """Whether it is told of what somebody died, who is nobody to be helped: "son died of an overdose last October"."""
    after = words[n + 1 : n + 1 + DIED]
    return any(w in by.died and o in by.died_of for w, o in pairwise(after))


def _is_told(by: Subjects, words: Sequence[str]) -> bool:
    """Whether somebody says "I" outside of quotation marks, and not only that he was told: "she tells me"."""
    quoted = False
    for n, word in enumerate(words):
        if word == '"':
            quoted = not quoted
        elif (
            word.replace("'", "") in by.writer and not quoted and not (word == "me" and n and words[n - 1] in by.tells)
        ):
            return True
    return False


def _is_clinical(by: Subjects, words: Sequence[str]) -> bool:
    """Whether words of a note say so: "the patient's", "I examined"."""
    return any(
        w.removesuffix("'s") in by.clinical or (w in by.doctoring and n > 0 and words[n - 1] in TELLERS)
        for n, w in enumerate(words)
    )


def _is_of_his_own(by: Subjects, words: Sequence[str]) -> bool:
    """Whether somebody tells of a person of his own, in whatever words: "my brother's wound has an eschar", not "my patient's husband"."""
    for n, word in enumerate(words):
        if word in by.my:
            after = words[n + 1 : n + OF_HIS_OWN]
            of_a_patient = any(w.removesuffix("'s") in by.patient for w in after)
            if not of_a_patient and any(by.is_kin(w) for w in after):
                return True
    return False


def _is_written_out(by: Subjects, words: Sequence[str]) -> bool:
    """Whether a text of some length tells of "him" or "her" and says neither "my" nor "me", asks nothing and shortens no word: "I do not think that he injects"."""
    if len(words) < LETTER or by.third.isdisjoint(words) or "?" in words:
        return False
    return not any(
        w.replace("'", "") in by.short
        or ("'" in w and len(w) > 1 and not w.endswith("'s"))
        or (w in by.of_himself and not (n and words[n - 1] in by.tells))
        for n, w in enumerate(words)
    )


def _is_of_one(by: Subjects, words: Sequence[str]) -> bool:
    plain = [w.replace("'", "") for w in words]
    spoken_of = sum(w in by.third for w in plain)
    return spoken_of >= AT_LENGTH and spoken_of > sum(w in by.writer for w in plain)


def _role(by: Subjects, words: Sequence[str]) -> int | None:
    """Where a report begins by saying who writes it: "Hostel worker here", not "my worker says"."""
    role = next((n for n in range(min(OPENING, len(words))) if words[n] in by.reports), None)
    return None if role is None or any(w in by.known for w in words[:role]) else role


def _served(by: Subjects, words: Sequence[str], role: int) -> int:
    """The one whom a report names first, "guy", "one of the girls"; -1 where it names nobody so."""
    return next((n for n in range(role + 1, len(words)) if words[n].removesuffix("'s") in by.served), -1)


def _are_two(by: Subjects, words: Sequence[str], named: Sequence[int]) -> bool:
    """Whether "he" or "she" is another than those who are named: "his brother", "he and his wife", "boyfriend overdosed next to her"."""
    sexes = {by.sex_of(words[n]) for n in named}
    return bool(named) and any(
        w in by.third and (n < named[0] or not ("" in sexes or by.sexes[w] in sexes)) for n, w in enumerate(words)
    )


def _is_introduced(by: Subjects, words: Sequence[str], n: int) -> bool:
    """Whether a text begins with somebody of its writer's and an age: "my son is 28", "my partner, 36, ..."."""
    if n > AFTER_MY or by.my.isdisjoint(words[:n]):
        return False
    at = n + 1
    while at < min(n + AFTER_MY, len(words)) and words[at] in AND_AGE:
        at += 1
    return at < len(words) and is_number(words[at])


def _is_exposed(by: Subjects, words: Sequence[str]) -> bool:
    """Whether something came from a patient to somebody at work: "porter pricked by a needle", "needlestick in staff nurse"."""
    if by.exposing.isdisjoint(words):
        return False
    if SOURCE in words and not by.protects.isdisjoint(words):
        return True  # "Splash to the eye. Source contacted: hepatitis C. PEP not indicated."
    first = next((n for n, w in enumerate(words) if w in by.workers), len(words))
    if any(words[n] in by.sources for n in range(first)):
        return False
    for n, word in enumerate(words):
        if word in by.exposing:
            around = range(max(n - EXPOSED, 0), min(n + EXPOSED + 1, len(words)))
            if any(words[m] in by.workers for m in around) and ":" not in words[around[0] : n]:
                return True
    return False


def _called_about(by: Subjects, words: Sequence[str], teller: int | None) -> str | None:
    """The relative whom a caller or a report by somebody else is about: the child of the family, or whoever a "caller" names first."""
    if teller is not None:
        plain = (w.removesuffix("'s") for w in words[teller + 1 :])
        return next((w for w in plain if w in by.related and w != words[teller]), words[teller])
    first = next((n for n, w in enumerate(words) if w in by.young), None)
    young = None if first is None else words[first]
    if first and words[first - 1] == "from":  # "Call from daughter. Dad hot to touch"
        young = next((w for w in words[first + 1 :] if w in by.related and w not in by.young), young)
    if young is None and "caller" in words:
        plain = (w.replace("'", "").removesuffix("s") for w in words[words.index("caller") :])
        young = next((w for w in plain if w in by.kin), None)
    return young


def _teller(by: Subjects, words: Sequence[str]) -> int | None:
    """Where a form says who calls: "Caller: wife. Husband has a fever"."""
    return next(
        (
            n
            for n in range(2, len(words))
            if words[n] in by.related and words[n - 1] == ":" and words[n - 2] in by.calls
        ),
        None,
    )


def _sex_of_patient(by: Subjects, words: Sequence[str], roles: Roles, *, exposed: bool) -> str:
    """The sex that is told of somebody before a relative is named, or who is somebody else by his role."""
    if roles.maternal:
        return "female"
    for n, word in enumerate(words):
        source = word == SOURCE and (exposed or (n + 1 < len(words) and words[n + 1] in by.sources))
        if source or word.removesuffix("'s") in by.related or roles.of(by, words, n) == OTHER:
            return ""
        if sex := _sex_at(by, words, n):
            return sex
    return ""


def _sex_at(by: Subjects, words: Sequence[str], n: int) -> str:
    """What a word says of the sex of the one whom it names: "he", "gentleman", the F of "34F"."""
    if words[n] in SEXES and n and is_number(words[n - 1]):
        return SEXES[words[n]]
    return by.sexes.get(words[n].replace("'", ""), "")
