"""The outcomes of a bulk run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final, Literal, TypeAlias, get_args

import msgspec

from ._base_error import ZendeskError
from .rules.violations import Violation

if TYPE_CHECKING:
    from typing import Unpack

    from ._base_error import RequestDetails

__all__ = ["BulkFailed", "BulkReport", "Outcome", "Status"]

Status: TypeAlias = Literal[
    "created", "updated", "upserted", "deleted", "skipped", "failed", "unknown", "unsent"
]

OK_STATUSES: Final = frozenset({"created", "updated", "upserted", "deleted", "skipped"})
"""Of items that the service has as they should be."""


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome of one item."""

    index: int
    """Its position in the input, from 0."""
    status: Status
    """`upserted`: created or updated, the service does not say which. `skipped`: an earlier run
    with the same journal has done it. `failed`: refused, by the rules or by the service.
    `unknown`: it was sent, and nobody can tell what came of it. `unsent`: the run ended before its
    turn."""
    item: Any
    """As the caller gave it."""
    record_id: str | None = None
    """The record's id, if it is known. Jobs that upsert or delete by external id do not tell it:
    `list_records(key, external_ids=[...])` finds the records."""
    reason: str = ""
    """Human-readable reason; empty if the item is ok."""
    violations: tuple[Violation, ...] = ()
    """Everything that is wrong with a `failed` item, as far as it is known."""
    job_id: str | None = None
    """The job in which it was sent; `None` if it was sent alone or not at all."""

    @property
    def ok(self) -> bool:
        """True if the service has the record as the item asks for."""
        return self.status in OK_STATUSES


class BulkReport(msgspec.Struct, kw_only=True):
    """The totals of a run so far."""

    created: int = 0
    updated: int = 0
    upserted: int = 0
    deleted: int = 0
    skipped: int = 0
    failed: int = 0
    unknown: int = 0
    unsent: int = 0
    failures: list[Outcome] = []
    """The first 1,000 outcomes that are not `ok`."""

    @property
    def total(self) -> int:
        """All items that have an outcome."""
        return sum(getattr(self, status) for status in get_args(Status))

    @property
    def not_ok(self) -> int:
        """How many items failed, are unknown, or were not sent."""
        return self.failed + self.unknown + self.unsent

    @property
    def ok(self) -> bool:
        """True if no item failed, is unknown, or was not sent."""
        return not self.not_ok

    def raise_on_failure(self) -> BulkReport:
        """Return this report; raise `BulkFailed` with it if an item is not ok."""
        if not self.ok:
            raise BulkFailed(self)
        return self

    def __str__(self) -> str:
        counts = ((name, getattr(self, name)) for name in get_args(Status))
        return ", ".join(f"{count:,} {name}" for name, count in counts if count) or "no items"


class BulkFailed(ZendeskError):
    """Some items of a bulk run failed, are unknown, or were not sent."""

    SHOWN: ClassVar = 5
    """Failures that the message names."""

    def __init__(self, report: BulkReport, **about: Unpack[RequestDetails]) -> None:
        failures = report.failures[: self.SHOWN]
        lines = [f"item {each.index}: {each.reason or each.status}" for each in failures]
        if (more := report.not_ok - len(lines)) > 0:
            lines.append(f"and {more:,} more")
        super().__init__("\n  ".join((str(report), *lines)), **about)
        self.args = (report,)
        self.report = report
        """The totals, with the first failures."""
