# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

from attrs import define

from ..models.cursor_links import CursorLinks
from ..models.cursor_meta import CursorMeta
from ..models.permission_policy import PermissionPolicy


@define(kw_only=True)
class PermissionPoliciesResponse:
    """The permission policies of an object."""

    policies: list[PermissionPolicy]
    """The policies, one per role."""
    meta: CursorMeta | None = None
    """Not documented here."""
    links: CursorLinks | None = None
    """Not documented here."""
    count: int | None = None
    """Not documented here."""
    next_page: str | None = None
    """Not documented here."""
    previous_page: str | None = None
    """Not documented here."""
