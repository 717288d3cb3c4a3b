"""Of a list, the cue that stands in a mention's own item says how that one stands: "no flow, likely an abscess", "h/o IVDU, concern for endocarditis"."""

from __future__ import annotations

from collections.abc import Sequence, Set

from waymend.read.clauses import Grammar
from waymend.read.cues import Cue
from waymend.read.fold import is_word, is_year

PARTS = ",;-/"  # between two items
WITHOUT = ("no", "without")  # deny a list, but not a history that is told in it
AHEAD = 8  # tokens after a mention in which "or" shows that it stands in a list


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
