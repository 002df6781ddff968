"""Tombstones: the traces of deleted records that the incremental export shows for a while."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ..wire.times import wire_time

if TYPE_CHECKING:
    from ..calls.context import Session
    from ..storage.catalog import StoredObject
    from ..storage.rows import StoredRecord

COLUMNS: Final = "id, created_at, updated_at, created_by, updated_by, change"
LIFETIME_MS: Final = 30 * 24 * 60 * 60 * 1000
"""A deleted record is exported for so many milliseconds."""
DELETED: Final = "[DELETED]"


class Tombstone(NamedTuple):
    """A row of `COLUMNS`. Times are in milliseconds."""

    id: str
    created_at: int
    updated_at: int
    created_by: str
    updated_by: str
    change: int


def add(session: Session, custom_object: StoredObject, record: StoredRecord, change: int) -> None:
    """Store the tombstone of a record. Removes expired ones, of any object."""
    session.store.run("DELETE FROM tombstones WHERE updated_at <= ?", (session.now - LIFETIME_MS,))
    session.store.run(
        f"INSERT INTO tombstones (object, {COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            custom_object.number,
            record.id,
            record.created_at,
            session.now,
            record.created_by,
            session.user_id,
            change,
        ),
    )


def wire(session: Session, custom_object: StoredObject, tombstone: Tombstone) -> dict[str, Any]:
    """The deleted record in the form of the export.

    The user's own values are gone; who created and deleted it and when is still there, as in the
    service's example.
    """
    return {
        "url": f"{session.origin}{custom_object.path}/records/{tombstone.id}.json",
        "id": tombstone.id,
        "custom_object_key": custom_object.key,
        "name": DELETED,
        "external_id": DELETED,
        "custom_object_fields": {
            field.key: DELETED for field in custom_object.fields if not field.is_attribute
        },
        "created_by_user_id": tombstone.created_by,
        "updated_by_user_id": tombstone.updated_by,
        "created_at": wire_time(tombstone.created_at),
        "updated_at": wire_time(tombstone.updated_at),
    }
