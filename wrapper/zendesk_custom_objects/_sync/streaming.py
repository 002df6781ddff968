# Generated from _async/streaming.py by scripts/generate.py: do not edit.
"""An HTTP client that writes responses to a sink instead of holding them in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._clock import monotonic
from .._core import http_adapter, retries
from ..errors import UnexpectedResponse
from ..transfers import downloads

if TYPE_CHECKING:
    from .._core.http_adapter import HTTPClient


MAX_ERROR_BYTES = 1024 * 1024
"""Size of a response with an error status, which says why in a few words."""


class StreamingHTTPClient:
    """Wraps an HTTP client, and writes the content of successful responses to a sink.

    The wrapped client must accept `stream=True` in `send`, and return responses with `iter_bytes`
    and `close`, as httpx does.
    """

    def __init__(
        self, http_client: HTTPClient, sink: downloads.Sink, operation: str, *, seconds: float
    ) -> None:
        downloads.require_streaming(http_client)
        self._http_client: Any = http_client
        self._sink = sink
        self._operation = operation
        self._seconds = seconds
        """For the response, in addition to those that its size allows."""

    def build_request(self, method: str, url: str, **options: Any) -> Any:
        return self._http_client.build_request(method, url, **options)

    def send(
        self, request: Any, *, auth: None = None, follow_redirects: bool = False
    ) -> http_adapter.Received:
        started = monotonic()
        bounds = http_adapter.Bounds(started + self._seconds, 0)
        http_adapter.bound(self._http_client, request, bounds)
        answer = self._http_client.send(
            request, auth=auth, follow_redirects=follow_redirects, stream=True
        )
        try:
            content = self._receive(answer, started)
        finally:
            answer.close()
        return http_adapter.Received(answer.status_code, answer.headers, content)

    def _receive(self, answer: Any, started: float) -> bytes:
        """The body of a response with an error status; the content of others is in the sink."""
        if answer.status_code not in retries.SUCCESS:
            content = bytearray()
            for piece in answer.iter_bytes():
                content += piece
                self._check_pace(started, len(content))
                if len(content) > MAX_ERROR_BYTES:
                    raise http_adapter.UnacceptableResponse(
                        f"the response is larger than {MAX_ERROR_BYTES:,} bytes",
                        answer.status_code,
                    )
            return bytes(content)
        self._sink.restart()
        try:
            for piece in answer.iter_bytes():
                self._sink.write(piece)
                self._check_pace(started, self._sink.size)
        except Exception as error:
            if self._sink.can_restart or http_adapter.failure(error, self._operation) is None:
                raise
            raise UnexpectedResponse(
                f"the connection was lost after {self._sink.size} bytes, and the stream cannot be"
                " rewound to start again",
                operation=self._operation,
                status=answer.status_code,
            ) from error
        return b""

    def _check_pace(self, started: float, size: int) -> None:
        if monotonic() - started > self._seconds + size / downloads.MIN_BYTES_PER_SECOND:
            raise TimeoutError(f"only {size:,} bytes arrived in time")

    def close(self) -> None:
        """Do nothing: the wrapped client stays open."""
