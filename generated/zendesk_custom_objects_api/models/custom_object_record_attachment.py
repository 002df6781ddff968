# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

import datetime

from attrs import define


@define(kw_only=True)
class CustomObjectRecordAttachment:
    """A file attached to a record."""

    id: str
    """Identifies the attachment; a ULID."""
    custom_object_record_id: str | None = None
    """Id of the record."""
    filename: str | None = None
    """Name of the file."""
    content_type: str | None = None
    """Media type."""
    size: int | None = None
    """Size in bytes."""
    content_url: str | None = None
    """Address of the content."""
    created_by: str | None = None
    """Name, not id, of the person who attached it."""
    created_at: datetime.datetime | None = None
    """When it was attached."""
    malware_scan_status: str | None = None
    """What the scan has found. A fresh file is `not_scanned`."""
    malware_scan_completed_at: datetime.datetime | None = None
    """When the scan was done."""
    malware_access_override: bool | None = None
    """Whether the file may be downloaded although malware was found in it."""
