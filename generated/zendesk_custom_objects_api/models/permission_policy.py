# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

from attrs import define

from ..models.permission_policy_records import PermissionPolicyRecords


@define(kw_only=True)
class PermissionPolicy:
    """What one role may do with the records of an object."""

    id: str
    """`custom-role-` and the id of a custom role, or `end-user`."""
    role_name: str | None = None
    """What the role is called."""
    records: PermissionPolicyRecords | None = None
    """What a role may do with records."""
