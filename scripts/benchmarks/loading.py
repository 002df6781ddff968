"""The suites `loading`, `limited` and `small`: rows into a sandbox, by each way."""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from peer_clients.run import PEERS, installed
from proofs.importing import write
from proofs.services import AUTH, items
from proofs.zco import zco
from zendesk_custom_objects import Client

from .loading_rows import rows
from .measuring import Case, Row, compare
from .peer_loading import WAYS as PEER_WAYS
from .processes import run, server

FLOOR = "create_records"
ONE_BY_ONE = "create_record, one by one"
ZCO = "zco import, with a journal"
IN_JOBS = (
    ZCO,
    FLOOR,
    "create_records with a journal",
    "mercury-orm: bulk.create",
    "libzapi: bulk_job",
)
NUMBERED = "python-zendesk: create"
"""The way that cannot send names, and needs an object whose records are numbered."""


class Account(NamedTuple):
    """Limits of a sandbox."""

    limit: int = 0
    """Requests in a window; 0 means no limit."""
    window: float = 60
    job_seconds: float = 0
    """Duration of each job."""
    latency: float = 0
    """Delay of each response, as over a network, in seconds."""


def unlimited(*, many: int, few: int, rounds: int) -> list[Row]:
    """Load `many` rows in jobs, and one by one with this package; `few` with other clients."""
    counts = {name: many if name in (*IN_JOBS, ONE_BY_ONE) else few for name in _ways()}
    return _measure(counts, Account(), rounds)


def limited(*, many: int, few: int, account: Account, rounds: int) -> list[Row]:
    """Load `many` rows in jobs, `few` one by one: the number of requests decides."""
    counts = {name: many if name in IN_JOBS else few for name in _ways()}
    return _measure(counts, account, rounds)


def small(sizes: Sequence[int], *, account: Account, rounds: int) -> list[Row]:
    """Load batches so small that jobs may not be worth it."""
    with tempfile.TemporaryDirectory() as folder, _served(Path(folder) / "db", account) as url:
        cases = [
            Case(
                f"{size} rows: {name}",
                partial(run, "loading_jobs", name, url, str(size), "small"),
                floor=f"{size} rows: {ONE_BY_ONE}",
                target=1.1 if name == FLOOR and account.latency else None,
            )
            for size in sizes
            for name in (ONE_BY_ONE, FLOOR)
        ]
        return compare(cases, rounds, unit="ms", scale=1000)


def _ways() -> dict[str, str]:
    """The interpreter for each way that is possible here, by its name."""
    pythons: dict[str, str] = dict.fromkeys((*IN_JOBS[:3], ONE_BY_ONE), sys.executable)
    for peer, python in installed(PEERS):
        pythons |= {name: python for name in PEER_WAYS if name.startswith(peer.package)}
    return pythons


def _measure(counts: Mapping[str, int], account: Account, rounds: int) -> list[Row]:
    ways = _ways()
    cases = [
        Case(
            name,
            partial(_load, name, ways[name], count, account),
            floor=FLOOR,
            is_ours=name not in PEER_WAYS,
        )
        for name, count in counts.items()
    ]
    measured = compare(cases, rounds, measure="each", unit="ms a row", scale=1000)
    return [replace(row, notes=_notes(row.rounds, counts[row.name])) for row in measured]


def _notes(rounds: Sequence[Mapping[str, float]], count: int) -> dict[str, str]:
    def median(name: str) -> float:
        return statistics.median(taken[name] for taken in rounds)

    return {
        "rows": f"{count:,}",
        "seconds": f"{median('wall'):.1f}",
        "rows/s": f"{1 / median('each'):,.0f}",
        "requests": f"{median('requests'):,.0f}",
        "429s": f"{median('refused'):,.0f}",
        "right": f"{median('right'):,.0f}",
        "duplicated": f"{median('duplicated'):,.0f}",
        "wrong": f"{median('wrong'):,.0f}",
    }


def _load(name: str, python: str, count: int, account: Account) -> dict[str, float]:
    """Load the rows into a sandbox of its own; returns times, and counts of what it contains."""
    is_numbered = name == NUMBERED
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "sandbox.db"
        with _served(database, account, is_numbered=is_numbered) as url:
            if name == ZCO:
                taken = _by_command_line(url, count, Path(folder))
            else:
                module = "peer_loading" if name in PEER_WAYS else "loading_jobs"
                taken = run(module, name, url, str(count), python=python)
            with urllib.request.urlopen(f"{url}/counts") as answer:
                counts = json.load(answer)
            _let_jobs_finish(url, account)
        return {
            **taken,
            **counts,
            "each": taken["wall"] / count,
            **_found(database, count, has_names=not is_numbered),
        }


def _let_jobs_finish(url: str, account: Account) -> None:
    """Finish the jobs of a client that does not wait: a sandbox runs them at a later request."""
    time.sleep(account.job_seconds)
    with Client(base_url=url, auth=AUTH) as zendesk:
        zendesk.count_records("apartment")


@contextmanager
def _served(database: Path, account: Account, *, is_numbered: bool = False) -> Iterator[str]:
    arguments = [str(each) for each in (database, *account)]
    with server("loading_server", *arguments, "numbered" if is_numbered else "named") as url:
        yield url


def _by_command_line(url: str, count: int, folder: Path) -> dict[str, float]:
    """Run `zco import`: a person waits from the start of the process to its end."""
    file = folder / "rows.csv"
    write(file, [_cells(row) for row in rows(count)])
    started = time.perf_counter()
    with zco(url, "import", "apartment", file) as process:
        _, printed = process.communicate()
    if process.returncode:
        raise RuntimeError(f"zco import ended with status {process.returncode}: {printed}")
    return {"wall": time.perf_counter() - started}


def _cells(row: dict[str, Any]) -> dict[str, Any]:
    """A row with its values as cells of a CSV file."""

    def cell(value: Any) -> Any:
        if isinstance(value, list):
            return ";".join(value)
        return str(value).lower() if isinstance(value, bool) else value

    return {key: cell(value) for key, value in row.items()}


def _found(database: Path, count: int, *, has_names: bool) -> dict[str, int]:
    """The numbers of rows that are right, duplicated, and wrong."""
    left_out = {"id"} if has_names else {"id", "name"}
    expected = {
        row["external_id"]: {key: value for key, value in row.items() if key not in left_out}
        for row in rows(count)
    }
    numbers = Counter[str]()
    wrong = 0
    for item in items(database):
        numbers[item["external_id"]] += 1
        kept = {k: v for k, v in item.items() if v is not None and k not in left_out}
        wrong += kept != expected.get(item["external_id"])
    duplicated = sum(number > 1 for number in numbers.values())
    return {"right": numbers.total() - duplicated - wrong, "duplicated": duplicated, "wrong": wrong}
