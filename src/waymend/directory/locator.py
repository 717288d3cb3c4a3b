"""The SAMHSA treatment locator over HTTPS, with its traps: pages of HTML with status 200, empty pages, counts that do not hold, pages that repeat.

Everything is asked for at once and searched here, so that no place or need of a person is ever sent. The address is the setting
WAYMEND_LOCATOR. The service asks its users to register; see docs/directory.md.
"""

from __future__ import annotations

import http.client
import ipaddress
import os
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode, urlsplit

import msgspec

from waymend.errors import InputError

ADDRESS = "https://findtreatment.gov/locator/exportsAsJson/v2"
PAGE_SIZE = 1000
MOST_PAGES = 200
MOST_BYTES = 64 * 1024**2  # of one page; a row is about 4 KB
CENTER = "39.8,-98.6"  # the middle of the United States, as latitude,longitude (the other order finds nothing, whatever the guide says)
RADIUS_M = 12_000_000  # takes in Guam and Puerto Rico
TRIES = 4
WAIT_S = 1.0
TIMEOUT_S = 60

_Row = tuple[int, dict[str, Any], str]


def address() -> str:
    return os.environ.get("WAYMEND_LOCATOR") or ADDRESS


def rows(
    url: str, *, after: int = 0, total: Callable[[int], None] | None = None, wait_s: float = WAIT_S
) -> Iterator[_Row]:
    """(number from 1, row, problem) of every facility after number `after`. Raises InputError when the answer is not to be trusted.

    Nothing less than all that was announced counts as an answer: a directory that lost places without a word would send people away.
    """
    page = after // PAGE_SIZE + 1
    number = (page - 1) * PAGE_SIZE
    announced: int | None = None
    seen_first: set[str] = set()
    while page <= MOST_PAGES:
        answer = _page(url, page, wait_s)
        found, count = answer.get("rows"), answer.get("recordCount")
        if not isinstance(found, list) or not isinstance(count, int):
            raise InputError("the locator's answer has no 'rows' and 'recordCount'; its format may have changed.")
        if announced is None:
            announced = count
            if total:
                total(count)
        if not found:
            break
        first = msgspec.json.encode(found[0]).decode()
        if first in seen_first:
            raise InputError(f"the locator sent page {page} twice; nothing was changed. Try again later.")
        seen_first.add(first)
        for row in found:
            number += 1
            if number <= after:
                continue
            yield (number, row, "") if isinstance(row, dict) else (number, {}, "is no object.")
        if number >= announced:
            break
        page += 1
    if announced is None or number < announced * 0.99:
        raise InputError(
            f"the locator announced {announced or 0} places and sent {number}; nothing was changed. Try again later."
        )
    if announced == 0:
        raise InputError("the locator answered with no places at all; nothing was changed.")


def _page(url: str, page: int, wait_s: float) -> dict[str, Any]:
    query = urlencode(
        {
            "sType": "both",
            "sAddr": CENTER,
            "limitType": 2,
            "limitValue": RADIUS_M,
            "pageSize": PAGE_SIZE,
            "page": page,
            "sort": 0,
        }
    )
    body = fetch(f"{url}{'&' if '?' in url else '?'}{query}", wait_s=wait_s)
    try:
        answer = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise InputError(
            "the locator's answer is no JSON, although it says so; nothing was changed. Try again later."
        ) from None
    if not isinstance(answer, dict):
        raise InputError("the locator's answer is no page of places; its format may have changed.")
    return answer


def fetch(url: str, *, kind: str = "json", wait_s: float = WAIT_S) -> bytes:
    """The body of an answer of this content type. Tries again when the server is busy. Raises InputError."""
    check_address(url)
    opener = urllib.request.build_opener(_Careful(url), urllib.request.ProxyHandler())
    request = urllib.request.Request(url, headers={"accept": "application/json", "user-agent": "waymend-directory"})
    for attempt in range(1, TRIES + 1):
        try:
            with opener.open(request, timeout=TIMEOUT_S) as answer:
                stated = str(answer.headers.get("content-type", "")).lower()
                if kind not in stated:
                    raise InputError(
                        f"the server answered with '{stated.split(';')[0][:40] or 'no content type'}' instead of JSON; the address may have moved. Nothing was changed."
                    )
                body: bytes = answer.read(MOST_BYTES + 1)
            if len(body) > MOST_BYTES:
                raise InputError(
                    f"the server sent more than {MOST_BYTES // 1024**2} MB for one page; nothing was changed."
                )
            return body
        except urllib.error.HTTPError as problem:
            if problem.code not in (429, 500, 502, 503, 504) or attempt == TRIES:
                raise InputError(
                    f"the server answered with status {problem.code}; nothing was changed. Try again later."
                ) from None
        except (urllib.error.URLError, http.client.HTTPException, OSError) as problem:
            if attempt == TRIES:
                reason = getattr(problem, "reason", problem)
                raise InputError(
                    f"the server cannot be reached ({type(reason).__name__}); nothing was changed."
                ) from None
        time.sleep(wait_s * 2 ** (attempt - 1))
    raise AssertionError("unreachable")


def check_address(url: str) -> None:
    """Refuse anything but http and https with a host."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise InputError("the address must start with https:// (or http:// on this machine).")


def is_public(host: str) -> bool:
    """Whether every address that this host name leads to is a public one."""
    try:
        found = {info[4][0] for info in socket.getaddrinfo(host, None)}
    except OSError:
        return False
    return bool(found) and all(ipaddress.ip_address(str(one).split("%")[0]).is_global for one in found)


class _Careful(urllib.request.HTTPRedirectHandler):
    """Follows a redirect to the same server, or to a public one; never into a private network, and never from https to http."""

    def __init__(self, start: str) -> None:
        self.start = urlsplit(start)

    def redirect_request(
        self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        check_address(newurl)
        target = urlsplit(newurl)
        same = (target.hostname, target.port) == (self.start.hostname, self.start.port)
        if not same and not is_public(target.hostname or ""):
            raise InputError("the server redirects to a private address; that is refused, and nothing was changed.")
        if self.start.scheme == "https" and target.scheme != "https":
            raise InputError(
                "the server redirects to an address without encryption; that is refused, and nothing was changed."
            )
        return super().redirect_request(req, fp, code, msg, headers, newurl)
