"""An HTTP client that writes responses to a sink instead of holding them in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._core import http_adapter, retries
from ..errors import UnexpectedResponse
from ..transfers import downloads

if TYPE_CHECKING:
    from .._core.http_adapter import AsyncHTTPClient


class StreamingHTTPClient:
    """Wraps an HTTP client, and writes the content of successful responses to a sink.

    The wrapped client must accept `stream=True` in `send`, and return responses with `aiter_bytes`
    and `aclose`, as httpx does.
    """

    def __init__(self, http_client: AsyncHTTPClient, sink: downloads.Sink, operation: str) -> None:
        downloads.require_streaming(http_client)
        self._http_client: Any = http_client
        self._sink = sink
        self._operation = operation

    def build_request(self, method: str, url: str, **options: Any) -> Any:
        return self._http_client.build_request(method, url, **options)

    async def send(
        self, request: Any, *, auth: None = None, follow_redirects: bool = False
    ) -> downloads.Received:
        answer = await self._http_client.send(
            request, auth=auth, follow_redirects=follow_redirects, stream=True
        )
        try:
            content = await self._receive(answer)
        finally:
            await answer.aclose()
        return downloads.Received(answer.status_code, answer.headers, content)

    async def _receive(self, answer: Any) -> bytes:
        """The body of a response with an error status; the content of others is in the sink."""
        if answer.status_code not in retries.SUCCESS:
            content = bytearray()
            async for piece in answer.aiter_bytes():
                content += piece
            return bytes(content)
        self._sink.restart()
        try:
            async for piece in answer.aiter_bytes():
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

    async def aclose(self) -> None:
        """Do nothing: the wrapped client stays open."""
