"""The matcher on pairs that were labelled by hand: 230 pairs of real listings within 300 m that share a word of their names, a phone or a house number,
picked at random and labelled by reading names, programmes, addresses and phones (not the matcher's answer). `same` means the same organisation at
the same door. The pairs stand as list and line, since the lists stay out of the project."""

from __future__ import annotations

import csv
import sqlite3
from pathlib import Path

import msgspec
import pytest

from waymend.directory import SqliteRepository
from waymend.directory.matching import Face, Weights, face, groups, same
from waymend.directory.place import Listing

PAIRS = Path(__file__).with_name("pairs.csv")


@pytest.fixture(scope="module")
def faces(real: SqliteRepository) -> dict[tuple[str, int], Face]:
    with sqlite3.connect(real.path) as connection:
        listings = [
            msgspec.json.decode(body, type=Listing)
            for (body,) in connection.execute("SELECT body FROM listing ORDER BY row")
        ]
    return {(one.source, one.line): face(n, one) for n, one in enumerate(listings)}


def test_precision_and_recall_on_labelled_pairs(faces: dict[tuple[str, int], Face]) -> None:
    weights = Weights(list(faces.values()))
    counts = {(said, is_it): 0 for said in (True, False) for is_it in (True, False)}
    with PAIRS.open() as file:
        for row in csv.DictReader(file):
            a, b = faces[row["list_a"], int(row["line_a"])], faces[row["list_b"], int(row["line_b"])]
            counts[same(a, b, weights), row["same"] == "yes"] += 1
    assert sum(counts.values()) == 230
    precision = counts[True, True] / (counts[True, True] + counts[True, False])
    recall = counts[True, True] / (counts[True, True] + counts[False, True])
    assert precision >= 0.94, counts
    assert recall >= 0.84, counts


def listing(
    name: str, street: str, phone: str = "", program: str = "", lat: float = 40.0, lon: float = -75.0
) -> Listing:
    return Listing(
        source="x",
        key=name,
        line=1,
        kind="other",
        name=name,
        program=program,
        street=street,
        city="Town",
        state="PA",
        zip="19000",
        phone=phone,
        lat=lat,
        lon=lon,
    )


@pytest.mark.parametrize(
    ("a", "b", "one"),
    [
        (listing("Harbor Clinic Inc", "12 North Main Street"), listing("HARBOR CLINIC", "12 N Main St."), True),
        (listing("Harbor Clinic", "12 Main Street", program="Detox"), listing("Harbor Clinic", "12 Main Street", program="Women"), True),
        (listing("Harbor Clinic", "12 Main Street"), listing("Meadow Dental", "12 Main Street"), False),
        (listing("Harbor Clinic", "12 Main Street"), listing("Harbor Clinic", "900 Main Street", lat=40.02), False),
        (listing("Harbor Clinic", "12 Main Street", "212-555-0123"), listing("Dr. A. Person", "12 Main Street", "212-555-0123"), True),
    ],
)  # fmt: skip
def test_what_counts_as_one_place(a: Listing, b: Listing, one: bool) -> None:
    names = [
        listing(f"Other {word} House", f"{n} Elm Street")
        for n, word in enumerate(("Alder", "Birch", "Cedar", "Dune", "Ember", "Fern", "Glen", "Heath"))
    ]
    faces = [face(n, value) for n, value in enumerate([a, b, *names])]
    together = next(group for group in groups(faces) if 0 in group)
    assert (1 in together) is one


def test_merged_places_keep_where_each_part_came_from(real: SqliteRepository) -> None:
    places = real.places(range(1, 50_000))
    merged = [p for p in places.values() if len({s.source for s in p.sources}) > 2]
    assert len(merged) > 20
    assert sum(len(p.sources) for p in places.values()) == 47_963
    for p in merged:
        assert p.source == p.sources[0].source
        assert all(s.line > 1 and s.key for s in p.sources)
