"""`make likeness`: learn how urgent words sound from the guide's example texts, and write it into the guide.

Three logistic regressions (at least emergency, today, soon against calmer) over the terms of read/likeness.py, with the L2 penalty, each text's terms divided by the root of
their number. How often the net would cry wolf is set by texts of writers that were left out of learning, one writer at a time; unseen/ is never opened.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from waymend.guide import SHIPPED, load_guide
from waymend.pack.schema import URGENCIES
from waymend.read.likeness import FEW, terms

LEVELS = (*URGENCIES, None)
# Of texts that are calmer than a level, how many may sound like it.
FALSE = {"emergency": 0.07, "today": 0.12, "soon": 0.2}
LEAST = 3  # texts that are no notes and hold a term, so that it is kept
NOTES = 0.2  # what a note counts beside a story: they are here so that a pasted note is not taken for a cry
LOOSE = 30.0  # the inverse of the penalty (LogisticRegression's C)
SCALE = 10  # weights are written as whole tenths
TARGET = SHIPPED / "reading" / "likeness.yaml"
HEAD = """\
# How urgent words sound (docs/likeness.md). Written by `make likeness` from corpus/; not by hand, and never from corpus/unseen/.
# A line is a word or two words by their stems, and their weights for an emergency, for today and for soon, in tenths.
"""


def examples() -> list[dict[str, Any]]:
    """Texts with the rank of their level. Stories say it; for notes it is what the rules make of the labels, since a note must not sound worse than it is."""
    guide = load_guide()
    told = []
    for name in ("cases", "stories", "levels", "notes"):
        for line in (SHIPPED / "corpus" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            level = row["at_least"] if "at_least" in row else guide.assess(_answers(guide, row)).urgency.at_least
            kind = "notes" if name == "notes" else "stories" if level else "texts of nothing"
            told.append(
                {
                    "terms": {term.words for term in terms(row["text"])},
                    "rank": LEVELS.index(level),
                    "kind": kind,
                    "writer": row["id"].split("-")[0] if kind == "stories" else None,
                }
            )
    return told


def _answers(guide: Any, row: dict[str, Any]) -> dict[str, Any]:
    """The answers that the labels of a note amount to."""
    answers: dict[str, Any] = {}
    for label in row["findings"]:
        finding = guide.guide.findings.get(label["about"])
        if finding is None or label["status"] != "present":
            continue
        if finding.kind == "yes_no":
            answers[finding.id] = True
        elif finding.kind == "number" and "value" in label:
            answers[finding.id] = label["value"]
        elif finding.kind == "choice" and "option" in label:
            answers[finding.id] = label["option"]
        elif finding.kind == "many" and "option" in label:
            answers[finding.id] = sorted({*answers.get(finding.id, ()), label["option"]})
    return answers


def table(rows: Sequence[dict[str, Any]], known: dict[str, int]) -> csr_matrix:
    """Texts by terms: one over the root of the number of a text's known terms, where it holds one."""
    at = [[known[t] for t in row["terms"] if t in known] for row in rows]
    weight = [1 / np.sqrt(len(of) + FEW) for of in at for _ in of]
    return csr_matrix(
        (weight, (np.repeat(range(len(rows)), list(map(len, at))), [n for of in at for n in of])),
        shape=(len(rows), len(known)),
    )


def learned(rows: Sequence[dict[str, Any]]) -> tuple[dict[str, int], list[tuple[np.ndarray, float]]]:
    """The terms that are kept, and for each level their weights in whole tenths and what is added."""
    held = Counter(t for row in rows if row["kind"] != "notes" for t in row["terms"])
    known = {t: n for n, t in enumerate(sorted(t for t, n in held.items() if n >= LEAST))}
    ranks = np.array([row["rank"] for row in rows])
    texts = table(rows, known)
    weigh = np.array([NOTES if row["kind"] == "notes" else 1.0 for row in rows])
    fitted = [
        LogisticRegression(C=LOOSE, max_iter=500, solver="liblinear").fit(texts, ranks < n + 1, sample_weight=weigh)
        for n in range(len(FALSE))
    ]
    return known, [(np.round(f.coef_[0] * SCALE).astype(int), float(f.intercept_[0]) * SCALE) for f in fitted]


def left_out(rows: Sequence[dict[str, Any]]) -> np.ndarray:
    """The score of each text for each level by what others teach: stories without their writer's, all else without a quarter of its kind."""
    scores = np.full((len(rows), len(FALSE)), np.nan)
    parts = np.array([row["writer"] or f"{row['kind']} {n % 4}" for n, row in enumerate(rows)])
    for part in sorted(set(parts)):
        _score(rows, parts == part, scores)
    return scores


def _score(rows: Sequence[dict[str, Any]], mine: np.ndarray, scores: np.ndarray) -> None:
    known, weights = learned([row for row, out in zip(rows, mine, strict=True) if not out])
    texts = table([row for row, out in zip(rows, mine, strict=True) if out], known)
    for n, (of, base) in enumerate(weights):
        scores[mine, n] = texts @ of + base


def main() -> None:
    rows = examples()
    ranks = np.array([row["rank"] for row in rows])
    kinds = np.array([row["kind"] for row in rows])
    stories = kinds == "stories"
    print(
        f"{len(rows)} texts, {stories.sum()} of them stories of {len({row['writer'] for row in rows} - {None})} writers"
    )
    scores = left_out(rows)
    known, weights = learned(rows)
    base = {}
    for n, (level, wolf) in enumerate(FALSE.items()):
        urgent = ranks < n + 1
        least = float(np.quantile(scores[stories & ~urgent, n], 1 - wolf))
        base[level] = round(weights[n][1] - least, 1)
        heard = scores[:, n] >= least
        calm = ", ".join(
            f"{heard[(kinds == kind) & ~urgent].mean():.1%} of calmer {kind}" for kind in sorted(set(kinds))
        )
        auc = roc_auc_score(urgent[stories], scores[stories, n])
        print(
            f"{level}: AUC {auc:.3f} on writers left out; hears {heard[stories & urgent].mean():.0%} of those, {calm}"
        )
    lines = [
        f"    {t} = {' '.join(str(of[n]) for of, _ in weights)}"
        for t, n in known.items()
        if any(of[n] for of, _ in weights)
    ]
    body = [
        HEAD + "likeness:",
        "  finding: sounds_like",
        "  base:",
        *(f"    {level}: {b}" for level, b in base.items()),
        "  weights: |-",
        *lines,
    ]
    beside = TARGET.with_suffix(".new")
    beside.write_text("\n".join(body) + "\n", encoding="utf-8")
    beside.replace(TARGET)
    print(f"{len(lines)} terms written to {TARGET.name}", file=sys.stderr)


if __name__ == "__main__":
    main()
