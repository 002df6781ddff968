# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

from attrs import define

from ..models.action_definition import ActionDefinition
from ..models.condition_definition import ConditionDefinition


@define(kw_only=True)
class ObjectTriggerDefinitions:
    """What a trigger can be made of."""

    conditions_all: list[ConditionDefinition] | None = None
    """For conditions that all hold."""
    conditions_any: list[ConditionDefinition] | None = None
    """For conditions of which one holds."""
    actions: list[ActionDefinition] | None = None
    """For actions."""
