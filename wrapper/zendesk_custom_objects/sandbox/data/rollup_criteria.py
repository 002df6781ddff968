"""The children that count for a roll-up: its `rollup_filter_criteria`.

No document lists the operators. They are assumed to be those of access rules, without the ones
about the current user, and for checkboxes `is` and `is_not`. A field is named
`custom_object.KEY.custom_fields.FIELD`. A child without a value meets `is_not`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...rules.field_types import FIELD_TYPES
from ..access import rule_conditions
from ..storage.conditions import Condition, joined

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..storage.catalog import StoredObject

_LISTS: Final = ("all", "any")
_SIGNS: Final = {"is": "IS", "is_not": "IS NOT"}
_TRUTH: Final = {True: True, False: False, "true": True, "false": False}
_ABOUT_CALLERS: Final = ("matches", "not_matches")


def problem(child: StoredObject, criteria: Mapping[str, Any] | None) -> str | None:
    """The first part of the criteria that cannot be evaluated, and why; None if all can.

    The rules have checked that they are lists of objects.
    """
    for name, conditions in (criteria or {}).items():
        if name not in _LISTS:
            return f"{name}: only all and any"
        for index, condition in enumerate(conditions or ()):
            if wrong := _wrong(child, condition):
                return f"{name}[{index}]{wrong}"
    return None


def compiled(child: StoredObject, criteria: Mapping[str, Any] | None) -> Condition:
    """The children that meet every condition in `all` and one in `any`, if there are any."""
    every, choices = (
        [_compiled(child, condition) for condition in (criteria or {}).get(name) or ()]
        for name in _LISTS
    )
    if choices:
        every.append(joined("OR", choices))
    return joined("AND", every)


def _wrong(child: StoredObject, condition: Mapping[str, Any]) -> str | None:
    operator, value = condition.get("operator"), condition.get("value")
    if _checkbox(child, condition.get("field")) is not None:
        if operator not in _SIGNS:
            return f".operator must be one of: {', '.join(_SIGNS)}"
        known = isinstance(value, bool | str) and value in _TRUTH
        return None if known else ".value must be true or false"
    if operator in _ABOUT_CALLERS:
        return f".operator {operator}: a roll-up has no current user"
    found = rule_conditions.check(child, {"all": [condition], "any": []})
    return "; ".join(f" {violation.message}" for violation in found) or None


def _compiled(child: StoredObject, condition: Mapping[str, Any]) -> Condition:
    checkbox = _checkbox(child, condition["field"])
    if checkbox is None:
        return rule_conditions.compiled(child, {"all": [condition], "any": []}, "")
    return Condition(f"{checkbox} {_SIGNS[condition['operator']]} ?", [_TRUTH[condition["value"]]])


def _checkbox(child: StoredObject, name: Any) -> str | None:
    """The value of a checkbox as SQL."""
    for field in child.fields:
        is_checkbox = FIELD_TYPES[field.type].kind == "boolean"
        if is_checkbox and rule_conditions.subject_name(child, field) == name:
            return f"json_extract(records.fields, '$.\"{field.id}\"')"
    return None
