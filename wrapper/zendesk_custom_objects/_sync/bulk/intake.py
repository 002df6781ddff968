# Generated from _async/bulk/intake.py by scripts/generate.py: do not edit.
"""From the input of a bulk run to the batches that are to be sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ..._core.bulk import outcomes
from ..._core.bulk.batches import Batch, Cutter
from .. import _runtime
from .validation import Reader

if TYPE_CHECKING:
    from ..._core.bulk.items import Entry
    from ..._core.bulk.run_settings import Plan
    from ...bulk import Outcome
    from ...durable.journal import Journal
    from ..schemas import Schemas

END: Final[Any] = object()


class Intake:
    """Takes one item after the other, and continues what an earlier run has begun."""

    def __init__(
        self,
        plan: Plan,
        schemas: Schemas,
        items: _runtime.Items[Any],
        journal: Journal | None,
    ) -> None:
        self.is_over = False
        """Whether nothing more comes."""
        self._source = _runtime.each(items)
        self._journal = journal
        self._reader = Reader(plan, schemas, journal)
        self._cutter = Cutter(plan)
        self._count = 0
        self._current: list[Any] = []
        """The item that is being looked at, until it has found its place."""
        self._is_read = False
        open_batches = [] if journal is None else journal.open_batches()
        self._open = {batch.number: batch for batch in open_batches}
        self._resumed: dict[int, list[Entry]] = {}
        """Items of batches that the journal has as sent, until each is complete again."""

    def take(self) -> Outcome | Batch | None:
        """What the next item leads to: an outcome, a batch that is complete now, or nothing yet.

        A batch that has a number was sent by an earlier run, in a job if it has the id of one.
        Raises what the input raises, what reading the fields raises, and `JournalError`.
        """
        if self._is_read:
            rest = self._cutter.rest()
            self.is_over = rest is None
            return rest
        item = next(self._source, END)
        if item is END:
            self._is_read = True
            if self._journal is not None:
                self._journal.check_end(self._count)
            return None
        self._current = [item]
        read = self._reader.take(self._count, item)
        self._current = []
        self._count += 1
        entry, past = read.entry, read.past
        if read.outcome is not None:
            return read.outcome
        if past is not None and past.batch is not None:
            return self._resume(entry, past.batch)
        if past is not None and entry.by is None:
            return outcomes.unknown(entry, past.reason)
        return self._cutter.add(entry, attempts=0 if past is None else 1)

    def stop(self) -> list[Outcome]:
        """Take nothing more: what becomes of the items that were taken and are in no batch."""
        self.is_over = True
        told = [outcomes.unsent(self._count, item) for item in self._current]
        while (batch := self._cutter.rest()) is not None:
            told += outcomes.given_up(batch)
        for entries in self._resumed.values():
            told += [outcomes.unknown(entry, outcomes.NOT_TOLD) for entry in entries]
        self._resumed.clear()
        return told

    def close(self) -> None:
        self._reader.close()

    def _resume(self, entry: Entry, number: int) -> Batch | None:
        entries = self._resumed.setdefault(number, [])
        entries.append(entry)
        before = self._open[number]
        if len(entries) < before.count:
            return None
        del self._resumed[number]
        batch = Batch(before.action, entries, attempts=before.attempts)
        batch.number, batch.job_id = number, before.job_id
        return batch
