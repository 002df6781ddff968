"""Proofs that take too long for the tests: every airport of the world through every format.

    python scripts/durability_export.py airports    imported, exported, read back: equal, with types
    python scripts/durability_export.py crashes     twenty kill -9, each export resumed

The airports are those of the package airportsdata. What is exported is checked against it, and
against the database of the sandbox. The exit status tells whether all held.
"""

from __future__ import annotations

import argparse
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random
from typing import Any, cast

import airportsdata

from zendesk_custom_objects import ApiToken, Client, RecordListing, Sandbox
from zendesk_custom_objects.files import Format, read_items
from zendesk_custom_objects.sandbox.plans import Plan

KEY = "airport"
AUTH = ApiToken("admin@example.com", "sandbox")
FORMATS: tuple[Format, ...] = ("csv", "jsonl", "parquet", "arrow")
KILLS = 20


CODES = ("iata", "icao", "lid")
TEXTS = ("iata", "lid", "city", "subd")
DECIMALS = ("elevation", "lat", "lon")


def airports() -> list[dict[str, Any]]:
    """All of them as items; what is missing is an empty text, as the package has it."""
    known: dict[str, dict[str, Any]] = cast("Any", airportsdata.load())
    return [
        {
            "name": airport["name"],
            "external_id": airport["icao"],
            **{key: airport[key] for key in (*TEXTS, "country", "tz")},
            **{key: float(airport[key]) for key in DECIMALS},
            "metres": round(airport["elevation"] * 0.3048),
            "is_high": airport["elevation"] > 3000,
            "codes": [code for code in CODES if airport[code]],
        }
        for airport in known.values()
    ]


def fields(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Their fields."""

    def options(values: Iterator[str]) -> list[dict[str, Any]]:
        return [{"name": value, "value": value} for value in sorted(set(values))]

    types: dict[str, dict[str, Any]] = {
        **{key: {"type": "text"} for key in TEXTS},
        **{
            key: {"type": "dropdown", "custom_field_options": options(item[key] for item in items)}
            for key in ("country", "tz")
        },
        **{key: {"type": "decimal"} for key in DECIMALS},
        "metres": {"type": "integer"},
        "is_high": {"type": "checkbox"},
        "codes": {"type": "multiselect", "custom_field_options": options(iter(CODES))},
    }
    return [{"key": key, "title": key, **definition} for key, definition in types.items()]


@contextmanager
def world(folder: Path) -> Iterator[tuple[Client, str, list[dict[str, Any]]]]:
    """A client of a served sandbox that has all airports, its address, and the airports."""
    items = airports()
    plan = Plan(exports_per_minute=1_000_000)
    with Sandbox(folder / "world.db", plan=plan) as sandbox:
        named = {"key": KEY, "title": "Airport", "title_pluralized": "Airports"}
        sandbox.seed(objects=[{**named, "fields": fields(items)}])
        with sandbox.served() as url, Client(base_url=url, auth=AUTH) as zendesk:
            started = time.perf_counter()
            zendesk.create_records(KEY, items).run().raise_on_failure()
            took = time.perf_counter() - started
            print(f"{len(items)} airports imported: {took:.1f} s", flush=True)
            sandbox.clock.advance(3600)
            yield zendesk, url, items


def typed(items: list[dict[str, Any]]) -> list[list[tuple[str, type, Any]]]:
    """Items with the types of their values, in the order of their external ids."""
    ordered = sorted(items, key=lambda item: str(item["external_id"]))
    return [[(key, type(item[key]), item[key]) for key in sorted(item)] for item in ordered]


def check_formats(folder: Path) -> bool:
    """Every airport through every format, as snapshot and as export."""
    held = True
    with world(folder) as (zendesk, _, items):
        expected = typed(items)
        definitions = list(zendesk.list_fields(KEY))
        for each in FORMATS:
            listings: dict[str, RecordListing[Any]] = {
                "list": zendesk.list_records(KEY),
                "export": zendesk.export_records(KEY),
                "export with a checkpoint": zendesk.export_records(
                    KEY, checkpoint=folder / f"{each}.checkpoint"
                ),
            }
            for kind, listing in listings.items():
                path = folder / f"{kind}.{each}"
                started = time.perf_counter()
                written = listing.to_file(path)
                wrote = time.perf_counter() - started
                started = time.perf_counter()
                found = list(read_items(path, fields=definitions))
                took = time.perf_counter() - started
                equal = typed(found) == expected
                held &= equal and written.records == len(items)
                print(
                    f"{each:8} {kind:25} {written.records} written in {wrote:5.1f} s,"
                    f" read in {took:4.1f} s, {path.stat().st_size / 1e6:5.1f} MB:"
                    f" {'equal, types included' if equal else 'DIFFERENT'}",
                    flush=True,
                )
        table = zendesk.export_records(KEY).to_arrow()
        print(f"to_arrow: {table.num_rows} rows of {table.num_columns} columns")
        held &= table.num_rows == len(items)
    return held


def check_crashes(folder: Path, seed: int) -> bool:
    """Exports that are killed at a random moment each, and resumed."""
    random = Random(seed)
    with world(folder) as (zendesk, url, items):
        ids = Counter(record.id for record in zendesk.list_records(KEY))
        started = time.perf_counter()
        export(url, folder / "whole.csv", folder / "whole.checkpoint").wait()
        longest = time.perf_counter() - started
        print(f"an export takes {longest:.1f} s; seed {seed}", flush=True)
        held = ids.total() == len(items)
        kills = rounds = 0
        while kills < KILLS:
            rounds += 1
            path = folder / f"{rounds}.{FORMATS[rounds % len(FORMATS)]}"
            noted = folder / f"{rounds}.checkpoint"
            moment = random.uniform(0, longest)
            process = export(url, path, noted)
            try:
                process.wait(moment)
                continue  # it was faster
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                kills += 1
            state = "whole" if path.exists() else "a part" if noted.exists() else "nothing"
            status = export(url, path, noted).wait() if state != "whole" else 0
            found = Counter(item["id"] for item in read_items(path, columns={"id": "id"}))
            exact = status == 0 and found == ids
            held &= exact
            print(
                f"{kills:2} killed after {moment:4.1f} s with {state:7} of {path.name:10} written,"
                f" resumed: {sum(found.values())} rows,"
                f" {'each exactly once' if exact else 'NOT each exactly once'}",
                flush=True,
            )
    # The sandbox lets nobody else read its database as long as it is open.
    with closing(sqlite3.connect(folder / "world.db")) as database:
        return held and ids == Counter(row[0] for row in database.execute("SELECT id FROM records"))


def export(url: str, path: Path, checkpoint: Path) -> subprocess.Popen[bytes]:
    """An export in a process of its own."""
    return subprocess.Popen([sys.executable, __file__, "export", url, path, checkpoint])


def run_export(url: str, path: Path, checkpoint: Path) -> None:
    """What that process does."""
    with Client(base_url=url, auth=AUTH) as zendesk:
        zendesk.export_records(KEY, checkpoint=checkpoint, page_size=200).to_file(path)


def main() -> int:
    parser = argparse.ArgumentParser(description="Exports, proved")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("airports")
    commands.add_parser("crashes").add_argument("--seed", type=int, default=20261125)
    child = commands.add_parser("export")
    child.add_argument("url")
    child.add_argument("path", type=Path)
    child.add_argument("checkpoint", type=Path)
    chosen = parser.parse_args()
    if chosen.command == "export":
        run_export(chosen.url, chosen.path, chosen.checkpoint)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        if chosen.command == "airports":
            held = check_formats(Path(folder))
        else:
            held = check_crashes(Path(folder), chosen.seed)
    print("all held" if held else "FAILED")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
