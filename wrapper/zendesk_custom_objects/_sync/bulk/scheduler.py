# Generated from _async/bulk/scheduler.py by scripts/generate.py: do not edit.
"""The work of a bulk run: reads, sends and looks, and tells what came of each item."""

from __future__ import annotations

from collections import deque
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from ..._core import retries
from ..._core.bulk import job_results, outcomes
from ..._core.bulk.batches import Batch
from ..._core.bulk.requests import is_divisible, is_for_now
from ..._core.bulk.scheduling import WAVE, Looks, Slots
from ...errors import (
    BulkFailed,
    ConnectionFailed,
    OutcomeUnknown,
    RateLimitError,
    TooManyJobsError,
    ZendeskError,
)
from .. import _runtime
from .intake import Intake
from .submission import Sending

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..._core.bulk.items import Entry
    from ..._core.bulk.job_results import JobState
    from ..._core.bulk.run_settings import Plan
    from ...bulk import BulkReport, Outcome
    from ...durable.journal import Journal
    from ..schemas import Schemas
    from ..sender import Sender
    from .submission import Delivery

SOME: Final = 500
"""Outcomes that wait to be told before more is read."""
MOST_DIVISIONS: Final = 100
"""So many jobs in a row are cut in two, as they are refused, before it is taken for hopeless."""
MOST_MISSES: Final = 3
"""So often in a row the service may not know a job before it is taken for lost."""


class Work:
    """What one bulk run is doing."""

    def __init__(
        self,
        sender: Sender,
        schemas: Schemas,
        plan: Plan,
        items: _runtime.Items[Any],
        journal: Journal | None,
        report: BulkReport,
    ) -> None:
        self._plan = plan
        self._journal = journal
        self._report = report
        self._policy = sender.policy
        self._patience = max(1, sender.policy.retries)
        self._intake = Intake(plan, schemas, items, journal)
        self._sending = Sending(sender, plan, journal)
        self._slots = Slots()
        self._looks = Looks()
        self._told: deque[Outcome] = deque()
        self._ready: deque[Batch] = deque()
        self._under_way: dict[str, Batch] = {}
        self._own = set[str]() if journal is None else journal.own_jobs()
        self._before = None if journal is None else journal.jobs_before
        self._knows_before = self._before is not None
        self._is_stopped = False
        self._error: Exception | None = None
        self._blocked_until = 0.0
        self._setbacks = 0
        self._divisions = 0
        self._moved_at = monotonic()
        """When the service last took or finished a job."""

    def outcomes(self) -> Iterator[Outcome]:
        """One outcome for each item that is read, then the error that ended the run, if any."""
        try:
            while True:
                self._read()
                while self._told:
                    yield outcomes.count(self._report, self._told.popleft())
                if self._ready or self._under_way:
                    self._advance()
                elif self._intake.is_over and not self._told:
                    break
        finally:
            self._intake.close()
            if self._journal is not None:
                self._journal.close()
        if self._error is not None:
            raise self._error
        if self._is_stopped:
            raise BulkFailed(self._report)

    def _read(self) -> None:
        while not self._intake.is_over and len(self._ready) < WAVE and len(self._told) < SOME:
            try:
                taken = self._intake.take()
            except Exception as error:  # the caller's code may have run
                self._stop(error)
                return
            if isinstance(taken, Batch):
                self._receive(taken)
            elif taken is not None:
                self._tell([taken])

    def _receive(self, batch: Batch) -> None:
        """A batch to be sent, or one that an earlier run has sent."""
        if batch.job_id is not None:
            self._watch(batch, batch.job_id)
        elif batch.number is not None:
            self._lost(batch, "the run ended before it arrived")
        else:
            self._ready.append(batch)

    def _stop(self, error: Exception | None) -> None:
        """Read and send nothing more; what is under way goes on.

        Without an error it is because an item failed.
        """
        self._error = self._error or error
        self._is_stopped = True
        for batch in self._ready:
            self._told.extend(outcomes.given_up(batch))
        self._ready.clear()
        self._told.extend(self._intake.stop())

    def _tell(self, told: Sequence[Outcome]) -> None:
        self._told.extend(told)
        if self._plan.stop_on_failure and not all(each.ok for each in told):
            self._stop(None)

    def _settle(self, told: Sequence[Outcome]) -> None:
        """What became of items that were sent is known, or it is certain that it cannot be."""
        if self._journal is not None and told:
            _runtime.call(self._journal.settled, told)
        self._tell(told)

    def _advance(self) -> None:
        """Send, look or wait, whatever is due."""
        now = monotonic()
        if self._blocked_until and now >= self._blocked_until:
            self._blocked_until = 0.0
            self._slots.waited()
        free = self._slots.free(len(self._under_way))
        if self._ready and self._ready[0].is_few:
            free = max(1, free)
        can_send = bool(self._ready and free and not self._blocked_until)
        is_overdue = self._under_way and self._looks.is_overdue(now, self._oldest())
        if can_send and not is_overdue:
            self._send([self._ready.popleft() for _ in range(min(free, len(self._ready)))])
        elif self._under_way:
            self._look()
        else:
            _runtime.sleep(max(0.0, self._blocked_until - now))
            self._slots.waited()

    def _send(self, batches: Sequence[Batch]) -> None:
        if any(each.is_searched_for(self._plan) for each in batches):
            self._learn_jobs_before()
        calls = [partial(self._sending.deliver, batch) for batch in batches]
        refusal: ZendeskError | None = None
        went_well = False
        lost: list[tuple[Batch, str]] = []
        for delivery in _runtime.as_completed(calls):
            if isinstance(delivery.error, OutcomeUnknown) and not delivery.batch.is_few:
                lost.append((delivery.batch, delivery.error.summary))
            else:
                self._take(delivery)
            went_well = went_well or delivery.error is None
            if not isinstance(refusal, TooManyJobsError):  # what the others wait for, too
                refusal = delivery.error or refusal
        for batch, reason in lost:  # now that the jobs of the others are known
            self._lost(batch, reason)
        if went_well:
            self._setbacks = 0
        elif isinstance(refusal, OutcomeUnknown | RateLimitError | ConnectionFailed):
            self._wait_after(refusal)

    def _learn_jobs_before(self) -> None:
        """The jobs that cannot be this run's; without them, a lost job is not looked for."""
        if self._knows_before:
            return
        self._knows_before = True
        self._before = self._sending.jobs_before()
        if self._journal is not None and self._before is not None:
            _runtime.call(self._journal.keep_jobs_before, self._before)

    def _wait_after(self, refusal: ZendeskError) -> None:
        """Nothing of a wave was taken: try again in a while, or give up."""
        from random import random  # slow to import, and needed only when something fails

        cause = refusal.__cause__ if isinstance(refusal, OutcomeUnknown) else refusal
        retry_after = getattr(cause, "retry_after", None)
        until = monotonic() + retries.wait(self._setbacks, retry_after, random())
        if isinstance(refusal, TooManyJobsError):
            self._slots.refused()
            is_hopeless = not self._under_way and until - self._moved_at > self._plan.timeout
        else:
            self._setbacks += 1
            is_hopeless = self._setbacks > self._patience
        self._blocked_until = until
        if is_hopeless:
            self._stop(refusal)

    def _take(self, delivery: Delivery) -> None:
        """What came of sending a batch."""
        batch, error = delivery.batch, delivery.error
        if delivery.job is not None:
            self._divisions = 0
            self._moved_at = monotonic()
            self._slots.submitted(delivery.headers)
            self._looks.submitted(delivery.seconds)
            self._watch(batch, delivery.job.id)
            return
        if batch.is_few:
            self._take_few(delivery)
            return
        assert error is not None
        self._not_taken(batch)
        if is_for_now(error, self._policy, has_jobs=bool(self._under_way)):
            self._hold(batch)
        elif is_divisible(error) and self._divisions < MOST_DIVISIONS:
            self._divisions += 1
            for half in reversed(batch.halves()):
                self._hold(half)
        else:
            self._told.extend(outcomes.given_up(batch))
            self._stop(error)

    def _take_few(self, delivery: Delivery) -> None:
        batch, error = delivery.batch, delivery.error
        sent = batch.entries[: len(delivery.fates)]
        self._settle(
            [
                outcomes.settled(self._plan, entry, fate, None)
                for entry, fate in zip(sent, delivery.fates, strict=True)
            ]
        )
        if error is not None:
            rest = batch.rest(len(sent))
            self._not_taken(rest)
            self._told.extend(outcomes.given_up(rest))
            self._stop(error)

    def _not_taken(self, batch: Batch) -> None:
        """The service has certainly not carried it out this time."""
        batch.is_announced = False
        if self._journal is not None:
            _runtime.call(self._journal.refused, batch)

    def _hold(self, batch: Batch) -> None:
        """Let a batch be the next to be sent, unless nothing more is."""
        if self._is_stopped:
            self._told.extend(outcomes.given_up(batch))
        else:
            self._ready.appendleft(batch)

    def _watch(self, batch: Batch, job_id: str) -> None:
        batch.job_id = job_id
        batch.submitted_at = batch.moved_at = monotonic()
        self._under_way[job_id] = batch
        self._own.add(job_id)

    def _lost(self, batch: Batch, reason: str) -> None:
        """A batch was sent, and it is not known whether there is a job for it.

        What a second sending does not harm is sent again. For the rest the job is looked for.
        """
        batch.attempts += 1
        batch.did_nothing = False
        batch.is_announced = False
        batch.job_id = None
        if self._journal is not None:
            _runtime.call(self._journal.lost, batch)
        again, rest = batch.again(self._plan)
        if rest and self._before is not None and not batch.is_few:
            job = self._sending.find(batch, self._before, self._own)
            if job is not None:
                self._watch(batch, job.id)
                if self._journal is not None:
                    _runtime.call(self._journal.submitted, batch, job.id)
                return
        why = "and it must not be sent twice"
        if batch.attempts > self._patience:
            again, rest = [], batch.entries
            why = f"{batch.attempts} times by now"
        for each in again:
            self._hold(each)
        reason = f"its answer was lost ({reason}), {why}"
        self._settle([outcomes.unknown(entry, reason) for entry in rest])

    def _look(self) -> None:
        """Wait a while, then look what became of the jobs under way."""
        from random import random  # slow to import, and most clients do without

        submitted = (batch.submitted_at for batch in self._under_way.values())
        delay = self._looks.wait(monotonic(), submitted, random())
        if delay > 0:
            _runtime.sleep(delay)
        try:
            states = self._sending.look(self._under_way)
        except ZendeskError as error:
            for batch in self._under_way.values():
                self._despair(batch, f"its job {batch.job_id} could not be looked up: {error}")
            self._under_way.clear()
            self._stop(error)
            return
        now = monotonic()
        found = {state.id: state for state in states}
        durations: list[float] = []
        for job_id, batch in list(self._under_way.items()):
            state = found.get(job_id)
            if state is None:
                self._miss(job_id, batch)
            elif state.is_over:
                del self._under_way[job_id]
                durations.append(now - batch.submitted_at)
                self._end(batch, state)
            elif state.progress != batch.progress:
                batch.progress, batch.moved_at, batch.missed = state.progress, now, 0
            elif now - batch.moved_at > self._plan.timeout:
                del self._under_way[job_id]
                self._despair(batch, f"its job {job_id} is still {state.status}")
        if durations:
            self._moved_at = now
            self._slots.ended(len(durations))
        self._looks.looked(now, durations)

    def _miss(self, job_id: str, batch: Batch) -> None:
        """The service does not know the job, or not yet."""
        batch.missed += 1
        if batch.missed >= MOST_MISSES:
            del self._under_way[job_id]
            self._lost(batch, f"the service does not know its job {job_id}")

    def _despair(self, batch: Batch, reason: str) -> None:
        """Tell that the outcome is unknown; with a journal a later run can look again."""
        self._tell([outcomes.unknown(each, reason, batch.job_id) for each in batch.entries])

    def _end(self, batch: Batch, state: JobState) -> None:
        """A job is over."""
        fates = job_results.fates(batch, state)
        retried: list[Entry] = []
        if not self._is_stopped and job_results.is_worth_another(batch, state):
            retried = [
                entry
                for entry, fate in zip(batch.entries, fates, strict=True)
                if fate.status in ("failed", "unknown")
            ]
        sent = Batch(
            batch.action,
            retried,
            attempts=batch.attempts + 1,
            did_nothing=not batch.may_be_done and all(each.status != "unknown" for each in fates),
        )
        again, _ = sent.again(self._plan)
        kept = {entry.index for each in again for entry in each.entries}
        for each in again:
            self._hold(each)
        self._settle(
            [
                outcomes.settled(self._plan, entry, fate, state.id)
                for entry, fate in zip(batch.entries, fates, strict=True)
                if entry.index not in kept
            ]
        )

    def _oldest(self) -> float:
        return min(batch.submitted_at for batch in self._under_way.values())
