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
    """Goes with the computer's clock, moved as far as it is told, or stands still.

    Any thread may use it. Called, it gives the seconds since 1970.
    """

    def __init__(
        self, start: Moment | None = None, *, source: Callable[[], float] | None = None
    ) -> None:
        """With `start` it stands still there; else it goes with `source`, by default real time."""
        self._lock = threading.Lock()
        # The function is looked up at each call: a test may have replaced it meanwhile.
        self._source = source or (lambda: time.time())
        self._ahead = 0.0
        self._still = None if start is None else _seconds(start)

    def __call__(self) -> float:
        with self._lock:
            return self._now()

    @property
    def frozen(self) -> bool:
        """Whether it stands still."""
        return self._still is not None

    def advance(self, seconds: float) -> None:
        """Let that much time pass at once."""
        if not seconds >= 0:
            raise ValueError("time goes forward: set() puts the clock back")
        with self._lock:
            self._move(self._now() + seconds)

    def set(self, moment: Moment) -> None:
        """Put it forward or back. It stands still if it did, and else goes on from there."""
        with self._lock:
            self._move(_seconds(moment))

    def freeze(self, moment: Moment | None = None) -> None:
        """Stand still, now or at the given moment."""
        with self._lock:
            self._still = self._now() if moment is None else _seconds(moment)

    def resume(self) -> None:
        """Go on from where it stands."""
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
        raise ValueError("a datetime without a time zone does not say which moment it is")
    return moment.timestamp()
