# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

from attrs import define

from ..models.filter_criterion import FilterCriterion


@define(kw_only=True)
class FilterCriteria:
    """Conditions of a relationship filter or of a roll-up. Both lists apply."""

    all: list[FilterCriterion] | None = None
    """Every one of these holds."""
    any: list[FilterCriterion] | None = None
    """At least one of these holds, if there are any."""
