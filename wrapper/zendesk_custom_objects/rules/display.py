"""Values as messages show them."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from .json_types import is_list, is_mapping

__all__ = ["excerpt", "printable"]

LENGTH: Final = 48
"""How many characters of a value are shown."""


def printable(text: str) -> str:
    """Text that can be printed anywhere: shortened, and odd characters escaped."""
    shortened = text if len(text) <= LENGTH else f"{text[:LENGTH]}…"
    return shortened if shortened.isprintable() else printable(repr(shortened)[1:-1])


def excerpt(value: object) -> str:
    """A JSON value, shortened; of any other value only the type, as its code is foreign."""
    if type(value) is str:
        return f'"{printable(value)}"'
    if type(value) is int:
        return str(value) if value.bit_length() <= 128 else "a very large number"
    if value is None or type(value) in (bool, float, Decimal):
        return printable(str(value))
    if is_list(value):
        return "a list"
    return "a mapping" if is_mapping(value) else type(value).__name__
