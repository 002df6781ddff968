# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

from typing import Any

from attrs import define


@define(kw_only=True)
class AccessRuleCondition:
    """One condition of an access rule."""

    field: str | None = None
    """What is looked at: `created_by_user`, `name`, or `custom_object.boat.custom_fields.kind`
    and the like."""
    operator: str | None = None
    """How an access rule compares."""
    value: Any | None = None
    """What a condition compares with: a string, a number, a boolean, a list of strings and
    numbers, or null where the operator needs no value."""
