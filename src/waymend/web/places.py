"""Places for programs that ask: `GET /api/places` as `waymend find`, and an HSDS 3.0 API under /hsds. Nothing that is asked is kept or logged."""

from __future__ import annotations

import datetime
from collections.abc import Awaitable, Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from waymend.directory.corrections import Corrections
from waymend.directory.merging import ordinal
from waymend.directory.place import Place
from waymend.directory.repository import Circle, Repository
from waymend.directory.search import Query, find, locate
from waymend.directory.sqlite import SqliteRepository
from waymend.directory.taxonomy import bits
from waymend.errors import InputError
from waymend.interop import hsds
from waymend.web.places_openapi import hsds_document

MOST_PER_PAGE = 200
MOST_PAGE = 1_000_000
_encode = msgspec.json.Encoder().encode
Handler = Callable[[Repository, Request], Any]


def places_routes(repository: Repository) -> list[BaseRoute]:
    """The routes, to be mounted by the server. Each handler is quick (about a millisecond), so that none needs a thread of its own."""
    return [
        _route(repository, "/api/places", _places),
        _route(repository, "/hsds/", _about),
        _route(repository, "/hsds/openapi.json", lambda held, request: hsds_document()),
        _route(repository, "/hsds/services", _services),
        _route(repository, "/hsds/services/{id}", _service),
        _route(repository, "/hsds/organizations", _organizations),
        _route(repository, "/hsds/organizations/{id}", _organization),
        _route(repository, "/hsds/service_at_locations", _service_at_locations),
        _route(repository, "/hsds/service_at_locations/{id}", _service_at_location),
        _route(repository, "/hsds/taxonomies", _taxonomies),
        _route(repository, "/hsds/taxonomies/{id}", _taxonomy),
        _route(repository, "/hsds/taxonomy_terms", _terms),
        _route(repository, "/hsds/taxonomy_terms/{id}", _term),
    ]


class _NotThere(Exception):
    """Nothing of that id."""


def _route(repository: Repository, path: str, handler: Handler) -> Route:
    async def answer(request: Request) -> Response:
        if request.method not in ("GET", "HEAD"):
            return _json({"error": "only GET is taken here."}, 405, {"allow": "GET, HEAD"})
        try:
            held = handler(repository, request)
        except _NotThere:
            return _json({"error": "there is nothing of that id."}, 404)
        except InputError as problem:
            return _json({"error": str(problem)}, 422 if path.startswith("/api") else 400)
        return held if isinstance(held, Response) else _json(held)

    endpoint: Callable[[Request], Awaitable[Response]] = answer
    return Route(path, endpoint, methods=["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])


def _json(value: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return Response(_encode(value), status, {"cache-control": "no-store", **(headers or {})}, "application/json")


# /api/places -----------------------------------------------------------------------------------------------------------------------


def _places(repository: Repository, request: Request) -> dict[str, Any]:
    given = request.query_params
    for name in given:
        if name not in ("near", "need", "pay", "language", "serves", "open", "within", "words", "limit"):
            raise InputError(
                f"'{name[:20]}' is not known here; known are near, need, pay, language, serves, open, within, words, limit."
            )
    if not given.get("near"):
        raise InputError('say where: near=92660, near="City, ST" or near=LAT,LON.')
    within = given.get("within")

    def several(name: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(part for one in given.getlist(name) for part in one.split(",") if part))

    query = Query(
        needs=several("need"), pay=several("pay"), languages=several("language"), serves=several("serves"), text=given.get("words", "")[:100],
        open_at=datetime.datetime.now(datetime.UTC) if _truth(given.get("open")) else None,
        within_km=distance(within) if within else None, limit=_whole(given.get("limit"), "limit", 10, 1, 100),
    )  # fmt: skip
    corrections = _corrections(repository.path) if isinstance(repository, SqliteRepository) else None
    found = find(repository, locate(repository, given["near"]), query, corrections=corrections)
    return {"near": found.near, "places": found.places, "also": found.also, "directory": {"built": found.built}}


@cache
def _corrections(directory: Path) -> Corrections:
    """Kept from request to request, since it reads its file again only when that has changed."""
    return Corrections(directory)


def distance(given: str) -> float:
    """Kilometres of `25mi`, `40km` or `40`. Raises InputError."""
    plain = given.strip().lower()
    factor = 1.609344 if plain.endswith("mi") else 1.0
    try:
        value = float(plain.removesuffix("mi").removesuffix("km"))
    except ValueError:
        value = 0.0
    if not 0 < value <= 25_000:
        raise InputError("within must be a distance like 25mi or 40km.")
    return value * factor


def _truth(given: str | None) -> bool:
    if given not in (None, "", "true", "false", "1", "0"):
        raise InputError("a yes or no is written true or false.")
    return given in ("true", "1")


def _whole(given: str | None, name: str, default: int, least: int, most: int) -> int:
    if given is None or given == "":
        return default
    if not (given.isascii() and given.isdigit() and len(given) < 10) or not least <= int(given) <= most:
        raise InputError(f"'{name}' must be a whole number from {least} to {most}.")
    return int(given)


# HSDS ------------------------------------------------------------------------------------------------------------------------------


def _about(repository: Repository, request: Request) -> dict[str, Any]:
    return {
        "version": hsds.VERSION,
        "profile": hsds.PROFILE,
        "openapi_url": str(request.base_url) + "hsds/openapi.json",
    }


def _turned(request: Request) -> tuple[int, int]:
    """(page, per page)."""
    given = request.query_params
    return _whole(given.get("page"), "page", 1, 1, MOST_PAGE), _whole(
        given.get("per_page"), "per_page", 50, 1, MOST_PER_PAGE
    )


def _page(total: int, page: int, per_page: int, contents: list[Any], request: Request) -> Any:
    form = request.query_params.get("format")
    if form not in (None, "", "json", "ndjson"):
        raise InputError("'format' must be json or ndjson.")
    if form == "ndjson":
        return Response(
            b"".join(_encode(one) + b"\n" for one in contents),
            200,
            {"cache-control": "no-store"},
            "application/x-ndjson",
        )
    pages = max(1, -(-total // per_page))
    return {
        "total_items": total, "total_pages": pages, "page_number": page, "size": len(contents), "first_page": page == 1, "last_page": page >= pages,
        "empty": not contents, "contents": contents,
    }  # fmt: skip


def _filtered(repository: Repository, request: Request) -> tuple[int, list[Place], int, int]:
    """(total, the places of this page, page, per page). Filters combine with AND."""
    given = request.query_params
    page, per_page = _turned(request)
    needs = pay = 0
    nothing: tuple[int, list[Place], int, int] = (0, [], page, per_page)
    term = given.get("taxonomy_term_id")
    if term:
        group, name = hsds.term_ids().get(term.lower(), ("", ""))
        if group not in ("needs", "pays"):
            return nothing
        needs, pay = (bits("needs")[name], 0) if group == "needs" else (0, bits("pays")[name])
    held = given.get("taxonomy_id")
    if held:
        group = next((g for g in ("needs", "pays") if hsds.uid("taxonomy", g) == held.lower()), "")
        if not group:
            return nothing
        every = (1 << len(bits(group))) - 1
        needs, pay = (needs or every, pay) if group == "needs" else (needs, pay or every)
    since = given.get("modified_after")
    circle = None
    if postcode := given.get("postcode"):
        metres = _whole(given.get("proximity"), "proximity", 16_093, 1, 500_000)
        near = locate(repository, postcode)
        circle = Circle(near.lat, near.lon, metres / 1000)
    found = repository.page(
        offset=(page - 1) * per_page, limit=per_page, needs=needs, pay=pay, organization=given.get("organization_id", "").lower().replace("\x00", ""),
        text=given.get("search", "")[:100], since=_since(since) if since else 0, circle=circle,
    )  # fmt: skip
    places = repository.places(found.rows)
    return found.total, [places[row] for row in found.rows], page, per_page


def _since(given: str) -> int:
    try:
        return ordinal(datetime.datetime.fromisoformat(given.replace(" ", "+")).date().isoformat())
    except ValueError:
        raise InputError("'modified_after' must be a date and time like 2026-05-31T00:00:00Z.") from None


def _services(repository: Repository, request: Request) -> Any:
    total, places, page, per_page = _filtered(repository, request)
    if _truth(request.query_params.get("minimal")):
        contents: Iterable[Any] = (
            {k: v for k, v in hsds.service(p).items() if k in ("id", "name", "status", "last_modified")} for p in places
        )
    elif _truth(request.query_params.get("full")):
        contents = map(hsds.full_service, places)
    else:
        contents = ({**hsds.service(p), "organization": hsds.organization(p)} for p in places)
    return _page(total, page, per_page, list(contents), request)


def _one(repository: Repository, column: str, request: Request) -> Place:
    row = repository.by_hsds(column, request.path_params["id"].lower().replace("\x00", ""))
    if row is None:
        raise _NotThere
    return repository.places([row])[row]


def _service(repository: Repository, request: Request) -> Any:
    return hsds.full_service(_one(repository, "service_id", request))


def _service_at_locations(repository: Repository, request: Request) -> Any:
    total, places, page, per_page = _filtered(repository, request)
    if _truth(request.query_params.get("full")):
        contents = [{**hsds.full_service_at_location(p), "service": hsds.full_service(p)} for p in places]
    else:
        contents = [
            {**hsds.service_at_location(p), "location": hsds.location(p), "service": hsds.service(p)} for p in places
        ]
    return _page(total, page, per_page, contents, request)


def _service_at_location(repository: Repository, request: Request) -> Any:
    place = _one(repository, "at_id", request)
    return {**hsds.full_service_at_location(place), "service": hsds.service(place)}


def _organizations(repository: Repository, request: Request) -> Any:
    page, per_page = _turned(request)
    total, found = repository.organizations(
        offset=(page - 1) * per_page, limit=per_page, text=request.query_params.get("search", "")[:100]
    )
    places = repository.places([row for _, _, row in found])
    contents = [{**hsds.organization(places[row]), "id": identity, "name": name} for identity, name, row in found]
    if _truth(request.query_params.get("full")):
        contents = [_whole_organization(repository, one["id"], full_service=False) for one in contents]
    return _page(total, page, per_page, contents, request)


def _organization(repository: Repository, request: Request) -> Any:
    return _whole_organization(
        repository,
        request.path_params["id"].lower().replace("\x00", ""),
        full_service=_truth(request.query_params.get("full_service")),
    )


def _whole_organization(repository: Repository, identity: str, *, full_service: bool) -> dict[str, Any]:
    held = repository.organization(identity)
    if held is None or not held[1]:
        raise _NotThere
    places = list(repository.places(held[1]).values())
    return {
        **hsds.organization(places[0]), "id": identity, "name": held[0], "locations": [hsds.full_location(p) for p in places],
        "services": [hsds.full_service(p) if full_service else {"id": hsds.uid("service", p.id)} for p in places],
    }  # fmt: skip


def _taxonomies(repository: Repository, request: Request) -> Any:
    wanted = request.query_params.get("search", "").lower()
    return _listed([t for t in hsds.taxonomies() if wanted in f"{t['name']} {t['description']}".lower()], request)


def _listed(found: list[Any], request: Request) -> Any:
    page, per_page = _turned(request)
    return _page(len(found), page, per_page, found[(page - 1) * per_page : page * per_page], request)


def _taxonomy(repository: Repository, request: Request) -> Any:
    found = next((t for t in hsds.taxonomies() if t["id"] == request.path_params["id"].lower()), None)
    if found is None:
        raise _NotThere
    return found


def _terms(repository: Repository, request: Request) -> Any:
    given = request.query_params
    wanted, held = given.get("search", "").lower(), given.get("taxonomy_id", "").lower()
    _truth(given.get("top_only"))  # no term of ours has a parent, so all are at the top
    found = [
        term
        for term in hsds.terms().values()
        if wanted in f"{term['name']} {term['description']}".lower()
        and (not held or term["taxonomy_detail"]["id"] == held)
        and not given.get("parent_id")
    ]
    return _listed(found, request)


def _term(repository: Repository, request: Request) -> Any:
    found = hsds.terms().get(request.path_params["id"].lower())
    if found is None:
        raise _NotThere
    return found
