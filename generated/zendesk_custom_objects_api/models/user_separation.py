# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

from attrs import define


@define(kw_only=True)
class UserSeparation:
    """Whether a user belongs to the account or to one brand."""

    scope: str | None = None
    """`account` or `brand`."""
    brand_id: int | None = None
    """Id of the brand."""
