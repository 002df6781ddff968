"""The suites `client`, `async` and `memory`: the clients and raw HTTP on the same stub server."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from functools import partial

from .client_jobs import JOBS
from .measuring import Case, Row, compare
from .processes import clean_python, run, server

FLOORS = {
    "iterate": "iterate: raw httpx + json",
    "create": "create: raw httpx + json",
    "async iterate": "async iterate: raw httpx.AsyncClient",
    "async create": "async create: raw httpx.AsyncClient",
}
TARGETS = {
    "iterate: Client": 0.9,
    "iterate: Client, fields_type": 0.9,
    "create: Client": 1.05,
    "async iterate: AsyncClient": 0.9,
    "async iterate: AsyncClient over aiohttp": 0.65,
    "async create: AsyncClient": 0.9,
    "async create: AsyncClient over aiohttp": 0.65,
}


def measure(kinds: Sequence[str], *, records: int, creates: int, rounds: int) -> list[Row]:
    """Measure all jobs of these kinds, such as `iterate`."""
    with server("stub", str(records)) as url:
        names = [name for name in JOBS if name.partition(":")[0] in kinds]
        cases = [
            Case(
                name,
                partial(_one, name, url, records if "iterate" in name else creates),
                floor=FLOORS[name.partition(":")[0]],
                target=TARGETS.get(name),
                is_ours=": raw " not in name,
            )
            for name in names
        ]
        return compare(cases, rounds)


def memory(*, records: int, rounds: int) -> list[Row]:
    """Measure the peak memory of iterating over many records, and over a tenth of them."""
    python = clean_python()
    few = records // 10
    with server("stub", str(records)) as url:
        name = "iterate: Client"
        floor = f"{few} records"
        cases = [
            Case(floor, partial(_one, name, url, few, python=python), target=40),
            Case(
                f"{records} records: no more than those",
                partial(_one, name, url, records, python=python),
                floor=floor,
                target=1.05,
            ),
            Case(f"{records} records", partial(_one, name, url, records, python=python), target=40),
        ]
        return compare(cases, rounds, measure="peak", unit="MB")


def _one(name: str, url: str, count: int, *, python: str = sys.executable) -> Mapping[str, float]:
    return run("client_jobs", name, url, str(count), python=python)
