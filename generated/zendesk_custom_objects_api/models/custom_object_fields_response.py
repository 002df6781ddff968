# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

from attrs import define

from ..models.cursor_links import CursorLinks
from ..models.cursor_meta import CursorMeta
from ..models.custom_object_field import CustomObjectField


@define(kw_only=True)
class CustomObjectFieldsResponse:
    """A page of fields."""

    custom_object_fields: list[CustomObjectField]
    """The fields."""
    meta: CursorMeta | None = None
    """Where the page stands, in cursor style."""
    links: CursorLinks | None = None
    """The neighbouring pages, in cursor style."""
    count: int | None = None
    """How many fields there are, in offset style."""
    next_page: str | None = None
    """Address of the next page, in offset style."""
    previous_page: str | None = None
    """Address of the page before, in offset style."""
