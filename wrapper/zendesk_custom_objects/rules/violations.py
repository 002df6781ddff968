"""What is wrong with a value, in the service's own terms."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import msgspec

from .display import excerpt

__all__ = [
    "BASE",
    "BLANK_VALUE",
    "DUPLICATE_VALUE",
    "INVALID_VALUE",
    "NOT_ALLOWED",
    "TOO_LONG",
    "UNKNOWN_FIELD",
    "Prepared",
    "Violation",
]

BLANK_VALUE: Final = "BlankValue"
INVALID_VALUE: Final = "InvalidValue"
DUPLICATE_VALUE: Final = "DuplicateValue"

# Ours: the service's code for these cases is not known.
UNKNOWN_FIELD: Final = "UnknownField"
NOT_ALLOWED: Final = "NotAllowed"
TOO_LONG: Final = "TooLong"

BASE: Final = "base"
"""The service's name, in place of a field, for what concerns the whole."""


class Violation(msgspec.Struct, frozen=True):
    """One thing that is wrong with what was given."""

    field: str
    """Where it is, by the names on the wire: `bedrooms`, `properties.is_unique`, `base`."""
    code: str
    message: str
    suggestion: str | None = None
    """What was probably meant."""

    @property
    def description(self) -> str:
        """The message, with the suggestion."""
        if self.suggestion is None:
            return self.message
        return f'{self.message} (did you mean "{self.suggestion}"?)'

    def __str__(self) -> str:
        return self.description if self.field == BASE else f"{self.field}: {self.description}"


class Prepared(NamedTuple):
    """What the rules made of the values given."""

    body: dict[str, Any]
    """The values as JSON has them. Refused values may be missing from it."""
    violations: tuple[Violation, ...]
    """Everything that is wrong; empty if the body can be sent."""


def blank(field: str) -> Violation:
    """A value that must be there is not."""
    return Violation(field, BLANK_VALUE, "is required")


def invalid(
    field: str, expected: str, value: object, *, suggestion: str | None = None
) -> Violation:
    """`value` is not what is expected, such as "a whole number"."""
    message = f"must be {expected}, not {excerpt(value)}"
    return Violation(field, INVALID_VALUE, message, suggestion)


def too_long(field: str, size: int, most: int, units: str) -> Violation:
    """There is more than the limit allows, counted in `units`."""
    return Violation(field, TOO_LONG, f"has {size} {units}; at most {most} are allowed")
