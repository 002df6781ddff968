"""Functions that differ in the synchronous client; the other client has the same names."""

from __future__ import annotations

from collections.abc import Iterable
from threading import TIMEOUT_MAX, Lock, Thread
from time import sleep
from typing import TYPE_CHECKING, ParamSpec, TypeAlias, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence
    from typing import Any

    from .._core.bodies import Body
    from .._core.http_adapter import HTTPClient
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

Items: TypeAlias = Iterable[T]
"""An iterable."""


def call(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call a function that can block."""
    return function(*args, **kwargs)


def to_the_end(work: Callable[[], T], seconds: float) -> T:
    """Call `work` in a thread, where it continues even if the caller is interrupted.

    An interrupted caller waits for it, but not for longer than so many seconds.
    """
    from concurrent.futures import Future, wait  # only refresh tokens need it
    from contextvars import copy_context

    future: Future[T] = Future()

    def run() -> None:
        if future.set_running_or_notify_cancel():
            try:
                future.set_result(work())
            except BaseException as error:
                future.set_exception(error)

    try:
        Thread(target=copy_context().run, args=(run,), daemon=True).start()
        return future.result()
    except BaseException:
        if not future.cancel():  # it is under way
            wait([future], min(seconds, TIMEOUT_MAX))
        raise


def wait_for_lock(lock: Lock, seconds: float) -> None:
    """Wait until the lock is free, but not for longer than so many seconds."""
    if lock.acquire(timeout=min(seconds, TIMEOUT_MAX)):
        lock.release()


def within(seconds: float | None, work: T) -> T:
    """The result of `work`, whose time the HTTP client has limited."""
    return work


def each(items: Items[T]) -> Iterator[T]:
    """The items of an iterable."""
    return iter(items)


def close(iterator: Iterator[Any]) -> None:
    """Close a generator."""
    cast("Generator[Any, None, None]", iterator).close()


def as_completed(calls: Sequence[Callable[[], T]]) -> Iterator[T]:
    """The results of concurrent calls, in the order in which they finish.

    An interrupted caller does not wait for them.
    """
    if len(calls) == 1:
        yield calls[0]()
        return
    from queue import SimpleQueue  # only bulk runs need it

    done: SimpleQueue[tuple[T, None] | tuple[None, BaseException]] = SimpleQueue()

    def work(call: Callable[[], T]) -> None:
        try:
            done.put((call(), None))
        except BaseException as error:
            done.put((None, error))

    for call in calls:
        Thread(target=work, args=(call,), daemon=True).start()
    for _ in calls:
        result, error = done.get()
        if error is not None:
            raise error
        yield cast("T", result)


def content(body: Body | None) -> bytes | Iterable[bytes] | None:
    """The content of a body in the form that an HTTP client accepts."""
    return None if body is None else body.content


def http_client(origin: str) -> HTTPClient:
    from .._http import client  # callers with an HTTP client of their own do not need httpx

    return client(origin)


def sandbox_http_client(sandbox: Sandbox, *, owned: bool) -> HTTPClient:
    from .._http import sandbox_client

    return sandbox_client(sandbox, owned=owned)
