"""From cues to the status of a mention: what is denied, doubted, over, planned, or somebody else's.

A cue before a mention reaches forward until something new begins; a cue after it reaches back likewise. What begins something new is told by how
sentences are built, not by counting words: a word like "but", a new subject, or a verb once the thing that a "no" was about has been named
("no fever, my arm is hot": the arm is). NegEx and ConText (Chapman 2001; Harkema 2009) gave the mechanism; cues and words are the guide's.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from waymend.read import holding, parts
from waymend.read.clauses import Grammar, apposed, breaks, enters, items, leaves
from waymend.read.cues import Cue, closes
from waymend.read.fold import ANSWERS, is_gap, is_number, is_word

REACH_BACK = 10  # tokens that a cue after a mention reaches back
OF_A_LIST = 4  # tokens between a list and the "nil" that is said of it
ELSEWHERE = 3  # tokens between injecting and where it was not
REACH_OF_USE = 16  # the same, of what tells when somebody used
LIST_AHEAD = 8  # tokens after a mention in which "or" shows that it stands in a list
TO_LIST = 16  # tokens from "DDx for" to the colon with which its list begins
TEST = 6  # tokens after the order of a test in which its name stands
WIDE = 5  # white space that sets columns apart
SIDE = 4  # tokens before a denial in which a side is named
TITLE = 3  # tokens from what is offered to the list of it: "discussed all three: methadone, ..."
POINTING = ("this", "that", "these", "those")  # after what asks: "is this", and not "to discuss his"
CLAUSES = ("if", "whether")  # with which a doubt begins a clause: "wonders whether the lump is an abscess"
LISTED = (",", "/", "and", "&", "+")
OF_TESTS = (*LISTED, "-", ":")
CLOSED = ",;.)"  # a cue before one of these denies nothing after it
DENYING = ("deny", "not", "refused")
OF_USE = ("quit_after", "using_after", "since_after", "ago_after")
USING = ("current", "current_after", "using_after")  # "clean 3 years, relapsed on heroin"


class Turned(NamedTuple):
    """Which ways a mention is turned, each by its cue."""

    negated: Cue | None
    possible: Cue | None
    historical: Cue | None
    family: Cue | None
    planned: Cue | None
    unlikely: Cue | None
    current: Cue | None
    had: Cue | None
    tests: Cue | None = None  # of what a test is asked for
    done: Cue | None = None
    quit: Cue | None = None  # of what somebody did
    using: Cue | None = None
    seeks: Cue | None = None  # "CT for abscess": of what a disease is looked for
    since: Cue | None = None  # since when something is done no more
    ago: Cue | None = None  # when something happened
    offer: Cue | None = None  # of a treatment that is asked for, or is to begin
    keeps: Cue | None = None  # of a treatment that goes on
    elsewhere: Cue | None = None  # where something was not done
    treats: Cue | None = None  # what is done for something that is there
    gone: Cue | None = None  # of a mark that is there no more
    unasked: Cue | None = None  # of what nobody asked about, so that nothing is said of it


NOT_TURNED = Turned(None, None, None, None, None, None, None, None)


class Scopes:
    """The cues of one sentence, and where in it something new begins."""

    def __init__(
        self,
        grammar: Grammar,
        words: Sequence[str],
        start: int,
        end: int,
        cues: Sequence[Cue],
        named: Collection[int] = (),
    ) -> None:
        self.grammar = grammar
        self.words = words
        self.start = start
        self.end = end
        self.cues = [
            c
            for c in cues
            if c.kind not in ("ends", "turns", "causes", "dash", "joint", "none", "clause", "from", "aside")
        ]
        self.joints = parts.Joints(grammar, words, start, end, cues, named)
        # Where what is put in after a denial ends: "has never, by his own account, injected".
        self.asides = {c.first: c.last for c in cues if c.kind == "aside"}
        self.turns = frozenset(n for c in cues if c.kind == "turns" for n in range(c.first, c.last))
        self.ends = self.turns.union(n for c in cues if c.kind == "ends" for n in range(c.first, c.last))
        # What was once so was so with its cause.
        self.causes = frozenset(n for c in cues if c.kind == "causes" for n in range(c.first, c.last))
        self.ends |= self.causes
        # Where what follows is what something came from, and not what is doubted: "likely haematogenous from injecting".
        self.origins = frozenset(c.first for c in cues if c.kind == "from")
        # Where what is denied follows, and does not stand before: "positive for cocaine and negative for opiates".
        self.forward = frozenset(c.first for c in cues if c.kind == "deny" and words[c.last - 1] == "for")
        # What denies or doubts on either side of it.
        self.twins = frozenset((c.first, c.last) for c in cues if c.kind in ("deny_after", "doubt_after"))
        self.dashes = frozenset(c.first for c in cues if c.kind == "dash")
        self.items = items(words, start, end) if self.cues else []
        self.breaks = breaks(grammar, words, start, end, cues) if self.cues else frozenset()

    def turned(self, first: int, last: int, *, inside: bool = False) -> Turned:
        """How the mention at tokens first…last is turned. inside: a denial that begins the mention counts too."""
        found: dict[str, Cue] = {}
        definite = self._is_definite(first) and not self._is_asked(first, last)
        for cue in self.cues:
            kind = cue.kind
            if self.items and self._is_of_another_item(cue, first, last):
                continue
            covers = cue.first <= first and cue.last > last and kind.endswith("_after")  # "[RNA] ordered"
            if not covers and (
                cue.first < first or ((inside or kind == "sure") and cue.first == first and cue.last < last)
            ):
                if (
                    cue.last <= last
                    and not (definite and kind in ("doubt", "like"))
                    and self._reaches(cue, first, last)
                ):
                    found[kind] = cue  # the nearest counts
            elif (
                (covers or cue.first >= last or (cue.first > first and cue.last > last))  # "HCV [RNA] sent"
                and kind not in found
                and not (definite and kind == "doubt_after" and self.words[cue.first] == "?")
                and self._reaches_back(cue, last)
            ):
                found[kind] = cue
        if not found:
            return NOT_TURNED
        if definite and "if" in found:  # "if her fever settles": she has it
            for kind in ("if", "resolved_after", "past_after"):
                found.pop(kind, None)
        held = next(
            (c for c in self.cues if c.first == first and c.last <= last and c.kind in ("past", "current")), None
        )
        past = found.get("past")
        if not inside:
            self.joints.part(found, first, last)
        parts.leave(self.grammar, self.words, found, first, last, self.end, held)
        if inside and past is not None:
            found["past"] = past  # in sets in the manner of ConText all that a history lists is history
        holding.settle(self.words, found, first, last)
        get = found.get
        return Turned(
            get("deny")
            or get("not")
            or get("sign")
            or get("minus_after")
            or get("deny_after")
            or get("nil_after")
            or get("out_after")
            or get("refused")
            or get("refused_after"),
            get("doubt") or get("doubt_after") or get("like") or get("doubt_list"),
            get("past") or get("over") or get("ended") or get("old") or get("past_after") or get("resolved_after"),
            get("other") or get("other_after"),
            get("if") or get("planned") or get("planned_after") or get("then_after") or get("head_after"),
            get("judged") or get("unlikely") or get("unlikely_after"),
            get("on") or get("current") or get("current_after"),
            get("had"),
            get("test") or get("test_after"),
            get("done_after") or get("done"),
            get("quit_after"),
            get("using_after"),
            get("seeks"),
            get("since_after"),
            get("ago_after"),
            get("offer") or get("offer_after"),
            get("keeps") or get("keeps_after"),
            get("elsewhere_after"),
            get("treats") or get("treats_after"),
            get("gone") or get("gone_after"),
            get("unasked") or get("unasked_after"),
        )

    def _is_of_another_item(self, cue: Cue, first: int, last: int) -> bool:
        """Whether a cue stands in another item of a numbered list: "1) ?sepsis 2) withdrawal". What stands before the list turns all of it."""
        if cue.last <= first:
            return self.items[0] <= cue.first and any(cue.last <= n < first for n in self.items)
        return any(last <= n < cue.first for n in self.items)

    def _is_definite(self, first: int) -> bool:
        return first > self.start and self.words[first - 1] in self.grammar.definite

    def _is_asked(self, first: int, last: int) -> bool:
        """Whether it is asked what something is, and no more said of it: "is this osteomyelitis?", "is this osteomyelitis or Charcot?"."""
        if self.words[first - 1] not in POINTING:
            return False
        ends = last >= self.end or closes(self.words, last) or self.words[last] in self.grammar.either
        return ends and any(c.kind == "doubt" and c.first < first - 1 and c.last == first for c in self.cues)

    def _reaches(self, cue: Cue, first: int, last: int) -> bool:
        """Whether a cue before a mention reaches it."""
        kind = cue.kind
        start = self.asides.get(cue.last, cue.last) if cue.kind in DENYING else cue.last
        if kind == "doubt" and self._is_subject(cue, first, last):
            return False
        if first <= start:
            return (
                kind in BEFORE
                or kind == "done"
                or (kind == "quit_after" and self.words[start - 1] in self.grammar.nothing)
            )  # "9 months no heroin"
        if kind in ("sure", "unasked"):
            return first - start <= 1 and not self._between(self.breaks | self.ends, start, first)
        if kind == "had":
            return first - start <= 1 and self.words[start] in self.grammar.determiners
        if kind in ("sign", "old", "on", "done"):
            return False
        if kind == "doubt_list":  # "DDx for a valve lesion: IVDU, a pacing lead"
            colon = next((n for n in range(start, min(start + TO_LIST, first)) if self.words[n] == ":"), None)
            return colon is not None and not self._between(self.ends, colon, first)
        if kind == "doubt" and any(start < n < first for n in self.origins):
            return False
        if kind == "quit_after":
            if self._ends_with(cue) and cue.first > self.start and is_word(self.words[cue.first - 1]):
                return False  # "OUD in remission, meth use ongoing"
            return not self._between(self.turns, start, first) and not any(
                c.kind in USING and start <= c.first < first for c in self.cues
            )
        if leaves(self.words, start, first) or (kind in ("deny", "doubt") and self._is_behind(cue)):
            return False
        if kind == "planned" and self._is_of_a_test_before(cue):
            return False
        if kind == "over" and self._between(self.dashes, start, first):
            return False  # "no longer injects - smokes now"
        if kind in DENYING:
            if self.words[start] in CLOSED or self._is_answer(cue):
                return False  # "DVT ruled out, cellulitis confirmed"
            answer = self.words[start - 1] in ANSWERS  # "Bite? no - injected coke"
            if self._between(self.dashes, start if answer else start + 1, first):
                return False
            if self._leads_away(cue, first) or self._changes_side(cue, first) or self._is_left_out(first, last):
                return False
        if kind == "offer" and self._between(self.dashes, start, first):
            return False
        if (
            kind in ("planned", "offer")
            and self.words[start] == ","
            and cue.last == cue.first + 1
            and cue.first > self.start
            and is_word(self.words[cue.first - 1])
            and self.words[cue.first] not in self.grammar.verbs
        ):
            return False  # "vaginal birth planned, methadone split"
        if kind not in ("past", "current", "if", "other") and any(
            self.words[n] == ":" for n in range(start + (TITLE if kind == "offer" else 1), first)
        ):
            return False
        if kind == "test" and (first - start > TEST or not self.grammar.definite.isdisjoint(self.words[start:first])):
            return False
        if kind in ("unlikely", "judged"):
            return self.words[start] not in CLOSED and not any(
                n in self.ends or (n in self.breaks and "," in self.words[start:n]) for n in range(start, first + 1)
            )
        if kind == "doubt" and any(w in CLAUSES for w in self.words[cue.first : start]):
            return not self._between(self.turns, start, first) and "," not in self.words[start:first]
        if kind in ("deny", "refused", "doubt", "like", "planned", "test", "seeks", "offer", "keeps", "treats"):
            return not self._between(self.breaks | self.ends, start, first + 1)
        if kind == "not":
            if self._between(self.breaks | self.ends, start, first + 1):
                return False
            between = self.words[start:first]
            if ":" in between or any(len(w) > WIDE and is_gap(w) for w in between):
                return False
            return "," not in between or any(
                self.words[n] in self.grammar.either for n in range(start, min(last + LIST_AHEAD, self.end))
            )
        if kind == "over":
            if self._between(self.breaks | self.ends, start, first + 1):
                return False
            return not any(self.words[n] == "," or self.words[n] in self.grammar.joins for n in range(start, first))
        if kind == "ended":
            return "for" in self.words[start:first] and not self._between(self.breaks | self.ends, start, first)
        if kind in ("past", "current", "gone"):
            return not self._between(self.ends - self.causes, start, first)
        if kind in ("if", "other"):
            return not self._between(self.turns, start, first)
        return False

    def _is_behind(self, cue: Cue) -> bool:
        """Whether a cue that may stand on either side stands behind: "sepsis ruled out and endocarditis", "HCV suspected/active cellulitis"."""
        if cue.first == self.start or not is_word(self.words[cue.first - 1]):
            return False
        next_ = self.words[cue.last]
        return (next_ in "-/" or next_ in self.grammar.joins) and (cue.first, cue.last) in self.twins

    def _is_of_a_test_before(self, cue: Cue) -> bool:
        """Whether a test stands before its "pending", and something else after its comma: "cultures pending, cellulitis of the arm"."""
        if self.words[cue.last] != "," or cue.first == self.start or not is_word(self.words[cue.first - 1]):
            return False
        return any(c.kind == "test" and c.first == cue.first and c.last == cue.last for c in self.cues)

    def _is_answer(self, cue: Cue) -> bool:
        """Whether a line ends with a denial that answers what stands before it: "injected - never" and a new line."""
        return is_gap(self.words[cue.last]) and cue.first > self.start and self.words[cue.first - 1] in ":-=?"

    def _is_subject(self, cue: Cue, first: int, last: int) -> bool:
        """Whether something is asked of what is there: "unsure whether the ulcer is infected"."""
        if self.words[first - 1] != "the" or last >= self.end or self.words[last] not in self.grammar.verbs:
            return False
        return any(w in CLAUSES for w in self.words[max(cue.last - 2, 0) : cue.last]) and first <= cue.last + 1

    def _is_left_out(self, first: int, last: int) -> bool:
        """Whether each item of a list has its own denial, and a mention has none: "no fever, no pus, cellulitis L arm"."""
        denials = [c for c in self.cues if c.kind in DENYING and c.last <= first]
        if not denials:
            return False
        nearest = max(denials, key=lambda c: c.first)
        if (
            nearest.first == self.start
            or self.words[nearest.first - 1] != ","
            or "," not in self.words[nearest.last : first]
        ):
            return False
        if any(self.words[n] in self.grammar.either for n in range(nearest.last, min(last + LIST_AHEAD, self.end))):
            return False
        return any(c.last < nearest.first and not self._between(self.turns, c.last, nearest.first) for c in denials)

    def _reaches_back(self, cue: Cue, last: int) -> bool:
        """Whether a cue after a mention reaches back to it: close by, with nothing new and no comma between."""
        if cue.kind == "quit_after" and self.words[cue.first] == "not" and self.words[cue.first + 1] == "for":
            return cue.first <= last  # "ice IV daily, heroin not for ten years"
        if cue.kind in OF_USE:  # "heroin x 8 yrs, IV, then pills, last use 2019"
            return cue.first - last <= REACH_OF_USE and not self._between(self.turns, last, cue.first)
        if cue.kind == "then_after":  # "any pus, fever or red streaks: ring us"
            return cue.first - last <= REACH_OF_USE and not self._between(self.turns, last, cue.first)
        if (
            not cue.kind.endswith("_after")
            or cue.first - last > REACH_BACK
            or (self._between(self.ends, last, cue.first) and not apposed(self.words, last, cue.first))
        ):
            return False
        before = self.words[cue.first - 1]
        joined = before == "," or self.grammar.joins_items(before) or cue.first in self.joints.after
        parted = joined and cue.first >= last
        if cue.kind == "deny_after" and parted and cue.first in self.forward:
            return False
        if cue.kind == "resolved_after" and parted and self._is_of_what_follows(cue):
            return False  # "likely sepsis - resolved DVT"
        if cue.kind in ("minus_after", "head_after", "treats_after"):
            return cue.first <= last
        if cue.kind == "elsewhere_after":
            return cue.first - last <= ELSEWHERE and "," not in self.words[last : cue.first]
        if self.words[cue.first] == ":" and ":" in self.words[last : cue.first]:
            return False  # "HCV: Y / HBV: N"
        if cue.kind == "doubt_after" and self._is_within(cue):
            return False  # "an abscess raises the question of injecting"
        if cue.kind in ("deny_after", "unlikely_after", "nil_after") and enters(
            self.grammar, self.words, last, cue.first
        ):
            return False
        if cue.kind in ("past_after", "ago_after", "resolved_after") and any(
            n in self.breaks and self.words[n - 1] in self.grammar.joins for n in range(last, cue.first)
        ):
            return False  # "a fever and my valve was replaced two years ago"
        if (
            cue.kind == "doubt_after"
            and cue.first > last
            and self.words[last] == ":"
            and (cue.first > last + 1 or not (self._ends_with(cue) or cue.last > cue.first + 1))
        ):
            return False  # "IVDU: consider endocarditis"
        if cue.kind == "doubt_after" and cue.first > last and self._parts(before) and self._is_of_what_follows(cue):
            return False  # "cellulitis / likely HCV"
        if cue.kind == "doubt_after" and cue.last == cue.first + 1:
            if before in self.grammar.leads:
                return False  # "cellulitis with possible osteomyelitis"
            joined = before in self.grammar.joins and is_word(self.words[cue.first]) and not self._ends_with(cue)
            if cue.first > last and joined:
                return False  # "called it cellulitis and queried osteomyelitis"
        if cue.kind == "other_after" and self.words[cue.first] in self.grammar.definite:
            return True  # "endocarditis in the list, this belongs to another patient"
        if cue.kind == "nil_after":
            return cue.first <= last or (cue.first - last <= OF_A_LIST and self._is_listed(self.words[last]))
        if cue.kind in ("doubt_after", "planned_after") and self._between(self.dashes, last, cue.first - 1):
            return False
        if self.words[last - 1] in self.grammar.tests and all(
            w in OF_TESTS or w in self.grammar.tests or is_number(w) for w in self.words[last : cue.first]
        ):
            return True  # "HIV, HCV, RPR neg"
        if cue.kind == "positive_after":
            return cue.first <= last + 1 and self._ends_with(cue)
        if cue.kind == "current_after" and self._between(self.dashes, last + 1, cue.first):
            return False
        if cue.kind == "current_after" and any(self.words[n] in self.grammar.joins for n in range(last, cue.first)):
            return False
        if cue.kind == "doubt_after" and "-" in self.words[last : max(cue.first - 1, last)]:
            return False  # "Rigors within 30 min - cotton fever vs sepsis"
        if (
            cue.kind == "past_after"
            and before == ":"
            and not any(w in ",;:" for w in self.words[last : max(cue.first - 1, last)])
        ):
            return True  # "Discitis L3-4: finished 8 wks"
        if cue.first == last + 1 and self.words[last] in ",-":
            closes = self._ends_with(cue)
            if cue.kind == "past_after" and (is_number(self.words[cue.first]) or closes):
                return True  # "Endocarditis, 2010"
            if cue.kind == "current_after" and self.words[last] == "," and (closes or cue.last > cue.first + 1):
                return True  # "Hx of IVDU, last used yesterday"
        if (
            cue.kind in ("resolved_after", "out_after", "sure_after", "gone_after")
            and self.words[cue.first - 1] in ",-"
            and (cue.kind == "sure_after" or self._ends_with(cue) or self._leads_on(cue))
            and not any(w in ",;:" for w in self.words[last + (self.words[last] == ":") : cue.first - 1])
        ):
            return True  # "Bacteremia, cleared." "Sepsis: suspected, ruled out."
        if apposed(self.words, last, cue.first):
            return True
        return not any(self.words[n] in ",;" or (self.words[n] == ":" and n > last) for n in range(last, cue.first))

    def _leads_away(self, cue: Cue, first: int) -> bool:
        """Whether what is denied is something of a mention, and not the mention: "no swab of the pus", "no tenderness over track marks"."""
        words, grammar = self.words, self.grammar
        if words[first] in grammar.leads and words[first - 1] == ",":
            return True  # "has not had his methadone, in withdrawal"
        if words[cue.first] not in grammar.nothing and words[first - 1] not in grammar.definite:
            return False
        for n in range(first, cue.last, -1):
            if words[n] in grammar.leads:
                return is_word(words[n - 1]) and words[n - 1] not in grammar.light
            if n < first and (
                not is_word(words[n])
                or words[n] in grammar.joins
                or words[n] in grammar.either
                or words[n] in grammar.light  # "no swelling of the arm to suggest DVT"
            ):
                return False
        return False

    def _changes_side(self, cue: Cue, first: int) -> bool:
        """ "R leg no DVT, L leg femoral DVT"."""
        words, lateral = self.words, self.grammar.lateral
        return any(words[n] == "," and words[n + 1] in lateral for n in range(cue.last, first - 1)) and any(
            w in lateral for w in words[max(cue.first - SIDE, self.start) : cue.first]
        )

    def _is_listed(self, word: str) -> bool:
        """Whether a list goes on with a word, or leads to what is said of it."""
        return word in "/:-=(" or word in self.grammar.joins or word in self.grammar.either

    def _parts(self, word: str) -> bool:
        return word in ",-/" or word in self.grammar.parting

    def _is_of_what_follows(self, cue: Cue) -> bool:
        """Whether a name follows a cue that may stand on either side of it."""
        return (
            not self._ends_with(cue)
            and is_word(self.words[cue.last])
            and self.words[cue.last] not in self.grammar.links
        )

    def _is_within(self, cue: Cue) -> bool:
        """Whether a doubt is a word of a longer one, which is of what follows."""
        return any(c.kind == "doubt" and c.first < cue.first and cue.last < c.last for c in self.cues)

    def _leads_on(self, cue: Cue) -> bool:
        """Whether what follows a cue only says more of it: "resolved with", "cleared (sAg neg)"."""
        after = self.words[cue.last]
        return after == "(" or after in self.grammar.links or self.grammar.joins_items(after)

    def _ends_with(self, cue: Cue) -> bool:
        """Whether its part of the sentence ends with a cue."""
        n = cue.last
        if n >= self.end or closes(self.words, n) or n in self.joints.begin:
            return True
        return is_number(self.words[n]) and (n + 1 >= self.end or self.words[n + 1] in ".)")  # "resolved 3. HCV"

    @staticmethod
    def _between(places: frozenset[int], start: int, end: int) -> bool:
        return any(n in places for n in range(start, end)) if places else False


BEFORE = frozenset((
    "sign", "on", "old", "had", "deny", "not", "refused", "unlikely", "judged", "doubt", "like", "planned", "ended", "test", "seeks", "over", "past", "current",
    "if", "other", "offer", "keeps", "treats", "gone", "sure", "unasked",
))  # fmt: skip
