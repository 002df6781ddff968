"""What the export tells of a deleted record."""

from __future__ import annotations

import datetime

import msgspec

__all__ = ["DeletedRecord"]


class DeletedRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A record that does not exist any more: what its users gave it is gone.

    Beside `id`, what the service does not tell is `None`.
    """

    id: str
    """The ULID that the record had."""
    custom_object_key: str | None = None
    created_by_user_id: str | None = None
    updated_by_user_id: str | None = None
    """Who deleted it, as far as is known."""
    created_at: datetime.datetime | None = None
    updated_at: datetime.datetime | None = None
    """When it was deleted, as far as is known."""
    url: str | None = None
