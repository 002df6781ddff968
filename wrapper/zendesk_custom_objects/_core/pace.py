"""When the next request may be sent, so that the service need not refuse it.

The service counts the requests of an account in windows of a minute. What is left of the present
one is known from the headers of each answer, less what was sent since.
"""

from __future__ import annotations

import math
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, TypeAlias

from . import rate_headers
from .retries import retry_after

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType
    from typing import Self

    from .rate_headers import Reading

__all__ = ["Pace"]

WINDOW = 60.0
"""Seconds of a window, where no header tells when it ends."""

ACCOUNT = "account"
BUDGETS: dict[str, tuple[str, ...]] = {
    "account": (ACCOUNT,),
    "incremental_export": (ACCOUNT, "incremental_export"),
    "jobs": (ACCOUNT, "jobs"),
}
"""What a request draws on, the narrowest last. The service counts jobs that are under way, which
is no rate: their budget only knows pauses."""

KNOWN = {"incremental_export": 10}
"""Requests a minute, as long as no header tells (custom objects incremental export, Zendesk docs;
30 with an add-on)."""

Span: TypeAlias = tuple[float, float]

STEP = 0.005
LONGEST_STEP = 0.5
"""Who waits for the same moment goes one after the other, seconds apart."""

POLL = 0.1
"""Seconds until another look while answers are still to come that may change what is known."""

PATIENCE = 1.0
"""Seconds after which another request goes ahead of the rest if the first is not answered yet."""


class Pace:
    """Keeps requests within the service's rate limits. Clients, threads and tasks can share one.

    It learns from the headers of the answers. The first request goes ahead of the others, whose
    number may be more than the limit that its answer tells; if it tells none, nothing is slowed
    down. Accounts (by their address) do not slow each other down. Each process has its own pace:
    what others use up shows in the headers, a little later.
    """

    def __init__(self, *, clock: Callable[[], float] | None = None) -> None:
        """`clock` gives seconds that never go back, for tests."""
        self._clock = clock
        self._accounts: dict[str, Budgets] = {}
        self._lock = Lock()

    def of(self, origin: str) -> Budgets:
        """The budgets of the account at this address."""
        with self._lock:
            return self._accounts.setdefault(origin, Budgets(self._clock or monotonic))


class Budgets:
    """The budgets of one account. Any thread may ask for a turn."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock = clock
        self.lock = Lock()
        names = {name for names in BUDGETS.values() for name in names}
        self._budgets = {
            name: Budget(KNOWN.get(name), is_scouted=name != ACCOUNT) for name in names
        }
        self._drawn_on = {
            use: tuple(self._budgets[name] for name in names) for use, names in BUDGETS.items()
        }

    def turn(self, use: str) -> Turn:
        """A place in the line for one request; `use` is the `rate_budget` of its operation."""
        return Turn(self, self._drawn_on.get(use, ()))


class Turn:
    """One request's place in the line, and its share of each budget until it is answered.

    Leaving its `with` block gives up the place; what was sent without an answer stays spent.
    """

    __slots__ = ("_account", "_budgets", "_permits", "is_limited")

    def __init__(self, account: Budgets, budgets: tuple[Budget, ...]) -> None:
        self._account = account
        self._budgets = budgets
        self._permits: list[Permit] = []
        self.is_limited = False
        """Whether the rate limit is why it waits, and not that the first answer is to tell it."""

    def take(self) -> float:
        """0 if the request may be sent now, else the seconds after which to ask again."""
        if not self._budgets:
            return 0.0
        account = self._account
        with account.lock:
            now = account.clock()
            longest = 0.0
            self.is_limited = False
            for budget in self._budgets:
                seconds = budget.wait(self, now)
                if seconds > 0:
                    budget.waiting[self] = None
                    longest = max(longest, seconds)
                    self.is_limited = self.is_limited or not budget.awaits_scout(now)
                elif budget.waiting:
                    budget.waiting.pop(self, None)
            if not longest:
                self._permits = [budget.take(now) for budget in self._budgets]
            return longest

    def answered(self, status: int, headers: Mapping[str, str]) -> None:
        """Learn from the answer."""
        if not self._permits:
            return
        account = self._account
        # Outside of the lock: others need not wait for the parsing.
        readings = [rate_headers.account(headers)]
        if len(self._budgets) > 1:
            readings.append(rate_headers.endpoint(headers))
        pause = (retry_after(headers) or 0.0) if status == 429 else 0.0
        with account.lock:
            now = account.clock()
            for budget, permit, reading in zip(self._budgets, self._permits, readings, strict=True):
                budget.settle(permit, reading, now, was_answered=True)
            self._permits = []
            if pause:
                for narrowest in self._budgets[-1:]:
                    narrowest.paused_until = max(narrowest.paused_until, now + pause)

    def leave(self) -> None:
        """Nothing more comes of it."""
        if not self._budgets:
            return
        account = self._account
        with account.lock:
            now = account.clock()
            for budget in self._budgets:
                budget.waiting.pop(self, None)
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


class Permit:
    """One request's share of a budget."""

    __slots__ = ("most", "sent_at", "window")

    def __init__(self, window: int, most: int, sent_at: float) -> None:
        self.window = window
        self.most = most
        """What the service may say is left after it: more is another window's."""
        self.sent_at = sent_at


class Budget:
    """What may be sent in the present window. To be used under the lock of its account."""

    def __init__(self, limit: int | None, *, is_scouted: bool) -> None:
        self.waiting: dict[Turn, None] = {}
        """Who waits, in order."""
        self.paused_until = -math.inf
        self._limit = limit
        """`None` as long as it is unknown."""
        self._is_scouted = is_scouted
        """Whether there was an answer that would have told the limit, or none ever tells it."""
        self._sent_at = -math.inf
        """When the last request was sent."""
        self._remaining = 0
        self._first_read = 0
        """What remained when the window was first seen: an older request of which the answer says
        more was counted before that, or in the window before."""
        self._window = 0
        self._length = WINDOW
        self._resets_at = -math.inf
        self._ends: Span = (-math.inf, math.inf)
        """Between these moments, as far as is known."""
        self._is_assumed = False
        """Whether the present window follows from the clock alone."""
        self._in_flight = 0
        self._unsettled = 0
        """Those in flight that were sent in an earlier window. Which one the service counts them in
        is known from their answers; until then they count in the present one, too."""

    def wait(self, turn: Turn, now: float) -> float:
        """The seconds that `turn` has to wait; 0 if there is enough for it and all ahead of it."""
        ahead = self._ahead_of(turn) if self.waiting else 0
        later = min(STEP * (1 + ahead), LONGEST_STEP)
        if now < self.paused_until:
            return self.paused_until - now + later
        if self._limit is None:
            return min(later, POLL) if self.awaits_scout(now) else 0.0
        if now >= self._resets_at:
            end = now + self._length
            self._begin(self._limit, (end, end), now)
            self._is_assumed = True
        if self._remaining > ahead:
            return 0.0
        until_reset = self._resets_at - now + later
        has_more_to_learn = self._unsettled or (self._is_assumed and self._in_flight)
        return min(POLL + later, until_reset) if has_more_to_learn else until_reset

    def awaits_scout(self, now: float) -> bool:
        """Whether a request was sent ahead of the others, to learn the limit from its answer."""
        if self._is_scouted or self._limit is not None or now < self.paused_until:
            return False
        return self._in_flight > 0 and now < self._sent_at + PATIENCE

    def take(self, now: float) -> Permit:
        """Count a request that is about to be sent."""
        self._sent_at = now
        self._remaining -= 1
        self._in_flight += 1
        left = self._remaining + self._in_flight + self._unsettled - 1
        return Permit(self._window, left, now)

    def settle(
        self, permit: Permit, reading: Reading | None, now: float, *, was_answered: bool
    ) -> None:
        """The request is over; `reading` is what its answer says about the budget."""
        self._is_scouted = self._is_scouted or was_answered
        is_present = permit.window == self._window
        if is_present:
            self._in_flight -= 1
        else:
            self._unsettled -= 1
        if reading is None:
            self._is_assumed = self._is_assumed and not (is_present and was_answered)
            return
        if reading.reset is None:
            ends = (now + WINDOW, now + WINDOW)
        else:
            # The service read its clock at some time between the two.
            seconds = reading.reset or 1.0
            ends = (permit.sent_at + seconds, now + seconds)
        if self._limit is None:
            self._limit = reading.limit
            self._begin(reading.remaining, ends, now)
        elif is_present:
            self._correct(permit, reading, ends, now)
        else:
            self._account_for(permit, reading, ends)
        self._limit = reading.limit

    def _correct(self, permit: Permit, reading: Reading, ends: Span, now: float) -> None:
        """An answer to a request of what is taken for the present window."""
        shift = 0.0 if reading.reset is None or self._is_assumed else ends[0] - self._resets_at
        if shift > self._tolerance() or reading.remaining > permit.most:
            self._begin(reading.remaining, ends, now)
        elif shift < -self._tolerance():
            self._remaining += 1  # the present window began a little later than it was thought to
        else:
            self._remaining = min(self._remaining, reading.remaining)
            self._learn_end(reading, ends)

    def _account_for(self, permit: Permit, reading: Reading, ends: Span) -> None:
        """An answer to a request of an earlier window: which one was it counted in?"""
        if reading.reset is None:
            is_counted = reading.remaining > permit.most
        else:
            is_counted = ends[0] > self._resets_at - self._tolerance()
        if not is_counted or reading.remaining >= self._first_read:
            self._remaining += 1
        if is_counted:
            self._remaining = min(self._remaining, reading.remaining)
            self._learn_end(reading, ends)

    def _learn_end(self, reading: Reading, ends: Span) -> None:
        if reading.reset is not None:
            if not self._is_assumed:
                ends = (max(self._ends[0], ends[0]), min(self._ends[1], ends[1]))
            self._ends = ends
            # The service rounds to whole seconds. Of several, the latest is never too early.
            self._resets_at = max(ends)
            self._length = max(self._length, reading.reset)
        self._is_assumed = False

    def _begin(self, remaining: int, ends: Span, now: float) -> None:
        self._window += 1
        self._unsettled += self._in_flight
        self._in_flight = 0
        self._first_read = remaining
        self._remaining = remaining - self._unsettled
        self._ends = ends
        self._resets_at = max(ends)
        self._length = self._resets_at - now
        self._is_assumed = False

    def _tolerance(self) -> float:
        """How far apart the ends of two windows are at least, in seconds."""
        return max(self._length / 2, 1.0)

    def _ahead_of(self, turn: Turn) -> int:
        for place, waiting in enumerate(self.waiting):
            if waiting is turn:
                return place
        return len(self.waiting)
