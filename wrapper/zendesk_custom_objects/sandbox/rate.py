"""Rate limits of an account (rate limits, Zendesk docs).

Requests are counted in windows of a minute that begin on the full minute. Every request for an
operation of the contract counts, whoever sends it, except to the token endpoint; a refused one does
not. The incremental export has a limit of its own besides: each call of it counts in both. That
windows are fixed, and the name of its header, is not documented.
"""

from __future__ import annotations

import math
import threading
from typing import TYPE_CHECKING, Any, Final

from .wire import errors

if TYPE_CHECKING:
    from .._generated import types
    from .plans import Plan
    from .variants import Variants

TEXT: Final = "text/plain; charset=utf-8"
_ACCOUNT: Final = "account"
_EXPORT: Final = "incremental_export"
_MESSAGE: Final = "Number of allowed API requests per minute exceeded"
_BODIES: Final[dict[str, Any]] = {
    "text": _MESSAGE.encode(),
    "edge": {
        "title": "Automated response",
        "status": "429",
        "detail": "Rate limited by Zendesk edge protection",
    },
    "errors": {"errors": [{"code": "TooManyRequests", "title": _MESSAGE}]},
}


class RateLimiter:
    """Counts the requests of the current window. Any thread can call it."""

    def __init__(self, plan: Plan, window: float = 60.0) -> None:
        """`window` is the length of a window in seconds."""
        if not window > 0:
            raise ValueError("window must be more than 0 seconds")
        self._limits = {_ACCOUNT: plan.requests_per_minute, _EXPORT: plan.exports_per_minute}
        self._length = window
        self._lock = threading.Lock()
        self._used: dict[str, int] = {}
        self._window: float | None = None

    def take(self, operation: types.Operation | None, now: float, variants: Variants) -> None:
        """Count a request at `now`, in seconds; 429 if the limit is exceeded.

        Without an operation it is a request for something that the contract does not have.
        """
        budget = operation.rate_budget if operation else _ACCOUNT
        if budget == "none":
            return
        budgets = [_ACCOUNT, _EXPORT] if budget == _EXPORT else [_ACCOUNT]
        with self._lock:
            self._turn(now)
            exhausted = [budget for budget in budgets if self._left(budget) <= 0]
            if not exhausted:
                for budget in budgets:
                    self._used[budget] = self._used.get(budget, 0) + 1
                return
        body = _too_many_exports(self._limits[_EXPORT]) if _EXPORT in exhausted else None
        raise refusal(variants, self._reset(now), body)

    def headers(self, operation: types.Operation | None, now: float) -> list[tuple[str, str]]:
        """The headers of a reply about the limits."""
        with self._lock:
            self._turn(now)
            left = {budget: self._left(budget) for budget in self._limits}
        limit, remaining = str(self._limits[_ACCOUNT]), str(left[_ACCOUNT])
        reset = self._reset(now)
        headers = [
            ("X-Rate-Limit", limit),
            ("X-Rate-Limit-Remaining", remaining),
            ("ratelimit-limit", limit),
            ("ratelimit-remaining", remaining),
            ("ratelimit-reset", str(reset)),
        ]
        if operation is not None and operation.rate_budget == _EXPORT:
            used = f"total={self._limits[_EXPORT]}; remaining={left[_EXPORT]}; resets={reset}"
            headers.append(("zendesk-ratelimit-incremental-export", used))
        return headers

    def clear(self) -> None:
        """Forget what was counted."""
        with self._lock:
            self._used.clear()

    def _turn(self, now: float) -> None:
        """Begin a new window if the time is in another one, wherever the clock was set."""
        window = now // self._length
        if window != self._window:
            self._window = window
            self._used.clear()

    def _left(self, budget: str) -> int:
        return self._limits[budget] - self._used.get(budget, 0)

    def _reset(self, now: float) -> int:
        """Whole seconds until the window is over; never 0."""
        return max(1, math.ceil(self._length - now % self._length))


def refusal(variants: Variants, retry_after: int | None, body: Any = None) -> errors.RefusedError:
    """429 with one of the bodies that were observed, or with another body."""
    headers = [] if retry_after is None else [("Retry-After", str(retry_after))]
    if body is None:
        body = _BODIES[variants.rate_limited]
    if isinstance(body, bytes):
        headers.append(("Content-Type", TEXT))
    return errors.RefusedError(429, body, headers)


def _too_many_exports(limit: int) -> dict[str, Any]:
    title = f"Rate limit exceeded. Maximum {limit} requests per minute."
    return {"errors": [{"code": "RateLimitExceeded", "status": "429", "title": title}]}
