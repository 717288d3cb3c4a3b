"""What a test came to, told in the sentence after it: "HIV done last week. Came back negative.", "Both negative." """

from __future__ import annotations

from collections.abc import Sequence

from waymend.read.cues import Cue, closes
from waymend.read.fold import Tokens, is_gap
from waymend.read.lexicon import ECHO, RESULT, Hit
from waymend.read.results import ASSAYS, RESULTS, Results
from waymend.read.subjects import Draft

CLEAR = "clear"
# Between the beginning of a sentence and what a test came to.
UNTIL_RESULT = frozenset(("passed", "time", "asked", "lasting", "now", "surface", "load"))
BESIDE_RESULT = ":,-/()"
LED_TO = 6  # tokens of a sentence before what a test came to
NEAR_A_TEST = 6  # tokens before what was tested for, from which a sentence tells that it was tested


def come_back(
    by: Results,
    before: Sequence[Draft],
    drafts: Sequence[Draft],
    hits: Sequence[Hit],
    found: Tokens,
    start: int,
    end: int,
) -> None:
    """What tests of the sentence before came to, told in the next one: "HIV done last week. Came back negative.". before: the drafts of that sentence."""
    waiting = [d for d in before if _waits(by, d, found, start)]
    if not waiting:
        return
    said = {h.first: h for h in hits if h.layer in (ECHO, RESULT) and (h.layer == RESULT or h.meanings[0] == CLEAR)}
    named = {d.first for d in drafts if d.about in by.of}
    assay = ""
    n = start
    while n < end and n not in named:
        hit = said.get(n)
        kind = "" if hit is None else str(hit.meanings[0])
        if hit is None:
            word = found.words[n]
            leads = word in by.leading and n - start < LED_TO  # "he says it was"
            if not (word in BESIDE_RESULT or is_gap(word) or word in by.joins or leads):
                return
            n += 1
        elif kind in RESULTS or kind == CLEAR:
            if closes(found.words, hit.last):
                came = RESULTS.get(kind, "-")
                for d in waiting:
                    d.tested = {assay + by.meant(came, assay, d)}
                    d.result = Cue("result", hit.first, hit.last)
            return
        elif kind in UNTIL_RESULT:
            assay = kind if kind in ASSAYS else assay
            n = hit.last
        else:
            return


def _waits(by: Results, d: Draft, found: Tokens, end: int) -> bool:
    """Whether a test was told of in a sentence, and not what it came to."""
    told = d.way.negated or d.way.family or d.way.historical or d.other
    if d.about not in by.of or d.measure is not None or told or not d.tested <= {"asked", "?", "now?", "lasting?"}:
        return False
    return not by.testing.isdisjoint(found.words[max(d.first - NEAR_A_TEST, 0) : end])


__all__: Sequence[str] = ("come_back",)
