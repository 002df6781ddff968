# Generated from _async/bulk/run.py by scripts/generate.py: do not edit.
"""A bulk run, as its caller has it."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

from ..._core.bulk import outcomes
from ...bulk import BulkReport
from .. import _runtime
from .scheduler import Work
from .validation import Reader

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

    from ..._core.bulk.run_settings import Plan
    from ...bulk import Outcome
    from ..schemas import Schemas
    from ..sender import Sender

__all__ = ["BulkRun"]


class BulkRun:
    """What is done to many records, while it is iterated over or `run`. Until then nothing is sent.

    It gives one outcome for each item, as soon as it is known: not in the order of the items. It
    can be iterated over once; an iteration that was left can be continued.
    """

    def __init__(
        self,
        sender: Sender,
        schemas: Schemas,
        plan: Plan,
        items: _runtime.Items[Any],
        journal: str | os.PathLike[str] | None,
    ) -> None:
        self.report = BulkReport()
        """The totals so far."""
        self._sender = sender
        self._schemas = schemas
        self._plan = plan
        self._items = items
        self._journal = journal
        self._outcomes: Iterator[Outcome] | None = None
        self._is_started = False

    def __iter__(self) -> Iterator[Outcome]:
        if self._outcomes is None:
            self._start()
            self._outcomes = _outcomes(
                self._sender, self._schemas, self._plan, self._items, self._journal, self.report
            )
        return self._outcomes

    def run(self) -> BulkReport:
        """Do all of it; the report has the totals, and the first 1,000 items that are not well.

        Items that fail raise nothing: see `raise_on_failure` of the report. What is not about
        single items, such as refused credentials, is raised after what is under way has ended.
        """
        for _ in self:
            pass
        return self.report

    def close(self) -> None:
        """Leave it as it is: the jobs under way go on without anybody waiting for them.

        With a journal the same call continues another time.
        """
        self._is_started = True
        if self._outcomes is not None:
            _runtime.close(self._outcomes)

    def check(self) -> Iterator[Outcome]:
        """Only check the items, in their order: `failed`, or `unsent` if nothing is against it.

        Nothing is sent, but to read the fields of the object; the journal is left alone.
        """
        self._start()
        reader = Reader(self._plan, self._schemas, None)
        index = 0
        try:
            for item in _runtime.each(self._items):
                read = reader.take(index, item)
                outcome = read.outcome or outcomes.unsent(index, item, "")
                yield outcomes.count(self.report, outcome)
                index += 1
        finally:
            reader.close()

    def _start(self) -> None:
        if self._is_started:
            raise RuntimeError("a bulk run is made to be run once")
        self._is_started = True

    def __del__(self) -> None:
        if not getattr(self, "_is_started", True):
            message = (
                f"a bulk {self._plan.method} of {self._plan.key} was never run: nothing was sent"
            )
            warnings.warn(message, ResourceWarning, stacklevel=2, source=self)


def _outcomes(
    sender: Sender,
    schemas: Schemas,
    plan: Plan,
    items: _runtime.Items[Any],
    journal_path: str | os.PathLike[str] | None,
    report: BulkReport,
) -> Iterator[Outcome]:
    """What a run tells; it knows nothing of the run, so that a run that is let go of ends."""
    journal = None
    if journal_path is not None:
        from ...durable.journal import Journal  # SQLite is loaded only for those who want it

        about = {
            "account": sender.origin,
            "object": plan.key,
            "method": plan.method,
            "by": plan.by,
            "external_ids": "generated" if plan.generates_external_ids else "given",
        }
        journal = Journal.open(journal_path, about)
    work = Work(sender, schemas, plan, items, journal, report)
    for outcome in work.outcomes():
        yield outcome
