"""`waymend directory …` and `waymend find`: load places that can help, and find those near."""

from __future__ import annotations

import argparse
import datetime
import re
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from waymend.cli.style import bold, dim, heading, wrap
from waymend.errors import InputError

if TYPE_CHECKING:
    from waymend.directory.build import Report
    from waymend.directory.search import PlaceFound, Result
    from waymend.pack.schema import Line

KM_PER_MILE = 1.609344
ACTIONS = ("import", "update", "rebuild", "status", "wrong", "template", "tiles", "publish")


def add_verbs(verbs: Any, common: argparse.ArgumentParser) -> None:
    """The options of the two verbs."""
    find = verbs.add_parser("find", parents=[common], help="who can help near a place")
    find.add_argument("--near", metavar="PLACE", required=True, help='a ZIP code, "City, ST", or LAT,LON')
    find.add_argument(
        "--need", action="append", default=[], metavar="ID", help="what is needed, such as moud; may be given again"
    )
    find.add_argument(
        "--pay",
        action="append",
        default=[],
        metavar="ID",
        help="how it can be paid, such as medicaid; may be given again",
    )
    find.add_argument(
        "--language", action="append", default=[], metavar="CODE", help="a language they should speak, such as es"
    )
    find.add_argument(
        "--serves", action="append", default=[], metavar="ID", help="whom they should serve, such as pregnant"
    )
    find.add_argument("--open", action="store_true", help="only places known to be open now")
    find.add_argument("--within", metavar="DISTANCE", help="such as 25mi or 40km")
    find.add_argument("--words", metavar="WORDS", default="", help="words of the name, street, city or note")
    find.add_argument("--limit", type=int, default=10, metavar="N", help="how many places (default: 10)")

    directory = verbs.add_parser("directory", help="load the places that can help")
    directory.add_argument("action", choices=ACTIONS)
    directory.add_argument(
        "what",
        nargs="*",
        metavar="KIND FILE|URL …",
        help="import: the kind of list (auto: by its columns), then files or an address",
    )
    directory.add_argument("--json", action="store_true", help="print JSON alone")
    directory.add_argument(
        "--on", metavar="DATE", dest="read_on", help="the day on which the list was read, such as 2026-05-31"
    )
    directory.add_argument("--name", help="a name of your own for the list; a list of the same name is replaced")
    directory.add_argument(
        "--force", action="store_true", help="take a list in although it has shrunk, or most of it cannot be used"
    )
    directory.add_argument(
        "--is",
        dest="wrong",
        metavar="WHAT",
        default="other",
        help="wrong: closed, phone, address, services, payment, other, or right to take it back",
    )
    directory.add_argument("--note", default="", help="wrong: a note for yourself")
    directory.add_argument("-o", "--output", metavar="DIR", type=Path, help="tiles: the folder to write")


def find(arguments: argparse.Namespace) -> int:
    from waymend.cli.verbs import _country, _print_json
    from waymend.directory.corrections import Corrections
    from waymend.directory.search import Query, locate
    from waymend.directory.search import find as search
    from waymend.directory.sqlite import default_path, open_directory

    if not 1 <= arguments.limit <= 200:
        raise InputError("--limit must be from 1 to 200.")
    query = Query(
        needs=tuple(dict.fromkeys(arguments.need)), pay=tuple(dict.fromkeys(arguments.pay)), languages=tuple(arguments.language),
        serves=tuple(arguments.serves), text=arguments.words, open_at=datetime.datetime.now(datetime.UTC) if arguments.open else None,
        within_km=distance(arguments.within) if arguments.within else None, limit=arguments.limit,
    )  # fmt: skip
    lines = helplines(arguments.guide, arguments.lang, _country(arguments), query.needs)
    repository = open_directory()
    result = search(repository, locate(repository, arguments.near), query, corrections=Corrections(default_path()))
    if arguments.json:
        _print_json(
            {
                "near": result.near,
                "places": result.places,
                "also": result.also,
                "helplines": lines,
                "directory": {"built": result.built},
            }
        )
    else:
        print(render(result, lines))
    return 0


PER_NEED = 3  # places shown for each service that a plan names


class Nearby(NamedTuple):
    """Places for the services of a plan: need to places. `problem` says why there are none; the assessment stands without them."""

    places: dict[str, tuple[PlaceFound, ...]]
    also: dict[str, tuple[PlaceFound, ...]]
    problem: str | None = None


def for_plan(near: str, needs: Sequence[str]) -> Nearby:
    """The nearest places for each need. An assessment is never lost because the directory is missing: that is told beside it."""
    from waymend.directory.corrections import Corrections
    from waymend.directory.search import Query, locate
    from waymend.directory.search import find as search
    from waymend.directory.sqlite import default_path, open_directory
    from waymend.directory.taxonomy import bits

    places: dict[str, tuple[PlaceFound, ...]] = {}
    also: dict[str, tuple[PlaceFound, ...]] = {}
    try:
        repository = open_directory()
        where = locate(repository, near)
        for need in needs:
            if need in bits("needs"):
                query = Query(needs=(need,), limit=PER_NEED)
                found = search(repository, where, query, corrections=Corrections(default_path()))
                places[need], also[need] = found.places, found.also[:PER_NEED]
    except InputError as problem:
        return Nearby({}, {}, str(problem))
    return Nearby(places, also)


def render_nearby(found: Nearby) -> str:
    """The places of a plan, a heading a need."""
    from waymend.directory.taxonomy import taxonomy

    if found.problem:
        return heading("Places near you") + "\n" + wrap(found.problem)
    names = {term.id: term.name for term in taxonomy().needs}
    out = []
    for need, known in found.places.items():
        out.append(heading(f"Near you: {names[need]}"))
        if not known and not found.also[need]:
            out.append(wrap("No place on the lists here. Try a helpline above."))
        for place in known:
            out += _render(place, " • ")
        if not known and found.also[need]:
            out.append(wrap("No listing says so, but these may help. Ask."))
            for place in found.also[need]:
                out += _render(place, " • ")
    return "\n".join(out)


def distance(given: str) -> float:
    """Kilometres of `25mi`, `40km` or `40`. Raises InputError."""
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*(mi|miles|km|m)?\s*", given.lower())
    if not match or not 0 < float(match[1]) <= 25_000:
        raise InputError("--within must be a distance like 25mi or 40km.")
    factor = KM_PER_MILE if match[2] in ("mi", "miles") else 0.001 if match[2] == "m" else 1.0
    return float(match[1]) * factor


def helplines(folder: str | None, language: str | None, country: str | None, needs: Sequence[str]) -> list[Line]:
    """The helplines of the country that fit these needs; those for everybody without needs."""
    from waymend.guide import load_guide

    guide = load_guide(folder, language=language)
    wanted = {*needs, "any"}
    return [line for line in guide.engine.country(country).lines if not wanted.isdisjoint(line.for_)]


def render(result: Result, lines: Sequence[Line]) -> str:
    """Places as a person reads them."""
    out = [bold(wrap(f"Near {result.near.label}"))]
    if result.near.note:
        out.append(wrap(result.near.note))
    if not result.places:
        out.append(wrap("No place on the lists here is known to offer that."))
    for number, place in enumerate(result.places, 1):
        out += _render(place, f"{number}. ")
    if result.also:
        out.append(heading("These may offer it; their listing does not say. Ask."))
        for place in result.also:
            out += _render(place, " • ")
    shown = [*result.places, *result.also]
    if shown:
        texts = shown[0].guidance
        out.append(heading("When you call"))
        out += [wrap(line, " • ") for line in (*texts.say[:2], *texts.ask[:3], *texts.bring)]
        out += [
            heading("To make sure of the cost"),
            *(wrap(line, " • ") for line in texts.check),
            dim(wrap(texts.promise)),
        ]
    if lines:
        out.append(heading("Helplines"))
        for line in lines:
            ways = "; ".join(w for w in (line.number and f"call {line.number}", line.text, line.chat) if w)
            out.append(wrap(f"{line.name}: {ways} ({line.hours})", " • "))
    return "\n".join(out)


def _render(place: PlaceFound, mark: str) -> list[str]:
    from waymend.directory.taxonomy import taxonomy

    names = {term.id: term.name for group in (taxonomy().needs, taxonomy().pays) for term in group}
    indent = " " * len(mark)
    program = f" ({place.program})" if place.program else ""
    out = ["", bold(wrap(f"{place.name}{program}, {place.distance_km / KM_PER_MILE:.1f} miles", mark, indent))]
    out.append(wrap(", ".join(filter(None, (place.address, place.city, f"{place.state} {place.zip}".strip()))), indent))
    ways = (
        [f"Call {place.phone}{f' ext. {place.extension}' if place.extension else ''}"]
        if place.phone
        else ["No phone on the list"]
    )
    ways += [f"intake {place.intake}"] if place.intake else []
    ways += [f"text {place.text}"] if place.text else []
    ways += [place.website] if place.website else []
    out.append(wrap(". ".join(ways), indent))
    if place.needs:
        out.append(wrap("Offers: " + "; ".join(names[n] for n in place.needs) + ".", indent))
    out.append(wrap("Pay: " + ("; ".join(names[p] for p in place.pay) + "." if place.pay else "unknown; ask."), indent))
    read = f"read {place.checked_on}" if place.checked_on else "of unknown date"
    out.append(
        dim(
            wrap(
                f"{' '.join(place.why)} From: {place.source}, {read}. Confidence: {place.confidence}. [{place.id}]",
                indent,
            )
        )
    )
    return out


def directory(arguments: argparse.Namespace) -> int:
    from waymend.cli.verbs import _print_json
    from waymend.directory import locator
    from waymend.directory.build import Job, build
    from waymend.directory.sqlite import default_path, open_directory

    target = default_path()
    if arguments.action == "import":
        if len(arguments.what) < 2:
            raise InputError("name the kind of list and its file, like 'waymend directory import auto FILE'.")
        kind, *places = arguments.what
        if arguments.name and len(places) > 1:
            raise InputError("--name is for one list; load the others by themselves.")
        jobs = [Job(kind, place, arguments.name or "") for place in places]
        return _told(
            build(target, jobs, read_on=arguments.read_on, progress=Bar(), force=arguments.force), arguments.json
        )
    if arguments.action == "update":
        return _told(
            build(target, [Job("locator", locator.address())], progress=Bar(), force=arguments.force), arguments.json
        )
    if arguments.action == "rebuild":
        if not target.exists():
            raise InputError(f"there is no directory of places yet at {target}.")
        return _told(build(target, [], progress=Bar()), arguments.json)
    if arguments.action == "template":
        from waymend.directory.template import template

        if arguments.what not in (["csv"], ["yaml"]):
            raise InputError("say 'waymend directory template csv' or '… yaml'.")
        sys.stdout.write(template(arguments.what[0]))
        return 0
    repository = open_directory(target)
    if arguments.action == "wrong":
        return _wrong(arguments, target)
    if arguments.action == "tiles":
        from waymend.directory.tiles import write_tiles

        if not arguments.output:
            raise InputError("name the folder to write with -o DIR.")
        count = write_tiles(repository, arguments.output)
        print(f"{arguments.output}: {count} tiles.")
        return 0
    if arguments.action == "publish":
        from waymend.directory.postgres import publish

        if len(arguments.what) != 1:
            raise InputError("name the database, like 'waymend directory publish postgresql:///waymend'.")
        print(f"{publish(repository, arguments.what[0])} places.")
        return 0
    about = repository.about()
    if arguments.json:
        _print_json({"path": str(target), **about._asdict()})
    else:
        print(f"{target}: {about.places} places, built {about.built}.")
        for name, list_kind, rows, read_on in about.sources:
            print(f"  {name:24} {list_kind:16} {rows:7} rows, read {read_on or 'on an unknown day'}")
    return 0


def _wrong(arguments: argparse.Namespace, target: Path) -> int:
    from waymend.directory.corrections import Correction, Corrections
    from waymend.directory.sqlite import open_directory

    if len(arguments.what) != 1:
        raise InputError("name the place by its id, like 'waymend directory wrong 3f2a9c01b7de --is closed'.")
    place = arguments.what[0]
    if open_directory(target).row_of(place) is None:
        raise InputError(f"there is no place '{place[:20]}' in the directory.")
    Corrections(target).add(place, None if arguments.wrong == "right" else Correction(arguments.wrong, arguments.note))
    print("Kept on this machine only. Thank you." if arguments.wrong != "right" else "Taken back.")
    return 0


def _told(report: Report, as_json: bool) -> int:
    """What came in, and each row that did not, with its line and why."""
    from waymend.cli.verbs import _print_json

    if as_json:
        _print_json(
            {"places": report.places, "sources": [s._asdict() for s in report.sources], "rejected": report.rejected}
        )
        return 0
    for source in report.sources:
        print(f"{source.source}: {source.kept} of {source.rows} rows taken in.")
    for row in report.rejected:
        print(f"  {row.source} line {row.line}: {'left out: ' if row.dropped else ''}{row.why}", file=sys.stderr)
    print(f"The directory now holds {report.places} places from {report.listings} listings.")
    return 0


class Bar:
    """A progress bar on standard error, when that is a terminal; redrawn at most ten times a second."""

    def __init__(self) -> None:
        self.totals: dict[str, int] = {}
        self.last = 0.0
        self.shown = sys.stderr.isatty()

    def __call__(self, what: str, done: int, total: int | None) -> None:
        if total:
            self.totals[what] = total
        now = time.monotonic()
        if not self.shown or now - self.last < 0.1:
            return
        self.last = now
        whole = self.totals.get(what)
        bar = f"[{'#' * (20 * min(done, whole) // whole):20}] {done} of {whole}" if whole else f"{done} rows"
        print(f"\r\x1b[K{what}: {bar}", end="", file=sys.stderr, flush=True)
