"""The rules for the names of records: required, numbered by the service, or unique."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from ..unset import UNSET
from .display import excerpt
from .values import to_wire
from .violations import BASE, DUPLICATE_VALUE, NOT_ALLOWED, Violation, blank, invalid

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .schema import NameRules, ObjectSchema

__all__ = [
    "check_addressing",
    "duplicate_name",
    "duplicate_names",
    "prepare_name",
    "repeated_value",
]


def prepare_name(
    operation: Literal["create", "update", "upsert"],
    rules: NameRules | None,
    name: object,
    found: list[Violation],
) -> Any:
    """The name as it is sent; `UNSET` if none is sent. `rules` is `None` if they are not known.

    A null for a numbered record is left out, as working clients send it. An upsert does not require
    a name, as it can be an update.
    """
    if name is UNSET:
        if operation == "create" and rules and not rules.autoincrement_enabled:
            found.append(blank("name"))
        return UNSET
    wire = to_wire(name, "name", found)
    if wire is UNSET or (wire is None and rules is None):
        return wire
    if rules and rules.autoincrement_enabled:
        if wire is not None:
            message = "is not allowed: the service numbers the records of this object"
            found.append(Violation("name", NOT_ALLOWED, message))
        return UNSET
    if wire is None or (rules and type(wire) is str and not wire.strip()):
        found.append(blank("name"))
    elif type(wire) is not str:
        found.append(invalid("name", "text", wire))
    return wire


def check_addressing(
    schema: ObjectSchema | None, addressed_by: Literal["external_id", "name"]
) -> tuple[Violation, ...]:
    """Refuse to address records by their names where these are not unique."""
    rules = schema.name if schema else None
    if addressed_by == "external_id" or rules is None or rules.is_unique:
        return ()
    message = (
        "cannot address a record: the names of this object are not unique (use external_id, or set"
        " is_unique in the properties of standard::name)"
    )
    return (Violation("name", NOT_ALLOWED, message),)


def duplicate_name() -> Violation:
    """The violation, in the service's own words, for a name that another record has."""
    return Violation(BASE, DUPLICATE_VALUE, "Name already exists. Try another one.")


def duplicate_names(schema: ObjectSchema | None, names: Iterable[object]) -> dict[int, Violation]:
    """The violations for names that a batch repeats, by position, if names must be unique.

    Names are compared exactly. Values that are not text are ignored.
    """
    if schema is None or schema.name is None or not schema.name.is_unique:
        return {}
    first: dict[str, int] = {}
    repeated: dict[int, Violation] = {}
    for position, name in enumerate(names):
        text = to_wire(name, "name", [])
        if type(text) is str and first.setdefault(text, position) != position:
            repeated[position] = repeated_value(BASE, "name", text, first[text])
    return repeated


def repeated_value(field: str, what: str, value: str, first: int) -> Violation:
    """The violation for a unique value that the item `first` of the same batch has as well."""
    message = f"The {what} {excerpt(value)} is repeated: item {first} has it as well."
    return Violation(field, DUPLICATE_VALUE, message)
