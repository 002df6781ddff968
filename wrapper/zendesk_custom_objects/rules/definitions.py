"""Checks that the definitions of objects and of fields share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from ..unset import UNSET
from .display import printable
from .field_types import FIELD_TYPES, types_with
from .suggestions import closest
from .values import entries, to_wire
from .violations import BASE, NOT_ALLOWED, UNKNOWN_FIELD, Violation, blank, invalid, read_only

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = [
    "DefinitionOperation",
    "PropertyTypes",
    "check_mandatory",
    "check_type",
    "finished",
    "prepare_properties",
]

DefinitionOperation: TypeAlias = Literal["create", "update"]

PropertyTypes: TypeAlias = "Mapping[str, type | None]"
"""The JSON type of each property: `object` allows any; `None` means that the service sets it."""

_NAMES_OF_TYPES: Final = {
    str: "text",
    bool: "true or false",
    int: "a whole number",
    list: "a list",
    dict: "a mapping",
}


def prepare_properties(
    operation: DefinitionOperation,
    values: object,
    types: PropertyTypes,
    found: list[Violation],
    path: str = "",
) -> dict[str, Any]:
    """The properties as JSON values; a refused one is `UNSET`.

    A property that the service sets is refused in a new definition. In a change it is allowed, so
    that a definition that was read can be sent back.
    """
    prepared: dict[str, Any] = {}
    for key, value in entries(values, path or BASE, found):
        where = f"{path}.{printable(key)}" if path else printable(key)
        wire = to_wire(value, where, found)
        prepared[key] = UNSET
        if key not in types:
            suggestion = closest(key, lambda: {name: name for name in types}, found)
            found.append(Violation(where, UNKNOWN_FIELD, "unknown property", suggestion))
        elif wire is UNSET:
            pass
        elif (wanted := types[key]) is None and operation == "create":
            found.append(read_only(where))
        elif wanted in _NAMES_OF_TYPES and wire is not None and type(wire) is not wanted:
            found.append(invalid(where, _NAMES_OF_TYPES[wanted], wire))
        else:
            prepared[key] = wire
    return prepared


def check_mandatory(
    operation: DefinitionOperation,
    prepared: Mapping[str, Any],
    names: Iterable[str],
    found: list[Violation],
    path: str = "",
) -> None:
    """Require properties in a new definition, and that they are not blank in any."""
    absent = None if operation == "create" else UNSET
    for name in names:
        value = prepared.get(name, absent)
        if value is None or value == [] or (type(value) is str and not value.strip()):
            found.append(blank(f"{path}.{name}" if path else name))


def check_type(
    field_type: str | None,
    prepared: Mapping[str, Any],
    names: Iterable[str],
    found: list[Violation],
    path: str = "",
) -> None:
    """Refuse properties that only fields of other types have; `names` are the ones to look at.

    Nothing is refused for a type that this version does not know.
    """
    if field_type not in FIELD_TYPES:
        return
    for name in names:
        where = f"{path}.{name}" if path else name
        owners = types_with(where)
        if prepared.get(name) and owners and field_type not in owners:
            message = f"is only for fields of type {' or '.join(owners)}, not {field_type}"
            found.append(Violation(where, NOT_ALLOWED, message))


def finished(prepared: Mapping[str, Any]) -> dict[str, Any]:
    """The properties without the refused ones."""
    return {key: value for key, value in prepared.items() if value is not UNSET}
