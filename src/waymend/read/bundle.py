"""What the compiled reader needs to read free text by a guide, as plain JSON: for Python (native.py), and for the app, which loads it only when someone chooses to type."""

from __future__ import annotations

from typing import Any

import msgspec

from waymend.read.fold import BEGINS, FOLD, GOES_ON
from waymend.read.lexicon import compiled
from waymend.read.reader import Reader

GRAMMAR = (
    "subjects",
    "determiners",
    "definite",
    "links",
    "verbs",
    "lists",
    "joins",
    "either",
    "things",
    "pronouns",
    "within",
    "tests",
    "thinks",
    "since",
    "lists_of_the_past",
    "histories",
    "arrives",
    "being",
    "nots",
    "tested",
    "testing",
    "bare_tests",
    "alongside",
    "observes",
    "anew",
    "lettered",
    "male",
    "female",
    "returns",
    "nothing",
    "leads",
    "light",
    "lateral",
    "offspring",
    "workers",
    "exposing",
    "sources",
    "corrects",
    "excludes",
    "describes",
    "own",
    "clausal",
    "tells",
    "takes",
    "short",
    "articles",
    "form_routes",
    "died",
    "died_of",
)
TIMED = ("beside_times", "begun", "last", "before_times", "treated", "until", "onward", "amounts", "doing", "joined", "abiding", "ordinals", "antibody", "echoes", "not_over", "stay", "shots", "used", "smoked", "presently", "does", "acting", "relapsed", "doctoring", "counts", "counted", "causal", "after", "former", "several")  # fmt: skip
MEASURES = (
    "numbers", "before_number", "on_air", "temperature", "pressure", "saturation", "age", "pregnancy", "started", "lengths", "times",
    "parts_of_day", "since", "lasting_words", "ago", "began", "not_times", "not_since", "along", "timeless", "size_words", "bearing", "told_by",
)  # fmt: skip
TOLD = (
    "injecting_drugs",
    "never_medical",
    "routed",
    "events",
    "episodes",
    "courses",
    "follows",
    "ordered",
    "tested",
    "kept",
    "treatments",
    "chronic",
    "described",
    "unless",
    "meant",
    "handed",
    "handing",
    "of_the_writer",
    "doses",
    "abbreviations",
    "injecting",
    "places",
    "only_present",
    "stays",
    "wanted",
    "lasting",
    "once",
    "twins",
    "as_findings",
)


def bundle(reader: Reader) -> dict[str, Any]:
    """The reading bundle of the guide that a reader reads by."""
    guide, reading, subjects = reader.guide, reader.reading, reader.subjects
    told = msgspec.to_builtins(reading)
    return {
        "lexicon": compiled(guide, reading),
        "fold": FOLD,
        "begins": sorted(BEGINS),
        "goes_on": sorted(GOES_ON),
        "small": [sign for sign in FOLD if sign.upper() != sign],
        "grammar": {name: told["grammar"][name] for name in GRAMMAR},
        "timed": {**{name: told["grammar"][name] for name in TIMED}, "months": told["groups"]["months"]},
        "of_a_place": sorted(reader.of_a_place),
        "apart": sorted(reader.apart),
        "covers": sorted(reader.covers),
        "yes": told["grammar"]["yes"],
        "no": told["grammar"]["no"],
        "heads": sorted(reader.heads),
        "sides": reader.sides,
        "year": reader.year,
        "kinds": {f.id: f.kind for f in guide.findings.values()},
        "inside": {name: sorted(others) for name, others in reader.inside.items()},
        "measures": {
            **{name: told[name] for name in MEASURES},
            "ranges": reader.measures.ranges,
            "units": reader.measures.units,
        },
        "subjects": {
            **{
                name: told["grammar"][name]
                for name in (
                    "writer",
                    "mine",
                    "me",
                    "joins",
                    "third",
                    "clinical",
                    "patient",
                    "self",
                    "calls",
                    "young",
                    "reports",
                    "served",
                )
            },
            "body": sorted(subjects.body),
            "seen": sorted(subjects.seen),
            "in_need": sorted(subjects.in_need),
            "of_the_subject": sorted(subjects.of_the_subject),
            "kin": sorted(subjects.kin),
            "related": sorted(subjects.related),
            "loved_one": list(subjects.loved_one),
        },
        **{name: msgspec.to_builtins(getattr(reading, name)) for name in TOLD},
    }
