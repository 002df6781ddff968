# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

import datetime

from attrs import define


@define(kw_only=True)
class CustomObject:
    """A kind of record."""

    key: str
    """Identifies the object in every path. Never changes."""
    title: str | None = None
    """What one record is called."""
    title_pluralized: str | None = None
    """What several records are called."""
    description: str | None = None
    """What the object is for. The administration shows its first 92 characters (H)."""
    raw_title: str | None = None
    """The title as written, which may be a placeholder of dynamic content."""
    raw_title_pluralized: str | None = None
    """The title in the plural as written, which may be a placeholder of dynamic content."""
    raw_description: str | None = None
    """The description as written, which may be a placeholder of dynamic content."""
    include_in_list_view: bool | None = None
    """Whether agents see the page that lists the records; otherwise admins only. It does not
    restrict the API."""
    allows_photos: bool | None = None
    """Whether records may have a photo."""
    allows_attachments: bool | None = None
    """Whether files may be attached to records."""
    created_by_user_id: str | None = None
    """Id of the user who created the object. A string, unlike other ids of users."""
    updated_by_user_id: str | None = None
    """Id of the user who changed the object last. A string, unlike other ids of users."""
    created_at: datetime.datetime | None = None
    """When the object was created."""
    updated_at: datetime.datetime | None = None
    """When the object was last changed."""
    url: str | None = None
    """Address of the object. Opaque."""
