"""Violations as the `details` of a 422 response."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .display import excerpt
from .json_types import is_list, is_mapping
from .violations import BASE, BLANK_VALUE, INVALID_VALUE, Violation

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["from_details", "service_details"]

# Codes of an older form of the details, which has them in `type` instead of `error`.
_OLDER_CODES: Final = {"blank": BLANK_VALUE, "invalid": INVALID_VALUE}


def service_details(violations: Iterable[Violation]) -> dict[str, list[dict[str, str]]]:
    """Violations as the `details` of an error body, by field."""
    details: dict[str, list[dict[str, str]]] = {}
    for violation in violations:
        problem = {"description": violation.description, "error": violation.code}
        details.setdefault(violation.field, []).append(problem)
    return details


def from_details(details: object) -> tuple[Violation, ...]:
    """The violations in the decoded `details` of an error body, whatever their shape."""
    by_field = details if is_mapping(details) else {BASE: details}
    return tuple(
        _violation(field, problem)
        for field, problems in by_field.items()
        for problem in (problems if is_list(problems) else [problems])
        if problem
    )


def _violation(field: str, problem: object) -> Violation:
    if isinstance(problem, str):
        return Violation(field, INVALID_VALUE, problem)
    about = problem if is_mapping(problem) else {}
    message = about.get("description") or about.get("message") or about.get("title")
    code = about.get("error") or about.get("type")
    return Violation(
        field,
        _OLDER_CODES.get(code, code) if isinstance(code, str) else INVALID_VALUE,
        message if isinstance(message, str) else excerpt(problem),
    )
