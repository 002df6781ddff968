"""Every error that this package raises on purpose.

Misuse of Python itself (a missing argument, two arguments that exclude each other) stays a
`TypeError` or a `ValueError`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._error_base import RequestFacts, ZendeskError
from .bulk import BulkFailed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from typing import Unpack

    from ._generated import models
    from .rules.violations import Violation

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
    "RateLimitError",
    "RequestTimeout",
    "SearchLimitReached",
    "ServerError",
    "TooManyJobsError",
    "UnexpectedResponse",
    "ValidationError",
    "ZendeskError",
]


class _Answer(RequestFacts, total=False):
    """Which request an error is about, and what the service said."""

    code: str | None
    details: Any
    body: Any


class ConfigurationError(ZendeskError, ValueError):
    """The client cannot be set up like this: nothing was sent."""


class CheckpointError(ZendeskError, ValueError):
    """A checkpoint cannot be read, or is not that of this export: nothing was sent."""


class FileError(ZendeskError, ValueError):
    """A file cannot be read or written as asked."""

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
        """As people count: in a CSV file 1 is the header; `None` if it is about the whole file."""
        self.column = column


class _AnsweredError(ZendeskError):
    """What the body of a failure says, as far as it could be understood."""

    def __init__(
        self,
        description: str = "",
        *,
        code: str | None = None,
        details: Any = None,
        body: Any = None,
        **about: Unpack[RequestFacts],
    ) -> None:
        super().__init__(description, **about)
        self.code = code
        """The service's name for the failure, such as `RecordNotFound`."""
        self.details = details
        """The service's details: as a rule a list of problems for each field."""
        self.body = body
        """The whole body: decoded if it is JSON, else its text; `None` if it is empty."""

    @property
    def description(self) -> str:
        """The service's explanation; empty if it gave none."""
        return self.message

    def _status_line(self) -> str:
        name = self.code or ("" if self.message else _phrase(self.status))
        return " ".join(part for part in (super()._status_line(), name) if part)


def _phrase(status: int | None) -> str:
    from http import HTTPStatus  # slow to import, and needed only when something fails

    try:
        return HTTPStatus(status or 0).phrase
    except ValueError:
        return ""


class ValidationError(_AnsweredError, ValueError):
    """Values that are refused, with everything that is wrong with them.

    `status` is `None` if the rules found it and nothing was sent, 422 if the service did.
    """

    def __init__(
        self,
        violations: Iterable[Violation] = (),
        *,
        description: str = "",
        **about: Unpack[_Answer],
    ) -> None:
        super().__init__(description, **about)
        self.violations = tuple(violations)
        self.args = (self.violations,)

    @property
    def summary(self) -> str:
        return super().summary or "nothing sent"

    def __str__(self) -> str:
        return "\n  ".join((super().__str__(), *map(str, self.violations)))


class APIError(_AnsweredError):
    """The service answered, and refused or failed."""


class BadRequestError(APIError):
    """400: the request is malformed."""


class CursorExpired(BadRequestError):
    """400: an export cannot go on where it stopped, as the service knows the cursor no more."""

    def __init__(
        self, description: str = "", *, since: datetime | None = None, **about: Unpack[_Answer]
    ) -> None:
        super().__init__(description, **about)
        self.since = since
        """When what was last exported was changed: `since` for the next export, if it is known."""


class AuthenticationError(APIError):
    """401: the credentials are refused, or no access token is given for them."""


class PermissionDeniedError(APIError):
    """403: the credentials are good, and this is not allowed to them."""


class NotFoundError(APIError):
    """404: there is no such thing, or the credentials may not see it."""


class ConflictError(APIError):
    """409: another request changed the same thing at the same time."""


class PayloadTooLargeError(APIError):
    """413: the body is too large."""


class RateLimitError(APIError):
    """429: too many requests."""

    def __init__(
        self, description: str = "", *, retry_after: float | None = None, **about: Unpack[_Answer]
    ) -> None:
        super().__init__(description, **about)
        self.retry_after = retry_after
        """The seconds after which the service asks to try again, if it says."""


class TooManyJobsError(RateLimitError):
    """429: as many background jobs as the service allows (30) are queued or running."""

    def __init__(
        self,
        description: str = "",
        *,
        current_job_ids: Iterable[str] = (),
        retry_after: float | None = None,
        **about: Unpack[_Answer],
    ) -> None:
        super().__init__(description, retry_after=retry_after, **about)
        self.current_job_ids = tuple(current_job_ids)
        """The jobs that are queued or running, if the service lists them."""


class ServerError(APIError):
    """5xx: the service failed."""

    def __init__(
        self, description: str = "", *, retry_after: float | None = None, **about: Unpack[_Answer]
    ) -> None:
        super().__init__(description, **about)
        self.retry_after = retry_after
        """The seconds after which the service asks to try again, if it says."""


class NotEmulatedError(ServerError):
    """501: the sandbox knows the operation, and does not emulate it."""


class ConnectionFailed(ZendeskError):
    """No answer arrived."""

    def __init__(
        self, message: str = "", *, sent: bool = True, **about: Unpack[RequestFacts]
    ) -> None:
        super().__init__(message, **about)
        self.sent = sent
        """Whether the service may have received the request: not if no connection was made."""


class RequestTimeout(ConnectionFailed):
    """No answer arrived in time."""


class UnexpectedResponse(ZendeskError):
    """The service answered with what is no answer: a redirect, or a body that cannot be read."""

    def __init__(
        self, message: str = "", *, location: str | None = None, **about: Unpack[RequestFacts]
    ) -> None:
        super().__init__(message, **about)
        self.location = location
        """Where a redirect points to. It is not followed. It may hold a signature: never log it."""


class OutcomeUnknown(ZendeskError):
    """A request that must not be sent twice may or may not have been carried out.

    `__cause__` is the error that tells why. To find out, look the record up; to be able to simply
    call again, give records an `external_id` and use `upsert_record`.
    """


class SearchLimitReached(ZendeskError):
    """A search has no more records to give, and may have found more.

    In order of relevance the service gives 10,000. With a `sort` it gives all.
    """


class JobTimeout(ZendeskError):
    """A background job was not over in time. It goes on."""

    def __init__(
        self, job: models.JobStatus, message: str = "", **about: Unpack[RequestFacts]
    ) -> None:
        super().__init__(message, **about)
        self.args = (job,)
        self.job = job
        """Its last known state: its id is what to wait for once more."""


class JournalError(ZendeskError, ValueError):
    """The journal of a bulk run cannot be used for this one: nothing was sent on its account.

    It belongs to another account, object, method or input, is in use, or is no journal.
    """
