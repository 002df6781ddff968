# Generated from _async/bulk/recording.py by scripts/generate.py: do not edit.
"""Keeps the journal of a bulk run, if there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...errors import JournalError
from .. import _runtime

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ..._core.bulk.items import Entry
    from ..._core.bulk.submissions import Submission
    from ...bulk import Outcome
    from ...durable.journal import Journal


class Recorder:
    """Writes to the journal without blocking the event loop; without a journal it does nothing.

    What the service has done cannot be undone by a journal that cannot be written: such an error is
    handed to `on_failure`, and the run goes on to its outcomes. Only `sending` raises it.
    """

    def __init__(
        self, journal: Journal | None, on_failure: Callable[[JournalError], object]
    ) -> None:
        self._journal = journal
        self._on_failure = on_failure

    def sending(self, submission: Submission) -> None:
        """Record that a batch is about to be sent, once. Raises `JournalError`."""
        if self._journal is None or submission.number is not None:
            return
        batch = submission.batch
        submission.number = _runtime.call(
            self._journal.sending,
            batch.action,
            [(entry.index, entry.fingerprint) for entry in batch.entries],
            was_sent=batch.may_be_done,
        )

    def submitted(self, submission: Submission, job_id: str) -> None:
        """Record the job of a batch."""
        if self._journal is not None and submission.number is not None:
            self._record(self._journal.submitted, submission.number, job_id)

    def withdrawn(self, submission: Submission) -> None:
        """Record that a batch was not carried out, unless an earlier attempt may have been."""
        if submission.batch.may_be_done:
            return
        if self._journal is not None and submission.number is not None:
            self._record(self._journal.withdrawn, submission.number)

    def lost(self, submission: Submission) -> None:
        """Record that it is not known whether there is a job for a batch."""
        if self._journal is not None and submission.number is not None:
            self._record(self._journal.lost, submission.number)

    def settled(self, outcomes: Sequence[tuple[Entry, Outcome]]) -> None:
        """Record outcomes that are final."""
        if self._journal is not None and outcomes:
            pairs = [(outcome, entry.fingerprint) for entry, outcome in outcomes]
            self._record(self._journal.settled, pairs)

    def jobs_before(self, jobs: Mapping[str, bool]) -> None:
        """Record the jobs that the account had before the first of this run."""
        if self._journal is not None:
            self._record(self._journal.keep_jobs_before, jobs)

    def _record(self, write: Callable[..., object], *values: Any) -> None:
        try:
            _runtime.call(write, *values)
        except JournalError as error:
            self._on_failure(error)
