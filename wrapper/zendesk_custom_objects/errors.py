"""Every error that this package raises on purpose.

Misuse of Python itself (a missing argument, two arguments that cannot be combined) stays a
`TypeError` or a `ValueError`.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from ._base_error import RequestDetails, ZendeskError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from typing import Unpack

    from ._generated import models
    from .bulk import BulkFailed as BulkFailed
    from .rules.violations import Violation
else:

    def __getattr__(name):
        if name != "BulkFailed":
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from .bulk import BulkFailed  # it loads msgspec, which other errors do without

        return BulkFailed


__all__ = [
    "APIError",
    "AuthenticationError",
    "BadRequestError",
    "BulkFailed",
    "CheckpointError",
    "ConfigurationError",
    "ConflictError",
    "ConnectionFailed",
    "CursorExpired",
    "FileError",
    "JobTimeout",
    "JournalError",
    "NotEmulatedError",
    "NotFoundError",
    "OutcomeUnknown",
    "PayloadTooLargeError",
    "PermissionDeniedError",
    "ProbeError",
    "RateLimitError",
    "RequestTimeout",
    "SearchLimitReached",
    "ServerError",
    "TooManyJobsError",
    "UnexpectedResponse",
    "ValidationError",
    "ZendeskError",
]


class _Details(RequestDetails, total=False):
    """The request that an error is about, and what the body of the response says."""

    code: str | None
    details: Any
    body: Any


class ConfigurationError(ZendeskError, ValueError):
    """Settings are missing or out of range. Nothing was sent."""


class CheckpointError(ZendeskError, ValueError):
    """The checkpoint cannot be read, or belongs to another export. Nothing was sent."""


class ProbeError(ZendeskError):
    """The object that a probe has created could not be deleted. It is still noted."""


class FileError(ZendeskError, ValueError):
    """A file cannot be read or written."""

    def __init__(
        self, message: str, *, path: str, row: int | None = None, column: str | None = None
    ) -> None:
        where = f"{path}, row {row}" if row is not None else path
        super().__init__(
            f"{where}, column {column!r}: {message}" if column else f"{where}: {message}"
        )
        self.problem = message
        self.path = path
        self.row = row
        """Row number, where the header of a CSV file is row 1; `None` for the whole file."""
        self.column = column


class _ResponseError(ZendeskError):
    """An error with what the body of the response says, as far as it could be parsed."""

    def __init__(
        self,
        description: str = "",
        *,
        code: str | None = None,
        details: Any = None,
        body: Any = None,
        **about: Unpack[RequestDetails],
    ) -> None:
        super().__init__(description, **about)
        self.code = code
        """The service's error code, such as `RecordNotFound`."""
        self.details = details
        """The service's details: usually a list of problems for each field."""
        self.body = body
        """The whole body: decoded JSON, otherwise its text; `None` if it is empty."""

    @property
    def description(self) -> str:
        """The service's explanation; empty if it gave none."""
        return self.message

    def _status_line(self) -> str:
        name = self.code or ("" if self.message else _phrase(self.status))
        return " ".join(part for part in (super()._status_line(), name) if part)


def _phrase(status: int | None) -> str:
    try:
        return HTTPStatus(status or 0).phrase
    except ValueError:
        return ""


class ValidationError(_ResponseError, ValueError):
    """Values were refused; `violations` lists everything that is wrong with them.

    `status` is 422 if the service refused them, `None` if they were refused before sending.
    """

    def __init__(
        self,
        violations: Iterable[Violation] = (),
        *,
        description: str = "",
        **about: Unpack[_Details],
    ) -> None:
        super().__init__(description, **about)
        self.violations = tuple(violations)
        self.args = (self.violations,)

    @property
    def summary(self) -> str:
        return super().summary or "nothing sent"

    def __str__(self) -> str:
        return "\n  ".join((super().__str__(), *map(str, self.violations)))


class APIError(_ResponseError):
    """The service answered with an error status."""


class BadRequestError(APIError):
    """400: the request is malformed."""


class CursorExpired(BadRequestError):
    """400: the service no longer knows the cursor, so the export cannot resume from it."""

    def __init__(
        self,
        description: str = "",
        *,
        since: datetime | None = None,
        **about: Unpack[_Details],
    ) -> None:
        super().__init__(description, **about)
        self.since = since
        """When the last exported record was changed, if known: `since` for the next export."""


class AuthenticationError(APIError):
    """401: the credentials were refused, or no access token was granted for them."""


class PermissionDeniedError(APIError):
    """403: the credentials are valid, but lack the permission for this request."""


class NotFoundError(APIError):
    """404: it does not exist, or the credentials lack the permission to see it."""


class ConflictError(APIError):
    """409: another request changed the same thing at the same time."""


class PayloadTooLargeError(APIError):
    """413: the body is too large."""


class RateLimitError(APIError):
    """429: too many requests."""

    def __init__(
        self,
        description: str = "",
        *,
        retry_after: float | None = None,
        **about: Unpack[_Details],
    ) -> None:
        super().__init__(description, **about)
        self.retry_after = retry_after
        """Seconds to wait before the next attempt (`Retry-After`); `None` without that header."""


class TooManyJobsError(RateLimitError):
    """429: the account has its maximum of background jobs (30) queued or running."""

    def __init__(
        self,
        description: str = "",
        *,
        current_job_ids: Iterable[str] = (),
        retry_after: float | None = None,
        **about: Unpack[_Details],
    ) -> None:
        super().__init__(description, retry_after=retry_after, **about)
        self.current_job_ids = tuple(current_job_ids)
        """Ids of the jobs that are queued or running, if the service lists them."""


class ServerError(APIError):
    """5xx: the service failed."""

    def __init__(
        self,
        description: str = "",
        *,
        retry_after: float | None = None,
        **about: Unpack[_Details],
    ) -> None:
        super().__init__(description, **about)
        self.retry_after = retry_after
        """Seconds to wait before the next attempt (`Retry-After`); `None` without that header."""


class NotEmulatedError(ServerError):
    """501: the sandbox does not emulate this operation."""


class ConnectionFailed(ZendeskError):
    """No response arrived."""

    def __init__(
        self, message: str = "", *, sent: bool = True, **about: Unpack[RequestDetails]
    ) -> None:
        super().__init__(message, **about)
        self.sent = sent
        """False if no connection was made, so that the service cannot have received the request."""


class RequestTimeout(ConnectionFailed):
    """No response arrived in time."""


class UnexpectedResponse(ZendeskError):
    """The response cannot be used: a redirect, or a body that cannot be decoded."""

    def __init__(
        self, message: str = "", *, location: str | None = None, **about: Unpack[RequestDetails]
    ) -> None:
        super().__init__(message, **about)
        self.location = location
        """Target of a redirect, which is not followed. It can contain a signature: never log it."""


class OutcomeUnknown(ZendeskError):
    """A request that is not idempotent was sent, and no response says whether it was carried out.

    `__cause__` is the error behind it. Look the record up to find out. With an `external_id` and
    `upsert_record` instead of `create_record`, the call can simply be repeated.
    """


class SearchLimitReached(ZendeskError):
    """The search reached the service's limit, and there can be more matches.

    Sorted by relevance, the service returns at most 10,000 records; with a `sort` it returns all.
    """


class JobTimeout(ZendeskError):
    """The job did not finish in time; it keeps running on the service."""

    def __init__(
        self, job: models.JobStatus, message: str = "", **about: Unpack[RequestDetails]
    ) -> None:
        super().__init__(message, **about)
        self.args = (job,)
        self.job = job
        """The last known state of the job. Call `wait_for_job` with its id to wait again."""


class JournalError(ZendeskError, ValueError):
    """The journal cannot be used for this bulk run: nothing more is sent.

    It belongs to another account, object, method or input, is in use, is damaged or not a journal,
    or cannot be written. What was sent before has its outcomes, and a later run can continue.
    """
