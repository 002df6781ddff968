"""The client's methods for background jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._core import jobs
from .._core.paging import page
from .._generated import api, operations
from . import _runtime
from .calls import Calls
from .listing import AsyncListing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from .._generated import models
    from ..rules.job_actions import Action


class JobCalls(Calls):
    """Background jobs, which change up to 100 records at a time."""

    async def submit_job(
        self, key: str, action: Action, items: Iterable[Mapping[str, object] | str], /
    ) -> models.JobStatus:
        """Let the service do one thing with up to 100 records of the object `key`, in a while.

        Items are records as the service has them (`{"name": ..., "custom_object_fields": {...}}`),
        to update with their `id`; for the deletions ids or external ids. Their values are not
        checked. At most 30 jobs of an account are queued or running: see `TooManyJobsError`.

        Raises `OutcomeUnknown` if it cannot be known whether there is such a job now.
        """
        operation = operations.CUSTOM_OBJECT_RECORD_BULK_JOBS
        request = api.records.custom_object_record_bulk_jobs(
            key, body={"job": {"action": action, "items": jobs.items(items, operation)}}
        )
        return await self._get(request, lambda answer: jobs.identified(answer.job_status))

    async def get_job_status(self, job_id: str, /) -> models.JobStatus:
        """The state of a job. The service forgets a job a day after it is over."""
        return await self._get(
            api.jobs.show_job_status(job_id), lambda answer: jobs.identified(answer.job_status)
        )

    def list_job_statuses(
        self, *, page_size: int = 100, limit: int | None = None, after: str | None = None
    ) -> AsyncListing[models.JobStatus]:
        """The jobs of the account, of any kind: the one that was over last comes first."""
        return AsyncListing(
            self._sender,
            api.jobs.list_job_statuses(),
            lambda answer: page(answer.job_statuses, answer.meta),
            page_size=page_size,
            limit=limit,
            after=after,
        )

    async def wait_for_job(
        self,
        job: models.JobStatus | str,
        /,
        *,
        timeout: float = 600.0,
        on_progress: Callable[[models.JobStatus], object] | None = None,
    ) -> models.JobStatus:
        """Wait until a job has ended, and return it: check its `status`, then its `results`.

        The `status` is `completed`, `failed`, `aborted`, `killed` or anything else but `queued` and
        `working`. Items can fail in a job that is `completed`. Such a result has the `status`
        `Failed` (in any case), `success` `False`, an `error`, or `errors`; `index`, `id` or
        `external_id` tell which item it is about.

        It polls after a quarter of a second at first, later every 5 seconds, and calls
        `on_progress` with each state that it sees. After `timeout` seconds it raises `JobTimeout`;
        the job keeps running on the service, and can be waited for again.
        """
        watch = jobs.Watch(timeout)
        state = await self.get_job_status(job) if isinstance(job, str) else job
        while True:
            if on_progress is not None:
                on_progress(state)
            if jobs.is_over(state):
                return state
            await _runtime.sleep(watch.wait(state))
            state = await self.get_job_status(state.id)
