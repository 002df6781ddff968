"""The sandbox as an ASGI application, for any ASGI server."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, TypeAlias

from .engine import LARGEST_BODY, Sandbox

Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
Application: TypeAlias = Callable[[Message, Receive, Send], Awaitable[None]]


def application(sandbox: Sandbox) -> Application:
    """An application that answers in the event loop: a request holds it for less than 1 ms.

    The sandbox stays its owner's to close.
    """

    async def app(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _live(receive, send)
        elif scope["type"] == "http":
            await _answer(sandbox, scope, receive, send)

    return app


async def _live(receive: Receive, send: Send) -> None:
    while True:
        event = (await receive())["type"]
        await send({"type": f"{event}.complete"})
        if event == "lifespan.shutdown":
            return


async def _answer(sandbox: Sandbox, scope: Message, receive: Receive, send: Send) -> None:
    body = await _body(receive)
    if body is None:
        return
    headers = [
        (name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]
    ]
    reply = sandbox.handle(scope["method"], _target(scope, dict(headers)), headers, body)
    await send(
        {
            "type": "http.response.start",
            "status": reply.status,
            "headers": [
                (name.encode("latin-1"), value.encode("latin-1")) for name, value in reply.headers
            ],
        }
    )
    await send({"type": "http.response.body", "body": reply.body})


async def _body(receive: Receive) -> bytes | None:
    """The request's body, cut off where it is too large anyway; None if the client went away."""
    chunks: list[bytes] = []
    size = 0
    while size <= LARGEST_BODY:
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
