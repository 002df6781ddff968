# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

from attrs import define

from ..models.definition_metadata import DefinitionMetadata
from ..models.definition_operator import DefinitionOperator
from ..models.definition_value import DefinitionValue


@define(kw_only=True)
class AccessRuleFieldDefinition:
    """A field that conditions of an access rule can look at."""

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
    """Whether there can be several conditions on it."""
    operators: list[DefinitionOperator] | None = None
    """The operators it takes."""
    values: list[DefinitionValue] | None = None
    """The values it takes, where they are a list."""
    metadata: DefinitionMetadata | None = None
    """Where its values can be looked for."""
