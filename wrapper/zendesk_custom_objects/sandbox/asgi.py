"""The sandbox as an ASGI application, for any ASGI server."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import struct
from collections.abc import Awaitable, Callable, Collection, MutableMapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeAlias

from . import control
from .dispatch import MAX_BODY_BYTES
from .web_guard import HEADERS, require_no_web_page
from .wire.errors import RefusedError
from .wire.replies import Answer, Effect, Reply, build_reply

if TYPE_CHECKING:
    from .engine import Engine

Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
Application: TypeAlias = Callable[[Message, Receive, Send], Awaitable[None]]


def application(sandbox: Engine, *, allowed_hosts: Collection[str] = ()) -> Application:
    """An application that answers in the event loop: a request holds it for less than 1 ms.

    Running a due job, a large search or a large page of an export holds it for about 20 ms.
    Requests to `/_sandbox` must name the machine as localhost, by an IP address, or by one of
    `allowed_hosts`. The caller closes the sandbox.
    """
    hosts = frozenset(host.lower() for host in allowed_hosts)

    async def app(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _live(receive, send)
        elif scope["type"] == "http":
            await _answer(sandbox, hosts, scope, receive, send)

    return app


async def _live(receive: Receive, send: Send) -> None:
    while True:
        event = (await receive())["type"]
        await send({"type": f"{event}.complete"})
        if event == "lifespan.shutdown":
            return


async def _answer(
    sandbox: Engine, hosts: Collection[str], scope: Message, receive: Receive, send: Send
) -> None:
    body = await _body(receive)
    if body is None:
        return
    headers = [
        (name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]
    ]
    if control.owns(scope["raw_path"].decode("latin-1")):
        reply = _control_reply(sandbox, hosts, scope, dict(headers), body)
    else:
        reply = sandbox.handle(scope["method"], _target(scope, dict(headers)), headers, body)
    effect = reply.effect or Effect()
    if effect.latency:
        await _wait(effect.latency, receive)
    if effect.silent:
        await _reset(receive, send)
        return
    await send(
        {
            "type": "http.response.start",
            "status": reply.status,
            "headers": [
                (name.encode("latin-1"), value.encode("latin-1")) for name, value in reply.headers
            ],
        }
    )
    if effect.truncate is None or effect.truncate >= len(reply.body):
        await send({"type": "http.response.body", "body": reply.body})
        return
    sent = reply.body[: effect.truncate]
    await send({"type": "http.response.body", "body": sent, "more_body": True})
    await _close(receive, send)


def _control_reply(
    sandbox: Engine, hosts: Collection[str], scope: Message, headers: dict[str, str], body: bytes
) -> Reply:
    """The reply to a request that is not for the service but for the sandbox itself."""
    try:
        require_no_web_page(headers, scope["scheme"], hosts)
        if not _is_local(scope):
            sandbox.require_admin(headers.get("authorization"))
        path = scope["raw_path"].decode("latin-1")
        answer = control.answer(sandbox, scope["method"], path, body)
    except RefusedError as refusal:
        answer = Answer(refusal.status, refusal.body, refusal.headers)
    return build_reply(scope["method"], answer, HEADERS, None)


async def _wait(seconds: float, receive: Receive) -> None:
    """Wait, unless the client disconnects."""
    with suppress(TimeoutError):
        await asyncio.wait_for(receive(), seconds)


async def _reset(receive: Receive, send: Send) -> None:
    transport = _transport(send)
    if transport is not None:
        # With this option a close resets the connection.
        linger = struct.pack("ii", 1, 0)
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    await _close(receive, send)


async def _close(receive: Receive, send: Send) -> None:
    """End the connection at once, and return when it has ended."""
    transport = _transport(send)
    if transport is None:
        # ASGI cannot close a connection. A server that meets an exception closes it, too, once it
        # has begun to answer.
        raise ConnectionAbortedError("a fault that the sandbox was asked to play")
    # abort() would discard what the operating system has not taken yet.
    transport.close() if transport.get_write_buffer_size() else transport.abort()
    while (await receive())["type"] != "http.disconnect":
        pass


def _transport(send: Send) -> Any:
    """The connection itself, which uvicorn's responses have; None with another server."""
    return getattr(getattr(send, "__self__", None), "transport", None)


def _is_local(scope: Message) -> bool:
    """Whether the client is on this machine; on a socket file it has no address, and is."""
    client = scope.get("client")
    if not client:
        return True
    try:
        return ipaddress.ip_address(client[0]).is_loopback
    except ValueError:
        return False


async def _body(receive: Receive) -> bytes | None:
    """The request's body, cut off where it is too large; None if the client has disconnected."""
    chunks: list[bytes] = []
    size = 0
    while size <= MAX_BODY_BYTES:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        chunk = message.get("body", b"")
        chunks.append(chunk)
        size += len(chunk)
        if not message.get("more_body", False):
            break
    return b"".join(chunks)


def _target(scope: Message, headers: dict[str, str]) -> str:
    path = scope["raw_path"].decode("latin-1")
    query = scope["query_string"].decode("latin-1")
    host = headers.get("host")
    origin = f"{scope['scheme']}://{host}" if host else ""
    return f"{origin}{path}?{query}" if query else f"{origin}{path}"
