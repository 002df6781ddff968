# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

from attrs import define

from ..models.relationship_filter_definitions import RelationshipFilterDefinitions


@define(kw_only=True)
class RelationshipFilterDefinitionResponse:
    """What relationship filters can be made of."""

    definitions: RelationshipFilterDefinitions
    """What the filter of a lookup field can be made of."""
