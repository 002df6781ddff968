"""The HTTP clients of this package, over httpx."""

from __future__ import annotations

import math
import os
import sys
from contextlib import asynccontextmanager, contextmanager
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TYPE_CHECKING, Any
from urllib.request import getproxies

import httpx

from . import _deadlines
from ._core import forking
from ._core.address import is_loopback
from ._core.http_adapter import Bounds, ExactHTTPClient, Received, UnacceptableResponse
from .errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterable, Callable, Generator, Iterable

    # Where the extra is not installed, a copy in another project must still pass type checkers.
    from aiohttp import ClientSession  # type: ignore[import-not-found,unused-ignore]
    from httpx_aiohttp import AiohttpTransport  # type: ignore[import-not-found,unused-ignore]

    from ._core.http_adapter import AsyncHTTPClient, HTTPClient
    from .sandbox import Sandbox

LIMITS = httpx.Limits(max_connections=100, max_keepalive_connections=20, keepalive_expiry=5.0)
"""Idle connections are closed early: a create on a connection that the service just closed cannot
be retried."""

PROXIED = frozenset({"http", "https", "all"})
CERTIFICATES = ("SSL_CERT_FILE", "SSL_CERT_DIR")
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")

ENCODINGS = {"Accept-Encoding": "gzip, deflate"}


def client(origin: str) -> HTTPClient:
    with _configured():
        if _has_proxies(origin):
            proxied = httpx.Client(limits=LIMITS, cookies=_no_cookies(), mounts=_direct(LOOPBACK))
            return Connections(ProxyTransport(proxied))
        transport = httpx.HTTPTransport(limits=LIMITS)
    _deadlines.apply(transport)
    return Connections(transport)


def async_client(origin: str | None = None) -> AsyncHTTPClient:
    with _configured():
        if _has_proxies(origin):
            proxied = httpx.AsyncClient(
                limits=LIMITS, cookies=_no_cookies(), mounts=_direct(LOOPBACK)
            )
            return AsyncConnections(AsyncProxyTransport(proxied))
        return AsyncConnections(httpx.AsyncHTTPTransport(limits=LIMITS))


@contextmanager
def _configured() -> Generator[None, None, None]:
    """Name the variable of the environment that httpx cannot work with."""
    proxies = ", ".join(f"{name}_proxy" for name in sorted(PROXIED.intersection(getproxies())))
    try:
        yield
    except ImportError:
        raise ConfigurationError(
            f"a proxy of the environment ({proxies}) is a SOCKS proxy: install httpx[socks]"
        ) from None
    except OSError as error:
        names = [name for name in CERTIFICATES if os.environ.get(name)]
        where = (
            ", ".join(f"{name}={os.environ[name]}" for name in names) or "of the certifi package"
        )
        reason = error.strerror or error
        raise ConfigurationError(
            f"the certificates cannot be loaded ({where}): {reason}"
        ) from error
    except (ValueError, httpx.InvalidURL):
        # Without the cause, and without its text: the address of a proxy can contain a password.
        raise ConfigurationError(
            f"a proxy of the environment is malformed: correct {proxies}"
        ) from None


@asynccontextmanager
async def aiohttp_client() -> AsyncGenerator[AsyncHTTPClient, None]:
    """An HTTP client for `AsyncClient(http_client=...)` that uses aiohttp, which is faster.

    It is open during its `async with` block, and needs the extra `aiohttp`. If the environment
    names a proxy, httpx is used instead.
    """
    if _has_proxies(None):
        http_client = async_client()
    else:
        http_client = AsyncConnections(_aiohttp_transport(), again=_aiohttp_transport)
    try:
        yield http_client
    finally:
        await http_client.aclose()


def _aiohttp_transport() -> AiohttpTransport:
    """A transport like httpx's own: by default aiohttp keeps cookies, and retries requests."""
    try:
        import aiohttp
        from httpx_aiohttp import AiohttpTransport
    except ImportError as error:
        raise ImportError(
            "httpx-aiohttp is not installed: install zendesk-custom-objects[aiohttp]"
        ) from error

    async def connect_once(session: ClientSession, attempt: Any, params: object) -> None:
        if hasattr(attempt, "is_under_way"):
            raise aiohttp.ServerDisconnectedError
        attempt.is_under_way = True

    attempts = aiohttp.TraceConfig()
    attempts.on_connection_create_start.append(connect_once)
    attempts.on_connection_reuseconn.append(connect_once)

    def session() -> ClientSession:
        connector = aiohttp.TCPConnector(
            limit=LIMITS.max_connections or 0,
            keepalive_timeout=LIMITS.keepalive_expiry,
            ssl=transport.ssl_context,
        )
        return aiohttp.ClientSession(
            connector=connector, cookie_jar=aiohttp.DummyCookieJar(), trace_configs=[attempts]
        )

    with _configured():
        transport = AiohttpTransport(client=session)
    return transport


def sandbox_client(sandbox: Sandbox, *, owned: bool) -> HTTPClient:
    from .sandbox.transport import SandboxTransport  # it loads the sandbox, which few clients need

    return Connections(SandboxTransport(sandbox, owned=owned))


def async_sandbox_client(sandbox: Sandbox, *, owned: bool) -> AsyncHTTPClient:
    from .sandbox.transport import AsyncSandboxTransport  # as above

    return AsyncConnections(AsyncSandboxTransport(sandbox, owned=owned))


def _has_proxies(origin: str | None) -> bool:
    """Whether the environment names a proxy that requests to this address can go through.

    Those to this machine never do: a proxy would see their credentials, sent over plain http.
    """
    is_local = origin is not None and is_loopback(origin)
    return not is_local and not PROXIED.isdisjoint(getproxies())


def _direct(hosts: Iterable[str]) -> dict[str, Any]:
    """Mounts of httpx that bypass the proxies for these hosts."""
    return {f"all://{host}": None for host in hosts}


class Connections(ExactHTTPClient):
    """A minimal HTTP client over a transport of httpx.

    `httpx.Client` spends a third of its time on features that are not used here: cookies,
    redirects, and settings that it merges into each request.
    """

    def __init__(self, transport: httpx.BaseTransport) -> None:
        self._transport = transport
        self._is_closed = False

    def build_request(
        self,
        method: str,
        url: str,
        *,
        content: bytes | Iterable[bytes] | None = None,
        headers: dict[str, str] | None = None,
        timeout: float = 30.0,
    ) -> httpx.Request:
        return _request(method, url, content, headers, timeout)

    def send(
        self,
        request: httpx.Request,
        *,
        auth: None = None,
        follow_redirects: bool = False,
        stream: bool = False,
    ) -> Any:
        if self._is_closed:
            raise RuntimeError("the client is closed")
        bounds = _bounds(request)
        _deadlines.set_deadline(bounds.deadline)
        try:
            response = self._transport.handle_request(request)
            if stream:
                return response
            try:
                content = _Content(response, bounds)
                for piece in response.iter_bytes():
                    content.add(piece)
            finally:
                response.close()
        finally:
            _deadlines.set_deadline()
        return content.received()

    def close(self) -> None:
        self._is_closed = True
        self._transport.close()


class AsyncConnections(ExactHTTPClient):
    """The asynchronous twin of `Connections`."""

    def __init__(
        self,
        transport: httpx.AsyncBaseTransport,
        *,
        again: Callable[[], httpx.AsyncBaseTransport] | None = None,
    ) -> None:
        """`again` makes the transport of a forked process."""
        self._transport = transport
        self._again = again
        self._is_closed = False
        forking.register(self)

    def after_fork(self) -> None:
        if self._again is not None:
            forking.abandon(self._transport)
            self._transport = self._again()

    def build_request(
        self,
        method: str,
        url: str,
        *,
        content: bytes | AsyncIterable[bytes] | None = None,
        headers: dict[str, str] | None = None,
        timeout: float = 30.0,
    ) -> httpx.Request:
        return _request(method, url, content, headers, timeout)

    async def send(
        self,
        request: httpx.Request,
        *,
        auth: None = None,
        follow_redirects: bool = False,
        stream: bool = False,
    ) -> Any:
        if self._is_closed:
            raise RuntimeError("the client is closed")
        response = await self._transport.handle_async_request(request)
        if stream:
            return response
        try:
            content = _Content(response, _bounds(request))
            async for piece in response.aiter_bytes():
                content.add(piece)
        finally:
            await response.aclose()
        return content.received()

    async def aclose(self) -> None:
        self._is_closed = True
        await self._transport.aclose()


class ProxyTransport(httpx.BaseTransport):
    """An `httpx.Client` that sends through the proxies of the environment."""

    def __init__(self, http_client: httpx.Client) -> None:
        self._http_client = http_client

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return self._http_client.send(request, auth=None, follow_redirects=False, stream=True)

    def close(self) -> None:
        self._http_client.close()


class AsyncProxyTransport(httpx.AsyncBaseTransport):
    """An `httpx.AsyncClient` that sends through the proxies of the environment."""

    def __init__(self, http_client: httpx.AsyncClient) -> None:
        self._http_client = http_client

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return await self._http_client.send(request, auth=None, follow_redirects=False, stream=True)

    async def aclose(self) -> None:
        await self._http_client.aclose()


UNBOUNDED = Bounds(math.inf, sys.maxsize)


def _bounds(request: httpx.Request) -> Bounds:
    found: Bounds = request.extensions.get("bounds", UNBOUNDED)
    return found


class _Content:
    """The content of a response, which must not be too large."""

    def __init__(self, response: httpx.Response, bounds: Bounds) -> None:
        self._response = response
        self._bounds = bounds
        self._pieces: list[bytes] = []
        self._size = 0
        # The raw headers are faster to look at than httpx's own; hardly any has a comma.
        if any(
            b"," in value and name.lower() == b"content-encoding"
            for name, value in response.headers.raw
        ):
            # Decompressing one piece several times over takes any amount of memory.
            raise UnacceptableResponse(
                "the response is compressed more than once", response.status_code
            )

    def add(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._size > self._bounds.max_bytes:
            raise UnacceptableResponse(
                f"the response is larger than {self._bounds.max_bytes:,} bytes:"
                " allow more with max_response_bytes",
                self._response.status_code,
            )
        self._pieces.append(piece)

    def received(self) -> Received:
        return Received(self._response.status_code, self._response.headers, b"".join(self._pieces))


def _request(
    method: str, url: str, content: Any, headers: dict[str, str] | None, timeout: float
) -> httpx.Request:
    return httpx.Request(
        method,
        url,
        content=content,
        headers={**(headers or {}), **ENCODINGS},
        extensions={"timeout": dict.fromkeys(("connect", "read", "write", "pool"), timeout)},
    )


def _no_cookies() -> CookieJar:
    """A cookie jar that stays empty: only the credentials identify the client."""
    return CookieJar(policy=DefaultCookiePolicy(allowed_domains=[]))
