"""Connections of httpcore that stop at a deadline, whatever arrives meanwhile.

A time limit of httpx is one for each part of a response: one that never ends, but for a byte now
and then, is within all of them.
"""

from __future__ import annotations

import math
import threading
from typing import TYPE_CHECKING, Any

import httpcore

from ._clock import monotonic

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterable

__all__ = ["apply", "set_deadline"]

_current = threading.local()


def set_deadline(deadline: float = math.inf) -> None:
    """Let connections of this thread fail at a time of the monotonic clock, or no more."""
    _current.deadline = deadline


def apply(transport: Any) -> None:
    """Make the connections of an `httpx.HTTPTransport` observe deadlines.

    Neither httpx nor a pool that is made already has a public way to set a network backend.
    """
    pool = transport._pool
    pool._network_backend = _Backend(pool._network_backend)


def _bounded(timeout: float | None, error: type[Exception]) -> float | None:
    """The time limit for one part, which is never after the deadline."""
    left = getattr(_current, "deadline", math.inf) - monotonic()
    if left == math.inf:
        return timeout
    if left <= 0:
        raise error("the response did not end in time")
    return left if timeout is None else min(timeout, left)


class _Backend(httpcore.NetworkBackend):
    def __init__(self, backend: httpcore.NetworkBackend) -> None:
        self._backend = backend

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        return _Stream(
            self._backend.connect_tcp(host, port, timeout, local_address, socket_options)
        )

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        return _Stream(self._backend.connect_unix_socket(path, timeout, socket_options))

    def sleep(self, seconds: float) -> None:
        self._backend.sleep(seconds)


class _Stream(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _bounded(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _bounded(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
