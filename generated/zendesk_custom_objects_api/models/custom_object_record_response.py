# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

from attrs import define

from ..models.custom_object_record import CustomObjectRecord


@define(kw_only=True)
class CustomObjectRecordResponse:
    """One record."""

    custom_object_record: CustomObjectRecord
    """One record of an object."""
