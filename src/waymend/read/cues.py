"""The cues of a sentence: the guide's words and the signs that turn what stands beside them, without those that a phrase holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from waymend.read.fold import Tokens, is_break, is_first, is_gap, is_number, is_word
from waymend.read.lexicon import AFTER, APART, AT_END, CUE, FINDING, INNER, Hit

if TYPE_CHECKING:
    from waymend.read.reader import Reader

SIGNS = ":-="  # a cue that begins with one of these ("Fever: no") must end its part of the sentence
PART_ENDS = ",;.)!?"
PAST_MINUS = ",;.)!/:"  # after which a minus belongs to what stands before it
JOINING = "/|+>-"  # signs that stand between two items
NOT_JOINTS = (["-"], [">"])  # a dash is told by signs; "fever > 38"
OF_AN_ITEM = 4  # words of an item that has its sign after it
SHORT = 2  # tokens of a cue that begins with a sign and must end its part: ": no", not "- in remission"
BEGINNING = {
    "asks": "doubt",
    "deny_first": "deny",
    "test_first": "test",
    "planned_first": "planned",
}  # kinds that count where their part of the sentence begins with them
PHRASES = frozenset((FINDING, INNER))  # what they hold is told by them
APART_FROM = ("other", "quit_after")  # kinds that count inside a phrase too: "3 years sober"


class Cue(NamedTuple):
    kind: str
    first: int
    last: int


def closes(words: Sequence[str], n: int) -> bool:
    """Whether a part of a sentence ends before a token."""
    return n >= len(words) or words[n] in PART_ENDS or is_gap(words[n])


def cues_of(by: Reader, hits: Sequence[Hit], words: Sequence[str], end: int) -> list[Cue]:
    """The cues of a sentence that are words, in order. A phrase that is none ("not only") takes the sting from what it overlaps.

    Some cues count only where their part of the sentence ends with them: those that begin with a sign, and "i think".
    """
    cues = []
    blunted = [h for h in hits if h.layer == CUE and "none" in h.meanings]
    for hit in hits:
        if hit.layer not in (CUE, AFTER) or any(
            hit.first < b.last
            and b.first < hit.last
            and not (hit.layer == AFTER and hit.first <= b.first and b.last <= hit.last)  # "is not excluded"
            and not (hit.first < b.first and words[hit.first] in by.nots)  # "no [known heroin use]"
            and not _names_beside(by, words, hit, b)
            for b in blunted
        ):
            continue
        at_end = hit.last >= end or closes(words, hit.last)
        for kind in hit.meanings:
            if kind == "resolved_after" and not by.when.times.not_over.isdisjoint(words[hit.first : hit.last]):
                continue  # "settling" is no ending, though it has the word of one
            if kind == "if" and words[hit.first] in by.came:
                continue  # "comes in with a fever" advises nobody to
            if kind in BEGINNING:
                before = words[hit.first - 1] if hit.first else "."
                headed = before == ":" and kind != "asks"  # "ROS: neg fever", "Plan: clarify IV use"
                if kind == "asks" and words[hit.last : hit.last + 1] == [":"]:
                    continue  # "Question: isolated core antibody"
                if before in PART_ENDS or before in by.grammar.joins or is_gap(before) or headed:
                    cues.append(Cue(BEGINNING[kind], hit.first, hit.last))
            elif kind.endswith(AT_END):
                if at_end or words[hit.last] in "(/|":
                    cues.append(Cue(kind[: -len(AT_END)], hit.first, hit.last))
            elif (
                at_end
                or hit.layer == CUE
                or (kind == "quit_after" and hit.last - hit.first > SHORT)
                or kind == "then_after"  # "any fever = urgent blood film"
                or words[hit.first] not in SIGNS
                or is_number(words[hit.last])
                or words[hit.last] in "/("
            ):
                cues.append(Cue(kind, hit.first, hit.last))
    return cues


def _names_beside(by: Reader, words: Sequence[str], hit: Hit, other: Hit) -> bool:
    """Whether a cue names somebody else beside a phrase that is none: the brother of "with his twin brother who has" after "with his twin", and before "who has"."""
    if "other" not in hit.meanings or (other.first > hit.first and words[other.first - 1] == "-"):
        return False  # "[ex-husband] gave"
    if hit.first < other.first == hit.last - 1:
        word = words[other.first]  # "a stranger tested" before "tested positive for"; not "her nan's"
        return word not in by.subjects.kin and not word.endswith("'s")
    beside = (*words[hit.first : max(other.first, hit.first)], *words[other.last : hit.last])
    return not by.subjects.kin.isdisjoint(beside)


def signs(found: Tokens, start: int, end: int) -> list[Cue]:
    """The cues of a sentence that are signs. "+warmth -crepitus": where some findings are marked with a plus, a minus before a word denies it."""
    words = found.words
    marks = [
        n
        for n in range(start, end - 1)
        if words[n] in "+-"
        and is_word(words[n + 1])
        and (found.starts[n + 1] == found.starts[n] + 1 or (n > start and words[n - 1] in ",:"))
        and (n == 0 or found.end(n - 1) < found.starts[n])
    ]
    cues = [Cue("sign", n, n + 1) for n in marks if words[n] == "-"] if any(words[n] == "+" for n in marks) else []
    for n in range(start + 1, end - 1):  # "not an overdose - naloxone given"
        if words[n] == "-" and found.end(n - 1) < found.starts[n] and found.end(n) < found.starts[n + 1]:
            cues.append(Cue("dash", n, n + 1))
    if _is_column(found, start, end):
        return [c for c in cues if c.kind != "dash"] + [
            Cue("minus_after", n, n + 1) for n in range(start + 1, end) if words[n] == "-" and _is_apart(found, n)
        ]
    plus = any(words[n] == "+" for n in range(start, end))
    for n in range(start + 1, end):  # "HIV-, HCV+", "cough +, fever -" and a new line
        if words[n] != "-":
            continue
        past = n + 1 < end and (words[n + 1] in PAST_MINUS or (plus and is_gap(words[n + 1])))
        if (found.end(n - 1) == found.starts[n] or past) and (
            n + 1 == end or found.starts[n + 1] > found.starts[n] + 1 or past
        ):
            cues.append(Cue("minus_after", n, n + 1))
    return cues


def joints(found: Tokens, start: int, end: int) -> list[Cue]:
    """Signs between spaces that join items, and white space that sets columns apart: "prior DVT / ?cellulitis", "no fever -> likely abscess". A dash is one besides (signs)."""
    words, joined = found.words, []
    n = start + 1
    while n < end - 1:
        last = n
        while last < end - 1 and words[last] in JOINING and (last == n or found.end(last - 1) == found.starts[last]):
            last += 1
        if last > n:
            apart = found.end(n - 1) < found.starts[n] and found.end(last - 1) < found.starts[last]
            if apart and words[n:last] not in NOT_JOINTS:
                joined.append(Cue("joint", n, last))
        elif is_gap(words[n]) and not is_break(words[n]):
            last = n + 1
            joined.append(Cue("joint", n, last))
        elif "\t" in found.text[found.end(n - 1) : found.starts[n]]:
            joined.append(Cue("joint", n, n))
        n = max(last, n + 1)
    return joined


def _is_column(found: Tokens, start: int, end: int) -> bool:
    """Whether each item of a line has its sign after it, also the last one: "Fever - Chills - Cough +"."""
    words = found.words
    while end > start and is_gap(words[end - 1]):
        end -= 1
    if end == start or words[end - 1] not in "+-":
        return False
    marks, item = 0, 0
    for n in range(start, end):
        if words[n] in "+-" and _is_apart(found, n):
            if not 0 < item <= OF_AN_ITEM:
                return False
            marks, item = marks + 1, 0
        elif is_word(words[n]):
            item += 1
        elif not (is_gap(words[n]) or words[n] in "-/"):
            return False
    return item == 0 and marks > 1


def _is_apart(found: Tokens, n: int) -> bool:
    """Whether a sign has white space before it, and no word right after it."""
    after = n + 1 >= len(found.words) or found.end(n) < found.starts[n + 1] or not is_word(found.words[n + 1])
    return n > 0 and found.end(n - 1) < found.starts[n] and after


def free(by: Reader, found: Tokens, cues: Sequence[Cue], said: Sequence[Hit], start: int, *, asked: bool) -> list[Cue]:
    """The cues that no phrase holds: a word of a phrase says what the phrase says, the "not" of "not breathing" denies nothing else.

    asked: whether the sentence is a question that is answered, so that neither its "?" nor the "do you" with which it begins is a doubt; nor is the "??" of who only asks more loudly.
    """
    words = found.words
    phrases = [h for h in said if h.last - h.first > 1 and h.layer in PHRASES]
    return [
        c
        for c in cues
        if (
            c.kind in APART_FROM
            or _ends_treatment(by, c, said)
            or not any(_holds(by, words, h, c) and not _opens(h, c) and not _goes_on(by, words, h, c) for h in phrases)
        )
        and not (
            words[c.first] == "?"
            and (asked or _calls(words, c.first) or (c.kind == "doubt_after" and _asks_next(found, c.first)))
        )
        and not (asked and c.kind == "doubt" and is_first(words, start, c.first))
        and not _is_of_before(by, words, c, said)
    ]


def _is_of_before(by: Reader, words: Sequence[str], cue: Cue, said: Sequence[Hit]) -> bool:
    """Whether a "history" is that of what is named right before it, and of nothing after it: "IVDU hx and fever"."""
    alone = cue.kind == "past" and cue.last - cue.first == 1 and words[cue.first] in by.histories
    return alone and any(h.last == cue.first for h in said)


def _holds(by: Reader, words: Sequence[str], phrase: Hit, cue: Cue) -> bool:
    """Whether a phrase holds a cue, or begins with the "not" of one: "[does] not feel safe"."""
    if cue.first < phrase.first:
        return phrase.first < cue.last <= phrase.last and words[phrase.first].replace("'", "") in by.nots
    return cue.last <= phrase.last


def _opens(phrase: Hit, cue: Cue) -> bool:
    """Whether a phrase begins with what ends a denial before it: "declined obs [after naloxone]"."""
    return cue.first == phrase.first and cue.kind in ("ends", "turns", "causes")


def _goes_on(by: Reader, words: Sequence[str], phrase: Hit, cue: Cue) -> bool:
    """Whether what a phrase denies goes on after it: "no EtOH or IVDU"."""
    if cue.kind != "deny" or cue.first != phrase.first or phrase.last >= len(words):
        return False
    return words[phrase.last] == "/" or words[phrase.last] in by.grammar.either


def _ends_treatment(by: Reader, cue: Cue, said: Sequence[Hit]) -> bool:
    """Whether a treatment follows the word that ends it, or ends with it: "off methadone", "[discharged from methadone]" tell of a treatment stopped, and of the methadone."""
    return cue.kind == "over" and any(
        h.layer == APART
        and (h.first == cue.last or (cue.first < h.first and h.last == cue.last))
        and h.meanings[0] in by.treatments
        for h in said
    )


def _calls(words: Sequence[str], n: int) -> bool:
    """Whether a question mark is of several that end what is said: "is it bad??"."""
    after = words[n + 1] if n + 1 < len(words) else "."
    return (after == "?" or words[n - 1 : n] == ["?"]) and not is_word(after)


def _asks_next(found: Tokens, n: int) -> bool:
    """Whether a question mark belongs to the word after it: "fever ?cellulitis"."""
    words = found.words
    return (
        n + 1 < len(words)
        and is_word(words[n + 1])
        and found.starts[n + 1] == found.end(n)
        and not (n and is_word(words[n - 1]) and found.starts[n] == found.end(n - 1))
    )
