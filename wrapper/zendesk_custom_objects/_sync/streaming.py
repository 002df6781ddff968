# Generated from _async/streaming.py by scripts/generate.py: do not edit.
"""An HTTP client whose answers are not held in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._core import http_adapter, retries
from ..errors import UnexpectedResponse
from ..transfers import downloads

if TYPE_CHECKING:
    from .._core.http_adapter import HTTPClient


class StreamingHTTPClient:
    """Another client, which writes the content of each success to a sink as it arrives.

    It asks two things more of that client: that `send` takes `stream=True`, and that what it gives
    then has `iter_bytes` and `close`, as in httpx.
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
        """The body of a failure; that of a success is in the sink."""
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
                f"the content broke off after {self._sink.size} bytes, which the stream cannot take"
                " back",
                operation=self._operation,
                status=answer.status_code,
            ) from error
        return b""

    def close(self) -> None:
        """It has nothing of its own to close."""
