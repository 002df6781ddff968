# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

from attrs import define

from ..models.cursor_links import CursorLinks
from ..models.cursor_meta import CursorMeta
from ..models.custom_object_record import CustomObjectRecord


@define(kw_only=True)
class CustomObjectRecordsResponse:
    """A page of records."""

    custom_object_records: list[CustomObjectRecord]
    """The records."""
    meta: CursorMeta | None = None
    """Where the page stands."""
    links: CursorLinks | None = None
    """The neighbouring pages."""
    count: int | None = None
    """Only in answers to searches. The vendor describes it as the number of results in this
    answer, and shows 100 with two records: do not use it as a total."""
