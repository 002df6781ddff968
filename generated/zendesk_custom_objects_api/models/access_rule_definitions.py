# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

from attrs import define

from ..models.access_rule_field_definition import AccessRuleFieldDefinition


@define(kw_only=True)
class AccessRuleDefinitions:
    """What the conditions of an access rule can be made of."""

    conditions_all: list[AccessRuleFieldDefinition] | None = None
    """For conditions that all hold."""
    conditions_any: list[AccessRuleFieldDefinition] | None = None
    """For conditions of which one holds."""
