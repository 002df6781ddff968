"""Base class of every error, in a module of its own so that `bulk` and `errors` form no circle."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["RequestFacts", "ZendeskError"]


class RequestFacts(TypedDict, total=False):
    """Which request an error is about."""

    operation: str | None
    status: int | None
    request_id: str | None


class ZendeskError(Exception):
    """Base class of every error that this package raises."""

    def __init__(
        self,
        message: str = "",
        *,
        operation: str | None = None,
        status: int | None = None,
        request_id: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.operation = operation
        """The id of the operation, such as `CreateCustomObjectRecord`."""
        self.status = status
        """The HTTP status; `None` when no answer came."""
        self.request_id = request_id
        """The service's `X-Zendesk-Request-Id`: what its support asks for."""

    @property
    def summary(self) -> str:
        """What happened, without the operation and the request id."""
        return ": ".join(part for part in (self._status_line(), self.message) if part)

    def __str__(self) -> str:
        text = ": ".join(part for part in (self.operation, self.summary) if part)
        return f"{text} (request {self.request_id})" if self.request_id else text

    def _status_line(self) -> str:
        return str(self.status or "")
