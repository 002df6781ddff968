"""Backoff: the formula for every wait that grows from one attempt to the next."""

from __future__ import annotations

__all__ = ["backoff_seconds", "jittered"]

_MAX_DOUBLINGS = 16
"""So that the power cannot overflow; 2**16 times a first wait is longer than any limit here."""


def backoff_seconds(attempt: int, *, first: float, longest: float) -> float:
    """The wait after so many earlier ones (from 0): each is twice the one before."""
    return min(longest, first * 2.0 ** min(attempt, _MAX_DOUBLINGS))


def jittered(seconds: float, chance: float) -> float:
    """A wait of at least half as long, so that clients that failed together spread out.

    `chance` is a random number from 0 to 1.
    """
    return seconds * (1 + chance) / 2
