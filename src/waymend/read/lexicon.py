"""The guide's words as one automaton over tokens: a tree in which each step is a word.

A word is known by its stem, so that "pulses", "pulsing" and "pulsed" meet, and by what people type for it (`same`, and misspellings made by rule).
`compiled` is the whole lexicon as plain JSON; the app builds the same tree from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from waymend.pack.schema import Guide, Reading
from waymend.read.fold import Tokens, fold, is_gap, is_word, tokens
from waymend.read.patterns import expand

END = ""  # the key under which a node holds what its phrase means, by layer
MOST_FILLERS = 3  # small words like "is really" that may stand inside a phrase
# Layers: mentions of different layers may lie over each other ("hot lump on my arm" is a lump, warm, and an arm), in one layer the longest counts.
FINDING, NAMED, OPTION, CUE, SECTION, VITAL, SIZE, UNIT, WHEN, MEDICAL = "fnocsvzutm"
WITH_FILLERS = frozenset((FINDING, NAMED, OPTION, MEDICAL))
Node = dict[str, Any]


class Hit(NamedTuple):
    """A phrase at tokens first…last (past the last)."""

    layer: str
    first: int
    last: int
    meanings: tuple[Any, ...]


class Lexicon:
    """Words, and the tree of phrases. Meanings: what a layer says of a phrase, e.g. ("fever", None) in FINDING, "deny" in CUE."""

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
        self.root: Node = {}
        self.keys = Keys(self)
        for layer, meaning, *patterns in compiled["phrases"]:
            for pattern in patterns:
                for phrase in expand(pattern, compiled["groups"]):
                    self._teach(phrase, layer, tuple(meaning) if isinstance(meaning, list) else meaning)
        self.fillers = frozenset(self.key(w) for w in compiled["fillers"])
        self.keys.clear()
        self.keys.known = self._vocabulary() | self.fillers

    def key(self, word: str) -> str:
        """What a word of a text or of a phrase is known by."""
        plain = word.replace("'", "") if word[-2:] != "'s" else word[:-2]
        plain = self.same.get(plain, plain)
        return plain if plain in self.exact else stem(plain)

    def keys_of(self, phrase: str) -> list[str]:
        return [self.key(w) for w in tokens(phrase).words if not is_gap(w)]

    def _teach(self, phrase: str, layer: str, meaning: Any) -> None:
        node = self.root
        keys = self.keys_of(phrase)
        for key in keys:
            node = node.setdefault(key, {})
        if keys:
            meanings = node.setdefault(END, {}).setdefault(layer, [])
            found = (meaning, any(w.isupper() and len(w) > 1 for w in phrase.split()))
            if found not in meanings:
                meanings.append(found)

    def _vocabulary(self) -> frozenset[str]:
        found: set[str] = set()
        waiting = [self.root]
        while waiting:
            for key, after in waiting.pop().items():
                if key != END:
                    found.add(key)
                    waiting.append(after)
        return frozenset(found)

    def hits(self, found: Tokens, keys: Sequence[str], start: int, end: int, text: str) -> list[Hit]:
        """All phrases of a span of tokens, in order; in each layer the longest at its place, and none that lies inside an earlier one. text: as given."""
        hits: list[Hit] = []
        root = self.root
        reach: dict[str, int] = {}
        for first in range(start, end):
            node = root.get(keys[first])
            if node is None:
                continue
            best: dict[str, tuple[int, Any]] = {}
            at = first + 1
            skipped = 0
            while True:
                if END in node:
                    for layer, meanings in node[END].items():
                        if not skipped or layer in WITH_FILLERS:
                            best[layer] = (at, meanings)
                after = None
                while at < end:
                    after = node.get(keys[at])
                    if after is not None:
                        break
                    if not is_gap(found.words[at]):
                        if keys[at] not in self.fillers or skipped == MOST_FILLERS:
                            break
                        skipped += 1
                    at += 1
                if after is None:
                    break
                node = after
                at += 1
            for layer, (last, meanings) in best.items():
                if last <= reach.get(layer, 0):
                    continue
                said = text[found.starts[first] : found.end(last - 1)]
                kept = tuple(m for m, capitals in meanings if not capitals or said == said.upper())
                if kept:
                    reach[layer] = last
                    hits.append(Hit(layer, first, last, kept))
        return hits


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
        if (ending == "s" and word[-2] in "sui") or (ending == "in" and word[-3] not in "kltzgnpdr"):
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

    loose = {fold(str(w)) for words in reading.loose.values() for w in words}

    def tight(words: Iterable[str]) -> list[str]:
        return [str(w) for w in words if fold(str(w)) not in loose]

    for finding in guide.findings.values():
        if finding.kind != "number":
            add(FINDING, [str(finding.id), None], (*tight(finding.words), *reading.says.get(finding.id, ())))
        for option, about in finding.options.items():
            name = f"{finding.id}.{option}"
            add(OPTION, [str(finding.id), str(option)], (*tight(about.words), *reading.says.get(name, ())))
    for concern in guide.concerns.values():
        if concern.id not in reading.concepts:
            add(NAMED, str(concern.id), (concern.name, *reading.named.get(concern.id, ())))
    for name, concept in reading.concepts.items():
        add(NAMED, str(name), concept.words)
        for source in concept.from_:
            add(NAMED, str(name), (*tight(guide.findings[source].words), *reading.says.get(source, ())))
    add(FINDING, None, reading.not_meant)
    add(NAMED, None, reading.not_meant)
    add(OPTION, None, reading.not_meant)
    for kind, cues in reading.cues.items():
        add(CUE, str(kind), cues)
    for kind, headings in reading.sections.items():
        add(SECTION, str(kind), headings)
    add(MEDICAL, "medical", reading.medical_injections)
    for finding_id, names in reading.vitals.items():
        add(VITAL, str(finding_id), names)
    for thing, cm in reading.sizes.items():
        add(SIZE, cm, [thing])
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
    }
