"""Lists whose items bear signs: "- fever, - chills, + arm pain", "(+) IVDU (-) opioids", "meth(-) heroin(+)", and tables with a row for each item ("fever | no")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from waymend.read.fold import Tokens, is_break, is_gap, is_word
from waymend.read.forms import Answer

PLUS = "plus"  # what a plus says of its item: no denial of another item reaches it
NO = "no"
MARKS = {"+": PLUS, "-": NO, "\x06": PLUS, "\x07": NO}  # also ✓ and ✗
BRACKETS = {"(": ")", "[": "]"}
ROWS = {
    **dict.fromkeys(("no", "n", "none", "neg", "negative", "absent", "nil"), NO),
    **dict.fromkeys(("yes", "y", "pos", "positive", "present"), PLUS),
}
OF_AN_ITEM = 6  # words of an item
OF_A_LINE = 80  # tokens of a line that is looked at, on either side
FEW = 3  # signs of a list after a heading, of which the first may be a bullet
LINES = 8  # of a block, before a line and after it


def answers(found: Tokens, start: int, end: int) -> list[Answer]:
    """What the signs of a list say of its items in a sentence."""
    words = found.words
    if not any(w in MARKS or w == "|" or w in ROWS for w in words[start:end]):
        return []
    first, last = _line(words, start, end)
    row = _row(found, first, last)
    if row is not None:
        return [row]
    lead = _lead(words, first)
    own = _mark(words, lead, last)
    if own is not None and _is_block(words, first, last, leading=True):
        return [Answer(own[0], own[1], last, lead)]
    closing = _closing(words, first, last)
    if closing is not None and _is_block(words, first, last, leading=False):
        return [Answer(closing[0], first, closing[1], closing[1])]
    told = [*_before(found, first, last), *_after(found, first, last)]
    return [a for a in told if a.first < end and a.last > start]


def _line(words: Sequence[str], start: int, end: int) -> tuple[int, int]:
    """The line in which a sentence stands."""
    first, last = start + is_gap(words[start]), end
    while first > max(start - OF_A_LINE, 0) and not is_break(words[first - 1]):
        first -= 1
    while last < min(end + OF_A_LINE, len(words)) and not is_break(words[last - 1]):
        last += 1
    return first, last - (last > first and is_break(words[last - 1]))


def _mark(words: Sequence[str], n: int, end: int) -> tuple[str, int] | None:
    """What a sign at a token says, in a bracket or without, and where it ends: "+", "(-)", "+ve"."""
    if n < end and words[n] in MARKS:
        return MARKS[words[n]], n + 1 + (n + 1 < end and words[n + 1] == "ve")
    if n + 2 < end and words[n] in BRACKETS and words[n + 1] in "+-" and words[n + 2] == BRACKETS[words[n]]:
        return MARKS[words[n + 1]], n + 3
    return None


def _lead(words: Sequence[str], first: int) -> int:
    return first + (first < len(words) and words[first] == "|")


def _row(found: Tokens, first: int, last: int) -> Answer | None:
    """ "| fever | no |", "fever", a tab, and "no": the answer in the second column."""
    words = found.words
    end = last - (last > first and words[last - 1] == "|")
    at = end - 1
    if at <= first or words[at] not in ROWS:
        return None
    parted = words[at - 1] == "|" or is_gap(words[at - 1]) or "\t" in found.text[found.end(at - 1) : found.starts[at]]
    item = words[_lead(words, first) : at - (not is_word(words[at - 1]))]
    if not parted or not item or len(item) > OF_AN_ITEM or not all(is_word(w) or w == "/" for w in item):
        return None
    return Answer(ROWS[words[at]], first, at, at)


def _closing(words: Sequence[str], first: int, last: int) -> tuple[str, int] | None:
    """The sign with which a line ends, after an item and nothing else: "fever -", "| fever | - |"."""
    end = last - (last > first and words[last - 1] == "|")
    n = next((n for n in (end - 1, end - 3) if n > first and (mark := _mark(words, n, end)) and mark[1] == end), None)
    if n is None or not all(is_word(w) or w in "|/:" or is_gap(w) for w in words[first:n]):
        return None
    item = sum(map(is_word, words[first:n]))
    return ((_mark(words, n, end) or ("", 0))[0], n) if 0 < item <= OF_AN_ITEM else None


def _is_block(words: Sequence[str], first: int, last: int, *, leading: bool) -> bool:
    """Whether a line, and those before and after it, each bear a sign, some of them a plus and some a minus."""
    told = set()
    for step in (-1, 1):
        begin, end = first, last
        for _ in range(LINES):
            said = _of_line(words, begin, end, leading=leading)
            if said is None:
                break
            told.add(said)
            if step < 0:
                if begin < 2 or not is_break(words[begin - 1]):
                    break
                begin, end = _line(words, begin - 2, begin - 1)
            else:
                if end + 1 >= len(words) or not is_break(words[end]):
                    break
                begin, end = _line(words, end + 1, end + 2)
    return len(told) > 1


def _of_line(words: Sequence[str], first: int, last: int, *, leading: bool) -> str | None:
    """What the one sign of a line says, before its item or after it."""
    if not leading:
        closing = _closing(words, first, last)
        return closing[0] if closing is not None else None
    mark = _mark(words, _lead(words, first), last)
    if mark is None or not 0 < last - mark[1] <= OF_AN_ITEM:
        return None
    return mark[0] if all(is_word(w) or w in "/,." for w in words[mark[1] : last]) else None


def _before(found: Tokens, first: int, last: int) -> Iterator[Answer]:
    """Signs before the items of a line: "+ arm pain - fever - chills", "(+) IVDU, meth (-) opioids"."""
    words = found.words
    marks = [
        (n, *mark)
        for n in range(first, last)
        if (mark := _mark(words, n, last)) is not None
        and mark[1] < last
        and is_word(words[mark[1]])
        and (n == first or found.end(n - 1) < found.starts[n])
        and words[n - 1 : n] not in (["("], ["["])
    ]
    if {said for _, said, _ in marks} != {PLUS, NO}:
        return
    ends = [n for n, _, _ in marks[1:]] + [last]
    if any(":" in words[m:e] or _trails(found, m, e) for (_, _, m), e in zip(marks, ends, strict=True)):
        return  # "HIV: + HBV: -"
    at, said, begins = marks[0]
    glued = found.end(begins - 1) == found.starts[begins]
    opens = at == first or words[at - 1] in ":,;." or is_gap(words[at - 1]) or glued
    parted = all(words[n - 1] in ",;." for n, _, _ in marks[1:])
    begun = at == first or words[at - 1] in ".;" or (words[at - 1] == ":" and len(marks) < FEW)
    bullet = begun and said == NO and not (glued or parted or begins > at + 1)  # "- cellulitis + abscess"
    if not opens or bullet:
        return
    listed = any(said == PLUS and "," in words[m : e - 1] for (_, said, m), e in zip(marks, ends, strict=True))
    for (n, said, m), e in zip(marks, ends, strict=True):
        heads = n == first or words[n - 1] in ":;." or listed
        stops = ".;" if heads else ".;,"
        until = next((k for k in range(m, e) if words[k] in stops or is_gap(words[k])), e)
        yield Answer(said, m, until, n)


def _trails(found: Tokens, begins: int, ends: int) -> bool:
    """Whether a sign stands right after a word: "fever+ chills-"."""
    words = found.words
    return any(
        words[n] in "+-" and found.end(n - 1) == found.starts[n] and not is_word(words[min(n + 1, len(words) - 1)])
        for n in range(begins + 1, ends)
    )


def _after(found: Tokens, first: int, last: int) -> Iterator[Answer]:
    """Signs after the items of a line: "meth(-) heroin(+)", "fever/chills +, pus -", "HIV: - / HCV: +", "IVDU +ve, opioids -ve"."""
    words = found.words
    marks: list[tuple[int, str, int]] = []
    n = first + 1
    while n < last:
        mark = _mark(words, n, last)
        if mark is not None and (is_word(words[n - 1]) or words[n - 1] == ":") and _ends_item(found, n, mark[1], last):
            marks.append((n, *mark))
        n = max(n + 1, mark[1] if mark is not None else n)
    if {said for _, said, _ in marks} != {PLUS, NO}:
        return
    before = first
    for n, said, ends in marks:
        begins = max((k + 1 for k in range(before, n - 1) if words[k] in ",;." or is_gap(words[k])), default=before)
        yield Answer(said, begins, n, n)
        before = ends


def _ends_item(found: Tokens, n: int, ends: int, last: int) -> bool:
    """Whether an item ends with the sign after it."""
    glued = found.end(n - 1) == found.starts[n] and found.words[n] in BRACKETS
    return glued or ends >= last or found.words[ends] in ",;./|" or is_gap(found.words[ends])
