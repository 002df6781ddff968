"""The values of a column: as the service gives them, as Python has them, and as text.

`from_text` is the one reader of text: cells of CSV files and values on the command line. What
cannot be read as the kind of its column stays as it was received, for the rules to refuse.
"""

from __future__ import annotations

import datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final

import msgspec

from ..rules.dates import calendar_date
from ..rules.json_types import is_list
from ..rules.numeric import number, whole_number
from ..rules.value_checks import truth

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..rules.field_types import Kind

__all__ = ["decode", "from_text", "misfits", "native", "native_column", "to_text"]

SEPARATOR: Final = ";"

_NOTHING: Final = type(None)
_TYPES: Final[dict[Kind, frozenset[type]]] = {
    "text": frozenset({str, _NOTHING}),
    "boolean": frozenset({bool, _NOTHING}),
    "integer": frozenset({int, _NOTHING}),
    "decimal": frozenset({float, _NOTHING}),
    "date": frozenset({datetime.date, _NOTHING}),
    "list": frozenset({list, _NOTHING}),
    "moment": frozenset({datetime.datetime, _NOTHING}),
}


def native(kind: Kind, value: Any) -> Any:
    """The value as an int, a float, a date ..., if it is one or spells one."""
    if value is None or kind not in _READERS:
        return value
    return _READERS[kind](value)


def native_column(kind: Kind, values: list[Any]) -> list[Any]:
    """The same for a whole column; as a rule nothing is left to do."""
    if kind not in _READERS or _TYPES[kind].issuperset(map(type, values)):
        return values
    read = _READERS[kind]
    return [None if value is None else read(value) for value in values]


def misfits(kind: Kind, values: list[Any]) -> list[int]:
    """The places of the values that are not of the kind."""
    types = _TYPES.get(kind)
    if types is None or types.issuperset(map(type, values)):
        return []
    return [place for place, value in enumerate(values) if type(value) not in types]


def _boolean(value: Any) -> Any:
    found = truth(value)
    return value if found is None else found


def _integer(value: Any) -> Any:
    found = whole_number(value)
    return value if found is None else found


def _decimal(value: Any) -> Any:
    found = number(value)
    return value if found is None else _exact(found)


def _exact(value: float | Decimal) -> float | Decimal:
    """A float, unless that would be another number than what is written."""
    try:
        found = float(value)
    except OverflowError:
        return value
    return found if Decimal(repr(found)) == value or found == value else value


def _date(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return datetime.date.fromisoformat(value)
    except ValueError:
        # The service adds a time, of midnight.
        text = calendar_date(value.strip())
    try:
        return value if text is None else datetime.date.fromisoformat(text)
    except ValueError:
        return value


def _moment(value: Any) -> Any:
    try:
        return datetime.datetime.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return value


_READERS: Final[dict[Kind, Callable[[Any], Any]]] = {
    "boolean": _boolean,
    "integer": _integer,
    "decimal": _decimal,
    "date": _date,
    "moment": _moment,
}


def _json_number(text: str) -> float | Decimal | str:
    """A number of JSON without a change; one that no number can express stays text."""
    try:
        return _exact(Decimal(text))
    except InvalidOperation:  # its exponent has more than 18 digits
        return text


decode: Final = msgspec.json.Decoder(float_hook=_json_number).decode
"""Reads JSON without changing a number."""

_encode: Final = msgspec.json.Encoder(decimal_format="number").encode


def to_text(kind: Kind, value: Any) -> str:
    """A value that is not null as one cell of text; `from_text` gives it back."""
    if kind == "json":
        return _encode(value).decode()
    if type(value) is str:
        return value
    if kind == "list" and is_list(value):
        return _joined(value)
    if isinstance(value, datetime.datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if type(value) is int or type(value) is float or type(value) is Decimal:
        return str(value)
    return _encode(value).decode()


def from_text(kind: Kind, text: str) -> Any:
    """The value that a text stands for; the text itself if it is not of the kind.

    An empty text is a value only where the kind is text.
    """
    if not text:
        return text if kind == "text" else None
    if kind == "list":
        return _parted(text)
    if kind == "json":
        try:
            return decode(text)
        except (ValueError, RecursionError):
            return text
    return native(kind, text)


def _joined(items: list[Any]) -> str:
    """`a;b`; a JSON array where that would be read as something else."""
    if items and all(map(_is_simple, items)) and not items[0].startswith("["):
        return SEPARATOR.join(items)
    return _encode(items).decode()


def _is_simple(item: object) -> bool:
    return isinstance(item, str) and item != "" and SEPARATOR not in item and item == item.strip()


def _parted(text: str) -> Any:
    if not text.startswith("["):
        return [item.strip() for item in text.split(SEPARATOR)]
    try:
        found = decode(text)
    except (ValueError, RecursionError):
        return text
    return found if is_list(found) else text
