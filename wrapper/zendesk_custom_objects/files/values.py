"""The values of a column: as the service gives them, as Python has them, and as text.

A value that is not of the kind of its column stays as it was received.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import msgspec

from ..rules.dates import calendar_date
from ..rules.json_types import is_list
from ..rules.numeric import number, whole_number

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..rules.field_types import Kind

__all__ = ["decode", "fit", "fit_all", "from_text", "misfits", "to_text"]

SEPARATOR: Final = ";"

_NOTHING: Final = type(None)
_NATIVE: Final[dict[Kind, frozenset[type]]] = {
    "text": frozenset({str, _NOTHING}),
    "boolean": frozenset({bool, _NOTHING}),
    "integer": frozenset({int, _NOTHING}),
    "decimal": frozenset({float, _NOTHING}),
    "date": frozenset({datetime.date, _NOTHING}),
    "list": frozenset({list, _NOTHING}),
    "moment": frozenset({datetime.datetime, _NOTHING}),
}


def fit(kind: Kind, value: Any) -> Any:
    """The value as an int, a float, a date ..., if it is one or spells one."""
    if value is None or kind not in _FITTING:
        return value
    return _FITTING[kind](value)


def fit_all(kind: Kind, values: list[Any]) -> list[Any]:
    """The same of a whole column, of which most need nothing done."""
    if kind not in _FITTING or _NATIVE[kind].issuperset(map(type, values)):
        return values
    read = _FITTING[kind]
    return [None if value is None else read(value) for value in values]


def misfits(kind: Kind, values: list[Any]) -> list[int]:
    """Where there are values that are not of the kind."""
    native = _NATIVE.get(kind)
    if native is None or native.issuperset(map(type, values)):
        return []
    return [place for place, value in enumerate(values) if type(value) not in native]


def _boolean(value: Any) -> Any:
    return _TRUTH.get(value.strip().lower(), value) if isinstance(value, str) else value


_TRUTH: Final = {"true": True, "false": False}


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
        # The service may add a time, of midnight.
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


_FITTING: Final[dict[Kind, Callable[[Any], Any]]] = {
    "boolean": _boolean,
    "integer": _integer,
    "decimal": _decimal,
    "date": _date,
    "moment": _moment,
}

decode: Final = msgspec.json.Decoder(float_hook=lambda text: _exact(Decimal(text))).decode
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
    """The value that is written in a cell; the text itself if it is none of the kind."""
    if kind == "list":
        return _parted(text)
    if kind == "json":
        try:
            return decode(text)
        except ValueError:
            return text
    return fit(kind, text)


def _joined(items: list[Any]) -> str:
    """`a;b`; a JSON array where that would be read as something else."""
    if items and all(map(_is_simple, items)) and not items[0].startswith("["):
        return SEPARATOR.join(items)
    return _encode(items).decode()


def _is_simple(item: object) -> bool:
    return isinstance(item, str) and item != "" and SEPARATOR not in item and item == item.strip()


def _parted(text: str) -> Any:
    if not text.startswith("["):
        return [item.strip() for item in text.split(SEPARATOR)] if text else []
    try:
        found = decode(text)
    except ValueError:
        return text
    return found if is_list(found) else text
