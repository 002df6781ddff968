"""The operators of filters, translated to SQL.

These meanings are not documented: texts are equal if they are the same to the letter, and one
contains another regardless of case and accents. A negative (`$noteq`, `$notin`, `$notcontains`) is
true of a record without a value, any other operator is not. Dates are compared without their time,
times by the second. A multiselect equals, and contains, each of its values. A currency is compared
by its number.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ...rules.dates import read_date
from ...rules.json_types import is_list
from ...rules.numeric import number
from ...rules.operators import LIST_OPERATORS
from ..field_types import EMULATED_TYPES
from ..storage.conditions import Condition
from ..storage.words import folded
from ..wire.json_text import encode_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..field_types import Comparison
    from ..storage.rows import StoredField

_SIGNS: Final = {
    "$eq": "IS",
    "$noteq": "IS NOT",
    "$gt": ">",
    "$gte": ">=",
    "$lt": "<",
    "$lte": "<=",
}
_NEGATIVES: Final = frozenset({"$noteq", "$notin", "$notcontains"})
_TRUTH: Final = {True: True, False: False, "true": True, "false": False}
_CHOSEN: Final = frozenset({"option", "options"})
_MAX_VALUES: Final = 1000


class Operand(NamedTuple):
    """The value that a condition looks at, as SQL, and how it is compared."""

    comparison: Comparison
    sql: str
    options: Mapping[str, int] = {}
    """Ids by value, of a field that has options."""
    is_user: bool = False


STANDARD: Final = {
    "created_at": Operand("time", "records.created_at"),
    "created_by_user": Operand("id", "records.created_by", is_user=True),
    "external_id": Operand("id", "records.external_id"),
    "name": Operand("string", "records.name"),
    "updated_at": Operand("time", "records.updated_at"),
    "updated_by_user": Operand("id", "records.updated_by", is_user=True),
}
"""The standard fields, by their names in filters."""


def operand(field: StoredField) -> Operand:
    """A custom field."""
    sql = f"json_extract(records.fields, '$.\"{field.id}\"')"
    options = {
        option["value"]: option["id"] for option in field.attributes.get("custom_field_options", ())
    }
    return Operand(EMULATED_TYPES[field.type].comparison, sql, options)


def compared(left: Operand, operator: str, value: Any) -> Condition:
    """The records for which the comparison is true; ValueError if the value cannot be compared."""
    if operator == "$exists":
        return _exists(left, wanted=_truth(value))
    if operator in LIST_OPERATORS:
        if not is_list(value) or len(value) > _MAX_VALUES:
            raise ValueError(f"must be a list of at most {_MAX_VALUES} values")
    elif isinstance(value, list | dict) or value is None:
        raise ValueError("must be one value")
    return _COMPARISONS[left.comparison](left, operator, value)


def _exists(left: Operand, *, wanted: bool) -> Condition:
    if left.comparison in _CHOSEN:
        # The value of a deleted option does not count.
        any_option = _chosen(left, left.options.values())
        return any_option if wanted else _negated(any_option)
    return Condition(f"{left.sql} IS {'NOT NULL' if wanted else 'NULL'}", [])


def _text(left: Operand, operator: str, value: Any) -> Condition:
    if not isinstance(value, str):
        raise ValueError("must be text")
    if operator in ("$contains", "$notcontains"):
        found = Condition(f"search_contains({left.sql}, ?)", [folded(value)])
        return found if operator == "$contains" else _negated(found)
    return _signed(left, operator, value)


def _identity(left: Operand, operator: str, value: Any) -> Condition:
    """Ids of users, of records or from elsewhere; a number counts as its digits."""
    if type(value) is int:
        value = str(value)
    if not isinstance(value, str):
        raise ValueError("must be an id")
    return _signed(left, operator, value)


def _number(left: Operand, operator: str, value: Any) -> Condition:
    values = value if operator in LIST_OPERATORS else [value]
    numbers = [number(each) for each in values]
    if None in numbers:
        raise ValueError("must be a number" if len(values) == 1 else "must be numbers")
    # Read from JSON, as those of records are: so the same digits make the same number.
    given = encode_text(numbers)
    if operator not in LIST_OPERATORS:
        return Condition(f"{left.sql} {_SIGNS[operator]} json_extract(?, '$[0]')", [given])
    found = Condition(f"coalesce({left.sql} IN (SELECT value FROM json_each(?)), FALSE)", [given])
    return found if operator == "$in" else _negated(found)


def _amount(left: Operand, operator: str, value: Any) -> Condition:
    """Amounts are stored as they were written, since their shape is not documented."""
    sql = f"CASE WHEN {left.sql} GLOB '[-+.0-9]*' THEN CAST({left.sql} AS NUMERIC) END"
    return _number(left._replace(sql=sql), operator, value)


def _date(left: Operand, operator: str, value: Any) -> Condition:
    day = read_date(value)
    if day is None:
        raise ValueError("must be a date such as 2026-01-31")
    written = left._replace(sql=f"substr({left.sql}, 1, 10)")
    return _signed(written, operator, day.isoformat())


def _time(left: Operand, operator: str, value: Any) -> Condition:
    """Seconds, as in replies; without a time zone UTC, without a time midnight."""
    try:
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        seconds = moment.timestamp()
    except (TypeError, ValueError, OverflowError):
        raise ValueError("must be a time such as 2026-01-31T10:00:00Z") from None
    return _signed(left._replace(sql=f"{left.sql} / 1000"), operator, seconds)


def _checkbox(left: Operand, operator: str, value: Any) -> Condition:
    return _signed(left, operator, _truth(value))


def _option(left: Operand, operator: str, value: Any) -> Condition:
    """Options are stored by their ids."""
    values = value if operator in LIST_OPERATORS else [value]
    if not all(isinstance(each, str) for each in values):
        raise ValueError("must be the value of an option")
    if left.comparison == "option" and operator in ("$contains", "$notcontains"):
        part = folded(value)
        wanted = [option for text, option in left.options.items() if part in folded(text)]
    else:
        wanted = [left.options[each] for each in values if each in left.options]
    found = _chosen(left, wanted)
    return _negated(found) if operator in _NEGATIVES else found


def _chosen(left: Operand, options: Any) -> Condition:
    """A dropdown's single value is, to json_each, a list of one."""
    sql = (
        f"EXISTS (SELECT 1 FROM json_each({left.sql}) AS chosen"
        " WHERE chosen.value IN (SELECT value FROM json_each(?)))"
    )
    return Condition(sql, [encode_text(list(options))])


def _signed(left: Operand, operator: str, value: Any) -> Condition:
    return Condition(f"{left.sql} {_SIGNS[operator]} ?", [value])


def _negated(condition: Condition) -> Condition:
    return Condition(f"NOT {condition.sql}", condition.parameters)


def _truth(value: Any) -> bool:
    if not isinstance(value, bool | str) or value not in _TRUTH:
        raise ValueError("must be true or false")
    return _TRUTH[value]


_COMPARISONS: Final[Mapping[Comparison, Callable[[Operand, str, Any], Condition]]] = {
    "string": _text,
    "truth": _checkbox,
    "number": _number,
    "amount": _amount,
    "day": _date,
    "time": _time,
    "id": _identity,
    "option": _option,
    "options": _option,
}
