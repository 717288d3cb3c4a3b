"""Of a list, the cue that stands in a mention's own item says how that one stands: "no flow, likely an abscess", "h/o IVDU, concern for endocarditis"."""

from __future__ import annotations

from collections.abc import Collection, Sequence, Set

from waymend.read.clauses import Grammar
from waymend.read.cues import Cue
from waymend.read.fold import OTHER, is_word, is_year

PARTS = ",;-/"  # between two items
WITHOUT = ("no", "without")  # deny a list, but not a history that is told in it
# What says how an item stands; and what holds for a list, wherever it stands.
STANDS = frozenset((
    "deny", "not", "sign", "minus_after", "deny_after", "nil_after", "out_after", "past", "over", "old", "past_after", "resolved_after", "doubt", "doubt_after",
    "like", "unlikely", "unlikely_after", "sure", "sure_after", "current", "current_after", "planned", "planned_after", "if", "test", "test_after", "positive_after",
))  # fmt: skip
BETWEEN = frozenset(("dash", "joint", "ends", "turns"))  # what may stand between two items
SHARED = (["/"], ["+"])  # with which what is told of one item may be told of the other
OF_ALL = frozenset(("other", "other_after", "then_after", "quit_after", "using_after", "since_after"))
LASTING = frozenset(("past", "old", "over", "past_after", "current", "current_after"))
DATED = ("past_after", "resolved_after", "ago_after")  # tell when it was
AHEAD = 8  # tokens after a mention in which "or" shows that it stands in a list


class Joints:
    """Where the items of a sentence are joined: by a sign, a bracket, or a word ("prior DVT / ?cellulitis", "known HIV (possible sepsis)", "hx of IVDU and possible abscess")."""

    def __init__(
        self, grammar: Grammar, words: Sequence[str], start: int, end: int, cues: Sequence[Cue], named: Collection[int]
    ) -> None:
        self.grammar, self.words, self.start, self.end, self.named = grammar, words, start, end, named
        self.apart = [(c.first, c.last) for c in cues if c.kind in ("dash", "joint")]  # by a sign between spaces
        # Where one column ends and another begins: "DVT 2016 | ?cellulitis".
        self.columns = frozenset(c.first for c in cues if c.kind == "joint" and words[c.first : c.last] not in SHARED)
        self.begin, self.after = frozenset(n for n, _ in self.apart), frozenset(n for _, n in self.apart)
        self.positive = [c for c in cues if c.kind == "positive_after"]
        self.cued = frozenset(n for c in cues if c.kind not in BETWEEN for n in range(c.first, c.last))
        self.places = self.apart + [
            (n, n + 1) for n in range(start, end) if self._joins(words[n]) and n not in self.cued
        ]

    def part(self, found: dict[str, Cue], first: int, last: int) -> None:
        """Take out the cues of other items where the item of the mention at tokens first…last has its own. found: those that reach it, by kind."""
        if not self.places:
            return
        begins = max((j for _, j in self.places if j <= first), default=self.start)
        ends = self._end(min((j for j, _ in self.places if j >= last), default=self.end))
        reached = [*found.items(), *((c.kind, c) for c in self.positive if first < c.first <= last)]
        own = [(k, c) for k, c in reached if begins <= c.first and c.last <= ends and self._stands(k, c)]
        if not own:
            self._keep_columns(found, last)
            return
        nearest = min(c.last for _, c in own)
        listed = any(
            w in self.grammar.either for w in self.words[min(nearest, last) : min(last + AHEAD, self.end)]
        )  # "no abscess, prior DVT or endocarditis"
        for kind, cue in list(found.items()):
            if kind in OF_ALL or begins <= cue.first < ends or (kind in ("deny", "not") and listed):
                continue
            if (
                kind == "deny"
                and self.words[cue.first] not in WITHOUT
                and all(k in LASTING for k, _ in own)
                and not any(cue.last <= j <= begins and self.words[j - 1] != "/" for _, j in self.apart)
            ):
                continue  # "denies alcohol / current drug use"
            if kind == "current" and not self._stands(kind, cue):
                continue  # "passed urine once today and an hour ago blacked out"
            if kind == "if" and not any(cue.last <= j <= begins for _, j in self.apart):
                continue  # "MRI if any back pain, to exclude osteomyelitis"
            if self._is_named(cue, ends) if cue.first >= ends else self._has_words(cue):
                del found[kind]

    def _end(self, n: int) -> int:
        """Where an item ends: past a bracket that names nothing else ("DVT (2016)")."""
        if n >= self.end or self.words[n] != "(":
            return n
        closed = next((m for m in range(n, self.end) if self.words[m] == ")"), n)
        return n if any(m in self.named for m in range(n, closed)) else closed

    def _joins(self, word: str) -> bool:
        return word in "(),/;" or word == OTHER or word in self.grammar.joins or word in self.grammar.parting

    def _stands(self, kind: str, cue: Cue) -> bool:
        """Whether a cue says how its item stands: "active HCV", and not "new rash"."""
        return kind in STANDS and (kind != "current" or self.words[cue.first] in self.grammar.ongoing)

    def _has_words(self, cue: Cue) -> bool:
        """Whether the item of a cue before a mention holds more than it: "no fever", and not the "denies" of "denies: fever - chills"."""
        begins = max((j for _, j in self.apart if j <= cue.first), default=self.start)
        ends = min((j for j, _ in self.places if j >= cue.last), default=self.end)
        return any(
            is_word(w) and n not in self.cued and w not in self.grammar.subjects
            for n, w in enumerate(self.words[begins:ends], begins)
        )

    def _is_named(self, cue: Cue, ends: int) -> bool:
        """Whether the item of a cue after a mention, whose own item ends before it, names something else: not "?DVT - scan negative"."""
        if cue.kind not in DATED:  # "?fever / cellulitis, resolved"
            ends = max((j for _, j in self.places if ends <= j <= cue.first), default=ends)
        closes = min((j for j, _ in self.places if j >= cue.last), default=self.end)
        return any(n in self.named for n in range(ends, closes))

    def _keep_columns(self, found: dict[str, Cue], last: int) -> None:
        """What was in another column is told of what stands there: "leg ulcer | DVT in 2015"."""
        for kind in DATED:
            cue = found.get(kind)
            column = next((n for n in sorted(self.columns) if cue is not None and last <= n <= cue.first), None)
            if cue is not None and column is not None and any(n in self.named for n in range(column, cue.first)):
                del found[kind]


def leave(
    grammar: Grammar, words: Sequence[str], found: dict[str, Cue], first: int, last: int, end: int, held: Cue | None
) -> None:
    """Take out the cues that turn only an item before the mention at tokens first…last.

    found: those that reach it, by kind; end: of the sentence; held: the cue with which the mention itself begins ("chronic HCV").
    """
    doubt, past = found.get("doubt"), found.get("past")
    after = found.get("unlikely_after") or found.get("doubt_after")  # "no murmur, endocarditis unlikely"
    sure, current = found.get("sure"), found.get("current")
    active = current if current is not None and words[current.first] in grammar.ongoing else None
    stands = held if held is not None and (held.kind == "past" or words[held.first] in grammar.ongoing) else None
    queried = after is not None and last <= after.first <= last + 1
    phrase = after is not None and after.last > after.first + 1 and after.first >= last
    listed = any(w in grammar.either for w in words[last : min(last + AHEAD, end)])
    for kind in ("deny", "not", "past", "over"):
        cue = found.get(kind)
        if cue is None or cue.first >= first:
            continue
        whole = kind == "past"  # a past may hold what it is told of: "old cellulitis and ?osteomyelitis"
        own = _has_own(grammar, words, cue, doubt, whole) or (not listed and _has_own(grammar, words, cue, sure, whole))
        asked = queried and _is_parted(grammar, words, cue.last, first)  # "no fever, abscess suspected"
        far = kind == "deny" and phrase and "," in words[cue.last : first]
        if kind == "deny" and not listed:  # "no coke or meth, interested in bup"
            own = own or _has_own(grammar, words, cue, found.get("planned"))
            if words[cue.first] in WITHOUT:  # "no drainage, h/o endocarditis", but "denies fever, prior abscess"
                own = own or any(
                    _has_own(grammar, words, cue, c) and grammar.either.isdisjoint(words[c.last : first])
                    for c in (past, active, stands)
                    if c is not None
                )
        if kind == "past" and _acts(grammar, words, cue.last, last):
            own = True  # "prior DVT, uses heroin"
        if own or asked or far:  # "no murmur, and endocarditis remains to be looked for"
            del found[kind]
    for kind, others in (
        ("planned", (past, active, sure, stands)),
        ("doubt", (active, sure, stands)),
        ("current", (past,)),
    ):
        cue = found.get(kind)
        acts = cue is not None and kind != "current" and _acts(grammar, words, cue.last, last)  # "?DVT, uses heroin"
        if cue is not None and (acts or any(_has_own(grammar, words, cue, c, kind != "doubt") for c in others)):
            del found[kind]  # "monitor for sepsis, prior DVT", "?cellulitis, known HCV", "active HCV, s/p DVT"
    result = found.get("deny_after")
    waits = (stands or active or sure) is None or words[last : last + 1] != [","]
    if result is not None and not waits and _is_of_next(grammar, words, last, result.first):
        del found["deny_after"]  # "chronic hep C, HIV negative"
    for kind in ("past_after", "resolved_after"):
        cue = found.get(kind)
        if cue is not None and (doubt or sure) is not None and _is_of_next(grammar, words, last, cue.first):
            del found[kind]  # "?HCV - endocarditis (2016)"
    over = found.get("past_after")
    if over is not None and over.first <= last + 1 and any(is_year(w) for w in words[over.first : over.last]):
        for kind in ("deny", "planned", "if"):  # "no fever, DVT in 2015"
            cue = found.get(kind)
            if cue is not None and cue.first < first and _is_parted(grammar, words, cue.last, first):
                del found[kind]


def is_known(ongoing: Set[str], words: Sequence[str], first: int, last: int, start: int = 0) -> bool:
    """Whether what stands before a comma is told to be there, whatever follows: "chronic hep C, HIV neg". start: of the sentence."""
    told = words[first] in ongoing or (first > start and words[first - 1] in ongoing)
    return told and words[last : last + 1] == [","]


def _has_own(grammar: Grammar, words: Sequence[str], far: Cue, near: Cue | None, whole: bool = False) -> bool:
    """Whether a mention has a nearer cue in its own item. whole: the far cue may hold what it turns."""
    return (
        near is not None
        and words[near.first - 1] not in grammar.either
        and _is_parted(grammar, words, far.last - whole, near.first + 1)
    )


def _acts(grammar: Grammar, words: Sequence[str], start: int, last: int) -> bool:
    """Whether the item of a mention, another than that of a cue before it, begins with what somebody does: "uses 2 g of heroin"."""
    acts = next((n for n in range(start + 1, last) if words[n] in grammar.acts), None)
    return acts is not None and _parts(grammar, words[acts - 1]) and "," not in words[acts + 1 : last]


def _is_parted(grammar: Grammar, words: Sequence[str], start: int, end: int) -> bool:
    """Whether something stands between two tokens, and after it a new item begins."""
    return any(_parts(grammar, words[n]) or words[n] in grammar.parting for n in range(start + 1, end))


def _is_of_next(grammar: Grammar, words: Sequence[str], last: int, at: int) -> bool:
    """Whether another item stands between a mention and a token after it."""
    first = next((n for n in range(last, at) if _parts(grammar, words[n])), at)
    return any(is_word(w) for w in words[first + 1 : at])


def _parts(grammar: Grammar, word: str) -> bool:
    return word in PARTS or word in grammar.joins
