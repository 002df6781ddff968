# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

from attrs import define

from ..models.definition_value import DefinitionValue


@define(kw_only=True)
class ActionDefinition:
    """A field that actions can set, or a thing they can do."""

    subject: str | None = None
    """What to write as `field`."""
    title: str | None = None
    """What people see."""
    type: str | None = None
    """Kind of the field, such as `list`."""
    group: str | None = None
    """Where the field is listed."""
    nullable: bool | None = None
    """Whether the value can be empty."""
    repeatable: bool | None = None
    """Whether there can be several actions on it."""
    values: list[DefinitionValue] | None = None
    """The values it takes, where they are a list."""
