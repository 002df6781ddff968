"""Reports the events of requests to the hooks of a client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._clock import monotonic
from ..hooks import RequestEvent, ResponseEvent, RetryEvent, WaitEvent, call

if TYPE_CHECKING:
    from .._generated import types
    from ..errors import ZendeskError
    from ..hooks import Hooks


class EventReporter:
    """Reports the events of one request to the hooks."""

    def __init__(self, hooks: Hooks, operation: types.Operation) -> None:
        self._hooks = hooks
        self._operation = operation
        self._attempt = 1
        self._sent_at = 0.0

    def request(self) -> None:
        self._sent_at = monotonic()
        if self._hooks.on_request is not None:
            call(self._hooks.on_request, RequestEvent(**self._about()))

    def response(self, status: int | None, request_id: str | None = None) -> None:
        if self._hooks.on_response is not None:
            seconds = monotonic() - self._sent_at
            event = ResponseEvent(
                **self._about(), status=status, seconds=seconds, request_id=request_id
            )
            call(self._hooks.on_response, event)

    def retry(self, error: ZendeskError, seconds: float) -> None:
        if self._hooks.on_retry is not None:
            event = RetryEvent(
                **self._about(), status=error.status, seconds=seconds, request_id=error.request_id
            )
            call(self._hooks.on_retry, event)
        self._attempt += 1

    def wait(self, seconds: float) -> None:
        if self._hooks.on_wait is not None:
            call(self._hooks.on_wait, WaitEvent(**self._about(), seconds=seconds))

    def _about(self) -> dict[str, Any]:
        operation = self._operation
        return {
            "operation": operation.id,
            "method": operation.method,
            "path": operation.path,
            "attempt": self._attempt,
        }
