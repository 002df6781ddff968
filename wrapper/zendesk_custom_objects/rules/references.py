"""The targets of lookup and parent fields."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import NoneType
from typing import TYPE_CHECKING, Any, Final

from .display import printable
from .violations import INVALID_VALUE, Violation, invalid

if TYPE_CHECKING:
    from .field_rule import FieldRule

__all__ = [
    "CUSTOM_OBJECT",
    "USER",
    "check_custom_object",
    "check_target_type",
    "dereferenced",
    "reference",
]

CUSTOM_OBJECT: Final = "zen:custom_object:"
"""Prefix of the target type of a custom object; its key follows."""
USER: Final = "zen:user"
_STANDARD_TARGETS: Final = frozenset({"user", "organization", "ticket", "article", "brand"})

_NO_RECORDS: Final = frozenset({str, int, float, bool, NoneType, list, dict, Decimal, date})
"""The usual types of values, none of which is a record. Testing for them first saves time."""


def reference(value: object) -> str | None:
    """A target as it is sent: an id, `external_id:...` or `name:...`; `None` for other values."""
    if type(value) is int:
        return str(value)
    if type(value) is not str or not value.strip() or value in {"external_id:", "name:"}:
        return None
    return value


def dereferenced(value: object, key: str, rule: FieldRule | None, found: list[Violation]) -> object:
    """The id of a record that was given as a value; any other value unchanged."""
    try:
        if type(value) in _NO_RECORDS:
            return value
        record: Any = value
        record_id, object_key = record.id, record.custom_object_key
    except Exception:  # the value is not a record, and its own code can raise anything
        return value
    if type(record_id) is not str:
        return value
    target = rule.target if rule else None
    if type(object_key) is str and target not in {None, CUSTOM_OBJECT + object_key}:
        message = (
            f"must point to {printable(str(target))}, not to a record of {printable(object_key)}"
        )
        found.append(Violation(key, INVALID_VALUE, message))
    return record_id


def check_target_type(target: str, found: list[Violation]) -> None:
    """Check the target type of a lookup or parent field, such as `zen:user`."""
    path = "relationship_target_type"
    if target == "zen:custom_object" or target.startswith(CUSTOM_OBJECT):
        check_custom_object(target, path, found)
    elif not target.startswith("zen:") or target == "zen:":
        expected = "a type such as zen:user or zen:custom_object:KEY"
        found.append(invalid(path, expected, target, suggestion=_completed(target)))


def check_custom_object(target: str, path: str, found: list[Violation]) -> None:
    """Check the target type of a custom object: `zen:custom_object:KEY`."""
    if not target.startswith(CUSTOM_OBJECT) or target == CUSTOM_OBJECT:
        expected = f"{CUSTOM_OBJECT}KEY"
        found.append(invalid(path, expected, target, suggestion=_completed(target)))


def _completed(target: str) -> str | None:
    if ":" in target or not target.strip():
        return None
    return f"zen:{target}" if target in _STANDARD_TARGETS else f"{CUSTOM_OBJECT}{target}"
