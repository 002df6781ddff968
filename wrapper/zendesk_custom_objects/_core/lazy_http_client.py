"""The HTTP client of a client, created on first use.

Importing httpx and loading the certificates takes longer than everything else before the first
request, and programs that send nothing do not need them.
"""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Generic, NoReturn, TypeVar

from ..errors import ConfigurationError
from . import forking
from .http_adapter import ExactHTTPClient

if TYPE_CHECKING:
    from collections.abc import Callable

C = TypeVar("C")


class LazyHTTPClient(Generic[C]):
    """A given HTTP client, or one that `make` creates once, in whichever thread is first.

    A forked process creates its own.
    """

    def __init__(self, given: C | None, make: Callable[[], C]) -> None:
        self._given = given
        self._make = make
        self._used: C | None = None
        """The HTTP client, once there was a request for it."""
        self._closed = False
        self._lock = Lock()
        forking.register(self)

    def get(self) -> C:
        if self._used is None:
            with self._lock:
                if self._closed:
                    raise RuntimeError("the client is closed")
                if self._used is None:
                    self._used = self._make() if self._given is None else self._given
        return self._used

    def close(self) -> C | None:
        """The HTTP client for the caller to close, if there is one. None is created from now on."""
        with self._lock:
            self._closed = True
            return self._used or self._given

    def after_fork(self) -> None:
        self._lock = Lock()
        if self._used is None or isinstance(self._given, ExactHTTPClient):
            return
        forking.abandon(self._used)
        self._used = None
        if self._given is not None:
            self._given, self._make = None, _refuse


def _refuse() -> NoReturn:
    raise ConfigurationError(
        "the http_client was used before this process was forked, and its connections belong to the"
        " parent process: create it, and this client, in the forked process"
    )
