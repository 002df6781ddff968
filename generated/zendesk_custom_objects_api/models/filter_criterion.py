# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

from typing import Any

from attrs import define


@define(kw_only=True)
class FilterCriterion:
    """One condition of a relationship filter or of a roll-up."""

    field: str | None = None
    """What is looked at, such as `role` of a user or `custom_object.boat.custom_fields.kind` of
    a record."""
    operator: str | None = None
    """How it is compared, such as `is`. A relationship filter on a dynamic value knows `matches`
    and `not_matches`."""
    value: Any | None = None
    """What a condition compares with: a string, a number, a boolean, a list of strings and
    numbers, or null where the operator needs no value."""
