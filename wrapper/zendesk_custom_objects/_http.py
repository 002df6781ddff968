"""The HTTP clients that are made for a caller who brings none: the only module that names httpx."""

from __future__ import annotations

from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from .sandbox import Sandbox
    from .sandbox.wire.replies import Effect

LIMITS = httpx.Limits(max_connections=100, max_keepalive_connections=20, keepalive_expiry=5.0)
"""An idle connection is given up early: a create on one that the service just closed cannot be
sent again."""


def client() -> httpx.Client:
    return httpx.Client(limits=LIMITS, cookies=_no_cookies())


def async_client() -> httpx.AsyncClient:
    return httpx.AsyncClient(limits=LIMITS, cookies=_no_cookies())


def sandbox_client(sandbox: Sandbox, *, owned: bool) -> httpx.Client:
    return httpx.Client(transport=SandboxTransport(sandbox, owned=owned), cookies=_no_cookies())


def async_sandbox_client(sandbox: Sandbox, *, owned: bool) -> httpx.AsyncClient:
    transport = AsyncSandboxTransport(sandbox, owned=owned)
    return httpx.AsyncClient(transport=transport, cookies=_no_cookies())


class SandboxTransport(httpx.BaseTransport):
    """Hands requests to a sandbox in this process; one that it owns is closed with it."""

    def __init__(self, sandbox: Sandbox, *, owned: bool) -> None:
        self._sandbox = sandbox
        self._owned = owned

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return _reply(self._sandbox, request, request.read())

    def close(self) -> None:
        if self._owned:
            self._sandbox.close()


class AsyncSandboxTransport(httpx.AsyncBaseTransport):
    """The same for an asynchronous client: an answer takes a fraction of a millisecond."""

    def __init__(self, sandbox: Sandbox, *, owned: bool) -> None:
        self._sandbox = sandbox
        self._owned = owned

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return _reply(self._sandbox, request, await request.aread())

    async def aclose(self) -> None:
        if self._owned:
            self._sandbox.close()


def _reply(sandbox: Sandbox, request: httpx.Request, body: bytes) -> httpx.Response:
    reply = sandbox.handle(
        request.method, request.url.raw_path.decode("ascii"), request.headers.multi_items(), body
    )
    if reply.effect is not None:
        _suffer(sandbox, reply.effect, request, len(reply.body))
    return httpx.Response(reply.status, headers=reply.headers, content=reply.body, request=request)


def _suffer(sandbox: Sandbox, effect: Effect, request: httpx.Request, size: int) -> None:
    """Fail as the network would. Time passes on the sandbox's clock only."""
    patience = request.extensions.get("timeout", {}).get("connect" if effect.refuse else "read")
    if patience is not None and effect.latency > patience:
        sandbox.clock.advance(patience)
        if effect.refuse:
            raise httpx.ConnectTimeout("The connection timed out", request=request)
        raise httpx.ReadTimeout("The read operation timed out", request=request)
    sandbox.clock.advance(effect.latency)
    if effect.refuse:
        raise httpx.ConnectError("Connection refused", request=request)
    if effect.reset:
        raise httpx.ReadError("Connection reset by peer", request=request)
    if effect.truncate is not None and effect.truncate < size:
        raise httpx.RemoteProtocolError(
            "peer closed connection without sending complete message body "
            f"(received {effect.truncate} bytes, expected {size})",
            request=request,
        )


def _no_cookies() -> CookieJar:
    """A jar that stays empty: the credentials are all that identifies the client."""
    return CookieJar(policy=DefaultCookiePolicy(allowed_domains=[]))
