# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

from attrs import define


@define(kw_only=True)
class CustomObjectLimit:
    """How many there are and how many there may be. Sent without a wrapper."""

    count: int | None = None
    """How many there are."""
    limit: int | None = None
    """How many there may be."""
