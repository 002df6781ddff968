"""Decides about batches that the service did not accept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...errors import (
    BadRequestError,
    ConnectionFailed,
    OutcomeUnknown,
    PayloadTooLargeError,
    RateLimitError,
    TooManyJobsError,
    ValidationError,
)
from .. import retries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...errors import ZendeskError

__all__ = [
    "MAX_CONSECUTIVE_SPLITS",
    "SendBackoff",
    "calls_for_a_wait",
    "demanded_wait",
    "is_divisible",
    "is_temporary",
    "worst",
]

MAX_CONSECUTIVE_SPLITS: Final = 100
"""Jobs in a row that are cut in two, as they are refused, before the run is given up. To find one
bad item among 100 takes seven."""


def is_divisible(error: ZendeskError) -> bool:
    """True if a job may have been refused because of some of its items."""
    return isinstance(error, BadRequestError | PayloadTooLargeError | ValidationError)


def is_temporary(error: ZendeskError, policy: retries.Policy, *, has_jobs: bool) -> bool:
    """True if the service can accept the same job later, and the caller wants to wait.

    Too many jobs are no surprise if some of them are our own (`has_jobs`).
    """
    if isinstance(error, RateLimitError) and policy.on_rate_limit == "raise":
        return isinstance(error, TooManyJobsError) and has_jobs
    return retries.is_refused_for_now(error)


def worst(errors: Sequence[ZendeskError]) -> ZendeskError | None:
    """The error of a wave to wait after: too many jobs, as this holds for all, or else the last."""
    too_many = (error for error in errors if isinstance(error, TooManyJobsError))
    return next(too_many, errors[-1] if errors else None)


class SendBackoff:
    """Decides when to send again after waves of which the service accepted nothing."""

    def __init__(self, policy: retries.Policy, timeout: float) -> None:
        """`timeout` is how many seconds to wait for a free job slot."""
        self._policy = policy
        self._timeout = timeout
        self._refusals = 0
        self._full = 0
        """Waves in a row for which there was no free job slot."""
        self._since = 0.0
        """When the first of those refusals came."""

    def reset(self) -> None:
        """Something was accepted."""
        self._refusals = self._full = 0

    def seconds(
        self, error: ZendeskError, now: float, *, slot_wait: float, chance: float
    ) -> float | None:
        """Seconds to wait after a refusal; `None` if it is hopeless.

        It is if the service demands a longer wait than the policy's budget, if there were too many
        refusals or they take longer than the budget, and if no job slot has become free in time.
        `slot_wait` is for how many seconds none has; 0 if one will, as jobs of our own are in
        flight. `chance` is a random number from 0 to 1.
        """
        demanded = demanded_wait(error)
        if demanded is not None and demanded > self._policy.budget:
            return None
        if isinstance(error, TooManyJobsError):
            delay = retries.wait(self._full, demanded, chance)
            self._full += 1
            return None if slot_wait and slot_wait + delay > self._timeout else delay
        delay = retries.wait(self._refusals, demanded, chance)
        if not self._refusals:
            self._since = now
        self._refusals += 1
        is_too_often = self._refusals > max(1, self._policy.retries)
        is_too_long = now + delay - self._since > self._policy.budget
        return None if is_too_often or is_too_long else delay


def demanded_wait(error: ZendeskError) -> float | None:
    """The seconds that the service demands to wait before the next request, if it does."""
    cause = error.__cause__ if isinstance(error, OutcomeUnknown) else error
    demanded: float | None = getattr(cause, "retry_after", None)
    return demanded


def calls_for_a_wait(error: ZendeskError) -> bool:
    """True if a wave that failed with this error is followed by a wait."""
    return isinstance(error, OutcomeUnknown | RateLimitError | ConnectionFailed)
