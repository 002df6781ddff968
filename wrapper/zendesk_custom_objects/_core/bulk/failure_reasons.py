"""The reason why an item of a job failed: as a sentence, and in the terms of the rules.

A failed result has `error`, a code, with `details`, or a list of `errors`; each can be missing, and
nothing is certain to be of its documented type.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import msgspec

from ...rules.details import from_details
from ...rules.json_types import is_list, is_mapping
from ...rules.violations import (
    BASE,
    BLANK_VALUE,
    DUPLICATE_VALUE,
    INVALID_VALUE,
    Violation,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["NO_REASON", "failure_of", "is_gone", "texts"]

NO_REASON: Final = "the service gives no reason"

_MAX_DEPTH: Final = 8
_MAX_REASON_CHARACTERS: Final = 1000
_NOT_FOUND: Final = re.compile(r"not[\W_]*found", re.IGNORECASE)
_TITLES: Final = ("title", "message", "description")
_CODES: Final = ("code", "error", "type")
_USUAL_CODES: Final = frozenset({BLANK_VALUE, DUPLICATE_VALUE, INVALID_VALUE})


def failure_of(result: Mapping[str, Any]) -> tuple[str, tuple[Violation, ...]]:
    """The reason, and everything that is wrong with the item as far as it is known."""
    code = result.get("error")
    violations = _of_errors(result.get("errors"))
    violations += _of_details(result.get("details"), code)
    said = [_sentence(violation, code) for violation in dict.fromkeys(violations)]
    if isinstance(code, str) and code.strip():
        said = [f"{code}: {'; '.join(said)}" if said else code]
    elif not said and code not in (None, True, False):
        said = [_plain(code)]
    reason = "; ".join(filter(None, said)) or NO_REASON
    if len(reason) > _MAX_REASON_CHARACTERS:
        reason = f"{reason[:_MAX_REASON_CHARACTERS]} …"
    return reason, tuple(dict.fromkeys(violations))


def is_gone(result: Mapping[str, Any]) -> bool:
    """True if an item failed because its record is not there."""
    said = (result.get(name) for name in ("error", "errors", "details"))
    return any(_NOT_FOUND.search(text) for value in said for text in texts(value))


def texts(value: object, depth: int = 0) -> Iterator[str]:
    """Every text in a JSON value."""
    if isinstance(value, str):
        yield value
    elif depth < _MAX_DEPTH:
        inner = value if is_list(value) else value.values() if is_mapping(value) else ()
        for each in inner:
            yield from texts(each, depth + 1)


def _of_errors(errors: object) -> list[Violation]:
    """Of a list of errors, or of what stands in its place."""
    if is_mapping(errors) and not _is_error(errors):
        return _of_details(errors, None)
    listed = errors if is_list(errors) else [errors]
    return [violation for each in listed if each for violation in _of_error(each)]


def _is_error(value: object) -> bool:
    return is_mapping(value) and any(
        isinstance(value.get(name), str) for name in (*_TITLES, "detail", *_CODES)
    )


def _of_error(error: object) -> list[Violation]:
    if not is_mapping(error) or not _is_error(error):
        return _of_details(error, None)
    code = _first_text(error, _CODES)
    said = [_first_text(error, _TITLES), _plain(error.get("detail"))]
    message = ": ".join(dict.fromkeys(filter(None, said)))
    found = _of_details(error.get("details"), None)
    if message or code or not found:
        found.insert(0, Violation(BASE, code or INVALID_VALUE, message))
    return found


def _of_details(details: object, code: object) -> list[Violation]:
    """Of details by field; those of another shape are about the item as a whole."""
    if isinstance(details, str) and details.strip():
        said = code if isinstance(code, str) and code.strip() else INVALID_VALUE
        return [Violation(BASE, said, details)]
    by_field = details if is_mapping(details) else {BASE: details}
    found: list[Violation] = []
    for field, problems in by_field.items():
        for problem in problems if is_list(problems) else [problems]:
            if isinstance(problem, str) or _is_error(problem):
                found.extend(from_details({field: problem}))
            elif text := _plain(problem):
                found.append(Violation(field, INVALID_VALUE, text))
    return found


def _sentence(violation: Violation, code: object) -> str:
    """A violation, with its code where that says more and is not said already."""
    said = str(violation)
    if violation.code in _USUAL_CODES or violation.code == code:
        return said
    return f"{said} ({violation.code})" if violation.message else violation.code


def _first_text(value: Mapping[str, Any], names: tuple[str, ...]) -> str:
    found = (value.get(name) for name in names)
    return next((each for each in found if isinstance(each, str) and each.strip()), "")


def _plain(value: object, depth: int = 0) -> str:
    """Any JSON value in words."""
    if value is None or depth > _MAX_DEPTH:
        return ""
    if isinstance(value, str):
        return value.strip()
    if is_list(value):
        return "; ".join(filter(None, (_plain(each, depth + 1) for each in value)))
    if is_mapping(value):
        pairs = ((key, _plain(each, depth + 1)) for key, each in value.items())
        return ", ".join(f"{key}: {said}" for key, said in pairs if said)
    return msgspec.json.encode(value).decode()
