# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

from attrs import define


@define(kw_only=True)
class ExportMeta:
    """Where a page of an export stands."""

    has_more: bool | None = None
    """Whether there is a next page. The one sign to stop on; there is no `end_of_stream`."""
