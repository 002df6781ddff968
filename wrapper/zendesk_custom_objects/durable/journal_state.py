"""The state that the entries of a journal add up to."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any

import msgspec

from .journal_entries import Begun, JobsBefore, Lost, Sending, Settled, Submitted, Withdrawn

if TYPE_CHECKING:
    from .journal_entries import Entry

__all__ = ["JournalState", "OpenBatch"]


class OpenBatch(msgspec.Struct):
    """A batch of which some outcomes are not known."""

    number: int
    action: Any
    was_sent: bool
    """True if it may have been carried out before it was sent this time."""
    size: int
    """Items with which it was sent."""
    indexes: set[int]
    """Of the items without an outcome."""
    job_id: str | None = None
    """`None` if it is not known whether there is a job."""


class JournalState:
    """The state after the entries that were added."""

    def __init__(self) -> None:
        self.begun: Begun | None = None
        self.jobs_before: dict[str, bool] | None = None
        self.own_jobs: set[str] = set()
        self.last_number = 0
        self.open: dict[int, OpenBatch] = {}
        self.places = array("Q")
        """For each item the place of the last entry about it; 0 if nothing came of it. It takes 8
        bytes an item, where the contents would take some hundreds."""
        self._batches: dict[int, OpenBatch] = {}
        """The open batches by the place of their entry."""

    @property
    def size(self) -> int:
        """How many items the input must have at least: something may have come of the last one."""
        while self.places and not self.places[-1]:
            self.places.pop()
        return len(self.places)

    def add(self, place: int, entry: Entry) -> None:
        """Take in the next entry, which is at `place` in the file."""
        match entry:
            case Sending():
                batch = OpenBatch(
                    entry.batch, entry.action, entry.was_sent, len(entry.items), set()
                )
                self._batches[place] = self.open[entry.batch] = batch
                self.last_number = entry.batch
                for index, _ in entry.items:
                    self._move(index, place)
                    batch.indexes.add(index)
            case Settled():
                for index, _, status, _, _ in entry.items:
                    self._move(index, 0 if status == "failed" else place)
            case Withdrawn() if entry.batch in self.open:
                for index in list(self.open[entry.batch].indexes):
                    self._move(index, 0)
            case Submitted():
                self.own_jobs.add(entry.job_id)
                if entry.batch in self.open:
                    self.open[entry.batch].job_id = entry.job_id
            case Lost() if entry.batch in self.open:
                self.open[entry.batch].job_id = None
            case JobsBefore():
                self.jobs_before = entry.jobs
            case Begun():
                self.begun = entry
            case _:
                pass  # about a batch of which every item has an outcome

    def _move(self, index: int, place: int) -> None:
        """Let `place` be that of the last entry about an item."""
        if index >= len(self.places):
            self.places.extend([0] * (index + 1 - len(self.places)))
        batch = self._batches.get(self.places[index])
        if batch is not None:
            batch.indexes.discard(index)
            if not batch.indexes:
                del self._batches[self.places[index]], self.open[batch.number]
        self.places[index] = place
