"""The OpenAPI document of the server: what POST /api/assess takes and gives, made from the types that it really uses."""

from __future__ import annotations

from typing import Any

import msgspec

from waymend.assess.assessment import Assessment
from waymend.pack.schema import Finding, Guide


def document(guide: Guide, paths: dict[str, Any] | None = None) -> dict[str, Any]:
    """The document for one guide. paths: further paths, such as those of a directory."""
    (_, parts) = msgspec.json.schema_components([Assessment], ref_template="#/components/schemas/{name}")
    error = {"type": "object", "required": ["error"], "properties": {"error": {"type": "string"}}}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"Waymend: {guide.about.name}",
            "version": guide.about.version,
            "description": f"{guide.about.not_a_diagnosis} Nothing that is sent here is kept or logged.",
            "license": {"name": "Apache-2.0 AND CC-BY-4.0", "identifier": "Apache-2.0 AND CC-BY-4.0"},
        },
        "paths": {
            "/healthz": {
                "get": {
                    "operationId": "health",
                    "summary": "Whether the server answers, and with which guide.",
                    "responses": {"200": _answer("It answers.", {"type": "object", "required": ["ok", "guide"]})},
                }
            },
            "/api/assess": {
                "post": {
                    "operationId": "assess",
                    "summary": "A case in, an assessment out.",
                    "requestBody": {"required": True, "content": {"application/json": {"schema": _body(guide)}}},
                    "responses": {
                        "200": _answer("The assessment.", {"$ref": "#/components/schemas/Assessment"}),
                        **{
                            str(status): _answer(what, error)
                            for status, what in (
                                (413, "The body is too large."),
                                (415, "The body is not JSON."),
                                (422, "The case cannot be used; the sentence says why."),
                            )
                        },
                    },
                }
            },
            "/api/docs": {
                "get": {
                    "operationId": "docs",
                    "summary": "This document.",
                    "responses": {"200": _answer("OpenAPI 3.1.", {"type": "object"})},
                }
            },
            **(paths or {}),
        },
        "components": {"schemas": parts},
    }


def _answer(what: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": what, "content": {"application/json": {"schema": schema}}}


def _body(guide: Guide) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "findings": {
                "type": "object",
                "additionalProperties": False,
                "properties": {str(f.id): _finding(f) for f in guide.findings.values()},
            },
            "country": {
                "enum": [*guide.countries, None],
                "description": "whose helplines and emergency number are given",
            },
            "lang": {"enum": [*guide.about.languages, None]},
        },
    }


def _finding(finding: Finding) -> dict[str, Any]:
    """What one finding takes, "unknown" and null included."""
    unknown: list[dict[str, Any]] = [{"const": "unknown"}, {"type": "null"}]
    options = [str(o) for o in finding.options]
    match finding.kind:
        case "yes_no":
            known: list[dict[str, Any]] = [{"type": "boolean"}]
        case "number":
            known = [{"type": "number", "minimum": finding.range[0], "maximum": finding.range[1]}]
        case "choice":
            known = [{"enum": options}]
        case _:
            told = {"anyOf": [{"type": "boolean"}, *unknown]}
            known = [
                {"type": "array", "items": {"enum": options}},
                {"type": "object", "additionalProperties": False, "properties": dict.fromkeys(options, told)},
            ]
    return {"description": finding.question, "anyOf": [*known, *unknown]}
