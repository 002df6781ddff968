"""Violations of the rules, in the service's own terms."""

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

# Our own codes: those of the service for these cases are not known.
UNKNOWN_FIELD: Final = "UnknownField"
NOT_ALLOWED: Final = "NotAllowed"
TOO_LONG: Final = "TooLong"

BASE: Final = "base"
"""The service's name, in place of a field, for violations of the whole object."""


class Violation(msgspec.Struct, frozen=True):
    """One reason why given values are refused."""

    field: str
    """Where the value is, by its names on the wire: `bedrooms`, `properties.is_unique`, `base`."""
    code: str
    message: str
    suggestion: str | None = None
    """The name or value that was probably meant."""

    @property
    def description(self) -> str:
        """The message, with the suggestion."""
        if self.suggestion is None:
            return self.message
        return f'{self.message} (did you mean "{self.suggestion}"?)'

    def __str__(self) -> str:
        return self.description if self.field == BASE else f"{self.field}: {self.description}"


class Prepared(NamedTuple):
    """The result of checking values."""

    body: dict[str, Any]
    """The values as JSON values. Refused values can be missing."""
    violations: tuple[Violation, ...]
    """Everything that is wrong; empty if the body is ready to send."""


def blank(field: str) -> Violation:
    """The violation for a missing value."""
    return Violation(field, BLANK_VALUE, "is required")


def invalid(
    field: str, expected: str, value: object, *, suggestion: str | None = None
) -> Violation:
    """The violation for a value that is not the `expected` one, such as "a whole number"."""
    message = f"must be {expected}, not {excerpt(value)}"
    return Violation(field, INVALID_VALUE, message, suggestion)


def read_only(field: str, by: str = "set") -> Violation:
    """The violation for a value that only the service can write: it is `set` or `computed`."""
    return Violation(field, NOT_ALLOWED, f"is {by} by the service and cannot be written")


def too_long(field: str, size: int, most: int, units: str) -> Violation:
    """The violation for more than a limit allows, counted in `units`."""
    return Violation(field, TOO_LONG, f"has {size} {units}; at most {most} are allowed")
