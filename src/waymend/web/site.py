"""The app as static files: pages that can be read without JavaScript, and the assets that make them work.

Everything a page loads lies in one folder named by the digest of its content (`a/DIGEST/`), so that a page never meets assets or a guide of
another version. All links are relative: the site works from any folder of any web server.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from rjsmin import jsmin

from waymend.assess.planning import say
from waymend.errors import InputError
from waymend.guide import LoadedGuide
from waymend.logic.javascript import walker
from waymend.pack.schema import Concern, Country, Guide, Rule, Span, Step
from waymend.read.native import WASM
from waymend.verify.report import Report
from waymend.web import atlas, bundle
from waymend.web.headers import CSP
from waymend.web.texts import TEXTS

MARK = ".waymend-site"  # tells a folder that we may replace from one that we may not
PARTS = (
    ("start", "index.html"),
    ("learn", "learn/index.html"),
    ("atlas", "atlas/index.html"),
    ("love", "love.html"),
    ("find", "find.html"),
    ("screens", "screens/index.html"),
    ("journal", "journal.html"),
)
# For families: the answers of the guide that stand on the page, under the app's own headings.
LOVE = (
    ("love_signs", ("signs_someone_injects", "do_marks_prove_drug_use")),
    ("love_talk", ("talk_to_loved_one", "what_helps_families")),
    ("love_self", ("look_after_yourself",)),
)
LOVE_MORE = (
    "is_my_child_using", "found_needles_at_home", "signs_of_overdose", "what_to_do_in_overdose", "worried_friend_suicide",
    "kinds_of_treatment", "choose_good_rehab", "is_treatment_private",
)  # fmt: skip


def build_site(guide: LoadedGuide, folder: Path, *, places: Path | None = None, safety: Report | None = None) -> Path:
    """Write the site in every language of the guide; returns the folder.

    places: a folder of directory tiles to go with it. safety: the report of a check, to be a page of it. The site is built aside and swapped in; a folder that holds anything else than
    an older site is refused with InputError.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).exists():
        raise InputError(f"{folder} holds other files. Choose an empty folder, or one that holds an older site.")
    aside = folder.with_name(folder.name + ".new")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    languages = guide.guide.about.languages
    assets = _write_assets(guide, aside, places)
    for language in languages:
        _write_pages(
            guide.in_language(language), aside, assets, languages, has_places=places is not None, safety=safety
        )
    _write_worker(aside, assets, languages)
    (aside / MARK).write_text(f"{guide.guide.about.id} {guide.guide.about.version}\n", encoding="utf-8")
    old = folder.with_name(folder.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.replace(old)
    aside.replace(folder)
    shutil.rmtree(old, ignore_errors=True)
    return folder


def _write_assets(guide: LoadedGuide, site: Path, places: Path | None) -> str:
    """Write scripts, styles, drawings and the guide's data; returns their folder below the site."""
    building = site / "a" / "new"
    copy_app(building)
    by_language = {language: guide.in_language(language) for language in guide.guide.about.languages}
    bundle.build(by_language, building / "guide")
    for language in by_language:
        _write_json(building / f"texts.{language}.json", TEXTS.said(language))
    for side in ("front", "back"):
        (building / f"body-{side}.svg").write_text(getattr(atlas, f"body_{side}")(), encoding="utf-8")
    drawings = building / "drawings"
    drawings.mkdir()
    for entry in guide.guide.atlas:
        for tone in atlas.TONES:
            (drawings / f"{entry.id}-{tone}.svg").write_text(atlas.drawing(entry.id, tone), encoding="utf-8")
    if places is not None:
        shutil.copytree(places, building / "places")
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted(p for p in building.rglob("*") if p.is_file()):
        digest.update(path.relative_to(building).as_posix().encode() + b"\0" + path.read_bytes())
    name = f"a/{digest.hexdigest()}"
    building.replace(site / name)
    return name


def copy_app(folder: Path) -> None:
    """The scripts, styles and icons, with the walker of conditions beside the engine that imports it."""
    shutil.copytree(Path(str(files("waymend.web") / "app")), folder, ignore=shutil.ignore_patterns("sw.js"))
    (folder / "engine" / "walk.js").write_text(walker(), encoding="utf-8")
    if WASM.exists():
        shutil.copy(WASM, folder / "engine" / "read" / "reader.wasm")
    for script in folder.rglob("*.js"):  # a fifth of what a phone loads of them is comments and indents
        script.write_text(jsmin(script.read_text(encoding="utf-8")), encoding="utf-8")


def _write_json(path: Path, value: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(msgspec.json.encode(value))


def home_of(language: str) -> str:
    """The folder of a language's pages; English is at the top."""
    return "" if language == "en" else f"{language}/"


def _write_pages(
    guide: LoadedGuide, site: Path, assets: str, languages: tuple[str, ...], *, has_places: bool, safety: Report | None
) -> None:
    """All pages of one language."""
    language = guide.language
    texts = TEXTS.said(language)
    other = next((name for name in languages if name != language), language)
    environment = Environment(
        loader=PackageLoader("waymend.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    country = guide.engine.country(None)
    environment.globals |= {
        "t": texts,
        "lang": language,
        "other_lang": other,
        "about": guide.guide.about,
        "sources": guide.guide.sources,
        "concerns": guide.guide.concerns,
        "country": country,
        "others": _other_numbers(guide.guide, country),
        "parts": PARTS,
        "home_of": home_of,
        "csp": CSP,
        "has_places": has_places,
        "safety": safety,
        "days_of": lambda span: days_of(span, texts),
    }
    pages = list(_pages(guide, texts, country))
    if safety is not None:
        pages.append(("safety.html", "safety.html", {"title": safety.title}))
    for path, template, values in pages:
        root = "../" * (path.count("/") + home_of(language).count("/"))
        page = environment.get_template(template).render(
            root=root,
            here=path,
            other_page=home_of(other) + path,
            asset=lambda name, root=root: f"{root}{assets}/{name}",
            page=f"page-{Path(template).stem}",
            **values,
        )
        target = site / home_of(language) / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(page, encoding="utf-8")
    _write_json(
        site / home_of(language) / "app.webmanifest",
        {
            "name": texts["app_name"],
            "short_name": texts["app_name"],
            "description": texts["app_line"],
            "lang": language,
            "start_url": "index.html",
            "scope": "./",
            "display": "standalone",
            "background_color": "#ffffff",
            "theme_color": "#003049",
            "icons": [
                {
                    "src": f"{'../' * home_of(language).count('/')}{assets}/icon.svg",
                    "sizes": "any",
                    "type": "image/svg+xml",
                    "purpose": "any",
                },
                *(
                    {
                        "src": f"{'../' * home_of(language).count('/')}{assets}/icon-{size}.png",
                        "sizes": f"{size}x{size}",
                        "type": "image/png",
                    }
                    for size in (192, 512)
                ),
            ],
        },
    )


Page = tuple[str, str, dict[str, Any]]


def _pages(loaded: LoadedGuide, texts: dict[str, str], country: Country) -> Iterator[Page]:
    """(path, template, values) of every page of one language."""
    guide = loaded.guide
    answers = {a.id: a for a in guide.answers}
    yield "index.html", "start.html", {"title": texts["nav_start"], "ways": guide.ways}
    yield "danger.html", "danger.html", {"title": texts["danger_title"], "dangers": dangers(loaded)}
    yield "leave.html", "leave.html", {}
    yield "about.html", "about.html", {"title": texts["about_title"]}
    yield "sources.html", "sources.html", {"title": texts["sources_title"]}
    yield "find.html", "find.html", {"title": texts["find_title"]}
    yield "journal.html", "journal.html", {"title": texts["journal_title"]}
    groups: dict[str, list[Concern]] = {}
    for concern in guide.concerns.values():
        groups.setdefault(concern.group, []).append(concern)
    alphabetical = sorted(guide.answers, key=lambda a: a.title)
    yield (
        "learn/index.html",
        "learn.html",
        {"title": texts["learn_title"], "groups": groups.items(), "answers": alphabetical},
    )
    drawn: dict[str, list[Any]] = {}
    for entry in guide.atlas:
        for name in entry.concerns:
            drawn.setdefault(name, []).append(
                {"id": entry.id, "name": entry.name, "svg": _svg(entry.id, atlas.TONES[2])}
            )
    for concern in guide.concerns.values():
        yield (
            f"learn/{concern.id}.html",
            "concern.html",
            {
                "title": concern.name,
                "c": _spoken(concern, country),
                "levels": _levels(guide, concern.id, country),
                "plan": _plan(guide, concern.id, texts, country),
                "related": [a for a in guide.answers if concern.id in a.see],
                "drawings": drawn.get(concern.id, [])[:4],
            },
        )
    for answer in guide.answers:
        yield (
            f"answers/{answer.id}.html",
            "answer.html",
            {
                "title": answer.title,
                "a": _spoken(answer, country),
                "see": [
                    (f"../learn/{n}.html", guide.concerns[n].name)
                    if n in guide.concerns
                    else (f"{n}.html", answers[n].title)
                    for n in answer.see
                ],
            },
        )
    yield (
        "love.html",
        "love.html",
        {
            "title": texts["love_title"],
            "parts_of_love": [
                (texts[title], [_spoken(answers[n], country) for n in names if n in answers]) for title, names in LOVE
            ],
            "more": [answers[n] for n in LOVE_MORE if n in answers],
            "family_lines": [
                line for line in country.lines if {"family", "family_help", "any"}.intersection(line.for_)
            ],
        },
    )
    yield "screens/index.html", "screens.html", {"title": texts["screens_title"], "screens": guide.screens.values()}
    for screen in guide.screens.values():
        yield f"screens/{screen.id}.html", "screen.html", {"title": screen.name, "s": screen}
    yield (
        "atlas/index.html",
        "atlas.html",
        {
            "title": texts["atlas_title"],
            "entries": [
                {"id": e.id, "name": e.name, "svg": _svg(e.id, atlas.TONES[n % len(atlas.TONES)])}
                for n, e in enumerate(guide.atlas)
            ],
        },
    )
    for entry in guide.atlas:
        yield (
            f"atlas/{entry.id}.html",
            "atlas_entry.html",
            {
                "title": entry.name,
                "e": entry,
                "drawings": [(n, _svg(entry.id, tone)) for n, tone in enumerate(atlas.TONES, 1)],
                "related": [guide.concerns[n] for n in entry.concerns],
            },
        )


def _svg(entry: str, tone: str) -> Markup:
    return Markup(atlas.drawing(entry, tone))


def dangers(guide: LoadedGuide) -> list[dict[str, Any]]:
    """What to do for each finding of the first page of danger, as the engine answers it when it is all that is known."""
    first = guide.guide.about.ask_first[0]
    panel = next(p for p in guide.guide.panels if p.id == first)
    found = []
    for name in panel.findings:
        assessment = guide.assess({name: True})
        found.append(
            {
                "id": name,
                "question": guide.guide.findings[name].question,
                "now": assessment.danger_now,
                "do": assessment.plan.do,
                "avoid": assessment.plan.avoid,
                "watch": assessment.plan.watch,
                "concerns": [guide.guide.concerns[c.id] for c in assessment.concerns if c.status == "fits"],
            }
        )
    return found


def _spoken(part: Any, country: Country) -> Any:
    """A part of the guide with the emergency number in its texts."""
    changed = {
        f.name: say(value, country)
        for f in msgspec.structs.fields(part)
        if isinstance(value := getattr(part, f.name), str) and "{" in value
    }
    return msgspec.structs.replace(part, **changed)


def _levels(guide: Guide, concern: str, country: Country) -> list[tuple[Any, list[str]]]:
    """For each urgency that a concern can have, the reasons of its rules."""
    rules: list[Rule] = [r for r in guide.rules if r.concern == concern]
    return [
        (level, list(dict.fromkeys(say(r.because, country) for r in rules if r.urgency == level.id)))
        for level in guide.about.urgencies
        if any(r.urgency == level.id for r in rules)
    ]


def _plan(guide: Guide, concern: str, texts: dict[str, str], country: Country) -> list[tuple[str, list[Step]]]:
    """All steps of a concern under the headings of a result."""
    headings = (
        (("do",), "learn_steps_all"), (("avoid",), "do_not"), (("watch",), "watch_for"), (("test", "vaccine"), "tests_vaccines"), (("treatment",), "treatment"),
    )  # fmt: skip
    steps = [_spoken(s, country) for s in guide.steps if concern in s.for_]
    return [(texts[title], found) for kinds, title in headings if (found := [s for s in steps if s.kind in kinds])]


def days_of(span: Span, texts: dict[str, str]) -> str:
    """ "days 3 to 7" """
    start, end = f"{span.from_days:g}", f"{span.to_days:g}"
    if start == end:
        return texts["day_of"].replace("{from}", start)
    return texts["days"].replace("{from}", start).replace("{to}", end)


def _other_numbers(guide: Guide, country: Country) -> str:
    return " · ".join(f"{c.name} {c.emergency}" for c in guide.countries.values() if c.emergency != country.emergency)


def _write_worker(site: Path, assets: str, languages: tuple[str, ...]) -> None:
    """The service worker, with the list of what it keeps: first the check in one language, then the rest of that language."""
    version = assets.rsplit("/", 1)[1]
    listed = sorted(p.relative_to(site).as_posix() for p in site.rglob("*") if p.is_file())
    groups: dict[str, list[str]] = {"all": [], **{language: [] for language in languages}}
    for path in listed:
        name = path.removeprefix(f"{assets}/")
        if name.startswith("places/"):
            continue  # kept when they are first used
        own = next((code for code in languages if f".{code}." in name or f"/{code}/" in f"/{name}"), None)
        if own is None and path.startswith("a/"):
            groups["all"].append(path)
        else:
            groups[own or languages[0]].append(path)
    content = (files("waymend.web") / "app" / "sw.js").read_text(encoding="utf-8")
    pages = hashlib.blake2b(b"".join((site / p).read_bytes() for p in listed if not p.startswith("a/")), digest_size=8)
    above = {"VERSION": f"{version}-{pages.hexdigest()}", "ASSETS": assets, "GROUPS": groups}
    start = "".join(f"const {name} = {json.dumps(value)};\n" for name, value in above.items())
    (site / "sw.js").write_text(start + content, encoding="utf-8")
