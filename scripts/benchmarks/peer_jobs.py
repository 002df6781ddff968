"""Jobs of other people's clients, each in its own environment, against the same stub server.

`python -m benchmarks.peer_jobs NAME URL COUNT` does one job and prints its figures as JSON. The
patches only let a client speak plain http to this machine.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from collections.abc import Callable, Iterable
from typing import Any

from .content import OPTIONS, TYPES, VALUES

EMAIL, TOKEN = "admin@example.com", "sandbox"
"""Credentials of a sandbox's admin; the stub accepts any."""


def libzapi(url: str) -> Any:
    pagination: Any = importlib.import_module("libzapi.infrastructure.http.pagination")
    # It makes next links relative only if they begin with https.
    pagination.next_link = lambda data, base_url: (
        pagination._extract_next_page_link(data) or ""
    ).replace(base_url, "")
    custom_data: Any = importlib.import_module("libzapi.application.services.custom_data")
    return custom_data.CustomData(url, email=EMAIL, api_token=TOKEN).custom_object_records


def libzapi_iterate(records: Any, count: int) -> int:
    return _count(records.list_all("apartment", page_size=100), count)


def libzapi_create(records: Any, count: int) -> int:
    made = (records.create("apartment", f"Apartment {n}", VALUES) for n in range(count))
    return sum(bool(record.id) for record in made)


def python_zendesk(url: str) -> Any:
    package: Any = importlib.import_module("zendesk")
    models: Any = importlib.import_module("zendesk.models")
    security = models.Security(username=f"{EMAIL}/token", password=TOKEN)
    return package.Zendesk(server_url=url, security=security).custom_object_records


def python_zendesk_iterate(records: Any, count: int) -> int:
    def every() -> Iterable[Any]:
        answer = records.list_custom_object_records(custom_object_key="apartment", page_size=100)
        while answer is not None:
            yield from answer.result.custom_object_records
            answer = answer.next()

    return _count(every(), count)


def python_zendesk_create(records: Any, count: int) -> int:
    """Create records without names, as this client drops them."""
    body = {"custom_object_fields": VALUES}
    made = (
        records.create_custom_object_record(
            custom_object_key="apartment", custom_object_record=body
        )
        for _ in range(count)
    )
    return sum(bool(answer.custom_object_record.id) for answer in made)


def mercury_orm(url: str) -> Any:
    connection: Any = importlib.import_module("mercuryorm.client.connection")
    connection.ZendeskAPIClient.BASE_URL = f"{url}/api/v2"
    base: Any = importlib.import_module("mercuryorm.base")
    fields: Any = importlib.import_module("mercuryorm.fields")
    kinds = {
        "textarea": fields.TextareaField,
        "integer": fields.IntegerField,
        "decimal": fields.DecimalField,
        "checkbox": fields.CheckboxField,
        "date": fields.DateField,
    }
    attributes = {key: kinds.get(kind, fields.TextField)(key) for key, kind in TYPES.items()}
    attributes["amenities"] = fields.MultiselectField("amenities", OPTIONS["amenities"])
    return type("Apartment", (base.CustomObject,), attributes)


def mercury_orm_iterate(model: Any, count: int) -> int:
    """Iterate over records; this client reads all pages before it returns the first record."""
    return _count(model.objects.all(), count)


def mercury_orm_create(model: Any, count: int) -> int:
    found = 0
    for number in range(count):
        record = model(**VALUES)
        record.name = f"Apartment {number}"
        record.save()
        found += bool(record.id)
    return found


def _count(records: Iterable[Any], count: int) -> int:
    found = 0
    for record in records:
        values = getattr(record, "custom_object_fields", None)
        if record.name and (record.bedrooms if values is None else values["bedrooms"]):
            found += 1
        if found == count:
            break
    return found


JOBS: dict[str, tuple[Callable[[str], Any], Callable[[Any, int], int]]] = {
    "iterate: libzapi": (libzapi, libzapi_iterate),
    "iterate: python-zendesk": (python_zendesk, python_zendesk_iterate),
    "iterate: mercury-orm": (mercury_orm, mercury_orm_iterate),
    "create: libzapi": (libzapi, libzapi_create),
    "create: python-zendesk": (python_zendesk, python_zendesk_create),
    "create: mercury-orm": (mercury_orm, mercury_orm_create),
}


def main(name: str, url: str, count: int) -> None:
    start, work = JOBS[name]
    client = start(url)
    if "mercury" not in name or "create" in name:
        work(client, 1)
    started, spent = time.perf_counter(), time.process_time()
    found = work(client, count)
    taken = {"wall": time.perf_counter() - started, "cpu": time.process_time() - spent}
    if found != count:
        sys.exit(f"{found} records instead of {count}")
    print(json.dumps(taken))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
