"""The rule for the values of each type of field (custom object fields and lookup pages)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from .dates import calendar_date
from .display import printable
from .json_types import is_list, is_mapping
from .numeric import number, whole_number
from .patterns import cannot_match
from .references import reference
from .suggestions import closest
from .violations import Violation, invalid

if TYPE_CHECKING:
    from collections.abc import Callable

    from .schema import FieldRule

__all__ = ["CHECKS", "Kind"]

Kind: TypeAlias = Literal["text", "boolean", "integer", "decimal", "date", "list", "moment", "json"]
"""The values of a column in a file or table. `json` is any JSON value: for undocumented types."""

Check: TypeAlias = "Callable[[FieldRule, Any, list[Violation]], Any]"


def _reads(read: Callable[[Any], Any], expected: str) -> Check:
    """The check that a value can be read as what is expected; that is then what is sent."""

    def check(rule: FieldRule, value: Any, found: list[Violation]) -> Any:
        sent = read(value)
        if sent is None:
            found.append(invalid(rule.key, expected, value))
            return value
        return sent

    return check


def _text(value: object) -> str | None:
    return value if type(value) is str else None


def _truth(value: object) -> bool | None:
    if type(value) in (bool, int, str):
        return _TRUTH.get(str(value).strip().lower())
    return None


_TRUTH: Final = {"true": True, "1": True, "false": False, "0": False}


def _day(value: object) -> str | None:
    return calendar_date(value.strip()) if type(value) is str else None


def _amount(value: object) -> object:
    """Its shape is not documented: whatever could be an amount in any shape passes."""
    if is_mapping(value) or number(value) is not None:
        return value
    return value if type(value) is str and any(map(str.isdigit, value)) else None


def _regexp(rule: FieldRule, value: Any, found: list[Violation]) -> Any:
    if type(value) is not str:
        found.append(invalid(rule.key, "text", value))
    # Whether empty text clears the field or has to match is not documented.
    elif rule.pattern and value and cannot_match(rule.pattern, value):
        expected = f'text that matches the pattern "{printable(rule.pattern)}"'
        found.append(invalid(rule.key, expected, value))
    return value


def _dropdown(rule: FieldRule, value: Any, found: list[Violation]) -> Any:
    if not _is_option(rule, value):
        found.append(_no_option(rule, value, rule.key, found))
    return value


def _multiselect(rule: FieldRule, value: Any, found: list[Violation]) -> Any:
    if is_list(value):
        for position, item in enumerate(value):
            if not _is_option(rule, item):
                found.append(_no_option(rule, item, f"{rule.key}[{position}]", found))
    else:
        found.append(invalid(rule.key, "a list of option values", value))
    return value


def _is_option(rule: FieldRule, value: object) -> bool:
    return type(value) is str and (value in rule.options or not rule.options)


def _no_option(rule: FieldRule, value: object, path: str, found: list[Violation]) -> Violation:
    suggestion = None
    if not is_list(value) and not is_mapping(value):
        suggestion = closest(str(value), lambda: _options_by_name(rule), found)
    return invalid(path, "the value of an option", value, suggestion=suggestion)


def _options_by_name(rule: FieldRule) -> dict[str, str]:
    shown = {name: value for value, name in rule.options.items()}
    return shown | {value: value for value in rule.options}


_reference: Final = _reads(reference, 'an id, "external_id:..." or "name:..."')

CHECKS: Final[dict[str | None, Check]] = {
    "text": _reads(_text, "text"),
    "textarea": _reads(_text, "text"),
    "regexp": _regexp,
    "checkbox": _reads(_truth, "true or false"),
    "integer": _reads(whole_number, "a whole number of at most 64 bits"),
    "decimal": _reads(number, "a number"),
    "date": _reads(_day, "a date such as 2026-01-31"),
    "currency": _reads(_amount, "an amount"),
    "dropdown": _dropdown,
    "multiselect": _multiselect,
    "lookup": _reference,
    "parent": _reference,
}
"""By type: takes a JSON value that is not null, adds what is wrong with it to the list, and returns
it in the form that is sent. A type that is not here takes any value."""
