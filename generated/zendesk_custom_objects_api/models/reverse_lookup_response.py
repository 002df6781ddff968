# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

from attrs import define

from ..models.cursor_links import CursorLinks
from ..models.cursor_meta import CursorMeta
from ..models.custom_object_record import CustomObjectRecord
from ..models.lookup_source import LookupSource
from ..models.user import User


@define(kw_only=True)
class ReverseLookupResponse:
    """A page of sources, under the name of their type. One of the lists is there."""

    custom_object_records: list[CustomObjectRecord] | None = None
    """Sources that are records. The name of the list is inferred."""
    users: list[User] | None = None
    """Sources that are users."""
    tickets: list[LookupSource] | None = None
    """Sources that are tickets. The name of the list is inferred."""
    organizations: list[LookupSource] | None = None
    """Sources that are organizations. The name of the list is inferred."""
    meta: CursorMeta | None = None
    """Where the page stands, in cursor style."""
    links: CursorLinks | None = None
    """The neighbouring pages, in cursor style."""
    count: int | None = None
    """How many sources there are, in offset style."""
    next_page: str | None = None
    """Address of the next page, in offset style."""
    previous_page: str | None = None
    """Address of the page before, in offset style."""
