"""Puts items together into jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec

from ...rules.job_actions import MAX_ITEMS_PER_JOB, Action
from .items import Entry, first_action, retry_action

if TYPE_CHECKING:
    from .run_settings import RunSettings

__all__ = ["MAX_JOB_BYTES", "MAX_SINGLE_REQUESTS", "Batch", "Batcher"]

MAX_JOB_BYTES: Final = 1_000_000
"""For the items of a job. What the service accepts is not documented; a record can have 32 KB, so
that 100 of the largest would be 3.2 MB."""

MAX_SINGLE_REQUESTS: Final = 5
"""A batch of so few items is sent one by one: a job takes a request, one or more polls, and about
ten seconds on the service."""


class Batch(msgspec.Struct, frozen=True):
    """Some items that are sent together."""

    action: Action
    entries: tuple[Entry, ...]
    attempts: int = 0
    """How often they were sent before. Whatever earlier runs did counts as one."""
    did_nothing: bool = False
    """True if it is certain that nothing came of those attempts."""

    @property
    def may_be_done(self) -> bool:
        """True if an earlier attempt may have been carried out."""
        return self.attempts > 0 and not self.did_nothing

    @property
    def is_small(self) -> bool:
        """True if its items are sent one by one instead of in a job."""
        return len(self.entries) <= MAX_SINGLE_REQUESTS

    @property
    def items(self) -> list[Any]:
        """The items as a job has them."""
        return [entry.wire for entry in self.entries]

    def of(self, entries: tuple[Entry, ...]) -> Batch:
        """Some of its items, which have the same history."""
        return msgspec.structs.replace(self, entries=entries)

    def halves(self) -> tuple[Batch, Batch]:
        """The same in two, as a job can be refused because of one item."""
        middle = len(self.entries) // 2
        return self.of(self.entries[:middle]), self.of(self.entries[middle:])

    def lost(self) -> Batch:
        """The same after an attempt of which the outcome is not known."""
        return msgspec.structs.replace(self, attempts=self.attempts + 1, did_nothing=False)

    def retryable(self, settings: RunSettings) -> tuple[list[Batch], tuple[Entry, ...]]:
        """The items that can be sent again without harm, as batches, and those that must not be."""
        by_action: dict[Action | None, list[Entry]] = {}
        for entry in self.entries:
            by_action.setdefault(retry_action(settings, entry), []).append(entry)
        rest = tuple(by_action.pop(None, ()))
        return [
            msgspec.structs.replace(self, action=action, entries=tuple(entries))
            for action, entries in by_action.items()
            if action is not None
        ], rest

    def needs_job_search(self, settings: RunSettings) -> bool:
        """True if its job has to be searched for if the response is lost."""
        return not self.is_small and any(
            retry_action(settings, entry) is None for entry in self.entries
        )


class Batcher:
    """Collects items until there are enough for a job."""

    def __init__(self, settings: RunSettings) -> None:
        self._settings = settings
        self._open: dict[tuple[Action, int], list[Entry]] = {}
        self._bytes: dict[tuple[Action, int], int] = {}

    def add(self, entry: Entry, *, attempts: int = 0) -> Batch | None:
        """Add an item; returns the batch that is full now, if there is one.

        `attempts` is that of a `Batch`: items that may have been carried out are not sent together
        with new ones.
        """
        retried = retry_action(self._settings, entry) if attempts else None
        key = (retried or first_action(self._settings, entry), attempts)
        size, full = entry.size, None
        if key in self._open and self._bytes[key] + size > MAX_JOB_BYTES:
            full = self._take(key)
        entries = self._open.setdefault(key, [])
        entries.append(entry)
        self._bytes[key] = self._bytes.get(key, 0) + size
        if len(entries) == MAX_ITEMS_PER_JOB:
            # Not both: a batch that was just begun holds a single item.
            full = self._take(key)
        return full

    def rest(self) -> Batch | None:
        """One of the batches that are not full; `None` when there are no more."""
        return self._take(next(iter(self._open))) if self._open else None

    def _take(self, key: tuple[Action, int]) -> Batch:
        action, attempts = key
        del self._bytes[key]
        return Batch(action, tuple(self._open.pop(key)), attempts=attempts)
