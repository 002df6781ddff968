# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

from attrs import define

from ..models.custom_object import CustomObject


@define(kw_only=True)
class CustomObjectResponse:
    """One object."""

    custom_object: CustomObject
    """A kind of record."""
