"""Records: reading them, and every way of writing one.

Functions that write take a `Session` and values, so that a bulk job can do the same as a request.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

from ...rules.names import duplicate_name
from ...rules.records import MAX_RECORD_BYTES, prepare_record
from ...rules.violations import BASE, DUPLICATE_VALUE, TOO_LONG, Violation
from ..storage.rows import RECORD_COLUMNS, StoredRecord
from ..wire import errors
from ..wire.json_text import decode, encode, encode_text
from ..wire.times import wire_time
from . import names, references, rollups, tombstones

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ..calls.context import Session
    from ..storage.catalog import StoredObject

_MIDNIGHT: Final = {"datetime": "T00:00:00+00:00", "date": "", "zulu": "T00:00:00Z"}
"""The time part of dates in replies, by `Variants.dates`."""

Key = Literal["id", "external_id", "name"]


def find(
    session: Session, custom_object: StoredObject, key: Key, value: str
) -> StoredRecord | None:
    """The record with this id, external id or name."""
    row = session.store.find(
        f"SELECT {RECORD_COLUMNS} FROM records WHERE object = ? AND {key} = ?",
        (custom_object.number, value),
    )
    return None if row is None else StoredRecord(*row)


def get(session: Session, custom_object: StoredObject, key: Key, value: str) -> StoredRecord:
    """As `find`; 404 if there is none."""
    record = find(session, custom_object, key, value)
    if record is None:
        raise errors.not_found()
    return record


def create(
    session: Session, custom_object: StoredObject, values: Mapping[str, Any]
) -> StoredRecord:
    """Create a record from its writable properties; 422 lists all violations."""
    body, fields = _checked(session, custom_object, "create", values, None)
    name = _name(session, custom_object, body)
    record = StoredRecord(
        number=0,
        id=session.services.ulids.make(session.now),
        name=name,
        external_id=body.get("external_id"),
        fields=encode_text(custom_object.layout.stored(fields, {})),
        created_at=session.now,
        updated_at=session.now,
        created_by=session.user_id,
        updated_by=session.user_id,
        change=_change(session, custom_object.number, 1),
    )
    number = session.store.insert(
        f"INSERT INTO records (object, {RECORD_COLUMNS}) VALUES (?, NULL{', ?' * 9})",
        (custom_object.number, *record[1:]),
    )
    references.write_links(session, custom_object, number, fields, new=True)
    return record._replace(number=number)


def update(
    session: Session, custom_object: StoredObject, record: StoredRecord, values: Mapping[str, Any]
) -> StoredRecord:
    """Change the given properties of a record; null clears. 422 lists all violations."""
    body, fields = _checked(session, custom_object, "update", values, record)
    stored_values = custom_object.layout.stored(fields, decode(record.fields))
    changed = record._replace(
        name=body.get("name", record.name),
        external_id=body.get("external_id", record.external_id),
        fields=encode_text(stored_values),
        updated_at=session.now,
        updated_by=session.user_id,
        change=_change(session, custom_object.number),
    )
    _require_size(custom_object, changed, stored_values)
    session.store.run(
        """
        UPDATE records
        SET name = ?, external_id = ?, fields = ?, updated_at = ?, updated_by = ?, change = ?
        WHERE number = ?
        """,
        (
            changed.name,
            changed.external_id,
            changed.fields,
            changed.updated_at,
            changed.updated_by,
            changed.change,
            changed.number,
        ),
    )
    references.write_links(session, custom_object, record.number, fields, new=False)
    return changed


def upsert(
    session: Session, custom_object: StoredObject, key: Key, value: str, values: Mapping[str, Any]
) -> StoredRecord:
    """Update the record with this external id or unique name, or create it."""
    record = find(session, custom_object, key, value)
    if record is not None:
        return update(session, custom_object, record, values)
    return create(session, custom_object, {key: value, **values})


def delete(session: Session, custom_object: StoredObject, record: StoredRecord) -> None:
    """Delete a record and its children, each with a tombstone; lookups that point to them stay."""
    doomed = [(custom_object.key, record.id)]
    while doomed:
        key, record_id = doomed.pop()
        owner = session.catalog.get(key)
        found = find(session, owner, "id", record_id)
        if found is not None:
            tombstones.add(session, owner, found, _change(session, owner.number, -1))
            session.store.run("DELETE FROM records WHERE number = ?", (found.number,))
            doomed += references.children(session, owner, record_id)


def wire(session: Session, custom_object: StoredObject, record: StoredRecord) -> dict[str, Any]:
    """The record in the form of replies; for several, `renderer` is faster."""
    return renderer(session, custom_object, [record])(record)


def renderer(
    session: Session, custom_object: StoredObject, shown: Sequence[StoredRecord]
) -> Callable[[StoredRecord], dict[str, Any]]:
    """A function that renders each of these records; roll-ups are computed for all at once."""
    if not custom_object.computed:
        return lambda record: _wire(session, custom_object, record, {})
    computed = rollups.values(session, custom_object, [record.id for record in shown])
    return lambda record: _wire(session, custom_object, record, computed[record.id])


def _wire(
    session: Session, custom_object: StoredObject, record: StoredRecord, computed: Mapping[str, Any]
) -> dict[str, Any]:
    values = {**custom_object.layout.wire(decode(record.fields)), **computed}
    suffix = _MIDNIGHT[session.services.variants.dates]
    values = custom_object.layout.with_time_part(values, suffix)
    return {
        "url": f"{session.origin}{custom_object.path}/records/{record.id}.json",
        "id": record.id,
        "custom_object_key": custom_object.key,
        "name": record.name,
        "external_id": _shown_external_id(session, record),
        "custom_object_fields": values,
        "photo": None,
        "created_by_user_id": record.created_by,
        "updated_by_user_id": record.updated_by,
        "created_at": wire_time(record.created_at),
        "updated_at": wire_time(record.updated_at),
    }


def _shown_external_id(session: Session, record: StoredRecord) -> str | None:
    if record.external_id is None and session.services.variants.empty_external_id == "text":
        return ""
    return record.external_id


def _checked(
    session: Session,
    custom_object: StoredObject,
    operation: Literal["create", "update"],
    values: Mapping[str, Any],
    record: StoredRecord | None,
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The body and the custom values to write; 422 lists all violations."""
    given: Mapping[str, Any] = values.get("custom_object_fields") or {}
    if session.services.variants.unknown_fields == "drop":
        given = {key: value for key, value in given.items() if key in custom_object.schema.fields}
    prepared = prepare_record(
        operation,
        custom_object.schema,
        fields=given,
        **{key: values[key] for key in ("name", "external_id") if key in values},
    )
    body = prepared.body
    if body.get("external_id") == "":
        body["external_id"] = None  # several records have it in real answers, so it is not an id
    fields, unresolved = references.resolve(
        session, custom_object, body.get("custom_object_fields", {})
    )
    violations = [
        *prepared.violations,
        *custom_object.layout.unstorable(fields),
        *unresolved,
        *_taken(session, custom_object, body, record),
    ]
    if violations:
        raise errors.invalid(violations)
    return body, fields


def _taken(
    session: Session,
    custom_object: StoredObject,
    body: Mapping[str, Any],
    record: StoredRecord | None,
) -> list[Violation]:
    """Violations by an external id, or a name that must be unique, that another record has."""
    found: list[Violation] = []
    own = record.number if record else None
    external_id, name = body.get("external_id"), body.get("name")
    if isinstance(external_id, str):
        other = find(session, custom_object, "external_id", external_id)
        if other and other.number != own:
            message = "External has already been taken"
            found.append(Violation("external_id", DUPLICATE_VALUE, message))
    if isinstance(name, str) and custom_object.name_properties["is_unique"]:
        other = find(session, custom_object, "name", name)
        if other and other.number != own:
            found.append(duplicate_name())
    return found


def _name(session: Session, custom_object: StoredObject, body: Mapping[str, Any]) -> str:
    if custom_object.name_properties["autoincrement_enabled"]:
        return names.numbered_name(session, custom_object)
    given: str = body["name"]
    return given


def _require_size(
    custom_object: StoredObject, record: StoredRecord, stored_values: Mapping[str, Any]
) -> None:
    """Refuse (422) a record that has become too large: the rules see one request only."""
    values = custom_object.layout.wire(stored_values)
    whole = {
        "name": record.name,
        "external_id": record.external_id,
        "custom_object_fields": {k: v for k, v in values.items() if v is not None},
    }
    size = len(encode(whole))
    if size > MAX_RECORD_BYTES:
        message = f"The record takes {size} bytes; at most {MAX_RECORD_BYTES} are allowed."
        raise errors.invalid([Violation(BASE, TOO_LONG, message)])


def _change(session: Session, number: int, difference: int = 0) -> int:
    """Count a change to a record, and the records of its object; the number of the change."""
    session.store.run(
        "UPDATE objects SET records = records + ?, changes = changes + 1 WHERE number = ?",
        (difference, number),
    )
    change: int = session.store.one("SELECT changes FROM objects WHERE number = ?", (number,))[0]
    return change
