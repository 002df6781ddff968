"""Faults for imports and exports: each run meets all kinds, some of them repeatedly."""

from __future__ import annotations

from random import Random
from typing import Any

from zendesk_custom_objects import Sandbox

JOBS = "CustomObjectRecordBulkJobs"
POLLS = "ShowManyJobStatuses"
EXPORT = "IncrementalCustomObjectRecordExportCursor"


def for_imports(sandbox: Sandbox, random: Random) -> None:
    faults = sandbox.faults
    for operation in (JOBS, POLLS):
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
        slow_pages(sandbox, random.randint(1, 6))  # the fault comes after so many pages
        sandbox.faults.add(EXPORT, **fault)


def slow_pages(sandbox: Sandbox, times: int | None) -> None:
    """Delay each page of the export as a network would."""
    sandbox.faults.add(EXPORT, latency=0.02, times=times)
