"""The options of dropdown and multiselect fields (sources: the fields page, the help center)."""

from __future__ import annotations

from typing import Any, Final

from .definitions import (
    DefinitionOperation,
    PropertyTypes,
    check_mandatory,
    finished,
    prepare_properties,
)
from .display import excerpt
from .violations import DUPLICATE_VALUE, Violation, too_long

__all__ = ["prepare_options"]

# Sources: the introduction to custom data, a help center article on dropdown fields.
MAX_OPTIONS: Final = 2_000
MAX_VALUE_CHARACTERS: Final = 255

_PATH: Final = "custom_field_options"
_PROPERTIES: Final[PropertyTypes] = {
    "id": object,  # a number, or in the service's example of a new option the text "null"
    "name": str,
    "value": str,
    "position": int,
    "allow_solving": bool,
    "raw_name": None,
    "url": None,
}


def prepare_options(
    operation: DefinitionOperation, options: list[Any], found: list[Violation]
) -> list[Any]:
    """The options as they are sent. Two with the same value would make the field uneditable."""
    if len(options) > MAX_OPTIONS:
        found.append(too_long(_PATH, len(options), MAX_OPTIONS, "options"))
    prepared: list[Any] = []
    first: dict[str, int] = {}
    for position, option in enumerate(options):
        path = f"{_PATH}[{position}]"
        sent = prepare_properties(operation, option, _PROPERTIES, found, path)
        # A change sends the whole list, so that each option has to be complete.
        check_mandatory("create", sent, ("name", "value"), found, path)
        prepared.append(finished(sent))
        value = sent.get("value")
        if type(value) is not str:
            continue
        if len(value) > MAX_VALUE_CHARACTERS:
            found.append(too_long(f"{path}.value", len(value), MAX_VALUE_CHARACTERS, "characters"))
        if first.setdefault(value, position) != position:
            message = f"repeats {excerpt(value)}, the value of {_PATH}[{first[value]}]"
            found.append(Violation(f"{path}.value", DUPLICATE_VALUE, message))
    return prepared
