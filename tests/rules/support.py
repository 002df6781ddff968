"""Shared by the tests of the rules: schemas in a few words."""

from __future__ import annotations

import itertools
from typing import Any, Literal

from zendesk_custom_objects._generated import models
from zendesk_custom_objects.rules.records import prepare_record
from zendesk_custom_objects.rules.schema import ObjectSchema
from zendesk_custom_objects.rules.violations import Prepared, Violation

_ids = itertools.count(1)


def field(key: str, type: str = "text", **attributes: Any) -> models.CustomObjectField:
    """A custom field; `options` are pairs of value and display name."""
    options: list[tuple[str, str]] | None = attributes.pop("options", None)
    if options is not None:
        attributes["custom_field_options"] = [
            models.CustomFieldOption(value=value, name=name) for value, name in options
        ]
    if (properties := attributes.pop("properties", None)) is not None:
        attributes["properties"] = models.CustomObjectFieldProperties(**properties)
    return models.CustomObjectField(
        id=next(_ids), key=key, type=type, title=attributes.pop("title", None), **attributes
    )


def schema(*fields: models.CustomObjectField, **name_properties: Any) -> ObjectSchema:
    """An object with these custom fields, and these properties of `standard::name`."""
    standard = [
        field("standard::name", required=True, properties=name_properties),
        field("standard::external_id"),
    ]
    return ObjectSchema.from_fields("apartment", [*standard, *fields])


def prepare(
    known: ObjectSchema | None,
    fields: Any = None,
    *,
    operation: Literal["create", "update", "upsert"] = "update",
    **others: Any,
) -> Prepared:
    """Prepare a record; by default an update, which requires nothing."""
    return prepare_record(operation, known, fields={} if fields is None else fields, **others)


def problems(prepared: Prepared) -> list[tuple[str, str]]:
    """Field and code of each violation."""
    return [(violation.field, violation.code) for violation in prepared.violations]


def only(prepared: Prepared) -> Violation:
    """The only violation."""
    (violation,) = prepared.violations
    return violation
