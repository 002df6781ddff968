"""Jobs as the service describes them: nothing in a description is certain to be of its type."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from ...rules.json_types import is_list
from ..envelopes import PageMeta
from ..jobs import RUNNING

__all__ = [
    "COMPLETED",
    "JobAnswer",
    "JobState",
    "JobsAnswer",
    "job_of",
    "jobs_of",
    "plain_id",
    "whole_number",
]

COMPLETED: Final = "completed"


class JobState(msgspec.Struct, frozen=True):
    """A job, as the service describes it."""

    id: str
    status: Any = None
    message: Any = None
    progress: Any = None
    total: Any = None
    results: Any = None

    @property
    def name(self) -> str:
        """Its status as text in lower case; empty if it is not text."""
        return self.status.strip().lower() if isinstance(self.status, str) else ""

    @property
    def is_over(self) -> bool:
        """True if the job has ended, one way or another; an unknown status counts as final."""
        return self.name not in RUNNING


class JobAnswer(msgspec.Struct, frozen=True):
    """A response with one job."""

    job_status: JobState


class JobsAnswer(msgspec.Struct, frozen=True):
    """A response with some jobs."""

    job_statuses: list[JobState]
    meta: PageMeta | None = None


def job_of(answer: JobAnswer) -> JobState:
    """The job of a response; raises `ValueError` if it has none that can be polled."""
    job = _usable(answer.job_status)
    if job is None:
        raise ValueError("it has no job with an id")
    return job


def jobs_of(answer: JobsAnswer) -> list[JobState]:
    """The jobs of a response that can be told apart; raises `ValueError` if it has no list."""
    listed: object = answer.job_statuses
    if not is_list(listed):
        raise ValueError("it has no list of jobs")
    return [job for job in map(_usable, listed) if job is not None]


def _usable(job: object) -> JobState | None:
    """A job with its id as text; what does not fit the types was kept as it was received."""
    if not isinstance(job, JobState):
        return None
    job_id = plain_id(job.id)
    if job_id is None or "," in job_id:  # ids are polled as a list with commas
        return None
    return msgspec.structs.replace(job, id=job_id)


def plain_id(value: object) -> str | None:
    """An id as text; `None` if it is neither text nor a number."""
    if type(value) is int:
        return str(value)
    return value if isinstance(value, str) and value else None


def whole_number(value: object) -> int | None:
    """A number, which can be written as text or with a decimal point; else `None`."""
    if type(value) is float and value.is_integer():
        return int(value)
    if isinstance(value, str) and value.strip().isdecimal() and len(value) < 20:
        return int(value)
    return value if type(value) is int else None
