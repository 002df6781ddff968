"""Fields and records as they are stored. Times are in milliseconds since 1970."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from ...rules.schema import RECORD_ATTRIBUTES, is_standard

RECORD_COLUMNS: Final = (
    "number, id, name, external_id, fields, created_at, updated_at, created_by, updated_by, change"
)


class StoredField(NamedTuple):
    """A field of an object."""

    id: int
    key: str
    type: str
    target: str | None
    """The `relationship_target_type`."""
    position: int
    created_at: int
    updated_at: int
    attributes: dict[str, Any]
    """The other properties, in wire form."""

    @property
    def standard(self) -> bool:
        return is_standard(self.key)

    @property
    def is_attribute(self) -> bool:
        """Whether its value is an attribute of the record, not in `custom_object_fields`."""
        return self.key in RECORD_ATTRIBUTES

    def wire(self) -> dict[str, Any]:
        """The field without its times and address."""
        return {
            "id": self.id,
            "key": self.key,
            "type": self.type,
            "position": self.position,
            "relationship_target_type": self.target,
            **self.attributes,
        }


class StoredRecord(NamedTuple):
    """A record: a row of `RECORD_COLUMNS`."""

    number: int
    id: str
    name: str
    external_id: str | None
    fields: str
    """The values, in JSON, by the ids of their fields."""
    created_at: int
    updated_at: int
    created_by: str
    updated_by: str
    change: int
    """The number of its last change among the changes of its object."""
