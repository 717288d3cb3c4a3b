"""`waymend ask`: one question at a time in the terminal. Enter answers 'not sure'; b goes back; r shows the result so far; q leaves."""

from __future__ import annotations

import re
import sys
from typing import Any

from waymend.assess.assessment import Assessment, Question
from waymend.cli.style import bold, dim, wrap
from waymend.cli.texts import TEXTS, in_words
from waymend.errors import CaseError
from waymend.guide import LoadedGuide

YES, NO, UNSURE = ("y", "yes", "s", "si", "sí"), ("n", "no"), ("", "?", "u", "unsure", "not sure", "no sé", "no se")


class Back(Exception):
    """The person wants the question before."""


class Typed(Exception):
    """The person wants to say it in their own words."""


class Done(Exception):
    """The person wants the result with what is known."""


def ask_through(guide: LoadedGuide, country: str | None, *, as_json: bool, sources: bool) -> int:
    """Ask until the answer is settled. Questions go to standard error when JSON is wanted, so that output stays JSON alone."""
    say = sys.stderr if as_json else sys.stdout
    print(dim(wrap(guide.guide.about.not_a_diagnosis)), file=say)
    t = TEXTS.said(guide.language)
    can_read = guide.guide.reading is not None and guide.language == "en"
    print(dim(t["keys_typed" if can_read else "keys"]), file=say)
    steps: list[dict[str, Any]] = [{}]
    told = False
    while True:
        assessment = guide.assess(steps[-1], country=country)
        question = assessment.next_question
        if question is None:
            break
        if not question.needed and not told:
            told = True
            print("\n" + bold(wrap(t["enough"])), file=say)
        try:
            answers = _ask(guide, question, say)
        except Back:
            if len(steps) > 1:
                steps.pop()
            continue
        except Typed:
            if can_read:
                steps.append({**steps[-1], **_typed(guide, steps[-1], country, say)})
            continue
        except Done:
            break
        except EOFError:
            print(f"\nwaymend: {t['ended']}", file=sys.stderr)
            return 2
        steps.append({**steps[-1], **answers})
    _show(guide, assessment, as_json, sources)
    return 0


def _show(guide: LoadedGuide, assessment: Assessment, as_json: bool, sources: bool) -> None:
    if as_json:
        import msgspec

        sys.stdout.write(msgspec.json.format(msgspec.json.encode(assessment), indent=2).decode() + "\n")
    else:
        from waymend.cli.render import render_assessment

        print("\n" + render_assessment(assessment, guide, sources=sources))


def _ask(guide: LoadedGuide, question: Question, say: Any) -> dict[str, Any]:
    if question.panel is not None:
        return _ask_panel(guide, question, say)
    finding, t = guide.guide.findings[question.finding], TEXTS.said(guide.language)
    print("\n" + bold(wrap(question.question)), file=say)
    print(dim(wrap(question.why)), file=say)
    if finding.kind == "yes_no":
        return {finding.id: _until(lambda text: _yes_no(text, t), t["yes_no"], say)}
    if finding.kind == "number":
        return {
            finding.id: _until(
                lambda text: _number(guide, finding.id, text, t), t["number_in"].format(unit=finding.unit), say
            )
        }
    options = list(finding.options)
    for number, option in enumerate(options, 1):
        print(f"  {number:2} {finding.options[option].name}", file=say)
    many = finding.kind == "many"
    chosen = _until(lambda text: _chosen(text, len(options), many, t), t["numbers" if many else "one_number"], say)
    if chosen == "unknown":
        return {finding.id: "unknown"}
    return {finding.id: [options[i] for i in chosen] if many else options[chosen[0]]}


def _ask_panel(guide: LoadedGuide, question: Question, say: Any) -> dict[str, Any]:
    """A page of findings: first a checklist of those that are yes or no, then each number.

    In the checklist, numbers are yes, the rest no; 'n' none of them; numbers with '?' are not sure.
    """
    panel, t = question.panel, TEXTS.said(guide.language)
    assert panel is not None
    findings = [guide.guide.findings[name] for name in panel.findings]
    listed = [f for f in findings if f.kind == "yes_no"]
    print("\n" + bold(wrap(panel.question)), file=say)
    answers: dict[str, Any] = {}
    if listed:
        for number, finding in enumerate(listed, 1):
            print(wrap(finding.name, f"  {number:2} "), file=say)
        print(dim(f"   n {panel.none}"), file=say)
        answer = _until(lambda text: _checklist(text, len(listed), t), t["checklist"], say)
        answers = {finding.id: answer[i] for i, finding in enumerate(listed)}
    for finding in findings:
        if finding.kind == "number":
            prompt = "  " + t["number_of"].format(name=finding.name, unit=finding.unit)
            answers[finding.id] = _until(lambda text, name=finding.id: _number(guide, name, text, t), prompt, say)
    return answers


def _until(read: Any, prompt: str, say: Any) -> Any:
    """Ask until the answer can be used."""
    while True:
        print(prompt, end="", file=say, flush=True)
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        text = line.strip().lower()
        if text in ("b", "back"):
            raise Back
        if text in ("r", "result"):
            raise Done
        if text == "t":
            raise Typed
        if text in ("q", "quit"):
            raise KeyboardInterrupt
        try:
            return read(text)
        except (ValueError, CaseError) as error:
            print(wrap(str(error)), file=say)


def _typed(guide: LoadedGuide, known: dict[str, Any], country: str | None, say: Any) -> dict[str, Any]:
    """What somebody said in their own words, put right by them. What speaks of danger now counts at once."""
    from waymend.cli.read import findings_of

    t = TEXTS.said(guide.language)
    print(t["tell"], end="", file=say, flush=True)
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    answers, _ = findings_of(guide, {"text": line})
    if not answers:
        print(wrap(t["nothing_read"]), file=say)
        return {}
    if guide.assess({**known, **answers}, country=country).danger_now:
        return answers
    print(wrap(t["read_so"]), file=say)
    names = list(answers)
    for number, name in enumerate(names, 1):
        print(wrap(in_words(guide.guide.findings[name], answers[name], t), f"  {number:2} "), file=say)
    wrong = _until(lambda text: _chosen(text, len(names), True, t), t["wrong_ones"], say)
    return {name: answers[name] for n, name in enumerate(names) if wrong == "unknown" or n not in wrong}


def _yes_no(text: str, t: dict[str, str]) -> bool | str:
    if text in YES:
        return True
    if text in NO:
        return False
    if text in UNSURE:
        return "unknown"
    raise ValueError(t["say_yes_no"])


def _number(guide: LoadedGuide, name: str, text: str, t: dict[str, str]) -> float | str:
    if text in UNSURE:
        return "unknown"
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        raise ValueError(t["say_number"]) from None
    guide.engine.cases.make({name: number})
    return number


def _chosen(text: str, count: int, many: bool, t: dict[str, str]) -> list[int] | str:
    if text in UNSURE:
        return "unknown"
    numbers = [int(n) - 1 for n in re.findall(r"\d+", text)]
    if not numbers or not all(0 <= n < count for n in numbers) or (not many and len(numbers) > 1):
        raise ValueError(t["say_numbers" if many else "say_one"].format(count=count))
    return numbers


def _checklist(text: str, count: int, t: dict[str, str]) -> list[bool | str]:
    if text in UNSURE:
        return ["unknown"] * count
    if text in NO or text in ("0", "none"):
        return [False] * count
    marks = re.findall(r"(\d+)(\??)", text)
    if not marks or not all(1 <= int(n) <= count for n, _ in marks):
        raise ValueError(t["say_checklist"].format(count=count))
    answers: list[bool | str] = [False] * count
    for number, unsure in marks:
        answers[int(number) - 1] = "unknown" if unsure else True
    return answers
