"""Ways of this package to load rows into a sandbox, each in a process of its own.

`python -m benchmarks.loading_jobs NAME URL COUNT` loads them, and prints its figures as JSON;
followed by `small`, it prints the median of many batches of that size.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from zendesk_custom_objects import ApiToken, Client

from .loading_rows import rows
from .peer_jobs import EMAIL, TOKEN

SMALL_BATCHES = 10
"""Repetitions of a small batch in one process, whose median counts."""


def one_by_one(zendesk: Client, given: Iterable[dict[str, Any]]) -> None:
    for row in given:
        zendesk.create_record("apartment", **row)


def in_jobs(zendesk: Client, given: Iterable[dict[str, Any]]) -> None:
    zendesk.create_records("apartment", given).run().raise_on_failure()


def with_journal(zendesk: Client, given: Iterable[dict[str, Any]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        journal = Path(folder) / "journal"
        zendesk.create_records("apartment", given, journal=journal).run().raise_on_failure()


WAYS: dict[str, Callable[[Client, Iterable[dict[str, Any]]], None]] = {
    "create_records": in_jobs,
    "create_records with a journal": with_journal,
    "create_record, one by one": one_by_one,
}


def main(name: str, url: str, count: int, *small: str) -> None:
    load = WAYS[name]
    started, spent = time.perf_counter(), time.process_time()
    with Client(base_url=url, auth=ApiToken(EMAIL, TOKEN)) as zendesk:
        if small:
            print(json.dumps({"wall": median(zendesk, load, count)}))
            return
        load(zendesk, rows(count))
    taken = {"wall": time.perf_counter() - started, "cpu": time.process_time() - spent}
    print(json.dumps(taken))


def median(
    zendesk: Client, load: Callable[[Client, Iterable[dict[str, Any]]], None], count: int
) -> float:
    """Median seconds of many such batches, once the client is warm."""
    taken: list[float] = []
    for _ in range(SMALL_BATCHES + 1):
        given = [{**row, "external_id": None} for row in rows(count)]
        started = time.perf_counter()
        load(zendesk, given)
        taken.append(time.perf_counter() - started)
    return statistics.median(taken[1:])


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), *sys.argv[4:])
