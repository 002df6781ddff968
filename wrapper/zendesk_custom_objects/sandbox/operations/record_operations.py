"""The operations on single records and on lists of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, Literal

from ..._generated import operations
from ...rules.names import check_addressing
from ..access import permissions
from ..calls.bodies import read_envelope
from ..calls.listings import listing
from ..calls.registry import Handlers
from ..data import permitted, records
from ..storage.conditions import EVERYTHING
from ..storage.rows import RECORD_COLUMNS, StoredRecord
from ..wire import errors
from ..wire.paging import page_request
from ..wire.replies import Answer
from ..wire.times import wire_time

if TYPE_CHECKING:
    from ..calls.context import Call
    from ..storage.catalog import StoredObject

handlers: Final = Handlers()

_PROPERTIES: Final = ("name", "external_id", "custom_object_fields")
# Columns and index of each order. Naming the index keeps SQLite from ever choosing another plan.
_ORDERS: Final = {
    "id": (("id",), "records_by_id"),
    "updated_at": (("updated_at", "change"), "records_by_update"),
}
_SORTS: Final = ("id", "updated_at", "-id", "-updated_at")
_FILTERS: Final = {
    "filter[ids]": ("id", "records_by_id"),
    "filter[external_ids]": ("external_id", "records_by_external_id"),
}


@handlers.answers(operations.LIST_CUSTOM_OBJECT_RECORDS, allowed_for="end_users")
def list_records(call: Call) -> Answer:
    """A page of an object's records, by default in the order of their ids."""
    custom_object = call.catalog.get(call.path["custom_object_key"])
    permissions.require_list(call, custom_object)
    sort = call.query.choice("sort", _SORTS, "id")
    columns, index = _ORDERS[sort.removeprefix("-")]
    scope = f"records/{custom_object.number}/{sort}"
    allowed = permissions.visible(call, custom_object)
    conditions = ["object = ?", allowed.sql]
    parameters: list[Any] = [custom_object.number, *allowed.parameters]
    for name, (column, filtering_index) in _FILTERS.items():
        words = call.query.words(name)
        if words is not None:
            wanted = json.dumps(words)
            scope += f"/{column}={wanted}"
            conditions.append(f"{column} IN (SELECT value FROM json_each(?))")
            parameters.append(wanted)
            index = filtering_index
    request = page_request(call.query, call.services.cursors, scope)
    condition, place, order = request.keyset(columns, descending=sort.startswith("-"))
    rows = call.store.all(
        f"""
        SELECT {RECORD_COLUMNS} FROM records INDEXED BY {index}
        WHERE {" AND ".join(conditions)} AND {condition}
        ORDER BY {order} LIMIT ?
        """,
        [*parameters, *place, request.size + 1],
    )
    found = [StoredRecord(*row) for row in rows]
    return listing(
        call,
        "custom_object_records",
        scope,
        request,
        found,
        lambda record: [getattr(record, column) for column in columns],
        records.renderer(call, custom_object, found),
    )


@handlers.answers(operations.CREATE_CUSTOM_OBJECT_RECORD, allowed_for="end_users")
def create_record(call: Call) -> Answer:
    """A new record."""
    custom_object = call.catalog.get(call.path["custom_object_key"])
    return _answer(201, call, custom_object, permitted.create(call, custom_object, _given(call)))


@handlers.answers(
    operations.UPSERT_CUSTOM_OBJECT_RECORD_BY_EXTERNAL_ID_OR_NAME, allowed_for="end_users"
)
def upsert_record(call: Call) -> Answer:
    """Update the record with an external id or a unique name, or create it."""
    custom_object = call.catalog.get(call.path["custom_object_key"])
    key, value = _address(call, custom_object)
    exists = records.find(call, custom_object, key, value) is not None
    status = 200 if exists else call.services.variants.upsert_created_status
    return _answer(
        status, call, custom_object, permitted.upsert(call, custom_object, key, value, _given(call))
    )


@handlers.answers(
    operations.DELETE_CUSTOM_OBJECT_RECORD_BY_EXTERNAL_ID_OR_NAME, allowed_for="end_users"
)
def delete_addressed_record(call: Call) -> Answer:
    """Delete the record with an external id or a unique name."""
    custom_object = call.catalog.get(call.path["custom_object_key"])
    key, value = _address(call, custom_object)
    permitted.delete(call, custom_object, key, value)
    return Answer(204)


@handlers.answers(operations.SHOW_CUSTOM_OBJECT_RECORD, allowed_for="end_users")
def show_record(call: Call) -> Answer:
    """One record."""
    custom_object, record_id = _addressed(call)
    return _answer(200, call, custom_object, permitted.get(call, custom_object, "id", record_id))


@handlers.answers(operations.UPDATE_CUSTOM_OBJECT_RECORD, allowed_for="end_users")
def update_record(call: Call) -> Answer:
    """Change the given properties of a record."""
    custom_object, record_id = _addressed(call)
    return _answer(
        200,
        call,
        custom_object,
        permitted.update(call, custom_object, "id", record_id, _given(call)),
    )


@handlers.answers(operations.DELETE_CUSTOM_OBJECT_RECORD, allowed_for="end_users")
def delete_record(call: Call) -> Answer:
    """Delete a record and its children."""
    custom_object, record_id = _addressed(call)
    permitted.delete(call, custom_object, "id", record_id)
    return Answer(204)


@handlers.answers(operations.COUNT_CUSTOM_OBJECT_RECORDS, allowed_for="end_users")
def count_records(call: Call) -> Answer:
    """The current number of an object's records."""
    custom_object = call.catalog.get(call.path["custom_object_key"])
    permissions.require_list(call, custom_object)
    count = {"refreshed_at": wire_time(call.now), "value": _count(call, custom_object)}
    return Answer(200, {"count": count})


def _count(call: Call, custom_object: StoredObject) -> int:
    allowed = permissions.visible(call, custom_object)
    if allowed is EVERYTHING:
        return call.catalog.count_records(custom_object)
    count: int = call.store.one(
        f"SELECT count(*) FROM records WHERE object = ? AND {allowed.sql}",
        [custom_object.number, *allowed.parameters],
    )[0]
    return count


def _answer(status: int, call: Call, custom_object: StoredObject, record: StoredRecord) -> Answer:
    return Answer(status, {"custom_object_record": records.wire(call, custom_object, record)})


def _given(call: Call) -> dict[str, Any]:
    given = read_envelope(call, "custom_object_record", _PROPERTIES)
    if not isinstance(given.get("custom_object_fields", {}), dict | None):
        raise errors.bad_request("custom_object_fields must be an object")
    return given


def _addressed(call: Call) -> tuple[StoredObject, str]:
    custom_object = call.catalog.get(call.path["custom_object_key"])
    return custom_object, call.path["custom_object_record_id"]


def _address(call: Call, custom_object: StoredObject) -> tuple[Literal["external_id", "name"], str]:
    """The address in the query string: exactly one of the two parameters, and not blank."""
    external_id, name = call.query.text("external_id"), call.query.text("name")
    if bool(external_id) == bool(name):
        raise errors.bad_request("Give either external_id or name, not blank")
    if external_id:
        return "external_id", external_id
    if violations := check_addressing(custom_object.schema, "name"):
        raise errors.invalid(violations)
    return "name", str(name)
