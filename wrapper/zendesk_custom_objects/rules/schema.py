"""The fields of a custom object, prepared for the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from .field_rule import FieldRule
from .field_types import field_type

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .._generated import models

__all__ = ["RECORD_ATTRIBUTES", "STANDARD", "FieldRule", "NameRules", "ObjectSchema", "is_standard"]

STANDARD: Final = "standard::"
"""Prefix of the keys of objects and fields that the service itself defines."""
RECORD_ATTRIBUTES: Final = {"standard::name": "name", "standard::external_id": "external_id"}
"""The standard fields whose values are attributes of a record, by key. The values of others are in
`custom_object_fields`: the service's own objects, such as `standard::itam_asset`, have such."""


class NameRules(msgspec.Struct, frozen=True):
    """How an object names its records."""

    is_unique: bool
    autoincrement_enabled: bool


class ObjectSchema(msgspec.Struct, frozen=True):
    """The fields of a custom object at the time they were read."""

    key: str
    fields: dict[str, models.CustomObjectField]
    """The fields whose values are in `custom_object_fields`, by key."""
    standard: dict[str, models.CustomObjectField]
    """The fields of `RECORD_ATTRIBUTES` by key, if they were read too."""
    rules: dict[str, FieldRule]
    """The requirements of the fields on their values, by key."""
    name: NameRules | None
    """`None` if the standard fields were not read."""

    @classmethod
    def from_fields(cls, key: str, fields: Iterable[models.CustomObjectField]) -> ObjectSchema:
        """Make a schema from the field definitions that the service lists for the object `key`."""
        keyed = {own: field for field in fields if (own := _text(field.key))}
        standard = {key: field for key, field in keyed.items() if key in RECORD_ATTRIBUTES}
        custom = {key: field for key, field in keyed.items() if key not in standard}
        name = standard.get("standard::name")
        return cls(
            key=key,
            fields=custom,
            standard=standard,
            rules={key: _field_rule(key, field) for key, field in custom.items()},
            name=None if name is None else _name_rules(name),
        )

    def find(self, key_or_id: str | int) -> models.CustomObjectField | None:
        """The custom or standard field with this key or id, as a path addresses it."""
        wanted = str(key_or_id)
        every = self.fields | self.standard
        by_id = (field for field in every.values() if str(field.id) == wanted)
        return every.get(wanted) or next(by_id, None)


def is_standard(key: str) -> bool:
    """Whether this is the key of an object or a field of the service's own."""
    return key.startswith(STANDARD)


def _field_rule(key: str, field: models.CustomObjectField) -> FieldRule:
    properties = field.properties
    known = field_type(_text(field.type))
    computed = bool(field.readonly or (properties and properties.rollup_aggregation_type))
    # Whether an inactive field can be required is not documented, so it is not.
    writable = not computed and field.active is not False
    required = writable and field.required is True
    return FieldRule(
        key=key,
        type=_text(field.type),
        is_required=required,
        is_required_on_create=required or (writable and known.is_parent),
        is_computed=computed,
        options={
            value: _text(option.name) or value
            for option in field.custom_field_options or ()
            if (value := _text(option.value)) is not None
        },
        pattern=_text(field.regexp_for_validation),
        target=_text(field.relationship_target_type),
    )


def _text(value: object) -> str | None:
    """Responses are decoded leniently: a property can have another type than the documented one."""
    return value if isinstance(value, str) else None


def _name_rules(field: models.CustomObjectField) -> NameRules:
    properties = field.properties
    return NameRules(
        is_unique=bool(properties and properties.is_unique),
        autoincrement_enabled=bool(properties and properties.autoincrement_enabled),
    )
