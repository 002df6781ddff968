"""Python values as JSON values, whatever the field they are for."""

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

# A record has at most 32,768 bytes, and each part takes one or more.
MOST_PARTS: Final = 32_768
DEEPEST: Final = 32


def to_wire(value: object, path: str, found: list[Violation]) -> Any:
    """The value that JSON has for a Python value, made of nothing but plain JSON types.

    Numbers keep their exact value (a Decimal stays one), a date becomes ISO 8601 text, a member of
    an enumeration its value, a set a sorted list. Whatever JSON cannot express is added to `found`,
    and the result is `UNSET`, as it is for `UNSET` itself.
    """
    if _is_plain(value) or value is UNSET:
        return value
    before = len(found)
    wire = _Conversion(found).convert(value, path)
    return wire if len(found) == before else UNSET


def entries(values: object, path: str, found: list[Violation]) -> Iterator[tuple[str, Any]]:
    """The keys and values of a mapping, less what is `UNSET`; the values are not converted.

    `path` is where `found` says that the mapping or one of its keys is wrong.
    """
    for key, value in _pairs(values, path, found):
        text = to_wire(key, path, found)
        if type(text) is str:
            if value is not UNSET:
                yield text, value
        elif text is not UNSET:
            found.append(
                Violation(path, INVALID_VALUE, f"has a key that is no text: {excerpt(text)}")
            )


def _pairs(values: object, path: str, found: list[Violation]) -> list[tuple[Any, Any]]:
    try:
        if isinstance(values, Mapping):
            pairs = [(key, value) for key, value in _some(values.items())]
            if len(pairs) <= MOST_PARTS:
                return pairs
            found.append(_too_many(path))
        else:
            found.append(invalid(path, "a mapping", values))
    except Exception as error:
        found.append(_unreadable(path, error))
    return []


def _too_many(path: str) -> Violation:
    return Violation(path, TOO_LONG, f"has more than {MOST_PARTS} parts")


def _unreadable(path: str, error: Exception) -> Violation:
    """The value's own code raised an error."""
    message = f"cannot be read: {printable(type(error).__name__)}"
    return Violation(path, INVALID_VALUE, message)


class _Conversion:
    """The conversion of one value with all its parts."""

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
            return self._refuse(path, f"is a number that cannot be sent: {excerpt(value)}")
        if depth > DEEPEST:
            return self._refuse(path, "is nested too deeply")
        if kind is list or kind is set or kind is dict:
            return self._container(value, path, depth)
        return self._foreign(value, path, depth)

    def _text(self, value: str, path: str) -> Any:
        try:
            value.encode()
        except UnicodeEncodeError:
            return self._refuse(path, f"has half of a surrogate pair: {excerpt(value)}")
        return value

    def _container(self, values: Any, path: str, depth: int) -> Any:
        self._parts += len(values)
        if self._parts > MOST_PARTS:
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
        """A value of any other type: its own code runs here, and may fail in any way."""
        try:
            plain = _plain(value)
            kind = _kind(value)
        except Exception as error:
            self._found.append(_unreadable(path, error))
            return UNSET
        if plain is UNSET:
            return self._refuse(path, f"cannot be sent, as JSON has no {kind}")
        return self.convert(plain, path, depth + 1)

    def _refuse(self, path: str, message: str) -> Any:
        self._found.append(Violation(path, INVALID_VALUE, message))
        return UNSET


def _is_plain(value: object) -> bool:
    """Whether the value is sure to be one that JSON has, as most are."""
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
    """The plainer value that stands for `value`; `UNSET` if there is none."""
    plainer = _PLAINER.get(type(value))
    if plainer is not None:
        return plainer(value)
    for kind, plainer in _PLAINER.items():
        if isinstance(value, kind):
            return plainer(value)
    other: Any = value
    return operator.index(other) if hasattr(other, "__index__") else UNSET


def _some(values: Any) -> Iterator[Any]:
    return islice(values, MOST_PARTS + 1)


# In this order: members of an enumeration may be text or numbers, and a datetime is a date.
_PLAINER: Final[dict[type, Callable[[Any], Any]]] = {
    Enum: lambda member: member.value,
    str: str.__str__,
    int: int.__int__,
    float: float.__float__,
    Decimal: Decimal,
    datetime: datetime.isoformat,
    date: date.isoformat,
    list: lambda items: list(_some(items)),
    tuple: lambda items: list(_some(items)),
    set: lambda items: set(_some(items)),
    frozenset: lambda items: set(_some(items)),
    Mapping: lambda mapping: dict(_some(mapping.items())),
}
