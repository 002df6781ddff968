"""Definitions: the fields, operators and values for access rules and triggers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...rules.access_operators import EQUALITY, MATCHES, PRESENCE
from ...rules.field_types import FIELD_TYPES
from ..access.rule_conditions import CURRENT_USER, Subject, subject, subject_name

if TYPE_CHECKING:
    from ..calls.context import Session
    from ..storage.catalog import StoredObject
    from ..storage.rows import StoredField

_CURRENT_USER: Final = {
    "value": CURRENT_USER,
    "title": "Current user",
    "enabled": True,
    "dynamic": True,
}


def access_rule_fields(session: Session, custom_object: StoredObject) -> list[dict[str, Any]]:
    """The fields that access rules can use, each with its operators and values."""
    created_by = subject(custom_object, "created_by_user")
    name = subject(custom_object, "name")
    assert created_by
    assert name
    found = [
        _definition(session, custom_object, "created_by_user", "Created by", created_by),
        _definition(
            session,
            custom_object,
            "name",
            custom_object.field("standard::name").attributes["title"],
            name,
        ),
    ]
    for field in custom_object.fields:
        known = subject(custom_object, subject_name(custom_object, field))
        if known is not None:
            title = field.attributes["title"]
            found.append(
                _definition(
                    session, custom_object, subject_name(custom_object, field), title, known
                )
            )
    return found


def trigger_conditions(session: Session, custom_object: StoredObject) -> list[dict[str, Any]]:
    """The fields that triggers can use in conditions: those of access rules, and checkboxes.

    No document lists them with their operators.
    """
    checkboxes = [
        _box(custom_object, field)
        | {
            "operators": [
                {"value": each, "title": _title(each), "terminal": False, "format": "list"}
                for each in EQUALITY
            ]
        }
        for field in custom_object.fields
        if _is_box(field)
    ]
    return access_rule_fields(session, custom_object) + checkboxes


def trigger_actions(custom_object: StoredObject) -> list[dict[str, Any]]:
    """The fields that triggers can set: all custom fields that can be written."""
    return [
        _box(custom_object, field)
        if _is_box(field)
        else _shape(
            custom_object,
            subject_name(custom_object, field),
            field.attributes["title"],
            FIELD_TYPES[field.type].definition_format,
            _option_values(field),
        )
        for field in custom_object.fields
        if not field.is_attribute and not field.attributes.get("readonly")
    ]


def _definition(
    session: Session, custom_object: StoredObject, name: str, title: str, known: Subject
) -> dict[str, Any]:
    definition = _shape(custom_object, name, title, known.format, _values(known)) | {
        "repeatable": True,
        "operators": [
            {
                "value": operator,
                "title": _title(operator),
                "terminal": operator in PRESENCE,
                "format": known.format,
            }
            for operator in _operators(known)
        ],
    }
    if known.field and known.field.target:
        definition["metadata"] = _metadata(session, custom_object, known)
    return definition


def _shape(
    custom_object: StoredObject, name: str, title: str, format: str, values: list[dict[str, Any]]
) -> dict[str, Any]:
    return {
        "subject": name,
        "title": title,
        "type": format,
        "group": custom_object.key,
        "nullable": name != "created_by_user",
        "repeatable": False,
        "values": values,
    }


def _is_box(field: StoredField) -> bool:
    return FIELD_TYPES[field.type].kind == "boolean"


def _title(operator: str) -> str:
    return operator.replace("_", " ").capitalize()


def _box(custom_object: StoredObject, field: StoredField) -> dict[str, Any]:
    values = [
        {"value": "true", "title": "Checked", "enabled": True},
        {"value": "false", "title": "Unchecked", "enabled": True},
    ]
    title = field.attributes["title"]
    return _shape(custom_object, subject_name(custom_object, field), title, "list", values) | {
        "nullable": False
    }


def _operators(known: Subject) -> list[str]:
    """The operators; `matches` compares with the current user, so only fields of users have it."""
    of_users = known.field is None or known.field.target == "zen:user"
    return [each for each in known.operators if of_users or each not in MATCHES]


def _values(known: Subject) -> list[dict[str, Any]]:
    if known.field and known.has_options:
        return _option_values(known.field)
    return [_CURRENT_USER] if any(each in MATCHES for each in _operators(known)) else []


def _option_values(field: StoredField) -> list[dict[str, Any]]:
    return [
        {"value": option["value"], "title": option["name"], "enabled": True}
        for option in field.attributes.get("custom_field_options", [])
    ]


def _metadata(session: Session, custom_object: StoredObject, known: Subject) -> dict[str, Any]:
    """The address at which clients search for targets of a lookup."""
    assert known.field
    assert known.field.target
    kind = known.field.target.removeprefix("zen:")
    key = kind.removeprefix("custom_object:")
    if key != kind:
        collection, item = "custom_object_records", "custom_object_record"
        path = f"/api/v2/custom_objects/{key}/records/autocomplete.json"
    else:
        collection, item = f"{kind}s", kind
        path = f"/api/v2/{kind}s/autocomplete.json"
    return {
        "field_id": known.field.id,
        "source": f"zen:custom_object:{custom_object.key}",
        "collection_key": collection,
        "item_key": item,
        "url": f"{session.origin}{path}",
    }
