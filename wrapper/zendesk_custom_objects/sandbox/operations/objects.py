"""Custom objects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

import msgspec

from ..._generated import operations
from ...rules.objects import prepare_object
from ...rules.violations import DUPLICATE_VALUE, Violation
from ..calls.bodies import read_envelope
from ..calls.registry import Handlers
from ..wire import errors
from ..wire.json_text import encode_text
from ..wire.replies import Answer
from ..wire.texts import with_raw_texts
from ..wire.times import wire_time
from . import fields, plan_limits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..calls.context import Call, Session
    from ..storage.store import Row

handlers: Final = Handlers()

_PROPERTIES: Final = (
    "key",
    "title",
    "title_pluralized",
    "description",
    "raw_title",
    "raw_title_pluralized",
    "raw_description",
    "include_in_list_view",
    "allows_photos",
    "allows_attachments",
)
_TEXTS: Final = ("title", "title_pluralized", "description")
_NULLABLE: Final = frozenset({"description", "raw_description"})
_DEFAULTS: Final = {
    "description": "",
    "raw_description": "",
    "include_in_list_view": True,
    "allows_photos": False,
    "allows_attachments": False,
}
_COLUMNS: Final = "key, attributes, created_at, updated_at, created_by, updated_by"


@handlers.answers(operations.LIST_CUSTOM_OBJECTS)
def list_objects(call: Call) -> Answer:
    """Every object, the oldest first, on one page."""
    call.refuse_option("include_ui_path")
    rows = call.store.all(f"SELECT {_COLUMNS} FROM objects ORDER BY number")
    return Answer(200, {"custom_objects": [_wire(call, row) for row in rows]})


@handlers.answers(operations.CREATE_CUSTOM_OBJECT)
def create_object(call: Call) -> Answer:
    """A new object with its two standard fields."""
    given = read_envelope(call, "custom_object", _PROPERTIES)
    prepared = prepare_object("create", given)
    violations = list(prepared.violations)
    key = prepared.body.get("key")
    if isinstance(key, str) and call.catalog.find(key):
        violations.append(Violation("key", DUPLICATE_VALUE, "Key has already been taken"))
    if violations:
        raise errors.invalid(violations)
    plan_limits.require_room_for_object(call)
    attributes = _DEFAULTS | _settled(prepared.body)
    number = call.store.insert(
        """
        INSERT INTO objects (key, attributes, created_at, updated_at, created_by, updated_by)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
        (key, encode_text(attributes), call.now, call.now, call.user_id, call.user_id),
    )
    fields.create_standard_fields(call, number)
    call.catalog.changed(str(key))
    return Answer(201, {"custom_object": _wire(call, _row(call, str(key)))})


@handlers.answers(operations.SHOW_CUSTOM_OBJECT)
def show_object(call: Call) -> Answer:
    """One object."""
    call.refuse_option("include_ui_path")
    call.refuse_option("include_permissions_metadata")
    return Answer(200, {"custom_object": _wire(call, _row(call, call.path["custom_object_key"]))})


@handlers.answers(operations.UPDATE_CUSTOM_OBJECT)
def update_object(call: Call) -> Answer:
    """Change the given properties; the key cannot change."""
    key = call.path["custom_object_key"]
    row = _row(call, key)
    given = read_envelope(call, "custom_object", _PROPERTIES)
    prepared = prepare_object("update", given, key=key)
    if prepared.violations:
        raise errors.invalid(prepared.violations)
    attributes = msgspec.json.decode(row[1]) | _settled(prepared.body)
    call.store.run(
        "UPDATE objects SET attributes = ?, updated_at = ?, updated_by = ? WHERE key = ?",
        (encode_text(attributes), call.now, call.user_id, key),
    )
    return Answer(200, {"custom_object": _wire(call, _row(call, key))})


@handlers.answers(operations.DELETE_CUSTOM_OBJECT)
def delete_object(call: Call) -> Answer:
    """Delete an object with its fields and records; lookups that point to them stay."""
    key = call.path["custom_object_key"]
    if not call.store.run("DELETE FROM objects WHERE key = ?", (key,)):
        raise errors.not_found()
    call.catalog.changed(key)
    return Answer(204)


def _settled(body: Mapping[str, Any]) -> dict[str, Any]:
    """Values to store: texts completed, and without nulls where null means nothing."""
    return {
        name: value
        for name, value in with_raw_texts(body, _TEXTS).items()
        if name != "key" and (value is not None or name in _NULLABLE)
    }


def _row(session: Session, key: str) -> Row:
    row = session.store.find(f"SELECT {_COLUMNS} FROM objects WHERE key = ?", (key,))
    if row is None:
        raise errors.not_found()
    return row


def _wire(session: Session, row: Row) -> dict[str, Any]:
    key, attributes, created_at, updated_at, created_by, updated_by = row
    return {
        "url": f"{session.origin}/api/v2/custom_objects/{quote(key, safe='')}.json",
        "key": key,
        **msgspec.json.decode(attributes),
        "created_by_user_id": created_by,
        "updated_by_user_id": updated_by,
        "created_at": wire_time(created_at),
        "updated_at": wire_time(updated_at),
    }
