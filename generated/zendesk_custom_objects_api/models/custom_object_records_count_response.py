# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

from attrs import define

from ..models.record_count import RecordCount


@define(kw_only=True)
class CustomObjectRecordsCountResponse:
    """The count of an object's records."""

    count: RecordCount
    """A stored count."""
