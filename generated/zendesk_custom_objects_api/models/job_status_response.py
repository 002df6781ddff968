# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

from attrs import define

from ..models.job_status import JobStatus


@define(kw_only=True)
class JobStatusResponse:
    """One job."""

    job_status: JobStatus
    """A background job."""
