"""What the synchronous client does its own way; the other side has the same names."""

from __future__ import annotations

from threading import Lock
from time import sleep
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .._core.bodies import Body
    from .._core.exchange import HTTPClient
    from ..sandbox import Sandbox

__all__ = ["Lock", "call", "content", "http_client", "sandbox_http_client", "sleep", "to_the_end"]

T = TypeVar("T")
P = ParamSpec("P")


def call(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What a function gives that may block."""
    return function(*args, **kwargs)


def to_the_end(work: T) -> T:
    """What `work` gave: nobody can cancel it."""
    return work


def content(body: Body | None) -> bytes | Iterable[bytes] | None:
    """A body's content as an HTTP client takes it."""
    return None if body is None else body.content


def http_client() -> HTTPClient:
    from .._http import client  # httpx is loaded only for a caller who brings no client

    return client()


def sandbox_http_client(sandbox: Sandbox, *, owned: bool) -> HTTPClient:
    from .._http import sandbox_client

    return sandbox_client(sandbox, owned=owned)
