"""Every airport through every file format, as a list and as an export."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from zendesk_custom_objects import Client, RecordListing
from zendesk_custom_objects.files import Format, read_items

from .airports import KEY, import_airports, served_airports
from .services import AUTH, difference

FORMATS: tuple[Format, ...] = ("csv", "jsonl", "parquet", "arrow")


def prove_formats(folder: Path) -> bool:
    """Files are read back with equal values of equal types."""
    database = folder / "airports.db"
    items = import_airports(database)
    held = True
    with (
        served_airports(database) as (_, url),
        Client(base_url=url, auth=AUTH) as zendesk,
    ):
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
                wrong = difference(items, found)
                held &= not wrong and written.records == len(items)
                print(
                    f"{each:8} {kind:25} {written.records} written in {wrote:5.1f} s,"
                    f" read in {took:4.1f} s, {path.stat().st_size / 1e6:5.1f} MB:"
                    f" {wrong or 'equal, types included'}",
                    flush=True,
                )
        table = zendesk.export_records(KEY).to_arrow()
        print(f"to_arrow: {table.num_rows} rows of {table.num_columns} columns")
        held &= table.num_rows == len(items)
    return held
