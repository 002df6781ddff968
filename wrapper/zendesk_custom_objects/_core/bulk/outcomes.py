"""What is told of the items of a bulk run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...bulk import BulkReport, Outcome

if TYPE_CHECKING:
    from ...rules.violations import Violation
    from .batches import Batch
    from .items import Entry
    from .job_results import Fate
    from .run_settings import Plan

MOST_FAILURES: Final = 1000
"""Failures that a report keeps."""

PENDING: Final = "pending"
"""What the journal has of an item that was sent, until it is known what came of it."""

NOT_TOLD: Final = "it was sent before, and the run ended before it was known what came of it"
TOO_LATE: Final = "nothing was sent: the run ended before"


def count(report: BulkReport, outcome: Outcome) -> Outcome:
    """Add an outcome to the totals."""
    setattr(report, outcome.status, getattr(report, outcome.status) + 1)
    if not outcome.ok and len(report.failures) < MOST_FAILURES:
        report.failures.append(outcome)
    return outcome


def refused(index: int, item: Any, violations: tuple[Violation, ...]) -> Outcome:
    """The rules are against it: nothing is sent."""
    reason = "; ".join(map(str, violations))
    return Outcome(index=index, status="failed", item=item, reason=reason, violations=violations)


def unsent(index: int, item: Any, reason: str = TOO_LATE) -> Outcome:
    """Nothing was sent."""
    return Outcome(index=index, status="unsent", item=item, reason=reason)


def unknown(entry: Entry, reason: str, job_id: str | None = None) -> Outcome:
    """It cannot be known."""
    return Outcome(
        index=entry.index, status="unknown", item=entry.item, reason=reason, job_id=job_id
    )


def given_up(batch: Batch) -> list[Outcome]:
    """The run ends before a batch was sent, or sent once more."""
    return [
        unknown(entry, NOT_TOLD) if batch.attempts else unsent(entry.index, entry.item)
        for entry in batch.entries
    ]


def skipped(index: int, item: Any, record_id: str | None) -> Outcome:
    """An earlier run did it."""
    return Outcome(index=index, status="skipped", item=item, record_id=record_id)


def settled(plan: Plan, entry: Entry, fate: Fate, job_id: str | None) -> Outcome:
    """What the service says of it.

    A creation that had to be sent once more finds what the first sending made.
    """
    status = fate.status
    if plan.method == "create" and status == "updated":
        status = "created"
    return Outcome(
        index=entry.index,
        status=status,
        item=entry.item,
        record_id=fate.record_id or _known_id(entry),
        reason=fate.reason,
        violations=fate.violations,
        job_id=job_id,
    )


def _known_id(entry: Entry) -> str | None:
    return entry.address if entry.by == "id" else None
