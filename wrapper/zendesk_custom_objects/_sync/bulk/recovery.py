# Generated from _async/bulk/recovery.py by scripts/generate.py: do not edit.
"""Decides about batches that were sent, of which it is not known whether there is a job."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._core.bulk import outcomes
from ..._core.bulk.submissions import Submission

if TYPE_CHECKING:
    from ..._core.bulk.run_settings import RunSettings
    from ..._core.retries import Policy
    from .job_search import JobSearch
    from .job_watcher import JobWatcher
    from .run_state import RunState


class Recovery:
    """Sends lost items again where that does no harm, and searches for the job of the others."""

    def __init__(
        self,
        settings: RunSettings,
        policy: Policy,
        state: RunState,
        search: JobSearch,
        watcher: JobWatcher,
    ) -> None:
        self._settings = settings
        self._max_attempts = max(1, policy.retries)
        self._state = state
        self._search = search
        self._watcher = watcher

    def recover(self, submission: Submission, reason: str) -> None:
        """Decide about a batch; `reason` says how its response was lost."""
        batch = submission.batch.lost()
        self._state.recorder.lost(submission)
        again, rest = batch.retryable(self._settings)
        if rest and not batch.is_small:
            job = self._search.find(batch)
            if job is not None:
                found = Submission(batch, submission.number)
                self.watch(found, job.id)
                self._state.recorder.submitted(found, job.id)
                return
        why = "and it must not be sent twice"
        if batch.attempts > self._max_attempts:
            again, rest = [], batch.entries
            why = f"{batch.attempts} times by now"
        self._state.hold(again)
        reason = f"its response was lost ({reason}), {why}"
        self._state.settle([(entry, outcomes.unknown(entry, reason)) for entry in rest])

    def watch(self, submission: Submission, job_id: str) -> None:
        """Wait for a job, which is not that of any other batch."""
        self._search.own.add(job_id)
        self._watcher.watch(submission, job_id)
