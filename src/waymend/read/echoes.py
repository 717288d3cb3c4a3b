"""What is told without its name, since it was named before: "Wife injects, he doesn't", "his own test: negative", "her mother has it too", "it turned out to be a cyst".

The words that stand for it are the guide's `echoes`. What each adds is told of the patient where it was told of somebody else, and the other way round.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from waymend.read.cues import Cue, closes
from waymend.read.fold import Tokens, is_break, is_gap, is_number
from waymend.read.lexicon import CONCERN, ECHO, RESULT, SEQUEL, Hit
from waymend.read.replies import REPLIES, Replies, draft_of, is_anothers, status
from waymend.read.scopes import NOT_TURNED, Turned
from waymend.read.subjects import Draft

if TYPE_CHECKING:
    from waymend.read.reader import Reader

FAR = 80  # tokens from a disease of somebody else's to the patient's own test
NEAR_BY = 25  # tokens from a disease to the test that the patient asks for
DUE = 24  # tokens from a test to what says that it is to be done again
LISTED = 8  # tokens from one disease to the next one that the same test may be of
HEADED = 4  # tokens from a disease to whoever had it: "hep C: ex-wife had it"
STORY = 60  # tokens from a use to the sentence that ends it
ENDED = "ended_later"  # the rule of what a later sentence ends
SEEMED = 3  # tokens from "looked like" to what it looked like
OPEN = ("possible", "planned")  # as which something was asked, and may be answered
UNTIL_RESULT = ("passed", "time", "asked", "lasting", "now")  # what stands between "her own" and the result
BESIDE = ":,-/()"


class Echoes:
    """The echoes of one sentence. before: the drafts of the text before it, of which `last` are those of the last sentence that has any; told: its own.

    seemed: where the text says what somebody took something for; those of the sentence are added.
    """

    def __init__(
        self,
        by: Reader,
        found: Tokens,
        hits: Sequence[Hit],
        before: Sequence[Draft],
        last: Sequence[Draft],
        told: Sequence[Draft],
        seemed: list[Hit],
        end: int,
    ) -> None:
        self.by = by
        self.found = found
        self.words = found.words
        self.hits = hits
        self.before = before
        self.last = last
        self.told = told
        self.end = end
        seemed += [h for h in hits if h.layer == ECHO and h.meanings[0] == "seemed"]
        self.seemed = seemed
        self.replies = Replies(by, last, told)

    def heard(self) -> list[Draft]:
        """What they tell besides."""
        heard = [d for h in self.hits if h.layer == ECHO and not self._is_bound(h) for d in self._heard(h)]
        return [d for d in heard if not any(_is_as(o, d) for o in self.told)]

    def _is_bound(self, echo: Hit) -> bool:
        """Whether it belongs to what stands before it, or begins what says more: "12-pt", "proved right"."""
        n = echo.first - 1
        if any(h.layer == SEQUEL and h.first <= echo.first and echo.last < h.last for h in self.hits):
            return True
        bound = n >= 0 and self.words[n] == "-" and self.found.end(n) == self.found.starts[echo.first]
        return bound and echo.meanings[0] != "have_it"

    def _heard(self, echo: Hit) -> Iterator[Draft]:
        kind = echo.meanings[0]
        if kind in ("own", "own_asked"):
            yield from self._own(echo, asked=kind == "own_asked")
        elif kind == "own_test":
            yield from self._own_test(echo)
        elif kind == "have_it":
            yield from self._have_it(echo)
        elif kind == "due":
            yield from self._due(echo)
        elif kind == "ended":
            self._end(echo)
            yield from self._does_too(echo, over=True)
        elif kind == "begun_again":
            self._begin_again(echo)
        elif kind == "does_now":
            yield from self._does_now(echo)
        elif kind == "instead":
            self._take_back(echo, sure=False)
        elif kind in ("no_such", "refuted"):
            self._take_back(echo, sure=True, tested=kind == "refuted")
        elif kind in REPLIES:
            if closes(self.words, echo.last) or self.words[echo.last] == ":":
                yield from self.replies.heard(echo)
        elif kind == "asked_about":
            self.replies.ask(self.words, echo)
        elif kind == "both":
            yield from self.replies.both(echo)
        elif closes(self.words, echo.last):
            if kind == "ended_there":
                self._end(echo)
            elif kind == "others_do":
                yield from self._others_do(echo)
            elif kind == "was_not":
                self._take_back(echo, sure=False)
            elif kind in ("does_not", "never_used"):
                yield from self._does_not(echo, used=kind == "never_used")
            elif kind == "none_own":
                yield from self._none_own(echo)
            elif kind == "none_now":
                yield from self._none_now(echo)
            elif kind in ("does_too", "did_once"):
                yield from self._does_too(echo, over=kind == "did_once")

    def _does_not(self, echo: Hit, *, used: bool) -> Iterator[Draft]:
        """ "Partner injects, she doesn't", "asked if he injects: he never has". used: of all drugs that were told of."""
        near = self._uses_before(echo)
        if not near:
            yield from self._does_not_have(echo)
            return
        if not (self._is_of_other(near[-1], echo) or status(near[-1]) in OPEN):
            if status(near[-1]) == "present" and self._seemed(near[-1]):
                for d in near:  # "the ED note says that he injects; he does not"
                    if d.last >= near[-1].first and status(d) == "present":
                        d.way = d.way._replace(negated=Cue("out_after", echo.first, echo.last), current=None)
            return
        injecting = [d for d in near if d.about == self.by.injecting_drugs and d.last >= near[-1].first]
        for about in {d.about: None for d in (near if used else injecting or near[-1:])}:
            yield draft_of(about, echo, NOT_TURNED._replace(negated=Cue("deny", echo.first, echo.last)))

    def _due(self, echo: Hit) -> Iterator[Draft]:
        """ "HIV test negative, to be repeated in five weeks", "he is HIV positive; she will have hers done"."""
        own = not self.by.themselves.isdisjoint(self.words[echo.first : echo.last])
        found: dict[str, None] = {}
        first = echo.first
        tests = [d for d in (*self.before, *self.told) if d.about in self.by.results.of and d.first < echo.first]
        for d in reversed([d for d in tests if d in self.told] or tests):
            if first - d.last > (LISTED if found else DUE):
                break
            negative = any(t.endswith("-") for t in d.tested) or (
                d.way.negated is not None and d.way.negated.kind == "result"
            )
            if is_anothers(d) if own else negative:
                first = d.first
                found[d.about] = None
        for about in found:
            yield draft_of(about, echo, NOT_TURNED._replace(planned=Cue("planned_after", echo.first, echo.last)))

    def _end(self, echo: Hit) -> None:
        """ "He began with heroin at nineteen … He stopped in 2009.": the uses that were told before, but for those that are told of now."""
        near = self._of_patient_near(echo)
        if any(status(d) == "present" and self._is_of_now(d) for d in near):
            return
        for d in near:
            if status(d) == "present":
                d.way = d.way._replace(historical=Cue(ENDED, echo.first, echo.last))

    def _begin_again(self, echo: Hit) -> None:
        """ "… He stopped in 2009, and began again last May." """
        for d in self._of_patient_near(echo):
            if d.way.historical is not None and d.way.historical.kind == ENDED:
                d.way = d.way._replace(historical=None)

    def _of_patient_near(self, echo: Hit) -> list[Draft]:
        """The uses of the patient of which the text told a few sentences before an echo."""
        return [
            d
            for d in (*self.before, *self.told)
            if d.about in self.by.one_state and d.last <= echo.first <= d.last + STORY and not is_anothers(d)
        ]

    def _is_of_now(self, d: Draft) -> bool:
        """Whether a use is told in the present: "injects heroin", "is injecting"."""
        when, n = self.by.when, max(d.first - 1, 0)
        said = self.words[n : d.last]
        return d.way.current is not None or said[0] in when.doing or any(w in when.does for w in said)

    def _does_not_have(self, echo: Hit) -> Iterator[Draft]:
        """ "Husband carries hepatitis B; she does not", "my brother has the hep C, not me"."""
        for drafts in (self.told, self.last):
            near = [d for d in drafts if d.last <= echo.first and self._is_had(d.about)]
            if near:
                if self._is_of_other(near[-1], echo):
                    yield draft_of(
                        near[-1].about, echo, NOT_TURNED._replace(negated=Cue("deny", echo.first, echo.last))
                    )
                return

    def _none_own(self, echo: Hit) -> Iterator[Draft]:
        """ "Witnessed three overdoses this month; none himself", "his father had leg ulcers; he has none": of what was told last."""
        for drafts in (self.told, self.last):
            named = [d for d in drafts if d.first < echo.first and self._is_of_somebody(d)]
            if named:
                break
        else:
            return
        if self._is_of_other(named[-1], echo):
            there = [d for d in named if d.last >= named[-1].last or d.about == self.by.injecting_drugs]
            there = [d for d in there if d.last >= named[-1].first]
            injecting = [d for d in there if d.about == self.by.injecting_drugs]
            for about in {d.about: None for d in injecting or there}:
                yield draft_of(about, echo, NOT_TURNED._replace(negated=Cue("deny", echo.first, echo.last)))
        elif status(named[-1]) == "possible" and named[-1].about not in self.by.results.of:
            for d in named:
                if d.last == named[-1].last:  # "ED wondered about cellulitis. This isn't that."
                    d.way = d.way._replace(negated=Cue("out_after", echo.first, echo.last), possible=None)

    def _is_of_somebody(self, d: Draft) -> bool:
        """Whether a mention tells what somebody does, has or had, and of no treatment."""
        by = self.by
        return (d.measure is None and d.option is None) and (
            d.about in by.one_state
            or d.about in by.follows
            or d.about in by.results.of
            or (d.about not in by.treatments and (d.about in by.stays or d.about in by.when.episodes))
        )

    def _does_now(self, echo: Hit) -> Iterator[Draft]:
        """ "Hasn't injected today. Did on Monday", "injected for years; still does", "ever injected? He ticked yes"."""
        near = self._uses_before(echo)
        if not near or is_anothers(near[-1]):
            return
        d = near[-1]
        if status(d) == "possible":
            for o in near:
                if o.way.possible == d.way.possible:
                    o.way = o.way._replace(possible=None)
        elif status(d) in ("absent", "historical"):
            yield draft_of(d.about, echo, NOT_TURNED._replace(current=Cue("current", echo.first, echo.last)))

    def _does_too(self, echo: Hit, *, over: bool) -> Iterator[Draft]:
        """ "His brother injects and so does he", "her mother carries it; so does she": of the use or the disease that was told of somebody else. over: "he used to"."""
        near = self._uses_before(echo)
        if not near and not over:
            near = next((n for n in (self._had_before(self.told, echo), self._had_before(self.last, echo)) if n), [])
        if near and self._is_of_other(near[-1], echo) and near[-1].way.negated is None:
            injecting = any(d.about == self.by.injecting_drugs and d.last >= near[-1].first for d in near)
            way = NOT_TURNED._replace(historical=Cue("gone_after", echo.first, echo.last)) if over else NOT_TURNED
            yield draft_of(self.by.injecting_drugs if injecting else near[-1].about, echo, way)

    def _had_before(self, drafts: Sequence[Draft], echo: Hit) -> list[Draft]:
        return [d for d in drafts if d.last <= echo.first and self._is_had(d.about)]

    def _is_asked(self, d: Draft) -> bool:
        """Whether a question mark is all that doubts it."""
        return d.way.possible is not None and self.words[d.way.possible.first] == "?"

    def _none_now(self, echo: Hit) -> Iterator[Draft]:
        """ "Fevers last week, none today", "had fresh tracks in January; none seen now": over, and not there now."""
        by = self.by
        named = [
            d
            for d in (self.told or self.last)
            if d.option is None
            and d.first < echo.first <= d.last + NEAR_BY
            and (d.about in by.stays or (d.about in by.when.episodes and d.about in by.subjects.body))
        ]
        if not named or is_anothers(named[-1]) or named[-1].way.historical is None:
            return
        d, cue = named[-1], Cue("deny", echo.first, echo.last)
        denied = d.way.negated
        if denied is not None and not (echo.first <= denied.first and denied.last <= echo.last):
            return
        gone = Cue("gone_after", echo.first, echo.last) if d.about in by.stays else d.way.historical
        d.way = d.way._replace(negated=None, historical=gone, current=None)
        yield draft_of(d.about, echo, NOT_TURNED._replace(negated=cue))

    def _others_do(self, echo: Hit) -> Iterator[Draft]:
        """ "Does not inject, lives with a sister who does", "asked about injecting: her partner does"."""
        near = self._uses_before(echo)
        if not near or is_anothers(near[-1]):
            return
        d = near[-1]
        asked = self._is_asked(d) or status(d) == "possible"
        if asked or status(d) == "absent":
            yield draft_of(d.about, echo, NOT_TURNED._replace(family=Cue("other", echo.first, echo.last)))
        for o in near if asked else ():  # "Does anyone inject at home? Her brother does."
            o.left_open = o.way.possible == d.way.possible

    def _have_it(self, echo: Hit) -> Iterator[Draft]:
        """ "She has hepatitis B; her mother has it too"; "Hep C: ex had it" is told of nobody else."""
        for drafts in (self.told, self.last):
            near = [d for d in drafts if d.last <= echo.first and self._is_had(d.about)]
            if near:
                break
        else:
            return
        d, cue = near[-1], Cue("other", echo.first, echo.last)
        if is_anothers(d):
            return
        if self.words[d.last] == ":" and echo.first - d.last <= HEADED:
            for same in (o for o in near if o.about == d.about and o.first == d.first):
                same.way = same.way._replace(family=cue)
        else:
            yield draft_of(d.about, echo, NOT_TURNED._replace(family=cue))

    def _take_back(self, echo: Hit, *, sure: bool, tested: bool = False) -> None:
        """ "Looked like an abscess; it turned out to be a cyst". sure: in words that tell by themselves that it was not so; tested: also of what tests tell."""
        near = [d for d in self.told if d.last <= echo.first] or [
            d for d in self.last if self._is_told(d, sure and not tested)
        ]
        first = max((d.first for d in near), default=0)
        d = next((d for d in near if d.first == first and self._is_told(d, sure and not tested)), None)
        if d is None or is_anothers(d) or status(d) == "absent" or (d.about in self.by.results.of and not tested):
            return
        if not sure:
            after = [o.first for o in self.told if self._is_had(o.about)] + [
                h.first for h in self.hits if h.layer == CONCERN
            ]
            if d.about in self.by.subjects.in_need or not self._seemed(d) or any(n >= echo.last for n in after):
                return  # "looked like sepsis; it turned out to be endocarditis" is no less
        cue = Cue("out_after", echo.first, echo.last)
        for same in (o for o in near if o.about == d.about and o.first == d.first):
            same.way = same.way._replace(
                negated=cue, possible=None, unlikely=None, planned=None, historical=None, current=None
            )

    def _seemed(self, d: Draft) -> bool:
        """Whether something is told as what somebody took it for."""
        return status(d) == "possible" or any(h.first <= d.first <= h.last + SEEMED for h in self.seemed)

    def _is_told(self, d: Draft, sure: bool) -> bool:
        """Whether it may turn out not to be so: an illness, or a use where the words are sure."""
        return self._is_had(d.about) or (sure and d.about in self.by.one_state)

    def _is_had(self, about: str) -> bool:
        """Whether something is an illness that somebody has."""
        by = self.by
        return about in by.results.of or (
            self._passes(about) and about not in by.events and about not in by.subjects.body
        )

    def _is_of_other(self, d: Draft, echo: Hit) -> bool:
        """Whether a mention is of somebody of whom the echo does not speak: not the brother of "he was negative"."""
        by = self.by
        other = d.other or d.way.family
        if other is None or not by.themselves.isdisjoint(self.words[echo.first : echo.last]):
            return is_anothers(d)
        sex = by.subjects.sexes.get(self.words[echo.first], "")
        return not sex or sex != by.subjects.sex_of(self.words[other.last - 1])

    def _uses_before(self, echo: Hit) -> list[Draft]:
        """The uses of which the sentence tells before an echo, or the last sentence."""
        for drafts in (self.told, self.last):
            near = [d for d in drafts if d.about in self.by.one_state and d.first < echo.first]
            if near:
                return near
        return []

    def _own(self, echo: Hit, *, asked: bool) -> Iterator[Draft]:
        """ "Husband has HIV. Her own test: negative": of the diseases that were told of somebody else; asked: or for which a test was to be done."""
        way = self._result(echo.last)
        if way is None:
            return
        of = [
            d
            for d in (*self.before, *self.told)
            if d.about in self.by.results.of and d.measure is None and echo.first - FAR < d.first < echo.first
        ]
        found: dict[str, None] = {}
        first = echo.first
        for d in reversed([d for d in of if self._is_of_other(d, echo) or (asked and status(d) == "planned")]):
            if found and first - d.last > LISTED:
                break
            first = d.first
            found[d.about] = None
        for about in found:
            if not any(d.about == about and not is_anothers(d) and status(d) == "present" for d in of):
                yield draft_of(about, echo, way)

    def _own_test(self, echo: Hit) -> Iterator[Draft]:
        """ "Flatmate has hepatitis B; he asks for a test": of the last disease that was told of somebody else, or of the patient as over."""
        of = [
            d
            for d in (*self.before, *self.told)
            if d.about in self.by.results.of and d.measure is None and echo.first - NEAR_BY < d.first < echo.first
        ]
        if any(d.about in self.by.results.of and d.last > echo.first for d in self.told) or not of:
            return
        about = of[-1].about
        near = [d for d in of if d.about == about]
        if all(is_anothers(d) or status(d) == "historical" for d in near):
            yield draft_of(about, echo, NOT_TURNED._replace(planned=Cue("test", echo.first, echo.last)))

    def _result(self, n: int) -> Turned | None:
        """How the words turn a disease that say what a test found, or that it is awaited, over those that say how and when it was tested."""
        clear = {h.first: h for h in self.hits if h.layer == ECHO and h.meanings[0] == "clear"}
        said = {**clear, **{h.first: h for h in self.hits if h.layer == RESULT}}
        while n < self.end:
            hit = said.get(n)
            if hit is None:
                word = self.words[n]
                if not (word in BESIDE or is_number(word) or (is_gap(word) and not is_break(word))):
                    return None
                n += 1
            elif hit.meanings[0] in ("negative", "vanished", "clear"):
                return NOT_TURNED._replace(negated=Cue("result", hit.first, hit.last))
            elif hit.meanings[0] == "positive":
                return NOT_TURNED
            elif hit.meanings[0] == "awaited":
                return NOT_TURNED._replace(planned=Cue("test", hit.first, hit.last))
            elif hit.meanings[0] in UNTIL_RESULT:
                n = hit.last
            else:
                return None
        return None

    def _passes(self, about: str) -> bool:
        """Whether something comes and goes, and is nothing that is done."""
        by = self.by
        return about in by.when.episodes and about not in by.treatments and about not in by.follows.values()


def _is_as(o: Draft, d: Draft) -> bool:
    """Whether one mention tells the same as another in some of the same words."""
    return o.about == d.about and o.first < d.last and d.first < o.last and status(o) == status(d)
