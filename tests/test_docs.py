"""Documents say what is so: commands, options, settings, errors and fields are documented, and examples run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

import waymend
from waymend import errors
from waymend.cli.main import _parser
from waymend.cli.verbs import VERBS
from waymend.pack import schema

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
COMMANDS = (ROOT / "docs" / "commands.md").read_text()
FORMAT = (ROOT / "docs" / "guide-format.md").read_text()


@pytest.mark.parametrize("verb", VERBS)
def test_every_command_is_documented(verb: str) -> None:
    assert f"## waymend {verb}\n" in COMMANDS


def test_every_option_is_documented() -> None:
    options = set(re.findall(r"(--[a-z]+)", _parser().format_help()))
    for action in _parser()._subparsers._group_actions[0].choices.values():  # type: ignore[union-attr]
        options |= set(re.findall(r"(--[a-z]+)", action.format_help()))
    assert {
        o for o in options - {"--help", "--version"} if f"`{o}" not in COMMANDS and f" {o}" not in COMMANDS
    } == set()


def test_every_setting_is_documented() -> None:
    code = "\n".join(p.read_text() for p in (ROOT / "src").rglob("*.py"))
    settings = set(re.findall(r'environ\.get\("(WAYMEND_[A-Z]+|NO_COLOR)"', code))
    assert settings
    assert {s for s in settings if f"`{s}`" not in COMMANDS} == set()


def test_every_error_is_documented_and_public() -> None:
    family = [
        name
        for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, errors.WaymendError)
    ]
    assert set(family) <= set(waymend.__all__)
    assert [name for name in family if f"`{name}`" not in COMMANDS] == []


@pytest.mark.parametrize(
    "kind", [schema.Finding, schema.Concern, schema.Rule, schema.Step, schema.Answer, schema.Line, schema.Panel]
)
def test_every_field_of_the_guide_is_documented(kind: type) -> None:
    fields = {f.encode_name for f in msgspec.structs.fields(kind)} - {"group", "codes", "languages"}
    assert {f for f in fields if not re.search(rf"\b{f}\b", FORMAT)} == set()


def test_the_public_face_is_what_it_says() -> None:
    assert {name for name in waymend.__all__ if not hasattr(waymend, name)} == set()


def test_the_python_of_the_readme_runs() -> None:
    code = re.search(r"```python\n(.*?)```", README, re.DOTALL)
    assert code
    done = subprocess.run([sys.executable, "-c", code[1]], capture_output=True, text=True, check=False, env=os.environ)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("emergency"), "fever and back pain in someone who injects"


def test_the_commands_of_the_readme_run() -> None:
    block = README.split("In the terminal:")[1].split("```")[1]
    commands = [line.split("#")[0].strip() for line in block.splitlines() if line.startswith(".venv/bin/waymend")]
    assert len(commands) >= 4
    for command in commands:
        if command.endswith((" ask", " check")):
            continue  # ask is driven in tests/cli; check is the last step of make test
        arguments = re.findall(r'"[^"]*"|\S+', command)[1:]
        done = subprocess.run(
            [sys.executable, "-m", "waymend", *(a.strip('"') for a in arguments)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, (command, done.stderr)


def test_every_dependency_has_its_reason() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    reasons = (ROOT / "docs" / "dependencies.md").read_text().lower()
    names = [re.split(r"[<>=]", d)[0] for d in project["project"]["dependencies"]]
    assert [n for n in names if n not in reasons] == []


def test_imports_run_one_way() -> None:
    """pack → logic → assess → verify → cli; nothing flows back."""
    order = [
        "errors",
        "cache",
        "pack",
        "logic",
        "assess",
        "answers",
        "guide",
        "verify",
        "read",
        "directory",
        "interop",
        "web",
        "cli",
    ]
    back = []
    for path in (ROOT / "src" / "waymend").rglob("*.py"):
        mine = path.relative_to(ROOT / "src" / "waymend").parts[0].removesuffix(".py")
        if mine not in order:
            continue
        for name in re.findall(r"^from waymend\.(\w+)|^from waymend import (\w+)", path.read_text(), re.MULTILINE):
            other = name[0] or name[1]
            if other in order and order.index(other) > order.index(mine):
                back.append(f"{path.name} imports {other}")
    assert back == []
