"""What the synchronous client does its own way; the other side has the same names."""

from __future__ import annotations

from collections.abc import Iterable
from threading import Lock, Thread
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
]

T = TypeVar("T")
P = ParamSpec("P")

Items: TypeAlias = Iterable[T]
"""What many things are taken from, one by one."""


def call(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What a function gives that may block."""
    return function(*args, **kwargs)


def to_the_end(work: T) -> T:
    """What `work` gave: nobody can cancel it."""
    return work


def each(items: Items[T]) -> Iterator[T]:
    """The items of an iterable."""
    return iter(items)


def close(iterator: Iterator[Any]) -> None:
    """End a generator where it is."""
    cast("Generator[Any, None, None]", iterator).close()


def as_completed(calls: Sequence[Callable[[], T]]) -> Iterator[T]:
    """What the calls give, all made at once, in the order in which they are done.

    Whoever is interrupted meanwhile does not wait for them.
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
    """A body's content as an HTTP client takes it."""
    return None if body is None else body.content


def http_client() -> HTTPClient:
    from .._http import client  # httpx is loaded only for a caller who brings no client

    return client()


def sandbox_http_client(sandbox: Sandbox, *, owned: bool) -> HTTPClient:
    from .._http import sandbox_client

    return sandbox_client(sandbox, owned=owned)
