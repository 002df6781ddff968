"""When the next request can be sent without being refused.

The service counts the requests of an account in windows of a minute. The headers of each response
show what is left of the present one.
"""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from .._clock import monotonic
from . import forking, rate_headers
from .budget import Budget
from .retries import retry_after

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType
    from typing import Self

    from .budget import Permit

__all__ = ["Pace"]

ACCOUNT = "account"
BUDGETS: dict[str, tuple[str, ...]] = {
    "account": (ACCOUNT,),
    "incremental_export": (ACCOUNT, "incremental_export"),
    "jobs": (ACCOUNT, "jobs"),
}
"""The budgets that a request draws on, the narrowest last. The limit of jobs is not a rate: the
service counts those in progress, so that their budget only knows pauses."""

DEFAULT_LIMITS = {"incremental_export": 10}
"""Requests a minute until a header shows the limit (custom objects incremental export, Zendesk
docs; 30 with an add-on)."""

MAX_PAUSE_SECONDS = 300.0
"""Longest pause after a 429, whatever its Retry-After asks for: one absurd header must not silence
every client that shares the pace. Windows last a minute, so a longer one has no use."""


class Pace:
    """Keeps requests within the service's rate limits. Clients, threads and tasks can share one.

    It learns the limits from the headers of responses. The first request goes ahead of the others,
    until its response shows the limit; without such a header nothing is throttled. Accounts (by
    their address) do not throttle each other. Each process has its own pace, a forked one too:
    the requests of other processes show in the headers, a little later.

    No header delays requests by more than 5 minutes at a time.
    """

    def __init__(self, *, clock: Callable[[], float] | None = None) -> None:
        """`clock` returns seconds that never go back, for tests."""
        self._clock = clock
        self._accounts: dict[str, Budgets] = {}
        self._lock = Lock()
        forking.register(self)

    def of(self, origin: str) -> Budgets:
        """The budgets of the account at this address."""
        with self._lock:
            return self._accounts.setdefault(origin, Budgets(self._clock or monotonic))

    def after_fork(self) -> None:
        self._lock = Lock()


class Budgets:
    """The budgets of one account. Every thread can ask for a turn."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock = clock
        self.after_fork()
        forking.register(self)

    def after_fork(self) -> None:
        """Start anew: requests of the parent that are in flight are never answered here."""
        self.lock = Lock()
        names = {name for names in BUDGETS.values() for name in names}
        self._budgets = {
            name: Budget[Turn](DEFAULT_LIMITS.get(name), is_scouted=name != ACCOUNT)
            for name in names
        }
        self._drawn_on = {
            use: tuple(self._budgets[name] for name in names) for use, names in BUDGETS.items()
        }

    def turn(self, use: str) -> Turn:
        """A place in the waiting line for one request; `use` is its operation's `rate_budget`."""
        return Turn(self, self._drawn_on.get(use, ()))


class Turn:
    """One request's place in the waiting lines, and its share of each budget while in flight.

    The end of its `with` block gives up the place; a request that was sent stays counted.
    """

    __slots__ = ("_account", "_budgets", "_permits", "is_limited")

    def __init__(self, account: Budgets, budgets: tuple[Budget[Turn], ...]) -> None:
        self._account = account
        self._budgets = budgets
        self._permits: list[Permit] = []
        self.is_limited = False
        """True if it waits for the rate limit, false if for the response that shows the limit."""

    def take(self) -> float:
        """0 if the request can be sent now, otherwise the seconds after which to ask again."""
        if not self._budgets:
            return 0.0
        account = self._account
        with account.lock:
            now = account.clock()
            longest = 0.0
            self.is_limited = False
            for budget in self._budgets:
                budget.advance(now)
                seconds = budget.wait(self, now)
                if seconds > 0:
                    budget.line.join(self)
                    longest = max(longest, seconds)
                    self.is_limited = self.is_limited or not budget.is_scouting(now)
                else:
                    budget.line.leave(self)
            if not longest:
                self._permits = [budget.take(now) for budget in self._budgets]
            return longest

    def answered(self, status: int, headers: Mapping[str, str]) -> None:
        """Learn from the response."""
        if not self._permits:
            return
        account = self._account
        # Outside of the lock, so that others do not wait for the parsing.
        readings = [rate_headers.account(headers)]
        if len(self._budgets) > 1:
            readings.append(rate_headers.endpoint(headers))
        pause = min(retry_after(headers) or 0.0, MAX_PAUSE_SECONDS) if status == 429 else 0.0
        with account.lock:
            now = account.clock()
            for budget, permit, reading in zip(self._budgets, self._permits, readings, strict=True):
                budget.settle(permit, reading, now, was_answered=True)
            self._permits = []
            if pause:
                for narrowest in self._budgets[-1:]:
                    narrowest.pause(now + pause)

    def leave(self) -> None:
        """Give up the place; no response will come."""
        if not self._budgets:
            return
        account = self._account
        with account.lock:
            now = account.clock()
            for budget in self._budgets:
                budget.line.leave(self)
            for budget, permit in zip(self._budgets, self._permits, strict=False):
                budget.settle(permit, None, now, was_answered=False)
            self._permits = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._permits:
            self.leave()
