"""Who is who where a text names people by what they are to each other: donor and recipient, index case and contact, patient A and patient B, "brother (this chart)".

In the notes of a midwife the patient is "mother", and the baby is somebody else.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from waymend.read.fold import is_number, is_word

if TYPE_CHECKING:
    from waymend.read.people import Subjects

OPENING = 8  # tokens in which a note says what its patient received
OF_HERS = 4  # tokens after "mother" in which a word tells of her as of another: "mother had a postpartum DVT"
LABELS = ("a", "b", "c", "d", "1", "2", "3", "4")  # of several patients: "Pt A", "Pt 2"
OWN, OTHER, BABY = "own", "other", "baby"


class Roles(NamedTuple):
    """Whom each word of a text means: the patient (own), somebody else (other), or nobody of whom it says so ("")."""

    giver: str = ""  # donor
    taker: str = ""  # recipient
    indexed: str = ""  # index case
    label: str = ""  # the patient's, where several patients have one
    kin: str = ""  # the relative whose chart it is
    maternal: bool = False  # it is of a mother, and of her baby beside her

    def of(self, by: Subjects, words: Sequence[str], n: int) -> str:
        """Whom a token names."""
        word = words[n].removesuffix("'s")
        after = words[n + 1] if n + 1 < len(words) else ""
        if self.label and word in by.patient and after in LABELS:
            return OWN if after == self.label else OTHER
        if word in by.taker:
            return self.taker
        if word in by.giver or word in by.index:
            told = self.giver if word in by.giver else self.indexed
            return "" if after in by.of_things else told  # "donor site", "index finger"
        if self.maternal and word in by.newborn:
            return BABY
        if self.maternal and word in by.mother:
            before = words[n - 1] if n else ""
            return "" if before in by.third or before in by.my or before.removesuffix("'s") in by.patient else OWN
        return OWN if word == self.kin else ""


def roles_of(by: Subjects, words: Sequence[str]) -> Roles:
    """The roles of a text of these words."""
    giver = _giver(by, words) if any(w.removesuffix("'s") in by.giver for w in words) else ""
    taker = OTHER if giver == OWN else OWN if giver == OTHER else ""
    indexed = not by.index.isdisjoint(words) and not by.traced.isdisjoint(words)
    first = next((w for w in words[:OPENING] if w in by.mother or w in by.newborn or w in by.nursery), "")
    maternal = (not first or (first in by.mother and first not in by.nursery)) and any(
        w in by.maternal and by.mother.isdisjoint(words[max(n - OF_HERS, 0) : n]) for n, w in enumerate(words)
    )
    return Roles(giver, taker, OTHER if indexed else "", _label(by, words), _kin(by, words), maternal)


def _giver(by: Subjects, words: Sequence[str]) -> str:
    """Whether a donor is the patient: "donor recalled", not "kidney recipient, day 9. Donor was ..."."""
    if not by.receives.isdisjoint(words[:OPENING]):
        return OTHER
    if not by.gives.isdisjoint(words) or any(
        w in by.giver and (words[n + 1] in by.of_giver or (n > 0 and words[n - 1] in by.giving))
        for n, w in enumerate(words[:-1])
    ):
        return OWN
    return "" if by.receives.isdisjoint(words) and by.organs.isdisjoint(words) else OTHER


def _label(by: Subjects, words: Sequence[str]) -> str:
    """The label of the patient of a note that tells of two: whom it says it is of, else the first."""
    found: list[str] = []
    for n in range(len(words) - 2):
        if (
            words[n] in by.patient
            and words[n + 1] in LABELS
            and not (is_number(words[n + 1]) and is_word(words[n + 2]))
        ):
            if words[n + 2] == "(" and words[n + 3 : n + 4] == ["this"]:
                return words[n + 1]
            found.append(words[n + 1])
    return found[0] if len(set(found)) > 1 else ""


def _kin(by: Subjects, words: Sequence[str]) -> str:
    """The relative who is the patient: "contacts: brother (this chart)"."""
    for n in range(len(words) - 3):
        if words[n + 1] == "(" and words[n + 2] in by.known and words[n + 3] in by.charted and by.is_kin(words[n]):
            return words[n].removesuffix("'s")
    return ""
