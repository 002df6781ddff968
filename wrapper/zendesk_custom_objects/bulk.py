"""What became of the items of a bulk run."""

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
    "created", "updated", "deleted", "skipped", "failed", "unknown", "unsent"
]

GOOD: Final = frozenset({"created", "updated", "deleted", "skipped"})
"""What an item is if the service has it as it should be."""


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one item."""

    index: int
    """Its place in the input, from 0."""
    status: Status
    """`skipped`: the journal has it as done. `failed`: refused, by the rules or by the service.
    `unknown`: it was sent, and it cannot be known what came of it. `unsent`: the run ended
    before it was its turn."""
    item: Any
    """As it was given."""
    record_id: str | None = None
    """The record's id, if it is known."""
    reason: str = ""
    """Why it is not well, for people."""
    violations: tuple[Violation, ...] = ()
    """Everything that is wrong with a `failed` item, as far as it is known."""
    job_id: str | None = None
    """The job it was part of, if it was sent in one."""

    @property
    def ok(self) -> bool:
        """Whether the service has it as it should be."""
        return self.status in GOOD


class BulkReport(msgspec.Struct, kw_only=True):
    """How many items of a run came to what, so far."""

    created: int = 0
    updated: int = 0
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
        return self.created + self.updated + self.deleted + self.skipped + self.not_ok

    @property
    def not_ok(self) -> int:
        """The items that failed, are unknown or were not sent."""
        return self.failed + self.unknown + self.unsent

    @property
    def ok(self) -> bool:
        """Whether all items are well."""
        return not self.not_ok

    def raise_on_failure(self) -> BulkReport:
        """This report, if all items are well; else it is raised as `BulkFailed`."""
        if not self.ok:
            raise BulkFailed(self)
        return self

    def __str__(self) -> str:
        counts = ((name, getattr(self, name)) for name in get_args(Status))
        return ", ".join(f"{count:,} {name}" for name, count in counts if count) or "no items"


class BulkFailed(ZendeskError):
    """Some items of a bulk run failed, have an unknown outcome or were not sent."""

    SHOWN: ClassVar = 5
    """Failures that the message lists."""

    def __init__(self, report: BulkReport, **about: Unpack[RequestDetails]) -> None:
        failures = report.failures[: self.SHOWN]
        lines = [f"item {each.index}: {each.reason or each.status}" for each in failures]
        if (more := report.not_ok - len(lines)) > 0:
            lines.append(f"and {more:,} more")
        super().__init__("\n  ".join((str(report), *lines)), **about)
        self.args = (report,)
        self.report = report
        """Totals of the run and its first failures."""
