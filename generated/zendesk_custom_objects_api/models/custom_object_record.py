# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

import datetime
from typing import Any

from attrs import define

from ..models.photo import Photo


@define(kw_only=True)
class CustomObjectRecord:
    """One record of an object."""

    id: str
    """Identifies the record; a ULID, so in order of creation (inferred)."""
    custom_object_key: str | None = None
    """Key of the object."""
    name: str | None = None
    """Name of the record."""
    external_id: str | None = None
    """The record's id in another system. Unique in the object; case-sensitive."""
    custom_object_fields: dict[str, Any] | None = None
    """Values of custom fields, by the keys of the fields. Null is no value: it clears one that
    is written, and a field without a value may come back as null or be missing.

    * text, textarea, regexp: string; its greatest length is not documented
    * checkbox: boolean (C)
    * integer: number; one example of the vendor shows a string (U)
    * decimal: number (C); other forms are not established (U)
    * date: `YYYY-MM-DD`; it may come back with a time after a `T` (C)
    * dropdown: `value` of an option
    * multiselect: list of `value`s of options
    * lookup, parent: id of the target as a string. Written also as `external_id:` and the
    external id or, where names are unique, `name:` and the name; kept and read as the id
    * currency: not documented (U)
    * roll-up: computed; it cannot be written"""
    photo: Photo | None = None
    """The photo, where the object allows one. How one is uploaded is not documented, so nothing
    that is written has it. Not in the incremental export."""
    created_by_user_id: str | None = None
    """Id of the user who created the record. A string, unlike other ids of users."""
    updated_by_user_id: str | None = None
    """Id of the user who changed the record last. A string, unlike other ids of users."""
    created_at: datetime.datetime | None = None
    """When the record was created."""
    updated_at: datetime.datetime | None = None
    """When the record was last changed."""
    url: str | None = None
    """Address of the record. Opaque."""
