"""The server: what it answers, what it refuses, what it never writes down."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from starlette.testclient import TestClient

from waymend.guide import load_guide
from waymend.web.server import MAX_BODY, make_app

GUIDE = load_guide()


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    site = tmp_path_factory.mktemp("site")
    (site / "a" / "0123").mkdir(parents=True)
    (site / "index.html").write_text("<h1>start</h1>")
    (site / "a" / "0123" / "app.js").write_text("export {};")
    return TestClient(make_app(GUIDE, site), raise_server_exceptions=False)


def post(client: TestClient, body: Any, **headers: str) -> Any:
    content = body if isinstance(body, (bytes, str)) else json.dumps(body)
    return client.post("/api/assess", content=content, headers={"content-type": "application/json", **headers})


def test_it_assesses_as_the_command_does(client: TestClient) -> None:
    import msgspec

    findings = {"lump": True, "warm": True, "temperature_c": 38.6, "site": ["groin"]}
    answer = post(client, {"findings": findings, "country": "ie"})
    assert answer.status_code == 200
    assert answer.content == msgspec.json.encode(GUIDE.assess(findings, country="ie"))
    assert answer.headers["cache-control"] == "no-store"


def test_health(client: TestClient) -> None:
    answer = client.get("/healthz")
    assert answer.json() == {"ok": True, "guide": {"id": "injection", "version": GUIDE.guide.about.version}}


@pytest.mark.parametrize(
    ("body", "status", "part"),
    [
        ("", 422, "the body must be like"),
        ("{", 422, "the body must be like"),
        ("[]", 422, "the body must be like"),
        (b'{"findings": {"fever": "\xff"}}', 422, "the body must be like"),
        ("[" * 50_000, 422, "the body must be like"),
        ({"findings": {"fevr": True}}, 422, "Did you mean 'fever'?"),
        ({"findings": {"fever": "maybe"}}, 422, "'fever' takes true, false"),
        ({"findings": {"temperature_c": 101}}, 422, "check the unit"),
        ({"findings": {}, "country": "zz"}, 422, "no helplines are known"),
        ({"findings": {}, "lang": "xx"}, 422, "the guide is not there in 'xx'"),
        ({"finding": {}}, 422, "the body must be like"),
        (b" " * (MAX_BODY + 1), 413, "at most 64 KB"),
    ],
)
def test_what_cannot_be_used_gets_one_sentence(client: TestClient, body: Any, status: int, part: str) -> None:
    answer = post(client, body)
    assert answer.status_code == status
    assert set(answer.json()) == {"error"}
    assert part in answer.json()["error"]


def test_a_body_without_a_length_is_read_no_further_than_allowed(client: TestClient) -> None:
    given = 0

    def parts() -> Any:
        nonlocal given
        for _ in range(200):
            given += 1
            yield b" " * 4096

    answer = client.post("/api/assess", content=parts(), headers={"content-type": "application/json"})
    assert answer.status_code == 413


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_other_types_are_refused(client: TestClient, kind: str) -> None:
    assert post(client, {"findings": {}}, **{"content-type": kind}).status_code == 415


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
def test_other_methods_are_refused_in_a_sentence(client: TestClient, method: str) -> None:
    answer = client.request(method, "/api/assess")
    assert answer.status_code == 405
    assert "see /api/docs" in answer.json()["error"]


def test_unknown_paths(client: TestClient) -> None:
    assert client.get("/api/nothing").status_code == 404
    assert "error" in client.get("/api/nothing").json()
    assert client.get("/nothing.html").status_code == 404
    assert client.get("/..%2f..%2fetc/passwd").status_code == 404


@pytest.mark.parametrize("path", ["/", "/a/0123/app.js", "/healthz", "/api/docs", "/nothing", "/api/nothing"])
def test_every_answer_carries_the_strict_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in headers
    assert "server" not in headers


def test_only_the_reader_may_run_webassembly(client: TestClient) -> None:
    policy = client.get("/a/0123/engine/read/worker.js").headers["content-security-policy"]
    assert "script-src 'self' 'wasm-unsafe-eval';" in policy
    assert policy.replace(" 'wasm-unsafe-eval'", "") in client.get("/").headers["content-security-policy"]


def test_what_never_changes_is_kept_and_all_else_asked_for_again(client: TestClient) -> None:
    assert "immutable" in client.get("/a/0123/app.js").headers["cache-control"]
    assert client.get("/").headers["cache-control"] == "no-cache"


def test_nothing_about_a_case_is_logged(
    client: TestClient, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    post(client, {"findings": {"suicidal_plan_or_intent": True}})
    post(client, {"findings": {"secret_word_91": True}})
    out = capfd.readouterr()
    written = caplog.text + out.out + out.err
    assert "suicidal" not in written
    assert "secret_word_91" not in written


def test_the_openapi_document_is_served_as_data_and_as_a_page(client: TestClient) -> None:
    assert client.get("/api/docs").json()["openapi"] == "3.1.0"
    page = client.get("/api/docs", headers={"accept": "text/html"})
    assert page.headers["content-type"].startswith("text/html")
    assert "/api/assess" in page.text


_client_app = make_app(GUIDE, Path(__file__).parent)
_schema = schemathesis.openapi.from_asgi("/api/docs", _client_app)


@_schema.parametrize()
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_request_makes_it_fall(case: schemathesis.Case) -> None:
    case.call_and_validate()
