"""What a bulk job does to each of its items, and what it reports of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...rules.job_actions import JOB_ACTIONS
from ...rules.json_types import is_mapping
from ...rules.names import check_addressing
from ...rules.violations import BLANK_VALUE, Violation
from ..wire import errors
from . import permitted, records

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...rules.job_actions import Action
    from ..calls.context import Session
    from ..storage.catalog import StoredObject
    from .records import Key


def require_possible(custom_object: StoredObject, action: Action) -> None:
    """Refuse (422) what an object's records cannot be addressed by."""
    known = JOB_ACTIONS[action]
    if known.method == "upsert" and known.addressed_by == "name":
        violations = check_addressing(custom_object.schema, "name")
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
        record_id = None
        if JOB_ACTIONS[action].addressed_by == "id":
            record_id = item.get("id") if is_mapping(item) else item
        return {
            "index": index,
            **({"id": record_id} if isinstance(record_id, str) else {}),
            "action": action,
            "success": False,
            "error": error,
            "details": details,
        }


def _done(
    session: Session, custom_object: StoredObject, action: Action, index: int, item: Any
) -> dict[str, Any]:
    known = JOB_ACTIONS[action]
    key = known.addressed_by
    if key is None:
        return {"index": index, "id": permitted.create(session, custom_object, item).id}
    if known.method == "delete":
        record = permitted.get(session, custom_object, key, item, "delete")
        records.delete(session, custom_object, record)
        return _changed(record.id, "delete", "Deleted")
    address = _address(key, item)
    values = {name: value for name, value in item.items() if name != "id"}
    if known.method == "update":
        record = permitted.update(session, custom_object, key, address, values)
        return _changed(record.id, "update", "Updated")
    exists = records.find(session, custom_object, key, address) is not None
    record = permitted.upsert(session, custom_object, key, address, values)
    if exists:
        return _changed(record.id, "update", "Updated")
    return _changed(record.id, "create", "Created")


def _changed(record_id: str, action: str, status: str) -> dict[str, Any]:
    return {"id": record_id, "action": action, "success": True, "status": status}


def _address(key: Key, item: Mapping[str, Any]) -> str:
    value = item.get(key)
    if not isinstance(value, str) or not value:
        raise errors.invalid([Violation(key, BLANK_VALUE, "is required")])
    return value
