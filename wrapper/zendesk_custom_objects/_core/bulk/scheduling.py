"""Decides how many jobs can be submitted, and when to poll those in flight."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .. import rate_headers
from ..backoff import Backoff

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["MAX_CONCURRENT_REQUESTS", "MAX_RUNNING_JOBS", "JobSlots", "PollSchedule"]

MAX_RUNNING_JOBS: Final = 30
"""Jobs of an account that can be queued or working (rate limits, Zendesk docs)."""

MAX_CONCURRENT_REQUESTS: Final = 8
"""Requests of a run in flight at a time. A choice: the smallest plan with custom objects allows 200
a minute (rate limits, Zendesk docs), of which other programs need some."""


class JobSlots:
    """Free job slots of the account; jobs of other clients use them as well."""

    def __init__(self) -> None:
        self._free: int | None = None
        """As the service last said, less the jobs submitted since; `None` if it says nothing."""

    def free(self, in_flight: int) -> int:
        """How many jobs can be submitted now, with so many of our own in flight."""
        free = MAX_RUNNING_JOBS if self._free is None else self._free
        return max(0, min(MAX_RUNNING_JOBS - in_flight, free, MAX_CONCURRENT_REQUESTS))

    def accepted(self, headers: Mapping[str, str]) -> None:
        """Count a job that was accepted."""
        reading = rate_headers.jobs(headers)
        self._free = None if reading is None else reading.remaining

    def ended(self, jobs: int) -> None:
        """Count jobs of our own that have ended."""
        if self._free is not None:
            self._free += jobs

    def refused(self) -> None:
        """There are too many jobs."""
        self._free = 0

    def probe(self) -> None:
        """Let one job be tried after a wait: those of others may have ended."""
        self._free = None if self._free is None else max(1, self._free)


class PollSchedule:
    """Decides when to poll the jobs in flight: soon at first, later as often as it pays.

    Polls take at most about a tenth of the requests that the jobs themselves take.
    """

    MIN_SECONDS: Final = 0.01
    FIRST_SECONDS: Final = 0.25
    """Until the first poll, unless the service answers so fast that a job can be over before."""
    MAX_SECONDS: Final = 5.0
    JOBS_PER_POLL: Final = 10
    EARLY: Final = 0.8
    """Share of the time that jobs seem to take after which to poll: their end is seen later than it
    happens."""

    def __init__(self) -> None:
        self._first = self.FIRST_SECONDS
        self._idle_polls = 0
        """Polls in a row that saw no job end."""
        self._jobs = 0
        self._polls = 0
        self._typical = 0.0
        """Seconds that jobs take, as far as was seen."""
        self._polled_at = 0.0

    def accepted(self, seconds: float) -> None:
        """Count a job that the service took so long to accept."""
        self._jobs += 1
        self._first = max(self.MIN_SECONDS, min(self._first, 2 * seconds))

    def polled(self, now: float, durations: Sequence[float]) -> None:
        """Count a poll; `durations` are those of the jobs that it saw end."""
        self._polls += 1
        self._polled_at = now
        if durations:
            self._idle_polls = 0
            quickest = min(durations)
            self._typical = quickest if not self._typical else (self._typical + quickest) / 2
        else:
            self._idle_polls += 1

    def wait(self, now: float, submitted: Iterable[float], chance: float) -> float:
        """Seconds until the next poll, by when each of the jobs in flight was submitted.

        `chance` is a random number from 0 to 1.
        """
        times = sorted(submitted)
        backoff = Backoff(first=self._first, longest=self.MAX_SECONDS)
        step = backoff.delay(self._idle_polls, chance)
        likely = times[0] + self.EARLY * self._typical
        if self._polls * self.JOBS_PER_POLL > self._jobs:
            step = max(step, self._typical / 4)
            likely = times[: self.JOBS_PER_POLL][-1] + self._typical
        soonest = max(times[0], self._polled_at) + step
        return max(0.0, max(soonest, likely) - now)

    def is_overdue(self, now: float, oldest: float) -> bool:
        """True if the last poll is so long ago that the next one comes before anything is sent."""
        return now - max(oldest, self._polled_at) > 2 * self.MAX_SECONDS
