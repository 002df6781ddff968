# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

from attrs import define


@define(kw_only=True)
class Photo:
    """The photo of a record."""

    id: int | None = None
    """Identifies the photo."""
    name: str | None = None
    """Name of the file."""
    content_type: str | None = None
    """Media type, such as `image/jpeg`."""
    size: int | None = None
    """Size in bytes."""
    content_url: str | None = None
    """Address of the picture. Public."""
