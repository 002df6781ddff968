"""The filter of a lookup field: the records that it offers (Lookup Relationships docs).

Conditions can compare with dynamic values: `current_user` is the caller, the others come with the
request. What the sandbox cannot evaluate is refused (501) by name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, Literal

from ...rules.field_types import FIELD_TYPES
from ...rules.json_types import is_list, is_mapping
from ...rules.references import CUSTOM_OBJECT
from ..access.rule_conditions import CURRENT_USER, subject_name
from ..storage.conditions import joined
from ..wire import errors
from .comparisons import STANDARD, Operand, compared, operand

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..calls.context import Call
    from ..storage.catalog import StoredObject
    from ..storage.conditions import Condition
    from ..storage.rows import StoredField

_DYNAMIC_VALUES: Final = re.compile(r"filter\[dynamic_values\]\[([^\[\]]+)\]")
_PARAMETERS: Final = {
    "requester_id": "requester_id",
    "assignee_id": "assignee_id",
    "organization_id": "organization",
}
"""Parameters, with the names of their values in filters."""
_MAX_ID: Final = 2**63 - 1
_OPERATORS: Final[Mapping[str, str]] = {
    "is": "$eq",
    "is_not": "$noteq",
    "greater_than": "$gt",
    "greater_than_equal": "$gte",
    "less_than": "$lt",
    "less_than_equal": "$lte",
    "includes": "$eq",
    "not_includes": "$noteq",
    "present": "$exists",
    "not_present": "$exists",
    "matches": "$eq",
    "not_matches": "$noteq",
}
_GROUPS: Final[Sequence[tuple[str, Literal["AND", "OR"]]]] = (("all", "AND"), ("any", "OR"))
_DYNAMIC: Final = frozenset({"matches", "not_matches"})


def given_values(call: Call) -> dict[str, str]:
    """The dynamic values in the request, by their names in filters."""
    given: dict[str, str] = {}
    for name, _ in call.query.pairs(without=frozenset()):
        if name in _PARAMETERS:
            given[_PARAMETERS[name]] = _id(call, name)
        elif found := _DYNAMIC_VALUES.fullmatch(name):
            # A record's id, a tag, or empty: the vendor's own help centre theme sends these.
            given[found[1]] = call.query.text(name) or ""
        elif name.startswith("filter[dynamic_values]"):
            raise errors.bad_request(f"Parameter {name} must have one name in its brackets")
    return given


def _id(call: Call, name: str) -> str:
    return str(call.query.integer(name, 0, least=0, most=_MAX_ID))


def narrowed(
    call: Call, custom_object: StoredObject, field_id: str, source: str, given: Mapping[str, str]
) -> Condition:
    """The records that a lookup field of `source` offers; 404 if there is no such field."""
    field = source_field(call, source, field_id)
    if field.target != CUSTOM_OBJECT + custom_object.key:
        raise errors.bad_request(
            f"Field {field_id} does not point to {CUSTOM_OBJECT}{custom_object.key}"
        )
    criteria: Mapping[str, Any] = field.attributes.get("relationship_filter") or {}
    values = {**given, CURRENT_USER: call.user_id}
    groups: list[Condition] = []
    for name, word in _GROUPS:
        listed: Any = criteria.get(name) or []
        if not is_list(listed):
            raise errors.not_emulated(f"{name} in a relationship filter that is not a list")
        groups.append(joined(word, [_condition(custom_object, each, values) for each in listed]))
    return joined("AND", groups)


def source_field(call: Call, source: str, field_id: str) -> StoredField:
    """The lookup or parent field with this id; 404 if there is none, 501 for other sources."""
    if source in ("zen:user", "zen:ticket", "zen:organization"):
        raise errors.not_emulated(f"{call.operation.id}: lookup fields of {source}")
    if not source.startswith(CUSTOM_OBJECT):
        raise errors.bad_request(f"not a type of source: {source[:200]}")
    owner = call.catalog.get(source.removeprefix(CUSTOM_OBJECT))
    for field in owner.layout.links.values():
        if field_id == str(field.id):
            return field
    raise errors.not_found()


def _condition(custom_object: StoredObject, criterion: Any, values: Mapping[str, str]) -> Condition:
    parts = criterion if is_mapping(criterion) else {}
    name, operator, value = (parts.get(part) for part in ("field", "operator", "value"))
    refusal = errors.not_emulated(f"{name} {operator} {value} in a relationship filter"[:300])
    left, known = _operand(custom_object, str(name))
    translated = _OPERATORS.get(str(operator))
    if left is None or translated is None or translated not in known:
        raise refusal
    if translated == "$exists":
        return compared(left, translated, operator == "present")
    if operator in _DYNAMIC or (left.is_user and value == CURRENT_USER):
        # Without its value the condition cannot be evaluated.
        if str(value) not in values:
            raise refusal
        value = values[str(value)]
    try:
        return compared(left, translated, value)
    except ValueError:
        raise refusal from None


def _operand(custom_object: StoredObject, name: str) -> tuple[Operand | None, Sequence[str]]:
    """The value that the `field` of a condition names, and its operators."""
    for field in custom_object.fields:
        if not field.is_attribute and subject_name(custom_object, field) == name:
            is_computed = field in custom_object.computed
            return operand(field), () if is_computed else FIELD_TYPES[field.type].filter_operators
    return STANDARD.get(name), ("$eq", "$noteq", "$exists")
