# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

from attrs import define

from ..models.cursor_links import CursorLinks
from ..models.cursor_meta import CursorMeta
from ..models.custom_object_record_attachment import CustomObjectRecordAttachment


@define(kw_only=True)
class CustomObjectRecordAttachmentsResponse:
    """The attachments of a record."""

    custom_object_record_attachments: list[CustomObjectRecordAttachment]
    """The attachments, at most 5."""
    meta: CursorMeta | None = None
    """Not documented here."""
    links: CursorLinks | None = None
    """Not documented here."""
