"""A large import with `zco` uses the whole rate limit of a sandbox without exceeding it."""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from pathlib import Path

from .importing import rows, write
from .mishaps import JOBS
from .services import KEY, difference, items, served_rows, without_id
from .zco import peak, zco

MAX_MEGABYTES = 80


def prove_allowance(count: int, limit: int, window: float) -> bool:
    expected = list(rows(count, "external_ids"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder / "rows.csv", expected)
        with served_rows(folder, requests_per_minute=limit, window=window) as served:
            sandbox, url, database = served
            started = time.perf_counter()
            process = zco(url, "import", KEY, folder / "rows.csv")
            megabytes = peak(process)
            seconds = time.perf_counter() - started
            requests = list(sandbox.requests)
        problem = difference(expected, map(without_id, items(database)))
    jobs = sum(request.operation == JOBS for request in requests)
    others = len(requests) - jobs
    refused = sum(request.status == 429 for request in requests)
    windows = Counter(request.at // window for request in requests)
    full = range(int(min(windows)) + 1, int(max(windows)))
    used = sum(windows[number] for number in full) / (limit * len(full))
    print(f"{count:,} records in {seconds:.1f} s, {limit} requests each {window:g} s")
    print(f"jobs submitted: {jobs:,}; other requests: {others} ({others / jobs:.1%} on top)")
    print(f"responses 429: {refused}; allowance used in {len(full)} whole windows: {used:.1%}")
    print(f"peak memory: {megabytes:.1f} MB; {problem or 'every row exactly once'}")
    return (
        process.returncode == 0
        and not problem
        and jobs == count // 100
        and others <= jobs / 10
        and refused == 0
        and used >= 0.95
        and megabytes < MAX_MEGABYTES
    )
