"""Executes the items of a bulk job."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...rules.job_actions import JOB_ACTIONS
from ...rules.names import check_addressing
from ...rules.violations import BLANK_VALUE, Violation
from ..wire import errors
from . import job_results, permitted, records
from .job_results import Change, Item

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...rules.job_actions import Action
    from ..calls.context import Session
    from ..storage.catalog import StoredObject
    from ..storage.rows import StoredRecord
    from .records import Key


def require_possible(custom_object: StoredObject, action: Action) -> None:
    """Refuse (422) a job that addresses records by a name that is not unique."""
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
    value: Any,
    *,
    fails: bool,
) -> dict[str, Any]:
    """Execute one item and return its result; a failure undoes the item, and is a result too.

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
    known = JOB_ACTIONS[action]
    key = known.addressed_by
    if key is None:
        return "create", permitted.create(session, custom_object, value)
    if known.method == "delete":
        return "delete", permitted.delete(session, custom_object, key, value)
    address = _address(key, value)
    values = {name: given for name, given in value.items() if name != "id"}
    if known.method == "update":
        return "update", permitted.update(session, custom_object, key, address, values)
    exists = records.find(session, custom_object, key, address) is not None
    record = permitted.upsert(session, custom_object, key, address, values)
    return "update" if exists else "create", record


def _address(key: Key, item: Mapping[str, Any]) -> str:
    value = item.get(key)
    if not isinstance(value, str) or not value:
        raise errors.invalid([Violation(key, BLANK_VALUE, "is required")])
    return value
