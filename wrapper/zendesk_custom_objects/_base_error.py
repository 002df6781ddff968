"""The base class of all errors, on its own so that what errors carry need not know the others."""

from __future__ import annotations

from typing import Any, TypedDict

__all__ = ["RequestDetails", "ZendeskError"]


class RequestDetails(TypedDict, total=False):
    """The request that an error is about."""

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
        """The HTTP status; `None` without a response."""
        self.request_id = request_id
        """The `X-Zendesk-Request-Id` of the response: Zendesk's support asks for it."""

    @property
    def summary(self) -> str:
        """The message without the operation and the request id."""
        return ": ".join(part for part in (self._status_line(), self.message) if part)

    def __str__(self) -> str:
        text = ": ".join(part for part in (self.operation, self.summary) if part)
        return f"{text} (request {self.request_id})" if self.request_id else text

    def _status_line(self) -> str:
        return str(self.status or "")

    def __reduce__(self) -> tuple[Any, ...]:
        # The default calls the class with `args`, which leaves required keywords out.
        return _restore, (type(self), self.args), self.__dict__


def _restore(error_type: type[ZendeskError], args: tuple[Any, ...]) -> ZendeskError:
    """A copied or unpickled error, before its attributes are set."""
    error = error_type.__new__(error_type)
    error.args = args
    return error
