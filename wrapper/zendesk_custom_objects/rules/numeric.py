"""Numbers, and texts that spell numbers."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Final

__all__ = ["is_representable", "number", "whole_number"]

# msgspec, like other JSON encoders, refuses integers of more than 64 bits.
MIN_INTEGER: Final = -(2**63)
MAX_INTEGER: Final = 2**64 - 1

# Stricter than `int` and `Decimal`, which also read underscores, "nan" and digits of any script.
_WRITTEN: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)


def is_representable(value: float | Decimal) -> bool:
    """Whether JSON has the number and a reader's double does not overflow."""
    if type(value) is int:
        return MIN_INTEGER <= value <= MAX_INTEGER
    if type(value) is Decimal and not value.is_finite():
        return False
    return abs(float(value)) < float("inf")  # false for NaN


def number(value: object) -> int | float | Decimal | None:
    """The number that `value` is or spells, exactly; `None` if it is no number."""
    if type(value) is int or type(value) is float or type(value) is Decimal:
        return value
    if type(value) is str and _WRITTEN.fullmatch(written := value.strip()):
        try:
            spelt = Decimal(written)
        except InvalidOperation:  # its exponent has more than 18 digits
            return None
        return spelt if is_representable(spelt) else None
    return None


def whole_number(value: object) -> int | None:
    """The integer that `value` is or spells; `None` if it has a fraction or is too large."""
    found = number(value)
    # Bounded first: the integer of a Decimal such as 1E+999999 is as long as it says.
    if found is None or not MIN_INTEGER <= found <= MAX_INTEGER:
        return None
    whole = int(found)
    return whole if whole == found else None
