"""The rules for the filter of a search (source: the page on searching custom object records)."""

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

    Groups can be nested: how deeply the service allows it is not documented. Nor are the operators
    of some types of fields and of roll-ups: those fields take any.
    """
    found: list[Violation] = []
    wire = to_wire(given, _BASE, found)
    if not found:
        _prepare_group(wire, schema, _BASE, found)
    return Prepared(wire if is_mapping(wire) else {}, tuple(found))


def _prepare_group(
    wire: Any, schema: ObjectSchema | None, path: str, found: list[Violation]
) -> None:
    """Check conditions and bring their values into the form that is sent, in place."""
    if not is_mapping(wire):
        found.append(invalid(path, "a condition, or conditions under $and and $or", wire))
        return
    for name, part in wire.items():
        if name not in (AND, OR):
            _prepare_condition(name, part, schema, found)
        elif is_list(part):
            for position, item in enumerate(part):
                _prepare_group(item, schema, f"{path}.{name}[{position}]", found)
        else:
            found.append(invalid(f"{path}.{name}", "a list of conditions", part))


def _prepare_condition(
    name: str, comparison: Any, schema: ObjectSchema | None, found: list[Violation]
) -> None:
    path = printable(name)
    if not is_mapping(comparison):
        found.append(invalid(path, 'an operator with a value, such as {"$eq": 1}', comparison))
        return
    if unknown := _unknown(name, schema, found):
        found.append(unknown)
        return
    rule = None
    if schema and name.startswith(CUSTOM_FIELDS):
        rule = schema.rules.get(name.removeprefix(CUSTOM_FIELDS))
    operators = _operators(name, rule)
    for operator in comparison:
        if operators and operator not in operators:
            message = f"{printable(operator)} is not allowed; use {' or '.join(operators)}"
            found.append(Violation(path, NOT_ALLOWED, message))
        elif not operator.startswith("$"):
            message = f"must have an operator such as $eq, not {printable(operator)}"
            found.append(Violation(path, INVALID_VALUE, message))
    if rule and field_type(rule.type).kind == "date":
        comparison.update({operator: _dates(value) for operator, value in comparison.items()})


def _dates(value: Any) -> Any:
    """A date without the time that the service adds when it returns it; a list of such."""
    if is_list(value):
        return [_dates(each) for each in value]
    return (calendar_date(value) or value) if type(value) is str else value


def _operators(name: str, rule: FieldRule | None) -> tuple[str, ...] | None:
    """The operators of a field; `None` if they are not known."""
    if not name.startswith(CUSTOM_FIELDS):
        return STANDARD_OPERATORS.get(name)
    if rule is None or rule.is_computed:
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
        # The service may have more standard fields, but a custom one needs its prefix.
        key = name
    else:
        return None
    meant = closest(key, lambda: {each: each for each in schema.rules}, found)
    suggestion = None if meant is None else CUSTOM_FIELDS + meant
    return Violation(printable(name), UNKNOWN_FIELD, "unknown field", suggestion)
