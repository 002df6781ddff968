# Generated from _async/bulk/scheduler.py by scripts/generate.py: do not edit.
"""Runs a bulk run: reads batches, sends them, polls their jobs, and gives outcomes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ..._core.bulk import outcomes
from ..._core.bulk.scheduling import MAX_CONCURRENT_REQUESTS
from ..._core.bulk.submissions import Submission
from ...bulk import BulkFailed, Outcome
from .dispatcher import Dispatcher
from .intake import Intake
from .job_search import JobSearch
from .job_watcher import JobWatcher
from .recovery import Recovery
from .run_state import RunState
from .submission import Submitter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..._core.bulk.run_settings import RunSettings
    from ...bulk import BulkReport
    from ...durable.journal import Journal
    from .. import _runtime
    from ..schemas import Schemas
    from ..sender import Sender

OUTCOME_BUFFER: Final = 500
"""Outcomes that are kept before they are given: while there are more, nothing is read."""


class Scheduler:
    """Decides what a bulk run does next."""

    def __init__(
        self,
        sender: Sender,
        schemas: Schemas,
        settings: RunSettings,
        items: _runtime.Items[Any],
        journal: Journal | None,
        report: BulkReport,
    ) -> None:
        self._journal = journal
        self._report = report
        self._intake = Intake(settings, schemas, items, journal)
        self._state = state = RunState(settings, self._intake, journal)
        search = JobSearch(sender, settings, journal, state.recorder)
        submitter = Submitter(sender, settings, state.recorder)
        self._watcher = JobWatcher(sender, settings, state)
        self._recovery = Recovery(settings, sender.policy, state, search, self._watcher)
        self._dispatcher = Dispatcher(
            settings, sender.policy, state, submitter, search, self._watcher, self._recovery
        )

    def outcomes(self) -> Iterator[Outcome]:
        """One outcome for each item that is read, then the error that ended the run, if any."""
        state = self._state
        try:
            while True:
                self._read()
                while state.outcomes:
                    yield outcomes.count(self._report, state.outcomes.popleft())
                if state.ready or self._watcher.jobs:
                    self._advance()
                elif self._intake.is_over and not state.outcomes:
                    break
        finally:
            self._intake.close()
            if self._journal is not None:
                self._journal.close()
        if state.error is not None:
            raise state.error
        if state.is_stopped:
            raise BulkFailed(self._report)

    def _read(self) -> None:
        """Read until there is enough to send or to give."""
        state = self._state
        while (
            not self._intake.is_over
            and len(state.ready) < MAX_CONCURRENT_REQUESTS
            and len(state.outcomes) < OUTCOME_BUFFER
        ):
            try:
                taken = self._intake.take()
            except Exception as error:  # the caller's code may have run
                state.stop(error)
                return
            if isinstance(taken, Submission):
                self._resume(taken)
            elif isinstance(taken, Outcome):
                state.tell([taken])
            elif taken is not None:
                state.ready.append(taken)

    def _resume(self, submission: Submission) -> None:
        """Continue with a batch that an earlier run has sent."""
        if submission.job_id is None:
            self._recovery.recover(submission, "the run ended before it arrived")
        else:
            self._recovery.watch(submission, submission.job_id)

    def _advance(self) -> None:
        """Send, poll or wait, whatever is due."""
        self._dispatcher.unblock()
        if self._dispatcher.can_send and not self._watcher.is_overdue:
            self._dispatcher.send()
        elif self._watcher.jobs:
            for submission in self._watcher.poll():
                reason = f"the service does not know its job {submission.job_id}"
                self._recovery.recover(submission, reason)
        else:
            self._dispatcher.wait()
