"""Roll-up fields: numbers and dates computed from the children of a record.

They are computed when a record is read, for a whole page with one query, so that they are never
stale; a change to a child is not a change to its parent. Children are found through every parent
field of the child object that points to the object with the roll-up. Without children, count and
sum are 0, minimum and maximum null; what the service returns is not documented.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from ...rules.field_types import FIELD_TYPES
from ...rules.references import CUSTOM_OBJECT
from ...rules.violations import BLANK_VALUE, INVALID_VALUE, NOT_ALLOWED, Violation
from ..field_types import EMULATED_TYPES
from ..wire import errors
from ..wire.json_text import decode
from . import rollup_criteria

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ..calls.context import Call, Session
    from ..storage.catalog import StoredObject
    from ..storage.rows import StoredField

DEFAULTS: Final = {"rollup_aggregated_field": None, "rollup_filter_criteria": None}
TITLE: Final = "rollup_aggregated_field_title"

_CHILD: Final = "rollup_child_object"
_TYPE: Final = "rollup_aggregation_type"
_FIELD: Final = "rollup_aggregated_field"
_CRITERIA: Final = "rollup_filter_criteria"
_AGGREGATES: Final[dict[str, Callable[[list[Any]], Any]]] = {"SUM": sum, "MIN": min, "MAX": max}
_MAX_INTEGER: Final = 2**63 - 1
# A child with two parent fields can have the same parent twice.
_LINKS: Final = """
    SELECT DISTINCT target, record FROM links
    WHERE field IN (SELECT value FROM json_each(?)) AND target IN (SELECT value FROM json_each(?))
"""


def is_roll_up(properties: Mapping[str, Any]) -> bool:
    """Whether the properties of a field make it a roll-up."""
    return any(properties.get(name) for name in (_CHILD, _TYPE, _FIELD, _CRITERIA))


def check(
    call: Call, custom_object: StoredObject, type_key: str, properties: Mapping[str, Any]
) -> None:
    """Refuse a contradictory roll-up (422), and one that cannot be computed here (501)."""
    child = call.catalog.find(properties[_CHILD].removeprefix(CUSTOM_OBJECT))
    if child is None or not _parent_fields(custom_object, child):
        target = CUSTOM_OBJECT + custom_object.key
        message = f"must be an object with a parent field that points to {target}"
        raise errors.invalid([Violation(f"properties.{_CHILD}", INVALID_VALUE, message)])
    aggregation, key = properties[_TYPE], properties.get(_FIELD)
    if aggregation == "COUNT":
        source = None
        if key is not None:
            message = "is not allowed: COUNT counts records, whatever their values"
            raise errors.invalid([Violation(f"properties.{_FIELD}", NOT_ALLOWED, message)])
    else:
        source = _source(child, key)
    what = f"{call.operation.id}: "
    emulated = EMULATED_TYPES[type_key]
    if aggregation not in emulated.rollup_aggregations:
        raise errors.not_emulated(f"{what}{aggregation} as a {type_key}")
    if source is not None and (
        source.type not in emulated.rollup_sources or source in child.computed
    ):
        of = "roll-up" if source in child.computed else source.type
        raise errors.not_emulated(f"{what}{aggregation} of a field of type {of} as {type_key}")
    if problem := rollup_criteria.problem(child, properties.get(_CRITERIA)):
        raise errors.not_emulated(f"{what}{_CRITERIA}.{problem}")


def _source(child: StoredObject, key: Any) -> StoredField:
    path = f"properties.{_FIELD}"
    if key is None:
        raise errors.invalid([Violation(path, BLANK_VALUE, "is required")])
    found = _custom_field(child, key)
    if found is None:
        message = f"must be the key of a field of {CUSTOM_OBJECT}{child.key}"
        raise errors.invalid([Violation(path, INVALID_VALUE, message)])
    return found


def properties_shown(session: Session, field: StoredField) -> dict[str, Any]:
    """The properties of a roll-up with the current title of the aggregated field."""
    properties = field.attributes["properties"]
    child = session.catalog.find(properties[_CHILD].removeprefix(CUSTOM_OBJECT))
    source = _custom_field(child, properties[_FIELD]) if child else None
    return {**properties, TITLE: source.attributes["title"] if source else None}


def values(
    session: Session, custom_object: StoredObject, ids: Sequence[str]
) -> dict[str, dict[str, Any]]:
    """The values of all roll-up fields, by field key, for each of these records."""
    found: dict[str, dict[str, Any]] = {record_id: {} for record_id in ids}
    for field in custom_object.computed:
        computed = _computed(session, custom_object, field.attributes["properties"], ids)
        nothing = 0 if field.attributes["properties"][_TYPE] in ("COUNT", "SUM") else None
        for record_id, by_key in found.items():
            by_key[field.key] = computed.get(record_id, nothing)
    return found


def _computed(
    session: Session, custom_object: StoredObject, properties: Mapping[str, Any], ids: Sequence[str]
) -> dict[str, Any]:
    """The values of one roll-up by record, for records whose children have values."""
    child = session.catalog.find(properties[_CHILD].removeprefix(CUSTOM_OBJECT))
    if child is None:
        return {}
    parents = [field.id for field in _parent_fields(custom_object, child)]
    aggregation, criteria = properties[_TYPE], properties.get(_CRITERIA)
    children, parameters = f"({_LINKS}) AS children", [json.dumps(parents), json.dumps(ids)]
    if criteria or aggregation != "COUNT":
        condition = rollup_criteria.compiled(child, criteria)
        children += f" CROSS JOIN records ON records.number = record WHERE {condition.sql}"
        parameters += condition.parameters
    if aggregation == "COUNT":
        sql = f"SELECT target, count(*) FROM {children} GROUP BY target"
        return dict(session.store.all(sql, parameters))
    source = _custom_field(child, properties[_FIELD])
    if source is None:
        return {}
    collected: dict[str, list[Any]] = {}
    # Read whole: SQLite would take decimals out of it as binary floats.
    sql = f"SELECT target, records.fields FROM {children}"
    for record_id, fields in session.store.all(sql, parameters):
        value = decode(fields).get(str(source.id))
        if value is not None:
            collected.setdefault(record_id, []).append(value)
    aggregate = _AGGREGATES[aggregation]
    return {record_id: _representable(aggregate(found)) for record_id, found in collected.items()}


def _parent_fields(custom_object: StoredObject, child: StoredObject) -> list[StoredField]:
    target = CUSTOM_OBJECT + custom_object.key
    links = child.layout.links.values()
    return [
        field for field in links if FIELD_TYPES[field.type].is_parent and field.target == target
    ]


def _custom_field(custom_object: StoredObject, key: Any) -> StoredField | None:
    fields = (field for field in custom_object.fields if not field.is_attribute)
    return next((field for field in fields if field.key == key), None)


def _representable(value: Any) -> Any:
    """A value that can be encoded: integers of more than 64 bits become Decimals."""
    large = isinstance(value, int) and abs(value) > _MAX_INTEGER
    return Decimal(value) if large else value
