"""The options of dropdown and multiselect fields (sources: the fields page, the help centre)."""

from __future__ import annotations

from typing import Any, Final

from .definitions import (
    DefinitionOperation,
    Shapes,
    check_mandatory,
    finished,
    prepare_properties,
)
from .display import excerpt
from .violations import DUPLICATE_VALUE, Violation, too_long

__all__ = ["prepare_options"]

MOST_OPTIONS: Final = 2_000
LONGEST_VALUE: Final = 255
"""Characters."""

_PATH: Final = "custom_field_options"
_SHAPES: Final[Shapes] = {
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
    """The options as they are sent. Two of the same value would make the field uneditable."""
    if len(options) > MOST_OPTIONS:
        found.append(too_long(_PATH, len(options), MOST_OPTIONS, "options"))
    prepared: list[Any] = []
    first: dict[str, int] = {}
    for position, option in enumerate(options):
        path = f"{_PATH}[{position}]"
        sent = prepare_properties(operation, option, _SHAPES, found, path)
        # Every option is sent whole: one that is left out is removed.
        check_mandatory("create", sent, ("name", "value"), found, path)
        prepared.append(finished(sent))
        value = sent.get("value")
        if type(value) is not str:
            continue
        if len(value) > LONGEST_VALUE:
            found.append(too_long(f"{path}.value", len(value), LONGEST_VALUE, "characters"))
        if first.setdefault(value, position) != position:
            message = f"is the value {excerpt(value)} of {_PATH}[{first[value]}] again"
            found.append(Violation(f"{path}.value", DUPLICATE_VALUE, message))
    return prepared
