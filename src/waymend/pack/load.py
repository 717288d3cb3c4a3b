"""A guide folder in, a `Guide` and its mistakes out.

`read_guide` never stops at the first mistake: it reports everything that can be seen in one run.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from waymend.errors import Mistake, Place
from waymend.pack.build import NotBuilt, build, build_many, nearest
from waymend.pack.nodes import Fields, Node, Spot, joined, read_yaml
from waymend.pack.reading import Reading
from waymend.pack.schema import (
    About,
    Answer,
    Concern,
    Country,
    DangerSign,
    Drawn,
    Finding,
    Gate,
    GoldenCase,
    Grid,
    Guide,
    Implication,
    Journal,
    Panel,
    Rule,
    Screen,
    Source,
    Step,
    Way,
)
from waymend.pack.value import Value

# folder → the top-level keys that its files may hold
FOLDERS: dict[str, tuple[str, ...]] = {
    "findings": ("findings",),
    "concerns": ("concerns",),
    "rules": ("define", "circumstances", "rules"),
    "steps": ("steps", "contradictions"),
    "screens": ("screens",),
    "answers": ("answers",),
    "cases": ("cases", "grids"),
}


class Written(NamedTuple):
    """What a folder holds: the guide, its golden cases, and every mistake found so far. `guide` is None when too little is left.

    `left_out`: ids of parts that could not be built; that others miss them is no mistake of its own.
    """

    guide: Guide | None
    cases: tuple[GoldenCase, ...]
    mistakes: list[Mistake]
    left_out: frozenset[str]


def guide_files(folder: Path) -> list[Path]:
    """Every file that makes a guide what it is, in a fixed order."""
    found = [p for p in folder.rglob("*") if p.suffix in (".yaml", ".po") and p.is_file()]
    return sorted(found, key=lambda p: p.relative_to(folder).as_posix())


def read_guide(folder: Path, *, cases: bool = True) -> Written:
    """Read a guide folder. `cases=False` leaves the golden cases unread."""
    mistakes: list[Mistake] = []
    parts = _Parts(folder, mistakes)
    about = parts.one(About, "guide.yaml")
    sources = _by_key(Source, parts.top("sources.yaml", ("sources",)).get("sources"), mistakes)
    asking = parts.top("asking.yaml", ("panels", "implications", "gates", "ways"), needed=False)
    signs = parts.top("danger_signs.yaml", ("danger_signs",), needed=False)
    drawn = parts.top("atlas.yaml", ("atlas",), needed=False)
    findings = parts.collect(Finding, "findings", "findings", group=True)
    concerns = parts.collect(Concern, "concerns", "concerns", group=True)
    define, circumstances = parts.definitions()
    guide = None
    if about is not None:
        guide = Guide(
            about=about,
            sources=sources,
            findings=_unique(findings, mistakes),
            panels=tuple(build_many(Panel, asking["panels"], mistakes, parts.left_out)) if "panels" in asking else (),
            implications=tuple(build_many(Implication, asking["implications"], mistakes, parts.left_out))
            if "implications" in asking
            else (),
            gates=tuple(build_many(Gate, asking["gates"], mistakes, parts.left_out)) if "gates" in asking else (),
            ways=tuple(build_many(Way, asking["ways"], mistakes, parts.left_out)) if "ways" in asking else (),
            journal=parts.one(Journal, "journal.yaml", needed=False),
            reading=parts.together(Reading, "reading"),
            concerns=_unique(concerns, mistakes),
            define=define,
            circumstances=circumstances,
            rules=tuple(_unique(parts.collect(Rule, "rules", "rules"), mistakes).values()),
            steps=tuple(_unique(parts.collect(Step, "steps", "steps"), mistakes).values()),
            contradictions=parts.contradictions(),
            screens=_unique(parts.collect(Screen, "screens", "screens"), mistakes),
            answers=tuple(_unique(parts.collect(Answer, "answers", "answers"), mistakes).values()),
            atlas=tuple(build_many(Drawn, drawn["atlas"], mistakes, parts.left_out)) if "atlas" in drawn else (),
            danger_signs=tuple(build_many(DangerSign, signs["danger_signs"], mistakes, parts.left_out))
            if "danger_signs" in signs
            else (),
            countries={str(c.country): c for c in parts.countries()},
        )
    golden: tuple[GoldenCase, ...] = ()
    if cases:
        rows = [case for grid in parts.collect(Grid, "cases", "grids") for case in grid.cases()]
        golden = (*parts.collect(GoldenCase, "cases", "cases"), *rows)
    return Written(guide, golden, mistakes, frozenset(parts.left_out))


class _Parts:
    """The files of one guide folder, each read once."""

    def __init__(self, folder: Path, mistakes: list[Mistake]) -> None:
        self.folder = folder
        self.mistakes = mistakes
        self.left_out: set[str] = set()
        self.read: dict[str, list[tuple[str, Fields]]] = {}

    def top(self, name: str, keys: tuple[str, ...], *, needed: bool = True) -> dict[str, Node]:
        path = self.folder / name
        if not path.exists():
            if needed:
                self.mistakes.append(
                    Mistake(Place(str(path), 1, 1), f"the guide has no {name}. Add it (docs/guide-format.md).")
                )
            return {}
        fields = self._read(path)
        return self._known(fields, keys) if fields else {}

    def one(self, kind: type[Value], name: str, *, needed: bool = True) -> Any:
        path = self.folder / name
        if not path.exists() and not needed:
            return None
        if not path.exists():
            self.mistakes.append(Mistake(Place(str(path), 1, 1), f"this is not a guide folder: it has no {name}."))
            return None
        fields = self._read(path)
        if fields is None:
            return None
        try:
            return build(kind, fields, self.mistakes)
        except NotBuilt:
            return None

    def together(self, kind: type[Value], folder: str) -> Any:
        """One value out of all files of a folder; None when there are none. Lists and mappings may be spread over files, each file a subject of its own."""
        found = self.files(folder)
        if not found:
            return None
        nodes: dict[Spot, Node] = {}
        for _, fields in found:
            for key, node in fields.nodes.items():
                both = joined(nodes[key], node) if key in nodes else node
                if both is None:
                    self.mistakes.append(
                        Mistake(key.place, f"'{key}' stands in two files of {folder}/, and cannot be both. Keep one.")
                    )
                    continue
                nodes[key] = both
        try:
            return build(kind, found[0][1]._replace(nodes=nodes), self.mistakes)
        except NotBuilt:
            return None

    def files(self, folder: str) -> list[tuple[str, Fields]]:
        if folder not in self.read:
            paths = sorted((self.folder / folder).glob("*.yaml"))
            self.read[folder] = [(p.stem, f) for p in paths if (f := self._read(p)) is not None]
        return self.read[folder]

    def collect(self, kind: type[Value], folder: str, key: str, *, group: bool = False) -> list[Any]:
        built = []
        for stem, fields in self.files(folder):
            nodes = self._known(fields, FOLDERS[folder])
            if key in nodes:
                given = {"group": stem} if group else {}
                built += build_many(kind, nodes[key], self.mistakes, self.left_out, **given)
        return built

    def definitions(self) -> tuple[dict[str, str], tuple[str, ...]]:
        define: dict[str, str] = {}
        circumstances: list[str] = []
        for _, fields in self.files("rules"):
            try:
                if "define" in fields.nodes:
                    for name, text in build(dict[str, str], fields.nodes[Spot("define")], self.mistakes).items():
                        if name in define:
                            self.mistakes.append(
                                Mistake(name.place, f"'{name}' is defined twice. Give one of them another name.")
                            )
                        define[name] = text
                if "circumstances" in fields.nodes:
                    circumstances += build(tuple[str, ...], fields.nodes[Spot("circumstances")], self.mistakes)
            except NotBuilt:
                continue
        return define, tuple(circumstances)

    def contradictions(self) -> tuple[tuple[str, ...], ...]:
        pairs: list[tuple[str, ...]] = []
        for _, fields in self.files("steps"):
            if "contradictions" in fields.nodes:
                try:
                    pairs += build(tuple[tuple[str, ...], ...], fields.nodes[Spot("contradictions")], self.mistakes)
                except NotBuilt:
                    continue
        return tuple(pairs)

    def countries(self) -> list[Country]:
        found = []
        for _, fields in self.files("helplines"):
            try:
                found.append(build(Country, fields, self.mistakes))
            except NotBuilt:
                continue
        return found

    def _read(self, path: Path) -> Fields | None:
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            self.mistakes.append(Mistake(Place(str(path), 1, 1), "the file is not UTF-8 text. Save it as UTF-8."))
            return None
        return read_yaml(str(path), text, self.mistakes)

    def _known(self, fields: Fields, keys: tuple[str, ...]) -> dict[str, Node]:
        known: dict[str, Node] = {}
        for key, node in fields.nodes.items():
            if key in keys:
                known[str(key)] = node
            else:
                mistake = Mistake(
                    key.place,
                    f"'{key}' does not belong here; this file may hold {', '.join(keys)}.{nearest(key, keys)}",
                )
                if mistake not in self.mistakes:
                    self.mistakes.append(mistake)
        return known


def _by_key(kind: type[Value], node: Node | None, mistakes: list[Mistake]) -> dict[str, Any]:
    built: dict[str, Any] = {}
    if isinstance(node, Fields):
        for key, child in node.nodes.items():
            try:
                built[key] = build(kind, child, mistakes)
            except NotBuilt:
                continue
    return built


def _unique(values: Iterable[Any], mistakes: list[Mistake]) -> dict[str, Any]:
    by_id: dict[str, Any] = {}
    for value in values:
        if value.id in by_id:
            place = getattr(value.id, "place", Place("?", 0, 0))
            first = getattr(next(k for k in by_id if k == value.id), "place", place)
            mistakes.append(
                Mistake(place, f"the id '{value.id}' is used twice (first at {first}). Ids are unique: rename one.")
            )
        else:
            by_id[value.id] = value
    return by_id
