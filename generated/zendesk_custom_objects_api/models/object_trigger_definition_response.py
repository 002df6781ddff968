# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

from attrs import define

from ..models.object_trigger_definitions import ObjectTriggerDefinitions


@define(kw_only=True)
class ObjectTriggerDefinitionResponse:
    """What triggers can be made of."""

    definitions: ObjectTriggerDefinitions
    """What a trigger can be made of."""
