"""The rules for defining a field (source: the custom object fields page)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ..unset import UNSET
from .criteria import check_criteria
from .definitions import (
    DefinitionOperation,
    PropertyTypes,
    check_mandatory,
    check_type,
    finished,
    prepare_properties,
)
from .display import excerpt
from .field_properties import prepare_field_properties
from .field_types import DEFAULT_TYPE, field_type
from .keys import FIXED, check_field_key, check_unchanged_key
from .options import prepare_options
from .references import check_target_type
from .schema import STANDARD, is_standard
from .violations import NOT_ALLOWED, Prepared, Violation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .._generated import models
    from .schema import ObjectSchema

__all__ = ["check_field_deletion", "prepare_field"]

_PROPERTIES: Final[PropertyTypes] = {
    "key": str,
    "type": str,
    "title": str,
    "raw_title": str,
    "description": str,
    "raw_description": str,
    "active": bool,
    "position": int,
    "required": bool,
    "regexp_for_validation": str,
    "tag": str,
    "custom_field_options": list,
    "relationship_target_type": str,
    "relationship_filter": dict,
    "properties": dict,
    "id": None,
    "system": None,
    "readonly": None,
    "created_at": None,
    "updated_at": None,
    "url": None,
}
_CHANGEABLE_IF_STANDARD: Final = frozenset(
    {"title", "raw_title", "description", "raw_description", "properties"}
)


def prepare_field(
    operation: DefinitionOperation,
    schema: ObjectSchema | None,
    values: Mapping[str, Any],
    *,
    key: str | int | None = None,
) -> Prepared:
    """The content of `custom_object_field`, and everything that is wrong with it.

    `key` is the key or id of the field to change; the values can repeat the key.
    """
    found: list[Violation] = []
    prepared = prepare_properties(operation, values, _PROPERTIES, found)
    current = schema.find(key) if schema and key is not None else None
    if operation == "create":
        type_key = prepared.get("type", DEFAULT_TYPE)
        _check_new(schema, type_key, prepared, found)
    else:
        type_key = prepared.get("type", current.type if current else None)
        _check_change(key, current, prepared, found)
    check_type(type_key, prepared, _PROPERTIES, found)
    if target := prepared.get("relationship_target_type"):
        check_target_type(target, found)
    if criteria := prepared.get("relationship_filter"):
        check_criteria(criteria, "relationship_filter", found)
    if options := prepared.get("custom_field_options"):
        prepared["custom_field_options"] = prepare_options(operation, options, found)
    properties = prepared.get("properties")
    if properties is not UNSET:
        checked = prepare_field_properties(operation, type_key, properties or {}, found)
        if properties:
            prepared["properties"] = checked
            _check_cascade(schema, current, checked, found)
    return Prepared(finished(prepared), tuple(found))


def check_field_deletion(
    schema: ObjectSchema | None, key_or_id: str | int
) -> tuple[Violation, ...]:
    """Refuse to delete a standard field."""
    field = schema.find(key_or_id) if schema else None
    if is_standard(str(field.key if field else key_or_id)):
        message = "belongs to a standard field, which cannot be deleted"
        return (Violation("key", NOT_ALLOWED, message),)
    return ()


def _check_new(
    schema: ObjectSchema | None,
    type_key: str | None,
    prepared: Mapping[str, Any],
    found: list[Violation],
) -> None:
    check_mandatory("create", prepared, ("key", "title"), found)
    if key := prepared.get("key"):
        has_standard_fields = schema is not None and is_standard(schema.key)
        check_field_key(key.removeprefix(STANDARD) if has_standard_fields else key, found)
    mandatory = field_type(type_key).mandatory_properties
    own = [name for name in mandatory if name in _PROPERTIES]
    check_mandatory("create", prepared, own, found)


def _check_change(
    key: str | int | None,
    current: models.CustomObjectField | None,
    prepared: Mapping[str, Any],
    found: list[Violation],
) -> None:
    check_mandatory("update", prepared, ("title",), found)
    known_key = current.key if current else key
    if current or not str(key).isdecimal():  # else it is the id of an unknown field
        check_unchanged_key(prepared, known_key, found)
    if is_standard(str(known_key)):
        fixed = _PROPERTIES.keys() - _CHANGEABLE_IF_STANDARD - {"key"}
        changed = [name for name in prepared if name in fixed and _PROPERTIES[name] is not None]
        message = "cannot be changed on a standard field"
        found.extend(Violation(name, NOT_ALLOWED, message) for name in changed)
    if current:
        _check_constants(current, prepared, found)


def _check_constants(
    current: models.CustomObjectField, prepared: Mapping[str, Any], found: list[Violation]
) -> None:
    """Refuse to change what is fixed at creation; repeating it is allowed."""
    target = prepared.get("relationship_target_type")
    constant = current.relationship_target_type
    if target and constant and target != constant:
        found.append(Violation("relationship_target_type", NOT_ALLOWED, FIXED))
    properties: dict[str, Any] = prepared.get("properties") or {}
    currencies = properties.get("allowed_currencies")
    constants = current.properties and current.properties.allowed_currencies
    if currencies and constants and currencies != constants:
        found.append(Violation("properties.allowed_currencies", NOT_ALLOWED, FIXED))


def _check_cascade(
    schema: ObjectSchema | None,
    current: models.CustomObjectField | None,
    properties: Mapping[str, Any],
    found: list[Violation],
) -> None:
    """Allow at most one parent field of an object to cascade its permissions."""
    if schema is None or not properties.get("cascade_permissions_enabled"):
        return
    for field in schema.fields.values():
        cascades = field.properties and field.properties.cascade_permissions_enabled
        if cascades and field is not current:
            message = (
                f"is already true for the field {excerpt(field.key)}; only one field of an object"
                " can have it"
            )
            path = "properties.cascade_permissions_enabled"
            found.append(Violation(path, NOT_ALLOWED, message))
