# Generated from _async/bulk/dispatcher.py by scripts/generate.py: do not edit.
"""Sends the batches that are ready, and decides about those that were not accepted."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ..._clock import monotonic
from ..._core.bulk import outcomes, refusals
from ..._core.bulk.submissions import Submission
from ...errors import OutcomeUnknown, TooManyJobsError
from .. import _runtime

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..._core.bulk.run_settings import RunSettings
    from ..._core.retries import Policy
    from ...errors import ZendeskError
    from .job_search import JobSearch
    from .job_watcher import JobWatcher
    from .recovery import Recovery
    from .run_state import RunState
    from .submission import Delivery, Submitter


class Dispatcher:
    """Sends in waves, and waits after one of which nothing was accepted."""

    def __init__(
        self,
        settings: RunSettings,
        policy: Policy,
        state: RunState,
        submitter: Submitter,
        search: JobSearch,
        watcher: JobWatcher,
        recovery: Recovery,
    ) -> None:
        self._settings = settings
        self._policy = policy
        self._state = state
        self._submitter = submitter
        self._search = search
        self._watcher = watcher
        self._recovery = recovery
        self._backoff = refusals.SendBackoff(policy, settings.timeout)
        self._blocked_until = 0.0
        self._splits = 0

    @property
    def can_send(self) -> bool:
        """True if a wave can be sent now."""
        return bool(self._wave_size) and not self._blocked_until

    def unblock(self) -> None:
        """End a wait whose time is up: jobs of others may have ended meanwhile."""
        if self._blocked_until and monotonic() >= self._blocked_until:
            self._blocked_until = 0.0
            self._watcher.slots.probe()

    def wait(self) -> None:
        """Wait until the next wave can be sent."""
        _runtime.sleep(max(0.0, self._blocked_until - monotonic()))
        self._watcher.slots.probe()

    def send(self) -> None:
        """Send a wave: as many batches as there are free job slots."""
        ready = self._state.ready
        batches = [ready.popleft() for _ in range(self._wave_size)]
        if any(batch.needs_job_search(self._settings) for batch in batches):
            self._search.prepare()
        calls = [partial(self._submitter.deliver, Submission(batch)) for batch in batches]
        deliveries: list[Delivery] = []
        for delivery in _runtime.as_completed(calls):
            deliveries.append(delivery)
        # First those that were accepted: a lost job is none of theirs.
        for delivery in deliveries:
            if delivery.job_id is not None:
                self._splits = 0
                self._watcher.accepted(delivery.headers, delivery.seconds)
                self._recovery.watch(delivery.submission, delivery.job_id)
        for delivery in deliveries:
            if delivery.submission.batch.is_small:
                self._settle_singles(delivery)
            elif delivery.error is not None:
                self._refused(delivery.submission, delivery.error)
        self._back_off(deliveries)

    @property
    def _wave_size(self) -> int:
        ready = self._state.ready
        takes_no_slot = bool(ready) and ready[0].is_small
        return min(len(ready), max(self._watcher.free_slots, int(takes_no_slot)))

    def _settle_singles(self, delivery: Delivery) -> None:
        """A batch was sent one by one, or some of it."""
        batch, count = delivery.submission.batch, len(delivery.results)
        sent = zip(batch.entries[:count], delivery.results, strict=True)
        self._state.settle(
            [
                (entry, outcomes.settled(self._settings, entry, result, None))
                for entry, result in sent
            ]
        )
        if delivery.error is not None:
            rest = batch.of(batch.entries[count:])
            if rest.entries:
                self._state.recorder.withdrawn(Submission(rest, delivery.submission.number))
            self._state.give_up(rest, delivery.error)

    def _refused(self, submission: Submission, error: ZendeskError) -> None:
        """The service did not accept a job, or it is not known whether it did."""
        batch = submission.batch
        if isinstance(error, OutcomeUnknown):
            self._recovery.recover(submission, error.summary)
            return
        self._state.recorder.withdrawn(submission)
        if refusals.is_temporary(error, self._policy, has_jobs=bool(self._watcher.jobs)):
            self._state.hold([batch])
        elif refusals.is_divisible(error) and self._splits < refusals.MAX_CONSECUTIVE_SPLITS:
            self._splits += 1
            self._state.hold(reversed(batch.halves()))
        else:
            self._state.give_up(batch, error)

    def _back_off(self, deliveries: Sequence[Delivery]) -> None:
        """Wait if nothing of a wave was accepted, or stop if that is hopeless."""
        from random import random  # slow to import, and needed only when something fails

        errors = [delivery.error for delivery in deliveries if delivery.error is not None]
        if len(errors) < len(deliveries):
            self._backoff.reset()
            return
        error = refusals.worst(errors)
        if error is None or not refusals.calls_for_a_wait(error):
            return
        if isinstance(error, TooManyJobsError):
            self._watcher.slots.refused()
        now = monotonic()
        # As long as jobs of our own are in flight, slots become free, and the watcher waits.
        slot_wait = 0.0 if self._watcher.jobs else now - self._watcher.progressed_at
        delay = self._backoff.seconds(error, now, slot_wait=slot_wait, chance=random())
        if delay is None:
            self._state.stop(error)
        else:
            self._blocked_until = now + delay
