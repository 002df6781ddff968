"""Ways of other people's clients to load rows into a sandbox, each in its own environment.

`python -m benchmarks.peer_loading NAME URL COUNT` loads them, and prints its figures as JSON. A row
that a client fails to create is skipped.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from . import peer_jobs
from .loading_rows import rows

Fields = dict[str, Any]


def split(row: dict[str, Any]) -> tuple[str, str, Fields]:
    """The name, the external id and the field values of a row."""
    return row.pop("name"), row.pop("external_id"), row


def libzapi_create(records: Any, given: Iterable[dict[str, Any]]) -> int:
    def create(row: dict[str, Any]) -> None:
        name, external_id, fields = split(row)
        records.create("apartment", name, fields, external_id=external_id)

    return each_tried(create, given)


def libzapi_bulk(records: Any, given: Iterable[dict[str, Any]]) -> int:
    """Submit batches made here, as this client makes none; it cannot poll a job either."""

    def create(batch: list[dict[str, Any]]) -> None:
        items = [
            {"name": name, "external_id": external_id, "custom_object_fields": fields}
            for name, external_id, fields in map(split, batch)
        ]
        records.bulk_job("apartment", "create", items)

    return each_tried(create, batches(given))


def python_zendesk_create(records: Any, given: Iterable[dict[str, Any]]) -> int:
    """Create records without names, as this client drops them."""

    def create(row: dict[str, Any]) -> None:
        _, external_id, fields = split(row)
        body = {"custom_object_fields": fields, "external_id": external_id}
        records.create_custom_object_record(
            custom_object_key="apartment", custom_object_record=body
        )

    return each_tried(create, given)


def mercury_orm_create(model: Any, given: Iterable[dict[str, Any]]) -> int:
    return each_tried(lambda row: mercury_record(model, row).save(), given)


def mercury_orm_bulk(model: Any, given: Iterable[dict[str, Any]]) -> int:
    """This client submits all jobs, then polls each without a pause until it has finished."""
    records = [mercury_record(model, row) for row in given]
    return each_tried(model.objects.bulk.create, [records])


def mercury_record(model: Any, row: dict[str, Any]) -> Any:
    name, external_id, fields = split(row)
    record = model(**fields)
    record.name, record.external_id = name, external_id
    return record


def batches(given: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    remaining = iter(given)
    while batch := list(islice(remaining, 100)):
        yield batch


def each_tried(create: Callable[[Any], object], given: Iterable[Any]) -> int:
    """Try each item; returns the number of failures, and prints the first reason."""
    failed = 0
    for each in given:
        try:
            create(each)
        except Exception as error:  # any error: the others are tried
            if not failed:
                print(f"{type(error).__name__}: {str(error)[:300]}", file=sys.stderr)
            failed += 1
    return failed


WAYS: dict[str, tuple[Callable[[str], Any], Callable[[Any, Iterable[dict[str, Any]]], int]]] = {
    "libzapi: bulk_job": (peer_jobs.libzapi, libzapi_bulk),
    "libzapi: create": (peer_jobs.libzapi, libzapi_create),
    "python-zendesk: create": (peer_jobs.python_zendesk, python_zendesk_create),
    "mercury-orm: bulk.create": (peer_jobs.mercury_orm, mercury_orm_bulk),
    "mercury-orm: save": (peer_jobs.mercury_orm, mercury_orm_create),
}


def main(name: str, url: str, count: int) -> None:
    start, bring = WAYS[name]
    os.environ |= {"ZENDESK_EMAIL": peer_jobs.EMAIL, "ZENDESK_API_TOKEN": peer_jobs.TOKEN}
    client = start(url)
    started, spent = time.perf_counter(), time.process_time()
    failed = bring(client, rows(count))
    taken = {"wall": time.perf_counter() - started, "cpu": time.process_time() - spent}
    print(json.dumps({**taken, "failed": failed}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
