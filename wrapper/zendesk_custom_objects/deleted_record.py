"""A deleted record, as the incremental export returns it."""

from __future__ import annotations

import datetime
from typing import Literal, TypeAlias

import msgspec

__all__ = ["Deleted", "DeletedRecord"]

Deleted: TypeAlias = Literal["include", "exclude"]
"""Whether an export contains deleted records."""


class DeletedRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A tombstone: the record was deleted, and its name and values are no longer available.

    Everything but `id` is `None` where the service does not say it.
    """

    id: str
    """The ULID that the record had."""
    custom_object_key: str | None = None
    created_by_user_id: str | None = None
    updated_by_user_id: str | None = None
    """The user who deleted it, if known."""
    created_at: datetime.datetime | None = None
    updated_at: datetime.datetime | None = None
    """When it was deleted, if known."""
    url: str | None = None
