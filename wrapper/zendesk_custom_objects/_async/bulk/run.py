"""A bulk run, as its caller sees it."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

from ..._core.bulk import outcomes
from ...bulk import BulkReport
from .. import _runtime
from .scheduler import Scheduler
from .validation import ItemReader

if TYPE_CHECKING:
    import os
    from collections.abc import AsyncIterator

    from ..._core.bulk.run_settings import RunSettings
    from ...bulk import Outcome
    from ..schemas import Schemas
    from ..sender import Sender

__all__ = ["AsyncBulkRun"]


class AsyncBulkRun:
    """A bulk run: iterate over it, or call `run`. Nothing is sent before.

    It yields one outcome for each item, as soon as it is known: not in the order of the items. It
    can be iterated over once; an iteration that was left can be continued.
    """

    def __init__(
        self,
        sender: Sender,
        schemas: Schemas,
        settings: RunSettings,
        items: _runtime.Items[Any],
        journal: str | os.PathLike[str] | None,
    ) -> None:
        self.report = BulkReport()
        """The totals so far."""
        self._sender = sender
        self._schemas = schemas
        self._settings = settings
        self._items = items
        self._journal = journal
        self._outcomes: AsyncIterator[Outcome] | None = None
        self._is_started = False

    def __aiter__(self) -> AsyncIterator[Outcome]:
        if self._outcomes is None:
            self._start()
            self._outcomes = _outcomes(
                self._sender, self._schemas, self._settings, self._items, self._journal, self.report
            )
        return self._outcomes

    async def run(self) -> BulkReport:
        """Process every item; the report has the totals, and the first 1,000 items that are not ok.

        Items that fail raise nothing: see `raise_on_failure` of the report. An error that is not
        about single items, such as refused credentials, is raised after the jobs in flight have
        ended.
        """
        async for _ in self:
            pass
        return self.report

    async def aclose(self) -> None:
        """Stop waiting: jobs in flight keep running on the service.

        With a journal, the same call continues later.
        """
        self._is_started = True
        if self._outcomes is not None:
            await _runtime.close(self._outcomes)

    async def check(self) -> AsyncIterator[Outcome]:
        """Only check the items, in their order: each is `failed`, or `unsent` if it is valid.

        Nothing is sent but the request for the fields of the object; the journal is not used.
        """
        self._start()
        reader = ItemReader(self._settings, self._schemas, None)
        index = 0
        try:
            async for item in _runtime.each(self._items):
                read = await reader.take(index, item)
                outcome = read.outcome or outcomes.unsent(index, item, "")
                yield outcomes.count(self.report, outcome)
                index += 1
        finally:
            reader.close()

    def _start(self) -> None:
        if self._is_started:
            raise RuntimeError("a bulk run can be run once: call the method again for another one")
        self._is_started = True

    def __del__(self) -> None:
        if not getattr(self, "_is_started", True):
            run = f"a bulk {self._settings.method} of {self._settings.key}"
            message = f"{run} was never run: nothing was sent"
            warnings.warn(message, ResourceWarning, stacklevel=2, source=self)


async def _outcomes(
    sender: Sender,
    schemas: Schemas,
    settings: RunSettings,
    items: _runtime.Items[Any],
    journal_path: str | os.PathLike[str] | None,
    report: BulkReport,
) -> AsyncIterator[Outcome]:
    """The outcomes of a run. It holds no reference to the run, so that a forgotten run ends."""
    journal = None
    if journal_path is not None:
        from ...durable.journal import Journal  # most runs do without

        about = {
            "account": sender.origin,
            "object": settings.key,
            "method": settings.method,
            "by": str(settings.by),
            "external_ids": "generated" if settings.generates_external_ids else "given",
        }
        journal = Journal.open(journal_path, about)
    scheduler = Scheduler(sender, schemas, settings, items, journal, report)
    async for outcome in scheduler.outcomes():
        yield outcome
