# Generated from _async/bulk/job_watcher.py by scripts/generate.py: do not edit.
"""Polls the jobs in flight, and settles the items of those that have ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._clock import monotonic
from ..._core.bulk import job_results, outcomes
from ..._core.bulk.scheduling import JobSlots, PollSchedule
from ..._core.bulk.submissions import RunningJob, Sighting, Submission, observe
from ...errors import ZendeskError
from .. import _runtime
from .job_search import poll

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..._core.bulk.job_states import JobState
    from ..._core.bulk.run_settings import RunSettings
    from ..sender import Sender
    from .run_state import RunState


class JobWatcher:
    """The jobs in flight, and the slots that are left for more."""

    def __init__(self, sender: Sender, settings: RunSettings, state: RunState) -> None:
        self.jobs: dict[str, RunningJob] = {}
        self.slots = JobSlots()
        self.progressed_at = monotonic()
        """When the service last accepted or ended a job."""
        self._schedule = PollSchedule()
        self._sender = sender
        self._settings = settings
        self._state = state

    @property
    def free_slots(self) -> int:
        """How many jobs can be submitted now."""
        return self.slots.free(len(self.jobs))

    @property
    def is_overdue(self) -> bool:
        """True if the jobs are to be polled before anything else is sent."""
        if not self.jobs:
            return False
        oldest = min(job.submitted_at for job in self.jobs.values())
        return self._schedule.is_overdue(monotonic(), oldest)

    def accepted(self, headers: Mapping[str, str], seconds: float) -> None:
        """Learn from the response to a job that was just submitted."""
        self.progressed_at = monotonic()
        self.slots.accepted(headers)
        self._schedule.accepted(seconds)

    def watch(self, submission: Submission, job_id: str) -> None:
        """Wait for a job."""
        submission.job_id, now = job_id, monotonic()
        self.jobs[job_id] = RunningJob(job_id, submission, submitted_at=now, progressed_at=now)

    def poll(self) -> list[Submission]:
        """Wait for a while, then poll the jobs. Returns the batches whose jobs are lost."""
        from random import random  # slow to import, and most clients do without

        submitted = (job.submitted_at for job in self.jobs.values())
        _runtime.sleep(self._schedule.wait(monotonic(), submitted, random()))
        try:
            states = poll(self._sender, self.jobs)
        except ZendeskError as error:
            for job in list(self.jobs.values()):
                self._abandon(job, f"its job {job.id} could not be polled: {error}")
            self._state.stop(error)
            return []
        now = monotonic()
        lost: list[Submission] = []
        durations: list[float] = []
        for job in list(self.jobs.values()):
            state = states.get(job.id)
            sighting = observe(job, state, now, timeout=self._settings.timeout)
            if sighting is Sighting.ENDED and state is not None:
                durations.append(now - job.submitted_at)
                self._end(job, state)
            elif sighting is Sighting.STALLED and state is not None:
                self._abandon(job, f"its job {job.id} is still {state.status}")
            elif sighting is Sighting.LOST:
                lost.append(self.jobs.pop(job.id).submission)
        if durations:
            self.progressed_at = now
            self.slots.ended(len(durations))
        self._schedule.polled(now, durations)
        return lost

    def _end(self, job: RunningJob, state: JobState) -> None:
        """Settle the items of a job that has ended; some that failed can be tried once more."""
        del self.jobs[job.id]
        batch = job.submission.batch
        results = list(zip(batch.entries, job_results.item_results(batch, state), strict=True))
        kept: set[int] = set()
        if not self._state.is_stopped and job_results.is_worth_another(batch, state):
            again = job_results.another_attempt(batch, results)
            retried, _ = again.retryable(self._settings)
            self._state.hold(retried)
            kept = {entry.index for each in retried for entry in each.entries}
        self._state.settle(
            [
                (entry, outcomes.settled(self._settings, entry, result, job.id))
                for entry, result in results
                if entry.index not in kept
            ]
        )

    def _abandon(self, job: RunningJob, reason: str) -> None:
        """Wait no more for a job. With a journal a later run polls it again."""
        del self.jobs[job.id]
        entries = job.submission.batch.entries
        self._state.tell([outcomes.unknown(entry, reason, job.id) for entry in entries])
