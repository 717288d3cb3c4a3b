"""The small server that hands the app out, and assesses for programs that ask.

It keeps nothing: no answers, bodies or addresses are logged, there are no sessions and no cookies. The app itself never calls the API.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from waymend.errors import InputError, WaymendError
from waymend.guide import LoadedGuide
from waymend.web.headers import headers_of
from waymend.web.openapi import document

Handler = Callable[[Request], Awaitable[Response]]
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY"]
MAX_BODY = 64 * 1024  # bytes; a case with every finding of the guide answered takes about 10


class AssessBody(msgspec.Struct, forbid_unknown_fields=True):
    """What POST /api/assess takes."""

    findings: dict[str, Any] = {}
    country: str | None = None
    lang: str | None = None


def make_app(
    guide: LoadedGuide, site: Path, more: Sequence[BaseRoute] = (), paths: dict[str, Any] | None = None
) -> Starlette:
    """The ASGI application. site: a folder written by `build_site`; more: further routes, such as those of a directory, and their OpenAPI paths."""
    # Every language is ready before the first request, so that no request waits for one.
    guides = {language: guide.in_language(language) for language in guide.guide.about.languages}

    async def health(request: Request) -> Response:
        about = guide.guide.about
        return _json({"ok": True, "guide": {"id": about.id, "version": about.version}})

    async def assess(request: Request) -> Response:
        body = await _body(request)
        try:
            asked = msgspec.json.decode(body, type=AssessBody)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as problem:
            raise HTTPException(422, f'the body must be like {{"findings": {{"fever": true}}}}: {problem}.') from None
        language = asked.lang or guide.language
        if language not in guides:
            raise HTTPException(422, f"the guide is not there in '{language[:20]}'; it is in {', '.join(guides)}.")
        try:
            return _json(guides[language].assess(asked.findings, country=asked.country))
        except InputError as problem:
            raise HTTPException(422, str(problem)) from None

    async def docs(request: Request) -> Response:
        about = document(guide.guide, paths)
        if "text/html" in request.headers.get("accept", ""):
            return HTMLResponse(_docs_page(about))
        return _json(about)

    async def robots(request: Request) -> Response:
        return Response("User-agent: *\nAllow: /\n", media_type="text/plain")

    return Starlette(
        routes=[
            only("GET", "/healthz", health),
            only("POST", "/api/assess", assess),
            only("GET", "/api/docs", docs),
            only("GET", "/robots.txt", robots),
            *more,
            Mount("/", app=GZipMiddleware(_Site(site), minimum_size=500, compresslevel=6)),
        ],
        middleware=[Middleware(_Headers)],
        exception_handlers={HTTPException: _refuse, WaymendError: _refuse_input, Exception: _fail},
    )


def only(method: str, path: str, handler: Handler) -> Route:
    """A route for one method that answers every other with 405. (A route that leaves them out would hand them on to the files of the site.)"""
    allowed = ("GET", "HEAD") if method == "GET" else (method,)

    async def guarded(request: Request) -> Response:
        if request.method not in allowed:
            raise HTTPException(405, headers={"allow": ", ".join(allowed)})
        return await handler(request)

    return Route(path, guarded, methods=METHODS)


class _Site(StaticFiles):
    """The files of the site. What lies in the folder of a digest never changes; all else is asked for again."""

    def __init__(self, folder: Path) -> None:
        super().__init__(directory=folder, html=True)

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        fixed = path.startswith("a/")
        response.headers["cache-control"] = "public, max-age=31536000, immutable" if fixed else "no-cache"
        return response


async def _body(request: Request) -> bytes:
    """The body, read no further than is allowed."""
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind != "application/json":
        raise HTTPException(415, "send JSON, with the header Content-Type: application/json.")
    size = request.headers.get("content-length", "")
    if size.isdigit() and int(size) > MAX_BODY:
        raise HTTPException(413, f"the body is too large; at most {MAX_BODY // 1024} KB are taken.")
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MAX_BODY:
            raise HTTPException(413, f"the body is too large; at most {MAX_BODY // 1024} KB are taken.")
    return bytes(body)


def _json(value: Any, status: int = 200) -> Response:
    return Response(msgspec.json.encode(value), status, {"cache-control": "no-store"}, "application/json")


async def _refuse(request: Request, problem: Exception) -> Response:
    assert isinstance(problem, HTTPException)
    text = problem.detail if problem.status_code != 405 else "that method is not taken here; see /api/docs."
    response = _json({"error": text}, problem.status_code)
    response.headers.update(problem.headers or {})
    return response


async def _refuse_input(request: Request, problem: Exception) -> Response:
    return _json({"error": str(problem)}, 422)


async def _fail(request: Request, problem: Exception) -> Response:
    return _json({"error": "something went wrong on our side. Nothing was kept."}, 500)


class _Headers:
    """Adds the security headers to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        added = [(name.encode(), value.encode()) for name, value in headers_of(scope["path"]).items()]

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *added]
            await send(message)

        await self.app(scope, receive, with_headers)


def _docs_page(about: dict[str, Any]) -> str:
    """The OpenAPI document as a page without scripts."""
    from html import escape

    rows = "".join(
        f"<h2><code>{method.upper()} {escape(path)}</code></h2><p>{escape(operation['summary'])}</p>"
        for path, methods in about["paths"].items()
        for method, operation in methods.items()
    )
    return (
        f"<!doctype html><html lang=en><meta charset=utf-8><title>Waymend API</title><h1>{escape(about['info']['title'])}</h1>"
        f"<p>{escape(about['info']['description'])}</p>{rows}"
        "<p>Ask for this page with <code>Accept: application/json</code> to get the OpenAPI document.</p></html>"
    )


def serve(
    guide: LoadedGuide,
    site: Path,
    host: str,
    port: int,
    more: Sequence[BaseRoute] = (),
    paths: dict[str, Any] | None = None,
) -> None:
    """Serve until told to stop (SIGINT or SIGTERM); then finish what is under way and end."""
    import uvicorn

    uvicorn.run(
        make_app(guide, site, more, paths),
        host=host,
        port=port,
        access_log=False,
        log_level="warning",
        server_header=False,
        date_header=True,
        timeout_graceful_shutdown=5,
        proxy_headers=False,
    )
