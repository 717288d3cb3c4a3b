"""What a form answers: boxes ("[x] fever [ ] chills"), signs ("housing ✓, fever ✗"), letters after an item ("fever N, cough Y"), dots that lead to an answer ("Diabetes .... N")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from waymend.read.cues import Cue
from waymend.read.fold import ANSWERS, Tokens, is_break, is_gap, is_number, is_word

if TYPE_CHECKING:
    from waymend.read.reader import Reader

YEAR = 4  # digits of a year: "transfusion 1985 (yes)"
CLOSING = {"[": "]", "(": ")"}
# ☑ ☐ ✓ ✗, folded. A tick beside words leaves them as they are.
SIGNED = {"\x04": "yes", "\x05": "empty", "\x06": "tick", "\x07": "no"}
BOXED = {"x": "yes", "y": "yes", "yes": "yes", "n": "no", "no": "no"}
PART_ENDS = ",;.)!?([|"
CHOICES = frozenset((*ANSWERS, "pos", "neg", "positive", "negative", "never", "past", "current", "former", "unknown"))
ASKED = 5  # tokens of a question that a form asks ("Fever? Yes")
ASKED_ALONE = 14  # the same, where the answer stands alone ("Any fever in the last 48 hours? No.")
QUOTE = '"'
LEADS = ":."  # after the letters of a question and its answer: "Q: … A: …", "Q. … A. …"
ANSWERED = ',;.)!/"'  # what ends an answer that stands alone
ASKING = (
    "any",
    "ever",
    "recent",
    "recently",
    "current",
    "currently",
    "prior",
    "previous",
    "past",
    "new",
)  # with which a form asks
ASKED_OF = "asked"  # "asked re fever, wounds: no"
ABOUT = frozenset(("about", "re", "regarding"))  # after which stands what was asked
OPEN = frozenset(("unknown", "unsure", "unclear", "pending", "maybe", "?", "_"))  # what leaves a question open


class Answer(NamedTuple):
    """What tokens first…last are answered with (yes, no, or empty: a box that nobody ticked), by the sign at `at`."""

    said: str
    first: int
    last: int
    at: int


def answers(by: Reader, found: Tokens, start: int, end: int) -> list[Answer]:
    """All answers of a form in a span of tokens."""
    words = found.words
    if not any(w in CLOSING or w in CHOICES or w == "_" or w in SIGNED or w == ASKED_OF for w in words[start:end]):
        return []
    return [
        *_boxes(by, found, start, end),
        *_blanks(words, start, end),
        *_letters(words, start, end),
        *_numbered(by, words, start, end),
        *_inquired(by, words, start, end),
    ]


def bounds(said: Sequence[Answer]) -> list[Cue]:
    """Where boxes after another begin: what stands in one is of no other, as the year of "[x] current IDU [ ] transfusion before 1992"."""
    return [Cue("turns", a.at, a.at + 1) for a in said[1:] if a.at < a.first]


def asked(by: Reader, words: Sequence[str], start: int, end: int) -> str | None:
    """What a form answers to its own short question: "Fever? Yes."; None where it does not ask, or nobody answers."""
    if words[end - 1] != "?" or end >= len(words):
        return None
    after = end + 1 if is_gap(words[end]) and end + 1 < len(words) else end
    if words[after] == "a" and after + 2 < len(words) and words[after + 1] in LEADS:
        after += 2  # "Q: Injected? A: never"
    elif words[after : after + 2] == ["-", ">"] and after + 2 < len(words):
        after += 2  # "Past 12 mo heroin? -> No"
    elif words[after] == "-" and after + 1 < len(words):
        after += 1  # "Ulcer? - no."
    after += words[after] == QUOTE and after + 1 < len(words)  # "Any abscesses? 'No, none.'"
    boxed = ticked(words, after) or _lone(words, after, len(words))
    if boxed is not None:
        return boxed
    if words[after : after + 2] == ["_", "_"]:
        return "empty"  # "HIV? ____"
    start += is_gap(words[start])
    if words[start] in ASKING and end - start <= ASKED and is_break(words[end]) and words[after] not in by.yes | by.no:
        return "empty"  # "Recent OD?" and a new line
    told = _told(words, start, after if words[after - 1] == ">" else end)
    if told is not None:
        if words[told] in by.no:
            return "no" if told + 1 >= len(words) or words[told + 1] in ANSWERED or is_gap(words[told + 1]) else None
        return None if words[told] in OPEN else "yes"
    alone = after + 1 >= len(words) or words[after + 1] in ANSWERED or is_gap(words[after + 1])
    alone = alone or _not_known(words, after) or words[after + 1] == "ever"  # "Ever injected? No Ever shared? No"
    agreed = words[after] in ANSWERS and words[after] in by.yes  # "Injects in L groin (heroin)? YES daily"
    if end - start > (ASKED_ALONE if alone or agreed else ASKED):
        return None
    if not alone and words[after - 1] == "-" and is_break(words[end]):
        return None  # "?abscess" and a new item: "- Denies fever"
    if words[after] in ANSWERS and not agreed and not alone and words[after + 1] != "-":
        return None  # "Prior IE? No records"
    return "yes" if words[after] in by.yes else "no" if words[after] in by.no or _not_known(words, after) else None


def _not_known(words: Sequence[str], n: int) -> bool:
    """ "Not that I know of", "not to my knowledge"."""
    return words[n] == "not" and n + 1 < len(words) and words[n + 1] in ("that", "to")


def _lone(words: Sequence[str], n: int, end: int) -> str | None:
    """What a single box says that closes its line: "Card given? [ ]"."""
    box = _box(words, n, end)
    return box[1] if box is not None and (box[0] >= end or is_gap(words[box[0]])) else None


def _told(words: Sequence[str], start: int, end: int) -> int | None:
    """Where the answer to a question of a list begins, whatever it is: "Injected? A: twice", "Q5 Hep C? told so in prison", "3. Ever overdosed? last winter"."""
    lettered = "q" in (words[start], words[start - 2] if start > 1 and words[start - 1] in LEADS else "")
    if end + 3 < len(words) and words[end] == "a" and (words[end + 1] == ":" or (lettered and words[end + 1] == ".")):
        return end + 2 + (words[end + 2] == QUOTE)
    pointed = start > 1 and words[start - 1] == "." and is_number(words[start - 2]) and _is_first(words, start - 2)
    return end if (lettered or pointed) and not is_gap(words[end]) else None


def _is_first(words: Sequence[str], n: int) -> bool:
    """Whether a line begins with a token."""
    return n == 0 or is_gap(words[n - 1])


def ticked(words: Sequence[str], at: int) -> str | None:
    """What boxes say that have their answers beside them, from a token on: "[ ] yes [x] no". None where no such boxes stand there."""
    if _is_blank(words, at):
        return "empty"
    if at < len(words) and words[at] in ANSWERS:
        behind = _behind(words, at, len(words))
        return behind[1] if behind is not None else None
    said = None
    while at < len(words):
        box = _box(words, at, len(words))
        if box is None:
            break
        at = box[0]
        if at >= len(words) or words[at] not in ANSWERS:
            return None
        if box[1] in ("yes", "tick"):
            said = BOXED[words[at]]
        elif said is None:
            said = "empty"
        at += 1
        while at < len(words) and (is_gap(words[at]) or words[at] in "/,"):
            at += 1
    return said


def _behind(words: Sequence[str], at: int, end: int) -> tuple[int, str] | None:
    """Past the last of several boxes that stand each behind its answer, from a token on, and what they say: "Y [ ] N [x]"."""
    said, count = "empty", 0
    while at + 1 < end and words[at] in ANSWERS:
        n = at + 1 + is_gap(words[at + 1])
        box = _box(words, n, end) if n < end else None
        if box is None:
            break
        if box[1] in ("yes", "tick"):
            said = BOXED[words[at]]
        count += 1
        at = box[0]
        while at < end and (is_gap(words[at]) or words[at] in "/,"):
            at += 1
    return (at, said) if count > 1 else None


def _box(words: Sequence[str], n: int, end: int) -> tuple[int, str] | None:
    """Past the last token of the box that begins at a token, past white space, and what it holds."""
    if words[n] in SIGNED and (n == 0 or words[n - 1] not in CLOSING):
        return n + 1, SIGNED[words[n]]
    if words[n] not in CLOSING:
        return None
    at = n + 1
    while at < end and is_gap(words[at]):
        at += 1
    if at < end and words[at] == CLOSING[words[n]]:
        return at + 1, "empty"
    if at + 1 < end and words[at] in BOXED and words[at + 1] == CLOSING[words[n]]:
        return at + 2, BOXED[words[at]]
    return None


def _boxes(by: Reader, found: Tokens, start: int, end: int) -> Iterator[Answer]:
    words = found.words
    boxes: list[tuple[int, int, str]] = []
    for n in range(start, end):
        box = _box(words, n, end)
        if box is None:
            continue
        last, said = box
        if said != "empty" or words[n] == "[" or words[n] in SIGNED or found.starts[last - 1] > found.end(n):
            boxes.append((n, last, said))
    if not boxes:
        return
    behind = list(_choices(words, boxes, start, end))
    if behind:
        yield from behind
        return
    head = words[_before(words, start, boxes[0][0])]
    marked = head == ":" and _is_mark(boxes[0]) and _closes(words, boxes[-1], end)  # "PWID: ✓ HIV: ✗"
    worded = is_word(head) or (is_number(head) and len(head) == YEAR)
    if not (marked or worded):  # the box stands before its item
        told = _chosen(by, words, boxes)
        if told is not None and head in ":?":
            yield Answer(told, start, boxes[0][0], boxes[0][0])  # "Ever injected: [x] No [ ] Yes"
        for (n, last, said), following in zip(boxes, [*boxes[1:], (end, end, "")], strict=True):
            if said != "tick" and (len(boxes) > 1 or last > n + 1 or said != "no"):  # one cross alone is a bullet
                yield Answer(said, last, following[0], n)
    elif _is_choice(words, boxes, end):  # "Fever [ ] Y [x] N"
        yield Answer(ticked(words, boxes[0][0]) or "empty", start, boxes[0][0], boxes[0][0])
    elif len(boxes) > 1 or (boxes[0][0] - start <= ASKED and _closes(words, boxes[0], end)):
        before = start
        for n, last, said in boxes:
            if said != "tick":
                yield Answer(said, before, n, n)
            before = last


def _choices(words: Sequence[str], boxes: Sequence[tuple[int, int, str]], start: int, end: int) -> Iterator[Answer]:
    """ "Fever: Y [ ] N [x]; rigors: Y [x] N [ ]": each item has its answers after it, and each answer its box."""
    first = start
    for n, _, _ in boxes:
        at = _before(words, start, n)
        told = _behind(words, at, end) if at >= first and words[at] in ANSWERS else None
        if told is not None:
            yield Answer(told[1], first, at, at)
            first = told[0]


def _is_mark(box: tuple[int, int, str]) -> bool:
    """Whether a box is none, but a tick or a cross."""
    return box[1] == box[0] + 1 and box[2] in ("tick", "no")


def _closes(words: Sequence[str], box: tuple[int, int, str], end: int) -> bool:
    """Whether a single box closes its line, or a single sign or letter its part of it: "IVDU ✗.", "IVDU [N]; valve [Y]"."""
    return _lone(words, box[0], end) is not None or (
        (_is_mark(box) or words[box[0] + 1] in ANSWERS)
        and (box[1] >= end or is_gap(words[box[1]]) or words[box[1]] in PART_ENDS)
    )


def _chosen(by: Reader, words: Sequence[str], boxes: Sequence[tuple[int, int, str]]) -> str | None:
    """What boxes answer to the item that they stand after, where one of them is a no: "Ever injected: [x] No [ ] Yes"; None where another than yes is ticked."""
    told = [said for _, last, said in boxes if last < len(words) and words[last] in by.no and _is_alone(words, last)]
    if not told:
        return None
    if "yes" in told:
        return "no"
    if any(said == "yes" and words[last] in by.yes and _is_alone(words, last) for _, last, said in boxes):
        return "yes"
    return "empty" if all(said == "empty" for _, _, said in boxes) else None


def _is_alone(words: Sequence[str], n: int) -> bool:
    """Whether a word is all that stands beside its box."""
    return n + 1 >= len(words) or is_gap(words[n + 1]) or words[n + 1] in PART_ENDS + "/" or words[n + 1] in SIGNED


def _is_choice(words: Sequence[str], boxes: Sequence[tuple[int, int, str]], end: int) -> bool:
    """Whether the boxes of a line stand each before an answer to one item, and nothing else does."""
    first = boxes[0]
    if len(boxes) < 2 or ticked(words, first[0]) is None:
        return False
    return not any(is_word(w) and w not in BOXED for w in words[first[1] : end])


def _before(words: Sequence[str], start: int, n: int) -> int:
    """The token before one, past white space; the one itself where it is the first."""
    at = n - 1
    while at > start and is_gap(words[at]):
        at -= 1
    return max(at, start)


def _is_blank(words: Sequence[str], n: int) -> bool:
    """Whether both answers stand at a token, to choose from: "Y / N"."""
    return (
        n + 2 < len(words)
        and words[n] in CHOICES
        and words[n + 1] == "/"
        and words[n + 2] in CHOICES
        and words[n] != words[n + 2]
        and (words[n] in ANSWERS or words[n - 1] == ":")
    )


def _blanks(words: Sequence[str], start: int, end: int) -> Iterator[Answer]:
    """ "FEVER: Y / N", "HIV: ____": nobody has answered yet."""
    before = start
    for n in range(start + 1, end - 1):
        if words[n] == words[n + 1] == "_":
            if words[n - 1] != "_":
                yield Answer("empty", before, n, n)
            before = n + 2
        elif _is_blank(words, n) and n + 2 < end:
            after = n + 3
            chosen = after < end and words[after] in ANSWERS and _is_end(words, after + 1, end)
            yield Answer(BOXED[words[after]] if chosen else "empty", before, n, after if chosen else n)
            before = after + chosen  # "Fever Y/N N": the no was chosen
        elif words[n] in "yn" and is_word(words[n - 1]) and _ends_item(words, n + 1, end):
            before = n + 1  # "cocaine Y / other ___"


def _numbered(by: Reader, words: Sequence[str], start: int, end: int) -> Iterator[Answer]:
    """ "Q14 ever injected drugs, even once: No.": the answer to a question with a number, past its commas."""
    start += is_gap(words[start])
    if start + 1 >= end or words[start] != "q" or not is_number(words[start + 1]):
        return
    for n in range(start + 2, end - 1):
        if words[n] == ":" and words[n + 1] in by.no and _is_end(words, n + 2, end):
            yield Answer("no", start, n, n + 1)


def _inquired(by: Reader, words: Sequence[str], start: int, end: int) -> Iterator[Answer]:
    """ "Asked re fever, chills, wounds: no.": the answer to all that somebody was asked about."""
    for at in range(start, end - 3):
        if words[at] != ASKED_OF or words[at + 1] not in ABOUT:
            continue
        for n in range(at + 3, min(at + ASKED_ALONE, end - 1)):
            if words[n] in ":-" and words[n + 1] in by.no and _is_end(words, n + 2, end):
                yield Answer("no", at, n, n + 1)
                break


def _is_end(words: Sequence[str], n: int, end: int) -> bool:
    """Whether no word of the same item follows an answer; an item begins with a word, and has an answer of its own."""
    return (
        n >= end
        or words[n] in PART_ENDS
        or words[n] in "'\""
        or is_gap(words[n])
        or any(w in ANSWERS for w in words[n:end])
    )


def _letters(words: Sequence[str], start: int, end: int) -> Iterator[Answer]:
    told = [n for n in range(start + 1, end) if words[n] in ANSWERS and _ends_item(words, n + 1, end)]
    dotted = [n for n in told if n > start + 2 and words[n - 1] == words[n - 2] == "."]
    plain = [n for n in told if words[n] in "yn" and is_word(words[n - 1])]
    parted = len(plain) == 1 and plain[0] + 1 < end and words[plain[0] + 1] in ";|"  # "fever N; pregnant N"
    kept = dotted or (plain if len(plain) > 1 or parted else [])
    slashed = any(n + 1 < end and words[n + 1] == "/" for n in kept)
    before = start
    for n in kept:
        while slashed and "/" in words[before:n]:
            before = words.index("/", before) + 1  # "Hepatitis Y - C, cured / HIV N"
        yield Answer(BOXED[words[n]], before, n, n)
        before = n + 1
    if len(plain) == 1 and not kept:  # "Route: nasal. Needle use N."
        first = plain[0]
        while first > start and is_word(words[first - 1]):
            first -= 1
        if plain[0] - first <= ASKED:
            yield Answer(BOXED[words[plain[0]]], first, plain[0], plain[0])


def _ends_item(words: Sequence[str], n: int, end: int) -> bool:
    """Whether an item of a form ends before a token: "fever N,", "cocaine Y / heroin N"."""
    if n >= end or words[n] in PART_ENDS or is_gap(words[n]):
        return True
    return words[n] == "/" and n + 1 < end and words[n + 1] not in CHOICES


__all__: Sequence[str] = ("Answer", "answers", "asked")
