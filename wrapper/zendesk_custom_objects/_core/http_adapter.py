"""The interface to HTTP clients: how requests are built, and what their exceptions mean.

No type of an HTTP library is used: httpx, its fork httpx2 and clients of the caller's own all work,
if they have the methods below and name their exceptions like httpx.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import msgspec

from .._version import __version__
from ..errors import (
    ConfigurationError,
    ConnectionFailed,
    RequestTimeout,
    UnexpectedResponse,
    ZendeskError,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, Iterable

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
"""Headers that only this package sets, or leaves out."""

CONNECTION = frozenset({"connection", "expect", "keep-alive", "te", "trailer", "upgrade"})
"""Headers about the connection, which only the HTTP client sets."""

HEADER_NAME = r"[A-Za-z0-9!#$%&'*+.^_`|~-]+"

# Exceptions of httpx, aiohttp and Python by name: those of httpx's fork do not inherit from
# httpx's.
AIOHTTP = "ClientError"
FAILURES = frozenset({"RequestError", "OSError", AIOHTTP})
TIMEOUTS = frozenset({"TimeoutException", "TimeoutError"})
COMPLAINTS = frozenset({"LocalProtocolError", "UnsupportedProtocol"})
MALFORMED = frozenset({"InvalidURL", "ValueError"})
NOTHING_SENT = frozenset(
    {"ConnectError", "ConnectTimeout", "PoolTimeout", "ProxyError"}
    | {"ConnectionRefusedError", "gaierror"}
    | {"ClientConnectorError", "ConnectionTimeoutError"}
)


class HTTPResponse(Protocol):
    """The part of a response that is used."""

    @property
    def status_code(self) -> int: ...

    @property
    def headers(self) -> Mapping[str, str]: ...

    @property
    def content(self) -> bytes: ...


class HTTPClient(Protocol):
    """The methods that an HTTP client needs: an `httpx.Client` has them."""

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
    """The methods that an asynchronous HTTP client needs: an `httpx.AsyncClient` has them."""

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


class Received(msgspec.Struct, frozen=True):
    """A response whose content was read, into memory or elsewhere."""

    status_code: int
    headers: Mapping[str, str]
    content: bytes


class Bounds(NamedTuple):
    """The limits of one response."""

    deadline: float
    """Time of the monotonic clock at which it must have ended."""
    max_bytes: int
    """Size of its content, after decompression."""


class ExactHTTPClient:
    """Base of this package's own HTTP clients, which add nothing to the requests they build."""

    def bound(self, request: Any, bounds: Bounds) -> None:
        """Set the limits of the response to a request."""
        request.extensions["bounds"] = bounds


class UnacceptableResponse(Exception):
    """Raised by this package's own HTTP clients for a response that they do not read to the end."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


def bound(client: HTTPClient | AsyncHTTPClient, request: Any, bounds: Bounds) -> None:
    """Set the limits of the response to a request, if the HTTP client knows them."""
    if isinstance(client, ExactHTTPClient):
        client.bound(request, bounds)


def extra_headers(
    headers: Mapping[str, str], beside: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Headers of the caller with names in lower case, added to those in `beside`.

    Raises `ConfigurationError` for a header that only this package sets, and for an invalid one.
    The message does not contain the value, which can be a secret.
    """
    extra = dict(beside or {})
    for name, text in headers.items():
        lower = name.lower()
        if lower in RESERVED | CONNECTION or lower.startswith(("content-", "proxy-")):
            raise ConfigurationError(f"header {name} is set by the client itself: leave it out")
        if not re.fullmatch(HEADER_NAME, name):
            raise ConfigurationError(f"not a header name: {name!r}")
        check_header_value(name, text)
        extra[lower] = text
    return extra


def check_header_value(name: str, text: str) -> None:
    """Raise `ConfigurationError` for a value that could end the header or be changed."""
    if not text.isascii() or not text.isprintable() or text != text.strip():
        raise ConfigurationError(
            f"header {name}: the value has control characters, characters other than ASCII, or"
            " white space around it"
        )


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
    """The HTTP client's own request object; `content` is the body in the form that it accepts."""
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
    """The same request without an HTTP client; `authorization` is a placeholder."""
    from ..prepared import PreparedRequest  # few programs prepare requests without sending them

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


def build_download(
    client: HTTPClient | AsyncHTTPClient, url: str, *, timeout: float, operation: str
) -> Any:
    """The request for content on another host, which gets no other headers.

    Raises `UnexpectedResponse` for a malformed address.
    """
    try:
        wire = _build(client, "GET", url, {}, None, timeout)
    except Exception as error:
        if not _names(error) & MALFORMED:
            raise
        raise UnexpectedResponse(
            "the response redirects to a malformed address", location=url, operation=operation
        ) from error
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
    """A request that goes to the given URL, whatever the HTTP client is configured with.

    An HTTP client adds its base URL, query parameters, headers and cookies to requests. Its headers
    of other names stay; it cannot change the address, the credentials or the length.
    """
    ours = {**_headers(url), **headers}
    wire = client.build_request(method, url, content=content, headers=ours, timeout=timeout)
    if isinstance(client, ExactHTTPClient):
        return wire
    if str(wire.url) != url:
        wire.url = type(wire.url)(url)
    # They are right already in most cases, and httpx is slow at creating headers.
    found = {name.lower(): value for name, value in wire.headers.items()}
    meant = {name.lower(): value for name, value in ours.items()}
    if any(found.get(name) != meant.get(name) for name in RESERVED | meant.keys()):
        others = {name: text for name, text in found.items() if name not in RESERVED | meant.keys()}
        wire.headers = type(wire.headers)({**ours, **others})
    return wire


def _headers(url: str) -> dict[str, str]:
    host = url.split("/", 3)[2].rpartition("@")[2]
    return {"Host": host, "Accept": "*/*", "User-Agent": USER_AGENT}


def failure(error: Exception, operation: str, host: str = "") -> ZendeskError | None:
    """The error for an HTTP client's exception; `None` if it is not about the connection."""
    if isinstance(error, UnacceptableResponse):
        return UnexpectedResponse(str(error), operation=operation, status=error.status)
    names = _names(error)
    if not names & FAILURES:
        return None
    if AIOHTTP in (received := _names(error.__cause__)):
        # httpx-aiohttp reports a lost connection as one that was never made.
        names = received
    sent = not names & NOTHING_SENT
    if names & TIMEOUTS:
        reason = "timed out" if sent else "timed out while connecting"
        return RequestTimeout(reason, sent=sent, operation=operation)
    # An HTTP client's complaint about the request itself can quote a header.
    reason = "" if names & COMPLAINTS else str(error)
    reason = reason or type(error).__name__
    if not sent:
        reason = f"no connection to {host}: {reason}" if host else f"no connection: {reason}"
    return ConnectionFailed(reason, sent=sent, operation=operation)


def _names(error: BaseException | None) -> set[str]:
    return {kind.__name__ for kind in type(error).__mro__}
