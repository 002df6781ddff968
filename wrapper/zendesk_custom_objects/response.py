"""An answer with what came around it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, TypeVar

import msgspec

__all__ = ["Response"]

T = TypeVar("T")


class Response(msgspec.Struct, Generic[T], frozen=True, kw_only=True):
    """What `send_detailed` gives."""

    body: T
    status: int
    headers: Mapping[str, str]
    """By names in lower case; without cookies."""
    request_id: str | None = None
    """The service's `X-Zendesk-Request-Id`: what its support asks for."""
    warnings: tuple[str, ...] = ()
    """What the service says in `X-Zendesk-API-Warn`: as a rule, which properties it ignored."""
