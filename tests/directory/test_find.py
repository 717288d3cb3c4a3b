"""Search held to brute force, on SQLite and on PostGIS; what is shown, and what is refused."""

from __future__ import annotations

import datetime
import heapq
import math
import random
from collections import defaultdict

import pytest

from waymend.directory import Near, Query, Repository, SqliteRepository, find
from waymend.directory.postgres import PostgresRepository, publish
from waymend.directory.repository import Candidate, Filter
from waymend.directory.search import is_open, locate
from waymend.directory.sources import read_hours
from waymend.directory.taxonomy import mask
from waymend.errors import InputError

TODAY = datetime.date(2026, 4, 1)
EDGES = [
    (90.0, 0.0),
    (-90.0, 12.0),
    (89.9, 179.9),
    (0.0, 180.0),
    (0.0, -180.0),
    (52.0, 179.99),
    (52.0, -179.99),
    (13.4, 144.8),
    (-14.3, -170.7),
    (51.9, 178.2),
    (52.2, -174.2),
]


@pytest.fixture(scope="session", params=["sqlite", "postgis"])
def kept(request: pytest.FixtureRequest, small: SqliteRepository) -> Repository:
    """The same directory, kept in both ways."""
    if request.param == "sqlite":
        return small
    address = request.getfixturevalue("postgres")
    assert publish(small, address) == small.about().places
    return PostgresRepository(address)


def vector(lat: float, lon: float) -> tuple[float, float, float]:
    a, b = math.radians(lat), math.radians(lon)
    return math.cos(a) * math.cos(b), math.cos(a) * math.sin(b), math.sin(a)


def vector_angle(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Kilometres by the angle between two vectors: another formula than the one under test."""

    u, v = vector(lat1, lon1), vector(lat2, lon2)
    cross = (u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0])
    return 6371.0088 * math.atan2(math.hypot(*cross), sum(x * y for x, y in zip(u, v, strict=True)))


def brute(repository: Repository, lat: float, lon: float, query: Query, today: datetime.date) -> list[str]:
    """Ids of the best places, by looking at every one of them and by the words of docs/directory.md."""
    scored = []
    rows = [c[0] for c in repository.candidates(None, Filter())]
    for row, place in _all(repository, rows).items():
        if query.needs and not set(query.needs) & set(place.needs):
            continue
        if query.pay and place.pay and not {*query.pay, "free"} & set(place.pay):
            continue
        if query.serves and place.serves and not set(query.serves) & set(place.serves):
            continue
        if query.languages and not set(query.languages) & set(place.languages):
            continue
        km = vector_angle(lat, lon, place.lat, place.lon)
        if query.within_km and km > query.within_km:
            continue
        age = (today - datetime.date.fromisoformat(place.checked_on)).days if place.checked_on else 10**6
        doubts = (
            (place.located != "exact")
            + (not place.phone and not place.text)
            - (len({s.source for s in place.sources}) > 1)
        )
        doubts += 0 if age <= 400 else 1 if age <= 1095 else 2
        doubts += bool(query.pay) and not place.pay
        doubts += bool(query.serves) and not place.serves
        doubts += any(n not in place.needs and n not in place.may for n in query.needs)
        factor = 1 if doubts <= 0 else 1.5 if doubts <= 2 else 2.5
        metres = int(km * 1000 + 0.5)
        scored.append(((metres + 1000) * factor, -len(set(query.needs) & set(place.needs)), age, metres, row, place.id))
    return [s[-1] for s in sorted(scored)[: query.limit]]


_CACHE: dict[int, dict[int, object]] = {}


def _all(repository: Repository, rows: list[int]) -> dict:
    if id(repository) not in _CACHE:
        _CACHE[id(repository)] = repository.places(rows)  # type: ignore[assignment]
    return _CACHE[id(repository)]


def some_queries(pick: random.Random) -> Query:
    return Query(
        needs=tuple(pick.sample(("moud", "ssp", "wound_care", "primary_care", "hiv_test"), pick.choice((0, 1, 1, 2)))),
        pay=tuple(pick.sample(("medicaid", "free", "private"), pick.choice((0, 0, 1, 2)))),
        serves=pick.choice(((), (), ("women",))), languages=pick.choice(((), (), ("es",))), within_km=pick.choice((None, None, 30.0, 400.0)),
        limit=pick.choice((1, 5, 10)),
    )  # fmt: skip


def test_the_best_places_are_those_of_brute_force(kept: Repository) -> None:
    pick = random.Random(11)
    points = EDGES + [(math.degrees(math.asin(pick.uniform(-1, 1))), pick.uniform(-180, 180)) for _ in range(60)]
    points += [(40.7 + pick.uniform(-0.2, 0.2), -74.0 + pick.uniform(-0.2, 0.2)) for _ in range(40)]
    for lat, lon in points:
        query = some_queries(pick)
        found = find(kept, Near(lat, lon, "", "coordinates"), query, today=TODAY)
        assert [p.id for p in found.places] == brute(kept, lat, lon, query, TODAY), (lat, lon, query)


def test_nearest_first_equals_brute_force_over_the_real_data(real: SqliteRepository) -> None:
    """500 places on the whole globe, poles and date line among them; the haversine against the angle of vectors."""
    pick = random.Random(500)
    points = EDGES + [(math.degrees(math.asin(pick.uniform(-1, 1))), pick.uniform(-180, 180)) for _ in range(239)]
    candidates = list(real.candidates(None, Filter()))
    points += [(c[1] + pick.uniform(-0.5, 0.5), c[2] + pick.uniform(-0.5, 0.5)) for c in pick.sample(candidates, 250)]
    assert len(points) == 500
    places = real.places([c[0] for c in candidates])
    # All lists here are stale: two doubts. Every place is looked at: by its chord, which rises with the distance, within each factor.
    groups: dict[float, list[tuple[float, float, float, Candidate]]] = defaultdict(list)
    for c in candidates:
        doubts = c[8] + 2
        groups[1 if doubts <= 0 else 1.5 if doubts <= 2 else 2.5].append((*vector(c[1], c[2]), c))
    for lat, lon in points:
        lat, lon = max(-90.0, min(90.0, lat)), (lon + 180) % 360 - 180
        x, y, z = vector(lat, lon)
        best = []
        for factor, group in groups.items():
            chords = [((x - u) ** 2 + (y - v) ** 2 + (z - w) ** 2, n) for n, (u, v, w, _) in enumerate(group)]
            for _, n in heapq.nsmallest(30, chords):
                c = group[n][3]
                metres = int(vector_angle(lat, lon, c[1], c[2]) * 1000 + 0.5)
                best.append(((metres + 1000) * factor, -c[9], metres, c[0]))
        found = find(real, Near(lat, lon, "", "coordinates"), Query(), today=TODAY)
        assert [p.id for p in found.places] == [places[row].id for *_, row in sorted(best)[:10]], (lat, lon)


def test_among_equals_in_confidence_the_nearer_comes_first_and_fresh_before_stale(kept: Repository) -> None:
    for near in ("10001", "99501", "90001"):
        found = find(kept, locate(kept, near), Query(needs=("moud",), pay=("medicaid",), limit=50), today=TODAY).places
        assert len(found) > 10
        for level in ("high", "medium", "low"):
            distances = [p.distance_km for p in found if p.confidence == level]
            assert distances == sorted(distances)
        for n, first in enumerate(found):
            for later in found[n + 1 :]:
                equal = (first.distance_km, first.pay_known, bool(first.phone), first.located) == (
                    later.distance_km,
                    later.pay_known,
                    bool(later.phone),
                    later.located,
                )
                assert not (equal and first.freshness == "stale" and later.freshness == "fresh")


def test_a_stale_twin_never_stands_above_the_fresh_one(tmp_path) -> None:
    from waymend.directory.build import Job, build

    rows = ["name,kind,street,city,state,zip,phone,lat,lon,needs,checked_on"]
    for n, dated in enumerate(("2019-01-01", "", "2026-03-01", "2024-06-01")):
        rows.append(
            f"{('Alder', 'Birch', 'Maple', 'Spruce')[n]} House,drop_in,{n + 1} {('Oak', 'Elm', 'Fir', 'Ash')[n]} Street,Town,NY,10001,212-555-0123,40.70000,-74.00000,ssp,{dated}"
        )
    (tmp_path / "twins.csv").write_text("\n".join(rows))
    build(tmp_path / "t.sqlite", [Job("places", str(tmp_path / "twins.csv"))])
    found = find(
        SqliteRepository(tmp_path / "t.sqlite"),
        Near(40.7, -74.0, "", "coordinates"),
        Query(needs=("ssp",)),
        today=TODAY,
    )
    assert [p.checked_on for p in found.places] == ["2026-03-01", "2024-06-01", "2019-01-01", None]


def test_unknown_payment_is_shown_as_unknown(kept: Repository) -> None:
    found = find(kept, locate(kept, "10001"), Query(pay=("medicaid",), limit=100), today=TODAY).places
    unknown = [p for p in found if not p.pay]
    assert unknown
    assert all("How to pay is unknown: ask." in p.why and not p.pay_known for p in unknown)
    assert all({"medicaid", "free"} & set(p.pay) for p in found if p.pay)


def test_what_a_kind_may_offer_is_shown_apart_and_never_as_known(kept: Repository) -> None:
    found = find(kept, locate(kept, "96910"), Query(needs=("hcv_test",), limit=5), today=TODAY)
    assert all("hcv_test" in p.needs for p in found.places)
    assert found.also
    assert all("hcv_test" not in p.needs and "hcv_test" in p.may for p in found.also)


def test_words_find_places_wherever_they_are(kept: Repository) -> None:
    one = find(kept, locate(kept, "10001"), Query(text="harbor willow", limit=50), today=TODAY).places
    assert one
    assert all({"harbor", "willow"} <= set(f"{p.name} {p.address}".lower().replace(",", "").split()) for p in one)
    assert find(kept, locate(kept, "10001"), Query(text='"; DROP TABLE place; --'), today=TODAY).places == ()


def test_places_and_their_names(kept: Repository) -> None:
    assert locate(kept, "90001").how == "zip"
    assert locate(kept, "90099").how == "zip_area"
    assert "first" not in locate(kept, "90099").label
    assert locate(kept, "Town 1, CA").how == "city"
    assert locate(kept, " 34.05 , -118.2 ").how == "coordinates"
    for wrong in ("", "00000", "9066", "Nowhere, CA", "Town 1", "91,200", "Town 1, ZZ", "🏥"):
        with pytest.raises(InputError) as told:
            locate(kept, wrong)
        assert "Nowhere" not in str(told.value)  # what was searched for is not repeated


def test_unknown_ids_are_named(small: SqliteRepository) -> None:
    with pytest.raises(InputError, match="'unicorns' is not known; known needs are moud,"):
        find(small, locate(small, "10001"), Query(needs=("unicorns",)))


@pytest.mark.parametrize(
    ("hours", "when", "is_it"),
    [
        ("Mo-Fr 09:00-17:00", "2026-04-01T09:00", True),  # a Wednesday
        ("Mo-Fr 09:00-17:00", "2026-04-01T17:00", False),
        ("Mo-Fr 09:00-17:00", "2026-04-04T12:00", False),
        ("Sa 22:00-02:00", "2026-04-05T01:59", True),  # runs into Sunday
        ("Sa 22:00-02:00", "2026-04-05T02:00", False),
        ("Sa 22:00-02:00", "2026-04-04T01:00", False),
        ("Fr-Mo 08:00-12:00", "2026-04-05T11:00", True),
        ("24/7", "2026-04-05T03:33", True),
    ],
)
def test_opening_hours(hours: str, when: str, is_it: bool) -> None:
    assert is_open(read_hours(hours), datetime.datetime.fromisoformat(when)) is is_it


def test_open_now_asks_every_time_zone_of_the_state(kept: Repository) -> None:
    at_nine = datetime.datetime(2026, 4, 1, 9, 30, tzinfo=datetime.UTC) + datetime.timedelta(
        hours=5
    )  # 09:30 in Chicago, 08:30 in Denver
    texas = find(kept, locate(kept, "77001"), Query(open_at=at_nine, within_km=100, limit=100), today=TODAY).places
    assert texas
    assert all(
        p.open_now
        and [h for h in kept.places([kept.row_of(p.id) or 0]).popitem()[1].hours if (h.opens, h.closes) == (0, 1440)]
        for p in texas
    )
    later = find(
        kept,
        locate(kept, "77001"),
        Query(open_at=at_nine + datetime.timedelta(hours=1), within_km=100, limit=100),
        today=TODAY,
    ).places
    assert len(later) > len(texas)


def test_both_keepers_turn_the_same_pages(kept: Repository, small: SqliteRepository) -> None:
    about, other = kept.about(), small.about()
    assert about == other
    assert list(kept.zips()) == list(small.zips())
    assert sorted(kept.all_cities()) == sorted(small.all_cities())
    for options in (
        {},
        {"needs": mask("needs", ["moud"])},
        {"pay": mask("pays", ["free"])},
        {"text": "harbor"},
        {"since": TODAY.toordinal() - 100},
    ):
        assert kept.page(offset=3, limit=7, **options) == small.page(offset=3, limit=7, **options)
    assert kept.organizations(offset=2, limit=5, text="cedar") == small.organizations(offset=2, limit=5, text="cedar")
    identity = small.organizations(offset=0, limit=1)[1][0][0]
    assert kept.organization(identity) == small.organization(identity)
    assert kept.zip_area("900") == small.zip_area("900")
