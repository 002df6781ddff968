"""Benchmarks: the clients against raw HTTP and other libraries, the sandbox as it grows.

    scripts/bench client import memory async     # the default; in an environment of its own
    scripts/bench growth served peers
    scripts/bench loading limited small         # rows onto a sandbox, by each way: long
    python scripts/bench.py client --rounds 9 --json figures.json

Run directly, it needs the extra `all`. Every figure is a median over the rounds; each measurement
has a process of its own, on another core than the server.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from benchmarks import clients, importing, report
from benchmarks.measuring import Row

Suite = Callable[[argparse.Namespace], tuple[str, list[Row]]]


def client(options: argparse.Namespace) -> tuple[str, list[Row]]:
    rows = clients.measure(
        ["iterate", "create"],
        records=options.records,
        creates=options.creates,
        rounds=options.rounds,
    )
    return f"client: {options.records} records, {options.creates} creates", rows


def asynchronous(options: argparse.Namespace) -> tuple[str, list[Row]]:
    rows = clients.measure(
        ["async iterate", "async create"],
        records=options.records,
        creates=options.creates,
        rounds=options.rounds,
    )
    return f"async: {options.records} records, {options.creates} creates", rows


def imports(options: argparse.Namespace) -> tuple[str, list[Row]]:
    return "import, in a clean environment", importing.measure(rounds=options.rounds)


def memory(options: argparse.Namespace) -> tuple[str, list[Row]]:
    records = 10 * options.records
    rows = clients.memory(records=records, rounds=min(options.rounds, 3))
    return f"memory: iterating over {records} records", rows


def growing(options: argparse.Namespace) -> tuple[str, list[Row]]:
    from benchmarks import growth

    few, many = options.growth
    rows = growth.measure(few=few, many=many, times=options.times, rounds=options.rounds)
    return f"growth: a sandbox with {few} and with {many} records", rows


def served(options: argparse.Namespace) -> tuple[str, list[Row]]:
    from benchmarks import growth

    rows = growth.served(records=options.growth[0], times=options.times, rounds=options.rounds)
    return "served: a sandbox on a port, a request at a time", rows


def peers(options: argparse.Namespace) -> tuple[str, list[Row]]:
    from benchmarks import peers

    rows = peers.measure(
        records=options.records, creates=options.creates, rounds=min(options.rounds, 3)
    )
    return f"peers: {options.records} records, {options.creates} creates", rows


def loading(options: argparse.Namespace) -> tuple[str, list[Row]]:
    from benchmarks import loading

    many, few = options.loading
    return "loading: rows onto a sandbox", loading.unlimited(many=many, few=few, rounds=1)


def limited(options: argparse.Namespace) -> tuple[str, list[Row]]:
    from benchmarks import loading

    many, few = options.limited
    account = loading.Account(limit=20, window=1, job_seconds=1)
    return f"limited: {account.limit} requests in {account.window:g} s", loading.limited(
        many=many, few=few, account=account, rounds=1
    )


def small(options: argparse.Namespace) -> tuple[str, list[Row]]:
    from benchmarks import loading

    rows: list[Row] = []
    for name, latency in (("on this machine", 0.0), ("answers 100 ms late", 0.1)):
        found = loading.small(
            options.small, account=loading.Account(latency=latency), rounds=min(options.rounds, 3)
        )
        rows += [
            replace(row, name=f"{name}, {row.name}", floor=f"{name}, {row.floor}") for row in found
        ]
    return "small: batches of a few rows", rows


SUITES: dict[str, Suite] = {
    "client": client,
    "import": imports,
    "memory": memory,
    "async": asynchronous,
    "growth": growing,
    "served": served,
    "peers": peers,
    "loading": loading,
    "limited": limited,
    "small": small,
}
USUAL = ("client", "import", "memory", "async")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("suites", nargs="*", metavar="SUITE", help=", ".join(SUITES))
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--records", type=int, default=20_000, help="to iterate over")
    parser.add_argument("--creates", type=int, default=500)
    parser.add_argument("--times", type=int, default=200, help="requests to a sandbox, a round")
    parser.add_argument(
        "--growth", type=int, nargs=2, metavar=("FEW", "MANY"), default=(10_000, 1_000_000)
    )
    for suite, usual in (("loading", (100_000, 10_000)), ("limited", (10_000, 1_000))):
        parser.add_argument(
            f"--{suite}",
            type=int,
            nargs=2,
            metavar=("MANY", "FEW"),
            default=usual,
            help="rows in jobs, and one by one",
        )
    parser.add_argument(
        "--small", type=int, nargs="*", default=(1, 3, 10, 50), help="sizes of small batches"
    )
    parser.add_argument(
        "--json", type=Path, help="a file for the figures, with those of each round"
    )
    options = parser.parse_args(arguments)
    if unknown := set(options.suites) - SUITES.keys():
        parser.error(f"no suite is called {', '.join(sorted(unknown))}")
    found: dict[str, list[Row]] = {}
    for name in options.suites or USUAL:
        title, found[name] = SUITES[name](options)
        print(report.table(title, found[name]), flush=True)
    if options.json:
        figures = {name: report.plain(rows) for name, rows in found.items()}
        options.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")
    missed = [row for rows in found.values() for row in rows if row.is_reached is False]
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
