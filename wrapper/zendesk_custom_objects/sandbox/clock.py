"""The clock of a sandbox: everything that depends on the time reads it, and a test can set it."""

from __future__ import annotations

import threading
import time
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

Moment: TypeAlias = float | datetime
"""Seconds since 1970, or a datetime with a time zone."""


class Clock:
    """A clock that follows the computer's, shifted as a test likes, or is stopped.

    Any thread can use it. Called, it returns the seconds since 1970.
    """

    def __init__(
        self, start: Moment | None = None, *, source: Callable[[], float] | None = None
    ) -> None:
        """With `start` it is stopped there; without, it follows `source`, by default real time."""
        self._lock = threading.Lock()
        # The function is looked up at each call: a test can have replaced it.
        self._source = source or (lambda: time.time())
        self._ahead = 0.0
        self._still = None if start is None else _seconds(start)

    def __call__(self) -> float:
        with self._lock:
            return self._now()

    @property
    def frozen(self) -> bool:
        """Whether it is stopped."""
        return self._still is not None

    def advance(self, seconds: float) -> None:
        """Let seconds pass at once."""
        if not seconds >= 0:
            raise ValueError(
                "seconds must be 0 or more: time goes forward; use set() to put the clock back"
            )
        with self._lock:
            self._move(self._now() + seconds)

    def set(self, moment: Moment) -> None:
        """Set it, forward or back. A stopped clock stays stopped."""
        with self._lock:
            self._move(_seconds(moment))

    def freeze(self, moment: Moment | None = None) -> None:
        """Stop, now or at the given time."""
        with self._lock:
            self._still = self._now() if moment is None else _seconds(moment)

    def resume(self) -> None:
        """Continue from where it was stopped."""
        with self._lock:
            now, self._still = self._now(), None
            self._move(now)

    def _now(self) -> float:
        return self._source() + self._ahead if self._still is None else self._still

    def _move(self, now: float) -> None:
        if self._still is None:
            self._ahead = now - self._source()
        else:
            self._still = now


def _seconds(moment: Moment) -> float:
    if not isinstance(moment, datetime):
        return float(moment)
    if moment.tzinfo is None:
        raise ValueError("the datetime has no time zone: give it one, such as UTC")
    return moment.timestamp()
