"""The rules for writing a record (sources: the pages on records, fields and limits)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

import msgspec

from ..unset import UNSET
from .display import printable
from .field_types import UNKNOWN_TYPE, field_type
from .names import check_addressing, prepare_name
from .references import dereferenced
from .schema import RECORD_ATTRIBUTES
from .suggestions import closest
from .values import entries, to_wire
from .violations import (
    BASE,
    INVALID_VALUE,
    TOO_LONG,
    UNKNOWN_FIELD,
    Prepared,
    Violation,
    blank,
    invalid,
    read_only,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .field_rule import FieldRule
    from .schema import ObjectSchema

__all__ = ["MAX_RECORD_BYTES", "RecordOperation", "prepare_record"]

RecordOperation: TypeAlias = Literal["create", "update", "upsert"]

MAX_RECORD_BYTES: Final = 32 * 1024
"""Size of the content of `custom_object_record` as compact JSON in UTF-8 (introduction to custom
data)."""

_encode: Final = msgspec.json.Encoder(decimal_format="number").encode

# Attributes of a record beside `custom_object_fields`, by the keys that people use for them.
_BESIDE: Final = {"name": "name", "external_id": "external_id", **RECORD_ATTRIBUTES}
_SET_BY_SERVICE: Final = frozenset(
    {
        "id",
        "custom_object_key",
        "photo",
        "created_by_user_id",
        "updated_by_user_id",
        "created_at",
        "updated_at",
        "url",
    }
)


def prepare_record(
    operation: RecordOperation,
    schema: ObjectSchema | None,
    *,
    name: object = UNSET,
    external_id: object = UNSET,
    fields: Mapping[str, Any],
    addressed_by: Literal["external_id", "name"] | None = None,
) -> Prepared:
    """The content of `custom_object_record`, and everything that is wrong with it.

    `addressed_by` is how an upsert finds its record. Without a schema only what is wrong for every
    object is found.
    """
    found: list[Violation] = []
    body: dict[str, Any] = {}
    if addressed_by is not None:
        found.extend(check_addressing(schema, addressed_by))
    wire = prepare_name(operation, schema.name if schema else None, name, found)
    if wire is not UNSET:
        body["name"] = wire
    wire = _prepare_external_id(external_id, found)
    if wire is not UNSET:
        body["external_id"] = wire
    custom = _prepare_fields(operation, schema, fields, found)
    if custom:
        body["custom_object_fields"] = custom
    size = len(_encode(body))
    if size > MAX_RECORD_BYTES:
        message = f"The record takes {size} bytes; at most {MAX_RECORD_BYTES} are allowed."
        found.append(Violation(BASE, TOO_LONG, message))
    return Prepared(body, tuple(found))


def _prepare_external_id(value: object, found: list[Violation]) -> Any:
    wire = to_wire(value, "external_id", found)
    if type(wire) is not str and wire is not None and wire is not UNSET:
        found.append(invalid("external_id", "text", wire))
    return wire


def _prepare_fields(
    operation: RecordOperation,
    schema: ObjectSchema | None,
    fields: Mapping[str, Any],
    found: list[Violation],
) -> dict[str, Any]:
    prepared: dict[str, Any] = {}
    given: set[str] = set()
    for key, value in entries(fields, "custom_object_fields", found):
        rule = schema.rules.get(key) if schema else None
        path = key if rule else printable(key)
        if key in given:
            found.append(Violation(path, INVALID_VALUE, "is given twice"))
        given.add(key)
        if schema and rule is None:
            found.append(_unknown(key, schema, found))
        wire = _prepare_value(operation, rule, path, value, found)
        if wire is not UNSET:
            prepared[key] = wire
    if schema and operation == "create":
        missing = (rule for rule in schema.rules.values() if rule.is_required_on_create)
        found.extend(blank(rule.key) for rule in missing if rule.key not in given)
    return prepared


def _prepare_value(
    operation: RecordOperation,
    rule: FieldRule | None,
    path: str,
    value: object,
    found: list[Violation],
) -> Any:
    known = field_type(rule.type) if rule else UNKNOWN_TYPE
    if known.is_reference:
        value = dereferenced(value, path, rule, found)
    wire = to_wire(value, path, found)
    if rule is None or wire is UNSET:
        return wire
    if rule.is_computed:
        found.append(read_only(path, "computed"))
    elif wire is None:
        if rule.is_required or (rule.is_required_on_create and operation == "create"):
            found.append(blank(path))
    else:
        return known.check(rule, wire, found)
    return wire


def _unknown(key: str, schema: ObjectSchema, found: list[Violation]) -> Violation:
    path = printable(key)
    if key in _BESIDE:
        message = f"is not a custom field: give it as {_BESIDE[key]}, beside the custom fields"
        return Violation(path, UNKNOWN_FIELD, message)
    if key == "custom_object_fields":
        message = "is not a custom field: give the values of the custom fields without it"
        return Violation(path, UNKNOWN_FIELD, message)
    if key in _SET_BY_SERVICE:
        return read_only(path)
    suggestion = closest(key, lambda: _keys_by_name(schema), found)
    return Violation(path, UNKNOWN_FIELD, "unknown field", suggestion)


def _keys_by_name(schema: ObjectSchema) -> dict[str, str]:
    titles = {field.title: key for key, field in schema.fields.items() if field.title}
    return _BESIDE | titles | {key: key for key in schema.fields}
