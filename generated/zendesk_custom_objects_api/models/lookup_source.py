# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

import datetime

from attrs import define


@define(kw_only=True)
class LookupSource:
    """What is common to a ticket and an organization; everything else of them is outside this
    contract."""

    id: int
    """Identifies it."""
    name: str | None = None
    """Name of an organization."""
    subject: str | None = None
    """Subject of a ticket."""
    external_id: str | None = None
    """Its id in another system."""
    created_at: datetime.datetime | None = None
    """When it was created."""
    updated_at: datetime.datetime | None = None
    """When it was last changed."""
    url: str | None = None
    """Its address. Opaque."""
