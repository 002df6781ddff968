"""What a bulk job does to each of its items, and what it reports of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ... import rules
from ...rules import Violation
from ..wire import errors
from . import job_results, permitted, records
from .job_results import Change, Item

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..calls.context import Session
    from ..job_settings import Action
    from ..storage.catalog import StoredObject
    from ..storage.rows import StoredRecord
    from .records import Key

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
    value: Any,
    *,
    fails: bool,
) -> dict[str, Any]:
    """Do one item and give its result; a failure undoes all of it and is a result too.

    Results come in the order of the items.
    """
    item, variants = Item(action, index, value), session.services.variants
    try:
        with session.store.savepoint():
            if fails:
                raise errors.induced()
            change, record = _done(session, custom_object, action, value)
            return job_results.succeeded(variants, item, change, record)
    except errors.RefusedError as refusal:
        return job_results.failed(variants, item, refusal)


def _done(
    session: Session, custom_object: StoredObject, action: Action, value: Any
) -> tuple[Change, StoredRecord]:
    if action == "create":
        return "create", permitted.create(session, custom_object, value)
    key = _ADDRESSES[action]
    if takes_texts(action):
        return "delete", permitted.delete(session, custom_object, key, value)
    address = _address(key, value)
    values = {name: given for name, given in value.items() if name != "id"}
    if action == "update":
        return "update", permitted.update(session, custom_object, key, address, values)
    known = records.find(session, custom_object, key, address) is not None
    record = permitted.upsert(session, custom_object, key, address, values)
    return "update" if known else "create", record


def _address(key: Key, item: Mapping[str, Any]) -> str:
    value = item.get(key)
    if not isinstance(value, str) or not value:
        raise errors.invalid([Violation(key, rules.BLANK_VALUE, "is required")])
    return value
