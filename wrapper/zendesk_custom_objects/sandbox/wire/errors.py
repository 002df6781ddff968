"""The error replies of the service as one exception, and a constructor for each documented body."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from ...rules.violations import BASE

if TYPE_CHECKING:
    from ...rules.violations import Violation

Headers: TypeAlias = Sequence[tuple[str, str]]


class RefusedError(Exception):
    """The request is answered with an error: status, JSON body, extra headers."""

    def __init__(self, status: int, body: Any, headers: Headers = ()) -> None:
        super().__init__(status, body)
        self.status = status
        self.body = body
        self.headers = headers


def bad_request(message: str, *, title: str = "Invalid attribute") -> RefusedError:
    """400: the request cannot be understood."""
    return RefusedError(400, {"error": {"title": title, "message": message}})


def bad_grant(status: int, error: str, description: str) -> RefusedError:
    """An error of the token endpoint, in the words of OAuth."""
    return RefusedError(status, {"error": error, "error_description": description})


def not_authenticated() -> RefusedError:
    """401: no credentials, or none that are known."""
    return RefusedError(
        401,
        {"error": "Couldn't authenticate you"},
        [("WWW-Authenticate", 'Basic realm="Zendesk sandbox"')],
    )


def forbidden(description: str) -> RefusedError:
    """403: the caller is known and not allowed to do this."""
    return RefusedError(403, {"error": "Forbidden", "description": description})


def not_found(description: str = "Not found") -> RefusedError:
    """404: no such object, field or record."""
    return RefusedError(404, {"error": "RecordNotFound", "description": description})


def no_such_page() -> RefusedError:
    """404: a path outside the API."""
    return RefusedError(404, {"error": "InvalidEndpoint", "description": "Not found"})


def method_not_allowed(method: str, path: str, allowed: Iterable[str]) -> RefusedError:
    """405: the contract has the path, but not with this method."""
    methods = ", ".join(sorted(allowed))
    return RefusedError(
        405,
        {"error": "MethodNotAllowed", "description": f"{method} {path}: only {methods} here"},
        [("Allow", methods)],
    )


def too_large(limit: int) -> RefusedError:
    """413: the request body is longer than `limit` bytes."""
    message = f"The request body is longer than {limit} bytes"
    return RefusedError(
        413,
        {"error": {"title": "Request entity too large", "message": message}},
        [("Connection", "close")],
    )


def line_too_long(length: int, limit: int) -> RefusedError:
    """414: the request line has more characters than `limit`."""
    message = f"Request-URI Too Long: the request line has {length} characters, more than {limit}"
    return RefusedError(414, message.encode(), [("Content-Type", "text/plain; charset=utf-8")])


def too_many_jobs(ids: Sequence[str], headers: Headers) -> RefusedError:
    """429: the jobs `ids` are queued or working."""
    return RefusedError(
        429,
        {
            "error": "TooManyJobs",
            "description": f"At most {len(ids)} jobs can be queued or working",
            "current_job_ids": list(ids),
        },
        headers,
    )


def induced() -> RefusedError:
    """500: the failure that a test has asked for."""
    return RefusedError(
        500,
        {"error": "InternalError", "description": "A failure that the sandbox was asked to play"},
    )


def described(body: Any) -> tuple[str, str]:
    """Code and description of an error, from its body."""
    error = body["error"]
    if isinstance(error, str):
        details: dict[str, list[dict[str, str]]] = body.get("details", {})
        parts = [
            item["description"] if field == BASE else f"{field}: {item['description']}"
            for field, items in details.items()
            for item in items
        ]
        return error, "; ".join(parts) or body.get("description", error)
    return error["title"], error["message"]


def invalid(violations: Iterable[Violation]) -> RefusedError:
    """422: the values break rules; all violations are listed, by field."""
    details: dict[str, list[dict[str, str]]] = {}
    for violation in violations:
        item = {"description": violation.message, "error": violation.code}
        details.setdefault(violation.field, []).append(item)
    return RefusedError(
        422,
        {
            "error": "RecordInvalid",
            "description": "Record validation errors",
            "details": details,
        },
    )


def not_emulated(description: str) -> RefusedError:
    """501: the real service may do this, the sandbox does not emulate it."""
    return RefusedError(501, {"error": "NotEmulated", "description": description})
