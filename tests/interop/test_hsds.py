"""HSDS 3.0: every answer against Open Referral's own schemas, over the whole directory; any request against the OpenAPI document; any directory in."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from starlette.applications import Starlette
from starlette.testclient import TestClient

from lists import DATA, directory_of
from waymend.directory import SqliteRepository
from waymend.directory.build import Job, build
from waymend.directory.repository import Filter
from waymend.errors import InputError
from waymend.interop import hsds
from waymend.web.places import places_routes
from waymend.web.places_openapi import hsds_document, places_paths

SCHEMAS = DATA / "hsds" / "schema"
DRAFT = "https://json-schema.org/draft/2020-12/schema"
EXAMPLES = DATA / "hsds" / "examples"
Check = Callable[[str, Any], None]


@pytest.fixture(scope="session")
def small_here(tmp_path_factory: pytest.TempPathFactory) -> SqliteRepository:
    return directory_of(tmp_path_factory.mktemp("hsds"), 300, seed=6)


@pytest.fixture(scope="session")
def check() -> Check:
    """Hold a value to the schema of that name, formats and all."""
    if not SCHEMAS.exists():
        pytest.skip(f"the schemas of HSDS are not at {SCHEMAS}")
    held = {}
    for path in SCHEMAS.glob("*.json"):
        if path.name != "openapi.json":
            # Their `name`, `path` and lists of fields are for tables; `required` on a field is no JSON Schema.
            held[path.name] = _plain(json.loads(path.read_text()))
    resources = [
        (f"https://hsds.example/{name}", {"$schema": DRAFT, **schema, "$id": f"https://hsds.example/{name}"})
        for name, schema in held.items()
    ]
    registry = jsonschema_rs.Registry(resources)
    made = {
        name.removesuffix(".json"): jsonschema_rs.Draft202012Validator(
            {"$schema": DRAFT, "$ref": f"https://hsds.example/{name}"}, registry=registry, validate_formats=True
        )
        for name in held
    }

    def hold(kind: str, value: Any) -> None:
        problem = next(iter(made[kind].iter_errors(value)), None)
        assert problem is None, f"{kind}: {problem.instance_path}: {problem.message}"

    return hold


def _plain(schema: Any) -> Any:
    """Without what is no JSON Schema: `required: true` on a single field."""
    if isinstance(schema, dict):
        return {k: _plain(v) for k, v in schema.items() if not (k == "required" and isinstance(v, bool))}
    return [_plain(v) for v in schema] if isinstance(schema, list) else schema


def test_the_schemas_can_fail(check: Check) -> None:
    with pytest.raises(AssertionError):
        check("service", {"id": "no uuid", "name": "x", "status": "active"})
    with pytest.raises(AssertionError):
        check("service", {"id": hsds.uid("service", "x"), "name": "x", "status": "open"})
    with pytest.raises(AssertionError):
        check(
            "location",
            {
                "id": hsds.uid("location", "x"),
                "location_type": "physical",
                "addresses": [{"id": hsds.uid("address", "x")}],
            },
        )


def client_of(repository: SqliteRepository) -> TestClient:
    return TestClient(Starlette(routes=places_routes(repository)), raise_server_exceptions=True)


LISTS = (
    ("services", "service"),
    ("organizations", "organization"),
    ("service_at_locations", "service_at_location"),
    ("taxonomies", "taxonomy"),
    ("taxonomy_terms", "taxonomy_term"),
)


@pytest.mark.parametrize(("name", "schema"), LISTS)
@pytest.mark.parametrize("full", ["false", "true"])
def test_lists_and_single_objects_are_valid(
    name: str, schema: str, full: str, check: Check, small_here: SqliteRepository
) -> None:
    client = client_of(small_here)
    seen: list[str] = []
    page = 1
    while True:
        answer = client.get(f"/hsds/{name}", params={"page": page, "per_page": 40, "full": full}).json()
        for one in answer["contents"]:
            check(schema, one)
            seen.append(one["id"])
        assert (answer["page_number"], answer["first_page"], answer["size"]) == (
            page,
            page == 1,
            len(answer["contents"]),
        )
        if answer["last_page"]:
            break
        page += 1
    assert len(seen) == len(set(seen)) == answer["total_items"]
    for identity in seen[:60]:
        one = client.get(f"/hsds/{name}/{identity}")
        assert one.status_code == 200
        check(schema, one.json())
        assert one.json()["id"] == identity
    beyond = client.get(f"/hsds/{name}", params={"page": page + 1, "per_page": 40}).json()
    assert (beyond["empty"], beyond["contents"], beyond["total_items"]) == (True, [], len(seen))


def test_every_answer_over_the_whole_directory(check: Check, real: SqliteRepository) -> None:
    """What the API would answer for each of the 40,000 places, made by the same functions."""
    rows = [c[0] for c in real.candidates(None, Filter())]
    held = 0
    for start in range(0, len(rows), 2000):
        for place in real.places(rows[start : start + 2000]).values():
            # Each part once: the full service holds organization, location, service_at_location, phones and attributes.
            check("service", hsds.full_service(place))
            held += 1
    assert held == real.about().places
    client = client_of(real)
    assert client.get("/hsds/services", params={"page": 200, "per_page": 200}).json()["total_items"] == held
    first = client.get("/hsds/services").json()["contents"][0]
    check("service", first)


def test_filters_combine(small_here: SqliteRepository) -> None:
    client = client_of(small_here)
    moud, free = hsds.uid("term", "needs:moud"), hsds.uid("term", "pays:free")
    every = client.get("/hsds/services", params={"per_page": 200, "taxonomy_term_id": moud, "full": "true"}).json()
    assert every["total_items"] > 20
    assert all(moud in [a["taxonomy_term_id"] for a in s["attributes"]] for s in every["contents"])
    by_words = client.get(
        "/hsds/services", params={"per_page": 200, "taxonomy_term_id": moud, "search": "harbor", "full": "true"}
    ).json()
    assert 0 < by_words["total_items"] < every["total_items"]
    assert all("harbor" in json.dumps(s).lower() for s in by_words["contents"])
    organization = every["contents"][0]["organization"]["id"]
    one = client.get("/hsds/services", params={"organization_id": organization, "taxonomy_term_id": moud}).json()
    assert {s["organization_id"] for s in one["contents"]} == {organization}
    assert client.get("/hsds/services", params={"taxonomy_term_id": "unknown"}).json()["total_items"] == 0
    assert (
        client.get("/hsds/services", params={"taxonomy_id": hsds.uid("taxonomy", "pays"), "per_page": 1}).json()[
            "total_items"
        ]
        > client.get("/hsds/services", params={"taxonomy_term_id": free}).json()["total_items"]
    )
    new = client.get("/hsds/services", params={"modified_after": "2026-01-01T00:00:00Z", "per_page": 200}).json()
    assert new["total_items"] > 10
    assert all(s["last_modified"] >= "2026-01-01" for s in new["contents"])
    near = client.get(
        "/hsds/service_at_locations", params={"postcode": "10001", "proximity": 60000, "per_page": 200}
    ).json()
    assert near["total_items"] > 10
    assert all(abs(a["location"]["latitude"] - 40.7) < 1 for a in near["contents"])
    lines = client.get("/hsds/services", params={"format": "ndjson"})
    assert len([json.loads(line) for line in lines.text.splitlines()]) == 50
    for wrong in (
        {"page": "0"},
        {"page": "x"},
        {"per_page": "100000"},
        {"modified_after": "soon"},
        {"format": "xml"},
        {"postcode": "x"},
        {"full": "maybe"},
    ):
        assert client.get("/hsds/services", params=wrong).status_code == 400
    assert client.get("/hsds/").json()["version"] == "3.0"
    assert client.get("/hsds/services/nothing").status_code == 404
    assert client.post("/hsds/services").status_code == 405


def test_places_over_http_are_those_of_find(small_here: SqliteRepository) -> None:
    import msgspec

    from waymend.directory import Query, find
    from waymend.directory.search import locate

    client = client_of(small_here)
    answer = client.get("/api/places", params={"near": "10001", "need": ["moud", "ssp"], "pay": "medicaid", "limit": 5})
    mine = find(small_here, locate(small_here, "10001"), Query(needs=("moud", "ssp"), pay=("medicaid",), limit=5))
    assert answer.json()["places"] == json.loads(msgspec.json.encode(mine.places))
    assert answer.headers["cache-control"] == "no-store"
    for wrong in (
        {},
        {"near": "nowhere at all"},
        {"near": "10001", "need": "unicorns"},
        {"near": "10001", "limit": "0"},
        {"near": "10001", "within": "-3"},
        {"near": "10001", "colour": "red"},
    ):
        told = client.get("/api/places", params=wrong)
        assert told.status_code == 422
        assert "nowhere at all" not in told.text


def _served(repository_of: Callable[[], SqliteRepository]) -> Starlette:
    from starlette.responses import JSONResponse
    from starlette.routing import Route

    document = hsds_document()
    whole = {**document, "paths": {**document["paths"], **places_paths()}}

    async def told(request: Any) -> JSONResponse:
        return JSONResponse(whole)

    return Starlette(routes=[Route("/whole.json", told), *places_routes(repository_of())])


def _repository() -> SqliteRepository:
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix="waymend-test-"))
    repository = directory_of(folder, 120, seed=8)
    import atexit
    import shutil

    atexit.register(shutil.rmtree, folder, True)
    return repository


_schema = schemathesis.openapi.from_asgi("/whole.json", _served(_repository))


@_schema.parametrize()
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_request_makes_it_fall(case: schemathesis.Case) -> None:
    response = case.call()
    assert response.status_code < 500
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import (
        content_type_conformance,
        response_schema_conformance,
        status_code_conformance,
    )

    if case.method.upper() == "GET":
        case.validate_response(
            response,
            checks=(not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance),
        )


# In ---------------------------------------------------------------------------------------------------------------------------------


def services(repository: SqliteRepository) -> list[dict[str, Any]]:
    return client_of(repository).get("/hsds/services", params={"full": "true", "per_page": 200}).json()["contents"]


def test_what_we_write_we_can_read(small_here: SqliteRepository, tmp_path: Path) -> None:
    contents = services(small_here)
    (tmp_path / "page.json").write_text(json.dumps({"contents": contents}))
    report = build(tmp_path / "d.sqlite", [Job("auto", str(tmp_path / "page.json"))])
    assert report.sources[0].kept == len(contents)
    back = {p.address: p for p in SqliteRepository(tmp_path / "d.sqlite").places(range(1, 400)).values()}
    rows = small_here.page(offset=0, limit=200).rows
    for place in small_here.places(rows).values():
        mine = back[place.address]
        assert set(place.needs) <= set(mine.needs)
        assert (mine.pay, mine.serves, mine.languages, mine.lat, mine.lon, mine.phone) == (
            place.pay,
            place.serves,
            place.languages,
            place.lat,
            place.lon,
            place.phone,
        )
        assert [(h.day, h.opens, h.closes % 1440) for h in mine.hours] == [
            (h.day, h.opens, h.closes % 1440) for h in place.hours
        ]
        assert mine.checked_on == place.checked_on


def as_tables(contents: list[dict[str, Any]], folder: Path) -> None:
    """The same as tables, laid out by hand."""
    tables: dict[str, list[dict[str, Any]]] = {
        name: []
        for name in (
            "organizations",
            "services",
            "locations",
            "service_at_locations",
            "addresses",
            "phones",
            "attributes",
            "taxonomy_terms",
        )
    }
    for service in contents:
        tables["organizations"].append({k: service["organization"][k] for k in ("id", "name", "description")})
        tables["services"].append(
            {k: service.get(k, "") for k in ("id", "organization_id", "name", "status", "assured_date")}
        )
        tables["phones"] += [
            {
                "id": p["id"],
                "service_id": service["id"],
                "number": p["number"],
                "type": p["type"],
                "extension": p.get("extension", ""),
            }
            for p in service["phones"]
        ]
        for a in service["attributes"]:
            tables["attributes"].append(
                {"id": a["id"], "link_id": service["id"], "taxonomy_term_id": a["taxonomy_term_id"]}
            )
            tables["taxonomy_terms"].append({k: a["taxonomy_term"][k] for k in ("id", "code", "name", "taxonomy")})
        for at in service["service_at_locations"]:
            tables["service_at_locations"].append({k: at[k] for k in ("id", "service_id", "location_id")})
            tables["locations"].append({k: at["location"][k] for k in ("id", "location_type", "latitude", "longitude")})
            tables["addresses"] += at["location"].get("addresses", [])
    for name, table in tables.items():
        with (folder / f"{name}.csv").open("w", newline="") as file:
            writer = csv.DictWriter(file, list(table[0]))
            writer.writeheader()
            writer.writerows(table)


def test_tables_in_a_folder_and_in_an_archive(small_here: SqliteRepository, tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    folder.mkdir()
    contents = services(small_here)
    as_tables(contents, folder)
    with zipfile.ZipFile(tmp_path / "tables.zip", "w") as archive:
        for path in folder.glob("*.csv"):
            archive.write(path, f"inner/{path.name}")
    for where in (folder, tmp_path / "tables.zip"):
        target = tmp_path / f"{where.suffix or 'dir'}.sqlite"
        report = build(target, [Job("auto", str(where))])
        assert report.sources[0].kept == len(contents)
        assert SqliteRepository(target).about().needs["moud"] == sum(
            any(a["taxonomy_term"]["code"] == "moud" for a in s["attributes"]) for s in contents
        )


@pytest.mark.parametrize(
    "name", ["service_full.json", "service_list.json", "service_at_location_full.json", "tabular.json"]
)
def test_the_examples_of_the_standard_are_read_to_the_end(name: str, tmp_path: Path) -> None:
    """They lie outside the United States and in the sea, so no place of them can be used; that is told row by row, and nothing breaks."""
    if not EXAMPLES.exists():
        pytest.skip(f"the examples of HSDS are not at {EXAMPLES}")
    from waymend.interop.hsds_read import read_hsds

    read = list(read_hsds(EXAMPLES / name, None))
    assert all(problem for _, _, problem in read)
    with pytest.raises(InputError):
        build(tmp_path / "d.sqlite", [Job("hsds", str(EXAMPLES / name))])


def test_inactive_services_and_loose_ends_are_left_out_by_name(small_here: SqliteRepository, tmp_path: Path) -> None:
    contents = services(small_here)[:3]
    contents[0]["status"] = "defunct"
    contents[1]["service_at_locations"][0]["location"] = None
    (tmp_path / "page.json").write_text(json.dumps(contents))
    report = build(tmp_path / "d.sqlite", [Job("hsds", str(tmp_path / "page.json"))], force=True)
    assert [(r.line, r.why) for r in report.rejected] == [
        (1, "is not active ('defunct')."),
        (2, "names a service or a location that is not in the directory."),
    ]
