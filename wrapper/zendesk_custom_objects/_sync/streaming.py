# Generated from _async/streaming.py by scripts/generate.py: do not edit.
"""An HTTP client that writes responses to a sink instead of holding them in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._core import http_adapter, retries
from ..errors import UnexpectedResponse
from ..transfers import downloads

if TYPE_CHECKING:
    from .._core.http_adapter import HTTPClient


class StreamingHTTPClient:
    """Wraps an HTTP client, and writes the content of successful responses to a sink.

    The wrapped client must accept `stream=True` in `send`, and return responses with `iter_bytes`
    and `close`, as httpx does.
    """

    def __init__(self, http_client: HTTPClient, sink: downloads.Sink, operation: str) -> None:
        downloads.require_streaming(http_client)
        self._http_client: Any = http_client
        self._sink = sink
        self._operation = operation

    def build_request(self, method: str, url: str, **options: Any) -> Any:
        return self._http_client.build_request(method, url, **options)

    def send(
        self, request: Any, *, auth: None = None, follow_redirects: bool = False
    ) -> downloads.Received:
        answer = self._http_client.send(
            request, auth=auth, follow_redirects=follow_redirects, stream=True
        )
        try:
            content = self._receive(answer)
        finally:
            answer.close()
        return downloads.Received(answer.status_code, answer.headers, content)

    def _receive(self, answer: Any) -> bytes:
        """The body of a response with an error status; the content of others is in the sink."""
        if answer.status_code not in retries.SUCCESS:
            content = bytearray()
            for piece in answer.iter_bytes():
                content += piece
            return bytes(content)
        self._sink.restart()
        try:
            for piece in answer.iter_bytes():
                self._sink.write(piece)
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

    def close(self) -> None:
        """Do nothing: the wrapped client stays open."""
