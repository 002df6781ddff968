"""The rules for the `properties` of a field (source: the custom object fields page)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from .criteria import check_criteria
from .definitions import (
    DefinitionOperation,
    PropertyTypes,
    check_mandatory,
    check_type,
    finished,
    prepare_properties,
)
from .field_types import ROLL_UP_PROPERTIES, field_type
from .references import check_custom_object
from .suggestions import closest
from .violations import INVALID_VALUE, NOT_ALLOWED, Violation, invalid, too_long

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["prepare_field_properties"]

# Sources: the help center article on numbered names, the fields page.
MAX_PREFIX_CHARACTERS: Final = 30
MAX_PADDING_DIGITS: Final = 9

_PATH: Final = "properties"
_PREFIX: Final = f"{_PATH}."
_CURRENCY: Final = re.compile("[A-Z]{3}")
_PROPERTIES: Final[PropertyTypes] = {
    "is_unique": bool,
    "autoincrement_enabled": bool,
    "autoincrement_prefix": str,
    "autoincrement_padding": int,
    "autoincrement_next_sequence": int,
    "allowed_currencies": list,
    "cascade_permissions_enabled": bool,
    "rollup_child_object": str,
    "rollup_aggregation_type": str,
    "rollup_aggregated_field": str,
    "rollup_filter_criteria": dict,
    "rollup_aggregated_field_title": None,
}
_AGGREGATIONS: Final = ("COUNT", "SUM", "MIN", "MAX")


def prepare_field_properties(
    operation: DefinitionOperation,
    type_key: str | None,
    properties: Mapping[str, Any],
    found: list[Violation],
) -> dict[str, Any]:
    """The properties as they are sent. `type_key` is the type of the field, if it is known."""
    prepared = prepare_properties(operation, properties, _PROPERTIES, found, _PATH)
    check_type(type_key, prepared, _PROPERTIES, found, _PATH)
    _check_names(prepared, found)
    mandatory = field_type(type_key).mandatory_properties
    own = [name.removeprefix(_PREFIX) for name in mandatory if name.startswith(_PREFIX)]
    check_mandatory(operation, prepared, own, found, _PATH)
    _check_currencies(prepared, found)
    _check_roll_up(operation, prepared, found)
    return finished(prepared)


def _check_names(prepared: Mapping[str, Any], found: list[Violation]) -> None:
    if prepared.get("is_unique") and prepared.get("autoincrement_enabled"):
        message = "cannot be combined with is_unique"
        found.append(Violation(f"{_PATH}.autoincrement_enabled", NOT_ALLOWED, message))
    prefix = prepared.get("autoincrement_prefix") or ""
    if len(prefix) > MAX_PREFIX_CHARACTERS:
        path = f"{_PATH}.autoincrement_prefix"
        found.append(too_long(path, len(prefix), MAX_PREFIX_CHARACTERS, "characters"))
    padding = prepared.get("autoincrement_padding") or 0
    if not 0 <= padding <= MAX_PADDING_DIGITS:
        expected = f"a number from 0 to {MAX_PADDING_DIGITS}"
        found.append(invalid(f"{_PATH}.autoincrement_padding", expected, padding))
    sequence = prepared.get("autoincrement_next_sequence") or 0
    if sequence < 0:
        found.append(invalid(f"{_PATH}.autoincrement_next_sequence", "0 or more", sequence))


def _check_currencies(prepared: Mapping[str, Any], found: list[Violation]) -> None:
    path = f"{_PATH}.allowed_currencies"
    codes: list[Any] = prepared.get("allowed_currencies") or []
    if len(codes) > 1:
        message = f"must be a list of one currency, not of {len(codes)}"
        found.append(Violation(path, INVALID_VALUE, message))
    for position, code in enumerate(codes):
        if type(code) is not str or not _CURRENCY.fullmatch(code):
            proposal = str(code).strip().upper()
            suggestion = proposal if _CURRENCY.fullmatch(proposal) else None
            expected = "an ISO 4217 code such as EUR"
            found.append(invalid(f"{path}[{position}]", expected, code, suggestion=suggestion))


def _check_roll_up(
    operation: DefinitionOperation, prepared: Mapping[str, Any], found: list[Violation]
) -> None:
    if not any(prepared.get(name) for name in ROLL_UP_PROPERTIES):
        return
    if criteria := prepared.get("rollup_filter_criteria"):
        check_criteria(criteria, f"{_PATH}.rollup_filter_criteria", found)
    mandatory = ("rollup_child_object", "rollup_aggregation_type")
    check_mandatory(operation, prepared, mandatory, found, _PATH)
    child = prepared.get("rollup_child_object")
    if child:
        check_custom_object(child, f"{_PATH}.rollup_child_object", found)
    aggregation = prepared.get("rollup_aggregation_type")
    if aggregation == "COUNT":
        if prepared.get("rollup_aggregated_field"):
            message = "is not allowed: COUNT counts records, whatever their values"
            found.append(Violation(f"{_PATH}.rollup_aggregated_field", NOT_ALLOWED, message))
    elif aggregation in _AGGREGATIONS:
        check_mandatory(operation, prepared, ("rollup_aggregated_field",), found, _PATH)
    elif aggregation:
        suggestion = closest(aggregation, lambda: {name: name for name in _AGGREGATIONS})
        path = f"{_PATH}.rollup_aggregation_type"
        expected = f"one of {', '.join(_AGGREGATIONS)}"
        found.append(invalid(path, expected, aggregation, suggestion=suggestion))
