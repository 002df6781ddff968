"""Ways of this package to bring rows onto a sandbox, each in a process of its own.

`python -m benchmarks.loading_jobs NAME URL COUNT` brings them all, and prints what it took as JSON;
with `small` behind it the median of many batches of so many.
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

TIMES = 10
"""How often a small batch is brought."""


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
    bring = WAYS[name]
    started, spent = time.perf_counter(), time.process_time()
    with Client(base_url=url, auth=ApiToken(EMAIL, TOKEN)) as zendesk:
        if small:
            print(json.dumps({"wall": median(zendesk, bring, count)}))
            return
        bring(zendesk, rows(count))
    taken = {"wall": time.perf_counter() - started, "cpu": time.process_time() - spent}
    print(json.dumps(taken))


def median(
    zendesk: Client, bring: Callable[[Client, Iterable[dict[str, Any]]], None], count: int
) -> float:
    """The median seconds of many such batches, when the client has begun to work."""
    taken: list[float] = []
    for _ in range(TIMES + 1):
        given = [{**row, "external_id": None} for row in rows(count)]
        started = time.perf_counter()
        bring(zendesk, given)
        taken.append(time.perf_counter() - started)
    return statistics.median(taken[1:])


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), *sys.argv[4:])
