"""The command line, run as a person or a script runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from samples import TINY

WAYMEND = [sys.executable, "-m", "waymend"]


def run(
    *arguments: str, stdin: bytes | str = "", env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    content = stdin.encode() if isinstance(stdin, str) else stdin
    done = subprocess.run(
        [*WAYMEND, *arguments],
        input=content,
        capture_output=True,
        env={**os.environ, **(env or {})},
        timeout=120,
        check=False,
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def assess(case: Any, *arguments: str) -> Any:
    done = run("assess", "-", "--json", *arguments, stdin=json.dumps(case))
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_json_has_every_field_of_the_contract() -> None:
    a = assess({"findings": {"lump": True, "hot": True}}, "--guide", str(TINY))
    assert set(a) >= {"guide", "urgency", "concerns", "danger_now", "next_question", "plan", "read", "not_a_diagnosis"}
    assert set(a["urgency"]) == {"at_least", "at_most", "settled"}
    assert set(a["concerns"][0]) >= {
        "id",
        "name",
        "status",
        "urgency",
        "because",
        "findings",
        "against",
        "rules",
        "sources",
        "evidence",
    }
    assert set(a["next_question"]) >= {"finding", "question", "why", "options"}
    assert set(a["plan"]) >= {"do", "avoid", "watch", "tests", "treatment", "services", "helplines", "timeline"}
    assert set(a["plan"]["do"][0]) >= {"id", "text", "because", "sources", "evidence"}
    assert set(a["plan"]["services"][0]) == {"need", "why"}
    assert set(a["plan"]["helplines"][0]) >= {"name", "number", "text", "hours", "country"}
    assert set(a["plan"]["timeline"][0]) >= {"from_days", "to_days", "expect"}


def test_concerns_are_sorted_fits_first_then_most_urgent() -> None:
    a = assess(
        {
            "findings": {
                "fever": True,
                "injected_recently": True,
                "lump": True,
                "pain": True,
                "site": ["groin"],
                "raised_scar": True,
            }
        }
    )
    ranks = ["emergency", "today", "soon", "routine", "self_care"]
    keys = [(c["status"] != "fits", ranks.index(c["urgency"])) for c in a["concerns"]]
    assert keys == sorted(keys)
    assert {c["status"] for c in a["concerns"]} == {"fits", "possible"}


@pytest.mark.parametrize(
    ("stdin", "sentence"),
    [
        (b"", "the case is not JSON"),
        (b"{", "the case is not JSON"),
        (b"\xff\xfe{}", "the case is not"),
        (b"[]", "a case is an object"),
        (b"{}", "a case needs 'findings'"),
        (b'{"findings": []}', "'findings' must be an object"),
        (b'{"findings": {"fevr": true}}', "'fevr' is not a finding of this guide. Did you mean 'fever'?"),
        (b'{"findings": {"fever": "yes"}}', "'fever' takes true, false or"),
        (b'{"findings": {"temperature_c": 101.5}}', "'temperature_c' must lie between"),
        (b'{"findings": {"temperature_c": 1e400}}', "the case is not JSON"),
        (b'{"findings": {"temperature_c": NaN}}', "the case is not JSON"),
        (b'{"findings": {"site": ["knee"]}}', "'site' has no option 'knee'"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"findings": {"a": ' + b"[" * 5000 + b"]" * 5000 + b"}}", ""),
        (b'{"findings": {"fever": true}, "x": "' + b"a" * 10_000_000 + b'"}', "the case is larger than 1 MB"),
    ],
    ids=range(15),
)
def test_input_that_cannot_be_used_is_one_sentence_and_exit_2(stdin: bytes, sentence: str) -> None:
    done = run("assess", "-", "--json", stdin=stdin)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("waymend: ")
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr
    assert sentence in done.stderr


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = run("assess", str(tmp_path / "none.json"), "--json")
    assert (done.returncode, done.stdout) == (2, "")
    assert "none.json cannot be read (No such file or directory)" in done.stderr


def test_lines_in_lines_out_order_kept_and_bad_lines_do_not_stop_the_rest() -> None:
    lines = [
        '{"id": 1, "findings": {"bleeding": true}}',
        "not json",
        "",
        '{"id": "three", "findings": {"nope": true}}',
        '{"id": 4, "findings": {}}',
        '{"id": 5, "findings": {"lump": true, "x": "' + "a" * 1_100_000 + '"}}',
        '{"id": 6, "findings": {"lump": true, "hot": true}}',
    ]
    done = run("assess", "-", "--jsonl", "--json", "--guide", str(TINY), stdin="\n".join(lines))
    assert done.returncode == 2
    out = [json.loads(line) for line in done.stdout.splitlines()]
    assert [o["id"] for o in out] == [1, None, "three", 4, None, 6]
    assert [o.get("error") is not None for o in out] == [False, True, True, False, True, False]
    assert out[0]["urgency"]["at_least"] == "emergency"
    assert out[5]["urgency"]["at_least"] == "today"
    assert run("assess", "-", "--jsonl", "--guide", str(TINY), stdin=lines[0]).returncode == 0


def test_the_same_case_gives_the_same_bytes() -> None:
    case = json.dumps({"findings": {"fever": True, "site": ["groin"], "lump": True}})
    first, second = (
        run("assess", "-", "--json", stdin=case, env={"PYTHONHASHSEED": seed}).stdout for seed in ("1", "2")
    )
    assert first == second


def test_without_json_urgency_comes_first_in_words() -> None:
    text = run("assess", "-", stdin='{"findings": {"unresponsive": true, "breathing_slow_or_stopped": true}}').stdout
    assert text.splitlines()[1].strip().startswith("Emergency")
    assert "What to do now" in text
    assert "911" in text
    assert "not a diagnosis" in text
    assert "\x1b" not in text, "no colour into a pipe"


def test_sources_on_request() -> None:
    case = '{"findings": {"red_streaks": true, "injected_recently": true}}'
    assert "Sources" not in run("assess", "-", stdin=case).stdout
    assert "https://" in run("assess", "-", "--sources", stdin=case).stdout


@pytest.mark.parametrize(
    ("country", "number"),
    [("us", "911"), ("uk", "999"), ("au", "000"), ("nz", "111"), ("ie", "999 or 112"), ("ca", "911")],
)
def test_the_number_to_call_is_that_of_the_country(country: str, number: str) -> None:
    a = assess({"findings": {"unresponsive": True, "breathing_slow_or_stopped": True}}, "--country", country)
    assert number in a["danger_now"]
    assert {line["country"] for line in a["plan"]["helplines"]} == {country}


def test_the_country_follows_the_locale() -> None:
    case = '{"findings": {"unresponsive": true, "breathing_slow_or_stopped": true}}'
    assert "999" in run("assess", "-", stdin=case, env={"LC_ALL": "en_GB.UTF-8"}).stdout


def test_unknown_country_language_verb_and_option_are_one_sentence() -> None:
    for arguments in (
        ["assess", "-", "--country", "xx"],
        ["assess", "-", "--lang", "xx"],
        ["asess", "-"],
        ["assess", "-", "--jsn"],
        [],
    ):
        done = run(*arguments, stdin='{"findings": {}}')
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith("waymend: ")
        assert done.stderr.count("\n") == 1


def test_answer_finds_other_wordings_slang_and_misspellings() -> None:
    for words in ("do track marks ever go away?", "how long til my needel scars fade", "can i pop this abcess"):
        answers = json.loads(run("answer", words, "--json").stdout)["answers"]
        assert answers, words
        assert set(answers[0]) >= {"id", "title", "text", "sources", "evidence", "score"}
        assert [a["score"] for a in answers] == sorted((a["score"] for a in answers), reverse=True)


def test_answer_is_empty_when_the_guide_does_not_know() -> None:
    for words in (
        "what is the capital of france",
        "how do i bake sourdough bread",
        "zzzz qqqq",
        "who won the world cup in 1998",
    ):
        assert json.loads(run("answer", words, "--json").stdout)["answers"] == [], words


def test_screen_lists_and_scores(tmp_path: Path) -> None:
    assert "phq9" in run("screen", "--list").stdout
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps({"phq2_1": "Several days", "phq2_2": "Nearly every day"}))
    scored = json.loads(run("screen", "phq2", str(answers), "--json").stdout)
    assert (scored["id"], scored["total"], scored["band"]) == ("phq2", 4, "positive")
    assert scored["meaning"]
    assert scored["sources"]
    answers.write_text(json.dumps({"phq2_1": "Several days"}))
    done = run("screen", "phq2", str(answers), "--json")
    assert (done.returncode, done.stdout) == (2, "")
    assert "'phq2_2' of phq2 is not answered" in done.stderr


def test_check_of_the_tiny_guide_as_json() -> None:
    checked = json.loads(run("check", str(TINY), "--json").stdout)
    assert checked["ok"] is True
    assert set(checked["properties"][0]) >= {"id", "statement", "holds", "checked", "counterexample"}


def test_check_fails_with_exit_1_and_a_case(tmp_path: Path) -> None:
    import shutil

    folder = tmp_path / "guide"
    shutil.copytree(TINY, folder)
    rules = folder / "rules" / "all.yaml"
    rules.write_text(rules.read_text().replace("concern: boil, urgency: today", "concern: boil, urgency: soon"))
    done = run("check", str(folder), "--json")
    assert done.returncode == 1
    golden = next(p for p in json.loads(done.stdout)["properties"] if p["id"] == "golden_cases")
    assert golden["holds"] is False
    assert golden["counterexample"] == {"findings": {"lump": True, "hot": True}}


def test_vocabulary_lists_findings_and_concerns() -> None:
    words = json.loads(run("vocabulary", "--json").stdout)
    fever = next(f for f in words["findings"] if f["id"] == "fever")
    assert set(fever) >= {"id", "kind", "unit", "options", "question", "words"}
    assert any(c["id"] == "sepsis" for c in words["concerns"])


def test_ask_goes_on_goes_back_and_stops_at_an_emergency() -> None:
    # tiny: the panel (cold? bleeding?), back is refused at the start, then bleeding
    done = run("ask", "--guide", str(TINY), stdin="b\nwhat\n2\n")
    assert done.returncode == 0
    assert "Please give numbers from 1 to 2" in done.stdout
    assert "Press. Call 911." in done.stdout


def test_ask_takes_not_sure_and_shows_the_result_so_far() -> None:
    done = run("ask", "--guide", str(TINY), "--json", stdin="\ny\nb\nn\nr\n")
    assert done.returncode == 0
    assert json.loads(done.stdout)["urgency"]["at_least"] is None


def test_ask_with_the_input_ending_early_keeps_nothing() -> None:
    done = run("ask", "--guide", str(TINY), stdin="n\ny\n")
    assert done.returncode == 2
    assert "nothing was kept" in done.stderr


def test_ask_takes_words_shows_what_it_read_and_lets_it_be_put_right() -> None:
    said = "hot lump on my thigh since friday the size of a golf ball, no fever"
    done = run("ask", "--json", stdin=f"t\n{said}\n\nr\n")
    read = json.loads(done.stdout)
    assert "lump: yes" in done.stderr
    assert "fever: no" in done.stderr
    assert read["urgency"]["at_least"] == "today"
    number = next(line.split()[0] for line in done.stderr.splitlines() if "how big the lump is: 4.3 cm" in line)
    smaller = json.loads(run("ask", "--json", stdin=f"t\n{said}\n{number}\nr\n").stdout)
    assert smaller["urgency"]["at_least"] == "soon", "a hot sore lump of unknown size"
    nothing = run("ask", stdin="t\nasdf\nr\n")
    assert "Nothing in that was understood" in nothing.stdout


def test_text_is_answered_with_what_counts_and_not_with_each_mention() -> None:
    note = "34F, IVDU. Reports fevers at home, afebrile here. No pus. Endocarditis in 2019."
    said = " ".join(run("assess", "--text", note).stdout.split("=====")[0].split())
    assert "fever: yes" in said, "it went down, and is still acted on"
    assert "fever: no" not in said
    assert "pus: no" in said
    assert "heart valve infection before: yes" in said
    assert assess({"text": note})["urgency"]["at_least"] in ("today", "emergency")


def test_ask_answers_danger_in_words_at_once() -> None:
    done = run("ask", stdin="t\nhe is blue and not breathing\n")
    assert done.returncode == 0
    assert "Call 911 now" in done.stdout


def test_the_terminal_speaks_the_language_of_the_guide() -> None:
    done = run("assess", str(Path(__file__).parents[2] / "docs" / "examples" / "hot-lump.json"), "--lang", "es")
    assert "Qué hacer ahora" in done.stdout
    assert "What to do" not in done.stdout
    assert "Intro = no sé" in run("ask", "--lang", "es", stdin="r\n").stdout


def test_a_broken_guide_shows_ten_mistakes_and_how_many_more(tmp_path: Path) -> None:
    import shutil

    folder = tmp_path / "guide"
    shutil.copytree(TINY, folder)
    (folder / "findings" / "more.yaml").write_text(
        "findings:\n" + "".join(f"  f{n}: {{kind: yes_no}}\n" for n in range(30))
    )
    done = run("assess", "-", "--guide", str(folder), stdin='{"findings": {}}')
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 11
    assert "more; 'waymend check' shows them all" in done.stderr


def test_starting_loads_nothing_that_only_some_commands_need() -> None:
    code = "import sys; from waymend.cli.main import _parser; _parser(); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {"msgspec", "yaml", "polib", "sqlite3", "starlette", "z3"}.isdisjoint(done.stdout.split())


def test_version_and_help() -> None:
    assert run("--version").stdout.startswith("waymend 0.")
    assert "assess" in run("--help").stdout


def test_nothing_of_a_case_is_written_to_disk(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    case = '{"findings": {"fever": true, "site": ["groin"]}}'
    run(
        "assess",
        "-",
        "--json",
        stdin=case,
        env={"HOME": str(home), "WAYMEND_CACHE": str(home / "cache"), "TMPDIR": str(home)},
    )
    written = [p for p in home.rglob("*") if p.is_file()]
    assert {p.suffix for p in written} <= {".guide"}
    first = written[0].read_bytes()
    run(
        "assess",
        "-",
        "--json",
        stdin='{"findings": {"lump": true}}',
        env={"HOME": str(home), "WAYMEND_CACHE": str(home / "cache"), "TMPDIR": str(home)},
    )
    assert [p.read_bytes() for p in home.rglob("*") if p.is_file()] == [first], (
        "the cache holds the guide and nothing of the case"
    )
