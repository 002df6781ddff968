"""What a client tells of its requests while it sends them, for metrics, traces and logs."""

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
    """The path with its parameters in braces, so that requests can be counted by it."""
    attempt: int
    """1, 2 if it is sent again, and so on."""


class ResponseEvent(RequestEvent, frozen=True, kw_only=True):
    """It was answered, or the connection failed."""

    status: int | None
    """`None` if no answer came."""
    seconds: float
    """From when it was sent until the answer was there."""
    request_id: str | None
    """The service's `X-Zendesk-Request-Id`."""


class RetryEvent(RequestEvent, frozen=True, kw_only=True):
    """The attempt failed, and another one follows."""

    status: int | None
    """`None` if no answer came."""
    seconds: float
    """How long the client waits before that; 0 if only the access token is renewed."""
    request_id: str | None
    """The service's `X-Zendesk-Request-Id` of the failure."""


class WaitEvent(RequestEvent, frozen=True, kw_only=True):
    """The rate limit is used up: the client waits before it sends."""

    seconds: float
    """How long, before it looks again."""


E = TypeVar("E", bound=RequestEvent)
Hook: TypeAlias = Callable[[E], object]


class Hooks(msgspec.Struct, frozen=True, kw_only=True):
    """Functions that are called with an event each, in the thread or task that sends.

    They must be quick, and not be coroutine functions. What they raise is logged and changes
    nothing. Events hold neither secrets nor values of records. Requests for access tokens and for
    the fields of an object are told of, too.
    """

    on_request: Hook[RequestEvent] | None = None
    on_response: Hook[ResponseEvent] | None = None
    on_retry: Hook[RetryEvent] | None = None
    on_wait: Hook[WaitEvent] | None = None


def tell(hook: Hook[E], event: E) -> None:
    """Call a hook: it must not get in the way of the request."""
    try:
        hook(event)
    except Exception:
        logger.exception("%s: a hook failed", event.operation)
