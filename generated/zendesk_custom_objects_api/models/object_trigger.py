# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

import datetime

from attrs import define

from ..models.trigger_action import TriggerAction
from ..models.trigger_conditions import TriggerConditions


@define(kw_only=True)
class ObjectTrigger:
    """A rule that acts when a record is created or changed."""

    id: int
    """Identifies the trigger."""
    title: str | None = None
    """What the trigger is called."""
    raw_title: str | None = None
    """The title as written, which may be a placeholder of dynamic content."""
    description: str | None = None
    """What the trigger is for."""
    active: bool | None = None
    """Whether the trigger is switched on."""
    default: bool | None = None
    """Whether the service brought it along. Always false."""
    position: int | None = None
    """Place among the triggers."""
    conditions: TriggerConditions | None = None
    """When a trigger fires. Both lists apply."""
    actions: list[TriggerAction] | None = None
    """What it does."""
    usage_1h: int | None = None
    """How often it fired in the last hour, where `include` asks for it."""
    usage_24h: int | None = None
    """How often it fired in the last day, where `include` asks for it."""
    usage_7d: int | None = None
    """How often it fired in the last week, where `include` asks for it."""
    created_at: datetime.datetime | None = None
    """When the trigger was created."""
    updated_at: datetime.datetime | None = None
    """When the trigger was last changed."""
    url: str | None = None
    """Address of the trigger. Opaque; it may begin with `http`."""
