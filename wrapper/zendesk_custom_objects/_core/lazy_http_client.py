"""The HTTP client of a client, created on first use.

Importing httpx and loading the certificates takes longer than everything else before the first
request, and programs that send nothing do not need them.
"""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

C = TypeVar("C")


class LazyHTTPClient(Generic[C]):
    """A given HTTP client, or one that `make` creates once, in whichever thread is first."""

    def __init__(self, made: C | None, make: Callable[[], C]) -> None:
        self._make = make
        self._made = made
        self._closed = False
        self._lock = Lock()

    def get(self) -> C:
        if self._made is None:
            with self._lock:
                if self._closed:
                    raise RuntimeError("the client is closed")
                if self._made is None:
                    self._made = self._make()
        return self._made

    def close(self) -> C | None:
        """The HTTP client for the caller to close, if there is one. None is created from now on."""
        with self._lock:
            self._closed = True
            return self._made
