# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

from attrs import define


@define(kw_only=True)
class CustomFieldOption:
    """One choice of a dropdown or multiselect field."""

    id: int | None = None
    """Identifies the option."""
    name: str | None = None
    """What people see."""
    value: str | None = None
    """What records hold."""
    raw_name: str | None = None
    """The name as written, which may be a placeholder of dynamic content."""
    position: int | None = None
    """Place among the options."""
    allow_solving: bool | None = None
    """A setting of ticket fields without a meaning here."""
    url: str | None = None
    """Address of the option. Opaque."""
