"""A response with its status and headers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, TypeVar

import msgspec

__all__ = ["Response"]

T = TypeVar("T")


class Response(msgspec.Struct, Generic[T], frozen=True, kw_only=True):
    """A decoded body together with the status and headers of the response."""

    body: T
    status: int
    headers: Mapping[str, str]
    """Names are in lower case; cookies are left out."""
    request_id: str | None = None
    """The `X-Zendesk-Request-Id` of the response: Zendesk's support asks for it."""
    warnings: tuple[str, ...] = ()
    """Contents of `X-Zendesk-API-Warn`, which usually lists properties that were ignored."""
