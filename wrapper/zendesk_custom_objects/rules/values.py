"""Converts Python values to JSON values, for fields of any type."""

from __future__ import annotations

import operator
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from ..unset import UNSET
from .display import excerpt, printable
from .json_types import is_list, is_mapping
from .numeric import is_representable
from .violations import INVALID_VALUE, TOO_LONG, Violation, invalid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["entries", "to_wire"]

# A record has at most 32,768 bytes, and each value in it takes at least one.
MAX_PARTS: Final = 32_768
MAX_DEPTH: Final = 32
"""Levels of nesting: far more than a record has, far less than Python's recursion limit."""


def to_wire(value: object, path: str, found: list[Violation]) -> Any:
    """The JSON value for a Python value, which consists of plain JSON types and Decimal.

    Numbers keep their exact value, a date becomes ISO 8601 text, a member of an enumeration its
    value, a set a sorted list. If JSON cannot express the value, the reason is added to `found` and
    the result is `UNSET`, as it is for `UNSET` itself.
    """
    if _is_plain(value) or value is UNSET:
        return value
    before = len(found)
    wire = _Conversion(found).convert(value, path)
    return wire if len(found) == before else UNSET


def entries(values: object, path: str, found: list[Violation]) -> Iterator[tuple[str, Any]]:
    """The keys and values of a mapping, except `UNSET`; the values are not converted.

    `path` locates violations of the mapping and its keys.
    """
    for key, value in _pairs(values, path, found):
        text = to_wire(key, path, found)
        if type(text) is str:
            if value is not UNSET:
                yield text, value
        elif text is not UNSET:
            found.append(
                Violation(path, INVALID_VALUE, f"has a key that is not text: {excerpt(text)}")
            )


def _pairs(values: object, path: str, found: list[Violation]) -> list[tuple[Any, Any]]:
    try:
        if isinstance(values, Mapping):
            pairs = [(key, value) for key, value in _first_parts(values.items())]
            if len(pairs) <= MAX_PARTS:
                return pairs
            found.append(_too_many(path))
        else:
            found.append(invalid(path, "a mapping", values))
    except Exception as error:
        found.append(_unreadable(path, error))
    return []


def _too_many(path: str) -> Violation:
    return Violation(path, TOO_LONG, f"has more than {MAX_PARTS} values")


def _unreadable(path: str, error: Exception) -> Violation:
    """The violation for a value whose own code raised an error."""
    message = f"cannot be read: its code raised {printable(type(error).__name__)}"
    return Violation(path, INVALID_VALUE, message)


class _Conversion:
    """Converts one value with everything in it."""

    def __init__(self, found: list[Violation]) -> None:
        self._found = found
        self._parts = 0

    def convert(self, value: object, path: str, depth: int = 0) -> Any:
        if _is_plain(value):
            return value
        kind = type(value)
        if type(value) is str:
            return self._text(value, path)
        if kind is int or kind is float or kind is Decimal:
            return self._refuse(path, f"{excerpt(value)} cannot be sent as JSON")
        if depth > MAX_DEPTH:
            return self._refuse(path, f"has more than {MAX_DEPTH} levels of nesting")
        if kind is list or kind is set or kind is dict:
            return self._container(value, path, depth)
        return self._foreign(value, path, depth)

    def _text(self, value: str, path: str) -> Any:
        try:
            value.encode()
        except UnicodeEncodeError:
            message = f"has a lone surrogate, which UTF-8 cannot express: {excerpt(value)}"
            return self._refuse(path, message)
        return value

    def _container(self, values: Any, path: str, depth: int) -> Any:
        self._parts += len(values)
        if self._parts > MAX_PARTS:
            self._found.append(_too_many(path))
            return UNSET
        if is_mapping(values):
            return {
                key: self.convert(value, f"{path}.{printable(key)}", depth + 1)
                for key, value in entries(values, path, self._found)
            }
        wire = [
            value if _is_plain(value) else self.convert(value, f"{path}[{position}]", depth + 1)
            for position, value in enumerate(values)
        ]
        return wire if is_list(values) else sorted(wire, key=str)

    def _foreign(self, value: object, path: str, depth: int) -> Any:
        """Convert a value of any other type. Its own code runs here, and can raise anything."""
        try:
            plain = _plain(value)
            kind = _kind(value)
        except Exception as error:
            self._found.append(_unreadable(path, error))
            return UNSET
        if plain is UNSET:
            return self._refuse(path, f"a Python {kind} cannot be sent as JSON")
        return self.convert(plain, path, depth + 1)

    def _refuse(self, path: str, message: str) -> Any:
        self._found.append(Violation(path, INVALID_VALUE, message))
        return UNSET


def _is_plain(value: object) -> bool:
    """True for the values that are sent as they are, as most are."""
    if type(value) is str:
        return value.isascii()
    if type(value) is int or type(value) is float or type(value) is Decimal:
        return is_representable(value)
    return value is None or type(value) is bool


def _kind(value: object) -> str:
    kind = type(value)
    return printable(
        kind.__qualname__
        if kind.__module__ == "builtins"
        else f"{kind.__module__}.{kind.__qualname__}"
    )


def _plain(value: object) -> Any:
    """The value of a plainer type that `value` stands for; `UNSET` if there is none."""
    plainer = _PLAINER.get(type(value))
    if plainer is not None:
        return plainer(value)
    for kind, plainer in _PLAINER.items():
        if isinstance(value, kind):
            return plainer(value)
    other: Any = value
    return operator.index(other) if hasattr(other, "__index__") else UNSET


def _first_parts(values: Any) -> Iterator[Any]:
    return islice(values, MAX_PARTS + 1)


# The order matters: members of an enumeration can be text or numbers, and a datetime is a date.
_PLAINER: Final[dict[type, Callable[[Any], Any]]] = {
    Enum: lambda member: member.value,
    str: str.__str__,
    int: int.__int__,
    float: float.__float__,
    Decimal: Decimal,
    datetime: datetime.isoformat,
    date: date.isoformat,
    list: lambda items: list(_first_parts(items)),
    tuple: lambda items: list(_first_parts(items)),
    set: lambda items: set(_first_parts(items)),
    frozenset: lambda items: set(_first_parts(items)),
    Mapping: lambda mapping: dict(_first_parts(mapping.items())),
}
