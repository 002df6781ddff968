"""The rules for the filter of a search (source: the page on searching records)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from .dates import calendar_date
from .display import printable
from .field_types import field_type
from .json_types import is_list, is_mapping
from .operators import AND, CUSTOM_FIELDS, OR, STANDARD_OPERATORS
from .suggestions import closest
from .values import to_wire
from .violations import INVALID_VALUE, NOT_ALLOWED, UNKNOWN_FIELD, Prepared, Violation, invalid

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .field_rule import FieldRule
    from .schema import ObjectSchema

__all__ = ["prepare_filter"]

_BASE: Final = "filter"


def prepare_filter(schema: ObjectSchema | None, given: Mapping[str, Any]) -> Prepared:
    """The filter as it is sent, and everything that is wrong with it.

    Groups may be nested: how deeply the service allows it is not documented. Nor are the operators
    of currency, parent, regexp and roll-up fields: they take any.
    """
    found: list[Violation] = []
    wire = to_wire(given, _BASE, found)
    if not found:
        _check(wire, schema, _BASE, found)
    return Prepared(wire if is_mapping(wire) else {}, tuple(found))


def _check(wire: Any, schema: ObjectSchema | None, path: str, found: list[Violation]) -> None:
    if not is_mapping(wire):
        found.append(invalid(path, "a condition, or conditions under $and and $or", wire))
        return
    for name, part in wire.items():
        if name not in (AND, OR):
            _check_condition(name, part, schema, found)
        elif is_list(part):
            for position, item in enumerate(part):
                _check(item, schema, f"{path}.{name}[{position}]", found)
        else:
            found.append(invalid(f"{path}.{name}", "a list of conditions", part))


def _check_condition(
    name: str, comparison: Any, schema: ObjectSchema | None, found: list[Violation]
) -> None:
    path = printable(name)
    if not is_mapping(comparison):
        found.append(invalid(path, 'an operator with a value, such as {"$eq": 1}', comparison))
        return
    if unknown := _unknown(name, schema, found):
        found.append(unknown)
        return
    rule = _rule(name, schema)
    operators = STANDARD_OPERATORS.get(name) if rule is None else _operators(rule)
    is_date = rule is not None and field_type(rule.type).kind == "date"
    for operator, value in comparison.items():
        if operators and operator not in operators:
            message = f"takes no {printable(operator)}; it takes {', '.join(operators)}"
            found.append(Violation(path, NOT_ALLOWED, message))
        elif not operator.startswith("$"):
            expected = "an operator such as $eq"
            found.append(Violation(path, INVALID_VALUE, f"must have {expected}, not {operator}"))
        elif is_date:
            comparison[operator] = _day(value)


def _day(value: Any) -> Any:
    """A date as it is sent, also if it came with a time of midnight; other values stay."""
    return (calendar_date(value) or value) if type(value) is str else value


def _rule(name: str, schema: ObjectSchema | None) -> FieldRule | None:
    """The rule of a custom field, if it is known."""
    if schema is None or not name.startswith(CUSTOM_FIELDS):
        return None
    return schema.rules.get(name.removeprefix(CUSTOM_FIELDS))


def _operators(rule: FieldRule) -> tuple[str, ...] | None:
    """The operators for a field; `None` if they are not known."""
    if rule.is_computed:
        return None
    known = field_type(rule.type)
    return known.filter_operators if known.are_filter_operators_documented else None


def _unknown(name: str, schema: ObjectSchema | None, found: list[Violation]) -> Violation | None:
    if schema is None or name in STANDARD_OPERATORS:
        return None
    if name.startswith(CUSTOM_FIELDS):
        key = name.removeprefix(CUSTOM_FIELDS)
        if key in schema.rules:
            return None
    elif name in schema.rules:
        # Whether the service has further standard fields is not known, but this is no such field.
        key = name
    else:
        return None
    meant = closest(key, lambda: {each: each for each in schema.rules}, found)
    suggestion = None if meant is None else CUSTOM_FIELDS + meant
    return Violation(printable(name), UNKNOWN_FIELD, "unknown field", suggestion)
