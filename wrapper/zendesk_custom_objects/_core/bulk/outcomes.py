"""The outcomes of the items of a bulk run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...bulk import BulkReport, Outcome

if TYPE_CHECKING:
    from ...rules.violations import Violation
    from .batches import Batch
    from .items import Entry
    from .job_results import ItemResult
    from .run_settings import RunSettings

MAX_REPORTED_FAILURES: Final = 1000
"""That a report keeps, so that it stays small however many items fail."""

NOT_KNOWN: Final = "it was sent, and the run ended before its outcome was known"
TOO_LATE: Final = "nothing was done: the run ended before its turn"


def count(report: BulkReport, outcome: Outcome) -> Outcome:
    """Add an outcome to the totals."""
    setattr(report, outcome.status, getattr(report, outcome.status) + 1)
    if not outcome.ok and len(report.failures) < MAX_REPORTED_FAILURES:
        report.failures.append(outcome)
    return outcome


def refused(index: int, item: Any, violations: tuple[Violation, ...]) -> Outcome:
    """The outcome of an item that breaks the rules, of which nothing is sent."""
    reason = "; ".join(map(str, violations))
    return Outcome(index=index, status="failed", item=item, reason=reason, violations=violations)


def unsent(index: int, item: Any, reason: str = TOO_LATE) -> Outcome:
    """The outcome of an item of which nothing was sent."""
    return Outcome(index=index, status="unsent", item=item, reason=reason)


def unknown(entry: Entry, reason: str, job_id: str | None = None) -> Outcome:
    """The outcome of an item that was sent, if nobody can tell what came of it."""
    return Outcome(
        index=entry.index, status="unknown", item=entry.item, reason=reason, job_id=job_id
    )


def given_up(batch: Batch) -> list[Outcome]:
    """The outcomes of a batch if the run ends before it is sent, or sent again."""
    return [
        unknown(entry, NOT_KNOWN) if batch.may_be_done else unsent(entry.index, entry.item)
        for entry in batch.entries
    ]


def skipped(index: int, item: Any, record_id: str | None) -> Outcome:
    """The outcome of an item that an earlier run has done."""
    return Outcome(index=index, status="skipped", item=item, record_id=record_id)


def settled(settings: RunSettings, entry: Entry, result: ItemResult, job_id: str | None) -> Outcome:
    """The outcome of an item for which the service has given a result.

    A create that is sent again as an upsert finds what the first attempt has made.
    """
    status = result.status
    if settings.method == "create" and status in ("updated", "upserted"):
        status = "created"
    return Outcome(
        index=entry.index,
        status=status,
        item=entry.item,
        record_id=result.record_id or _known_id(entry),
        reason=result.reason,
        violations=result.violations,
        job_id=job_id,
    )


def _known_id(entry: Entry) -> str | None:
    return entry.address if entry.by == "id" else None
