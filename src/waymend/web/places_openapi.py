"""The OpenAPI documents of the routes in `places`: one for the HSDS API, and the paths of /api/places for the server's own."""

from __future__ import annotations

from functools import cache
from typing import Any

from waymend.directory.taxonomy import taxonomy

_REPOSITORY = "https://raw.githubusercontent.com/openreferral/specification/3.0/schema"
_ERROR = {"type": "object", "required": ["error"], "properties": {"error": {"type": "string"}}}
_PAGE = {
    "type": "object",
    "required": ["total_items", "total_pages", "page_number", "size", "first_page", "last_page", "empty", "contents"],
    "properties": {
        "total_items": {"type": "integer", "minimum": 0}, "total_pages": {"type": "integer", "minimum": 1}, "page_number": {"type": "integer", "minimum": 1},
        "size": {"type": "integer", "minimum": 0}, "first_page": {"type": "boolean"}, "last_page": {"type": "boolean"}, "empty": {"type": "boolean"},
        "contents": {"type": "array", "items": {"type": "object", "required": ["id"]}},
    },
}  # fmt: skip


def _query(name: str, schema: dict[str, Any], description: str, *, required: bool = False) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": required, "description": description, "schema": schema}


def _answer(what: str, schema: dict[str, Any], *, lines: bool = False) -> dict[str, Any]:
    content: dict[str, Any] = {"application/json": {"schema": schema}}
    if lines:
        content["application/x-ndjson"] = {"schema": {"type": "string"}}
    return {"description": what, "content": content}


def _get(
    operation: str,
    summary: str,
    schema: dict[str, Any],
    parameters: list[dict[str, Any]],
    *,
    refusals: dict[str, str],
    lines: bool = False,
) -> dict[str, Any]:
    return {
        "get": {
            "operationId": operation, "summary": summary, "parameters": parameters,
            "responses": {"200": _answer("The answer.", schema, lines=lines), **{status: _answer(text, _ERROR) for status, text in refusals.items()}},
        }
    }  # fmt: skip


def places_paths() -> dict[str, Any]:
    """/api/places, for the server's own document."""

    def several(name: str, group: str, text: str) -> dict[str, Any]:
        return {
            **_query(name, {"type": "array", "items": {"enum": [t.id for t in getattr(taxonomy(), group)]}}, text),
            "style": "form",
            "explode": True,
        }

    parameters = [
        _query("near", {"type": "string", "minLength": 1}, 'A ZIP code, "City, ST", or LAT,LON.', required=True),
        several("need", "needs", "What is needed; a place with one of them will do."),
        several("pay", "pays", "How it can be paid; unknown is shown as unknown."),
        several("language", "languages", "A language they should speak."),
        several("serves", "serves", "Whom they should serve."),
        _query("open", {"type": "boolean"}, "Only places known to be open now."),
        _query("within", {"type": "string", "pattern": r"^[1-9][0-9]{0,3}(mi|km)?$"}, "Such as 25mi or 40km."),
        _query("words", {"type": "string", "maxLength": 100}, "Words of the name, street, city or note."),
        _query("limit", {"type": "integer", "minimum": 1, "maximum": 100}, "How many places."),
    ]
    schema = {
        "type": "object", "required": ["near", "places", "also", "directory"],
        "properties": {name: {"type": "array", "items": {"type": "object", "required": ["id", "name", "distance_km", "confidence", "why"]}} for name in ("places", "also")},
    }  # fmt: skip
    return {
        "/api/places": _get(
            "places",
            "Places that can help, best first.",
            schema,
            parameters,
            refusals={"422": "It cannot be used; the sentence says why."},
        )
    }


@cache
def hsds_document() -> dict[str, Any]:
    """The OpenAPI document of the HSDS API. What a service, an organization … holds is told by the schemas of HSDS 3.0."""
    paging = [
        _query("page", {"type": "integer", "minimum": 1, "maximum": 1_000_000}, "Page, from 1."),
        _query("per_page", {"type": "integer", "minimum": 1, "maximum": 200}, "How many on a page."),
        _query("format", {"enum": ["json", "ndjson"]}, "One JSON answer, or one object a line."),
    ]
    search = _query("search", {"type": "string", "maxLength": 100}, "Words to look for.")
    full = _query("full", {"type": "boolean"}, "With all that hangs on it.")
    filters = [
        search, *paging, full,
        _query("taxonomy_term_id", {"type": "string"}, "Only those with this term."),
        _query("taxonomy_id", {"type": "string"}, "Only those with a term of this taxonomy."),
        _query("organization_id", {"type": "string"}, "Only those of this organization."),
        _query("modified_after", {"type": "string", "format": "date-time"}, "Only those read on or after that day."),
        _query("postcode", {"type": "string"}, "The middle of the search; a ZIP code."),
        _query("proximity", {"type": "integer", "minimum": 1, "maximum": 500_000}, "Metres around the postcode."),
    ]  # fmt: skip
    identity = {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}
    bad = {"400": "It cannot be used; the sentence says why."}
    missing = {"404": "There is nothing of that id."}

    def entry(what: str) -> dict[str, Any]:
        return {"type": "object", "required": ["id"], "description": f"{_REPOSITORY}/{what}.json"}

    minimal = _query("minimal", {"type": "boolean"}, "Only id, name, status and when it changed.")
    paths: dict[str, Any] = {
        "/hsds/": _get("about", "Which version this is.", {"type": "object", "required": ["version", "profile", "openapi_url"]}, [], refusals={}),
        "/hsds/services": _get("services", "Services.", _PAGE, [*filters, minimal], refusals=bad, lines=True),
        "/hsds/organizations": _get("organizations", "Organizations.", _PAGE, [search, *paging, full], refusals=bad, lines=True),
        "/hsds/service_at_locations": _get("service_at_locations", "Services at their locations.", _PAGE, filters, refusals=bad, lines=True),
        "/hsds/taxonomies": _get("taxonomies", "Taxonomies.", _PAGE, [search, *paging], refusals=bad, lines=True),
        "/hsds/taxonomy_terms": _get(
            "taxonomy_terms", "Terms.", _PAGE,
            [search, *paging, _query("taxonomy_id", {"type": "string"}, "Only terms of this taxonomy."), _query("top_only", {"type": "boolean"}, "Only terms without a parent."),
             _query("parent_id", {"type": "string"}, "Only terms under this one.")],
            refusals=bad, lines=True,
        ),
    }  # fmt: skip
    for name, schema in (
        ("services", "service"),
        ("organizations", "organization"),
        ("service_at_locations", "service_at_location"),
        ("taxonomies", "taxonomy"),
        ("taxonomy_terms", "taxonomy_term"),
    ):
        extra = [_query("full_service", {"type": "boolean"}, "With whole services.")] if name == "organizations" else []
        paths[f"/hsds/{name}/{{id}}"] = _get(
            f"one_{schema}",
            f"One {schema.replace('_', ' ')}.",
            entry(schema),
            [identity, *extra],
            refusals={**bad, **missing},
        )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Waymend directory, HSDS 3.0", "version": "3.0",
            "description": "Places that can help, as Open Referral's HSDS 3.0. As listed by the sources named; no promise. Nothing that is asked is kept or logged.",
            "license": {"name": "CC-BY-4.0", "identifier": "CC-BY-4.0"},
        },
        "paths": paths,
    }  # fmt: skip
