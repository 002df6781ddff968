# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

from attrs import define

from ..models.object_trigger import ObjectTrigger


@define(kw_only=True)
class ObjectTriggerResponse:
    """One trigger."""

    trigger: ObjectTrigger
    """A rule that acts when a record is created or changed."""
