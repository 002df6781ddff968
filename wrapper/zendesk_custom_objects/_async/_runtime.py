"""Functions that differ in the asynchronous client; the other client has the same names."""

from __future__ import annotations

import asyncio
from asyncio import Lock, ensure_future, shield, sleep, to_thread
from asyncio.tasks import _unregister_task  # pyright: ignore[reportPrivateUsage]
from collections.abc import AsyncIterable, AsyncIterator, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, ParamSpec, TypeAlias, TypeVar, cast

from .._clock import monotonic

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Coroutine, Sequence
    from typing import Any

    from .._core.bodies import Body
    from .._core.http_adapter import AsyncHTTPClient
    from ..sandbox import Sandbox

__all__ = [
    "Items",
    "Lock",
    "as_completed",
    "call",
    "close",
    "content",
    "each",
    "http_client",
    "sandbox_http_client",
    "sleep",
    "to_the_end",
    "wait_for_lock",
    "within",
]

T = TypeVar("T")
P = ParamSpec("P")

Items: TypeAlias = AsyncIterable[T] | Iterable[T]
"""An iterable of either kind."""


async def call(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call a function that can block, in a thread."""
    return await to_thread(function, *args, **kwargs)


async def to_the_end(work: Callable[[], Coroutine[Any, Any, T]], seconds: float) -> T:
    """Wait for `work`, which continues even if the caller is cancelled.

    It also continues if all tasks are cancelled, as at the end of the event loop, but not for
    longer than so many seconds.
    """
    return await shield(ensure_future(_outlast(work, seconds)))


async def _outlast(work: Callable[[], Coroutine[Any, Any, T]], seconds: float) -> T:
    task = ensure_future(work())
    # Whoever cancels all tasks must not find this one, but only the one that waits for it.
    _unregister_task(task)
    until: float | None = None
    while not task.done() and (until is None or monotonic() < until):
        try:
            await asyncio.wait({task}, timeout=None if until is None else until - monotonic())
        except asyncio.CancelledError:
            until = monotonic() + seconds if until is None else until
    task.cancel()
    return await task


async def wait_for_lock(lock: Lock, seconds: float) -> None:
    """Wait until the lock is free, but not for longer than so many seconds."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds), lock:
            pass


async def within(seconds: float | None, work: Coroutine[Any, Any, T]) -> T:
    """Wait for `work`; raises `TimeoutError` if it takes longer."""
    async with asyncio.timeout(seconds):
        return await work


async def each(items: Items[T]) -> AsyncIterator[T]:
    """The items of an iterable of either kind."""
    if isinstance(items, AsyncIterable):
        async for item in items:
            yield item
    else:
        for item in items:
            yield item


async def close(iterator: AsyncIterator[Any]) -> None:
    """Close a generator."""
    await cast("AsyncGenerator[Any, None]", iterator).aclose()


async def as_completed(calls: Sequence[Callable[[], Coroutine[Any, Any, T]]]) -> AsyncIterator[T]:
    """The results of concurrent calls, in the order in which they finish."""
    tasks = [ensure_future(call()) for call in calls]
    try:
        for done in asyncio.as_completed(tasks):
            yield await done
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


class _Pieces:
    """The pieces of a body as an asynchronous iterable, the only kind that httpx accepts."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = pieces

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self._pieces:
            yield piece


def content(body: Body | None) -> bytes | AsyncIterable[bytes] | None:
    """The content of a body in the form that an HTTP client accepts."""
    if body is None:
        return None
    return body.content if isinstance(body.content, bytes) else _Pieces(body.content)


def http_client(origin: str) -> AsyncHTTPClient:
    from .._http import async_client  # callers with an HTTP client of their own do not need httpx

    return async_client(origin)


def sandbox_http_client(sandbox: Sandbox, *, owned: bool) -> AsyncHTTPClient:
    from .._http import async_sandbox_client

    return async_sandbox_client(sandbox, owned=owned)
