# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

from attrs import define

from ..models.filter_criteria import FilterCriteria


@define(kw_only=True)
class CustomObjectFieldProperties:
    """Settings of a field that depend on its type."""

    is_unique: bool | None = None
    """`standard::name`: whether names are unique. Not together with numbering."""
    autoincrement_enabled: bool | None = None
    """`standard::name`: whether the service numbers the names."""
    autoincrement_prefix: str | None = None
    """`standard::name`: what stands before the number. At most 30 characters."""
    autoincrement_padding: int | None = None
    """`standard::name`: least number of digits, 0 to 9. Larger numbers take more."""
    autoincrement_next_sequence: int | None = None
    """`standard::name`: the next number."""
    allowed_currencies: list[str] | None = None
    """`currency`: the one currency, as an ISO 4217 code."""
    cascade_permissions_enabled: bool | None = None
    """`parent`: whether who may see the parent decides who may see the child. Default false; one
    field of an object at most."""
    rollup_child_object: str | None = None
    """Roll-up: the object whose records are summed up, such as `zen:custom_object:inspection`."""
    rollup_aggregation_type: str | None = None
    """Roll-up: what is computed."""
    rollup_aggregated_field: str | None = None
    """Roll-up: key of the field of the child object that is summed up. None for COUNT."""
    rollup_aggregated_field_title: str | None = None
    """Roll-up: title of that field."""
    rollup_filter_criteria: FilterCriteria | None = None
    """Roll-up: which child records count."""
