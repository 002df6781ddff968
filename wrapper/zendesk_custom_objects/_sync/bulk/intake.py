# Generated from _async/bulk/intake.py by scripts/generate.py: do not edit.
"""Reads the input of a bulk run into batches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ..._core.bulk import outcomes
from ..._core.bulk.batches import Batch, Batcher
from ..._core.bulk.submissions import Submission
from .. import _runtime
from .validation import ItemReader

if TYPE_CHECKING:
    from ..._core.bulk.items import Entry
    from ..._core.bulk.run_settings import RunSettings
    from ...bulk import Outcome
    from ...durable.journal import Journal
    from ..schemas import Schemas

END: Final[Any] = object()


class Intake:
    """Reads one item after the other, and restores the batches that an earlier run has sent."""

    def __init__(
        self,
        settings: RunSettings,
        schemas: Schemas,
        items: _runtime.Items[Any],
        journal: Journal | None,
    ) -> None:
        self.is_over = False
        """True if the input has ended, or the run was stopped."""
        self._source = _runtime.each(items)
        self._journal = journal
        self._reader = ItemReader(settings, schemas, journal)
        self._batcher = Batcher(settings)
        self._count = 0
        self._current: list[Any] = []
        """The item that is being checked, in case that fails."""
        self._is_read = False
        open_batches = [] if journal is None else journal.open_batches()
        self._open = {batch.number: batch for batch in open_batches}
        self._resumed: dict[int, list[Entry]] = {}
        """Items of batches in the journal, until each batch is complete again."""

    def take(self) -> Outcome | Batch | Submission | None:
        """Read the next item: gives an outcome, a batch that is complete now, or nothing yet.

        A submission is a batch that an earlier run has sent. Raises what the input raises, what
        reading the fields raises, and `JournalError`.
        """
        if self._is_read:
            rest = self._batcher.rest()
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
        return self._batcher.add(entry, attempts=0 if past is None else 1)

    def stop(self) -> list[Outcome]:
        """Read nothing more; returns the outcomes of items that were read and are in no batch."""
        self.is_over = True
        told = [outcomes.unsent(self._count, item) for item in self._current]
        self._current = []
        while (batch := self._batcher.rest()) is not None:
            told += outcomes.given_up(batch)
        for entries in self._resumed.values():
            told += [outcomes.unknown(entry, outcomes.NOT_KNOWN) for entry in entries]
        self._resumed.clear()
        return told

    def close(self) -> None:
        self._reader.close()

    def _resume(self, entry: Entry, number: int) -> Submission | None:
        """A batch of an earlier run, when all its items are read."""
        entries = self._resumed.setdefault(number, [])
        entries.append(entry)
        before = self._open[number]
        if len(entries) < len(before.indexes):
            return None
        del self._resumed[number]
        # The attempt that the journal has is not among them: its outcome is still to be found.
        batch = Batch(before.action, tuple(entries), attempts=int(before.was_sent))
        # Where some items have an outcome, the job has ended, and the run was about to retry the
        # others. The places in its results are not those in the rest of the batch.
        is_whole = len(entries) == before.size
        return Submission(batch, number, before.job_id if is_whole else None)
