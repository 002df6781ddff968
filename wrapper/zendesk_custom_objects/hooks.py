"""Hooks: functions that are called for each request, for metrics, traces and logs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias, TypeVar

import msgspec

from ._log import logger

__all__ = [
    "Hooks",
    "RequestEvent",
    "ResponseEvent",
    "RetryEvent",
    "WaitEvent",
]


class RequestEvent(msgspec.Struct, frozen=True, kw_only=True):
    """A request is about to be sent."""

    operation: str
    """The id of the operation, such as `CreateCustomObjectRecord`."""
    method: str
    path: str
    """Path template with parameters in braces, so that requests can be grouped by it."""
    attempt: int
    """1 for the first attempt, 2 for the first retry, and so on."""


class ResponseEvent(RequestEvent, frozen=True, kw_only=True):
    """A response arrived, or the connection failed."""

    status: int | None
    """`None` without a response."""
    seconds: float
    """Duration of the attempt."""
    request_id: str | None
    """The service's `X-Zendesk-Request-Id`."""


class RetryEvent(RequestEvent, frozen=True, kw_only=True):
    """The attempt failed, and a retry follows."""

    status: int | None
    """`None` without a response."""
    seconds: float
    """Delay before the retry; 0 if only the access token is renewed."""
    request_id: str | None
    """The `X-Zendesk-Request-Id` of the failed response."""


class WaitEvent(RequestEvent, frozen=True, kw_only=True):
    """The rate limit is used up: the client waits before it sends the request."""

    seconds: float
    """Delay until it checks the rate limit again."""


E = TypeVar("E", bound=RequestEvent)
Hook: TypeAlias = Callable[[E], object]


class Hooks(msgspec.Struct, frozen=True, kw_only=True):
    """Functions that are called with an event, in the thread or task that sends the request.

    They must be fast, and must not be coroutine functions. An exception that they raise is logged
    and has no other effect. Events contain neither secrets nor values of records. Requests for
    access tokens and for the fields of an object are reported as well.
    """

    on_request: Hook[RequestEvent] | None = None
    on_response: Hook[ResponseEvent] | None = None
    on_retry: Hook[RetryEvent] | None = None
    on_wait: Hook[WaitEvent] | None = None


def call(hook: Hook[E], event: E) -> None:
    """Call a hook; its exceptions are logged, as they must not affect the request."""
    try:
        hook(event)
    except Exception:
        logger.exception("%s: a hook raised an exception", event.operation)
