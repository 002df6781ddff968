"""Reads and writes records with the permissions of the caller checked.

Requests and the items of bulk jobs use it alike.
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
    session: Session, custom_object: StoredObject, key: Key, value: str, action: Action = "read"
) -> StoredRecord:
    """The record for an action; 404 if the caller cannot read it, 403 if it is not allowed."""
    permissions.require(session, custom_object, action)
    record = records.get(session, custom_object, key, value)
    permissions.require_record(session, custom_object, action, record)
    return record


def create(
    session: Session, custom_object: StoredObject, values: Mapping[str, Any]
) -> StoredRecord:
    """Create a record; 403, and nothing is created, if the rule for new records forbids it."""
    permissions.require(session, custom_object, "create")
    record = records.create(session, custom_object, values)
    permissions.require_created(session, custom_object, record)
    return record


def update(
    session: Session, custom_object: StoredObject, key: Key, value: str, values: Mapping[str, Any]
) -> StoredRecord:
    """Change the given properties of a record. The rule applies to the record as it was before."""
    return records.update(
        session, custom_object, get(session, custom_object, key, value, "update"), values
    )


def upsert(
    session: Session, custom_object: StoredObject, key: Key, value: str, values: Mapping[str, Any]
) -> StoredRecord:
    """Update the record with this external id or unique name, or create it."""
    if records.find(session, custom_object, key, value) is None:
        return create(session, custom_object, {key: value, **values})
    return update(session, custom_object, key, value, values)


def delete(session: Session, custom_object: StoredObject, key: Key, value: str) -> StoredRecord:
    """Delete a record and its children, also those that the caller cannot see."""
    record = get(session, custom_object, key, value, "delete")
    records.delete(session, custom_object, record)
    return record
