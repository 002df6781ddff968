# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

from attrs import define

from ..models.access_rule import AccessRule
from ..models.cursor_links import CursorLinks
from ..models.cursor_meta import CursorMeta


@define(kw_only=True)
class AccessRulesResponse:
    """The access rules of an object."""

    access_rules: list[AccessRule]
    """The rules, at most 50."""
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
