# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

from attrs import define

from ..models.cursor_links import CursorLinks
from ..models.cursor_meta import CursorMeta
from ..models.job_status import JobStatus


@define(kw_only=True)
class JobStatusesResponse:
    """A page of jobs."""

    job_statuses: list[JobStatus]
    """The jobs."""
    meta: CursorMeta | None = None
    """Where the page stands."""
    links: CursorLinks | None = None
    """The neighbouring pages."""
    count: int | None = None
    """How many jobs there are, in offset style."""
    next_page: str | None = None
    """Address of the next page, in offset style."""
    previous_page: str | None = None
    """Address of the page before, in offset style."""
