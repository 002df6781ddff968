# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

from attrs import define

from ..models.permission_policy import PermissionPolicy


@define(kw_only=True)
class PermissionPolicyResponse:
    """One permission policy."""

    policy: PermissionPolicy
    """What one role may do with the records of an object."""
