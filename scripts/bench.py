"""Benchmarks: the clients against raw HTTP and other libraries, the sandbox as it grows.

    scripts/bench client import memory async     # the default; in an environment of its own
    scripts/bench growth served peers
    scripts/bench loading limited small          # rows onto a sandbox, by each way: long
    scripts/bench client import memory --against HEAD~1 --rounds 15
    python scripts/bench.py client --rounds 9 --json figures.json

Run directly, it needs the extra `all`. Every figure is a median over the rounds; each measurement
has a process of its own, on another core than the server.
"""

from __future__ import annotations

import argparse
import json
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from benchmarks import against, clients, importing, report
from benchmarks.measuring import Row
from benchmarks.processes import clean_python


class Suite(NamedTuple):
    """A set of measurements that share a table."""

    measure: Callable[[Namespace], tuple[str, list[Row]]]
    """Returns the title of the table, and its rows."""
    rounds: int = 7
    """Unless `--rounds` says otherwise."""
    is_clean: bool = False
    """True if it measures in an environment that has the core's dependencies only."""


def client(options: Namespace) -> tuple[str, list[Row]]:
    rows = clients.measure(
        ["iterate", "create"],
        records=options.records,
        creates=options.creates,
        rounds=options.rounds,
    )
    return f"client: {options.records} records, {options.creates} creates", rows


def asynchronous(options: Namespace) -> tuple[str, list[Row]]:
    rows = clients.measure(
        ["async iterate", "async create"],
        records=options.records,
        creates=options.creates,
        rounds=options.rounds,
    )
    return f"async: {options.records} records, {options.creates} creates", rows


def imports(options: Namespace) -> tuple[str, list[Row]]:
    return "import, in a clean environment", importing.measure(rounds=options.rounds)


def memory(options: Namespace) -> tuple[str, list[Row]]:
    records = 10 * options.records
    rows = clients.memory(records=records, rounds=options.rounds)
    return f"memory: iterating over {records} records", rows


def growing(options: Namespace) -> tuple[str, list[Row]]:
    from benchmarks import growth

    few, many = options.growth
    rows = growth.measure(few=few, many=many, times=options.times, rounds=options.rounds)
    return f"growth: a sandbox with {few} and with {many} records", rows


def served(options: Namespace) -> tuple[str, list[Row]]:
    from benchmarks import growth

    rows = growth.served(records=options.growth[0], times=options.times, rounds=options.rounds)
    return "served: a sandbox on a port, a request at a time", rows


def peers(options: Namespace) -> tuple[str, list[Row]]:
    from benchmarks import peers

    rows = peers.measure(records=options.records, creates=options.creates, rounds=options.rounds)
    return f"peers: {options.records} records, {options.creates} creates", rows


def loading(options: Namespace) -> tuple[str, list[Row]]:
    from benchmarks import loading

    many, few = options.loading
    rows = loading.unlimited(many=many, few=few, rounds=options.rounds)
    return "loading: rows onto a sandbox", rows


def limited(options: Namespace) -> tuple[str, list[Row]]:
    from benchmarks import loading

    many, few = options.limited
    account = loading.Account(limit=20, window=1, job_seconds=1)
    return f"limited: {account.limit} requests in {account.window:g} s", loading.limited(
        many=many, few=few, account=account, rounds=options.rounds
    )


def small(options: Namespace) -> tuple[str, list[Row]]:
    from benchmarks import loading

    rows: list[Row] = []
    for name, latency in (("on this machine", 0.0), ("answers 100 ms late", 0.1)):
        found = loading.small(
            options.small, account=loading.Account(latency=latency), rounds=options.rounds
        )
        rows += [
            replace(row, name=f"{name}, {row.name}", floor=f"{name}, {row.floor}") for row in found
        ]
    return "small: batches of a few rows", rows


SUITES = {
    "client": Suite(client),
    "import": Suite(imports, is_clean=True),
    "memory": Suite(memory, rounds=3, is_clean=True),
    "async": Suite(asynchronous),
    "growth": Suite(growing),
    "served": Suite(served),
    "peers": Suite(peers, rounds=3),
    "loading": Suite(loading, rounds=1),
    "limited": Suite(limited, rounds=1),
    "small": Suite(small, rounds=3),
}
DEFAULT = ("client", "import", "memory", "async")
SIZES = ("records", "creates", "times", "growth", "loading", "limited", "small")
"""Options that say how much a suite measures."""
AGAINST = """\
compare with the package of this commit instead of with targets. The benchmark scripts, the
environment and the servers are those of this tree on both sides, so that only the package differs:
scripts of an older commit could measure something else under the same name. Measurements alternate
between the sides. The exit status is 1 if a row of the package is slower than the tolerance,
and 2 if a suite cannot be measured with the other package."""


def main(arguments: list[str]) -> int:
    options = parse(arguments)
    names = options.suites or DEFAULT
    try:
        if options.against:
            return compare(names, options)
    except against.CannotCompare as error:
        print(error, file=sys.stderr)
        return 2
    found: dict[str, list[Row]] = {}
    for name in names:
        suite = SUITES[name]
        rounds = options.rounds or suite.rounds
        title, found[name] = suite.measure(Namespace(**{**vars(options), "rounds": rounds}))
        print(report.table(title, found[name]), flush=True)
    if options.json:
        figures = {name: report.plain(rows) for name, rows in found.items()}
        options.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")
    missed = [row for rows in found.values() for row in rows if row.is_reached is False]
    return 1 if missed else 0


def parse(arguments: list[str]) -> Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("suites", nargs="*", metavar="SUITE", help=", ".join(SUITES))
    usual = "; ".join(f"{name} {suite.rounds}" for name, suite in SUITES.items())
    parser.add_argument("--rounds", type=int, help=f"for every suite; default: {usual}")
    parser.add_argument("--records", type=int, default=20_000, help="records to iterate over")
    parser.add_argument("--creates", type=int, default=500, help="records to create")
    parser.add_argument(
        "--times", type=int, default=200, help="requests to a sandbox in each round"
    )
    parser.add_argument(
        "--growth",
        type=int,
        nargs=2,
        metavar=("FEW", "MANY"),
        default=(10_000, 1_000_000),
        help="records of the small and of the large sandbox",
    )
    for suite, usual_rows in (("loading", (100_000, 10_000)), ("limited", (10_000, 1_000))):
        parser.add_argument(
            f"--{suite}",
            type=int,
            nargs=2,
            metavar=("MANY", "FEW"),
            default=usual_rows,
            help="rows in jobs, and one by one",
        )
    parser.add_argument(
        "--small", type=int, nargs="*", default=(1, 3, 10, 50), help="sizes of small batches"
    )
    parser.add_argument("--against", metavar="COMMIT", help=AGAINST)
    parser.add_argument(
        "--tolerance",
        type=float,
        default=1.03,
        help="with --against: the highest ratio that is not slower (default: %(default)s)",
    )
    parser.add_argument(
        "--by-cpu",
        action="store_true",
        help="with --against: judge by processor time where it is known, for a busy machine",
    )
    parser.add_argument(
        "--json", type=Path, help="a file for the figures, with those of each round"
    )
    options = parser.parse_args(arguments)
    if unknown := set(options.suites) - SUITES.keys():
        parser.error(f"no suite is called {', '.join(sorted(unknown))}")
    if options.rounds is not None and options.rounds < 1:
        parser.error("--rounds must be 1 or more")
    return options


def compare(names: Sequence[str], options: Namespace) -> int:
    """Measure the suites on both sides; the exit status tells whether this tree is slower."""
    found: dict[str, list[against.Compared]] = {}
    with against.both_sides(options.against) as sides:
        pythons = [sys.executable]
        if any(SUITES[name].is_clean for name in names):
            pythons.append(clean_python())
        for side in sides:
            for python in pythons:
                for package in side.packages(python):
                    print(f"{side.name}: {package} ({python})", flush=True)
        for name in names:
            rounds = options.rounds or SUITES[name].rounds
            sizes = (*_sizes(options), "--rounds", str(rounds))
            command = [sys.executable, __file__, name, *sizes]
            found[name] = against.measure(sides, command)
            title = f"{name}: {sides[1].name} against {sides[0].name}, rounds: {rounds}"
            shown = report.comparison(
                title,
                found[name],
                (sides[0].name, sides[1].name),
                options.tolerance,
                by_cpu=options.by_cpu,
            )
            print(f"\n{shown}", flush=True)
    if options.json:
        options.json.write_text(json.dumps(report.plain_comparison(found), indent=1), "utf-8")
    slower = [
        f"{name}: {row.name}"
        for name, rows in found.items()
        for row in rows
        if row.is_slower(options.tolerance, by_cpu=options.by_cpu)
    ]
    print(f"SLOWER: {', '.join(slower)}" if slower else "not slower")
    return 1 if slower else 0


def _sizes(options: Namespace) -> Iterator[str]:
    """The options that say how much is measured, as arguments."""
    for name in SIZES:
        value = getattr(options, name)
        yield f"--{name}"
        yield from map(str, [value] if isinstance(value, int) else value)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
