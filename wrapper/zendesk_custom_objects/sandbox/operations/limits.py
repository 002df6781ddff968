"""Limits of the account, and how much of them is used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..._generated import operations
from ..calls.registry import Handlers
from ..wire.replies import Answer
from .plan_limits import count_custom_fields, count_objects

if TYPE_CHECKING:
    from ..calls.context import Call

handlers: Final = Handlers()


@handlers.answers(operations.CUSTOM_OBJECTS_LIMIT)
def objects_limit(call: Call) -> Answer:
    """The objects of the account."""
    return _limit(count_objects(call), call.services.plan.objects)


@handlers.answers(operations.CUSTOM_OBJECT_FIELDS_LIMIT)
def fields_limit(call: Call) -> Answer:
    """The custom fields of an object."""
    custom_object = call.catalog.get(call.path["custom_object_key"])
    return _limit(count_custom_fields(custom_object), call.services.plan.fields)


@handlers.answers(operations.CUSTOM_OBJECT_RECORDS_LIMIT)
def records_limit(call: Call) -> Answer:
    """The records of all objects together."""
    records = call.store.one("SELECT total(records) FROM objects")[0]
    return _limit(int(records), call.services.plan.records)


def _limit(count: int, limit: int) -> Answer:
    return Answer(200, {"count": count, "limit": limit})
