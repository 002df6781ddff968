"""The window in which the service counts requests, as far as the headers of responses show it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from .rate_headers import Reading

WINDOW_SECONDS = 60.0
"""Length of a window, unless a header says otherwise (rate limits, Zendesk docs)."""

Span: TypeAlias = tuple[float, float]
"""The earliest and the latest time at which a window can end."""


class Window:
    """The present window: how many requests are left in it, and when it ends."""

    __slots__ = ("ends", "first_read", "is_assumed", "length", "number", "remaining")

    def __init__(self) -> None:
        self.number = 0
        self.remaining = 0
        """Requests that can still be sent in it."""
        self.first_read = 0
        """`remaining` of the response that showed this window first. A response that shows more
        belongs to a request that was counted before that, or in the window before."""
        self.length = WINDOW_SECONDS
        self.ends: Span = (-math.inf, -math.inf)
        self.is_assumed = False
        """True while only the clock says that this window began, and no response yet."""

    @property
    def resets_at(self) -> float:
        # The service rounds to whole seconds. Of several readings, the latest is never too early.
        return max(self.ends)

    @property
    def tolerance(self) -> float:
        """Seconds by which the ends of two windows differ at least."""
        return max(self.length / 2, 1.0)

    def begin(
        self, remaining: int, ends: Span, now: float, *, unsettled: int, is_assumed: bool = False
    ) -> None:
        """Another window began; `unsettled` requests in flight can count in it or in earlier ones.

        Until their responses show which, they count in this one, too.
        """
        self.number += 1
        self.first_read = remaining
        self.remaining = remaining - unsettled
        self.ends = ends
        self.length = self.resets_at - now
        self.is_assumed = is_assumed

    def learn_end(self, reading: Reading, ends: Span) -> None:
        """Narrow down when it ends, after a response to a request that it counted."""
        if reading.reset is not None:
            if not self.is_assumed:
                ends = (max(self.ends[0], ends[0]), min(self.ends[1], ends[1]))
            self.ends = ends
            self.length = max(self.length, reading.reset)
        self.is_assumed = False
