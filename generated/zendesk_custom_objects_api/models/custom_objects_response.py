# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

from attrs import define

from ..models.cursor_links import CursorLinks
from ..models.cursor_meta import CursorMeta
from ..models.custom_object import CustomObject


@define(kw_only=True)
class CustomObjectsResponse:
    """All objects."""

    custom_objects: list[CustomObject]
    """The objects, at most 50."""
    meta: CursorMeta | None = None
    """Not documented here; see the operation."""
    links: CursorLinks | None = None
    """Not documented here; see the operation."""
    count: int | None = None
    """Not documented here; see the operation."""
    next_page: str | None = None
    """Not documented here, but followed by a client that works (C)."""
    previous_page: str | None = None
    """Not documented here; see the operation."""
