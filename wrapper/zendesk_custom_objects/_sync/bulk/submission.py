# Generated from _async/bulk/submission.py by scripts/generate.py: do not edit.
"""Sends the batches of a bulk run, and finds out what came of them."""

from __future__ import annotations

from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ..._core import typed_fields
from ..._core.bulk import items, job_matching, job_results, requests
from ..._core.jobs import Watch
from ..._core.paging import page
from ..._generated import api
from ..._log import logger
from ...errors import JobTimeout, ZendeskError
from .. import _runtime
from ..listing import Listing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ..._core.bulk.batches import Batch
    from ..._core.bulk.items import Entry
    from ..._core.bulk.job_results import Fate, JobState
    from ..._core.bulk.run_settings import Plan
    from ..._core.jobs import Action
    from ...durable.journal import Journal
    from ...record import Record
    from ..sender import Sender

LATEST: Final = 100
"""Jobs of the account that a run knows from before."""


class Delivery(NamedTuple):
    """What came of sending a batch."""

    batch: Batch
    job: JobState | None = None
    headers: Mapping[str, str] = {}
    seconds: float = 0.0
    """How long the service took to accept the job."""
    fates: tuple[Fate, ...] = ()
    """Of the first items of a batch that was sent one by one: of all, unless there is an error."""
    error: ZendeskError | None = None


class Sending:
    """What a bulk run has to do with the service. Threads or tasks may share it."""

    def __init__(self, sender: Sender, plan: Plan, journal: Journal | None) -> None:
        self._plan = plan
        self._journal = journal
        self._sender = sender
        # The run itself knows better when to try again, and what to do meanwhile.
        self._once = sender.using(policy=sender.policy.replaced(retries=0))

    def deliver(self, batch: Batch) -> Delivery:
        """Send a batch, as a job or one by one. Raises no `ZendeskError`."""
        if batch.is_few:
            return self._one_by_one(batch)
        request = requests.job(self._plan.key, batch)
        started = monotonic()
        try:
            response = self._once.send(
                request, lambda answer: answer.job_status, before=partial(self._announce, batch)
            )
        except ZendeskError as error:
            return Delivery(batch, error=error)
        seconds = monotonic() - started
        if self._journal is not None:
            _runtime.call(self._journal.submitted, batch, response.body.id)
        return Delivery(batch, response.body, response.headers, seconds)

    def look(self, job_ids: Iterable[str]) -> list[JobState]:
        """The jobs with these ids, as far as the service knows them."""
        answer = self._sender.send(requests.jobs(job_ids), lambda body: body)
        return answer.body.job_statuses

    def jobs_before(self) -> dict[str, bool] | None:
        """The latest jobs of the account, with whether they are over.

        `None` if it cannot be known.
        """
        try:
            return {job.id: job.is_over for job in self._jobs(limit=LATEST)}
        except ZendeskError as error:
            logger.debug("the jobs of the account cannot be listed: %s", error)
            return None

    def find(self, batch: Batch, before: Mapping[str, bool], own: Iterable[str]) -> JobState | None:
        """The job of a batch whose answer was lost, if there is one for certain.

        `before` is what `jobs_before` gave: the jobs that are listed behind one that was over then
        are older still. `own` are those that are known to be of other batches.
        """
        try:
            for job in self._jobs(limit=job_matching.MOST_JOBS):
                if before.get(job.id):
                    return None
                if job.id in before or job.id in own or not job_matching.could_be(batch, job):
                    continue
                at_its_end = self._at_its_end(job)
                if self._is_job_of(batch, at_its_end):
                    return at_its_end
        except ZendeskError as error:
            logger.debug("a lost job cannot be looked for: %s", error)
        return None

    def _jobs(self, limit: int) -> Listing[JobState]:
        return Listing(
            self._sender,
            requests.every_job(),
            lambda answer: page(answer.job_statuses, answer.meta),
            limit=limit,
        )

    def _at_its_end(self, job: JobState) -> JobState:
        """The job once it is over; as it is, if that takes too long."""
        watch = Watch(self._plan.timeout)
        try:
            while not job.is_over:
                _runtime.sleep(watch.wait(job))
                states = self.look([job.id])
                job = states[0] if states else job
        except JobTimeout:
            pass
        return job

    def _is_job_of(self, batch: Batch, job: JobState) -> bool:
        made = job_results.record_ids(batch, job)
        if not made:
            return False
        request = api.records.list_custom_object_records(
            self._plan.key, filter_ids=list(made.values())
        )
        page_format = typed_fields.record_pages(None)
        records: dict[str, Record[dict[str, Any]]] = {}
        for record in Listing(self._sender, page_format.request(request), page_format.pick):
            records[record.id] = record
        return job_matching.is_job_of(batch, job, records)

    def _one_by_one(self, batch: Batch) -> Delivery:
        fates: list[Fate] = []
        announce = partial(self._announce, batch)
        try:
            for entry in batch.entries:
                fates.append(self._single(batch.action, entry, batch.attempts, announce))
        except ZendeskError as error:
            return Delivery(batch, fates=tuple(fates), error=error)
        return Delivery(batch, fates=tuple(fates))

    def _single(
        self, action: Action, entry: Entry, attempts: int, before: Callable[[], Any]
    ) -> Fate:
        request = requests.single(self._plan.key, action, entry)
        try:
            response = self._sender.send(request, lambda body: body, before=before)
        except ZendeskError as error:
            fate = requests.failed(action, error, attempts=attempts)
            if fate is None:
                raise
            again = items.again_action(self._plan, entry)
            if fate.status == "unknown" and again is not None and not attempts:
                try:
                    return self._single(again, entry, attempts + 1, before)
                except ZendeskError as another:
                    logger.debug("%s, and then: %s", error, another)
            return fate
        return requests.done(action, entry, response)

    def _announce(self, batch: Batch) -> None:
        """The journal knows of a batch before the service does."""
        if self._journal is not None and not batch.is_announced:
            _runtime.call(self._journal.sending, batch)
        batch.is_announced = True
