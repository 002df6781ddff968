# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

from attrs import define

from ..models.access_rule_definitions import AccessRuleDefinitions


@define(kw_only=True)
class AccessRuleDefinitionsResponse:
    """What access rules can be made of."""

    definitions: AccessRuleDefinitions
    """What the conditions of an access rule can be made of."""
