"""From the calls of a probe to requests, and from responses to its replies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec

from .._core import raw_requests
from .scene import Reply

if TYPE_CHECKING:
    from .._generated import types
    from ..errors import ZendeskError
    from ..response import Response
    from .scene import Call

__all__ = ["build_request", "is_fatal", "refusal", "reply"]

_FATAL: Final = frozenset({None, 401, 429})
"""Without an answer, without credentials, or with the rate limit used up (and the retries), every
other request would fail in the same way."""


def build_request(call: Call) -> types.Request[bytes]:
    """The request; a deletion is retried, a redirect is a reply like any other.

    Raises `ValueError` for an id that cannot be part of a path.
    """
    built = raw_requests.build(
        call.method,
        call.path,
        query=call.query,
        json=call.json,
        content=call.content,
        media_type=call.media_type,
        idempotent=call.method == "DELETE",
    )
    operation = msgspec.structs.replace(built.operation, redirects=False)
    return msgspec.structs.replace(built, operation=operation)


def reply(response: Response[bytes]) -> Reply:
    """A success; or, after a retried deletion, that there was nothing left to delete."""
    body = raw_requests.decoded(response.body, response.headers)
    return Reply(response.status, body, is_warned=bool(response.warnings))


def refusal(error: ZendeskError) -> Reply:
    """A response with an error status."""
    body: Any = getattr(error, "body", None)
    return Reply(error.status or 0, body)


def is_fatal(error: ZendeskError) -> bool:
    """Whether the probe cannot go on."""
    return error.status in _FATAL
