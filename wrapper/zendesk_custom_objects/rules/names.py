"""The name of a record: required, or numbered by the service, or unique."""

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
    """The name as it is sent; `UNSET` if none is. `rules` is `None` where they are not known.

    A null sent for a numbered record is left out: working clients send it. An upsert may be an
    update, which needs no name.
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
    """What speaks against upserting or deleting records by `addressed_by`."""
    rules = schema.name if schema else None
    if addressed_by == "external_id" or rules is None or rules.is_unique:
        return ()
    message = "cannot address a record, as the names of this object are not unique"
    return (Violation("name", NOT_ALLOWED, message),)


def duplicate_name() -> Violation:
    """The service's own words for a name that another record has."""
    return Violation(BASE, DUPLICATE_VALUE, "Name already exists. Try another one.")


def duplicate_names(schema: ObjectSchema | None, names: Iterable[object]) -> dict[int, Violation]:
    """The names of a batch that came before in it, by position, if names must be unique.

    Names are compared exactly; anything but text is passed over.
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
    """A value that must be unique is already that of the item `first` of the same batch."""
    message = f"The {what} {excerpt(value)} is already that of item {first}."
    return Violation(field, DUPLICATE_VALUE, message)
