# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

from attrs import define

from ..models.trigger_condition import TriggerCondition


@define(kw_only=True)
class TriggerConditions:
    """When a trigger fires. Both lists apply."""

    all: list[TriggerCondition] | None = None
    """Every one of these holds."""
    any: list[TriggerCondition] | None = None
    """At least one of these holds, if there are any."""
