# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

from attrs import define


@define(kw_only=True)
class DefinitionOperator:
    """An operator a condition can have."""

    value: str | None = None
    """What to write, such as `is`."""
    title: str | None = None
    """What people see."""
    terminal: bool | None = None
    """Whether the condition is complete without a value, as for `present`."""
    format: str | None = None
    """Kind of input the operator asks for."""
