"""Background jobs: what is sent, and how long to wait for what comes of it."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any

from ..errors import JobTimeout, ValidationError
from ..rules.job_actions import MAX_ITEMS_PER_JOB
from ..rules.violations import Violation, too_long

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .._generated import models, types

GOING_ON = frozenset({"queued", "working"})
FIRST_WAIT = 0.25
LONGEST_WAIT = 5.0


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
    """Whether a job is done, one way or another; a state that is not known is taken for final."""
    return job.status not in GOING_ON


class Watch:
    """How long to wait between looks at a job: a moment at first, then longer and longer."""

    def __init__(self, timeout: float) -> None:
        self._timeout = timeout
        self._end = monotonic() + timeout
        self._step = FIRST_WAIT

    def wait(self, job: Any) -> float:
        """Seconds until the next look; `JobTimeout` once there is no time left for one."""
        from random import random  # slow to import, and seldom needed

        left = self._end - monotonic()
        if left <= 0:
            raise JobTimeout(job, f"job {job.id} is still {job.status} after {self._timeout:g} s")
        delay = self._step * (1 + random()) / 2
        self._step = min(2 * self._step, LONGEST_WAIT)
        return min(delay, left)
