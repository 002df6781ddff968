"""The properties of `standard::name`: unique names, numbered names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...rules.violations import INVALID_VALUE, NOT_ALLOWED, Violation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..calls.context import Session
    from ..storage.catalog import StoredObject

KEY: Final = "standard::name"

DEFAULTS: Final = {
    "is_unique": False,
    "autoincrement_enabled": False,
    "autoincrement_prefix": "",
    "autoincrement_padding": 0,
}
NEXT_SEQUENCE: Final = "autoincrement_next_sequence"


def numbered_name(session: Session, custom_object: StoredObject) -> str:
    """Take the next number; the transaction gives it back if the record is not made."""
    number = next_sequence(session, custom_object.number)
    session.store.run(
        "UPDATE objects SET next_sequence = next_sequence + 1 WHERE number = ?",
        (custom_object.number,),
    )
    properties = custom_object.name_properties
    digits = str(number).zfill(properties["autoincrement_padding"])
    return f"{properties['autoincrement_prefix']}{digits}"


def next_sequence(session: Session, number: int) -> int:
    """The number that the next record of an object gets."""
    sequence: int = session.store.one(
        "SELECT next_sequence FROM objects WHERE number = ?", (number,)
    )[0]
    return sequence


def forbidden_changes(
    session: Session, custom_object: StoredObject, given: Mapping[str, Any]
) -> list[Violation]:
    """Violations of new properties of a name; repeating the current ones does no harm."""
    current = custom_object.name_properties | {
        NEXT_SEQUENCE: next_sequence(session, custom_object.number)
    }
    changed = {**current, **given}
    found: list[Violation] = []
    if changed != current and session.catalog.count_records(custom_object):
        message = "cannot be changed once the object has records"
        found.append(Violation("properties", NOT_ALLOWED, message))
    if changed["is_unique"] and changed["autoincrement_enabled"]:
        message = "cannot be combined with autoincrement_enabled"
        found.append(Violation("properties.is_unique", NOT_ALLOWED, message))
    if current["autoincrement_enabled"] and changed[NEXT_SEQUENCE] < current[NEXT_SEQUENCE]:
        message = f"cannot be less than {current[NEXT_SEQUENCE]}"
        found.append(Violation(f"properties.{NEXT_SEQUENCE}", INVALID_VALUE, message))
    return found


def set_next_sequence(
    session: Session, custom_object: StoredObject, properties: dict[str, Any]
) -> None:
    """Remove the next number from new properties and store it with the object."""
    sequence = properties.pop(NEXT_SEQUENCE, None)
    if sequence is not None:
        session.store.run(
            "UPDATE objects SET next_sequence = ? WHERE number = ?",
            (sequence, custom_object.number),
        )
