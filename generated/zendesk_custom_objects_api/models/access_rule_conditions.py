# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

from attrs import define

from ..models.access_rule_condition import AccessRuleCondition


@define(kw_only=True)
class AccessRuleConditions:
    """Conditions of an access rule. Both lists apply."""

    all: list[AccessRuleCondition] | None = None
    """Every one of these holds."""
    any: list[AccessRuleCondition] | None = None
    """At least one of these holds, if there are any."""
