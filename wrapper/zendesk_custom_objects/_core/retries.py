"""Whether a request that failed is sent again: one decision, from what is known."""

from __future__ import annotations

import enum
import re
from time import monotonic, time
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import msgspec

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
from .backoff import backoff_seconds, jittered

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .._generated import types

OnRateLimit: TypeAlias = Literal["wait", "raise"]

FIRST_WAIT = 0.5
LONGEST_WAIT = 30.0
MOMENT = 1.0
SUCCESS = range(200, 300)


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """How much patience there is."""

    retries: int = 4
    budget: float = 120.0
    """Seconds for all attempts and the waits between them."""
    on_rate_limit: OnRateLimit = "wait"

    def __post_init__(self) -> None:
        if self.retries < 0 or not self.budget >= 0:
            raise ConfigurationError("retries and retry_budget cannot be negative")
        if self.on_rate_limit not in ("wait", "raise"):
            raise ConfigurationError('on_rate_limit is "wait" or "raise"')

    def replaced(
        self,
        *,
        retries: int | None = None,
        budget: float | None = None,
        on_rate_limit: OnRateLimit | None = None,
    ) -> Policy:
        """The same with what is given in the place of its own."""
        return Policy(
            retries=self.retries if retries is None else retries,
            budget=self.budget if budget is None else budget,
            on_rate_limit=self.on_rate_limit if on_rate_limit is None else on_rate_limit,
        )

    def hurried(self) -> Policy:
        """For a request that only helps another one, which must not wait long for it."""
        return msgspec.structs.replace(self, retries=min(1, self.retries))


class Verdict(enum.Enum):
    """What to do other than waiting and sending again."""

    RAISE = enum.auto()
    RENEW = enum.auto()
    """Renew the access token, and send again at once."""
    UNKNOWN = enum.auto()
    """The service may have acted, and acting twice would do harm."""
    DONE = enum.auto()
    """An earlier attempt did it."""


class Attempts(msgspec.Struct, kw_only=True):
    """What has been tried of one request."""

    is_safe: bool
    """Whether it may be carried out twice."""
    is_delete: bool = False
    can_renew: bool = False
    """Whether the access token can be renewed, and was not yet."""
    resent: int = 0
    may_be_done: bool = False
    """Whether the service may have carried out one of them."""
    started: float = msgspec.field(default_factory=lambda: monotonic())

    @classmethod
    def of(cls, request: types.Request[Any], *, can_renew: bool) -> Attempts:
        return cls(
            is_safe=is_safe(request), is_delete=request.method == "DELETE", can_renew=can_renew
        )

    def count(self, error: ZendeskError) -> None:
        """Another attempt follows the one that ended with `error`."""
        self.resent += 1
        self.may_be_done = self.may_be_done or may_have_acted(error)


def verdict(error: ZendeskError, attempts: Attempts, policy: Policy) -> float | Verdict:
    """`decide`, now."""
    from random import random  # slow to import, and needed only when something fails

    elapsed = monotonic() - attempts.started
    return decide(error, attempts, policy, elapsed=elapsed, chance=random())


def decide(
    error: ZendeskError, attempts: Attempts, policy: Policy, *, elapsed: float, chance: float
) -> float | Verdict:
    """The seconds to wait before the request is sent again, or else what to do.

    `elapsed` is the time since the first attempt, in seconds; `chance`, from 0 to 1, spreads the
    waits of clients that failed together.
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
    delay = wait(attempts.resent, getattr(error, "retry_after", None), chance)
    if attempts.resent >= policy.retries or elapsed + delay > policy.budget:
        return Verdict.RAISE
    return delay


def check_patience(
    operation: types.Operation, seconds: float, policy: Policy, *, waited: float
) -> None:
    """Raise `RateLimitError` if a request is not to wait so many seconds more for its turn.

    Nothing has failed, so that waiting for the own turn in a long line does not use up the budget;
    but no single wait is longer than it.
    """
    if policy.on_rate_limit == "raise":
        is_too_long = waited + seconds > MOMENT
    else:
        is_too_long = seconds > policy.budget
    if is_too_long:
        raise RateLimitError(
            f"nothing sent: the rate limit is used up for {seconds:.0f} s",
            operation=operation.id,
            retry_after=seconds,
        )


def may_have_acted(error: ZendeskError) -> bool:
    """Whether the service may have carried out the request although it failed.

    A refusal says that it has not, except for 409: of two writers it is not known which one won.
    """
    if isinstance(error, ConnectionFailed):
        return error.sent
    if isinstance(error, UnexpectedResponse):
        return error.status in SUCCESS
    return isinstance(error, ConflictError | ServerError) and not isinstance(
        error, NotEmulatedError
    )


def is_refused_for_now(error: ZendeskError) -> bool:
    """Whether the service has not acted, and may the next time."""
    return isinstance(error, RateLimitError | ConnectionFailed)


def wait(resent: int, retry_after: float | None, chance: float) -> float:
    """Seconds until the next attempt: never less than the service asks for."""
    step = backoff_seconds(resent, first=FIRST_WAIT, longest=LONGEST_WAIT)
    if retry_after is None:
        return jittered(step, chance)
    return retry_after + min(step, 1.0) * chance


def is_safe(request: types.Request[Any]) -> bool:
    """Whether a request may be carried out twice.

    An upsert may if its body leaves alone what addresses the record: otherwise the second one
    would not find the record and create another.
    """
    if request.operation.resend != "keyed":
        return request.operation.resend == "safe"
    record = request.body.get("custom_object_record") if is_mapping(request.body) else None
    return is_mapping(record) and all(
        record.get(name, value) == value for name, value in request.query
    )


def retry_after(headers: Mapping[str, str]) -> float | None:
    """The seconds that `Retry-After` asks for, be it a number or a date; `None` without one."""
    text = headers.get("retry-after", "").strip()
    if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", text):
        return float(text)
    date = _timestamp(text)
    if date is None:
        return None
    now = _timestamp(headers.get("date", ""))  # by the clock of who named the date
    return max(0.0, date - (time() if now is None else now))


def _timestamp(text: str) -> float | None:
    if not text:
        return None
    from email.utils import parsedate_to_datetime  # slow to import, and seldom needed

    try:
        return parsedate_to_datetime(text).timestamp()
    except (ValueError, OverflowError):
        return None
