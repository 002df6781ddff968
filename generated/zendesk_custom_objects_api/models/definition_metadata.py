# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

from attrs import define


@define(kw_only=True)
class DefinitionMetadata:
    """Where values of a lookup field can be looked for."""

    field_id: int | None = None
    """Id of the field."""
    source: str | None = None
    """What the field belongs to."""
    collection_key: str | None = None
    """Name of the list in the answer of `url`."""
    item_key: str | None = None
    """Name of one item of that list."""
    url: str | None = None
    """Address to look for values at."""
