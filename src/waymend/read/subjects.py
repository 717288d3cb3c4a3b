"""Whose a mention is: the writer's, or somebody's that the text tells of.

Told by who was named last before it in its sentence: "my brother had sepsis, my arm is hot". When a text tells more of a relative's body than of its
writer's, the relative is the person it is about, and what is told of them is told of the patient.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from waymend.pack.reading import Reading
from waymend.pack.schema import Guide
from waymend.read.cues import Cue
from waymend.read.fold import is_number, is_word
from waymend.read.measures import Measure
from waymend.read.scopes import NOT_TURNED, Turned

RELATED = ("who", "which", "that", "whose", "and", "also", "known")  # with which a comma goes on about the same person
BESIDE = 5  # tokens before somebody in which "of" or "with" shows that he is only named beside another
SEXES = {"m": "male", "f": "female"}
TELLERS = ("i", "we")
NAME = 3  # letters of a name at least
EXPOSED = 4  # tokens between somebody at work and what came to him: "porter, pricked by", "needlestick in a nurse"
SEVERAL = 2  # signs of somebody else's body in a text that tells of no other
OPENING = 8  # tokens in which somebody says that he writes of those whom he looks after
AFTER_MY = 4  # tokens after "my" within which a relative is the writer's
RIGHT_AFTER_MY = 2  # of a relative who only tells: "my boyfriend says he hears voices"
AT_LENGTH = 3  # times that "he" or "she" is said
AFTER_I = 3  # tokens after "I" within which he says what he did or saw
ASKED = "who"  # "she doesn't know who I am"
AND_AGE = (",", "(", "is", "who", "aged", "age")  # between somebody and the age with which he is introduced


class Draft:
    """A mention before it is known whom the text is about. `other`: the words that name somebody else; `own`: the writer was named."""

    __slots__ = (
        "about",
        "by_kin",
        "first",
        "last",
        "measure",
        "option",
        "other",
        "own",
        "result",
        "section",
        "tested",
        "way",
        "wide",
    )

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


class Mark(NamedTuple):
    """Where somebody is named: by a cue somebody else, without one the patient or the writer. until: the token up to which that holds."""

    n: int
    other: Cue | None
    until: int
    seeing: bool = False  # the writer says what he did or saw: "when I pressed it"


class Subjects:
    """What a guide says of who is who."""

    def __init__(self, guide: Guide, reading: Reading) -> None:
        apart = (*reading.injecting, *reading.of_the_subject, *reading.places)
        self.body = frozenset(
            str(f.id)
            for f in guide.findings.values()
            if f.group in reading.of_the_body and not f.background and f.id not in apart
        )
        self.seen = frozenset(str(f.id) for f in guide.findings.values() if f.group in reading.of_others)
        self.in_need = frozenset(
            str(f.id) for f in guide.findings.values() if f.group in reading.in_need or f.id in reading.in_need
        ) | {str(name) for name in reading.in_need if name in reading.concepts}
        self.of_the_subject = frozenset(reading.of_the_subject)
        self.in_use = frozenset((*reading.injecting, *reading.routed))
        self.done = frozenset(reading.of_the_writer) & frozenset(reading.injecting)  # by whoever writes, with another
        self.writer = frozenset(reading.grammar["writer"])
        self.my = frozenset(reading.grammar["mine"])
        self.me = frozenset(reading.grammar["me"])
        self.joins = frozenset(reading.grammar["joins"])
        self.third = frozenset(reading.grammar["third"])
        self.clinical = frozenset(reading.grammar["clinical"])
        self.returns = frozenset(reading.grammar["returns"])
        self.patient = frozenset(reading.grammar["patient"])
        self.sexes = {w: sex for sex in ("male", "female") for w in reading.grammar[sex]}
        self.self = frozenset(reading.grammar["self"])
        self.verbs = frozenset(reading.grammar["verbs"])
        self.subject = frozenset(reading.grammar["subjects"])
        self.anew = frozenset(reading.grammar["anew"])
        self.alongside = frozenset(reading.grammar["alongside"])
        self.observes = frozenset(reading.grammar["observes"])
        self.calls = frozenset(reading.grammar["calls"])
        self.young = frozenset(reading.grammar["young"])
        self.doctoring = frozenset(reading.grammar["doctoring"])
        self.offspring = frozenset(reading.grammar["offspring"])
        self.workers = frozenset(reading.grammar["workers"])
        self.exposing = frozenset(reading.grammar["exposing"])
        self.sources = frozenset(reading.grammar["sources"])
        self.reports = frozenset(reading.grammar["reports"])
        self.served = frozenset(reading.grammar["served"])
        self.known = frozenset(reading.grammar["definite"]) | {"the"}
        self.kin = frozenset(w for phrase in reading.groups["kin"] for w in phrase.split()[-1:])
        about, _, option = reading.loved_one.partition(".")
        self.loved_one = (about, option)

    def is_kin(self, word: str) -> bool:
        """Whether a word names a relative or a friend, also "sister's"."""
        return word.removesuffix("'s") in self.kin

    def sex_of(self, word: str) -> str:
        """The sex of the one whom a word names, also "sister's"; "" where it says none."""
        return self.sexes.get(word.removesuffix("'s"), "")

    def begin(self, words: Sequence[str], capitals: Callable[[int], str]) -> _Who:
        """capitals: the word at a token as it was written."""
        return _Who(self, words, capitals)


class _Who:
    """Who has been named so far in one text."""

    def __init__(self, by: Subjects, words: Sequence[str], written: Callable[[int], str]) -> None:
        self.by = by
        self.words = words
        self.written = written
        self.clinical = any(w.removesuffix("'s") in by.clinical for w in words)
        self.clinical = self.clinical or any(
            w in by.doctoring and n and words[n - 1] in TELLERS for n, w in enumerate(words)
        )
        self.told = not by.writer.isdisjoint(words)  # by somebody who says "I"
        plain = [w.replace("'", "") for w in words]
        spoken_of = sum(w in by.third for w in plain)
        # "My son … he … he": somebody else is told of at length, the writer hardly.
        self.of_one = spoken_of >= AT_LENGTH and spoken_of > sum(w in by.writer for w in plain)
        role = self._role()
        self.served = -1 if role is None else self._served(role)  # where the patient of a report is named
        self.clinical = self.clinical or role is not None
        named = [n for n, w in enumerate(words) if by.is_kin(w)]
        first = named[0] if named else 0
        self.clinical = self.clinical or (not self.told and self._are_two(named))
        # Of the patient, where it is told before anybody else is named.
        self.sex = next((s for n in range(first) if (s := self._sex_at(n))), "")
        # "My son is 28": whom a text begins with, and no clinician writes so.
        self.introduced = self._is_introduced(first)
        self.clinical = self.clinical and not self.introduced
        self.sexes: set[str] = set()  # of those who were named
        self.calls = any(w in by.calls for w in words) and not any(w in by.patient for w in words)
        self.called_about = self._called_about() if self.calls else None
        self.exposed = self._is_exposed()
        # The child of whom a note tells from its first word on: "Toddler found chewing …".
        opened = words[0] if words else ""
        self.opened = opened if self.clinical and opened in by.offspring and opened not in by.young else None
        self.names: dict[str, tuple[Cue, str]] = {}  # of those who were named, and their sex: "her son Daniel"
        self.child: Cue | None = None  # a child of the patient's, who is "the boy" after that
        self.goes_on = ""  # the sex of the one of whom alone the last sentence told
        self.kin: Cue | None = None  # the one whom "he" and "she" are
        self.kin_sex = ""
        self.mine = False  # somebody of the writer's was named
        self.writer = False
        self.not_other = False  # "not me"
        self.pronoun: int | None = None
        self.owned = False  # the last sentence named the patient last

    def _role(self) -> int | None:
        """Where a report begins by saying who writes it: "Hostel worker here", not "my worker says"."""
        by, words = self.by, self.words
        role = next((n for n in range(min(OPENING, len(words))) if words[n] in by.reports), None)
        return None if role is None or any(w in by.known for w in words[:role]) else role

    def _served(self, role: int) -> int:
        """The one whom a report names first, "guy", "one of the girls"; -1 where it names nobody so."""
        by, words = self.by, self.words
        return next((n for n in range(role + 1, len(words)) if words[n].removesuffix("'s") in by.served), -1)

    def _are_two(self, named: Sequence[int]) -> bool:
        """Whether "he" or "she" is another than those who are named: "his brother", "he and his wife", "boyfriend overdosed next to her"."""
        by, words = self.by, self.words
        sexes = {by.sex_of(words[n]) for n in named}
        return bool(named) and any(
            w in by.third and (n < named[0] or not ("" in sexes or by.sexes[w] in sexes)) for n, w in enumerate(words)
        )

    def _is_exposed(self) -> bool:
        """Whether something came from a patient to somebody at work: "porter pricked by a needle", "needlestick in staff nurse"."""
        by, words = self.by, self.words
        first = next((n for n, w in enumerate(words) if w in by.workers), len(words))
        if any(words[n] in by.sources for n in range(first)):
            return False
        for n, word in enumerate(words):
            if word in by.exposing:
                around = range(max(n - EXPOSED, 0), min(n + EXPOSED + 1, len(words)))
                if any(words[m] in by.workers for m in around) and ":" not in words[around[0] : n]:
                    return True
        return False

    def _name_after(self, n: int, end: int) -> str:
        """The name that follows a word for somebody: "her son Daniel", "his partner, Liam, injects"."""
        words, by = self.words, self.by
        n += 1
        if n + 1 < end and words[n] == "," and n + 2 < end and words[n + 2] in (",", ")"):
            n += 1
        if n >= end or len(words[n]) < NAME or not is_word(words[n]):
            return ""
        word, written = words[n], self.written(n)
        known = word in by.verbs or word in by.returns or word in by.subject or word in by.clinical or word in by.kin
        if known or not written.isascii() or written[0] == word[0] or written[1:] != word[1:]:
            return ""
        return word.removesuffix("'s")

    def _is_introduced(self, n: int) -> bool:
        """Whether a text begins with somebody of its writer's and an age: "my son is 28", "my partner, 36, ..."."""
        words = self.words
        if n > AFTER_MY or self.by.my.isdisjoint(words[:n]):
            return False
        at = n + 1
        while at < min(n + AFTER_MY, len(words)) and words[at] in AND_AGE:
            at += 1
        return at < len(words) and is_number(words[at])

    def _verb_after(self, n: int, end: int) -> int:
        return next((m for m in range(n + 1, end) if self.words[m] in self.by.verbs), end)

    def _sex_at(self, n: int) -> str:
        """What a word says of the sex of the one whom it names: "he", "gentleman", the F of "34F"."""
        words = self.words
        if words[n] in SEXES and n and is_number(words[n - 1]):
            return SEXES[words[n]]
        return self.by.sexes.get(words[n].replace("'", ""), "")

    def _sex_of(self, cue: Cue) -> str:
        """The sex of somebody who is named by a cue."""
        named = (self.words[n] for n in range(cue.first, cue.last) if self.by.is_kin(self.words[n]))
        return next((s for w in named if (s := self.by.sex_of(w))), "")

    def _called_about(self) -> str | None:
        """The relative whom a caller or a report by somebody else is about: the child of the family, or whoever a "caller" names first."""
        by, words = self.by, self.words
        young = next((w for w in words if w in by.young), None)
        if young is None and "caller" in words:
            plain = (w.replace("'", "").removesuffix("s") for w in words[words.index("caller") :])
            young = next((w for w in plain if w in by.kin), None)
        return young

    def attribute(self, drafts: Sequence[Draft], cues: Sequence[Cue], start: int, end: int) -> None:
        """Say of each draft of a sentence whose it is."""
        by, words = self.by, self.words
        marks: list[Mark] = []
        if self.exposed and start > 1 and words[start - 1] == ":" and words[start - 2] in by.sources:
            self.kin = Cue("other", start - 2, start - 1)
            marks.append(Mark(start, self.kin, end))  # "Client: hep C."
        named = {n: c for c in cues if c.kind == "other" for n in range(c.first, c.last)}
        for n in range(start, end):
            word = words[n].replace("'", "")
            if by.is_kin(words[n]):
                self.sexes.add(by.sex_of(words[n]))
                if not self.clinical and any(words[m] in by.my for m in range(max(n - RIGHT_AFTER_MY, start), n)):
                    self.mine = True
            called = self.called_about is not None and word.removesuffix("s") == self.called_about
            if n == self.served or called or word == self.opened:
                marks.append(Mark(n, None, end))
            elif n in named:
                cue = named[n]
                if n == cue.last - 1:
                    joined = max(cue.first - 2, start)
                    both = any(
                        words[m] in by.joins and m > start and words[m - 1] in by.writer
                        for m in range(joined, cue.first)
                    )
                    marks.append(Mark(n, None if both else cue, self._until(cue, start, end)))
                    self.kin = cue
                    self.kin_sex = self._sex_of(cue)
                    if any(words[m] in by.offspring for m in range(cue.first, cue.last)):
                        self.child = cue
                    name = self._name_after(n, end)
                    if name:
                        self.names[name] = (cue, self.kin_sex)
                    if any(words[m] in by.my for m in range(max(n - AFTER_MY, start), n)) or n <= 1:
                        self.mine = self.mine or not self.clinical
            elif self.clinical and word in by.kin and n + 1 < end and words[n + 1] == "(":
                marks.append(Mark(n, Cue("other", n, n + 1), self._bracket_end(n + 1, end)))
                self.kin = self.kin or marks[-1].other  # "lives with brother (IVDU, on Suboxone)"
            elif words[n].removesuffix("'s") in self.names:
                self.kin_sex = self.names[words[n].removesuffix("'s")][1]
                self.kin = Cue("other", n, n + 1)
                marks.append(Mark(n, self.kin, end))
            elif self.exposed and word.removesuffix("s") in by.sources:
                marks.append(Mark(n, Cue("other", n, n + 1), end))  # "pricked by a client's needle. Client injects"
                self.kin = marks[-1].other
            elif self.exposed and word in by.workers:
                marks.append(Mark(n, None, end))
            elif self.child is not None and self.clinical and word in by.offspring and self._is_of_before(n):
                marks.append(Mark(n, Cue("other", n, n + 1), end))  # "her son was removed. The boy swallowed methadone"
            elif word in by.writer:
                if self.clinical and marks and marks[-1].other is not None:
                    continue  # "his late wife, he tells me"
                if not (words[n] in by.my and any(m in named for m in range(n + 1, min(n + AFTER_MY + 1, end)))):
                    marks.append(Mark(n, None, end, self._sees(n, start, end)))
                    self.writer = True
                    self.not_other = self.not_other or (word in by.me and n > start and words[n - 1] == "not")
            elif word in by.patient or (word == "own" and n > start and words[n - 1] in by.third and self.clinical):
                marks.append(Mark(n, None, end))
            elif self.clinical and word in by.returns and n > start and words[n - 1] == ",":
                marks.append(Mark(n, None, end))  # "her brother died of an overdose, wants help to stop"
            elif word in by.self and self.clinical and not self.calls:
                told = [by.sexes.get(words[m], "") for m in range(start, n) if words[m] in by.kin]
                sex = by.sexes.get(word, "")
                teller = n and words[n - 1] in by.third and any(not (sex and s) or s == sex for s in told)
                marks.append(Mark(n, Cue("other", n, n + 1) if teller else None, end))  # "Brother says he himself"
                self.kin = marks[-1].other or self.kin
            elif word in by.third:
                if self.pronoun is None:
                    self.pronoun = n
                sex = by.sexes.get(word, "") if self.clinical and not self.calls else ""
                if sex and (not self.sex or sex == self.sex) and self.kin_sex not in ("", sex):
                    until = end if word in by.subject else self._verb_after(n, end)
                    marks.append(
                        Mark(n, None, until)
                    )  # "her boyfriend injects, she does not", "the aunt who raised him had sepsis"
                elif sex and not self.sex and sex == self.goes_on and not any(is_word(w) for w in words[start:n]):
                    # "Baby well. Mother injects. She has hepatitis C."
                    marks.append(Mark(n, Cue("other", n, n + 1), end))
                elif sex and self.sex not in ("", sex) and sex in self.sexes:
                    marks.append(Mark(n, Cue("other", n, n + 1), end))  # "his wife has hepatitis C. She was treated."
                elif (not self.clinical and (self.told or self.kin is not None)) or (self.kin is not None and marks):
                    marks.append(Mark(n, Cue("other", n, n + 1), end))
        self.owned = bool(marks) and marks[-1].other is None
        opens = bool(marks) and not any(is_word(w) for w in words[start : marks[0].n])
        if marks:
            self.goes_on = self.kin_sex if opens and all(m.other is not None for m in marks) else ""
        for draft in drafts:
            draft.by_kin = any(words[n] in by.kin for n in range(draft.first, draft.last))
            for mark in marks:
                reaches = mark.n < draft.last and draft.first < mark.until
                if reaches and (mark.other is None or not self._closed(mark.n, draft.first)):
                    draft.other, draft.own = mark.other, mark.other is None and not mark.seeing
            if draft.own and draft.section == "family":
                draft.section = "now"  # "FH: no clots. Patient had a DVT in 2020."
            if draft.way.family is not None and draft.way.family.kind == "other":
                if draft.other is None:
                    draft.way = draft.way._replace(family=None)
            elif draft.way.family is not None:
                draft.other = draft.way.family

    def _bracket_end(self, n: int, end: int) -> int:
        """Where the bracket closes that a token opens."""
        return next((m for m in range(n + 1, end) if self.words[m] == ")"), end)

    def _is_of_before(self, n: int) -> bool:
        """Whether a word speaks of somebody who was named before: "the boy", "the older boy"."""
        return any(self.words[m] == "the" for m in range(max(n - 2, 0), n))

    def _sees(self, n: int, start: int, end: int) -> bool:
        """Whether the writer only says what he did or saw: "I've counted", "when I grabbed", "who I am"."""
        by, words = self.by, self.words
        if words[n] in by.my or words[n] in by.me:
            return False
        return (n > start and words[n - 1] == ASKED) or any(
            words[m] in by.observes for m in range(n + 1, min(n + AFTER_I + 1, end))
        )

    def _until(self, cue: Cue, start: int, end: int) -> int:
        """How far somebody is spoken of: up to a comma where only named beside another ("lives with partner, on methadone")."""
        words = self.words
        if not self.clinical or any(words[n].removesuffix("'s") in self.by.patient for n in range(cue.first, cue.last)):
            return end
        first = next((n for n in range(cue.first, cue.last) if words[n] in self.by.kin), cue.first)
        for before in range(first - 1, max(first - BESIDE, start) - 1, -1):
            if words[before] in self.by.alongside:
                last = range(cue.last, end - 1)
                return next((n for n in last if words[n] == "," and words[n + 1] not in RELATED), end)
            if words[before] in ",;:()" or words[before] in self.by.verbs:
                break
        return end

    def _closed(self, n: int, first: int) -> bool:
        """Whether the bracket in which somebody is named is closed before a mention: "(took roommate's 200 mg), naloxone given"."""
        depth = 0
        for word in self.words[n:first]:
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
        if not self.writer or not of_writer or self.introduced:
            other += sum(
                d.other is not None
                and d.section == "now"
                and d.way.historical is None
                and d.way.negated is None
                and (d.about in self.by.in_need or (self.writer and self.of_one and d.about in self.by.in_use))
                for d in drafts
            )
        # "Guy in the car park held his head, he can't see": a stranger, too.
        about_other = self.told and other >= SEVERAL and other > own
        if self.not_other or not (self.mine or about_other or (self.kin is None and self.pronoun is not None)):
            return None
        if not ((other and other >= own) or (not own and not self.writer and unsaid)):
            return None
        if self.kin is None and self.pronoun is not None:
            draft = Draft(*self.by.loved_one, self.pronoun, self.pronoun + 1, NOT_TURNED, "now")
            draft.by_kin = True
            drafts.append(draft)
        return "other"
