# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

from attrs import define

from ..models.permission_action import PermissionAction


@define(kw_only=True)
class PermissionPolicyRecords:
    """What a role may do with records."""

    create: PermissionAction | None = None
    """Creating records."""
    read: PermissionAction | None = None
    """Reading records."""
    update: PermissionAction | None = None
    """Changing records."""
    delete: PermissionAction | None = None
    """Deleting records."""
