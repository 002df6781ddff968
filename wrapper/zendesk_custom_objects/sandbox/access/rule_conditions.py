"""Conditions of access rules: their validation, and their translation to SQL."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ...rules.access_operators import EQUALITY, INCLUSION, MATCHES, PRESENCE
from ...rules.dates import read_date
from ...rules.field_types import DEFAULT_TYPE, FIELD_TYPES, DefinitionFormat, FieldType
from ...rules.json_types import is_mapping
from ...rules.violations import INVALID_VALUE, Violation
from ..field_types import EMULATED_TYPES, Comparison
from ..storage.conditions import NOTHING, Condition, joined
from ..wire import errors

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..storage.catalog import StoredObject
    from ..storage.rows import StoredField

_SIGNS: Final = {
    "greater_than": ">",
    "less_than": "<",
    "greater_than_equal": ">=",
    "less_than_equal": "<=",
}
CURRENT_USER: Final = "current_user"
_USER: Final = "zen:user"
# What filters of lookups know besides; how access rules apply them is not documented.
_DYNAMIC: Final = re.compile(
    r"requester_id|assignee_id|organization(\..*)?|ticket_brand_id|ticket_fields_.*"
    r"|(user|organization|custom_object\..*)\.custom_fields\..*"
)
_MAX_CONDITIONS: Final = 200
_NUMBER: Final = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?")
_MAX_INTEGER: Final = 2**63 - 1


class Subject(NamedTuple):
    """The value that a condition looks at, as SQL, and how it is compared."""

    type: str
    """For messages."""
    sql: str
    operators: tuple[str, ...]
    comparison: Comparison
    format: DefinitionFormat
    field: StoredField | None = None

    @property
    def has_options(self) -> bool:
        return self.comparison in ("option", "options")

    @property
    def is_author(self) -> bool:
        """Whether it is the user who created the record."""
        return self.field is None and self.comparison == "id"


def subject_name(custom_object: StoredObject, field: StoredField) -> str:
    """The name of a custom field in conditions."""
    return f"custom_object.{custom_object.key}.custom_fields.{field.key}"


def subject(custom_object: StoredObject, name: Any) -> Subject | None:
    """The value that the `field` of a condition names; None if access rules cannot use it."""
    if name == "created_by_user":
        operators = (*MATCHES, *EQUALITY)
        return Subject("created_by_user", "records.created_by", operators, "id", "autocomplete")
    if name == "name":
        return _subject(FIELD_TYPES[DEFAULT_TYPE], "records.name", None)
    for field in custom_object.fields:
        known = FIELD_TYPES[field.type]
        takes_rules = known.access_operators and not field.attributes.get("readonly")
        if not field.is_attribute and takes_rules and subject_name(custom_object, field) == name:
            return _subject(known, f"json_extract(records.fields, '$.\"{field.id}\"')", field)
    return None


def _subject(known: FieldType, sql: str, field: StoredField | None) -> Subject:
    comparison = EMULATED_TYPES[known.key].comparison
    if comparison == "day":
        sql = f"substr({sql}, 1, 10)"  # without a time that was written with it
    return Subject(
        known.key, sql, known.access_operators, comparison, known.definition_format, field
    )


def check(custom_object: StoredObject, conditions: Mapping[str, Any]) -> list[Violation]:
    """The violations in the `conditions` of a rule, whose `all` and `any` are lists already."""
    found: list[Violation] = []
    if sum(len(conditions[name]) for name in ("all", "any")) > _MAX_CONDITIONS:
        raise errors.not_emulated(f"More than {_MAX_CONDITIONS} conditions in an access rule")
    for name in ("all", "any"):
        for index, condition in enumerate(conditions[name]):
            path = f"conditions.{name}[{index}]"
            found += [
                Violation(f"{path}.{part}", INVALID_VALUE, message)
                for part, message in _wrong(custom_object, condition)
            ]
    return found


def _wrong(custom_object: StoredObject, condition: Any) -> Iterator[tuple[str, str]]:
    if not is_mapping(condition):
        yield "field", "a condition is an object of field, operator and value"
        return
    known = subject(custom_object, condition.get("field"))
    if known is None:
        yield "field", "is not a field of this object that access rules can use"
        return
    operator, value = condition.get("operator"), condition.get("value")
    if operator not in known.operators:
        yield "operator", f"must be one of: {', '.join(known.operators)}"
    elif operator in PRESENCE:
        if value is not None and str(value).lower() != "true":
            yield "value", "must be left out"
    elif operator in MATCHES:
        if isinstance(value, str) and _DYNAMIC.fullmatch(value):
            raise errors.not_emulated(f"The dynamic value {value} in an access rule")
        if value != CURRENT_USER or (known.field and known.field.target != _USER):
            yield "value", f"must be {CURRENT_USER}, in a field that points to users"
    elif not _fits(known, value):
        yield "value", f"is not a value of type {known.type}"


def _fits(known: Subject, value: Any) -> bool:
    if isinstance(value, bool):
        return False
    if known.comparison == "number":
        return isinstance(value, int | float | Decimal) or bool(_NUMBER.fullmatch(str(value)))
    if known.comparison == "id" and isinstance(value, int):
        return True
    if not isinstance(value, str) or not value:
        return False
    if known.comparison == "day":
        return read_date(value) is not None
    return not known.has_options or value in _options(known)


def compiled(custom_object: StoredObject, conditions: Mapping[str, Any], user_id: str) -> Condition:
    """The records that meet every condition in `all` and one in `any`, if there are any.

    A condition whose field or option has been deleted is never met. A record without a value meets
    `is_not`, `not_includes` and `not_matches`.
    """
    parts = [_compiled(custom_object, condition, user_id) for condition in conditions["all"]]
    if conditions["any"]:
        choices = [_compiled(custom_object, condition, user_id) for condition in conditions["any"]]
        parts.append(joined("OR", choices))
    return joined("AND", parts)


def _compiled(custom_object: StoredObject, condition: Mapping[str, Any], user_id: str) -> Condition:
    known = subject(custom_object, condition["field"])
    if known is None:
        return NOTHING
    operator, value = condition["operator"], condition.get("value")
    if operator in PRESENCE:
        return _presence(known, present=operator == "present")
    if operator in _SIGNS:
        return Condition(f"{known.sql} {_SIGNS[operator]} ?", [_operand(known, value)])
    if value == CURRENT_USER and (operator in MATCHES or known.is_author):
        operand: Any = user_id
    elif known.has_options:
        operand = _options(known).get(str(value))
        if operand is None:
            return NOTHING
    else:
        operand = _operand(known, value)
    if operator in INCLUSION:
        included = f"EXISTS (SELECT 1 FROM json_each({known.sql}) WHERE value = ?)"
        return Condition(included if operator == "includes" else f"NOT {included}", [operand])
    same = operator in ("is", "matches")
    return Condition(f"{known.sql} {'IS' if same else 'IS NOT'} ?", [operand])


def _presence(known: Subject, *, present: bool) -> Condition:
    """Whether there is a value: a deleted option is none."""
    if not known.has_options:
        return Condition(f"{known.sql} IS {'NOT NULL' if present else 'NULL'}", [])
    options = json.dumps(list(_options(known).values()))
    # A dropdown's single value is, to json_each, a list of one.
    chosen = (
        f"EXISTS (SELECT 1 FROM json_each({known.sql}) AS chosen"
        " WHERE chosen.value IN (SELECT value FROM json_each(?)))"
    )
    return Condition(chosen if present else f"NOT {chosen}", [options])


def _operand(known: Subject, value: Any) -> Any:
    """The value as SQLite compares it."""
    if known.comparison == "day":
        return str(read_date(value))
    if known.comparison != "number":
        return str(value)
    number = Decimal(str(value))
    whole = number == number.to_integral_value() and abs(number) <= _MAX_INTEGER
    return int(number) if whole else float(number)


def _options(known: Subject) -> dict[str, int]:
    """Ids of options, by value."""
    assert known.field is not None
    return {
        option["value"]: option["id"] for option in known.field.attributes["custom_field_options"]
    }
