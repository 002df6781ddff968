"""The suite `loading`: how long it takes to bring rows onto a sandbox, by each way."""

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
"""What cannot send names."""


class Account(NamedTuple):
    """How a sandbox is limited."""

    limit: int = 0
    """Requests in a window; 0 is any number."""
    window: float = 60
    job_seconds: float = 0
    """That each job takes."""
    latency: float = 0
    """Seconds by which each answer is late, as over a network."""


def unlimited(*, many: int, few: int, rounds: int) -> list[Row]:
    """`many` rows in jobs, and one by one by this package; `few` one by one by the others."""
    counts = {name: many if name in (*IN_JOBS, ONE_BY_ONE) else few for name in _ways()}
    return _measure(counts, Account(), rounds)


def limited(*, many: int, few: int, account: Account, rounds: int) -> list[Row]:
    """`many` rows in jobs, `few` one by one: the number of requests is what counts."""
    counts = {name: many if name in IN_JOBS else few for name in _ways()}
    return _measure(counts, account, rounds)


def small(sizes: Sequence[int], *, account: Account, rounds: int) -> list[Row]:
    """Batches so small that jobs may not pay."""
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
    """By the names of all ways that are possible here, the Python for each."""
    pythons: dict[str, str] = dict.fromkeys((*IN_JOBS[:3], ONE_BY_ONE), sys.executable)
    for peer, python in installed(PEERS):
        pythons |= {name: python for name in PEER_WAYS if name.startswith(peer.package)}
    return pythons


def _measure(counts: Mapping[str, int], account: Account, rounds: int) -> list[Row]:
    ways = _ways()
    cases = [
        Case(
            name,
            partial(_bring, name, ways[name], count, account),
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
        "doubled": f"{median('doubled'):,.0f}",
        "wrong": f"{median('wrong'):,.0f}",
    }


def _bring(name: str, python: str, count: int, account: Account) -> dict[str, float]:
    """Bring the rows onto a sandbox of its own: what it took, and what is there in the end."""
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
            _let_jobs_end(url, account)
        return {
            **taken,
            **counts,
            "each": taken["wall"] / count,
            **_found(database, count, has_names=not is_numbered),
        }


def _let_jobs_end(url: str, account: Account) -> None:
    """For a client that does not wait: the sandbox runs what is due at the next request."""
    time.sleep(account.job_seconds)
    with Client(base_url=url, auth=AUTH) as zendesk:
        zendesk.count_records("apartment")


@contextmanager
def _served(database: Path, account: Account, *, is_numbered: bool = False) -> Iterator[str]:
    arguments = [str(each) for each in (database, *account)]
    with server("loading_server", *arguments, "numbered" if is_numbered else "named") as url:
        yield url


def _by_command_line(url: str, count: int, folder: Path) -> dict[str, float]:
    """With all that a person waits for: from the start of the process to its end."""
    file = folder / "rows.csv"
    write(file, [_cells(row) for row in rows(count)])
    started = time.perf_counter()
    with zco(url, "import", "apartment", file) as process:
        _, told = process.communicate()
    if process.returncode:
        raise RuntimeError(f"zco import ended with status {process.returncode}: {told}")
    return {"wall": time.perf_counter() - started}


def _cells(row: dict[str, Any]) -> dict[str, Any]:
    """A row as a CSV file has it."""

    def cell(value: Any) -> Any:
        if isinstance(value, list):
            return ";".join(value)
        return str(value).lower() if isinstance(value, bool) else value

    return {key: cell(value) for key, value in row.items()}


def _found(database: Path, count: int, *, has_names: bool) -> dict[str, int]:
    """How many rows are there as they should be, more than once, and otherwise than they should."""
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
    doubled = sum(number > 1 for number in numbers.values())
    return {"right": numbers.total() - doubled - wrong, "doubled": doubled, "wrong": wrong}
