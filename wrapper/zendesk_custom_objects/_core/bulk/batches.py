"""How items are cut into jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...rules.job_actions import MAX_ITEMS_PER_JOB
from .items import Entry, again_action, first_action

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...rules.job_actions import Action
    from .run_settings import Plan

LARGEST_JOB: Final = 1_000_000
"""Bytes of the items of a job; records may have 32 KB each. What the service takes is not
documented."""

FEW: Final = 5
"""As many items are sent one by one: a job takes a request, another one or more to look at it, and
some time."""


class Batch:
    """Some items that are sent together."""

    def __init__(
        self,
        action: Action,
        entries: Iterable[Entry] = (),
        *,
        attempts: int = 0,
        did_nothing: bool = False,
    ) -> None:
        self.action: Action = action
        self.entries = list(entries)
        self.attempts = attempts
        """How often it was sent before."""
        self.did_nothing = did_nothing
        """Whether it is certain that nothing came of that."""
        self.number: int | None = None
        """Its number in the journal, once it is there."""
        self.is_announced = False
        """Whether it is being sent, as far as the journal knows."""
        self.job_id: str | None = None
        self.submitted_at = 0.0
        self.progress: object = None
        self.moved_at = 0.0
        """When the job was last seen to make progress."""
        self.missed = 0
        """How often in a row the service did not know the job."""

    @property
    def may_be_done(self) -> bool:
        """Whether an earlier sending may have been carried out."""
        return self.attempts > 0 and not self.did_nothing

    @property
    def is_few(self) -> bool:
        return len(self.entries) <= FEW

    @property
    def items(self) -> list[Any]:
        """The items as a job has them."""
        return [entry.wire for entry in self.entries]

    def halves(self) -> list[Batch]:
        """The same in two: what is refused as a whole may be so for one item only."""
        middle = len(self.entries) // 2
        parts = (self.entries[:middle], self.entries[middle:])
        return [self._with(self.action, part) for part in parts]

    def again(self, plan: Plan) -> tuple[list[Batch], list[Entry]]:
        """The same to be sent once more, and what must not be sent again."""
        batches: dict[Action, Batch] = {}
        rest: list[Entry] = []
        for entry in self.entries:
            action = again_action(plan, entry)
            if action is None:
                rest.append(entry)
                continue
            batch = batches.setdefault(action, self._with(action))
            batch.entries.append(entry)
        return list(batches.values()), rest

    def rest(self, count: int) -> Batch:
        """The same without the first `count`."""
        rest = self._with(self.action, self.entries[count:])
        rest.number = self.number
        return rest

    def _with(self, action: Action, entries: Iterable[Entry] = ()) -> Batch:
        """Another one that was sent with this one before."""
        return Batch(action, entries, attempts=self.attempts, did_nothing=self.did_nothing)

    def is_searched_for(self, plan: Plan) -> bool:
        """Whether its job has to be looked for if the answer is lost."""
        return not self.is_few and any(again_action(plan, each) is None for each in self.entries)


class Cutter:
    """Collects items until there are enough for a job."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._open: dict[tuple[Action, int], Batch] = {}
        self._sizes: dict[tuple[Action, int], int] = {}

    def add(self, entry: Entry, *, attempts: int = 0) -> Batch | None:
        """A batch that is full, if there is one now.

        `attempts` is that of a `Batch`: an item that may have been carried out is not sent together
        with those that were not.
        """
        plan = self._plan
        again = again_action(plan, entry) if attempts else None
        action: Action = again or first_action(plan, entry)
        key: tuple[Action, int] = (action, attempts)
        size, full = entry.size, None
        batch = self._open.get(key)
        if batch is not None and self._sizes[key] + size > LARGEST_JOB:
            full, batch = batch, None
        if batch is None:
            batch = self._open[key] = Batch(action, attempts=attempts)
            self._sizes[key] = 0
        batch.entries.append(entry)
        self._sizes[key] += size
        if len(batch.entries) == MAX_ITEMS_PER_JOB:
            # Not both: one that was just begun holds a single item.
            full = self._open.pop(key)
        return full

    def rest(self) -> Batch | None:
        """One of those that were not enough for a job; `None` once there are no more."""
        return self._open.pop(next(iter(self._open))) if self._open else None
