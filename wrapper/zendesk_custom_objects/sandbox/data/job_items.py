"""What a bulk job does to each of its items, and what it reports of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, get_args

from ... import rules
from ...rules import Violation
from ..wire import errors
from . import permitted, records

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..calls.context import Session
    from ..storage.catalog import StoredObject
    from .records import Key

Action: TypeAlias = Literal[
    "create",
    "update",
    "delete",
    "delete_by_external_id",
    "create_or_update_by_external_id",
    "create_or_update_by_name",
]
ACTIONS: Final[tuple[Action, ...]] = get_args(Action)

_RECORD: Final = ("name", "external_id", "custom_object_fields")
# How each action finds its record; a new one is not looked for.
_ADDRESSES: Final[dict[Action, Key]] = {
    "update": "id",
    "delete": "id",
    "delete_by_external_id": "external_id",
    "create_or_update_by_external_id": "external_id",
    "create_or_update_by_name": "name",
}


def takes_texts(action: Action) -> bool:
    """Whether items are ids or external ids instead of records."""
    return action in ("delete", "delete_by_external_id")


def properties(action: Action) -> tuple[str, ...]:
    """What an item that is a record may have."""
    return ("id", *_RECORD) if action == "update" else _RECORD


def require_possible(custom_object: StoredObject, action: Action) -> None:
    """Refuse (422) what an object's records cannot be addressed by."""
    if action == "create_or_update_by_name":
        violations = rules.check_addressing(custom_object.schema, "name")
        if violations:
            raise errors.invalid(violations)


def perform(
    session: Session,
    custom_object: StoredObject,
    action: Action,
    index: int,
    item: Any,
    *,
    fails: bool,
) -> dict[str, Any]:
    """Do one item and give its result; a failure undoes all of it and is a result too.

    The results of creations have the place of their item and those of other actions do not, as the
    service documents them; both come in the order of the items.
    """
    try:
        with session.store.savepoint():
            if fails:
                raise errors.induced()
            return _done(session, custom_object, action, index, item)
    except errors.RefusedError as refusal:
        error, details = errors.described(refusal.body)
        record_id = item if action == "delete" else None
        if action == "update" and isinstance(item.get("id"), str):
            record_id = item["id"]
        return {
            "index": index,
            **({} if record_id is None else {"id": record_id}),
            "action": action,
            "success": False,
            "error": error,
            "details": details,
        }


def _done(
    session: Session, custom_object: StoredObject, action: Action, index: int, item: Any
) -> dict[str, Any]:
    if action == "create":
        return {"index": index, "id": permitted.create(session, custom_object, item).id}
    key = _ADDRESSES[action]
    if takes_texts(action):
        record = permitted.get(session, custom_object, key, item, "delete")
        records.delete(session, custom_object, record)
        return _changed(record.id, "delete", "Deleted")
    address = _address(key, item)
    values = {name: value for name, value in item.items() if name != "id"}
    if action == "update":
        record = permitted.update(session, custom_object, key, address, values)
        return _changed(record.id, "update", "Updated")
    known = records.find(session, custom_object, key, address) is not None
    record = permitted.upsert(session, custom_object, key, address, values)
    if known:
        return _changed(record.id, "update", "Updated")
    return _changed(record.id, "create", "Created")


def _changed(record_id: str, action: str, status: str) -> dict[str, Any]:
    return {"id": record_id, "action": action, "success": True, "status": status}


def _address(key: Key, item: Mapping[str, Any]) -> str:
    value = item.get(key)
    if not isinstance(value, str) or not value:
        raise errors.invalid([Violation(key, rules.BLANK_VALUE, "is required")])
    return value
