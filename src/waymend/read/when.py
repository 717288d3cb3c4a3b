"""When it was: what a sentence tells of that is over, by the times and endings that belong to each mention.

A time belongs to the mention it follows ("a DVT in 2014", "cellulitis, admitted May 2022") or, where it opens its part of the sentence, to what comes
after it ("2015 R DVT, 2019 L DVT"). What a time says depends on what it is told of: an illness of 2014 is over, an infection found in 2014 goes on.
"""

from __future__ import annotations

from collections.abc import Sequence

from waymend.pack.reading import Reading
from waymend.read import episodes
from waymend.read.apart import Apart
from waymend.read.clauses import Grammar, apposed
from waymend.read.cues import Cue
from waymend.read.dating import TIMES, Dating
from waymend.read.fold import is_gap, is_number
from waymend.read.lexicon import Hit
from waymend.read.scopes import NOT_TURNED, Scopes
from waymend.read.sharing import begins_anew, is_one_act, share
from waymend.read.subjects import Draft
from waymend.read.tense import goes_on, is_fronted
from waymend.read.times import Mark, Times
from waymend.read.ways import alike

NEAR = 14  # tokens between a mention and its time
FEW = 6  # the same, of what was lately
AHEAD = 3  # tokens between an ending and a mention after it
OPENS = ",;:(-.["
PARTS = ",:(-"
CLOSES = ",.;)"
LATE = ("fresh", "days", "lately", "newly", "recent")  # kinds that say that something goes on, but for its end
INSIDE = ("unfound", "last", "recent")  # kinds that may hold what they are told of: "last injected a year ago"


class When:
    """What a guide says of times."""

    def __init__(self, reading: Reading, sentences: Grammar, signs: frozenset[str]) -> None:
        grammar = reading.grammar
        self.times = Times(reading)
        self.sentences = sentences
        self.episodes = frozenset(reading.episodes)  # what comes and goes
        self.courses = frozenset(reading.courses)  # what is taken for a time
        self.chronic = frozenset(reading.chronic)
        self.injecting = frozenset(reading.injecting)
        self.use = frozenset((*reading.injecting, *reading.routed))
        self.events = frozenset(reading.events)
        self.signs = signs  # of the body, which are told as over though an illness of the stay is not
        self.told = self.episodes | self.courses | self.chronic | self.use
        # What may stand between a comma and the time of what was before the comma.
        self.arising = frozenset(grammar["arising"])  # developed, diagnosed, presented: with which an illness begins
        self.often = frozenset(grammar["often"])  # daily: how often something is, or was
        self.did = frozenset(grammar["did"])  # used, smoked: what somebody did
        self.arrives = frozenset(grammar["arrives"])
        self.beside = frozenset(grammar["beside_times"])
        self.used = frozenset(grammar["used"])  # may stand between the two
        self.doing = frozenset(grammar["doing"])  # is, still; injects
        self.does = frozenset(grammar["does"])  # injects, shoots: told of now, whatever is past before it
        self.relapsed = frozenset(grammar["relapsed"])
        self.acting = frozenset(grammar["acting"])  # injecting, shooting
        self.nots = frozenset(grammar["nots"])
        self.shots = frozenset(grammar["shots"])  # injects, injected: of no other way of use
        self.joined = frozenset(grammar["joined"])
        self.abiding = frozenset(grammar["abiding"])
        self.ordinals = frozenset(grammar["ordinals"])
        self.antibody = frozenset(grammar["antibody"])
        self.echoes = frozenset(grammar["echoes"])
        self.stay = frozenset(grammar["stay"])
        self.counts = frozenset(grammar["counts"])  # second, third
        self.counted = frozenset(grammar["counted"])  # may stand between the count and what is counted
        self.several = frozenset(grammar["several"])
        self.follows = frozenset(reading.follows)
        self.causal = frozenset(grammar["causal"])
        self.following = frozenset(grammar["after"])  # after, following
        self.after = self.causal | self.following
        self.former = frozenset(grammar["former"])  # of what somebody was: ex
        self.smoked = frozenset(grammar["smoked"])  # ways to use that are no injecting
        self.ever = frozenset(grammar["ever"])  # of a denial that is for ever
        self.presently = frozenset(grammar["presently"])  # with which a denial is only of now

    def is_doing(self, words: Sequence[str], first: int, last: int) -> bool:
        """Whether a use is told as something that somebody does, and not by its name: "injects heroin", "still injecting"."""
        return any(w in self.does or w in self.doing or w in self.acting for w in words[max(first - 1, 0) : last])

    def settle(
        self,
        words: Sequence[str],
        hits: Sequence[Hit],
        drafts: Sequence[Draft],
        scopes: Scopes,
        start: int,
        end: int,
        before: Sequence[Draft],
        *,
        stays: bool,
        year: int,
    ) -> list[Draft]:
        """Turn the drafts of a sentence that are over, or go on after all. stays: the text is of a stay in hospital, whose illnesses are told as now though they are over. year: in which it was written.

        Returns what it tells of once more: "DVT today; had one in 2014", "hep C cured 2018, reinfected".
        """
        told = sorted((d for d in drafts if d.about in self.told), key=lambda d: (d.first, d.last))
        before = [d for d in before if d.about in self.told]
        if not told and not before:
            return []
        return _Sentence(self, words, told, scopes, start, end, year).settle(hits, drafts, before, stays=stays)


class _Sentence:
    """One sentence whose times are being told apart. told: its mentions that a time can be of, in order; scopes: how far its cues reach."""

    def __init__(
        self,
        by: When,
        words: Sequence[str],
        told: Sequence[Draft],
        scopes: Scopes,
        start: int,
        end: int,
        year: int,
    ) -> None:
        self.by = by
        self.words = words
        self.told = told
        self.turns = scopes.turns | scopes.joints.columns  # tokens at which it takes a turn
        self.dashes = scopes.dashes
        self.start = start
        self.end = end
        self.year = year
        self.marks: Sequence[Mark] = ()
        self.dating = Dating(by, words, end)

    def settle(
        self, hits: Sequence[Hit], drafts: Sequence[Draft], before: Sequence[Draft], *, stays: bool
    ) -> list[Draft]:
        for d in self.told:
            over = d.way.historical
            if (
                over is not None
                and over.kind == "quit_after"
                and over.last <= d.first
                and goes_on(self.by, self.words, d, self.end, over.last)
            ):
                d.way = d.way._replace(historical=None)  # "after 3 years clean is injecting"
            elif d.section == "past" and d.way == NOT_TURNED and self.dating.is_abiding(d):
                d.way = d.way._replace(current=Cue("on", d.first, d.last))  # "PMH: chronic leg ulcers"
        use = [d for d in self.told if d.about in self.by.use]
        self.marks = self.by.times.find(self.words, hits, use, self.dashes, self.start, self.end, self.year)
        more = episodes.earlier(self.by, self.words, self.told, self.marks, self.start)
        Apart(self.by, self.words, self.told, self.dashes, self.start, self.end).leave(self.marks, drafts)
        if not self.marks:
            episodes.repeat(self.by, self.words, self.told, self.marks, self.start)
            return more
        if not self.told:
            self._carry(before)
        owned: dict[int, list[tuple[int, Mark]]] = {}
        for at, mark in enumerate(self.marks):
            for n, gap in self._owners(at):
                owned.setdefault(n, []).append((gap, mark))
        for n, of in owned.items():
            if self.told[n].about in self.by.courses and any(m.kind == "ended" for _, m in of):
                of = [(gap, m) for gap, m in of if m.kind not in LATE]  # "stopped methadone 3 days ago"
            for _, mark in sorted(of, key=lambda m: -m[0]):  # the nearest has the last word
                self.dating.turn(self.told[n], mark, stays=stays and not any(m.kind in TIMES for _, m in of))
        episodes.repeat(self.by, self.words, self.told, self.marks, self.start)
        return more + self._again(before)

    def _carry(self, before: Sequence[Draft]) -> None:
        """ "Overdosed before? Yes, in 2021." "Cured.": a short sentence that tells only when it was."""
        d = before[-1]
        for mark in self.marks:
            if (
                mark.first - self.start > FEW
                or self.end - mark.last > FEW
                or not all(w in self.by.beside for w in self.words[self.start : mark.first])
            ):
                return
            if mark.kind == "recent":  # "Hx of IVDU, meth. Last use yesterday."
                for each in before:
                    self.dating.turn(each, mark, stays=False)
                return
            if mark.kind == "last" and d.about in self.by.courses:
                return  # "On methadone. Last use 2021."
            if mark.kind == "last" and d.way.negated is not None and self.words[d.way.negated.first] == "?":
                d.way = d.way._replace(negated=None, current=None)  # "Injecting now? N - last 2019"
            if mark.kind in ("dated", "until", "done", "last", "month") or (
                mark.kind == "closed" and d.about in self.by.chronic
            ):
                self.dating.turn(d, mark, stays=False)
                return

    def _again(self, earlier: Sequence[Draft]) -> list[Draft]:
        """What is told once more without its name."""
        more = []
        for mark in self.marks:
            before = [d for d in self.told if d.first < mark.first]
            named = before or earlier
            if not named or mark.first - (before[-1].last if before else self.start) > NEAR:
                continue
            d = named[-1]
            over = d.way.historical
            if mark.kind == "resumed":  # "was on Suboxone until 2024, restarted last week"
                if over is not None and d.about in self.by.courses and not self.dating.is_not(mark):
                    d.way = d.way._replace(historical=None, current=Cue("dated", mark.first, mark.last))
                continue
            if mark.kind == "again" and d.about in self.by.use:
                self._relapsed(before, mark)
            elif mark.kind in ("again", "anew"):
                if over is not None and d.about in (self.by.episodes if mark.kind == "anew" else self.by.chronic):
                    more.append(
                        episodes.once_more(d, mark.first, mark.last, d.way._replace(historical=None, negated=None))
                    )
            elif (
                mark.kind in TIMES
                and d.about in self.by.episodes
                and not (over or d.way.negated or d.way.planned or d.way.family)
            ):
                since = d.last if before else self.start
                n = next((n for n in range(mark.first - 1, since - 1, -1) if self.words[n] in self.by.echoes), None)
                if n is not None and all(
                    w in self.by.beside or w in self.by.echoes or is_number(w) for w in self.words[n : mark.first]
                ):
                    cue = Cue("dated", mark.first, mark.last)
                    more.append(
                        episodes.once_more(d, n, mark.last, d.way._replace(historical=cue, current=None, possible=None))
                    )
                    break
        return more

    def _relapsed(self, before: Sequence[Draft], mark: Mark) -> None:
        """ "Prior heroin use, relapsed several days ago": it goes on, unless the relapse itself is dated."""
        if self.dating.is_not(mark) or any(m.kind in TIMES and m.first - mark.last in (0, 1) for m in self.marks):
            return
        for d in before:
            over = d.way.historical
            if d.about in self.by.use and over is not None and over.kind == "past":
                d.way = d.way._replace(historical=None, current=Cue("dated", mark.first, mark.last))

    def _owners(self, at: int) -> list[tuple[int, int]]:
        """The mentions that a mark belongs to, by their place and how far it stands from them."""
        mark = self.marks[at]
        owners = self._behind(at)
        if mark.kind == "closed" or mark.kind == "ended":
            inside = [(n, 0) for n, d in enumerate(self.told) if d.first <= mark.first and mark.last <= d.last]
            if inside:
                return inside
            ahead = next((n for n, d in enumerate(self.told) if d.first >= mark.last), None)
            if not owners or mark.kind == "closed" or self._is_of_what_follows(mark, owners[0][0], ahead):
                after = self.words[mark.last] if mark.last < self.end else ""
                closes = after != "" and (
                    after in CLOSES
                    or (bool(owners) and self.words[mark.first] == "," and self.by.sentences.joins_items(after))
                )  # "DVT, resolved & HCV suspected"
                gap = self.told[ahead].first - mark.last if ahead is not None else NEAR
                if (
                    ahead is not None
                    and gap <= AHEAD
                    and not closes
                    and not any(n in self.dashes or self.words[n] in ",;:." for n in range(mark.last, mark.last + gap))
                ):
                    owners = [(ahead, gap)]
                    if ahead + 1 < len(self.told) and share(
                        self.by, self.words, self.dashes, self.told[ahead], self.told[ahead + 1]
                    ):
                        owners.append((ahead + 1, gap + NEAR))
            return owners
        before = self.words[mark.first - 1] if mark.first > self.start else "."
        caused = episodes.caused(self.by, self.words, self.told, mark, owners) if mark.kind in TIMES else []
        if caused:
            if self._is_parted(self.told[owners[0][0]].last, mark.first):
                return caused  # "DVT, and admitted in 2019 with sepsis"
            return owners + [(n, gap) for n, gap in caused if alike(self.told[owners[0][0]].way, self.told[n].way)]
        if mark.last < self.end and self.words[mark.last] in ":(" and mark.kind in TIMES:
            ahead_ = [
                (n, gap)
                for n, gap in self._ahead(at)
                if not owners or alike(self.told[owners[0][0]].way, self.told[n].way)
            ]
            return [*owners, *ahead_]  # "IE 2019: TV vegetation", "ICU 2021 (sepsis)"
        if not owners and mark.kind == "dated" and mark.last < self.end and self.words[mark.last] in self.by.causal:
            coming = self._ahead(at)  # "replaced in 2018 for endocarditis"
            return [(n, gap) for n, gap in coming if gap == coming[0][1]]
        opens = mark.first == self.start or before in OPENS or is_gap(before) or before in self.by.joined
        if not opens and not owners and is_fronted(self.by, self.words, mark, self.end):
            return [
                (n, gap)
                for n, gap in self._ahead(at)
                if self.told[n].about in self.by.use and self.told[n].way.historical is None
            ]
        if mark.kind == "last" and any(mark.first <= self.told[n].first < mark.last for n, _ in owners):
            return owners  # "last IV use 5 years ago per pt. On methadone"
        if not opens or (
            owners and mark.first > self.start and (mark.last >= self.end or self.words[mark.last] in CLOSES)
        ):
            return owners
        coming = self._ahead(at)
        if owners and mark.first > self.start and before not in ",;" and mark.first - 1 not in self.dashes:
            joins = before in self.by.sentences.joins  # "cellulitis, and previously had a DVT"
            return (
                coming if joins and coming and not self._is_parted(mark.last, self.told[coming[0][0]].first) else owners
            )
        return coming or owners

    def _is_parted(self, first: int, last: int) -> bool:
        """Whether something parts two items of a list among some tokens."""
        joins = self.by.sentences.joins
        return any(n in self.dashes or self.words[n] in ",;" or self.words[n] in joins for n in range(first, last))

    def _is_of_what_follows(self, mark: Mark, behind: int, ahead: int | None) -> bool:
        """Whether an ending opens its part of the sentence, and a treatment before it goes on: "on methadone, no longer injecting"."""
        courses = self.by.courses
        if ahead is None or self.words[mark.first - 1] not in PARTS:
            return False
        if self.told[ahead].about in courses:  # "OUD, no longer on methadone"
            return self.told[behind].about in self.by.use and self.told[ahead].first - mark.last <= 1
        return self.told[behind].about in courses

    def _ahead(self, at: int) -> list[tuple[int, int]]:
        mark = self.marks[at]
        leading: list[tuple[int, int]] = []
        depth = 0
        n = mark.last
        for place, d in enumerate(self.told):
            if d.first < mark.last:
                continue
            while n < d.first:
                depth += (self.words[n] == "(") - (self.words[n] == ")")
                closed = depth == 0 and self.words[mark.last] == "("  # "transfusion 1985 (yes), IDU (neg)"
                if depth < 0 or closed or n in self.turns or (n > mark.last and self.words[n] == ";"):
                    return leading
                n += 1
            if any(m.first >= mark.last and m.first < d.first for m in self.marks[at + 1 :]):
                break
            if (
                leading
                and mark.last - mark.first == 1
                and not share(self.by, self.words, self.dashes, self.told[place - 1], d)
            ):
                break  # "2015 DVT, IVDU"
            leading.append((place, d.first - mark.last))
        return leading

    def _behind(self, at: int) -> list[tuple[int, int]]:
        mark = self.marks[at]
        last = next(
            (
                n
                for n in range(len(self.told) - 1, -1, -1)
                if self.told[n].first < mark.first or (mark.kind in INSIDE and self.told[n].first < mark.last)
            ),
            None,
        )
        if last is None:
            return []
        d = self.told[last]
        gap = mark.first - d.last
        if gap > NEAR or (mark.kind != "unfound" and any(n in self.turns for n in range(d.last, mark.first))):
            return []
        if mark.kind != "unfound" and begins_anew(self.by, self.words, d.last, mark.first):
            return []
        between = self.words[d.last : mark.first] if gap > 0 else ()
        parts = [n for n, w in enumerate(between) if w in PARTS or is_gap(w)]
        if len(parts) == 2 and apposed(self.words, d.last, d.last + parts[1] + 1):
            parts = parts[1:]  # "his hepatitis C, caught in prison, was eradicated in 2016"
        if parts and not all(
            w in self.by.beside or is_number(w) or any(m.first <= d.last + parts[0] + k < m.last for m in self.marks)
            for k, w in enumerate(between[parts[0] :])
        ):
            return []
        if ")" in between and "(" not in between:
            return []
        if mark.kind in TIMES and any(w in self.by.echoes for w in between):
            return []
        if (
            (parts or (between and self.by.sentences.joins_items(between[-1])))
            and mark.kind == "fresh"
            and d.about not in self.by.courses
            and mark.last < self.end
            and self.words[mark.last] not in CLOSES
            and not is_gap(self.words[mark.last])
        ):
            return []  # "IE in 2023, currently febrile"
        if mark.kind == "lately" and (parts or gap > FEW or episodes.came_of(self.by, d, between)):
            return []
        owners = [(last, max(gap, 0))]
        if mark.kind in ("last", "recent") and d.about in self.by.use:
            return self._of_use(mark, d)
        alone = mark.kind in ("fresh", "lasts")
        while last > 0 and (
            self.told[last - 1].last >= self.told[last].last
            or (
                not alone
                and share(self.by, self.words, self.dashes, self.told[last - 1], self.told[last])
                and alike(self.told[last - 1].way, self.told[last].way)
                and self.turns.isdisjoint(range(self.told[last - 1].last, self.told[last].first + 1))
            )
            or is_one_act(self.by, self.words, self.told[last - 1], self.told[last])
        ):
            last -= 1
            owners.append((last, max(mark.first - self.told[last].last, 0)))
        return owners

    def _of_use(self, mark: Mark, d: Draft) -> list[tuple[int, int]]:
        """All use that a last time is of: "heroin and crack x 8 yrs, last used 2019"."""
        shot = not self.by.shots.isdisjoint(self.words[mark.first : mark.last])
        about = self.by.injecting if shot and mark.kind == "last" else self.by.use
        return [
            (n, max(mark.first - o.last, 0))
            for n, o in enumerate(self.told)
            if o.first < mark.last
            and (
                o.about in about or (o.about in self.by.use and mark.first <= o.first)
            )  # "last injected cocaine in 2015"
        ]
