"""`make bench`."""

from __future__ import annotations

import json
import os
import platform
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.app import app
from benchmarks.directory import directory
from benchmarks.peer import peer
from benchmarks.reading import reading
from benchmarks.rows import Row
from waymend.assess.case import leaf_false, leaf_true
from waymend.guide import SHIPPED, LoadedGuide, load_guide
from waymend.verify.mistakes import read_all

DOCS = Path(__file__).parents[1] / "docs"
WAYMEND = str(Path(sys.executable).parent / "waymend")
LINES = int(os.environ.get("WAYMEND_BENCH_LINES", "100000"))


def median_us(call: Callable[[Any], object], inputs: list[Any], rounds: int = 7) -> float:
    """Median over all inputs and rounds, in microseconds."""
    times = []
    for _ in range(rounds):
        for value in inputs:
            start = time.perf_counter_ns()
            call(value)
            times.append(time.perf_counter_ns() - start)
    return statistics.median(times) / 1000


def whole_case(guide: LoadedGuide, given: dict[str, Any], seed: int) -> dict[str, Any]:
    """The golden case with everything that it leaves open answered no (numbers: in the middle), so that an engine without "unknown" can take part."""
    case: dict[str, Any] = {}
    spread = random.Random(seed)
    for finding in guide.guide.findings.values():
        answer = given.get(finding.id)
        if finding.kind == "yes_no":
            case[finding.id] = answer is True
        elif finding.kind == "number":
            low, high = finding.range
            case[finding.id] = float(answer) if isinstance(answer, (int, float)) else spread.uniform(low, high)
        else:
            yes = (
                [answer]
                if isinstance(answer, str)
                else [o for o, v in answer.items() if v is True]
                if isinstance(answer, dict)
                else answer or []
            )
            case[finding.id] = {option: option in yes for option in finding.options}
    return case


def laid_out(guide: LoadedGuide, case: dict[str, Any]) -> tuple[Any, ...]:
    """The case as the compiled function takes it; answers that imply others are left as they are, as zen-engine sees them."""
    values = tuple(case[name][option] if option else case[name] for name, option in guide.engine.logic.slots.names)
    bits = [(leaf, bit) for bit, leaf in enumerate(guide.engine.logic.questions)]
    return (
        values,
        sum(1 << b for leaf, b in bits if leaf_true(leaf, values)),
        sum(1 << b for leaf, b in bits if leaf_false(leaf, values)),
    )


# A process takes over the peak memory of the one that started it, so a small one stands in between and reports.
LAUNCHER = "import os, sys; p = os.spawnv(os.P_NOWAIT, sys.argv[1], sys.argv[1:]); _, s, u = os.wait4(p, 0); print(u.ru_maxrss, s, file=sys.stderr)"


def launch(*arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-S", "-c", LAUNCHER, WAYMEND, *arguments]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def peak_mb(process: subprocess.Popen[bytes]) -> float:
    """Highest resident memory in MB of what was launched, which must have ended well."""
    assert process.stderr is not None
    peak, status = process.stderr.read().split()[-2:]
    assert process.wait() == 0
    assert int(status) == 0
    return int(peak) / 1024


def command(*arguments: str, stdin: bytes = b"", runs: int = 9) -> float:
    """Median wall time in seconds of a whole process."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        subprocess.run([WAYMEND, *arguments], input=stdin, stdout=subprocess.DEVNULL, check=True)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def rules_beside_the_peer(guide: LoadedGuide, cases: list[Any]) -> list[Row]:
    zen = peer(guide.guide)
    whole = [whole_case(guide, c.given, i) for i, c in enumerate(cases)]
    ours = [laid_out(guide, c) for c in whole]
    ids = [r.id for r in guide.guide.rules]
    for case, values in zip(whole[:40], ours, strict=False):
        fires = {ids[n] for n in guide.engine.decide(*values)[0]}
        theirs = {rule for rule, true in zen(case).items() if true is True}
        assert fires == theirs, f"the two engines differ: {sorted(fires ^ theirs)[:5]}"
    made = [guide.engine.cases.make(c.given) for c in cases]
    sparse = [(c.values, c.true, c.false) for c in made]
    decide = guide.engine.decide
    mine, known = median_us(lambda c: decide(*c), ours), median_us(lambda c: decide(*c), sparse)
    other = median_us(zen, whole, rounds=2)
    count = len(ids)
    return [
        Row(f"all {count} rules of one case, every answer given", f"{mine:.1f} µs", "40 µs", mine <= 40),
        Row(f"all {count} rules of one golden case, most answers missing", f"{known:.1f} µs", "40 µs", known <= 40),
        Row(
            "the same rules in zen-engine, every answer given",
            f"{other:.0f} µs = {other / mine:.0f} x ours",
            "at least 15 x",
            other / mine >= 15,
        ),
    ]


def whole_assessment(guide: LoadedGuide, cases: list[Any]) -> list[Row]:
    taken = median_us(lambda c: guide.assess(c.given), cases, rounds=3) / 1000
    return [Row("one whole assessment: reasons, next question, plan", f"{taken:.2f} ms", "0.5 ms", taken <= 0.5)]


def commands() -> list[Row]:
    case = json.dumps({"findings": {"lump": True, "warm": True, "pain": True, "injected_here": True}}).encode()
    version = command("--version")
    command("assess", "-", "--json", stdin=case, runs=1)
    assess = command("assess", "-", "--json", stdin=case)
    process = launch("assess", "-", "--json")
    assert process.stdin is not None
    process.stdin.write(case)
    process.stdin.close()
    memory = peak_mb(process)
    loads = []
    for _ in range(9):
        code = (
            "import time, waymend.guide as g; s = time.perf_counter(); g.load_guide(); print(time.perf_counter() - s)"
        )
        loads.append(
            float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)
        )
    load = statistics.median(loads) * 1000
    return [
        Row("`waymend --version`, whole process", f"{version:.3f} s", "0.15 s", version <= 0.15),
        Row("load the guide from the cache, after the imports", f"{load:.0f} ms", "100 ms", load <= 100),
        Row("`waymend assess CASE --json`, whole process", f"{assess:.3f} s", "-", True),
        Row("its resident memory", f"{memory:.0f} MB", "60 MB", memory <= 60),
    ]


def stream(cases: list[Any]) -> list[Row]:
    """Many cases as JSON Lines; memory must not grow with their number."""
    peaks = []
    rate = 0.0
    for count in (LINES // 10, LINES):
        process = launch("assess", "-", "--jsonl", "--json")
        assert process.stdin is not None
        start = time.perf_counter()
        for number in range(count):
            line = {"id": number, "findings": cases[number % len(cases)].given}
            process.stdin.write(json.dumps(line).encode() + b"\n")
            if number % 10_000 == 0:
                print(f"\r  streaming {number:,} of {count:,}", end="", file=sys.stderr, flush=True)
        process.stdin.close()
        peaks.append(peak_mb(process))
        rate = count / (time.perf_counter() - start)
    print("\r" + " " * 50 + "\r", end="", file=sys.stderr)
    grown = peaks[1] - peaks[0]
    return [
        Row(f"{LINES:,} cases as JSON Lines", f"{rate:,.0f} a second", "-", True),
        Row(
            "its resident memory",
            f"{peaks[1]:.0f} MB ({grown:+.1f} MB from a tenth of the cases)",
            "60 MB, constant",
            peaks[1] <= 60 and grown < 3,
        ),
    ]


def machine() -> str:
    model = next(
        (
            line.split(":")[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    return (
        f"{model}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
    )


def main() -> int:
    guide = load_guide()
    _, cases, _ = read_all(SHIPPED)
    rows = [
        *rules_beside_the_peer(guide, list(cases)),
        *whole_assessment(guide, list(cases)),
        *commands(),
        *stream(list(cases)),
        *app(guide, list(cases)),
        *directory(),
        *reading(),
    ]
    about = guide.guide.about
    lines = [
        "# Benchmarks",
        "",
        f"Written by `make bench` on {time.strftime('%Y-%m-%d')}: {machine()}. Guide {about.version}: {len(guide.guide.rules)} rules, {len(cases)} golden cases.",
        "",
        "| what | measured | target | met |",
        "|---|---|---|---|",
        *(f"| {r.what} | {r.measured} | {r.target} | {'yes' if r.met else '**no**'} |" for r in rows),
        "",
        "Peer: zen-engine (PyPI), the same definitions and conditions, the same cases, in the same process; both engines' answers were compared first. zen-engine has no",
        '"unknown", so it is given cases in which every finding is answered.',
        "",
        "Peers of the reader (PyPI, benchmarks/peers/requirements.lock, in a venv of their own): each was given the target's place. pyConTextNLP brings no rules in its package;",
        "it was given the terms that negspacy brings.",
        "",
    ]
    (DOCS / "benchmarks.md").write_text("\n".join(lines))
    print("\n".join(lines))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
