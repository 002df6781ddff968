"""The targets of lookup and parent fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...rules.field_types import FIELD_TYPES
from ...rules.references import CUSTOM_OBJECT
from ...rules.violations import INVALID_VALUE, Violation
from . import targets

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..calls.context import Session
    from ..storage.catalog import StoredObject
    from ..storage.rows import StoredField


def resolve(
    session: Session, custom_object: StoredObject, values: Mapping[str, Any]
) -> tuple[dict[str, Any], list[Violation]]:
    """The values with references replaced by ids, and violations by those that do not resolve.

    A lookup by id is accepted as it is: whether the service checks it is not known. A parent must
    exist. Names are looked up among records, and among users, organizations and tickets.
    """
    resolved = dict(values)
    found: list[Violation] = []
    for key, field in custom_object.layout.links.items():
        value = values.get(key)
        if isinstance(value, str):
            record_id = _record_id(session, field, value)
            if record_id is None:
                found.append(Violation(key, INVALID_VALUE, f"{field.type} target does not exist"))
            else:
                resolved[key] = record_id
    return resolved, found


def _record_id(session: Session, field: StoredField, reference: str) -> str | None:
    form, separator, value = reference.partition(":")
    by_form = bool(separator) and form in ("external_id", "name")
    target = field.target or ""
    is_parent = FIELD_TYPES[field.type].is_parent
    if not target.startswith(CUSTOM_OBJECT):
        if by_form:
            found = targets.id_by_name(session.services, target, value)
            return found if form == "name" else None
        known = not is_parent or targets.exists(session.services, target, reference)
        return reference if known else None
    custom_object = session.catalog.find(target.removeprefix(CUSTOM_OBJECT))
    if not by_form:
        exists = not is_parent or (
            custom_object is not None and _find(session, custom_object, "id", reference) is not None
        )
        return reference if exists else None
    return _find(session, custom_object, form, value) if custom_object else None


def _find(session: Session, custom_object: StoredObject, column: str, value: str) -> str | None:
    """The id of the one record with this id, external id or name; None for no record or several."""
    rows = session.store.all(
        f"SELECT id FROM records WHERE object = ? AND {column} = ? LIMIT 2",
        (custom_object.number, value),
    )
    return rows[0][0] if len(rows) == 1 else None


def write_links(
    session: Session,
    custom_object: StoredObject,
    number: int,
    values: Mapping[str, Any],
    *,
    new: bool,
) -> None:
    """Store the targets of the lookups and parents in `values` of the record `number`."""
    for key, field in custom_object.layout.links.items():
        if key not in values:
            continue
        if not new:
            session.store.run(
                "DELETE FROM links WHERE record = ? AND field = ?", (number, field.id)
            )
        if values[key] is not None:
            session.store.run(
                "INSERT INTO links VALUES (?, ?, ?)", (field.id, str(values[key]), number)
            )


def children(
    session: Session, custom_object: StoredObject, record_id: str
) -> list[tuple[str, str]]:
    """The records whose parent is this one: keys of their objects, and ids."""
    fields = session.store.all(
        "SELECT id, type FROM fields WHERE target = ?", (CUSTOM_OBJECT + custom_object.key,)
    )
    return [
        row
        for field, type_key in fields
        if FIELD_TYPES[type_key].is_parent
        for row in session.store.all(
            """
            SELECT objects.key, records.id FROM links
            JOIN records ON records.number = links.record
            JOIN objects ON objects.number = records.object
            WHERE links.field = ? AND links.target = ?
            """,
            (field, record_id),
        )
    ]
