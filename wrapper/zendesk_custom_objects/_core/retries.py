"""Retries: whether a failed request is sent again, and after how long."""

from __future__ import annotations

import enum
import re
from random import random
from time import time
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import msgspec

from .._clock import monotonic
from ..errors import (
    AuthenticationError,
    ConfigurationError,
    ConflictError,
    ConnectionFailed,
    NotEmulatedError,
    NotFoundError,
    RateLimitError,
    ServerError,
    UnexpectedResponse,
    ZendeskError,
)
from ..rules.json_types import is_mapping
from .backoff import Backoff

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .._generated import types

OnRateLimit: TypeAlias = Literal["wait", "raise"]

RETRYING = Backoff(first=0.5, longest=30.0)
MAX_UNASKED_SECONDS = 1.0
"""With `on_rate_limit="raise"`, the longest wait for the rate limit that raises nothing."""

SUCCESS = range(200, 300)
MIN_UPLOAD_BYTES_PER_SECOND = 16 * 1024
"""Rate below which an upload is given up, once its other time is used up."""


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """How often, and for how long, a request is retried."""

    retries: int = 4
    budget: float = 120.0
    """Seconds for all attempts and the delays between them."""
    on_rate_limit: OnRateLimit = "wait"

    def __post_init__(self) -> None:
        if self.retries < 0 or not self.budget >= 0:
            raise ConfigurationError("retries and retry_budget must not be negative")
        if self.on_rate_limit not in ("wait", "raise"):
            raise ConfigurationError('on_rate_limit must be "wait" or "raise"')

    def replaced(
        self,
        *,
        retries: int | None = None,
        budget: float | None = None,
        on_rate_limit: OnRateLimit | None = None,
    ) -> Policy:
        """A copy with the given settings in place of its own."""
        return Policy(
            retries=self.retries if retries is None else retries,
            budget=self.budget if budget is None else budget,
            on_rate_limit=self.on_rate_limit if on_rate_limit is None else on_rate_limit,
        )

    def shorter(self) -> Policy:
        """A shorter policy, for auxiliary requests that another request waits for."""
        return msgspec.structs.replace(self, retries=min(1, self.retries))


class Verdict(enum.Enum):
    """What to do instead of a retry after a delay."""

    RAISE = enum.auto()
    RENEW = enum.auto()
    """Renew the access token, and retry at once."""
    UNKNOWN = enum.auto()
    """The service can have carried it out, and a retry could carry it out twice."""
    DONE = enum.auto()
    """An earlier attempt was carried out."""


class Attempts(msgspec.Struct, kw_only=True):
    """The attempts at one request."""

    is_safe: bool
    """Whether it does no harm if carried out twice."""
    is_delete: bool = False
    can_renew: bool = False
    """Whether the access token can still be renewed: once for each request."""
    retries: int = 0
    may_be_done: bool = False
    """Whether the service can have carried out one of them."""
    started: float = msgspec.field(default_factory=lambda: monotonic())

    @classmethod
    def of(cls, request: types.Request[Any], *, can_renew: bool) -> Attempts:
        return cls(
            is_safe=is_safe(request), is_delete=request.method == "DELETE", can_renew=can_renew
        )

    def count(self, error: ZendeskError) -> None:
        """Count a retry after an attempt that ended with `error`."""
        self.retries += 1
        self.may_be_done = self.may_be_done or may_have_acted(error)


def verdict(error: ZendeskError, attempts: Attempts, policy: Policy) -> float | Verdict:
    """`decide` by the clock, with random jitter."""
    elapsed = monotonic() - attempts.started
    return decide(error, attempts, policy, elapsed=elapsed, chance=random())


def decide(
    error: ZendeskError, attempts: Attempts, policy: Policy, *, elapsed: float, chance: float
) -> float | Verdict:
    """Seconds until the next attempt, or what to do instead.

    `elapsed` are the seconds since the first attempt; `chance`, from 0 to 1, is the jitter.
    """
    if isinstance(error, AuthenticationError) and attempts.can_renew:
        return Verdict.RENEW
    if isinstance(error, NotFoundError) and attempts.is_delete and attempts.may_be_done:
        return Verdict.DONE
    if may_have_acted(error):
        if not attempts.is_safe:
            return Verdict.UNKNOWN
        if isinstance(error, UnexpectedResponse):
            return Verdict.RAISE
    elif not is_refused_for_now(error):
        return Verdict.RAISE
    if isinstance(error, RateLimitError) and policy.on_rate_limit == "raise":
        return Verdict.RAISE
    delay = wait(attempts.retries, getattr(error, "retry_after", None), chance)
    if attempts.retries >= policy.retries or elapsed + delay > policy.budget:
        return Verdict.RAISE
    return delay


def time_limit(policy: Policy, *, timeout: float, elapsed: float, body_bytes: int) -> float:
    """Seconds for one attempt, from the connection to the end of the response.

    The time limit for each part does not bound an attempt: its parts can go on for ever.
    """
    left = max(timeout, policy.budget - elapsed)
    return timeout + left + body_bytes / MIN_UPLOAD_BYTES_PER_SECOND


def check_patience(
    operation: types.Operation, seconds: float, policy: Policy, *, waited: float
) -> None:
    """Raise `RateLimitError` if a request must not wait so many seconds more for its turn.

    Waiting in line does not use up the retry budget, as nothing has failed; but no single wait is
    longer than the budget.
    """
    if policy.on_rate_limit == "raise":
        is_too_long = waited + seconds > MAX_UNASKED_SECONDS
    else:
        is_too_long = seconds > policy.budget
    if is_too_long:
        raise RateLimitError(
            f"nothing was sent: the rate limit is used up for the next {seconds:.0f} s",
            operation=operation.id,
            retry_after=seconds,
        )


def may_have_acted(error: ZendeskError) -> bool:
    """Whether the service can have carried out the request although it failed.

    A refusal says that it has not; except for 409, which does not say which of two writers won.
    """
    if isinstance(error, ConnectionFailed):
        return error.sent
    if isinstance(error, UnexpectedResponse):
        return error.status in SUCCESS
    return isinstance(error, ConflictError | ServerError) and not isinstance(
        error, NotEmulatedError
    )


def is_refused_for_now(error: ZendeskError) -> bool:
    """Whether the request was not carried out, and a retry can succeed."""
    return isinstance(error, RateLimitError | ConnectionFailed)


def wait(retries: int, retry_after: float | None, chance: float) -> float:
    """Seconds until the next attempt: never less than Retry-After."""
    if retry_after is None:
        return RETRYING.delay(retries, chance)
    return retry_after + min(RETRYING.step(retries), 1.0) * chance


def is_safe(request: types.Request[Any]) -> bool:
    """Whether a request is idempotent.

    An upsert is if its body leaves the addressing key unchanged: otherwise a second one would not
    find the record, and create another.
    """
    if request.operation.resend != "keyed":
        return request.operation.resend == "safe"
    record = request.body.get("custom_object_record") if is_mapping(request.body) else None
    return is_mapping(record) and all(
        record.get(name, value) == value for name, value in request.query
    )


def retry_after(headers: Mapping[str, str]) -> float | None:
    """The seconds of `Retry-After`, which is a number or a date; `None` without one."""
    text = headers.get("retry-after", "").strip()
    if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", text):
        return float(text)
    date = _timestamp(text)
    if date is None:
        return None
    now = _timestamp(headers.get("date", ""))  # by the clock of the server that named the date
    return max(0.0, date - (time() if now is None else now))


def _timestamp(text: str) -> float | None:
    if not text:
        return None
    from email.utils import parsedate_to_datetime  # 7 of the 110 ms that importing a client takes

    try:
        return parsedate_to_datetime(text).timestamp()
    except (ValueError, OverflowError):
        return None
