"""Exponential backoff with jitter: the one formula for retries, and for polling."""

from __future__ import annotations

import msgspec


class Backoff(msgspec.Struct, frozen=True):
    """Delays that double from `first` up to `longest`, in seconds."""

    first: float
    longest: float

    def step(self, attempt: int) -> float:
        """The delay after so many attempts (0 for the first delay), without jitter."""
        return min(self.longest, self.first * 2.0 ** min(attempt, 30))

    def delay(self, attempt: int, chance: float) -> float:
        """The same with jitter: between half of it and all of it.

        `chance`, from 0 to 1, spreads the attempts of clients that failed together.
        """
        return self.step(attempt) * (1 + chance) / 2
