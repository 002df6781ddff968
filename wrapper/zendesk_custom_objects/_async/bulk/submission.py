"""Sends the batches of a bulk run."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from ..._clock import monotonic
from ..._core.bulk import items, refusals, requests
from ..._core.bulk.job_states import job_of
from ..._log import logger
from ...errors import ZendeskError
from .. import _runtime

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..._core.bulk.items import Entry
    from ..._core.bulk.job_results import ItemResult
    from ..._core.bulk.run_settings import RunSettings
    from ..._core.bulk.submissions import Submission
    from ...rules.job_actions import Action
    from ..sender import Sender
    from .recording import Recorder


class Delivery(NamedTuple):
    """Result of sending a batch."""

    submission: Submission
    job_id: str | None = None
    headers: Mapping[str, str] = {}
    seconds: float = 0.0
    """How long the service took to accept the job."""
    results: tuple[ItemResult, ...] = ()
    """Of the first items of a batch that was sent one by one: of all, unless there is an error."""
    error: ZendeskError | None = None


class Submitter:
    """Sends batches, as jobs or one by one. Threads or tasks can share it."""

    def __init__(self, sender: Sender, settings: RunSettings, recorder: Recorder) -> None:
        self._settings = settings
        self._recorder = recorder
        self._sender = sender
        # The scheduler knows better when to send again, and what to do meanwhile.
        self._once = sender.using(policy=sender.policy.replaced(retries=0))

    async def deliver(self, submission: Submission) -> Delivery:
        """Send a batch. Raises no `ZendeskError`."""
        if submission.batch.is_small:
            return await self._one_by_one(submission)
        request = requests.job(self._settings.key, submission.batch)
        announce = partial(self._recorder.sending, submission)
        started = monotonic()
        try:
            response = await self._once.send(
                request, lambda answer: job_of(answer).id, before=announce
            )
        except ZendeskError as error:
            return Delivery(submission, error=error)
        seconds = monotonic() - started
        await self._recorder.submitted(submission, response.body)
        return Delivery(submission, response.body, response.headers, seconds)

    async def _one_by_one(self, submission: Submission) -> Delivery:
        batch = submission.batch
        announce = partial(self._recorder.sending, submission)
        results: list[ItemResult] = []
        for entry in batch.entries:
            try:
                result, lost = await self._single(batch.action, entry, batch.attempts, announce)
                delay = 0.0 if lost is None else refusals.demanded_wait(lost) or 0.0
                if delay > self._sender.policy.budget:
                    return Delivery(submission, results=(*results, result), error=lost)
                await _runtime.sleep(delay)
                if lost is not None and not batch.attempts:
                    result = await self._again(entry, announce) or result
            except ZendeskError as error:
                return Delivery(submission, results=tuple(results), error=error)
            results.append(result)
        return Delivery(submission, results=tuple(results))

    async def _single(
        self, action: Action, entry: Entry, attempts: int, before: Callable[[], Any]
    ) -> tuple[ItemResult, ZendeskError | None]:
        """The result of one item, and the error if the response was lost."""
        request = requests.single(self._settings.key, action, entry)
        try:
            response = await self._sender.send(request, requests.record_of, before=before)
        except ZendeskError as error:
            result = requests.failed(action, error, attempts=attempts)
            if result is None:
                raise
            return result, error if result.status == "unknown" else None
        return requests.done(action, entry, response), None

    async def _again(self, entry: Entry, before: Callable[[], Any]) -> ItemResult | None:
        """The result of a second attempt, if it does no harm and gives one."""
        action = items.retry_action(self._settings, entry)
        if action is None:
            return None
        try:
            result, _ = await self._single(action, entry, 1, before)
        except ZendeskError as error:
            logger.debug("a second attempt for item %d: %s", entry.index, error)
            return None
        return result
