"""Results beside the names of tests: "HIV 1/2 Ag/Ab (3/24): neg", "HCV Ab reactive, RNA not detected", "Neg HIV rapid", "HBsAg, anti-HCV, HIV all negative".

Walked from left to right: a test waits for its result, over words that say how and when it was tested; any other word ends the wait. What several tests
of one thing say together is settled once the text is read (`settle`), since an antibody stays when what it was against is gone. Words: the guide's `results`.
"""

from __future__ import annotations

from collections.abc import Sequence, Set

from waymend.pack.reading import Reading
from waymend.read.cues import Cue, closes
from waymend.read.fold import Tokens, is_break, is_gap, is_number, is_word
from waymend.read.lexicon import RESULT, Hit
from waymend.read.parts import is_known
from waymend.read.scopes import NOT_TURNED, Turned
from waymend.read.subjects import Draft
from waymend.read.ways import status_of

ASSAYS = ("lasting", "now", "surface", "load", "immune", "apart")  # what is tested; "" where that is not said
OF_NOW = ("now", "surface", "load")
LED_TO = ("lasting", *OF_NOW)  # what may stand behind its result: "RNA undetectable with reactive antibody"
# What tests came to, as noted after what was tested: "now+". A result that vanished is too small to be measured.
RESULTS = {"positive": "+", "negative": "-", "awaited": "?", "vanished": "~", "unknown": "!"}
BEGINS = ",;:.(["  # what stands before a result that is told ahead of its test
PASSED = ',:;-/()[]=>&*".'
CLOSES = ",.;)"
AFTER_ITS_VIRUS = 16  # tokens from the name of a virus to a bare "RNA" that is its own


class Results:
    """What a guide says of tests."""

    def __init__(self, reading: Reading) -> None:
        self.of = frozenset(reading.tested)
        self.kept = frozenset(reading.kept)  # present although no virus can be measured
        self.tested = frozenset(reading.grammar["tested"])
        self.bare = frozenset(reading.grammar["bare_tests"])
        self.testing = frozenset(reading.grammar["testing"])
        self.articles = frozenset(reading.grammar["determiners"])
        # Chronic, untreated: what is there whatever the next test shows.
        self.ongoing = frozenset(reading.grammar["ongoing"])
        self.parting = frozenset((*reading.grammar["parting"], *reading.grammar["joins"]))
        self.joins = frozenset((*reading.grammar["joins"], *reading.grammar["either"]))
        self.leading = frozenset((*reading.grammar["subjects"], *reading.grammar["verbs"]))  # "he says it was"

    def read(
        self, drafts: Sequence[Draft], hits: Sequence[Hit], cues: Sequence[Cue], found: Tokens, start: int, end: int
    ) -> None:
        """Note with each draft of a test in a sentence what it came to."""
        if not any(d.about in self.of for d in drafts):
            return
        said = {h.first: h for h in hits if h.layer == RESULT}
        walk = _Walk(self, found, said, cues, start, end)
        walk.times = {n for n, h in said.items() if h.meanings[0] == "time"}
        n = start
        while n < end:
            named = [d for d in drafts if d.first == n and d.about in self.of and d.measure is None]
            hit = said.get(n)
            if named:
                walk.test(named, hit)
                if hit is not None and hit.meanings[0] == "apart":
                    for d in named:
                        d.tested.add("apart")  # "HBeAg neg"
            if hit is not None:
                walk.said(hit, inside=bool(named))
                n = hit.last
            else:
                if not named and (found.words[n] == "+" or not any(d.first < n < d.last for d in walk.active)):
                    walk.token(n)
                n += 1
        walk.close()

    def meant(self, said: str, assay: str, d: Draft) -> str:
        """What cannot be measured is gone, or only kept down."""
        kept = d.about in self.kept
        if said == "~":
            return "+" if kept else "-"
        return "+" if kept and assay == "load" and said == "-" else said


class _Walk:
    """One sentence being walked through."""

    def __init__(
        self, by: Results, found: Tokens, hits: dict[int, Hit], cues: Sequence[Cue], start: int, end: int
    ) -> None:
        self.by = by
        self.found = found
        self.hits = hits
        self.words = found.words
        self.start = start
        self.end = end
        self.times: set[int] = set()
        self.others = {c.first: c for c in cues if c.kind == "other"}
        self.active: list[Draft] = []  # the tests that a result would be of
        self.resolved = False
        self.assay = ""
        self.asked = False
        self.named = False  # by its name as a test: "HCV PCR"
        self.ahead: tuple[str, Cue] | None = None  # a result before its test
        self.small = False  # "<20"
        self.panel = False  # what shows the illness is tested beside what shows that one is immune

    def test(self, named: list[Draft], hit: Hit | None) -> None:
        if self.active and hit is not None and hit.meanings[0] == "now" and hit.last == named[0].last:
            for d in named:  # the RNA of "HIV Ag/Ab + RNA"
                d.tested.add("apart")
            return
        if not self.resolved:
            self.active = [d for d in self.active if not self._is_known(d)]  # "chronic hep C, HIV neg"
        if self.resolved or not self.active:
            self.close(keep=not self.resolved and self.ahead is not None)
        self.active = [*self.active, *named]

    def said(self, hit: Hit, *, inside: bool) -> None:
        kind = str(hit.meanings[0])
        if kind in RESULTS:
            if not inside:
                self.assay = self._led_to(hit.last) or self.assay
                self._result(RESULTS[kind], Cue("result", hit.first, hit.last))
        elif kind == "immune":
            if self.ahead is not None and self.active and not self.resolved:
                self.close()  # "seronegative for hepatitis B, vaccine given"
            self.panel = self.panel or self.assay in ("surface", "lasting")
            waits = not self.resolved
            self.assay = kind
            if waits:
                self._result("!", Cue("result", hit.first, hit.last))
            self.assay = kind
        elif kind in ("cured", "treated"):
            cue = Cue("result", hit.first, hit.last)
            for d in self.active:
                d.tested |= {"lasting+", "now-"} if kind == "cured" else {"load+"}
                d.result = d.result or cue
            self.resolved = True
        elif kind in ASSAYS:
            self.assay = kind
            whole = inside and (kind != "now" or hit.last > hit.first + 1)  # no bare "RNA": "found on yearly RNA"
            self.named = self.named or whole or any(d.first < hit.first <= d.last for d in self.active)
        elif kind == "another":  # a test that the guide does not know
            if self.resolved:
                self.close()
        elif kind == "asked":
            self.asked = True

    def _is_known(self, d: Draft) -> bool:
        """Whether what stands before a comma waits for no result: "chronic hep C, HIV neg"."""
        return is_known(self.by.ongoing, self.words, d.first, d.last, self.start)

    def _led_to(self, n: int) -> str:
        """What was tested, where its name follows the result and ends with it: "antibody positive with undetectable RNA"."""
        hit = self.hits.get(n)
        of_now = hit is not None and hit.meanings[0] in LED_TO and closes(self.words, hit.last)
        return str(hit.meanings[0]) if hit is not None and of_now and self.active else ""

    def token(self, n: int) -> None:
        word = self.words[n]
        if is_number(word):
            self._number(n)
        elif word == "<":
            self.small = True
        elif word == "+":
            self.named = False  # "hep C RNA + Oct"
            if self.assay == "lasting" or self._is_joined(n) or self._passes(n + 1):
                self._result("+", Cue("result", n, n + 1))
        elif word == "-" and self._is_minus(n):
            self._result("-", Cue("result", n, n + 1))
        elif not self._goes_on(word) and not (word == "." and "." in self._beside(n)):
            self.close()  # dots lead to a result

    def _goes_on(self, word: str) -> bool:
        """Whether what was named goes on past a sign or a small word. What is told ahead goes on past neither comma nor "and"."""
        joins = word in self.by.joins
        if self.ahead is not None and not self.active and (word == "," or joins):
            return False
        return joins or word in PASSED or (is_gap(word) and not is_break(word))

    def _is_minus(self, n: int) -> bool:
        """ "HIV-, HCV -": and no dash."""
        free = n + 1 >= self.end or self.found.starts[n + 1] > self.found.end(n)
        return self._passes(n + 1) or (free and self._is_joined(n))

    def _passes(self, n: int) -> bool:
        """Whether another test may follow: "HBsAg + / HIV -"."""
        return self._closes(n) or self.words[n] == "/"

    def _is_joined(self, n: int) -> bool:
        """Whether a sign stands right after a word: "HIV+"."""
        return n > self.start and self.found.end(n - 1) == self.found.starts[n] and not is_gap(self.words[n - 1])

    def _closes(self, n: int) -> bool:
        return n >= self.end or self.words[n] in CLOSES or is_gap(self.words[n])

    def _number(self, n: int) -> None:
        word = self.words[n]
        small, self.small = self.small, False
        if len(word) == 1 and n + 1 < self.end and self.words[n + 1] == ")":
            return  # a point of a list: "HCV PCR 3) wound care"
        last = n
        while last + 2 < self.end and self._lists(self.words[last + 1]) and is_number(self.words[last + 2]):
            last += 2
        if last > n and last + 1 in self.times:
            return  # "RNA in 3-6 weeks", "at 4, 8 and 12 weeks"
        beside = self._beside(n)
        if (len(word) == 4 and word[:2] in ("19", "20")) or "/" in beside or n + 1 in self.times:
            return
        if self.assay in ("now", "load"):
            self._result("~" if small else "+", Cue("result", n, n + 1))

    def _lists(self, word: str) -> bool:
        """Whether a number after a word may go on with the numbers before it: "6 and 12 weeks"."""
        return word in "-,/" or word in self.by.joins

    def _beside(self, n: int) -> set[str]:
        """The tokens before and after one."""
        return {self.words[n - 1] if n else "", self.words[n + 1] if n + 1 < self.end else ""}

    def _result(self, said: str, cue: Cue) -> None:
        if said == "-" and not self.assay and not self.resolved and any(self._is_known(d) for d in self.active):
            self.close()  # "chronic HCV, never injected"
        if not self.active:
            before = self.words[cue.first - 1] if cue.first > self.start else ","
            if before in BEGINS or before in self.by.tested or before in self.by.articles or is_gap(before):
                self.ahead = (said, cue)
        elif (self.ahead is not None and not self.resolved) or self._begins_anew(cue):
            self.close()
            self.ahead = (said, cue)
        elif not self.resolved or self.assay or self._overtakes(said):
            self._note(said, cue)

    def _begins_anew(self, cue: Cue) -> bool:
        """Whether a result is of what follows it, and not of the test before: "known HCV, negative for HIV"."""
        before = self.words[cue.first - 1]
        return cue.last < self.end and self.words[cue.last] == "for" and (before in ",;-" or before in self.by.parting)

    def _overtakes(self, said: str) -> bool:
        """Whether a result has come of what was awaited ("HIV sent, came back negative"), or what was not known is awaited."""
        before = "!" if said == "?" else "?"
        if said not in "+-?" or any(before not in d.tested for d in self.active):
            return False
        for d in self.active:
            d.tested.discard(before)
        return True

    def _note(self, said: str, cue: Cue) -> None:
        other = self.others.get(cue.last)
        if said == "?" and self.assay == "immune" and self.panel:
            self.assay = "surface"  # "HBsAg, anti-HBs sent"
        for d in self.active:
            if self._is_not(d, said, cue):
                d.tested.add(self.assay + "-")
            else:
                d.tested.add(self.assay + ("!" if self._is_asked(d, said, cue) else self.by.meant(said, self.assay, d)))
            d.result = cue
            if other is not None and d.way.family is None:
                d.way = d.way._replace(family=Cue("other_after", other.first, other.last))  # "HIV neg partner"
        self.resolved = True
        self.assay = ""

    def _is_not(self, d: Draft, said: str, cue: Cue) -> bool:
        """Whether a word right before it denies what is told to be positive: "is not HIV positive"."""
        denied = d.way.negated
        if said != "+" or denied is None or denied.kind not in ("deny", "not") or denied.last != d.first:
            return False
        return cue.first <= d.last and is_word(self.words[denied.last - 1])

    @staticmethod
    def _is_asked(d: Draft, said: str, cue: Cue) -> bool:
        """Whether what is told to be positive is only thought so: "?hep C positive", "may be HIV positive"."""
        doubt = d.way.possible
        return said == "+" and doubt is not None and doubt.last == d.first and cue.first <= d.last

    def close(self, *, keep: bool = False) -> None:
        """What was waited for does not come. keep: a result said ahead still waits for its test."""
        if self.active and not self.resolved:
            if self.ahead is not None:
                self._note(*self.ahead)
            else:
                for d in self.active:
                    if self.asked or (self.named and d.way == NOT_TURNED):
                        d.tested.add("asked")
        self.active = []
        self.resolved = False
        self.asked = False
        self.named = False
        self.small = False
        self.panel = False
        if not keep:
            self.assay = ""
            self.ahead = None


def settle(by: Results, words: Sequence[str], drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts of a text as their tests turn them; without those that tell of being immune, or of a test of something else."""
    kept = []
    drafts = _of_what_is_named(by, words, drafts)
    told: dict[tuple[str, bool], set[str]] = {}
    for d in drafts:
        if d.tested:
            told.setdefault((d.about, d.other is None), set()).update(d.tested)
    for d in drafts:
        if not d.tested and d.way == NOT_TURNED and d.measure is None and d.about in by.of and d.about not in by.kept:
            d.way = _as_cured(d, told.get((d.about, d.other is None), set()))
        if d.tested:
            said = _verdict(d.tested, told[d.about, d.other is None], kept=d.about in by.kept)
            if (said == "nothing" and not _is_parted(words, d)) or (said == "absent" and _is_gone(d, drafts)):
                continue
            _turn(d, said)
        kept.append(d)
    return kept


def _is_parted(words: Sequence[str], d: Draft) -> bool:
    """Whether somebody else's illness stands apart from a vaccine that was given: "born to a hep B mother, vaccinated at birth"."""
    return d.other is not None and d.result is not None and "," in words[d.last : d.result.first]


def _of_what_is_named(by: Results, words: Sequence[str], drafts: Sequence[Draft]) -> list[Draft]:
    """Without a bare "RNA" that follows the name of another virus, where the text names none of which it is told mostly."""
    named = [d for d in drafts if d.about in by.of and not _is_bare(by, words, d)]
    kept = []
    for d in drafts:
        told = not _is_bare(by, words, d) or any(o.about == d.about for o in named)
        if told or not any(0 <= d.first - o.last <= AFTER_ITS_VIRUS for o in named):
            kept.append(d)
    return kept


def _is_bare(by: Results, words: Sequence[str], d: Draft) -> bool:
    return d.last == d.first + 1 and words[d.first] in by.bare and d.measure is None


def _as_cured(d: Draft, told: Set[str]) -> Turned:
    """Of what the text tells to be cured, a mention tells no more: "HCV: acquired through transfusion; SVR12 achieved"."""
    over = {"lasting+", "now-"} <= told and not any(t + "+" in told for t in OF_NOW)
    return d.way._replace(historical=Cue("result", d.first, d.last)) if over and d.section == "now" else d.way


def _is_gone(d: Draft, drafts: Sequence[Draft]) -> bool:
    """Whether no virus is found of an infection that the text tells to be over: "RNA not detected ... a cleared hepatitis C"."""
    if d.other is not None or any(t not in ("now-", "surface-", "load-") for t in d.tested):
        return False
    return any(
        o.about == d.about and o.other is None and not o.tested and status_of(o.way, o.section)[0] == "historical"
        for o in drafts
    )


def _verdict(own: Set[str], told: Set[str], *, kept: bool) -> str:
    """What tests say together. own: of one mention; told: of all that name the same."""
    present = any(t + "+" in told for t in OF_NOW)
    over = any(t + "-" in told for t in OF_NOW) and not present
    asked = any(t + "?" in told for t in OF_NOW) and not present
    lasting = "+" in own or "lasting+" in own
    if "apart" in own:
        return "nothing"
    if any(t + "+" in own for t in OF_NOW):
        return "present"
    if lasting and not over:
        return "possible" if asked else "present"
    if lasting or any(t + "-" in own for t in OF_NOW):
        return "historical" if over and not kept and ("+" in told or "lasting+" in told) else "absent"
    if "-" in own or "lasting-" in own:
        return "absent"
    if any(t.startswith("immune") for t in own) and "surface?" not in own:
        return "nothing"
    if any(t.endswith("!") and t != "immune!" for t in own):
        return "possible"
    return "planned" if "asked" in own or any(t + "?" in own for t in ("", "lasting", *OF_NOW)) else ""


def _turn(d: Draft, said: str) -> None:
    cue = d.result
    asked = d.way.planned if d.way.planned is not None and d.way.planned.kind == "if" else None
    way = d.way._replace(negated=None, possible=None, unlikely=None, planned=asked, tests=None)
    if said == "present":
        d.way = way if way.historical is not None else way._replace(current=way.current or cue)
    elif said == "absent":
        # "RNA undetectable after Epclusa", "previously treated hep C, RNA neg"
        over = way.historical
        told = over is not None and over.last <= d.first and (d.way.negated is None or d.way.negated.last > d.first)
        cured = over is not None and (
            over.kind == "resolved_after" or (told and all(t[:-1] in OF_NOW for t in d.tested))
        )
        d.way = way if cured else way._replace(negated=cue, historical=None)
    elif said == "historical":
        d.way = way._replace(historical=cue, current=None)
    elif said == "possible":
        d.way = way._replace(possible=cue, historical=None)
    elif said == "planned" and d.way.historical is None and d.way.negated is None and not _is_suspected(d):
        d.way = d.way._replace(planned=d.way.planned or cue or Cue("result", d.first, d.last), possible=None)


def _is_suspected(d: Draft) -> bool:
    """Whether the doubt was there before the test: "possible hepatitis B, DNA to follow"."""
    return d.way.possible is not None and d.way.possible.first < d.first


__all__: Sequence[str] = ("Results", "settle")
