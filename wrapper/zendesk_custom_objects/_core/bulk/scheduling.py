"""How many jobs may be submitted, and when to look what became of those under way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .. import rate_headers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MOST_JOBS: Final = 30
"""Jobs of an account that may be queued or working (rate limits, Zendesk docs)."""

WAVE: Final = 8
"""Requests that are under way at a time."""


class Slots:
    """The room for jobs: other people's count, too."""

    def __init__(self) -> None:
        self._room: int | None = None
        """What the service last said, less what was submitted since; `None` if it said nothing."""

    def free(self, under_way: int) -> int:
        """How many more jobs may be submitted next to so many of our own."""
        room = MOST_JOBS if self._room is None else self._room
        return max(0, min(MOST_JOBS - under_way, room, WAVE))

    def submitted(self, headers: Mapping[str, str]) -> None:
        """A job was accepted."""
        reading = rate_headers.jobs(headers)
        self._room = None if reading is None else reading.remaining

    def ended(self, jobs: int) -> None:
        """So many of our own jobs are over."""
        if self._room is not None:
            self._room += jobs

    def refused(self) -> None:
        """There are too many jobs."""
        self._room = 0

    def waited(self) -> None:
        """Others may have come to an end meanwhile: one may be tried."""
        self._room = max(1, self._room or 0) if self._room is not None else None


class Looks:
    """When to look at the jobs under way: soon at first, and then as often as pays.

    They take at most about a tenth of the requests that the jobs themselves take.
    """

    SOONEST: Final = 0.01
    FIRST: Final = 0.25
    """Seconds until the first look, unless the service answers so fast that it may be done before.
    """
    LONGEST: Final = 5.0
    SHARE: Final = 10
    """Jobs for each look."""
    EARLY: Final = 0.8
    """Of the time that jobs seemed to take, since their end is seen some time later."""

    def __init__(self) -> None:
        self._first = self._step = self.FIRST
        self._jobs = 0
        self._looks = 0
        self._typical = 0.0
        """Seconds that jobs take, as far as could be seen."""
        self._looked_at = 0.0

    def submitted(self, seconds: float) -> None:
        """The service took so long to accept a job."""
        self._jobs += 1
        self._first = max(self.SOONEST, min(self._first, 2 * seconds))
        if not self._looks:
            self._step = self._first

    def looked(self, now: float, durations: list[float]) -> None:
        """Jobs that took so long are over now."""
        self._looks += 1
        self._looked_at = now
        if durations:
            self._step = self._first
            quickest = min(durations)
            self._typical = quickest if not self._typical else (self._typical + quickest) / 2
        else:
            self._step = min(2 * self._step, self.LONGEST)

    def wait(self, now: float, submitted: Iterable[float], chance: float) -> float:
        """Seconds until the next look, by when each of the jobs under way was submitted.

        `chance`, from 0 to 1, spreads the looks of clients that began together.
        """
        times = sorted(submitted)
        step = self._step * (1 + chance) / 2
        likely = times[0] + self.EARLY * self._typical
        if self._looks * self.SHARE > self._jobs:
            step = max(step, self._typical / 4)
            likely = times[: self.SHARE][-1] + self._typical
        soonest = max(times[0], self._looked_at) + step
        return max(0.0, max(soonest, likely) - now)

    def is_overdue(self, now: float, oldest: float) -> bool:
        """Whether somebody waits for the outcome although more could be sent meanwhile."""
        return now - max(oldest, self._looked_at) > 2 * self.LONGEST
