"""One exchange with whatever HTTP client there is: how it is asked, what it may raise.

No type of an HTTP library is named: httpx, its fork httpx2 and a client of the caller's own making
all serve, as long as they have the methods below and name their exceptions like httpx.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any, Protocol

from .._version import __version__
from ..errors import ConfigurationError, ConnectionFailed, RequestTimeout

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, Iterable, Mapping

    from .._generated import types
    from ..prepared import PreparedRequest
    from . import bodies

__all__ = ["AsyncHTTPClient", "HTTPClient", "HTTPResponse"]

USER_AGENT = (
    f"zendesk-custom-objects/{__version__} python/{sys.version_info.major}.{sys.version_info.minor}"
)

RESERVED = frozenset(
    {"accept", "authorization", "content-length", "content-type", "cookie", "host"}
    | {"transfer-encoding", "user-agent"}
)
"""Headers that only the client itself sets, or leaves out."""

CONNECTION = frozenset({"connection", "expect", "keep-alive", "te", "trailer", "upgrade"})
"""Headers about the connection, which belong to the HTTP client."""

HEADER_NAME = r"[A-Za-z0-9!#$%&'*+.^_`|~-]+"

# Exceptions by name, httpx's, aiohttp's and Python's own: the classes of httpx's fork are no
# relatives of httpx's.
AIOHTTP = "ClientError"
FAILURES = frozenset({"RequestError", "OSError", AIOHTTP})
TIMEOUTS = frozenset({"TimeoutException", "TimeoutError"})
COMPLAINTS = frozenset({"LocalProtocolError", "UnsupportedProtocol"})
NOTHING_SENT = frozenset(
    {"ConnectError", "ConnectTimeout", "PoolTimeout", "ProxyError"}
    | {"ConnectionRefusedError", "gaierror"}
    | {"ClientConnectorError", "ConnectionTimeoutError"}
)


class HTTPResponse(Protocol):
    """What is read of an answer."""

    @property
    def status_code(self) -> int: ...

    @property
    def headers(self) -> Mapping[str, str]: ...

    @property
    def content(self) -> bytes: ...


class HTTPClient(Protocol):
    """What is asked of an HTTP client, such as an `httpx.Client`: to build, to send, to close."""

    def build_request(
        self,
        method: str,
        url: str,
        *,
        content: bytes | Iterable[bytes] | None = ...,
        headers: dict[str, str] | None = ...,
        timeout: float = ...,
    ) -> Any: ...

    def send(
        self, request: Any, *, auth: None = ..., follow_redirects: bool = ...
    ) -> HTTPResponse: ...

    def close(self) -> None: ...


class AsyncHTTPClient(Protocol):
    """What is asked of an asynchronous HTTP client, such as an `httpx.AsyncClient`."""

    def build_request(
        self,
        method: str,
        url: str,
        *,
        content: bytes | AsyncIterable[bytes] | None = ...,
        headers: dict[str, str] | None = ...,
        timeout: float = ...,
    ) -> Any: ...

    async def send(
        self, request: Any, *, auth: None = ..., follow_redirects: bool = ...
    ) -> HTTPResponse: ...

    async def aclose(self) -> None: ...


class Faithful:
    """An HTTP client of our own making: what it builds is what it was told, and nothing else."""


def extra_headers(
    headers: Mapping[str, str], beside: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Headers of the caller, by names in lower case, together with those `beside` them.

    Raises `ConfigurationError` for one that is the client's own, and for what is no header. The
    message does not hold the value: it may be a secret.
    """
    extra = dict(beside or {})
    for name, text in headers.items():
        lower = name.lower()
        if lower in RESERVED | CONNECTION or lower.startswith(("content-", "proxy-")):
            raise ConfigurationError(f"the header {name} is the client's own")
        if not re.fullmatch(HEADER_NAME, name):
            raise ConfigurationError(f"{name!r} is no name of a header")
        if not text.isascii() or not text.isprintable() or text != text.strip():
            raise ConfigurationError(f"the header {name} holds what no header may hold")
        extra[lower] = text
    return extra


def build(
    client: HTTPClient | AsyncHTTPClient,
    request: types.Request[Any],
    url: str,
    *,
    body: bodies.Body | None,
    content: Any,
    authorization: str | None,
    timeout: float,
    extra: Mapping[str, str],
) -> Any:
    """The client's own form of a request; `content` is the body's, in the kind that it takes."""
    headers = _own_headers(request, body, authorization, extra)
    return _build(client, request.method, url, headers, content, timeout)


def prepared(
    request: types.Request[Any],
    url: str,
    *,
    body: bodies.Body | None,
    authorization: str | None,
    extra: Mapping[str, str],
    is_repeatable: bool,
) -> PreparedRequest:
    """What `build` is asked for, without a client: `authorization` is not the real one."""
    from ..prepared import PreparedRequest  # few programs look at a request before it is sent

    headers = _own_headers(request, body, authorization, extra)
    return PreparedRequest(
        request=request,
        method=request.method,
        url=url,
        headers={**_headers(url), **headers},
        body=None if body is None else b"".join(body.pieces()),
        is_repeatable=is_repeatable,
    )


def _own_headers(
    request: types.Request[Any],
    body: bodies.Body | None,
    authorization: str | None,
    extra: Mapping[str, str],
) -> dict[str, str]:
    headers = dict(extra)
    if authorization is not None:
        headers["Authorization"] = authorization
    if body is not None:
        headers["Content-Type"] = body.media_type
        headers["Content-Length"] = str(len(body.content))
    if bytes not in request.responses.values():
        headers["Accept"] = "application/json"
    return headers


def build_download(client: HTTPClient | AsyncHTTPClient, url: str, *, timeout: float) -> Any:
    """The request for content that lies elsewhere: the host there is told nothing else."""
    wire = _build(client, "GET", url, {}, None, timeout)
    wire.headers = type(wire.headers)(_headers(url))
    return wire


def _build(
    client: HTTPClient | AsyncHTTPClient,
    method: str,
    url: str,
    headers: dict[str, str],
    content: Any,
    timeout: float,
) -> Any:
    """A request as it was meant, whatever the client is set up with.

    A client adds its base URL, query parameters, headers and cookies to what it builds. Headers of
    other names stay; what says where a request goes, who sends it and how long it is does not.
    """
    ours = {**_headers(url), **headers}
    wire = client.build_request(method, url, content=content, headers=ours, timeout=timeout)
    if isinstance(client, Faithful):
        return wire
    if str(wire.url) != url:
        wire.url = type(wire.url)(url)
    # Mostly they are right already, and making them anew takes httpx a while.
    found = {name.lower(): value for name, value in wire.headers.items()}
    meant = {name.lower(): value for name, value in ours.items()}
    if any(found.get(name) != meant.get(name) for name in RESERVED | meant.keys()):
        others = {name: text for name, text in found.items() if name not in RESERVED | meant.keys()}
        wire.headers = type(wire.headers)({**ours, **others})
    return wire


def _headers(url: str) -> dict[str, str]:
    host = url.split("/", 3)[2].rpartition("@")[2]
    return {"Host": host, "Accept": "*/*", "User-Agent": USER_AGENT}


def failure(error: Exception, operation: str, host: str = "") -> ConnectionFailed | None:
    """What an HTTP client's exception means; `None` if it is not about the connection."""
    names = _names(error)
    if not names & FAILURES:
        return None
    if AIOHTTP in (received := _names(error.__cause__)):
        # httpx-aiohttp takes a connection that was lost for one that was never made.
        names = received
    sent = not names & NOTHING_SENT
    if names & TIMEOUTS:
        reason = "timed out" if sent else "timed out connecting"
        return RequestTimeout(reason, sent=sent, operation=operation)
    # A client's complaint about the request itself may quote a header.
    reason = "" if names & COMPLAINTS else str(error)
    reason = reason or type(error).__name__
    if not sent:
        reason = f"no connection to {host}: {reason}" if host else f"no connection: {reason}"
    return ConnectionFailed(reason, sent=sent, operation=operation)


def _names(error: BaseException | None) -> set[str]:
    return {kind.__name__ for kind in type(error).__mro__}
