"""Use of the plan's limits, and the refusal of what exceeds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...rules.violations import BASE, NOT_ALLOWED, Violation
from ..field_types import EMULATED_TYPES
from ..wire import errors

if TYPE_CHECKING:
    from ..calls.context import Call
    from ..storage.catalog import StoredObject


def count_objects(call: Call) -> int:
    """The objects of the account."""
    count: int = call.store.one("SELECT count(*) FROM objects")[0]
    return count


def count_custom_fields(custom_object: StoredObject) -> int:
    """The fields of an object that the limit is about."""
    return sum(not field.standard for field in custom_object.fields)


def require_room_for_object(call: Call) -> None:
    """Refuse another object if the plan allows no more."""
    limit = call.services.plan.objects
    _require_room(call, "custom objects", count_objects(call), limit)


def require_room_for_field(call: Call, custom_object: StoredObject, field_type: str) -> None:
    """Refuse another field of an object, or another lookup field, if the plan allows no more."""
    plan = call.services.plan
    _require_room(call, "custom fields per object", count_custom_fields(custom_object), plan.fields)
    if EMULATED_TYPES[field_type].counts_as_lookup:
        lookups = sum(EMULATED_TYPES[field.type].counts_as_lookup for field in custom_object.fields)
        _require_room(call, "lookup fields per object", lookups, plan.lookups)


def _require_room(call: Call, what: str, count: int, limit: int) -> None:
    """Refuse one more of `count` things where `limit` are allowed.

    The service's status and body are not known (no source has them): 422 in the usual form, or 403
    as `Variants.over_limit` has it.
    """
    if count < limit:
        return
    message = f"The plan allows at most {limit} {what}"
    if call.services.variants.over_limit == 403:
        raise errors.forbidden(message)
    raise errors.invalid([Violation(BASE, NOT_ALLOWED, message)])
