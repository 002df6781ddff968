# Generated from _async/bulk/run_state.py by scripts/generate.py: do not edit.
"""The batches that a bulk run has yet to send, and the outcomes that it has yet to give."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from ..._core.bulk import outcomes
from .recording import Recorder

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..._core.bulk.batches import Batch
    from ..._core.bulk.items import Entry
    from ..._core.bulk.run_settings import RunSettings
    from ...bulk import Outcome
    from ...durable.journal import Journal
    from .intake import Intake


class RunState:
    """The two queues of a run, and whether it has been stopped."""

    def __init__(self, settings: RunSettings, intake: Intake, journal: Journal | None) -> None:
        self.recorder = Recorder(journal, on_failure=self.stop)
        self.ready: deque[Batch] = deque()
        """Batches to send."""
        self.outcomes: deque[Outcome] = deque()
        self.is_stopped = False
        """True if nothing more is read or sent; jobs in flight are still waited for."""
        self.error: Exception | None = None
        """Why it was stopped; `None` if because an item failed."""
        self._stops_on_failure = settings.stop_on_failure
        self._intake = intake

    def stop(self, error: Exception | None) -> None:
        """Read and send nothing more. Of several errors the first counts."""
        self.error = self.error or error
        self.is_stopped = True
        for batch in self.ready:
            self.outcomes.extend(outcomes.given_up(batch))
        self.ready.clear()
        self.outcomes.extend(self._intake.stop())

    def hold(self, batches: Iterable[Batch]) -> None:
        """Let these batches be the next to be sent, or give them up if nothing more is."""
        for batch in batches:
            if self.is_stopped:
                self.outcomes.extend(outcomes.given_up(batch))
            else:
                self.ready.appendleft(batch)

    def give_up(self, batch: Batch, error: Exception) -> None:
        """Stop because of a batch that cannot be sent."""
        self.outcomes.extend(outcomes.given_up(batch))
        self.stop(error)

    def tell(self, told: Sequence[Outcome]) -> None:
        """Give outcomes; a failure among them can stop the run."""
        self.outcomes.extend(told)
        if self._stops_on_failure and not all(each.ok for each in told):
            self.stop(None)

    def settle(self, settled: Sequence[tuple[Entry, Outcome]]) -> None:
        """Record outcomes that are final, and give them."""
        self.recorder.settled(settled)
        self.tell([outcome for _, outcome in settled])
