"""The guide's words, and the phrases that a text holds of them.

A word is known by its stem, so that "pulses", "pulsing" and "pulsed" meet, and by what people type for it (`same`, and misspellings made by rule).
`compiled` is the whole lexicon as plain JSON; the compiled reader builds the same automaton (automaton.py) from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from waymend.pack.patterns import GAP, choices, rows
from waymend.pack.reading import Reading
from waymend.pack.schema import Guide
from waymend.read.automaton import MOST, Automaton, Part, Say, State
from waymend.read.fold import Tokens, fold, is_gap, is_word, tokens

AT_END = " $"  # after a cue that counts only where its part of the sentence ends
CLOSING = ",.;"  # what a phrase that asks for one of them only comes up to: it still parts what stands beside it
GAP_WORDS = 8  # tokens that a gap of a phrase may hold
MOST_FILLERS = 3  # small words like "is really" that may stand inside a phrase
# Layers: mentions of different layers may lie over each other ("hot lump on my arm" is a lump, warm, and an arm), in one layer the longest counts.
(
    FINDING,
    NAMED,
    OPTION,
    CUE,
    AFTER,
    SECTION,
    VITAL,
    SIZE,
    UNIT,
    WHEN,
    MEDICAL,
    TIMED,
    STANDING,
    CONCERN,
    APART,
    DENIED,
    INNER,
    ROUTE,
    TOGETHER,
    HINT,
    RESULT,
    DENIABLE,
    DATE,
    ECHO,
    SEQUEL,
    KNOWN,
) = "fnocasvzutmqkydxirghljwebp"
SAID = frozenset((FINDING, NAMED, CONCERN, APART, DENIED, VITAL, TOGETHER, HINT, DENIABLE))
WITH_FILLERS = frozenset((FINDING, NAMED, OPTION, MEDICAL, TIMED, CONCERN, APART, TOGETHER, HINT))
MEDICINE = "medicine"  # what a phrase of MEDICAL means that names one which people inject at home


class Hit(NamedTuple):
    """A phrase at tokens first…last (past the last)."""

    layer: str
    first: int
    last: int
    meanings: tuple[Any, ...]


class Lexicon:
    """Words, and the automaton of phrases. Meanings: what a layer says of a phrase, e.g. ("fever", None) in FINDING, "deny" in CUE."""

    def __init__(self, compiled: Mapping[str, Any]) -> None:
        self.exact = frozenset(compiled["exact"])
        self.same: dict[str, str] = {}
        for word, others in compiled["same"].items():
            for other in others:
                self.same[other] = word
        known = {w for phrases in compiled["phrases"] for w in " ".join(phrases[2:]).split()}
        for word in compiled["misspelled"]:
            for other in misspellings(word):
                if other not in known and other not in compiled["not_misspelled"]:
                    self.same.setdefault(other, word)
        self.keys = Keys(self)
        self.fillers = frozenset(self.key(w) for w in compiled["fillers"])
        self.skipped = self.fillers.union(self.key(w) for w in compiled["skipped"])
        self.unbridged = frozenset(self.key(w) for w in compiled["unbridged"])
        self.automaton = Automaton(self.fillers, compiled["states"])
        parts: dict[str, Part] = {}
        known_keys: dict[str, tuple[str, ...]] = {}

        def keys_of(phrase: str) -> tuple[str, ...]:
            if phrase not in known_keys:
                known_keys[phrase] = (
                    (GAP,) if phrase == GAP else tuple(self.keys[w] for w in tokens(phrase).words if not is_gap(w))
                )
            return known_keys[phrase]

        for layer, meaning, *patterns in compiled["phrases"]:
            told = tuple(meaning) if isinstance(meaning, list) else meaning
            for pattern in patterns:
                ends = pattern.endswith(AT_END)
                say = Say(
                    layer,
                    f"{told}{AT_END}" if ends else told,
                    capitals=any(w.isupper() and len(w) > 1 for w in pattern.split()),
                    filled=layer in WITH_FILLERS and told is not None,
                )
                for row in rows(pattern.removesuffix(AT_END)):
                    for part in row:
                        if part not in parts:
                            parts[part] = Part(map(keys_of, choices(part, compiled["groups"])))
                    self.automaton.teach([parts[part] for part in row], say)
        self.keys.clear()
        self.keys.known = self.skipped.union(self.unbridged, *known_keys.values())
        self.ordinary = frozenset(compiled["common"])
        self.ordinary |= {w.removesuffix("e") + e for w in self.ordinary for e in ("s", "es", "ed", "ing")} | {
            w + "s" for w in self.ordinary
        }
        self.common = frozenset(map(self.key, self.ordinary))
        self.headings = frozenset(
            h
            for layer, _, *heads in compiled["phrases"]
            if layer == SECTION
            for p in heads
            for h in tokens(p).words[-1:]
        )

    def key(self, word: str) -> str:
        """What a word of a text or of a phrase is known by."""
        plain = (word.replace("'", "") if word[-2:] != "'s" else word[:-2]) or word
        plain = self.same.get(plain, plain)
        return plain if plain in self.exact else stem(plain)

    def telling(self, shortest: int) -> frozenset[str]:
        """Keys of which every phrase of a finding holds one, but for phrases of common words alone: of each pattern the part that brings the fewest new ones.

        shortest: letters of the shortest that counts.
        """
        found: set[str] = set()
        common = self.skipped | self.common
        rare_of: dict[int, list[list[str]]] = {}  # by part: the rare keys of each option

        def rare(part: Part) -> list[list[str]]:
            if id(part) not in rare_of:
                rare_of[id(part)] = [
                    [k for k in option if len(k) >= shortest and k not in common and k.isalpha()]
                    for option in part.options()
                ]
            return rare_of[id(part)]

        def add(options: list[list[str]]) -> None:
            for keys in options:
                if keys and found.isdisjoint(keys):
                    found.add(max(keys, key=len))

        open_: list[list[list[list[str]]]] = []  # patterns of which more than one part would do
        for say, row in self.automaton.rows():
            if say.layer not in SAID:
                continue
            would_do = [rare(part) for part in row if all(rare(part))]
            if len(would_do) > 1:
                open_.append(would_do)
                continue
            for options in would_do or map(rare, row):
                add(options)
        for would_do in open_:
            add(min(would_do, key=lambda options: sum(found.isdisjoint(keys) for keys in options)))
        return frozenset(found)

    def hits(
        self, found: Tokens, keys: Sequence[str], start: int, end: int, text: str, *, cues_only: bool = False
    ) -> list[Hit]:
        """All phrases of a span of tokens, in order; in each layer the longest at its place, and none that lies inside an earlier one. text: as given."""
        hits: list[Hit] = []
        reach: dict[str, int] = {}
        begin = self.automaton.begin
        self.automaton.tidy()
        for first in range(start, end):
            plain, said = begin(keys[first], filled=False), begin(keys[first], filled=True)
            best: dict[str, tuple[int, Any]] = {}
            if plain is not None:
                self._longest(found, keys, plain, first + 1, end, best)
            if said is not None and not cues_only:
                self._longest_with_fillers(found, keys, said, first + 1, end, best)
            for layer, (last, meanings) in best.items():
                if last <= reach.get(layer, 0) and layer != TOGETHER:
                    if layer == FINDING:
                        hits.append(Hit(INNER, first, last, tuple(m for m, capitals in meanings if not capitals)))
                    continue
                given = text[found.starts[first] : found.end(last - 1)]
                kept = tuple(m for m, capitals in meanings if not capitals or given == given.upper())
                if kept:
                    reach[layer] = last
                    closed = layer in WITH_FILLERS and last - first > 1 and found.words[last - 1] in CLOSING
                    hits.append(Hit(layer, first, last - closed, kept))
        return hits

    def _longest(
        self, found: Tokens, keys: Sequence[str], state: State, at: int, end: int, best: dict[str, tuple[int, Any]]
    ) -> None:
        step = self.automaton.step
        while True:
            for layer, meanings in state.told.items():
                best[layer] = (at, meanings)
            while at < end and is_gap(found.words[at]):
                at += 1
            if at >= end:
                return
            after = step(state, keys[at])
            if after is None:
                return
            state = after
            at += 1

    def _longest_with_fillers(
        self, found: Tokens, keys: Sequence[str], state: State, at: int, end: int, best: dict[str, tuple[int, Any]]
    ) -> None:
        """The same, with up to three small words between two words of a phrase; both ways are tried where a small word may be one of the phrase."""
        step = self.automaton.step
        waiting = [(state, at, 0, 0)]
        while waiting:
            state, at, skipped, before = waiting.pop()
            if not skipped:
                for layer, meanings in state.told.items():
                    if layer not in best or best[layer][0] < at or (best[layer][0] == at and not before):
                        best[layer] = (at, meanings)
            while at < end and is_gap(found.words[at]):
                at += 1
            if at >= end:
                continue
            key = keys[at]
            beyond = step(state, GAP)
            if beyond is not None:
                for m in range(at, min(at + GAP_WORDS + 1, end)):
                    waiting.append((beyond, m, 0, 1))
                    if keys[m] in self.unbridged:
                        break
            if skipped < MOST_FILLERS and key in self.skipped and state.steps:
                waiting.append((state, at + 1, skipped + 1, 1))
            after = step(state, key)
            if after is not None:
                waiting.append((after, at + 1, 0, before))


class Keys(dict[str, str]):
    """Word → key, worked out once a word; "" for a word that no phrase holds. Emptied when it has grown large."""

    MOST = 50_000

    def __init__(self, lexicon: Lexicon) -> None:
        super().__init__()
        self.lexicon = lexicon
        self.known: frozenset[str] | None = None

    def __missing__(self, word: str) -> str:
        key = self.lexicon.key(word)
        if self.known is not None and key not in self.known:
            key = ""
        if len(self) > self.MOST:
            self.clear()
        self[word] = key
        return key


ENDINGS = (("ings", 4), ("ing", 4), ("ied", 3), ("ies", 3), ("in", 4), ("ed", 4), ("es", 4), ("s", 3))


def stem(word: str) -> str:
    """A word without its ending: "pulses", "pulsing", "pulsed" are "puls". At least four letters stay, so that "noted" is not "not"."""
    if len(word) < 4 or not is_word(word):
        return word
    for ending, least in ENDINGS:
        if not word.endswith(ending) or len(word) - len(ending) < least:
            continue
        if (ending == "s" and word[-2] in "sui") or (ending == "in" and not _drops_its_g(word)):
            continue
        word = word[: -len(ending)]
        if ending[0] == "i" and ending in ("ied", "ies"):
            return word + "i"
        if ending in ("ings", "ing", "ed", "in") and word[-1] == word[-2] and word[-1] in "bdgmnprt":
            word = word[:-1]  # "throbbing", "throb"
        break
    if len(word) > 4 and word[-1] == "e":
        return word[:-1]
    return word[:-1] + "i" if len(word) > 4 and word[-1] == "y" else word


def _drops_its_g(word: str) -> bool:
    """Whether the "in" at a word's end is an "ing": "shakin", "breathin", "puffin", not "heroin" or "cousin"."""
    return word[-3] in "kltzgnpdrvwy" or word[-4:-2] in ("th", "gh", "ch", "sh", "ff", "ss", "bb", "mm")


def misspellings(word: str) -> list[str]:
    """How a long word is often mistyped: a letter left out, doubled or single by mistake, or two that change places. The first stays."""
    found = []
    for n in range(1, len(word)):
        found.append(word[:n] + word[n + 1 :])
        found.append(word[:n] + word[n] + word[n:])
        if n + 1 < len(word) and word[n] != word[n + 1]:
            found.append(word[:n] + word[n + 1] + word[n] + word[n + 2 :])
    return found


def compiled(guide: Guide, reading: Reading) -> dict[str, Any]:
    """The lexicon of a guide as plain JSON: what both readers build their tree from."""
    phrases: list[list[Any]] = []

    def add(layer: str, meaning: Any, patterns: Iterable[str]) -> None:
        kept = [str(p) for p in patterns]
        if kept:
            phrases.append([layer, meaning, *kept])

    def said(about: str, own: Iterable[str]) -> list[str]:
        """The words of a finding or option that are tight enough to be read, and those for reading only."""
        loose = {fold(str(w)) for w in reading.loose.get(about, ())}
        told = (*reading.says.get(about, ()), *reading.composed.get(about, ()))
        return [*(str(w) for w in own if fold(str(w)) not in loose), *map(str, told)]

    twins = frozenset((*reading.twins.values(), *(f for findings in reading.once.values() for f in findings)))
    for finding in guide.findings.values():
        if finding.id in twins:
            continue
        if finding.kind != "number":
            told = said(finding.id, finding.words)
            add(FINDING, [str(finding.id), None], [p for p in told if GAP not in p])
            add(TOGETHER, [str(finding.id), None], [p for p in told if GAP in p])
        elif finding.id in reading.times:
            add(TIMED, str(finding.id), said(finding.id, finding.words))
        for option, chosen in finding.options.items():
            add(OPTION, [str(finding.id), str(option)], said(f"{finding.id}.{option}", chosen.words))
    for concern, words in reading.named.items():
        if concern not in reading.concepts:
            add(CONCERN, str(concern), (guide.concerns[concern].name, *words))
    for name, concept in reading.concepts.items():
        layer = APART if name in reading.apart else NAMED
        add(layer, str(name), concept.words)
        for source in (s for s in concept.from_ if s != name):
            add(layer, str(name), said(source, guide.findings[source].words))
    for layer in (FINDING, NAMED, OPTION, APART, CONCERN, HINT, DENIABLE):
        add(layer, None, reading.not_meant)
    for about, words in reading.denials.items():
        add(DENIED, str(about), words)
    for about, words in reading.hints.items():
        add(HINT, str(about), words)
    for about, words in reading.deniable.items():
        add(DENIABLE, str(about), words)
    add(DENIABLE, None, reading.not_deniable)
    for kind, cues in reading.cues.items():
        if not kind.endswith("_after"):
            add(CUE, str(kind), cues)
        else:
            add(AFTER, str(kind), cues)
    for kind, times in reading.when.items():
        add(DATE, str(kind), times)
    for kind, echoes in reading.echoes.items():
        add(ECHO, str(kind), echoes)
    for kind, sequels in reading.sequels.items():
        add(SEQUEL, str(kind), sequels)
    for about, roles in reading.known_by.items():
        for role, words in roles.items():
            add(KNOWN, [str(about), str(role)], words)
    for kind, headings in reading.sections.items():
        add(SECTION, str(kind), headings)
    add(ROUTE, "route", reading.routes)
    for kind, said_of_tests in reading.results.items():
        add(RESULT, str(kind), said_of_tests)
    add(MEDICAL, "medical", reading.medical_injections)
    add(MEDICAL, MEDICINE, reading.medicines)
    for finding_id, names in reading.vitals.items():
        add(VITAL, str(finding_id), names)
    for thing, cm in reading.sizes.items():
        add(SIZE, cm, [thing])
    add(STANDING, "standing", reading.standing)
    for unit, factors in reading.units.items():
        for word, factor in factors.items():
            add(UNIT, [str(unit), factor], [word])
    for hours, when in reading.moments.items():
        add(WHEN, float(hours), when)
    return {
        "phrases": phrases,
        "groups": {str(k): [str(w) for w in v] for k, v in reading.groups.items()},
        "same": {str(k): [str(w) for w in v] for k, v in reading.same.items()},
        "exact": [str(w) for w in reading.exact],
        "misspelled": [str(w) for w in reading.misspelled],
        "not_misspelled": [str(w) for w in reading.not_misspelled],
        "fillers": [str(w) for w in reading.fillers],
        "common": [str(w) for w in reading.common],
        "skipped": [str(w) for w in reading.skipped],
        "unbridged": [str(w) for w in reading.unbridged],
        "states": MOST,
    }
