# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

import datetime

from attrs import define


@define(kw_only=True)
class RecordCount:
    """A stored count."""

    value: int | None = None
    """Number of records at that time."""
    refreshed_at: datetime.datetime | None = None
    """When they were counted."""
