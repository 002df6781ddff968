"""Background jobs: the items that are sent, and when to poll for their status."""

from __future__ import annotations

from random import random
from typing import TYPE_CHECKING, Any

from .._clock import monotonic
from ..errors import JobTimeout, ValidationError
from ..rules.job_actions import MAX_ITEMS_PER_JOB
from ..rules.violations import Violation, too_long
from .backoff import Backoff
from .decoders import present

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .._generated import models, types

RUNNING = frozenset({"queued", "working"})
POLLING = Backoff(first=0.25, longest=5.0)


def items(given: Iterable[Any], operation: types.Operation) -> list[Any]:
    """The items of a bulk job as JSON values.

    Raises `ValidationError` for too many items, and for values that JSON cannot express.
    """
    from ..rules.values import to_wire  # loads more than the rest of this module

    found: list[Violation] = []
    wire = [to_wire(item, f"items[{index}]", found) for index, item in enumerate(given)]
    if len(wire) > MAX_ITEMS_PER_JOB:
        found.append(too_long("items", len(wire), MAX_ITEMS_PER_JOB, "items"))
    if found:
        raise ValidationError(found, operation=operation.id)
    return wire


def is_over(job: models.JobStatus) -> bool:
    """Whether a job has ended; an unknown status counts as final."""
    status: object = job.status  # of any type: what does not fit was kept as it was received
    return not (isinstance(status, str) and status.strip().lower() in RUNNING)


def identified(job: models.JobStatus | None) -> models.JobStatus:
    """The job of a response; raises `ValueError` if it has no id to poll it by."""
    found = present(job)
    if type(found.id) not in (str, int) or not found.id:
        raise ValueError("its job has no id")
    return found


class Watch:
    """The polls for one job, until it has ended or there is no time left."""

    def __init__(self, timeout: float) -> None:
        self._timeout = timeout
        self._end = monotonic() + timeout
        self._polls = 0

    def wait(self, job: Any) -> float:
        """Seconds until the next poll; raises `JobTimeout` if there is no time left for one."""
        left = self._end - monotonic()
        if left <= 0:
            raise JobTimeout(
                job,
                f"job {job.id} is still {job.status} after {self._timeout:g} s:"
                " call wait_for_job again to keep waiting",
            )
        delay = POLLING.delay(self._polls, random())
        self._polls += 1
        return min(delay, left)
