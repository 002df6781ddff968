# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

from attrs import define


@define(kw_only=True)
class ExportFilter:
    """The filter that is in force."""

    exclude_deleted: bool | None = None
    """Whether deleted records are left out."""
