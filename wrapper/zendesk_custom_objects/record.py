"""A record of a custom object."""

from __future__ import annotations

import datetime
from typing import Any, Generic, TypeVar

import msgspec

__all__ = ["Record"]

F = TypeVar("F")


class Record(
    msgspec.Struct, Generic[F], frozen=True, kw_only=True, rename={"fields": "custom_object_fields"}
):
    """A record as the service returned it: only `id` is always present.

    `F` is the type of `fields`: `dict[str, Any]`, or a class with an attribute for each field. A
    value that does not have its declared type is kept as received.
    """

    id: str
    """A ULID, assigned by the service."""
    custom_object_key: str | None = None
    name: str | None = None
    external_id: str | None = None
    fields: F = msgspec.field(default_factory=dict)  # type: ignore[assignment]  # absent reads as empty
    """Values of the custom fields by field key; `None` for a field without a value."""
    photo: dict[str, Any] | None = None
    created_by_user_id: str | None = None
    updated_by_user_id: str | None = None
    created_at: datetime.datetime | None = None
    updated_at: datetime.datetime | None = None
    url: str | None = None
