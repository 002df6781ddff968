# Generated from _async/jobs.py by scripts/generate.py: do not edit.
"""The client's methods for background jobs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from .._core import id_lists, jobs
from .._core.paging import page
from .._generated import api, operations
from . import _runtime
from .calls import Calls
from .listing import Listing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from .._generated import models
    from ..rules.job_actions import Action


class JobCalls(Calls):
    """Background jobs, which change up to 100 records each."""

    def submit_job(
        self, key: str, action: Action, items: Iterable[Mapping[str, object] | str], /
    ) -> models.JobStatus:
        """Submit a background job that applies one action to up to 100 records of the object `key`.

        Items are records in the service's format (`{"name": ..., "custom_object_fields": {...}}`),
        for updates with their `id`; for deletions ids or external ids. Their values are not
        validated. An account can have 30 jobs queued or running: see `TooManyJobsError`.

        Raises `OutcomeUnknown` if no response says whether the job was accepted.
        """
        operation = operations.CUSTOM_OBJECT_RECORD_BULK_JOBS
        request = api.records.custom_object_record_bulk_jobs(
            key, body={"job": {"action": action, "items": jobs.items(items, operation)}}
        )
        return self._get(request, lambda answer: jobs.identified(answer.job_status))

    def get_job_status(self, job_id: str, /) -> models.JobStatus:
        """Get the status of a job. The service keeps it for a day after the job has ended."""
        return self._get(
            api.jobs.show_job_status(job_id), lambda answer: jobs.identified(answer.job_status)
        )

    def list_job_statuses(
        self,
        *,
        ids: Iterable[str] | None = None,
        page_size: int = 100,
        limit: int | None = None,
        after: str | None = None,
    ) -> Listing[models.JobStatus]:
        """List the jobs of the account, of any kind, the one that ended last first.

        With `ids`, of which there can be any number, it lists the jobs with these ids in their
        order, and leaves out those that the service does not know.
        """
        if ids is not None:
            return self._jobs_with_ids(id_lists.unique(ids), limit=limit, after=after)
        return Listing(
            self._sender,
            api.jobs.list_job_statuses(),
            lambda answer: page(answer.job_statuses, answer.meta),
            page_size=page_size,
            limit=limit,
            after=after,
        )

    def _jobs_with_ids(
        self, ids: Sequence[str], *, limit: int | None, after: str | None
    ) -> Listing[models.JobStatus]:
        request = api.jobs.show_many_job_statuses(ids=ids)
        return Listing(
            self._sender,
            request,
            lambda answer: page(answer.job_statuses),
            limit=limit,
            after=after,
            walk=partial(id_lists.PartsWalk[Any], id_lists.parts(request, {"ids": ids})),
        )

    def wait_for_job(
        self,
        job: models.JobStatus | str,
        /,
        *,
        timeout: float = 600.0,
        on_progress: Callable[[models.JobStatus], object] | None = None,
    ) -> models.JobStatus:
        """Wait until a job, given by its status or id, has ended; returns its final status.

        Check its `status`, which is `completed`, `failed`, `aborted`, `killed` or another one than
        `queued` and `working`, and then its `results`: items of a completed job can have failed.
        Such a result has the `status` `Failed` (in any case), `success` `False`, an `error`, or
        `errors`; `index`, `id` or `external_id` tell which item it is about.

        It polls after a quarter of a second at first, later every 5 seconds, and calls
        `on_progress` with each status. After `timeout` seconds it raises `JobTimeout`; the job
        keeps running, and you can wait for it again.
        """
        watch = jobs.Watch(timeout)
        state = self.get_job_status(job) if isinstance(job, str) else job
        while True:
            if on_progress is not None:
                on_progress(state)
            if jobs.is_over(state):
                return state
            _runtime.sleep(watch.wait(state))
            state = self.get_job_status(state.id)
