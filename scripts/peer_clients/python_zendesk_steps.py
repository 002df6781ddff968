"""python-zendesk: a generated client, whose base URL is an argument.

It sends neither names nor the bodies of updates, so the sandbox's control API creates an object
whose records are numbered.
"""

from __future__ import annotations

import importlib
import os
from typing import Any

from peer_clients.steps import URL, defect, raises, same, steer, step

package: Any = importlib.import_module("zendesk")
models: Any = importlib.import_module("zendesk.models")

zendesk = package.Zendesk(
    server_url=URL,
    security=models.Security(
        username=f"{os.environ['ZENDESK_EMAIL']}/token", password=os.environ["ZENDESK_API_TOKEN"]
    ),
)
objects, fields, records = (
    zendesk.custom_objects,
    zendesk.custom_object_fields,
    zendesk.custom_object_records,
)
BOAT = {"custom_object_key": "boat"}
made: dict[str, Any] = {}


def create_object() -> None:
    body = {"custom_object": {"key": "marina", "title": "Marina", "title_pluralized": "Marinas"}}
    same(objects.create_custom_object(request=body).custom_object.key, "marina")


def create_fields() -> None:
    for kind in ("text", "integer", "date"):
        body = {"key": f"a_{kind}", "title": kind, "type": kind}
        answer = fields.create_custom_object_field(**BOAT, custom_object_field=body)
        same(answer.custom_object_field.type, kind)
        made[kind] = answer.custom_object_field.id


def read_fields() -> None:
    listed = fields.list_custom_object_fields(**BOAT)
    result = getattr(listed, "result", listed)
    same(len(result.custom_object_fields), 3)
    shown = fields.show_custom_object_field(**BOAT, custom_object_field_key_or_id="a_text")
    same(shown.custom_object_field.id, made["text"])
    same(fields.custom_object_fields_limit(**BOAT).count, 3)


def create_record() -> None:
    body = {"external_id": "reg-1", "custom_object_fields": {"a_integer": 6, "a_text": "Brest"}}
    answer = records.create_custom_object_record(**BOAT, custom_object_record=body)
    record = answer.custom_object_record
    same((record.name, record.custom_object_fields["a_integer"]), ("1", 6))
    made["record"] = record.id


def show_record() -> None:
    answer = records.show_custom_object_record(**BOAT, custom_object_record_id=made["record"])
    same(answer.custom_object_record.external_id, "reg-1")


def update_record() -> None:
    records.update_custom_object_record(**BOAT, custom_object_record_id=made["record"])


def bulk() -> None:
    items = [{"custom_object_fields": {"a_integer": number}} for number in range(100)]
    job = {"action": "create", "items": items}
    made["job"] = records.custom_object_record_bulk_jobs(**BOAT, job=job).job_status.id
    same(records.custom_object_records_limit().count, 101)


def show_job() -> None:
    zendesk.job_statuses.show_job_status(job_status_id=made["job"])


def pages(answer: Any) -> list[Any]:
    found: list[Any] = []
    while answer is not None:
        found += answer.result.custom_object_records
        answer = answer.next()
    return found


def listing() -> None:
    same(len(pages(records.list_custom_object_records(**BOAT, page_size=40))), 101)
    found = pages(records.list_custom_object_records(**BOAT, filter_external_ids="reg-1"))
    same([record.id for record in found], [made["record"]])


def search() -> None:
    found = pages(records.search_custom_object_records(**BOAT, query="brest"))
    same([record.id for record in found], [made["record"]])
    found = pages(records.search_custom_object_records(**BOAT, page_size=40, sort="created_at"))
    same(len(found), 101)
    same(len(pages(records.autocomplete_custom_object_record_search(**BOAT, name="1"))) > 0, True)


def filtered() -> None:
    criteria = {"filter": {"custom_object_fields.a_integer": {"$gte": 50}}}
    found = pages(
        records.filtered_search_custom_object_records(**BOAT, page_size=40, request_body=criteria)
    )
    same(len(found), 50)


def delete_by_ids() -> None:
    job = {"action": "delete", "items": [made["record"]]}
    records.custom_object_record_bulk_jobs(**BOAT, job=job)


def upsert() -> None:
    records.upsert_custom_object_record_by_external_id_or_name(
        **BOAT, external_id="reg-1", name="x", custom_object_record={}
    )


def delete_record() -> None:
    address = {**BOAT, "custom_object_record_id": made["record"]}
    records.delete_custom_object_record(**address)
    same(raises("APIError", lambda: records.show_custom_object_record(**address), "404"), True)


step("objects: create", create_object)
steer(
    "POST",
    "seed",
    {
        "objects": [
            {
                "key": "boat",
                "title": "Boat",
                "title_pluralized": "Boats",
                "fields": [
                    {"key": "standard::name", "properties": {"autoincrement_enabled": True}}
                ],
            }
        ]
    },
)
step("objects: list", lambda: same(len(objects.list_custom_objects().custom_objects), 2))
step(
    "objects: show",
    lambda: same(objects.show_custom_object(**BOAT).custom_object.title, "Boat"),
)
step("objects: limit", lambda: same(objects.custom_objects_limit().count, 2))
defect(
    "objects: update",
    "updates have no body",
    lambda: raises("APIError", lambda: objects.update_custom_object(**BOAT), "400"),
)
step("fields: create", create_fields)
step("fields: list, show, limit", read_fields)
defect(
    "fields: reorder",
    "has no body",
    lambda: raises("APIError", lambda: fields.reorder_custom_object_fields(**BOAT), "400"),
)
step("records: create", create_record)
step("records: show", show_record)
defect("records: update", "has no body", lambda: raises("APIError", update_record, "400"))
defect(
    "records: create by name",
    "drops the name, which it declares read-only",
    lambda: raises(
        "APIError",
        lambda: records.create_custom_object_record(
            custom_object_key="marina", custom_object_record={"name": "North"}
        ),
        "is required",
    ),
)
defect(
    "records: upsert",
    "sends both external_id and name",
    lambda: raises("APIError", upsert, "either external_id or name"),
)
step("jobs: create 100", bulk)
defect(
    "jobs: show",
    "expects integers as ids of records in results, as in the vendor's document",
    lambda: raises("ResponseValidationError", show_job, "valid integer"),
)
step("records: list of three pages", listing)
step("records: search, autocomplete", search)
step("records: filtered search of two pages", filtered)
defect(
    "jobs: delete by ids",
    "sends records instead of ids",
    lambda: raises(Exception, delete_by_ids, "valid"),
)
step("records: delete", delete_record)
step(
    "fields: delete",
    lambda: fields.delete_custom_object_field(**BOAT, custom_object_field_key_or_id="a_date"),
)
step("objects: delete", lambda: objects.delete_custom_object(**BOAT))
