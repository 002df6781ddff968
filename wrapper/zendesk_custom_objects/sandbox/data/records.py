"""Records: reading one, and every way of writing one.

What writes takes a `Session` and values, so that a bulk job can do the same as a request.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from ... import rules
from ...rules import Violation
from ..storage.rows import RECORD_COLUMNS, StoredRecord
from ..wire import errors
from ..wire.json_text import decode, encode, encode_text
from ..wire.times import wire_time
from . import names, references, rollups, tombstones

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ..calls.context import Session
    from ..storage.catalog import StoredObject

Key = Literal["id", "external_id", "name"]


def find(session: Session, kept: StoredObject, key: Key, value: str) -> StoredRecord | None:
    """The record with this id, external id or name."""
    row = session.store.find(
        f"SELECT {RECORD_COLUMNS} FROM records WHERE object = ? AND {key} = ?", (kept.number, value)
    )
    return None if row is None else StoredRecord(*row)


def get(session: Session, kept: StoredObject, key: Key, value: str) -> StoredRecord:
    """As `find`; 404 if there is none."""
    record = find(session, kept, key, value)
    if record is None:
        raise errors.not_found()
    return record


def create(session: Session, kept: StoredObject, values: Mapping[str, Any]) -> StoredRecord:
    """Make a record from `name`, `external_id`, `custom_object_fields`; 422 lists all errors."""
    body, fields = _checked(session, kept, "create", values, None)
    name = _name(session, kept, body)
    record = StoredRecord(
        number=0,
        id=session.services.ulids.make(session.now),
        name=name,
        external_id=body.get("external_id"),
        fields=encode_text(kept.layout.kept(fields, {})),
        created_at=session.now,
        updated_at=session.now,
        created_by=session.user_id,
        updated_by=session.user_id,
        change=_change(session, kept.number, 1),
    )
    number = session.store.insert(
        f"INSERT INTO records (object, {RECORD_COLUMNS}) VALUES (?, NULL{', ?' * 9})",
        (kept.number, *record[1:]),
    )
    references.write_links(session, kept, number, fields, new=True)
    return record._replace(number=number)


def update(
    session: Session, kept: StoredObject, record: StoredRecord, values: Mapping[str, Any]
) -> StoredRecord:
    """Change what is given of a record; null clears. 422 lists all errors."""
    body, fields = _checked(session, kept, "update", values, record)
    values_kept = kept.layout.kept(fields, decode(record.fields))
    changed = record._replace(
        name=body.get("name", record.name),
        external_id=body.get("external_id", record.external_id),
        fields=encode_text(values_kept),
        updated_at=session.now,
        updated_by=session.user_id,
        change=_change(session, kept.number),
    )
    _require_size(kept, changed, values_kept)
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
    references.write_links(session, kept, record.number, fields, new=False)
    return changed


def upsert(
    session: Session, kept: StoredObject, key: Key, value: str, values: Mapping[str, Any]
) -> StoredRecord:
    """Update the record with this external id or unique name, or make it."""
    record = find(session, kept, key, value)
    if record is not None:
        return update(session, kept, record, values)
    return create(session, kept, {key: value, **values})


def delete(session: Session, kept: StoredObject, record: StoredRecord) -> None:
    """Delete a record and, at once, its children; lookups that point to them stay as they are.

    Each leaves a tombstone.
    """
    doomed = [(kept.key, record.id)]
    while doomed:
        key, record_id = doomed.pop()
        owner = session.catalog.get(key)
        found = find(session, owner, "id", record_id)
        if found is not None:
            tombstones.add(session, owner, found, _change(session, owner.number, -1))
            session.store.run("DELETE FROM records WHERE number = ?", (found.number,))
            doomed += references.children(session, owner, record_id)


def wire(session: Session, kept: StoredObject, record: StoredRecord) -> dict[str, Any]:
    """The record as replies have it; of several, `renderer` makes it faster."""
    return renderer(session, kept, [record])(record)


def renderer(
    session: Session, kept: StoredObject, shown: Sequence[StoredRecord]
) -> Callable[[StoredRecord], dict[str, Any]]:
    """What makes each of these records as replies have it; all are computed for at once."""
    if not kept.computed:
        return lambda record: _wire(session, kept, record, {})
    computed = rollups.values(session, kept, [record.id for record in shown])
    return lambda record: _wire(session, kept, record, computed[record.id])


def _wire(
    session: Session, kept: StoredObject, record: StoredRecord, computed: Mapping[str, Any]
) -> dict[str, Any]:
    values = {**kept.layout.wire(decode(record.fields)), **computed}
    if session.services.variants.dates == "datetime":
        values = kept.layout.with_times(values)
    return {
        "url": f"{session.origin}{kept.path}/records/{record.id}.json",
        "id": record.id,
        "custom_object_key": kept.key,
        "name": record.name,
        "external_id": record.external_id,
        "custom_object_fields": values,
        "photo": None,
        "created_by_user_id": record.created_by,
        "updated_by_user_id": record.updated_by,
        "created_at": wire_time(record.created_at),
        "updated_at": wire_time(record.updated_at),
    }


def _checked(
    session: Session,
    kept: StoredObject,
    operation: Literal["create", "update"],
    values: Mapping[str, Any],
    record: StoredRecord | None,
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The body and the custom values to write, or a refusal (422) that lists all that is wrong."""
    given: Mapping[str, Any] = values.get("custom_object_fields") or {}
    if session.services.variants.unknown_fields == "drop":
        given = {key: value for key, value in given.items() if key in kept.schema.fields}
    prepared = rules.prepare_record(
        operation,
        kept.schema,
        fields=given,
        **{key: values[key] for key in ("name", "external_id") if key in values},
    )
    body = prepared.body
    fields, unresolved = references.resolve(session, kept, body.get("custom_object_fields", {}))
    violations = [
        *prepared.violations,
        *kept.layout.unstorable(fields),
        *unresolved,
        *_taken(session, kept, body, record),
    ]
    if violations:
        raise errors.invalid(violations)
    return body, fields


def _taken(
    session: Session, kept: StoredObject, body: Mapping[str, Any], record: StoredRecord | None
) -> list[Violation]:
    """Whether the external id, or a name that must be unique, is another record's."""
    found: list[Violation] = []
    own = record.number if record else None
    external_id, name = body.get("external_id"), body.get("name")
    if isinstance(external_id, str):
        other = find(session, kept, "external_id", external_id)
        if other and other.number != own:
            message = "External has already been taken"
            found.append(Violation("external_id", rules.DUPLICATE_VALUE, message))
    if isinstance(name, str) and kept.name_properties["is_unique"]:
        other = find(session, kept, "name", name)
        if other and other.number != own:
            found.append(rules.duplicate_name())
    return found


def _name(session: Session, kept: StoredObject, body: Mapping[str, Any]) -> str:
    if kept.name_properties["autoincrement_enabled"]:
        return names.numbered_name(session, kept)
    given: str = body["name"]
    return given


def _require_size(kept: StoredObject, record: StoredRecord, values_kept: Mapping[str, Any]) -> None:
    """A record cannot outgrow its limit in steps: the rules see only what one request brings."""
    values = kept.layout.wire(values_kept)
    whole = {
        "name": record.name,
        "external_id": record.external_id,
        "custom_object_fields": {k: v for k, v in values.items() if v is not None},
    }
    size = len(encode(whole))
    if size > rules.MAX_RECORD_BYTES:
        message = f"The record takes {size} bytes; at most {rules.MAX_RECORD_BYTES} are allowed."
        raise errors.invalid([Violation(rules.BASE, rules.TOO_LONG, message)])


def _change(session: Session, number: int, difference: int = 0) -> int:
    """Count a change to a record, after which the object has so many more; the change's number."""
    session.store.run(
        "UPDATE objects SET records = records + ?, changes = changes + 1 WHERE number = ?",
        (difference, number),
    )
    change: int = session.store.one("SELECT changes FROM objects WHERE number = ?", (number,))[0]
    return change
