# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

from attrs import define

from ..models.cursor_links import CursorLinks
from ..models.cursor_meta import CursorMeta
from ..models.object_trigger import ObjectTrigger


@define(kw_only=True)
class ObjectTriggersResponse:
    """A page of triggers."""

    triggers: list[ObjectTrigger]
    """The triggers."""
    count: int | None = None
    """How many triggers there are, in offset style."""
    next_page: str | None = None
    """Address of the next page, in offset style."""
    previous_page: str | None = None
    """Address of the page before, in offset style."""
    meta: CursorMeta | None = None
    """Where the page stands, in cursor style."""
    links: CursorLinks | None = None
    """The neighbouring pages, in cursor style."""
