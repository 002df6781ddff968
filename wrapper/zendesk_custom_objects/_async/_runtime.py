"""What the asynchronous client does its own way; the other side has the same names."""

from __future__ import annotations

from asyncio import Lock, sleep
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, AsyncIterator, Iterable

    from .._core.bodies import Body
    from .._core.exchange import AsyncHTTPClient
    from ..sandbox import Sandbox

__all__ = ["Lock", "content", "http_client", "sandbox_http_client", "sleep"]


class _Pieces:
    """The pieces of a body for an asynchronous client, which takes no other iterable."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = pieces

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self._pieces:
            yield piece


def content(body: Body | None) -> bytes | AsyncIterable[bytes] | None:
    """A body's content as an HTTP client takes it."""
    if body is None:
        return None
    return body.content if isinstance(body.content, bytes) else _Pieces(body.content)


def http_client() -> AsyncHTTPClient:
    from .. import _http  # httpx is loaded only for a caller who brings no client

    return _http.async_client()


def sandbox_http_client(sandbox: Sandbox, *, owned: bool) -> AsyncHTTPClient:
    from .. import _http

    return _http.async_sandbox_client(sandbox, owned=owned)
