"""One rate limit of an account: how many requests can be sent now, and how long to wait if none."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Generic, TypeVar

from .rate_window import WINDOW_SECONDS, Span, Window
from .waiting_line import WaitingLine

if TYPE_CHECKING:
    from .rate_headers import Reading

W = TypeVar("W")

STEP_SECONDS = 0.005
MAX_STEP_SECONDS = 0.5
"""Requests that wait for the same moment follow one another in steps, so that they do not all look
at the budget at once."""

POLL_SECONDS = 0.1
"""Until the next look, while responses are due that can change what is known."""

SCOUT_SECONDS = 1.0
"""After which another request goes ahead of the rest if the first has no response yet."""


class Permit:
    """One request's share of a budget."""

    __slots__ = ("most", "sent_at", "window")

    def __init__(self, window: int, most: int, sent_at: float) -> None:
        self.window = window
        """Number of the window that it was sent in."""
        self.most = most
        """The most that its response can show as left in that window: more is another window's."""
        self.sent_at = sent_at


class Traffic:
    """The requests that are in flight, by the window that they were sent in."""

    __slots__ = ("in_flight", "last_sent_at", "unsettled")

    def __init__(self) -> None:
        self.in_flight = 0
        """Sent in the present window."""
        self.unsettled = 0
        """Sent in an earlier window. Only their responses show where the service counts them."""
        self.last_sent_at = -math.inf

    def sent(self, now: float) -> None:
        self.in_flight += 1
        self.last_sent_at = now

    def ended(self, *, in_present_window: bool) -> None:
        if in_present_window:
            self.in_flight -= 1
        else:
            self.unsettled -= 1

    def window_began(self) -> None:
        self.unsettled += self.in_flight
        self.in_flight = 0


class Budget(Generic[W]):
    """What can be sent in the present window. To be used under the lock of its account.

    `wait` and `is_scouting` change nothing; the other methods record what happened.
    """

    def __init__(self, limit: int | None, *, is_scouted: bool) -> None:
        self.line = WaitingLine[W]()
        self._limit = limit
        """Requests of a window; `None` while unknown."""
        self._is_scouted = is_scouted
        """True once a response had its chance to show the limit, or if none ever shows it."""
        self._paused_until = -math.inf
        self._window = Window()
        self._traffic = Traffic()

    def wait(self, waiting: W, now: float) -> float:
        """Seconds that a request has to wait; 0 if there is enough for it and all ahead of it."""
        ahead = self.line.ahead_of(waiting)
        later = min(STEP_SECONDS * (1 + ahead), MAX_STEP_SECONDS)
        if now < self._paused_until:
            return self._paused_until - now + later
        if self._limit is None:
            return min(later, POLL_SECONDS) if self.is_scouting(now) else 0.0
        if self._window.remaining > ahead:
            return 0.0
        until_reset = self._window.resets_at - now + later
        can_learn_more = self._traffic.unsettled or (
            self._window.is_assumed and self._traffic.in_flight
        )
        return min(POLL_SECONDS + later, until_reset) if can_learn_more else until_reset

    def is_scouting(self, now: float) -> bool:
        """True while the rest waits for the response to a first request, which shows the limit."""
        if self._is_scouted or self._limit is not None or now < self._paused_until:
            return False
        return self._traffic.in_flight > 0 and now < self._traffic.last_sent_at + SCOUT_SECONDS

    def advance(self, now: float) -> None:
        """Begin another window by the clock, if the present one is over."""
        if self._limit is None or now < self._paused_until or now < self._window.resets_at:
            return
        end = now + self._window.length
        self._begin(self._limit, (end, end), now, is_assumed=True)

    def pause(self, until: float) -> None:
        """Send nothing before that time."""
        self._paused_until = max(self._paused_until, until)

    def take(self, now: float) -> Permit:
        """Count a request that is about to be sent."""
        self._traffic.sent(now)
        self._window.remaining -= 1
        in_flight = self._traffic.in_flight + self._traffic.unsettled
        return Permit(self._window.number, self._window.remaining + in_flight - 1, now)

    def settle(
        self, permit: Permit, reading: Reading | None, now: float, *, was_answered: bool
    ) -> None:
        """Count a request that is over; `reading` is what its response shows of this budget."""
        self._is_scouted = self._is_scouted or was_answered
        is_present = permit.window == self._window.number
        self._traffic.ended(in_present_window=is_present)
        if reading is None:
            if is_present and was_answered:
                self._window.is_assumed = False
            return
        if reading.reset is None:
            ends = (now + WINDOW_SECONDS, now + WINDOW_SECONDS)
        else:
            # The service read its clock at some time between the two.
            seconds = reading.reset or 1.0
            ends = (permit.sent_at + seconds, now + seconds)
        if self._limit is None:
            self._begin(reading.remaining, ends, now)
        elif is_present:
            self._correct(permit, reading, ends, now)
        else:
            self._attribute(permit, reading, ends)
        self._limit = reading.limit

    def _correct(self, permit: Permit, reading: Reading, ends: Span, now: float) -> None:
        """Learn from the response to a request of what is taken for the present window."""
        window = self._window
        is_new_end = reading.reset is not None and not window.is_assumed
        shift = ends[0] - window.resets_at if is_new_end else 0.0
        if shift > window.tolerance or reading.remaining > permit.most:
            self._begin(reading.remaining, ends, now)
        elif shift < -window.tolerance:
            window.remaining += 1  # the present window began a little later than assumed
        else:
            window.remaining = min(window.remaining, reading.remaining)
            window.learn_end(reading, ends)

    def _attribute(self, permit: Permit, reading: Reading, ends: Span) -> None:
        """Learn from the response to a request of an earlier window: which one counted it?"""
        window = self._window
        if reading.reset is None:
            is_counted = reading.remaining > permit.most
        else:
            is_counted = ends[0] > window.resets_at - window.tolerance
        if not is_counted or reading.remaining >= window.first_read:
            window.remaining += 1
        if is_counted:
            window.remaining = min(window.remaining, reading.remaining)
            window.learn_end(reading, ends)

    def _begin(self, remaining: int, ends: Span, now: float, *, is_assumed: bool = False) -> None:
        self._traffic.window_began()
        self._window.begin(
            remaining, ends, now, unsettled=self._traffic.unsettled, is_assumed=is_assumed
        )
