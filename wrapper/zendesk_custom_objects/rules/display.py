"""Values in messages."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from .json_types import is_list, is_mapping

__all__ = ["excerpt", "printable"]

MAX_SHOWN_CHARACTERS: Final = 48
"""A longer text is cut, so that a message stays on about one line."""


def printable(text: str) -> str:
    """The text, shortened and with unprintable characters escaped."""
    shortened = text if len(text) <= MAX_SHOWN_CHARACTERS else f"{text[:MAX_SHOWN_CHARACTERS]}…"
    return shortened if shortened.isprintable() else printable(repr(shortened)[1:-1])


def excerpt(value: object) -> str:
    """A JSON value, shortened; only the type of any other value, so that none of its code runs."""
    if type(value) is str:
        return f'"{printable(value)}"'
    if type(value) is int:
        return str(value) if value.bit_length() <= 128 else "a very large number"
    if value is None or type(value) in (bool, float, Decimal):
        return printable(str(value))
    if is_list(value):
        return "a list"
    return "a mapping" if is_mapping(value) else type(value).__name__
