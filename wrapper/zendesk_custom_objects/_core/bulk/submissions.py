"""Batches on their way, and what a poll says about their jobs."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Any, Final

import msgspec

from .batches import Batch

if TYPE_CHECKING:
    from .job_states import JobState

__all__ = ["MAX_CONSECUTIVE_MISSES", "RunningJob", "Sighting", "Submission", "observe"]

MAX_CONSECUTIVE_MISSES: Final = 3
"""Polls in a row in which a job can be missing before it counts as lost. A choice: how soon every
part of the service knows a new job is not documented."""


class Submission(msgspec.Struct):
    """A batch that is being sent, or that an earlier run has sent."""

    batch: Batch
    number: int | None = None
    """In the journal, once it is there."""
    job_id: str | None = None
    """`None` as long as it is not known whether there is a job."""


class RunningJob(msgspec.Struct):
    """A job in flight."""

    id: str
    submission: Submission
    submitted_at: float
    progressed_at: float
    """When its progress was last seen to change."""
    progress: Any = None
    misses: int = 0
    """Polls in a row that did not find it."""


class Sighting(enum.Enum):
    """State of a job after a poll."""

    RUNNING = enum.auto()
    ENDED = enum.auto()
    STALLED = enum.auto()
    """It has made no progress for too long."""
    LOST = enum.auto()
    """The service does not know it."""


def observe(job: RunningJob, state: JobState | None, now: float, *, timeout: float) -> Sighting:
    """Take in what a poll found of a job; `None` if it did not find it."""
    if state is None:
        job.misses += 1
        return Sighting.LOST if job.misses >= MAX_CONSECUTIVE_MISSES else Sighting.RUNNING
    job.misses = 0
    if state.is_over:
        return Sighting.ENDED
    if state.progress != job.progress:
        job.progress, job.progressed_at = state.progress, now
    return Sighting.STALLED if now - job.progressed_at > timeout else Sighting.RUNNING
