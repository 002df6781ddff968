"""The sandbox in this process, as transports of httpx: clients talk to it without a connection."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from .engine import Engine
    from .wire.replies import Effect


class SandboxTransport(httpx.BaseTransport):
    """Hands requests to a sandbox; one that it owns is closed with it."""

    def __init__(self, sandbox: Engine, *, owned: bool) -> None:
        self._sandbox = sandbox
        self._owned = owned

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return _response(self._sandbox, request, request.read())

    def close(self) -> None:
        if self._owned:
            self._sandbox.close()


class AsyncSandboxTransport(httpx.AsyncBaseTransport):
    """The same for an asynchronous client: an answer takes a fraction of a millisecond."""

    def __init__(self, sandbox: Engine, *, owned: bool) -> None:
        self._sandbox = sandbox
        self._owned = owned

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return _response(self._sandbox, request, await request.aread())

    async def aclose(self) -> None:
        if self._owned:
            self._sandbox.close()


def _response(sandbox: Engine, request: httpx.Request, body: bytes) -> httpx.Response:
    reply = sandbox.handle(
        request.method, request.url.raw_path.decode("ascii"), request.headers.multi_items(), body
    )
    if reply.effect is not None:
        _apply(reply.effect, sandbox, request, len(reply.body))
    return httpx.Response(reply.status, headers=reply.headers, content=reply.body, request=request)


def _apply(effect: Effect, sandbox: Engine, request: httpx.Request, size: int) -> None:
    """Fail as the network would. Time passes on the sandbox's clock only."""
    timeout = request.extensions.get("timeout", {}).get("connect" if effect.refuse else "read")
    if timeout is not None and effect.latency > timeout:
        sandbox.clock.advance(timeout)
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
