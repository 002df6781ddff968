"""Proofs that take too long for the tests: an import survives kill -9, and uses the allowance.

    python scripts/durability.py crashes     twenty kill -9 each, without and with faults
    python scripts/durability.py allowance   100,000 records into a sandbox with a rate limit

What is imported is checked against the database of the sandbox. The exit status tells whether all
held.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from zendesk_custom_objects import ApiToken, Client, Hooks, Sandbox

KEY = "row"
JOBS = "CustomObjectRecordBulkJobs"
LOOKS = "ShowManyJobStatuses"

Identity = str
IDENTITIES = ("external_ids", "names", "generated", "nothing")
"""What makes a row certain: its external id, a unique name, a generated external id, or nothing."""


@dataclass(frozen=True)
class Import:
    """An import, to be run in a process of its own."""

    url: str
    journal: Path | None
    rows: int
    identity: Identity

    def start(self, *more: str) -> subprocess.Popen[str]:
        command = [sys.executable, __file__, "import", self.url, str(self.rows), self.identity]
        if self.journal is not None:
            command += ["--journal", str(self.journal)]
        return subprocess.Popen([*command, *more], stdout=subprocess.PIPE, text=True)

    def finish(self) -> dict[str, Any]:
        """Run it to the end: its report."""
        with self.start() as process:
            text, _ = process.communicate()
        if process.returncode:
            raise RuntimeError(f"the import ended with status {process.returncode}")
        report: dict[str, Any] = json.loads(text.splitlines()[-1])
        return report

    def kill_after(self, seconds: float) -> bool:
        """Run it, and kill it some time after it has begun; whether it was still at work."""
        with self.start() as process:
            assert process.stdout is not None
            process.stdout.readline()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(seconds)
            process.kill()
        return process.returncode == -signal.SIGKILL

    def kill_at(self, event: str) -> bool:
        """Run it until it kills itself at an event such as `request:3`."""
        with self.start("--kill-at", event) as process:
            process.communicate()
        return process.returncode == -signal.SIGKILL


def rows(count: int, identity: Identity) -> Iterator[dict[str, Any]]:
    for number in range(count):
        row: dict[str, Any] = {"name": f"Row {number}", "number": number}
        if identity == "external_ids":
            row["external_id"] = f"row-{number}"
        yield row


def run_import(arguments: argparse.Namespace) -> None:
    """The importing process: says when it begins, and at the end what came of it."""
    hooks = _killer(arguments.kill_at) if arguments.kill_at else None
    auth = ApiToken("admin@example.com", "sandbox")
    with Client(base_url=arguments.url, auth=auth, hooks=hooks) as zendesk:
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
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        json.dumps(
            {
                "created": run.report.created,
                "skipped": run.report.skipped,
                **numbers,
                "reasons": reasons.most_common(3),
                "megabytes": peak,
            }
        )
    )


def _killer(event: str) -> Hooks:
    """Hooks that kill this process at the n-th request or response."""
    kind, _, number = event.partition(":")
    left = itertools.count(int(number), -1)

    def count(_: object) -> None:
        if next(left) == 1:
            os.kill(os.getpid(), signal.SIGKILL)

    return Hooks(on_request=count) if kind == "request" else Hooks(on_response=count)


@contextlib.contextmanager
def service(
    folder: Path, *, unique_names: bool = False, **options: Any
) -> Iterator[tuple[Sandbox, str, Path]]:
    """A served sandbox with an object for the rows, and its database."""
    path = folder / "sandbox.db"
    with Sandbox(path, **options) as sandbox, sandbox.served() as url:
        with Client.sandbox(sandbox) as admin:
            admin.create_object(KEY, title="Row", title_pluralized="Rows")
            admin.create_field(KEY, "number", title="Number", type="integer")
            if unique_names:
                admin.update_field(KEY, "standard::name", properties={"is_unique": True})
        yield sandbox, url, path


def names(database: Path) -> Counter[str]:
    """How often each name is in the database of a sandbox."""
    with contextlib.closing(sqlite3.connect(database)) as connection:
        return Counter(name for (name,) in connection.execute("SELECT name FROM records"))


def is_busy(journal: Path) -> bool:
    """Whether a journal has something of which the outcome is not known."""
    if not journal.exists():
        return False
    with contextlib.closing(sqlite3.connect(journal)) as connection:
        tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        return bool(tables and connection.execute("SELECT count(*) FROM batches").fetchone()[0])


def verdict(identity: Identity, report: dict[str, Any], found: Counter[str], count: int) -> str:
    """What is wrong with what an import has left and said; empty if nothing is."""
    expected = [f"Row {number}" for number in range(count)]
    doubled = sum(number > 1 for number in found.values())
    missing = [number for number, name in enumerate(expected) if name not in found]
    told = {*report["failed"], *report["unknown"], *report["unsent"]}
    problems = []
    if doubled or set(found) - set(expected):
        problems.append(f"{doubled} rows are there more than once")
    if identity != "nothing" and missing:
        problems.append(f"{len(missing)} rows are missing")
    if untold := set(missing) - told:
        problems.append(f"{len(untold)} rows are missing, and were said to be there")
    if identity != "nothing" and told:
        problems.append(f"{len(told)} rows are not settled: {report['reasons']}")
    if report["failed"] and set(report["failed"]) - set(missing):
        problems.append("a row that is there was said to have failed")
    return "; ".join(problems)


def mishaps(sandbox: Sandbox, random: Random) -> None:
    """What a bad day has: each import meets all of it, some of it more than once."""
    faults = sandbox.faults
    for operation in (JOBS, LOOKS):
        for _ in range(random.randint(1, 2)):
            faults.add(operation, reset=random.choice(["before", "after"]))
            faults.add(operation, status=503, performed=random.random() < 0.5)
    faults.add(JOBS, status=429, retry_after=1)
    faults.add(JOBS, truncate=20)
    faults.fail_jobs(random.randint(1, 2))


def crash_trial(
    identity: Identity,
    count: int,
    random: Random,
    kill: Callable[[Import], bool],
    *,
    with_faults: bool,
) -> tuple[bool, bool, str]:
    """One import that is killed once and then run again.

    Was it killed, was something under way then, and what is wrong.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with service(folder, unique_names=identity == "names") as (sandbox, url, database):
            sandbox.faults.slow_jobs(random.uniform(0.2, 0.8))
            if with_faults:
                mishaps(sandbox, random)
            work = Import(url, folder / "import.db", count, identity)
            killed = kill(work)
            was_busy = is_busy(folder / "import.db")
            report = work.finish()
            if with_faults and identity != "nothing":
                # A job may fail as a whole more often than one run has patience for.
                report = work.finish()
        return killed, was_busy, verdict(identity, report, names(database), count)


def prove_crashes(kills: int, count: int, identities: Sequence[Identity]) -> bool:
    random = Random(os.environ.get("SEED") or None)
    all_held = True
    for identity in identities:
        for with_faults in (False, True):
            done, busy, wrong = 0, 0, list[str]()
            started = time.perf_counter()
            while done < kills:
                moment = random.uniform(0.0, 1.2)
                killed, was_busy, problem = crash_trial(
                    identity,
                    count,
                    random,
                    lambda work, moment=moment: work.kill_after(moment),  # type: ignore[misc]
                    with_faults=with_faults,
                )
                done += killed
                busy += killed and was_busy
                wrong += [problem] if problem else []
            seconds = time.perf_counter() - started
            how = "with faults" if with_faults else "without faults"
            state = f"{len(wrong)} WRONG: {wrong[:3]}" if wrong else "all held"
            print(f"{identity:>12}, {how}: {done} kills, {busy} with jobs under way", end="")
            print(f", {state} ({seconds:.0f} s)", flush=True)
            all_held = all_held and not wrong
    return all_held


def prove_allowance(count: int, limit: int, window: float) -> bool:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with service(folder, requests_per_minute=limit, window=window) as (sandbox, url, database):
            sandbox.requests.clear()
            started = time.perf_counter()
            report = Import(url, folder / "import.db", count, "external_ids").finish()
            seconds = time.perf_counter() - started
            requests = list(sandbox.requests)
        problem = verdict("external_ids", report, names(database), count)
    jobs = sum(request.operation == JOBS for request in requests)
    others = len(requests) - jobs
    refused = sum(request.status == 429 for request in requests)
    windows = Counter(request.at // window for request in requests)
    full = range(int(min(windows)) + 1, int(max(windows)))
    used = sum(windows[number] for number in full) / (limit * len(full))
    print(f"{count:,} records in {seconds:.1f} s, {limit} requests each {window:g} s")
    print(f"jobs submitted: {jobs:,}; other requests: {others} ({others / jobs:.1%} on top)")
    print(f"answers 429: {refused}; allowance used in {len(full)} whole windows: {used:.1%}")
    print(f"peak memory: {report['megabytes']:.1f} MB; {problem or 'every row exactly once'}")
    return (
        not problem
        and jobs == count // 100
        and others <= jobs / 10
        and refused == 0
        and used >= 0.95
        and report["megabytes"] < 80
    )


def main() -> int:
    parser = argparse.ArgumentParser(description="Prove that imports last.")
    commands = parser.add_subparsers(dest="command", required=True)
    crashes = commands.add_parser("crashes")
    crashes.add_argument("--kills", type=int, default=20)
    crashes.add_argument("--rows", type=int, default=1000)
    crashes.add_argument("--identity", choices=IDENTITIES, nargs="*", default=IDENTITIES)
    allowance = commands.add_parser("allowance")
    allowance.add_argument("--rows", type=int, default=100_000)
    allowance.add_argument("--limit", type=int, default=200)
    allowance.add_argument("--window", type=float, default=20.0)
    importing = commands.add_parser("import")
    importing.add_argument("url")
    importing.add_argument("rows", type=int)
    importing.add_argument("identity")
    importing.add_argument("--journal", type=Path)
    importing.add_argument("--kill-at")
    arguments = parser.parse_args()
    if arguments.command == "import":
        run_import(arguments)
        return 0
    if arguments.command == "crashes":
        return 0 if prove_crashes(arguments.kills, arguments.rows, arguments.identity) else 1
    return 0 if prove_allowance(arguments.rows, arguments.limit, arguments.window) else 1


if __name__ == "__main__":
    sys.exit(main())
