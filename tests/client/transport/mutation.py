"""Responses with errors that no service should make, and an HTTP client that returns them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from random import Random
from typing import Any, Final, NamedTuple

from tests.bulk.garbling import VALUES

Headers = dict[str, str]

_RAW = "\ue000raw "
"""Begins a string that is written into the JSON without its quotes."""
_AGAIN = "\ue000again"
"""Ends a key that is written without it, so that the key is there twice."""

TOO_LARGE: Final = _RAW + "1e400"

SCALARS: Final[list[Any]] = [
    *VALUES,
    *(10**400, -(10**20), 2**63, 2**64, "1e400", "٣", "²", "-1", "0", "\x00", "\ud800"),
    *("2026-02-30", "9999-12-31T23:59:59-23:59", "0000-00-00T00:00:00Z", "true", "x" * 10_000),
    *(_RAW + text for text in ("-1E-999999999", "1e999999999", "0.1e1", "-0", "1.0")),
    *(TOO_LARGE, _RAW + "1" * 5_000),
    *(_RAW + text for text in ("NaN", "Infinity", "01", "1.", "nul", "'x'", "// x", '"\\ud800"')),
    *(_RAW + opening * depth + "1" + closing * depth
      for depth in (300, 100_000) for opening, closing in (("[", "]"), ('{"id":', "}"))),
]  # fmt: skip
"""Replacements of a value."""

CONTENTS: Final[list[bytes]] = [
    *(b"", b" \r\n", b"null", b"true", b"0", b'""', b"[]", b"{}", b"[null]", b"[[]]", b'{"":0}'),
    *(b"<!doctype html><title>502</title>", b"<html>\xff\xfe</html>", b"upstream error\x00"),
    *(b"\xff", b"\x1f\x8b\x08", b"\xef\xbb\xbf{}", b"[" * 200_000, b'{"a":' * 200_000),
    b"1" * 5_000,
    *(b'{"error": [[]]}', b'{"errors": {}}', b'{"error": {"code": 1}, "details": [[0]]}'),
    *(b'{"error": "TooManyJobs", "current_job_ids": [null, {}]}', b'{"details": {"a": {"b": 1}}}'),
]  # fmt: skip
"""Replacements of a body."""

STATUSES: Final = range(200, 600)

NUMBERS: Final = ("", "-1", "0", "x", "nan", "inf", "1e9", "1e400", "²", "٣", "9" * 400)
DATES: Final = ("yesterday", "Wed, 99 Foo 2026 99:99:99 GMT", "Mon, 01 Jan 0001 00:00:00 +2400")

HEADERS: Final[dict[str, tuple[str, ...]]] = {
    "content-type": ("text/html", "image/png; charset=utf-99", ";;", ""),
    "content-length": NUMBERS,
    "location": ("", "/", "http://[", "https://elsewhere.example/x", "http://a:99999/", "\udcff"),
    "retry-after": (*NUMBERS, *DATES),
    "ratelimit-limit": (*NUMBERS, "100;w=0"),
    "ratelimit-remaining": NUMBERS,
    "ratelimit-reset": NUMBERS,
    "x-rate-limit": NUMBERS,
    "x-rate-limit-remaining": NUMBERS,
    "zendesk-ratelimit-incremental-exports-cursor": (
        *(f"total={number}; remaining={number}; resets={number}" for number in NUMBERS),
        ";;=",
    ),
    "date": DATES,
    "x-zendesk-request-id": ("", "\udcff", "é" * 300),
    "x-zendesk-api-warn": ("", "\udcff", "é", "x" * 10_000),
}
"""Values that these headers should not have. Some HTTP clients turn a byte that is not UTF-8 into a
lone surrogate."""


class Response(NamedTuple):
    """A response as HTTP clients return it."""

    status_code: int
    headers: Headers
    content: bytes


def json_response(status: int, value: Any) -> Response:
    return Response(status, {"content-type": "application/json"}, json.dumps(value).encode())


def mutated(random: Random, status: int, value: Any) -> Response:
    """The response with one or more errors."""
    response = json_response(status, value)
    content, headers = response.content, response.headers
    kind = random.random()
    if kind < 0.75:
        for _ in range(random.choice((1, 1, 1, 2, 5))):
            value = _mutated_value(random, value)
        content = _json(value)
    elif kind < 0.9:
        content = random.choice(CONTENTS)
    if random.random() < 0.1:
        content = _mutated_bytes(random, content)
    if random.random() < 0.1:
        status = random.choice(STATUSES)
    for name in random.sample(list(HEADERS), random.choice((0, 0, 1, 3))):
        headers[name] = random.choice(HEADERS[name])
    return Response(status, headers, content)


def with_values(status: int, values: dict[str, Any]) -> Response:
    """A response with values of `SCALARS`."""
    return json_response(status, {})._replace(content=_json(values))


def _mutated_value(random: Random, value: Any) -> Any:
    """The value with one part replaced, removed, doubled, wrapped or unwrapped."""
    if isinstance(value, dict) and value and random.random() < 0.85:
        key = random.choice(list(value))
        kind = random.random()
        if kind < 0.1:
            return {name: each for name, each in value.items() if name != key}
        changed = _mutated_value(random, value[key])
        return {**value, f"{key}{_AGAIN}": changed} if kind < 0.2 else {**value, key: changed}
    if isinstance(value, list) and value and random.random() < 0.85:
        at = random.randrange(len(value))
        kind = random.random()
        if kind < 0.1:
            return value[:at] + value[at + 1 :]
        if kind < 0.2:
            return [*value, value[at]]
        return [*value[:at], _mutated_value(random, value[at]), *value[at + 1 :]]
    kind = random.random()
    if kind < 0.1:
        return [value]
    if kind < 0.2:
        return {"id": value}
    if kind < 0.3 and isinstance(value, list | dict) and value:
        return random.choice([*(value.values() if isinstance(value, dict) else value)])
    return random.choice(SCALARS)


def _json(value: Any) -> bytes:
    """The JSON of a mutated value."""
    text = json.dumps(value, ensure_ascii=False)
    text = text.replace(_AGAIN, "")
    text = re.sub(rf'"{_RAW}((?:[^"\\]|\\.)*)"', lambda found: json.loads(f'"{found[1]}"'), text)
    return text.encode("utf-8", "surrogatepass")


def _mutated_bytes(random: Random, content: bytes) -> bytes:
    at = random.randrange(len(content) + 1)
    match random.randrange(5):
        case 0:
            return content[:at]
        case 1:
            return content[:at] + random.randbytes(random.choice((1, 3))) + content[at + 1 :]
        case 2:
            return content.decode("utf-8", "replace").encode("utf-16")
        case 3:
            return content + content
        case _:
            return b"\xef\xbb\xbf" + content


class Request(NamedTuple):
    """A request as this HTTP client builds it."""

    method: str
    url: str
    headers: Headers


class _HTTPClient:
    """Returns the responses of a function, without a connection."""

    def __init__(self, respond: Callable[[Request], Response]) -> None:
        self.respond = respond

    def build_request(
        self,
        method: str,
        url: str,
        *,
        content: Any = None,
        headers: Headers | None = None,
        timeout: float = 0,
    ) -> Request:
        return Request(method, url, dict(headers or {}))


class HTTPClient(_HTTPClient):
    """For synchronous clients."""

    def send(
        self, request: Request, *, auth: None = None, follow_redirects: bool = False
    ) -> Response:
        return self.respond(request)

    def close(self) -> None:
        """Do nothing: there is no connection."""


class AsyncHTTPClient(_HTTPClient):
    """For asynchronous clients."""

    async def send(
        self, request: Request, *, auth: None = None, follow_redirects: bool = False
    ) -> Response:
        return self.respond(request)

    async def aclose(self) -> None:
        """Do nothing: there is no connection."""
