"""The HTTP client of a client, made when it is first needed.

Importing httpx and loading the certificates takes longer than everything else a client does before
its first request, and a program that sends nothing does without.
"""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

C = TypeVar("C")


class Deferred(Generic[C]):
    """What is there already, or else what `make` makes once, for whichever thread is first."""

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
        """What is there, if anything, for the caller to close. From now on nothing is made."""
        with self._lock:
            self._closed = True
            return self._made
