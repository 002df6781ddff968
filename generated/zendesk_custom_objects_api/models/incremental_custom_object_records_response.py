# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

from attrs import define

from ..models.export_filter import ExportFilter
from ..models.export_meta import ExportMeta
from ..models.exported_custom_object_record import ExportedCustomObjectRecord


@define(kw_only=True)
class IncrementalCustomObjectRecordsResponse:
    """A page of an export."""

    custom_object_records: list[ExportedCustomObjectRecord]
    """The records."""
    after_cursor: str | None = None
    """Cursor for the next page, and for the next run."""
    after_url: str | None = None
    """Address of the next page. Null on the last."""
    before_cursor: str | None = None
    """Cursor for the page before."""
    before_url: str | None = None
    """Address of the page before."""
    filter: ExportFilter | None = None
    """The filter that is in force."""
    meta: ExportMeta | None = None
    """Where a page of an export stands."""
