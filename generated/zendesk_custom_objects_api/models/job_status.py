# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

from attrs import define

from ..models.job_result import JobResult


@define(kw_only=True)
class JobStatus:
    """A background job."""

    id: str
    """Identifies the job."""
    job_type: str | None = None
    """What kind of job it is."""
    url: str | None = None
    """Address to ask for its state."""
    total: int | None = None
    """How many items it has. It may differ from the number sent."""
    progress: int | None = None
    """How many items are done."""
    status: str | None = None
    """State of a job. All but `queued` and `working` are final: `completed`, `failed`, `aborted`
    (C) and `killed` (C, a single weak source). A job in which some items fail is `completed`
    (C): its results tell."""
    message: str | None = None
    """What happened, for people."""
    results: list[JobResult] | JobResult | None = None
    """What became of the items, one by one or for all of them in one; null before that."""
