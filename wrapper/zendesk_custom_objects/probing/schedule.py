"""The requests and the time that a probe can take."""

from __future__ import annotations

from typing import Final

import msgspec

from .._clock import monotonic

__all__ = [
    "JOB_DELAYS",
    "MAX_REQUESTS",
    "RECHECKS",
    "RESERVED_REQUESTS",
    "Budget",
    "BudgetUsedUp",
    "now",
]

MAX_REQUESTS: Final = 100
"""Requests of one probe, retries and removals among them. It needs about 65."""
RESERVED_REQUESTS: Final = 12
"""Requests that are kept for the removal of the object."""

JOB_DELAYS: Final = (1.0, 4.0, 10.0, 20.0)
"""Seconds before each poll for the job that deletes records."""
RECHECKS: Final = (0.0, 2.0, 5.0)
"""Seconds before each look at whether the object is gone."""


class BudgetUsedUp(Exception):
    """No further request is allowed."""


class Budget(msgspec.Struct):
    """Counts the requests."""

    used: int = 0
    is_removing: bool = False
    """Whether the requests that are kept for the removal can be used, too."""

    def take(self) -> None:
        """Count a request; raises `BudgetUsedUp` if it is not allowed."""
        if self.used >= MAX_REQUESTS - (0 if self.is_removing else RESERVED_REQUESTS):
            raise BudgetUsedUp
        self.used += 1


def now() -> float:
    """Seconds of a clock that only counts."""
    return monotonic()
