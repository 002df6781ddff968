# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

from typing import Any

from attrs import define


@define(kw_only=True)
class TriggerAction:
    """One thing a trigger does."""

    field: str | None = None
    """What is set or done."""
    value: Any | None = None
    """What a condition compares with: a string, a number, a boolean, a list of strings and
    numbers, or null where the operator needs no value."""
