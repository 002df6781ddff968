# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

from attrs import define


@define(kw_only=True)
class CursorMeta:
    """Where a page of a cursor-paged list stands."""

    has_more: bool | None = None
    """Whether there is a next page. The one sign to stop on."""
    after_cursor: str | None = None
    """Cursor for `page[after]`. Opaque."""
    before_cursor: str | None = None
    """Cursor for `page[before]`. Opaque."""
