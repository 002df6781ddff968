"""Imports with the library, in processes of their own.

`python -m proofs.importing URL ROWS IDENTITY` prints a line when it begins, and its report as
JSON at the end.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zendesk_custom_objects import Client, Hooks, JournalError
from zendesk_custom_objects.durable.append_log import AppendLog
from zendesk_custom_objects.durable.journal import HEADER
from zendesk_custom_objects.durable.journal_entries import decode
from zendesk_custom_objects.durable.journal_state import JournalState

from .killing import SCRIPTS, kill_after
from .services import AUTH, KEY

Identity = str
IDENTITIES = ("external_ids", "names", "generated", "nothing")
"""How a row is recognised on the service, so that it is created exactly once."""


@dataclass(frozen=True)
class Import:
    """An import that runs in a process of its own."""

    url: str
    journal: Path | None
    rows: int
    identity: Identity

    def start(self, *more: str) -> subprocess.Popen[str]:
        command = [
            sys.executable,
            "-m",
            "proofs.importing",
            self.url,
            str(self.rows),
            self.identity,
        ]
        if self.journal is not None:
            command += ["--journal", str(self.journal)]
        return subprocess.Popen([*command, *more], cwd=SCRIPTS, stdout=subprocess.PIPE, text=True)

    def finish(self) -> dict[str, Any]:
        """Run the import to its end, and return its report."""
        with self.start() as process:
            text, _ = process.communicate()
        if process.returncode:
            raise RuntimeError(f"the import ended with status {process.returncode}")
        report: dict[str, Any] = json.loads(text.splitlines()[-1])
        return report

    def kill_after(self, seconds: float) -> bool:
        """Kill the import some seconds after it has begun; true if it was still running."""
        with self.start() as process:
            assert process.stdout is not None
            process.stdout.readline()
            return kill_after(process, seconds)

    def kill_at(self, event: str) -> bool:
        """Run the import until it kills itself at an event such as `request:3` or `response:3`.

        `commit:3:0.5` is in the third commit of its journal, when half of its bytes are written.
        """
        with self.start("--kill-at", event) as process:
            process.communicate()
        return process.returncode == -signal.SIGKILL


def rows(count: int, identity: Identity) -> Iterator[dict[str, Any]]:
    for number in range(count):
        row: dict[str, Any] = {"name": f"Row {number}", "number": number}
        if identity == "external_ids":
            row["external_id"] = f"row-{number}"
        yield row


def write(path: Path, rows: Sequence[dict[str, Any]]) -> None:
    """Write rows as a CSV file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)


def left(journal: Path, count: int) -> tuple[str, str]:
    """The state of a killed import, and details about it; reads a copy of its journal."""
    if not journal.exists():
        return "with nothing recorded", "no journal"
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / journal.name
        shutil.copyfile(journal, copy)
        state = JournalState()
        with contextlib.closing(AppendLog.open(copy, HEADER)) as log:
            for place, entry in log.entries():
                state.add(place, decode(entry))
    in_flight = sum(len(batch.indexes) for batch in state.open.values())
    recorded = sum(1 for place in state.places if place)
    if in_flight:
        name = "with jobs in flight"
    elif not recorded:
        name = "with nothing sent"
    else:
        name = "between jobs" if recorded < count else "with everything settled"
    return name, f"{recorded - in_flight} of {count} rows settled, {in_flight} sent"


def verdict(identity: Identity, report: dict[str, Any], found: Counter[str], count: int) -> str:
    """Describe the errors in the records and the report of an import; empty if there are none."""
    expected = [f"Row {number}" for number in range(count)]
    duplicates = sum(number > 1 for number in found.values())
    missing = [number for number, name in enumerate(expected) if name not in found]
    reported = {*report["failed"], *report["unknown"], *report["unsent"]}
    problems = []
    if duplicates or set(found) - set(expected):
        problems.append(f"{duplicates} rows exist more than once")
    if identity != "nothing" and missing:
        problems.append(f"{len(missing)} rows are missing")
    if lost := set(missing) - reported:
        problems.append(f"{len(lost)} rows are missing, and were reported as created")
    if identity != "nothing" and reported:
        problems.append(f"{len(reported)} rows are not settled: {report['reasons']}")
    if report["failed"] and set(report["failed"]) - set(missing):
        problems.append("a row that exists was reported as failed")
    return "; ".join(problems)


def main() -> None:
    """Import rows, and print the report."""
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("rows", type=int)
    parser.add_argument("identity")
    parser.add_argument("--journal", type=Path)
    parser.add_argument("--kill-at")
    arguments = parser.parse_args()
    hooks = _killer(arguments.kill_at) if arguments.kill_at else None
    try:
        _import(arguments, hooks)
    except JournalError as error:
        print(json.dumps({"refused": str(error)}))


def _import(arguments: argparse.Namespace, hooks: Hooks | None) -> None:
    with Client(base_url=arguments.url, auth=AUTH, hooks=hooks) as zendesk:
        run = zendesk.create_records(
            KEY,
            rows(arguments.rows, arguments.identity),
            external_ids="generated" if arguments.identity == "generated" else "given",
            journal=arguments.journal,
        )
        print("begins", flush=True)
        numbers: dict[str, list[int]] = {"failed": [], "unknown": [], "unsent": []}
        reasons = Counter[str]()
        for outcome in run:
            if not outcome.ok:
                numbers[outcome.status].append(outcome.index)
                reasons[outcome.reason[:120]] += 1
    print(
        json.dumps(
            {
                "created": run.report.created,
                "skipped": run.report.skipped,
                **numbers,
                "reasons": reasons.most_common(3),
            }
        )
    )


def _killer(event: str) -> Hooks:
    """Hooks that kill this process at its n-th request or response, or none for a commit."""
    kind, number, *fraction = event.split(":")
    left = itertools.count(int(number), -1)
    if kind == "commit":
        _kill_inside_commit(left, float(fraction[0]))
        return Hooks()

    def count(_: object) -> None:
        if next(left) == 1:
            os.kill(os.getpid(), signal.SIGKILL)

    return Hooks(on_request=count) if kind == "request" else Hooks(on_response=count)


def _kill_inside_commit(left: Iterator[int], fraction: float) -> None:
    """Kill this process in a commit of the journal, after a part of its bytes."""
    write = AppendLog._write

    def torn(log: AppendLog, content: bytes) -> None:
        if next(left) == 1:
            os.lseek(log._handle, log._end, os.SEEK_SET)
            os.write(log._handle, content[: round(len(content) * fraction)])
            os.kill(os.getpid(), signal.SIGKILL)
        write(log, content)

    AppendLog._write = torn  # type: ignore[method-assign, assignment]


if __name__ == "__main__":
    main()
