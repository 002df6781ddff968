# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

from attrs import define


@define(kw_only=True)
class CursorLinks:
    """Addresses of the neighbouring pages. Building the next request from the cursor is safer."""

    next: str | None = None
    """Address of the next page."""
    prev: str | None = None
    """Address of the page before."""
