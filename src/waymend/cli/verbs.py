"""One function a verb: parsed options in, exit status out."""

from __future__ import annotations

import argparse
import locale
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from waymend.assess.assessment import Assessment
from waymend.cli import places, read, reading, web
from waymend.errors import CaseError, InputError, WaymendError
from waymend.guide import SHIPPED, LoadedGuide, load_guide
from waymend.verify.properties import Checked

_encoder = msgspec.json.Encoder()
ENGLISH_TERRITORIES = {"GB": "uk", "US": "us", "CA": "ca", "IE": "ie", "AU": "au", "NZ": "nz"}


def _print_json(value: Any) -> None:
    sys.stdout.write(msgspec.json.format(_encoder.encode(value), indent=2).decode() + "\n")


def _guide(arguments: argparse.Namespace) -> LoadedGuide:
    return load_guide(arguments.guide, language=arguments.lang)


def _country(arguments: argparse.Namespace) -> str | None:
    """As asked for; else from the locale of this machine; else the guide's default."""
    if arguments.country:
        return str(arguments.country)
    name = os.environ.get("LC_ALL") or os.environ.get("LANG") or locale.getlocale()[0] or ""
    return ENGLISH_TERRITORIES.get(name.partition(".")[0].partition("_")[2])


def _assessed(guide: LoadedGuide, case: Any, country: str | None) -> Assessment:
    """Assess a case object: its findings, its text, or both, given findings before read ones. Raises CaseError or InputError."""
    if not isinstance(case, dict):
        raise CaseError('a case is an object like {"findings": {"fever": true}} or {"text": "…"}.')
    if "findings" not in case and "text" not in case:
        raise CaseError("a case needs 'findings' or 'text'.")
    findings = case.get("findings", {})
    if not isinstance(findings, dict):
        raise CaseError("'findings' must be an object of finding ids and answers.")
    if "text" not in case:
        return guide.assess(findings, country=country)
    from waymend.cli.read import findings_of

    told, read_ = findings_of(guide, case)
    return guide.engine.assess(told, country=country, read=read_)


def assess(arguments: argparse.Namespace) -> int:
    if arguments.case is None and arguments.text is None:
        raise InputError("give a CASE.json, or - for standard input, or --text with words, or use 'waymend ask'.")
    guide = _guide(arguments)
    country = _country(arguments)
    if arguments.jsonl:
        return _assess_lines(guide, arguments.case or "-", country)
    case = reading.read_json(arguments.case, "the case") if arguments.case is not None else {}
    if arguments.text is not None and isinstance(case, dict):
        case = {**case, "text": arguments.text}
    assessment = _assessed(guide, case, country)
    found = places.for_plan(arguments.near, [s.need for s in assessment.plan.services]) if arguments.near else None
    if arguments.json:
        _print_json({**msgspec.structs.asdict(assessment), "nearby": found._asdict()} if found else assessment)
    else:
        from waymend.cli.render import render_assessment

        if arguments.text is not None:
            from waymend.cli.read import understood

            print(understood(guide, assessment.read) + "\n")
        print(render_assessment(assessment, guide, sources=arguments.sources))
        if found:
            print(places.render_nearby(found))
    return 0


def _assess_lines(guide: LoadedGuide, name: str, country: str | None) -> int:
    """One assessment a line, in order. A line that cannot be used becomes an error line, and the rest go on."""
    status = 0
    out = sys.stdout.buffer
    for line in reading.lines(name):
        result: dict[str, Any] = {}
        try:
            if line is None:
                raise InputError("the line is longer than 1 MB.")
            case = reading.decode(line, "the line")
            if isinstance(case, dict) and "id" in case:
                result["id"] = case["id"]
            assessment = _assessed(guide, case, country)
            result.update({f: getattr(assessment, f) for f in assessment.__struct_fields__})
        except WaymendError as error:
            status = 2
            result = {"id": result.get("id"), "error": str(error)}
        out.write(_encoder.encode(result) + b"\n")
    out.flush()
    return status


def ask(arguments: argparse.Namespace) -> int:
    from waymend.cli.ask import ask_through

    return ask_through(_guide(arguments), _country(arguments), as_json=arguments.json, sources=arguments.sources)


def answer(arguments: argparse.Namespace) -> int:
    from waymend.answers import AnswerIndex

    guide = _guide(arguments)
    found = AnswerIndex(guide.guide, guide.language).find(" ".join(arguments.question))
    if arguments.json:
        _print_json({"answers": found, "not_a_diagnosis": guide.guide.about.not_a_diagnosis})
    else:
        from waymend.cli.render import render_answers

        print(render_answers(found, guide, guide.engine.country(_country(arguments)), sources=arguments.sources))
    return 0


def screen(arguments: argparse.Namespace) -> int:
    from waymend.assess.screen import score

    loaded = _guide(arguments)
    guide = loaded.guide
    if arguments.list:
        if arguments.json:
            _print_json(
                {
                    "screens": [
                        {"id": s.id, "name": s.name, "purpose": s.purpose, "for": s.for_, "items": s.items}
                        for s in guide.screens.values()
                    ]
                }
            )
        else:
            for s in guide.screens.values():
                print(f"{s.id:24} {s.name}{'  (for clinicians)' if s.for_ == 'clinician' else ''}")
        return 0
    if not arguments.id or arguments.id not in guide.screens:
        raise InputError(f"name a questionnaire; known are {', '.join(guide.screens)}.")
    if not arguments.answers:
        raise InputError("give ANSWERS.json, or - for standard input.")
    scored = score(guide.screens[arguments.id], reading.read_json(arguments.answers, "the answers"))
    if arguments.json:
        _print_json(scored)
    else:
        from waymend.cli.render import render_score

        print(render_score(scored, loaded))
    return 0


def check(arguments: argparse.Namespace) -> int:
    from waymend.verify.properties import check as check_guide

    folder = Path(arguments.folder or arguments.guide or SHIPPED)
    if not folder.is_dir():
        raise InputError(f"there is no guide folder at {folder}.")
    checked = check_guide(folder, say=_progress if sys.stderr.isatty() else None)
    if arguments.save is not None:
        _save_counterexamples(checked, arguments.save)
    if arguments.report is not None:
        from waymend.verify.report import as_markdown, report

        arguments.report.write_text(as_markdown(report(folder, checked)), encoding="utf-8")
    if arguments.json:
        _print_json(checked)
    else:
        from waymend.cli.render import render_checked

        print(render_checked(checked))
    return 0 if checked.ok else 1


def _progress(what: str, done: int, of: int) -> None:
    print(f"\r{what} {done} of {of}".ljust(60), end="" if done + 1 < of else "\r", file=sys.stderr, flush=True)


def _save_counterexamples(checked: Checked, folder: Path) -> None:
    """Each counterexample as a case that `waymend assess` replays."""
    from waymend.verify.property import replays

    folder.mkdir(parents=True, exist_ok=True)
    for found in checked.properties:
        for name, case in replays(found).items():
            (folder / f"{name}.json").write_bytes(msgspec.json.format(_encoder.encode(case), indent=2))


def diff(arguments: argparse.Namespace) -> int:
    from waymend.verify.changes import changes, render

    for folder in (arguments.old, arguments.new):
        if not folder.is_dir():
            raise InputError(f"there is no guide folder at {folder}.")
    found = changes(arguments.old, arguments.new)
    if arguments.accept:
        _accept(arguments.new)
    if arguments.json:
        _print_json(found)
    else:
        print(render(found))
    return 0


def _accept(folder: Path) -> None:
    """Keep what the rules of a guide turn on as accepted (see verify/accepted.py)."""
    from waymend.guide import load_guide
    from waymend.verify.accepted import read_accepted, write_accepted
    from waymend.verify.proofs import Prover
    from waymend.verify.proofs.edges import edges

    prover = Prover(load_guide(folder), _progress if sys.stderr.isatty() else None)
    write_accepted(folder, edges(prover, read_accepted(folder) or {}))


def vocabulary(arguments: argparse.Namespace) -> int:
    guide = _guide(arguments).guide
    findings = [
        {
            "id": f.id,
            "group": f.group,
            "kind": f.kind,
            "unit": f.unit,
            "range": f.range or None,
            "options": list(f.options),
            "name": f.name,
            "question": f.question,
            "words": f.words,
        }
        for f in guide.findings.values()
    ]
    concerns = [
        {"id": c.id, "group": c.group, "name": c.name, "plain": c.plain, "words": c.words}
        for c in guide.concerns.values()
    ]
    if arguments.json:
        _print_json({"findings": findings, "concerns": concerns})
    else:
        for f in findings:
            kind = f["kind"] if f["unit"] is None else f"{f['kind']}, {f['unit']}"
            print(f"{f['id']:32} {kind:16} {f['question']}")
        print()
        for c in concerns:
            print(f"{c['id']:32} {c['name']}: {c['plain']}")
    return 0


def locale_(arguments: argparse.Namespace) -> int:
    from waymend.pack.load import read_guide
    from waymend.pack.locales import write_catalogue

    folder = Path(arguments.guide or SHIPPED)
    written = read_guide(folder, cases=False)
    if written.guide is None or written.mistakes:
        raise InputError(f"{folder} has mistakes; run 'waymend check {folder}' first.")
    if not arguments.language.isalpha() or len(arguments.language) > 8:
        raise InputError(f"'{arguments.language[:20]}' is not a language code like 'es'.")
    path = folder / "locales" / arguments.language / "guide.po"
    write_catalogue(written.guide, path, arguments.language)
    print(path)
    if folder == SHIPPED:
        from waymend.cli import texts
        from waymend.directory import words
        from waymend.web import texts as app

        for own in (app.TEXTS, texts.TEXTS, words.TEXTS):
            print(own.write(arguments.language))
    return 0


VERBS: dict[str, Callable[[argparse.Namespace], int]] = {
    "assess": assess,
    "ask": ask,
    "answer": answer,
    "screen": screen,
    "check": check,
    "diff": diff,
    "vocabulary": vocabulary,
    "locale": locale_,
    "read": read.read,
    "find": places.find,
    "directory": places.directory,
    "serve": web.serve,
    "site": web.site,
}
