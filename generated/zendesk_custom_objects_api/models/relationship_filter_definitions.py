# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

from attrs import define

from ..models.condition_definition import ConditionDefinition


@define(kw_only=True)
class RelationshipFilterDefinitions:
    """What the filter of a lookup field can be made of."""

    conditions_all: list[ConditionDefinition] | None = None
    """For conditions that all hold."""
    conditions_any: list[ConditionDefinition] | None = None
    """For conditions of which one holds."""
