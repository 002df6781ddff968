"""The checks of the values of custom fields (sources: the fields page, the page on lookups)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

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

    from .field_rule import FieldRule

__all__ = [
    "Check",
    "check_amount",
    "check_any",
    "check_date",
    "check_decimal",
    "check_integer",
    "check_option",
    "check_options",
    "check_reference",
    "check_regexp",
    "check_text",
    "check_truth",
    "truth",
]

Check: TypeAlias = "Callable[[FieldRule, Any, list[Violation]], Any]"
"""Takes a JSON value that is not null, appends what is wrong with it to the list, and returns the
value as it is sent."""


def _reads(read: Callable[[Any], Any], expected: str) -> Check:
    """Check that `read` understands the value; its result is sent."""

    def check(rule: FieldRule, value: Any, found: list[Violation]) -> Any:
        sent = read(value)
        if sent is None:
            found.append(invalid(rule.key, expected, value))
            return value
        return sent

    return check


def _text(value: object) -> str | None:
    return value if type(value) is str else None


def truth(value: object) -> bool | None:
    """The truth value that `value` is or spells; `None` if it does not."""
    if type(value) in (bool, int, str):
        return _TRUTH.get(str(value).strip().lower())
    return None


_TRUTH: Final = {"true": True, "1": True, "false": False, "0": False}


def _day(value: object) -> str | None:
    return calendar_date(value) if type(value) is str else None


def _amount(value: object) -> object:
    """Allow whatever could be an amount: its shape is not documented."""
    if is_mapping(value) or number(value) is not None:
        return value
    return value if type(value) is str and any(map(str.isdigit, value)) else None


def check_regexp(rule: FieldRule, value: Any, found: list[Violation]) -> Any:
    """Allow text that can match the pattern of the field."""
    if type(value) is not str:
        found.append(invalid(rule.key, "text", value))
    # Whether empty text clears the field or has to match is not documented.
    elif rule.pattern and value and cannot_match(rule.pattern, value):
        expected = f'text that matches the pattern "{printable(rule.pattern)}"'
        found.append(invalid(rule.key, expected, value))
    return value


def check_option(rule: FieldRule, value: Any, found: list[Violation]) -> Any:
    """Allow the value of an option, or any text if the options are not known."""
    if not _is_option(rule, value):
        found.append(_not_an_option(rule, value, rule.key, found))
    return value


def check_options(rule: FieldRule, value: Any, found: list[Violation]) -> Any:
    """Allow a list of the values of options."""
    if is_list(value):
        for position, item in enumerate(value):
            if not _is_option(rule, item):
                found.append(_not_an_option(rule, item, f"{rule.key}[{position}]", found))
    else:
        found.append(invalid(rule.key, "a list of option values", value))
    return value


def _is_option(rule: FieldRule, value: object) -> bool:
    return type(value) is str and (value in rule.options or not rule.options)


def _not_an_option(rule: FieldRule, value: object, path: str, found: list[Violation]) -> Violation:
    suggestion = None
    if not is_list(value) and not is_mapping(value):
        suggestion = closest(str(value), lambda: _options_by_name(rule), found)
    return invalid(path, "the value of an option", value, suggestion=suggestion)


def _options_by_name(rule: FieldRule) -> dict[str, str]:
    shown = {name: value for value, name in rule.options.items()}
    return shown | {value: value for value in rule.options}


def check_any(rule: FieldRule, value: Any, found: list[Violation]) -> Any:
    """Allow any value: for types that this version does not know."""
    del rule, found
    return value


check_text: Final = _reads(_text, "text")
check_truth: Final = _reads(truth, "true or false")
check_integer: Final = _reads(whole_number, "a whole number of at most 64 bits")
check_decimal: Final = _reads(number, "a number")
check_date: Final = _reads(_day, "a date such as 2026-01-31")
check_amount: Final = _reads(_amount, "an amount")
check_reference: Final = _reads(reference, 'an id, "external_id:..." or "name:..."')
