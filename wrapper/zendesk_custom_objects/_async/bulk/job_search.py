"""Searches for the job of a batch whose response was lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ..._core import typed_fields
from ..._core.bulk import job_matching, job_results, requests
from ..._core.bulk.job_states import jobs_of
from ..._core.jobs import Watch
from ..._core.paging import page
from ..._generated import api
from ..._log import logger
from ...errors import JobTimeout, ZendeskError
from ...record import Record
from .. import _runtime
from ..listing import AsyncListing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..._core.bulk.batches import Batch
    from ..._core.bulk.job_states import JobState
    from ..._core.bulk.run_settings import RunSettings
    from ...durable.journal import Journal
    from ..sender import Sender
    from .recording import Recorder

MAX_JOBS_BEFORE: Final = 100
"""Jobs of the account that a run remembers from before its first one: a page of their list. One of
them that was over is where a search ends."""


class JobSearch:
    """Knows the jobs that are not the one which is searched for."""

    def __init__(
        self,
        sender: Sender,
        settings: RunSettings,
        journal: Journal | None,
        recorder: Recorder,
    ) -> None:
        self.own = set[str]() if journal is None else set(journal.own_jobs)
        """Jobs that are known to be those of other batches."""
        self._sender = sender
        self._settings = settings
        self._recorder = recorder
        self._before: Mapping[str, bool] | None = None if journal is None else journal.jobs_before
        self._is_prepared = self._before is not None

    async def prepare(self) -> None:
        """Look up the jobs that cannot be this run's, before its first one; once is enough."""
        if self._is_prepared:
            return
        self._is_prepared = True
        try:
            before = {job.id: job.is_over async for job in self._jobs(limit=MAX_JOBS_BEFORE)}
        except ZendeskError as error:
            logger.debug("the jobs of the account cannot be listed: %s", error)
            return
        self._before = before
        await self._recorder.jobs_before(before)

    async def find(self, batch: Batch) -> JobState | None:
        """The job of a batch, if there is one for certain.

        Nothing is found if the jobs before the run's first one are not known.
        """
        if self._before is None:
            return None
        try:
            async for job in self._jobs(limit=job_matching.MAX_JOBS_SEARCHED):
                if self._before.get(job.id):
                    return None  # those that follow ended even earlier
                if job.id in self._before or job.id in self.own:
                    continue
                if job_matching.could_be(batch, job):
                    ended = await self._at_its_end(job)
                    if await self._is_job_of(batch, ended):
                        return ended
        except ZendeskError as error:
            logger.debug("a lost job cannot be searched for: %s", error)
        return None

    def _jobs(self, limit: int) -> AsyncListing[JobState]:
        return AsyncListing(
            self._sender,
            requests.every_job(),
            lambda answer: page(jobs_of(answer), answer.meta),
            limit=limit,
        )

    async def _at_its_end(self, job: JobState) -> JobState:
        """The job when it has ended; as it is if that takes too long."""
        watch = Watch(self._settings.timeout)
        try:
            while not job.is_over:
                await _runtime.sleep(watch.wait(job))
                states = await poll(self._sender, [job.id])
                job = states.get(job.id, job)
        except JobTimeout:
            pass
        return job

    async def _is_job_of(self, batch: Batch, job: JobState) -> bool:
        made = list(job_results.record_ids(batch, job).values())
        if not made or not all(record_id.isalnum() for record_id in made):
            return False
        request = api.records.list_custom_object_records(self._settings.key, filter_ids=made)
        page_format = typed_fields.record_pages(None)
        listing = AsyncListing(self._sender, page_format.request(request), page_format.pick)
        records: dict[str, Record[dict[str, Any]]] = {}
        async for record in listing:
            if isinstance(record, Record):  # what does not fit was kept as it was received
                records[record.id] = record
        return job_matching.is_job_of(batch, job, records)


async def poll(sender: Sender, job_ids: Iterable[str]) -> dict[str, JobState]:
    """The states of jobs by id, as far as the service knows the jobs."""
    answer = await sender.send(requests.jobs(job_ids), jobs_of)
    return {state.id: state for state in answer.body}
