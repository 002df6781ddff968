"""How much there is, and how much an account may have."""

from __future__ import annotations

from typing import Final

from .._generated import operations
from .calls import Answer, Call, Handlers

handlers: Final = Handlers()

# Those of the largest plan; fields are counted without the standard ones.
_OBJECTS: Final = 50
_FIELDS: Final = 100
_RECORDS: Final = 50_000_000


@handlers.answers(operations.CUSTOM_OBJECTS_LIMIT)
def objects_limit(call: Call) -> Answer:
    """The objects of the account."""
    return _limit(call.store.one("SELECT count(*) FROM objects")[0], _OBJECTS)


@handlers.answers(operations.CUSTOM_OBJECT_FIELDS_LIMIT)
def fields_limit(call: Call) -> Answer:
    """The custom fields of an object."""
    kept = call.catalog.get(call.path["custom_object_key"])
    return _limit(sum(not field.standard for field in kept.fields), _FIELDS)


@handlers.answers(operations.CUSTOM_OBJECT_RECORDS_LIMIT)
def records_limit(call: Call) -> Answer:
    """The records of all objects together."""
    return _limit(call.store.one("SELECT total(records) FROM objects")[0], _RECORDS)


def _limit(count: float, limit: int) -> Answer:
    return Answer(200, {"count": int(count), "limit": limit})
