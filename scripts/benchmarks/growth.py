"""The suites `growth` and `served`: a sandbox with many records, and a sandbox on a port."""

from __future__ import annotations

import http.client
import json
import statistics
import tempfile
import time
from collections.abc import Mapping
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from .accounts import HEADERS, account, copied
from .content import RECORDS
from .measuring import Case, Row, compare
from .processes import run, server

TARGETS = {
    "a page in the middle": 1.5,
    "show by id": 1.5,
    "filter by external id": 1.5,
    "create": 1.5,
    "search for a word in 100 records": 3.0,
}


def measure(*, few: int, many: int, times: int, rounds: int) -> list[Row]:
    """Compare each request to a sandbox with many records with the same request and few."""
    with tempfile.TemporaryDirectory() as folder:
        files = {count: copied(account(count), folder) for count in (few, many)}
        found = compare(
            [
                Case(f"{count}", partial(run, "growth_job", str(path), str(times)))
                for count, path in files.items()
            ],
            rounds,
            measure="show by id",
        )
    by_few, by_many = (row.rounds for row in found)
    rows: list[Row] = []
    for name, target in TARGETS.items():
        ratio = statistics.median(
            large[name] / small[name] for small, large in zip(by_few, by_many, strict=True)
        )
        floor = f"{name}: {few} records"
        for label, taken, limit in ((floor, by_few, None), (f"{name}: {many}", by_many, target)):
            median = 1000 * statistics.median(each[name] for each in taken)
            rows.append(
                Row(
                    label,
                    median,
                    "ms",
                    ratio=None if limit is None else ratio,
                    floor=floor,
                    target=limit,
                    scale=1000,
                    rounds=[{"wall": each[name]} for each in taken],
                )
            )
    return rows


def served(*, records: int, times: int, rounds: int) -> list[Row]:
    """Compare requests to a served sandbox with the same server and a ready response."""
    create = json.dumps({"custom_object_record": {"name": "{}", "external_id": "{}"}})
    requests = {
        "create": ("POST", RECORDS, create, 201),
        "list of 100": ("GET", f"{RECORDS}?page[size]=100", "", 200),
    }
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        path = copied(account(records), folder)
        url = stack.enter_context(server("sandbox_server", "sandbox", str(path)))
        cases: list[Case] = []
        for name, (method, target, body, status) in requests.items():
            with closing(_connection(url)) as connection:
                response = _request(connection, method, target, _filled(body), status)
            ready = Path(folder) / name
            ready.write_bytes(response)
            fixed = stack.enter_context(server("sandbox_server", "fixed", str(ready), str(status)))
            floor = f"{name}: a ready response of {len(response)} bytes"
            for label, place in ((floor, fixed), (f"{name}: the sandbox", url)):
                each = partial(_median, place, method, target, body, status, times)
                cases.append(Case(label, each, floor=floor, is_ours=place is url))
        return compare(cases, rounds, unit="ms", scale=1000)


def _median(
    url: str, method: str, target: str, body: str, status: int, times: int
) -> Mapping[str, float]:
    taken: list[float] = []
    with closing(_connection(url)) as connection:
        for _ in range(times + 1):
            filled = _filled(body)
            started = time.perf_counter()
            _request(connection, method, target, filled, status)
            taken.append(time.perf_counter() - started)
    return {"wall": statistics.median(taken[1:])}


def _connection(url: str) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)


def _filled(body: str) -> bytes:
    """The body with unique names."""
    return body.replace("{}", f"new {time.time_ns()}").encode()


def _request(
    connection: http.client.HTTPConnection, method: str, target: str, body: bytes, status: int
) -> bytes:
    connection.request(method, target, body or None, dict(HEADERS))
    response = connection.getresponse()
    content = response.read()
    if response.status != status:
        raise RuntimeError(f"{method} {target}: {response.status} {content[:300]!r}")
    return content
