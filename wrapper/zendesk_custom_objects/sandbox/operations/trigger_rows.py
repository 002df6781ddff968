"""Triggers in the database, and their form in replies."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ..wire import errors
from ..wire.json_text import decode
from ..wire.times import wire_time

if TYPE_CHECKING:
    from ..calls.context import Session
    from ..storage.catalog import StoredObject

COLUMNS: Final = (
    "id, title, description, active, position, conditions, actions, created_at, updated_at"
)
_MAX_ID: Final = 2**63 - 1


class StoredTrigger(NamedTuple):
    """A stored trigger: a row of `COLUMNS`. Times are in milliseconds."""

    id: int
    title: str
    description: str | None
    active: int
    position: int
    conditions: str
    actions: str
    created_at: int
    updated_at: int


def read_id(text: str) -> int:
    """The id of a trigger; 404 if it is not a number."""
    if not re.fullmatch("[0-9]{1,19}", text) or int(text) > _MAX_ID:
        raise errors.not_found()
    return int(text)


def get(session: Session, custom_object: StoredObject, trigger_id: int) -> StoredTrigger:
    """The trigger of an object with this id; 404 if there is none."""
    row = session.store.find(
        f"SELECT {COLUMNS} FROM triggers WHERE object = ? AND id = ?",
        (custom_object.number, trigger_id),
    )
    if row is None:
        raise errors.not_found()
    return StoredTrigger(*row)


def write(session: Session, trigger: StoredTrigger) -> None:
    """Store a changed trigger."""
    session.store.run(
        """
        UPDATE triggers SET title = ?, description = ?, active = ?, position = ?, conditions = ?,
            actions = ?, updated_at = ?
        WHERE id = ?
        """,
        (*trigger[1:7], session.now, trigger.id),
    )


def delete(session: Session, trigger: StoredTrigger) -> None:
    """Delete a trigger."""
    session.store.run("DELETE FROM triggers WHERE id = ?", (trigger.id,))


def wire(session: Session, custom_object: StoredObject, trigger: StoredTrigger) -> dict[str, Any]:
    """The trigger in the form of replies."""
    return {
        "url": f"{session.origin}{custom_object.path}/triggers/{trigger.id}.json",
        "id": trigger.id,
        "title": trigger.title,
        "raw_title": trigger.title,
        "description": trigger.description,
        "active": bool(trigger.active),
        "default": False,
        "position": trigger.position,
        "conditions": decode(trigger.conditions),
        "actions": decode(trigger.actions),
        "created_at": wire_time(trigger.created_at),
        "updated_at": wire_time(trigger.updated_at),
    }
