"""Records as their caller may have them: as `records`, with the permissions of the caller checked.

What a bulk job does to each of its items goes through here too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..access import permissions
from . import records

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..access.permissions import Action
    from ..calls.context import Session
    from ..storage.catalog import StoredObject
    from ..storage.rows import StoredRecord
    from .records import Key


def get(
    session: Session, kept: StoredObject, key: Key, value: str, action: Action = "read"
) -> StoredRecord:
    """The record to do this with; 404 if there is none that can be read, 403 if it may not be."""
    permissions.require(session, kept, action)
    record = records.get(session, kept, key, value)
    permissions.require_record(session, kept, action, record)
    return record


def create(session: Session, kept: StoredObject, values: Mapping[str, Any]) -> StoredRecord:
    """Make a record; 403, and nothing is made, if the rule for new records does not allow it."""
    permissions.require(session, kept, "create")
    record = records.create(session, kept, values)
    permissions.require_created(session, kept, record)
    return record


def update(
    session: Session, kept: StoredObject, key: Key, value: str, values: Mapping[str, Any]
) -> StoredRecord:
    """Change what is given of a record. The rule is about the record as it was before."""
    return records.update(session, kept, get(session, kept, key, value, "update"), values)


def upsert(
    session: Session, kept: StoredObject, key: Key, value: str, values: Mapping[str, Any]
) -> StoredRecord:
    """Update the record with this external id or unique name, or make it."""
    if records.find(session, kept, key, value) is None:
        return create(session, kept, {key: value, **values})
    return update(session, kept, key, value, values)


def delete(session: Session, kept: StoredObject, key: Key, value: str) -> None:
    """Delete a record and, whoever may see those, its children."""
    records.delete(session, kept, get(session, kept, key, value, "delete"))
