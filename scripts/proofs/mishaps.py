"""What a bad day has: each import and export meets all of it, some of it more than once."""

from __future__ import annotations

from random import Random
from typing import Any

from zendesk_custom_objects import Sandbox

JOBS = "CustomObjectRecordBulkJobs"
LOOKS = "ShowManyJobStatuses"
EXPORT = "IncrementalCustomObjectRecordExportCursor"


def for_imports(sandbox: Sandbox, random: Random) -> None:
    faults = sandbox.faults
    for operation in (JOBS, LOOKS):
        for _ in range(random.randint(1, 2)):
            faults.add(operation, reset=random.choice(["before", "after"]))
            faults.add(operation, status=503, performed=random.random() < 0.5)
    faults.add(JOBS, status=429, retry_after=1)
    faults.add(JOBS, truncate=20)
    faults.fail_jobs(random.randint(1, 2))


def for_exports(sandbox: Sandbox, random: Random) -> None:
    kinds: list[dict[str, Any]] = [
        {"reset": "before"},
        {"reset": "after"},
        {"status": 503},
        {"status": 429, "retry_after": 1},
        {"truncate": random.randint(0, 100_000)},
    ]
    for fault in random.sample(kinds, len(kinds)):
        slow_pages(sandbox, random.randint(1, 6))  # it comes after so many pages
        sandbox.faults.add(EXPORT, **fault)


def slow_pages(sandbox: Sandbox, times: int | None) -> None:
    """Let pages of the export take as long as over a network."""
    sandbox.faults.add(EXPORT, latency=0.02, times=times)
