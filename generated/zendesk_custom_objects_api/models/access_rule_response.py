# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

from attrs import define

from ..models.access_rule import AccessRule


@define(kw_only=True)
class AccessRuleResponse:
    """One access rule."""

    access_rule: AccessRule
    """A set of records, defined by conditions, that permission policies can name."""
