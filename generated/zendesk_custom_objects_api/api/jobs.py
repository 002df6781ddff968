# Generated from spec/ by scripts/generate.py: do not edit.
"""State of background jobs, among them the bulk jobs on records."""

from __future__ import annotations

from collections.abc import Sequence

from .. import models, operations
from ..types import Request, path_value, query_pairs


def list_job_statuses(
    *,
    page_size: int | None = None,
    page_after: str | None = None,
    page_before: str | None = None,
) -> Request[models.JobStatusesResponse]:
    """List background jobs

    The background jobs of the account, of every kind, the one completed last first. A job is
    kept for a day (D).

    Allowed for agents.

    Args:
        page_size: Most items on a page. Without it the service decides, typically 100.
        page_after: Cursor from `meta.after_cursor` of another page: the page after it. Not together
            with `page[before]`. Cursors are opaque; how long they live is not documented.
        page_before: Cursor from `meta.before_cursor` of another page: the page before it. Not
            together with `page[after]`.
    """
    return Request(
        operation=operations.LIST_JOB_STATUSES,
        path="/api/v2/job_statuses",
        query=query_pairs(
            {
                "page[size]": page_size,
                "page[after]": page_after,
                "page[before]": page_before,
            }
        ),
        responses={
            200: models.JobStatusesResponse,
        },
    )


def show_job_status(
    job_status_id: str,
) -> Request[models.JobStatusResponse]:
    """Show a background job

    The state of one job. `completed`, `failed` and `aborted` are final. A job that completed
    may still have failed for some of its items: look at each result.

    Allowed for agents.

    Args:
        job_status_id: Id of the job.
    """
    return Request(
        operation=operations.SHOW_JOB_STATUS,
        path=f"/api/v2/job_statuses/{path_value('job_status_id', job_status_id)}",
        responses={
            200: models.JobStatusResponse,
        },
    )


def show_many_job_statuses(
    *,
    ids: Sequence[str],
) -> Request[models.JobStatusesResponse]:
    """Show several background jobs

    The state of the jobs with the ids given.

    Allowed for agents.

    Args:
        ids: Ids of jobs, joined by commas.
    """
    return Request(
        operation=operations.SHOW_MANY_JOB_STATUSES,
        path="/api/v2/job_statuses/show_many",
        query=query_pairs(
            {
                "ids": ids,
            }
        ),
        responses={
            200: models.JobStatusesResponse,
        },
    )
