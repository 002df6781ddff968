"""Lookup relationships: the sources of a target, and definitions for filters of lookup fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ..._generated import operations
from ...rules.references import CUSTOM_OBJECT, USER
from ..access import permissions
from ..access.rule_conditions import subject_name
from ..calls.listings import listing
from ..calls.registry import Handlers
from ..data import records, targets
from ..search.relationship_filters import source_field
from ..storage.rows import RECORD_COLUMNS, StoredRecord
from ..wire import errors
from ..wire.paging import page_request
from ..wire.replies import Answer
from . import definitions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..calls.context import Call
    from ..storage.catalog import StoredObject

handlers: Final = Handlers()

_STANDARD_TYPES: Final = frozenset(
    {USER, "zen:ticket", "zen:organization", "zen:article", "zen:brand"}
)
# By source and by the target of the lookup field. Other pairs possibly have some, too: only the
# names of the values are documented.
_DYNAMIC_VALUES: Final[Mapping[str, Mapping[str, Sequence[str]]]] = {
    "zen:user": {},
    "zen:ticket": {
        "zen:user": ("requester_id", "assignee_id"),
        "zen:organization": ("organization",),
    },
    "zen:organization": {},
}


@handlers.answers(operations.GET_SOURCES_BY_TARGET)
def list_sources(call: Call) -> Answer:
    """The records whose lookup or parent field points to the target, the oldest first.

    Always in cursor style: how the service pages in offset style here is not documented.
    """
    source_type = call.path["source_type"]
    field = source_field(call, source_type, call.path["field_id"])
    custom_object = call.catalog.get(source_type.removeprefix(CUSTOM_OBJECT))
    permissions.require(call, custom_object, "read")
    target_type, target_id = call.path["target_type"], call.path["target_id"]
    if field.target != target_type:
        raise errors.not_found()
    if target_type.startswith(CUSTOM_OBJECT):
        target = call.catalog.get(target_type.removeprefix(CUSTOM_OBJECT))
        permissions.require_record(call, target, "read", records.get(call, target, "id", target_id))
    elif not targets.exists(call.services, target_type, target_id):
        raise errors.not_found()
    scope = f"sources/{field.id}/{target_id}"
    request = page_request(call.query, call.services.cursors, scope)
    after, place, order = request.keyset(["links.record"], descending=False)
    allowed = permissions.visible(call, custom_object)
    rows = call.store.all(
        f"""
        SELECT {RECORD_COLUMNS} FROM links
        CROSS JOIN records ON records.number = links.record
        WHERE links.field = ? AND links.target = ? AND {allowed.sql} AND {after}
        ORDER BY {order} LIMIT ?
        """,
        [field.id, target_id, *allowed.parameters, *place, request.size + 1],
    )
    found = [StoredRecord(*row) for row in rows]
    return listing(
        call,
        "custom_object_records",
        scope,
        request,
        found,
        lambda record: [record.number],
        records.renderer(call, custom_object, found),
    )


@handlers.answers(operations.GET_RELATIONSHIP_FILTER_DEFINITIONS)
def show_definitions(call: Call) -> Answer:
    """The fields, operators and values for filters of lookup fields that point to an object."""
    target_type = call.path["target_type"]
    source_type = call.query.text("source_type")
    if target_type in _STANDARD_TYPES:
        raise errors.not_emulated(f"{call.operation.id}: filters of {target_type}")
    if not target_type.startswith(CUSTOM_OBJECT):
        raise errors.not_found()
    if source_type is not None and source_type not in _DYNAMIC_VALUES:
        message = f"Parameter source_type must be one of: {', '.join(_DYNAMIC_VALUES)}"
        raise errors.bad_request(message)
    custom_object = call.catalog.get(target_type.removeprefix(CUSTOM_OBJECT))
    conditions = definitions.trigger_conditions(call, custom_object)
    if source_type is not None:
        _add_dynamic_values(custom_object, conditions, _DYNAMIC_VALUES[source_type])
    return Answer(
        200, {"definitions": {"conditions_all": conditions, "conditions_any": conditions}}
    )


def _add_dynamic_values(
    custom_object: StoredObject,
    conditions: Sequence[dict[str, Any]],
    values: Mapping[str, Sequence[str]],
) -> None:
    """Add the values to lookup fields that the source supplies for comparison."""
    names = {subject_name(custom_object, field): field.target for field in custom_object.fields}
    for condition in conditions:
        offered = values.get(names.get(condition["subject"]) or "", ())
        condition["values"] = condition["values"] + [
            {"value": value, "title": _title(value), "enabled": True, "dynamic": True}
            for value in offered
        ]
        listed = {operator["value"] for operator in condition["operators"]}
        condition["operators"] = condition["operators"] + [
            {"value": operator, "title": _title(operator), "terminal": False}
            for operator in ("matches", "not_matches")
            if offered and operator not in listed
        ]


def _title(value: str) -> str:
    return value.removesuffix("_id").replace("_", " ").capitalize()
