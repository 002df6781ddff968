"""Background jobs: their items, and when to poll them."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from ..errors import JobTimeout, ValidationError
from ..rules.violations import Violation, too_long
from .backoff import backoff_seconds, jittered

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .._generated import models, types

Action: TypeAlias = Literal[
    "create",
    "update",
    "delete",
    "delete_by_external_id",
    "create_or_update_by_external_id",
    "create_or_update_by_name",
]

MAX_ITEMS_PER_JOB: Final = 100
"""Bulk jobs, Zendesk docs."""

UNFINISHED: Final = frozenset({"queued", "working"})
FIRST_POLL_SECONDS: Final = 0.25
MAX_POLL_SECONDS: Final = 5.0
"""Jobs take about ten seconds in practice."""


def items(given: Iterable[Any], operation: types.Operation) -> list[Any]:
    """The items of a bulk job as JSON has them.

    Raises `ValidationError` for more than a job can have, and for what JSON cannot express.
    """
    from ..rules.values import to_wire  # with all that it needs, more than most programs do

    found: list[Violation] = []
    wire = [to_wire(item, f"items[{index}]", found) for index, item in enumerate(given)]
    if len(wire) > MAX_ITEMS_PER_JOB:
        found.append(too_long("items", len(wire), MAX_ITEMS_PER_JOB, "items"))
    if found:
        raise ValidationError(found, operation=operation.id)
    return wire


def is_over(job: models.JobStatus) -> bool:
    """Whether a job has ended, one way or another; an unknown status counts as final."""
    return job.status not in UNFINISHED


class PollTimer:
    """When to poll one job: after a moment at first, later less often, until the time is up."""

    def __init__(self, timeout: float) -> None:
        self._timeout = timeout
        self._end = monotonic() + timeout
        self._polls = 0

    def wait(self, job: Any) -> float:
        """Seconds until the next poll; raises `JobTimeout` when there is no time left for one."""
        from random import random  # slow to import, and seldom needed

        left = self._end - monotonic()
        if left <= 0:
            raise JobTimeout(job, f"job {job.id} is still {job.status} after {self._timeout:g} s")
        step = backoff_seconds(self._polls, first=FIRST_POLL_SECONDS, longest=MAX_POLL_SECONDS)
        self._polls += 1
        return min(jittered(step, random()), left)
