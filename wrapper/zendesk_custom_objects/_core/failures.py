"""Parses responses with an error status into errors."""

from __future__ import annotations

import re
from typing import Any, TypeGuard

import msgspec

from .. import errors
from ..rules.details import from_details
from ..rules.json_types import is_list, is_mapping

BY_STATUS: dict[int, type[errors.APIError]] = {
    400: errors.BadRequestError,
    401: errors.AuthenticationError,
    403: errors.PermissionDeniedError,
    404: errors.NotFoundError,
    409: errors.ConflictError,
    413: errors.PayloadTooLargeError,
}

MAX_DESCRIPTION_LENGTH = 300
"""Characters of a text body that become the description; the error's `body` has all of it."""

NAMES = ("code", "title")
TEXTS = ("title", "description", "error_description", "message", "detail")


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """The contents of an error body."""

    code: str | None = None
    description: str = ""
    details: Any = None
    body: Any = None
    job_ids: tuple[str, ...] = ()


def error(
    status: int,
    content: bytes,
    *,
    operation: str,
    request_id: str | None,
    retry_after: float | None = None,
) -> errors.APIError | errors.ValidationError:
    """The error for a response with an error status."""
    problem = read(content)
    about: dict[str, Any] = {
        "operation": operation,
        "status": status,
        "request_id": request_id,
        "code": problem.code,
        "details": problem.details,
        "body": problem.body,
    }
    text = problem.description
    if status == 422:
        return errors.ValidationError(from_details(problem.details), description=text, **about)
    if problem.code == "TooManyJobs" and status == 429:
        return errors.TooManyJobsError(
            text, current_job_ids=problem.job_ids, retry_after=retry_after, **about
        )
    if status == 429:
        return errors.RateLimitError(text, retry_after=retry_after, **about)
    if status >= 500:
        kind = errors.NotEmulatedError if problem.code == "NotEmulated" else errors.ServerError
        return kind(text, retry_after=retry_after, **about)
    return BY_STATUS.get(status, errors.APIError)(text, **about)


def read(content: bytes) -> Problem:
    """Parse an error body: the service uses many formats."""
    try:
        body = msgspec.json.decode(content)
    except (ValueError, RecursionError):
        return _read_text(content.decode("utf-8", "replace").strip())
    if is_mapping(body):
        return _read_object(body)
    return Problem(description=body if isinstance(body, str) else "", body=body)


def _read_text(text: str) -> Problem:
    """A plain text is the description; an HTML page contributes none."""
    line = " ".join(text.split())
    description = "" if line.startswith("<") else line[:MAX_DESCRIPTION_LENGTH]
    return Problem(description=description, body=text or None)


def _read_object(body: dict[str, Any]) -> Problem:
    """Parse an object: `error` is a code, a sentence or an object, `errors` a list of objects."""
    error, listed, job_ids = (body.get(name) for name in ("error", "errors", "current_job_ids"))
    items = [item for item in listed if is_mapping(item)] if is_list(listed) else []
    about = [error] if is_mapping(error) else []
    about += [body, *items]
    texts = [error, *(item.get(name) for item in about for name in TEXTS)]
    names = [error, *(item.get(name) for item in about for name in NAMES)]
    code = next((name for name in names if _is_code(name)), None)
    said = dict.fromkeys(text for text in texts if isinstance(text, str) and text != code)
    return Problem(
        code=code,
        description=": ".join(filter(None, said)),
        details=body.get("details", items or None),
        body=body,
        job_ids=tuple(map(str, job_ids)) if is_list(job_ids) else (),
    )


def _is_code(value: object) -> TypeGuard[str]:
    """Whether it is a code such as `RecordNotFound`, rather than a sentence."""
    return isinstance(value, str) and re.fullmatch("[A-Za-z][A-Za-z0-9_]*", value) is not None
