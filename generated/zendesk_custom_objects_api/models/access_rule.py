# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

import datetime

from attrs import define

from ..models.access_rule_conditions import AccessRuleConditions


@define(kw_only=True)
class AccessRule:
    """A set of records, defined by conditions, that permission policies can name."""

    id: int
    """Identifies the rule."""
    title: str | None = None
    """What the rule is called."""
    description: str | None = None
    """What the rule is for."""
    conditions: AccessRuleConditions | None = None
    """Conditions of an access rule. Both lists apply."""
    created_at: datetime.datetime | None = None
    """When the rule was created."""
    updated_at: datetime.datetime | None = None
    """When the rule was last changed."""
