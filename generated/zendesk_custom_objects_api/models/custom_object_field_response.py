# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

from attrs import define

from ..models.custom_object_field import CustomObjectField


@define(kw_only=True)
class CustomObjectFieldResponse:
    """One field."""

    custom_object_field: CustomObjectField
    """A field of an object, standard or custom."""
