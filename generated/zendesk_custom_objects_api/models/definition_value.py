# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

from attrs import define


@define(kw_only=True)
class DefinitionValue:
    """A value a condition or an action can have."""

    value: str | None = None
    """What to write."""
    title: str | None = None
    """What people see."""
    enabled: bool | None = None
    """Whether it can be chosen."""
    dynamic: bool | None = None
    """Whether it stands for something of the moment, such as `current_user`."""
    format: str | None = None
    """Kind of the value."""
