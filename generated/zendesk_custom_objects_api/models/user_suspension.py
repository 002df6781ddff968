# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

from attrs import define


@define(kw_only=True)
class UserSuspension:
    """Where a user is suspended."""

    channels: list[str] | None = None
    """`all` or `messaging`."""
