"""Where clauses and items of lists begin, told by how sentences are built: by a subject, by the "my" or "the" of one, by a verb, by a number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from waymend.read.cues import Cue
from waymend.read.fold import OTHER, is_gap, is_number

POINT = 5  # tokens before the number of a point in which no bracket opens
CLAUSE = 4  # tokens after a comma in which a verb shows that a clause began there
IS = ("is", "are", "was", "were", "has", "have", "had")  # with which a sentence goes on after what was put in
APPOSED = 4  # tokens of what is put in between commas, at least: with fewer it is a list
DOING = ("keeps", "offer", "planned", "current")  # cues that may be verbs with which a clause begins


class Grammar:
    """Small words by what they do in a sentence."""

    def __init__(self, grammar: Mapping[str, Sequence[str]]) -> None:
        self.subjects = frozenset(grammar["subjects"])  # I, he, patient: begin a clause
        self.determiners = frozenset(grammar["determiners"])  # my, the, a: begin a noun
        self.definite = frozenset(
            grammar["definite"]
        )  # my, this: what they name is there, though a question is asked of it
        self.articles = frozenset(grammar["articles"])  # the, a: a noun follows them
        self.links = frozenset(grammar["links"])  # in, of, or, have: a noun after them belongs to what came before
        self.verbs = frozenset(grammar["verbs"])  # is, has, feels: a clause has begun
        self.lists = frozenset(grammar["lists"])  # or, nor: a verb after them belongs to what came before
        self.joins = frozenset(grammar["joins"])  # and, n, plus
        self.either = frozenset(grammar["either"])  # or, nor
        self.tests = frozenset(grammar["tests"])  # HIV, RPR: names of tests
        self.ongoing = frozenset(grammar["ongoing"])
        self.parting = frozenset(grammar["parting"])  # with, now, but: begin a new item, as what joins two does
        self.acts = frozenset(grammar["does"])  # uses, injects: what somebody does now
        self.nothing = frozenset(grammar["nothing"])  # no, without: of what stands right after them
        self.leads = frozenset(grammar["leads"])  # over, of: from what is denied to what it would be of
        self.light = frozenset(grammar["light"])  # signs, history: a denial goes on through them
        self.lateral = frozenset(grammar["lateral"])  # left, right
        self.screened = frozenset(grammar["screened"])  # benzos, THC: in the list of a drug screen

    def begins_clause(self, word: str) -> bool:
        """Whether a word is the subject of a clause, or begins one: "he", "my valve"."""
        return word in self.subjects or word in self.determiners

    def joins_items(self, word: str) -> bool:
        """Whether a word or sign stands between two items of a list, which may differ in how they stand: "with", "&", "/"."""
        return word in "/+-" or word in self.joins or word in self.parting


def breaks(grammar: Grammar, words: Sequence[str], start: int, end: int, cues: Sequence[Cue]) -> frozenset[int]:
    """Where a new clause begins, told by its subject, by the "my" or "the" of one, or by its verb."""
    cued = {n for c in cues for n in range(c.first, c.last)}
    begun = {c.first for c in cues if c.kind in DOING}
    found = set()
    before = ""
    for n in range(start, end):
        if is_gap(words[n]):
            continue
        word = words[n].replace("'", "")
        if is_number(words[n]) and n > start:
            bracketed = "(" in words[max(n - POINT, start) : n]
            if words[n - 1] == "," or (is_point(words, n) and not bracketed):
                found.add(n)  # "no DVT, 3 cm abscess", "no pus 2) abscess"
        if word == OTHER:
            found.add(n)  # an emoji, or another script: what stood before it is done
        elif n in begun and word in grammar.verbs and n > start and joins(grammar, words[n - 1]):
            found.add(n)  # "has never injected, takes methadone"
        elif n not in cued and before and n - 1 not in cued:
            begins = grammar.begins_clause(word)
            verb = word in grammar.verbs and before not in grammar.articles  # no verb: "the shot"
            if (begins and before not in grammar.links) or (verb and before not in grammar.lists):
                found.add(n)
                comma = _comma_before(grammar, words, start, n) if verb else None
                if comma is not None:
                    found.add(comma + 1)
        before = word
    for cue in cues:
        comma = _comma_before(grammar, words, start, cue.first) if cue.kind == "clause" else None
        if comma is not None:
            found.add(comma + 1)
    return frozenset(found)


def joins(grammar: Grammar, word: str) -> bool:
    """Whether what follows a word is joined to what stands before it."""
    return word == "," or word in grammar.joins


def apposed(words: Sequence[str], last: int, first: int) -> bool:
    """Whether all between two tokens is put in between commas: "his hepatitis C, caught in prison, was cured"."""
    return (
        first - last >= APPOSED
        and words[last] == ","
        and words[first - 1] == ","
        and words[first] in IS
        and not any(w in ",;:.(" for w in words[last + 1 : first - 1])
    )


def leaves(words: Sequence[str], start: int, end: int) -> bool:
    """Whether a bracket that stands open before some tokens is closed among them: "(never needles), withdrawal 2012"."""
    depth = 0
    for n in range(start, end):
        depth += (words[n] == "(") - (words[n] == ")" and not is_point(words, n - 1))
        if depth < 0:
            return True
    return False


def enters(grammar: Grammar, words: Sequence[str], start: int, end: int) -> bool:
    """Whether a bracket is opened among some tokens, told of something else first, and still open: "hepatitis B (eAg neg, DNA 3,400)"."""
    opened = next((n for n in range(end - 1, start - 1, -1) if words[n] in "()"), None)
    if opened is None or words[opened] == ")":
        return False
    return any(words[n] not in grammar.tests for n in range(opened + 1, end))


def items(words: Sequence[str], start: int, end: int) -> list[int]:
    """Where the items of a numbered list begin: "1) ?sepsis 2) ?DVT"."""
    found: list[int] = []
    for n in range(start, end - 1):
        if is_point(words, n) and words[n] == str(len(found) + 1):
            found.append(n)
    return found if len(found) > 1 else []


def is_point(words: Sequence[str], n: int) -> bool:
    """Whether a number is that of a point of a list: "1) sepsis 2) abscess"."""
    return is_number(words[n]) and len(words[n]) < 3 and n + 1 < len(words) and words[n + 1] == ")"


def _comma_before(grammar: Grammar, words: Sequence[str], start: int, n: int) -> int | None:
    """The comma shortly before the verb of a clause, unless what follows it goes on with a list."""
    for m in range(n - 1, max(n - CLAUSE, start) - 1, -1):
        if words[m] in grammar.either or words[m] in grammar.joins:
            return None
        if words[m] == ",":
            return m
    return None
