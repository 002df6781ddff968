"""Ways of other people's clients to bring rows onto a sandbox, each in its own environment.

`python -m benchmarks.peer_loading NAME URL COUNT` brings them all, and prints what it took as JSON.
A row that a client fails to create is left out, and the next is tried.
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


def divided(row: dict[str, Any]) -> tuple[str, str, Fields]:
    """Its name, its external id and the values of its fields."""
    return row.pop("name"), row.pop("external_id"), row


def libzapi_create(records: Any, given: Iterable[dict[str, Any]]) -> int:
    def create(row: dict[str, Any]) -> None:
        name, external_id, fields = divided(row)
        records.create("apartment", name, fields, external_id=external_id)

    return each_tried(create, given)


def libzapi_bulk(records: Any, given: Iterable[dict[str, Any]]) -> int:
    """Cut by hand, as it does not do that; it cannot look at a job either."""

    def create(batch: list[dict[str, Any]]) -> None:
        items = [
            {"name": name, "external_id": external_id, "custom_object_fields": fields}
            for name, external_id, fields in map(divided, batch)
        ]
        records.bulk_job("apartment", "create", items)

    return each_tried(create, batches(given))


def python_zendesk_create(records: Any, given: Iterable[dict[str, Any]]) -> int:
    """Without names: it drops them."""

    def create(row: dict[str, Any]) -> None:
        _, external_id, fields = divided(row)
        body = {"custom_object_fields": fields, "external_id": external_id}
        records.create_custom_object_record(
            custom_object_key="apartment", custom_object_record=body
        )

    return each_tried(create, given)


def mercury_orm_create(model: Any, given: Iterable[dict[str, Any]]) -> int:
    return each_tried(lambda row: mercury_record(model, row).save(), given)


def mercury_orm_bulk(model: Any, given: Iterable[dict[str, Any]]) -> int:
    """It sends all jobs, then looks at each without a pause until it is over."""
    records = [mercury_record(model, row) for row in given]
    return each_tried(model.objects.bulk.create, [records])


def mercury_record(model: Any, row: dict[str, Any]) -> Any:
    name, external_id, fields = divided(row)
    record = model(**fields)
    record.name, record.external_id = name, external_id
    return record


def batches(given: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    remaining = iter(given)
    while batch := list(islice(remaining, 100)):
        yield batch


def each_tried(create: Callable[[Any], object], given: Iterable[Any]) -> int:
    """How many could not be created; the first reason is told."""
    failed = 0
    for each in given:
        try:
            create(each)
        except Exception as error:  # whatever it is, the others are tried
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
