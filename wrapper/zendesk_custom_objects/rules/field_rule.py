"""The requirements of a custom field on its values."""

from __future__ import annotations

import msgspec

__all__ = ["FieldRule"]


class FieldRule(msgspec.Struct, frozen=True):
    """The requirements of one custom field on its values."""

    key: str
    type: str | None
    """Key of a row of `field_types.FIELD_TYPES`, or a type that this version does not know."""
    is_required: bool
    """The value cannot be null."""
    is_required_on_create: bool
    """A new record must have a value; a parent field requires one even if it is not `required`."""
    is_computed: bool
    """The service computes the values; they cannot be written."""
    options: dict[str, str]
    """Display names of the options by value, of a field that has options."""
    pattern: str | None
    """The expression that text must match, in the service's flavor."""
    target: str | None
    """Type of the target of a reference, such as `zen:custom_object:house`."""
