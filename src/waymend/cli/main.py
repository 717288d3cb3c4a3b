"""`waymend VERB …`: options in, exit status out. 0: an answer; 2: input that cannot be used; 1: a property fails, or a fault of our own."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import NoReturn

from waymend import __version__
from waymend.cli import places
from waymend.errors import GuideError, WaymendError


class _Parser(argparse.ArgumentParser):
    """Argparse, but with one sentence for an error."""

    def error(self, message: str) -> NoReturn:
        print(f"waymend: {message}. See 'waymend --help'.", file=sys.stderr)
        raise SystemExit(2)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="waymend",
        description="From a mark on the skin to the right help. Private and offline. Not a diagnosis.",
        epilog="In an emergency call your emergency number first.",
    )
    parser.add_argument("--version", action="version", version=f"waymend {__version__}")
    common = _Parser(add_help=False)
    common.add_argument("--json", action="store_true", help="print JSON alone")
    common.add_argument("--guide", metavar="DIR", help="another guide folder (default: the one that ships)")
    common.add_argument("--lang", metavar="LANG", help="language of the texts")
    common.add_argument("--country", metavar="CODE", help="country for helplines: us uk ca ie au nz")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True, parser_class=_Parser)

    assess = verbs.add_parser("assess", parents=[common], help="a case in, an assessment out")
    assess.add_argument("case", nargs="?", metavar="CASE.json", help="a JSON file, or - for standard input")
    assess.add_argument("--text", metavar="WORDS", help="describe it in your own words (English)")
    assess.add_argument("--jsonl", action="store_true", help="one case a line in, one assessment a line out")
    assess.add_argument("--sources", action="store_true", help="show the source of every statement")
    assess.add_argument(
        "--near", metavar="PLACE", help='with the places that can help: a ZIP code, "City, ST", or LAT,LON'
    )

    ask = verbs.add_parser("ask", parents=[common], help="the same, one question at a time")
    ask.add_argument("--sources", action="store_true", help="show the source of every statement")

    answer = verbs.add_parser("answer", parents=[common], help="answer a question in your own words")
    answer.add_argument("question", nargs="+")
    answer.add_argument("--sources", action="store_true", help="show the source of every statement")

    screen = verbs.add_parser("screen", parents=[common], help="score a questionnaire")
    screen.add_argument("id", nargs="?", help="which one; see --list")
    screen.add_argument("answers", nargs="?", metavar="ANSWERS.json", help="a JSON file, or - for standard input")
    screen.add_argument("--list", action="store_true", help="list the questionnaires")

    check = verbs.add_parser("check", parents=[common], help="check a guide: mistakes, golden cases, properties")
    check.add_argument("folder", nargs="?", metavar="GUIDE_DIR")
    check.add_argument(
        "--save", metavar="DIR", type=Path, help="keep each counterexample as a case that assess replays"
    )
    check.add_argument("--report", metavar="FILE", type=Path, help="write the safety report (Markdown)")

    diff = verbs.add_parser("diff", parents=[common], help="what changes for people between two versions of a guide")
    diff.add_argument("old", metavar="OLD", type=Path)
    diff.add_argument("new", metavar="NEW", type=Path)
    diff.add_argument("--accept", action="store_true", help="keep in NEW that its rules are accepted as they are now")

    serve = verbs.add_parser("serve", help="hand the app out on this machine")
    serve.add_argument("--port", type=int, default=8000)
    serve.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: this machine alone)")
    serve.add_argument("--guide", metavar="DIR", help="another guide folder (default: the one that ships)")

    site = verbs.add_parser("site", help="write the app as static files")
    site.add_argument("action", choices=["build"])
    site.add_argument("-o", "--output", metavar="DIR", type=Path, required=True)
    site.add_argument("--guide", metavar="DIR", help="another guide folder (default: the one that ships)")
    site.add_argument("--safety", action="store_true", help="check the guide first, and show what is proved as a page")

    read = verbs.add_parser("read", parents=[common], help="free text in, what it says out")
    read.add_argument("file", nargs="?", default="-", help="a text file, or - for standard input")
    read.add_argument("--jsonl", action="store_true", help="lines of {id, text} in, one answer a line out")
    read.add_argument(
        "--context", nargs="?", const="-", metavar="FILE", help="lines of {id, text, target}: the status of that target"
    )

    places.add_verbs(verbs, common)

    verbs.add_parser("vocabulary", parents=[common], help="every finding and concern")

    locale = verbs.add_parser(
        "locale", parents=[common], help="write or refresh the translation catalogue of a language"
    )
    locale.add_argument("language")
    return parser


MISTAKES_SHOWN = 10  # by a command that is not about mistakes


def main(argv: list[str] | None = None) -> int:
    """Run one command. Never prints a traceback to a person: a fault of our own is exit 1 with a sentence."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    arguments = _parser().parse_args(argv)
    from waymend.cli import verbs

    try:
        return int(verbs.VERBS[arguments.verb](arguments))
    except GuideError as error:
        for mistake in error.mistakes[:MISTAKES_SHOWN]:
            print(f"waymend: {mistake}", file=sys.stderr)
        if (more := len(error.mistakes) - MISTAKES_SHOWN) > 0:
            print(f"waymend: and {more} more; 'waymend check' shows them all.", file=sys.stderr)
        return 2
    except WaymendError as error:
        print(f"waymend: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return 130
    except BrokenPipeError:
        _silence_stdout()
        return 0
    except Exception as error:
        if os.environ.get("WAYMEND_DEBUG"):
            raise
        print(
            f"waymend: a fault of our own ({type(error).__name__}). Please report the command you ran, without the case.",
            file=sys.stderr,
        )
        return 1


def _silence_stdout() -> None:
    """The reader went away (`waymend … | head`); let Python's own flush at exit find nothing to complain of."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
