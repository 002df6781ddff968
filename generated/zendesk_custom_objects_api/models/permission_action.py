# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

from attrs import define


@define(kw_only=True)
class PermissionAction:
    """Whether an action is allowed, and with which records."""

    allowed: bool | None = None
    """Whether it is allowed."""
    rule_id: int | None = None
    """Id of the access rule that limits it. Null for all records."""
