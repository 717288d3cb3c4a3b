"""Whose a mention is: the writer's, or somebody's that the text tells of.

Told by who was named last before it in its sentence: "my brother had sepsis, my arm is hot". When a text tells more of a relative's body than of its
writer's, the relative is the person it is about, and what is told of them is told of the patient.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from waymend.read.cues import Cue
from waymend.read.fold import is_first, is_word
from waymend.read.narrator import AFTER_MY, SOURCE, Mark, has_died, narrator_of, owner_of
from waymend.read.numbers import Measure
from waymend.read.people import Subjects
from waymend.read.reach import reach_of
from waymend.read.roles import BABY, OTHER, OWN
from waymend.read.scopes import NOT_TURNED, Turned

NAME = 3  # letters of a name at least
SEVERAL = 2  # signs of somebody else's body in a text that tells of no other
RIGHT_AFTER_MY = 2  # of a relative who only tells: "my boyfriend says he hears voices"
AFTER_I = 3  # tokens after "I" within which he says what he did or saw
PARTING = frozenset(",;:>.")  # after which another begins to be told of
OBJECTS = ("him", "her")  # "she gave him naloxone"
ONE = ("a", "our", "my", "another")  # "also a patient"
# Between somebody and "himself".
BESIDE_SELF = frozenset([",", "-", "(", "who", "is", "was", "has", "had", "been", "also", "are", "were"])
BEFORE_BABY = ("the", "her", "their", "male", "female", "term")
THROUGH = ("by", "through", "via")  # before a worker who was not hurt: "source contacted through dentist"
HANDED = 3  # tokens from what was given to whom: "gave Narcan to his friend"
ASKED = "who"  # "she doesn't know who I am"


class Draft:
    """A mention before it is known whom the text is about. `other`: the words that name somebody else; `own`: the writer was named."""

    __slots__ = ("about", "by_kin", "first", "last", "left_open", "measure", "option", "other", "own", "result", "section", "tested", "way", "weak", "wide")  # fmt: skip

    def __init__(
        self,
        about: str,
        option: str | None,
        first: int,
        last: int,
        way: Turned,
        section: str,
        measure: Measure | None = None,
    ) -> None:
        self.about, self.option, self.first, self.last = about, option, first, last
        self.way, self.section, self.measure = way, section, measure
        self.other: Cue | None = None
        self.own = False
        self.by_kin = False
        self.tested: set[str] = set()  # what tests of it came to (results.py)
        self.result: Cue | None = None
        self.wide = False  # told in words that count only as a denial
        self.weak = self.left_open = False  # told by a hint; asked, and not answered


def begin(by: Subjects, words: Sequence[str], capitals: Callable[[int], str]) -> Who:
    """Nobody has been named yet. capitals: the word at a token as it was written."""
    return Who(by, words, capitals)


class Who:
    """Who has been named so far in one text."""

    def __init__(self, by: Subjects, words: Sequence[str], written: Callable[[int], str]) -> None:
        self.by = by
        self.words = words
        self.written = written
        self.narrator = narrator_of(by, words)
        self.clinical = self.narrator.clinical  # a heading says so too
        self.told = self.narrator.told
        self.sexes: set[str] = set()  # of those who were named
        self.names: dict[str, tuple[Cue, str]] = {}  # of those who were named, and their sex: "her son Daniel"
        self.child: Cue | None = None  # a child of the patient's, who is "the boy" after that
        self.goes_on = ""  # the sex of the one of whom alone the last sentence told
        self.role = False  # who was named by what he is to the patient
        self.kin: Cue | None = None  # the one whom "he" and "she" are
        self.kin_sex = ""
        self.mine = False  # somebody of the writer's was named
        self.opened = False  # the text begins with somebody else
        self.writer = False
        self.not_other = False  # "not me"
        self.pronoun: int | None = None
        self.owned = False  # the last sentence named the patient last

    def attribute(self, drafts: Sequence[Draft], cues: Sequence[Cue], start: int, end: int) -> None:
        """Say of each draft of a sentence whose it is."""
        family = any(d.section == "family" for d in drafts)
        marks = _Sentence(self, cues, start, end, family=family).marks()
        self.owned = bool(marks) and marks[-1].other is None
        if marks:
            opens = is_first(self.words, start, marks[0].n)
            self.goes_on = self.kin_sex if opens and all(m.other is not None for m in marks) else ""
            first = marks[0].other.first if marks[0].other is not None else end
            self.role = all(m.role for m in marks) and is_first(self.words, start, first)
        for draft in drafts:
            self._say(draft, marks)
        given = [d for d in drafts if d.other is not None and d.about in self.by.handed]
        for draft in drafts:
            if draft.other is None:  # the "gave 2 doses" of "gave 2 doses of naloxone to the housemate"
                of = [d for d in given if d.about == draft.about and d.first < draft.last and draft.first < d.last]
                draft.other = of[0].other if of else None

    def _say(self, draft: Draft, marks: Sequence[Mark]) -> None:
        draft.by_kin = any(self.words[n] in self.by.kin for n in range(draft.first, draft.last))
        owner = owner_of(self.by, self.words, draft.first) if draft.about in self.by.courses else None
        draft.way = draft.way._replace(family=owner or draft.way.family)
        for mark in marks:
            reaches = mark.n < draft.last and draft.first < mark.until
            if reaches and (mark.other is None or not self._closed(mark.n, draft.first)):
                draft.other, draft.own = mark.other, mark.other is None and not mark.seeing
        draft.other = owner or draft.other
        if draft.other is None and draft.about in self.by.handed:
            at = draft.last - (self.words[draft.last - 1] == "to")
            to = [m for m in marks if at < m.n <= at + HANDED and m.other is not None]
            draft.other = to[0].other if to and self.words[at] == "to" else None  # "gave her own Narcan to Pt B"
        if draft.other is None and draft.about in self.by.ordered and self.words[draft.last : draft.last + 1] == [":"]:
            under = [m for m in marks if draft.last < m.n <= draft.last + HANDED]
            draft.other = under[0].other if under else None  # "HCV: partner positive"
        if draft.other is not None and draft.about in self.by.ordered and self._is_own_test(draft, marks):
            draft.other = None
        if draft.other is not None and draft.way.planned is not None and self._is_of_baby(draft.other):
            draft.other = None  # "baby obs for sepsis", in a note of its mother
        if draft.own and draft.section == "family":
            draft.section = "now"  # "FH: no clots. Patient had a DVT in 2020."
        if draft.way.family is not None and draft.way.family.kind == "other":
            if draft.other is None:
                draft.way = draft.way._replace(family=None)
        elif draft.way.family is not None:
            draft.other = draft.way.family

    def _is_own_test(self, draft: Draft, marks: Sequence[Mark]) -> bool:
        """Whether a test is asked for of the patient, once what somebody else has is told: "husband has hep B; check her HBV serology"."""
        if draft.way.tests is None:
            return False
        named = max((m.n for m in marks if m.other is not None and m.n < draft.first), default=-1)
        return named < 0 or not PARTING.isdisjoint(self.words[named + 2 : draft.first])

    def _is_of_baby(self, other: Cue) -> bool:
        """Whether the baby is named, in a note of its mother."""
        word = self.words[other.last - 1].removesuffix("'s")
        return self.narrator.roles.maternal and word in self.by.newborn

    def _closed(self, n: int, first: int) -> bool:
        """Whether the bracket in which somebody is named is closed before a mention: "(took roommate's 200 mg), naloxone given"."""
        depth = 0
        for word in self.words[n + 1 : first]:
            depth += (word == "(") - (word == ")")
            if depth < 0:
                return True
        return False

    def patient(self, drafts: list[Draft], *, clinical: bool) -> str | None:
        """ "other" when the text is about somebody of the writer's; adds a draft that says so where only "she" does."""
        if clinical or self.clinical:
            return None
        own = other = unsaid = 0
        of_writer = False
        for d in drafts:
            if d.section != "now" or d.way.negated is not None or d.way.planned is not None:
                continue
            of_writer = of_writer or (d.own and d.other is None) or d.about in self.by.done
            if d.about in self.by.seen:
                other += not d.own or d.other is not None
            elif d.about in self.by.body:
                own += d.own
                other += d.other is not None
                unsaid += d.other is None and not d.own
        # "The man next door has a hot swollen leg and a fever"
        opened = self.opened and other >= SEVERAL and other > own
        if not self.writer or not of_writer or self.narrator.introduced:
            other += sum(
                d.other is not None
                and d.section == "now"
                and d.way.historical is None
                and d.way.negated is None
                and (d.about in self.by.in_need or (self.writer and self.narrator.of_one and d.about in self.by.in_use))
                for d in drafts
            )
        # "Guy in the car park held his head, he can't see": a stranger, too.
        about_other = opened or (self.told and other >= SEVERAL and other > own)
        # "Two people in the squat are not waking up": whoever is in danger, where nobody else is told of.
        only_other = not own and not unsaid and any(self._is_in_danger(d) for d in drafts)
        if self.not_other or not (
            self.mine or about_other or only_other or (self.kin is None and self.pronoun is not None)
        ):
            return None
        if not ((other and other >= own) or (not own and not self.writer and unsaid)):
            return None
        if self.kin is None and self.pronoun is not None:
            draft = Draft(*self.by.loved_one, self.pronoun, self.pronoun + 1, NOT_TURNED, "now")
            draft.by_kin = True
            drafts.append(draft)
        return "other"

    def _is_in_danger(self, d: Draft) -> bool:
        """Whether a draft tells of a danger in which somebody else is now."""
        now = d.section == "now" and d.way.negated is None and d.way.planned is None and d.way.historical is None
        return now and d.other is not None and d.about in self.by.at_once


class _Sentence:
    """One sentence in which somebody may be named. What it says of who is who is kept by `who`."""

    def __init__(self, who: Who, cues: Sequence[Cue], start: int, end: int, *, family: bool) -> None:
        self.who = who
        self.family = family  # it stands under a family history
        self.by = who.by
        self.words = who.words
        self.start = start
        self.end = end
        self.named = {n: c for c in cues if c.kind == "other" for n in range(c.first, c.last)}
        self.found: list[Mark] = []

    def marks(self) -> list[Mark]:
        """Where somebody is named, in order."""
        who, words, start = self.who, self.words, self.start
        if who.narrator.exposed and start > 1 and words[start - 1] == ":" and words[start - 2] in self.by.sources:
            who.kin = Cue("other", start - 2, start - 1)
            self.found.append(Mark(start, who.kin, self.end))  # "Client: hep C."
        elif (
            start > 1 and words[start - 1] == ":" and who.narrator.roles.of(self.by, words, start - 2) in (OTHER, BABY)
        ):
            self.found.append(Mark(start, Cue("other", start - 2, start - 1), self.end, role=True))  # "Baby: jittery."
        elif start > 1 and words[start - 1] == ":" and who.narrator.roles.of(self.by, words, start - 2) == OWN:
            self.found.append(self._patient(start))  # "Donor: had cellulitis last year. OK to donate."
        for n in range(start, self.end):
            if self.by.is_kin(words[n]):
                who.sexes.add(self.by.sex_of(words[n]))
                who.mine = who.mine or (not who.clinical and self._is_after_my(n, RIGHT_AFTER_MY))
            mark = self._mark(n)
            if mark is not None:
                self.found.append(mark)
        return self.found

    def _patient(self, n: int) -> Mark:
        """The patient or the writer."""
        return Mark(n, None, self.end)

    def _other(self, n: int) -> Mark:
        return Mark(n, Cue("other", n, n + 1), self.end)

    def _mark(self, n: int) -> Mark | None:
        """Who is named by a word: the first that it can be."""
        by, who, tells, words = self.by, self.who, self.who.narrator, self.words
        word = words[n].replace("'", "")
        called = tells.called_about is not None and word.removesuffix("s") == tells.called_about
        role = "" if self.family else tells.roles.of(by, words, n)
        if role == BABY:
            role = OTHER if words[n].endswith("'s") or self._opens(n) else ""
        if n == tells.served or called or word == tells.opened or role == OWN:
            return self._patient(n)
        if role == OTHER:
            return self._called(n, "")._replace(role=True)
        if n in self.named:
            return self._named(n, self.named[n])
        if who.clinical and word in by.kin and n + 1 < self.end and words[n + 1] == "(":
            mark = self._other(n)._replace(until=self._bracket_end(n + 1))
            who.kin = who.kin or mark.other  # "lives with brother (IVDU, on Suboxone)"
            return mark
        if words[n].removesuffix("'s") in who.names:
            return self._called(n, who.names[words[n].removesuffix("'s")][1])
        if tells.exposed and word.removesuffix("s") in by.sources:
            return self._called(n, who.kin_sex)._replace(role=True)  # "pricked by a client's needle. Client injects"
        if tells.exposed and word in by.workers and not (n > self.start and words[n - 1] in THROUGH):
            return self._patient(n)
        if who.child is not None and who.clinical and word in by.offspring and self._is_of_before(n):
            return self._other(n)  # "her son was removed. The boy swallowed methadone"
        if word in by.writer:
            return self._writer(n, word)
        if word in by.patient:
            return None if self._is_one_too(n) or self._is_of_role(n) else self._patient(n)
        if word == "own" and n > self.start and who.clinical and (words[n - 1] in by.third or self._is_of_own(n)):
            return self._own(n, by.sexes.get(words[n - 1], ""))
        if who.clinical and word in by.returns and n > self.start and words[n - 1] == ",":
            return self._patient(n)  # "her brother died of an overdose, wants help to stop"
        if word in by.self and who.clinical and (not tells.calls or self._is_next_to(n)):
            return self._self(n, word)
        return self._third(n, word) if word in by.third else None

    def _named(self, n: int, cue: Cue) -> Mark | None:
        """Somebody who is named by a cue, at its last word."""
        by, who, words = self.by, self.who, self.words
        if n != cue.last - 1:
            return None
        if not self.family and any(who.narrator.roles.of(by, words, m) == OWN for m in range(cue.first, cue.last)):
            return self._patient(n)  # "donor HCV NAT reactive", of a donor
        joined = max(cue.first - 2, self.start)
        both = any(words[m] in by.joins and m > self.start and self._is_joined(m - 1) for m in range(joined, cue.first))
        who.kin = cue
        who.kin_sex = self._sex_of(cue)
        if any(words[m] in by.offspring for m in range(cue.first, cue.last)):
            who.child = cue
        name = self._name_after(n)
        if name:
            who.names[name] = (cue, who.kin_sex)
        who.opened = who.opened or cue.first == 0
        if (n <= 1 or self._is_after_my(n, AFTER_MY)) and not has_died(by, words, n):
            who.mine = who.mine or not who.clinical
        return Mark(n, None if both else cue, self._reach(cue), role=SOURCE in words[cue.first : cue.last])

    def _is_joined(self, n: int) -> bool:
        """ "Me and my brother", "he and his partner both inject": the writer or the patient too."""
        by, word = self.by, self.words[n]
        return word in by.writer or (self.who.clinical and (word in by.patient or word in by.third & by.subject))

    def _called(self, n: int, sex: str) -> Mark:
        """Somebody who was named before, and whom "he" or "she" is from here on."""
        mark = self._other(n)
        self.who.kin, self.who.kin_sex = mark.other, sex
        return mark

    def _writer(self, n: int, word: str) -> Mark | None:
        by, who, words = self.by, self.who, self.words
        if (
            who.clinical
            and self.found
            and self.found[-1].other is not None
            and (word not in by.subject or self._sees(n))
        ):
            return None  # "his late wife, he tells me"
        if words[n] in by.my and any(m in self.named for m in range(n + 1, min(n + AFTER_MY + 1, self.end))):
            return None
        who.writer = True
        who.not_other = who.not_other or (word in by.me and n > self.start and words[n - 1] == "not")
        return self._patient(n)._replace(seeing=self._sees(n))

    def _own(self, n: int, sex: str) -> Mark:
        """The patient's, but for what a relative says of her own: "wife reports her own DVT"."""
        of_kin = any(self.by.is_kin(w) and self.by.sex_of(w) == sex for w in self.words[self.start : n])
        return self._called(n, sex) if sex and of_kin and sex != self.who.narrator.sex else self._patient(n)

    def _is_of_own(self, n: int) -> bool:
        """Whether the patient is gone on about after somebody else: "spoke of a brother's overdose, and of own six years clean"."""
        before, leads = self.words[max(n - 2, self.start) : n], self.by.leads
        return before[-1] in self.by.joins or (len(before) > 1 and before[-1] in leads and before[0] in self.by.joins)

    def _is_one_too(self, n: int) -> bool:
        """ "Partner, also our patient, has hepatitis C", "brother, himself a methadone patient": somebody else who is a patient."""
        words = self.words
        for m in range(max(n - 2, self.start + 1), n):
            if words[m] in ONE and words[m - 1] == "also":
                return True
            if words[m] == "a" and self._is_next_to(m - (words[m - 1] in self.by.self)):
                return True
        return False

    def _opens(self, n: int) -> bool:
        """Whether a sentence begins with somebody: "Baby jittery", "The baby is well"."""
        return not any(is_word(w) and w not in BEFORE_BABY for w in self.words[self.start : n])

    def _is_of_role(self, n: int) -> bool:
        """ "The index patient", "source patient": somebody else, who was named by the word before."""
        return bool(self.found) and self.found[-1].role and self.found[-1].n == n - 1

    def _is_next_to(self, n: int) -> bool:
        """Whether nothing but light words stands between a word and somebody who is named before it: "mother herself", "the father, who attends, is himself"."""
        if not self.found or self.found[-1].other is None:
            return False
        between = self.words[self.found[-1].n + 1 : n]
        return all(w in BESIDE_SELF for w in between) or (ASKED in between and between[-1] in BESIDE_SELF)

    def _self(self, n: int, word: str) -> Mark:
        """ "Mother herself injects", "brother says he himself": a relative, else the patient."""
        by, words, who = self.by, self.words, self.who
        sex = by.sexes.get(word, "")
        if self._is_next_to(n) and (not (sex and who.kin_sex) or sex == who.kin_sex):
            return self._called(n, who.kin_sex)
        if sex and who.narrator.sex not in ("", sex) and sex in who.sexes:
            return self._called(n, sex)  # "his mother, who attends with him, is herself in recovery"
        anew = n > self.start + 1 and words[n - 1] in by.third and words[n - 2] in by.joins
        if anew and sex and sex == who.narrator.sex and sex != who.kin_sex:
            return self._patient(n)  # "her flatmate still injects and she herself relapsed"
        told = [by.sexes.get(words[m], "") for m in range(self.start, n) if words[m] in by.kin]
        if n and words[n - 1] in by.third and any(not (sex and s) or s == sex for s in told):
            return self._called(n, self.who.kin_sex)
        return self._patient(n)

    def _third(self, n: int, word: str) -> Mark | None:
        """ "He" or "she": the patient or somebody else, by whom it can be."""
        by, who, tells, words = self.by, self.who, self.who.narrator, self.words
        if who.pronoun is None:
            who.pronoun = n
        known = not tells.calls or (tells.sex != "" and tells.sex == by.sexes.get(word, ""))
        sex = by.sexes.get(word, "") if who.clinical and known else ""
        if sex and tells.sex in ("", sex) and who.kin_sex not in ("", sex):
            # "her boyfriend injects, she does not", "the aunt who raised him had sepsis"
            return self._patient(n)._replace(until=self.end if word in by.subject else self._verb_after(n))
        if sex and tells.sex not in ("", sex) and who.kin is not None and not who.kin_sex:
            who.kin_sex = sex  # "his partner says she saw him inject": she is his partner
        first = is_first(self.words, self.start, n)
        if sex and who.role and first and sex != tells.sex:
            return self._called(n, sex)._replace(role=True)  # "Source patient known HIV positive; he injects"
        goes_on = not tells.sex and sex == who.goes_on and first
        goes = n + 1 < self.end and words[n + 1] in by.doing  # "her partner ... as he is HIV positive"
        another = tells.sex not in ("", sex) and (
            sex in who.sexes or ((word in OBJECTS or goes) and sex == who.kin_sex)
        )
        if sex and (goes_on or another):
            return self._called(
                n, sex
            )  # "Baby well. Mother injects. She has hepatitis C.", "his wife has hepatitis C. She was treated."
        owns = (
            word in OBJECTS
            and n > self.start
            and words[n - 1] in by.leads
            and n + 1 < self.end
            and is_word(words[n + 1])
        )
        of_patient = (
            bool(self.found) and (owns or word not in OBJECTS) and all(self._is_patient(m, sex) for m in self.found)
        )
        told = who.kin is not None and not (who.clinical and (of_patient or not self.found))
        return self._other(n) if told or (who.told and not who.clinical) else None

    def _is_patient(self, mark: Mark, sex: str) -> bool:
        """Whether "he" may be the patient of a mark: "patient has a DVT too, but hers followed", not "both treated, he here and she elsewhere"."""
        return mark.other is None and self.by.sexes.get(self.words[mark.n].replace("'", ""), "") in ("", sex)

    def _is_after_my(self, n: int, far: int) -> bool:
        return any(self.words[m] in self.by.my for m in range(max(n - far, self.start), n))

    def _name_after(self, n: int) -> str:
        """The name that follows a word for somebody: "her son Daniel", "his partner, Liam, injects"."""
        words, by = self.words, self.by
        if words[n].endswith("'s"):
            return ""  # "her son's Subutex"
        n += 1
        if n + 1 < self.end and words[n] == "," and n + 2 < self.end and words[n + 2] in (",", ")"):
            n += 1
        if n >= self.end or len(words[n]) < NAME or not is_word(words[n]):
            return ""
        word, written = words[n], self.who.written(n)
        known = word in by.verbs or word in by.returns or word in by.subject or word in by.clinical or word in by.kin
        if known or not written.isascii() or written[0] == word[0] or written[1:] != word[1:]:
            return ""
        return word.removesuffix("'s")

    def _sex_of(self, cue: Cue) -> str:
        """The sex of somebody who is named by a cue."""
        named = (self.words[n] for n in range(cue.first, cue.last) if self.by.is_kin(self.words[n]))
        return next((s for w in named if (s := self.by.sex_of(w))), "")

    def _reach(self, cue: Cue) -> int:
        """How far somebody is spoken of who is named by a cue."""
        return reach_of(self.by, self.words, cue, self.start, self.end) if self.who.clinical else self.end

    def _sees(self, n: int) -> bool:
        """Whether the writer only says what he did or saw: "I've counted", "when I grabbed", "who I am"."""
        by, words = self.by, self.words
        if words[n] in by.my or words[n] in by.me:
            return False
        return (n > self.start and words[n - 1] == ASKED) or any(
            words[m] in by.observes for m in range(n + 1, min(n + AFTER_I + 1, self.end))
        )

    def _is_of_before(self, n: int) -> bool:
        """Whether a word speaks of somebody who was named before: "the boy", "the older boy"."""
        return any(self.words[m] == "the" for m in range(max(n - 2, 0), n))

    def _bracket_end(self, n: int) -> int:
        """Where the bracket closes that a token opens."""
        return next((m for m in range(n + 1, self.end) if self.words[m] == ")"), self.end)

    def _verb_after(self, n: int) -> int:
        return next((m for m in range(n + 1, self.end) if self.words[m] in self.by.verbs), self.end)
