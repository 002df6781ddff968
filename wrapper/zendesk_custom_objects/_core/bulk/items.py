"""The items of a bulk run: from the input to what is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeGuard

import msgspec

from ...record import Record
from ...rules.job_actions import AddressedBy, action_for
from ...rules.json_types import is_mapping
from ...rules.records import prepare_record
from ...rules.references import dereferenced
from ...rules.values import entries, to_wire
from ...rules.violations import NOT_ALLOWED, Prepared, Violation, blank, invalid
from ...unset import UNSET

if TYPE_CHECKING:
    from ...rules.job_actions import Action
    from ...rules.schema import ObjectSchema
    from ..arguments import Address
    from .run_settings import RunSettings

_encode: Final = msgspec.json.Encoder(decimal_format="number").encode


class Entry(msgspec.Struct, frozen=True):
    """One item, ready to be sent."""

    index: int
    item: Any
    """As the caller gave it."""
    wire: Any
    """As a job has it: a record, or the id or external id of one to delete."""
    by: AddressedBy | None
    """Property that identifies its record; `None` if none does: it must not be sent twice."""
    unique: tuple[tuple[AddressedBy, str], ...]
    """Values that no other item of the run must have."""
    fingerprint: bytes | None = None
    """Tells the journal whether the item has changed."""

    @property
    def size(self) -> int:
        """Bytes on the wire."""
        return len(_encode(self.wire)) + 1

    @property
    def address(self) -> str:
        """The id, external id or name that identifies its record."""
        return self.wire if isinstance(self.wire, str) else self.wire[self.by]


class Given(NamedTuple):
    """The parts of an item."""

    id: Any
    name: Any
    external_id: Any
    fields: dict[str, Any]
    from_record: bool = False


def first_action(settings: RunSettings, entry: Entry) -> Action:
    """The action by which an item is sent first."""
    if settings.method == "create" or settings.method == "update":
        return settings.method
    return retry_action(settings, entry) or "delete"


def retry_action(settings: RunSettings, entry: Entry) -> Action | None:
    """The action by which an item can be sent again; `None` if a second time could do harm."""
    if settings.method == "update":
        return "update"
    if settings.method == "delete":
        return action_for("delete", entry.by)
    return None if entry.by is None else action_for("upsert", entry.by)


def take_apart(settings: RunSettings, item: object, found: list[Violation]) -> Given:
    """The parts of an item to write, which has the keywords of `create_record`.

    What is wrong with it is added to `found`.
    """
    if _is_record(item):
        return _from_record(item, found)
    if not is_mapping(item):
        found.append(invalid("item", "a mapping", item))
        return Given(UNSET, UNSET, UNSET, {})
    values = dict(entries(item, "item", found))
    fields = values.pop("fields", None)
    if fields is None:
        fields = {}
    elif not is_mapping(fields):
        found.append(invalid("fields", "a mapping", fields))
        fields = {}
    given_id = values.pop("id", UNSET) if settings.method == "update" else UNSET
    name, external_id = values.pop("name", UNSET), values.pop("external_id", UNSET)
    message = "is given twice: in fields and beside them"
    found.extend(Violation(key, NOT_ALLOWED, message) for key in values if key in fields)
    return Given(given_id, name, external_id, {**fields, **values})


def _is_record(value: object) -> TypeGuard[Record[Any]]:
    return isinstance(value, Record)


def _from_record(record: Record[Any], found: list[Violation]) -> Given:
    fields: object = record.fields
    if not is_mapping(fields):
        found.append(invalid("fields", "a mapping, as without fields_type", fields))
        fields = {}
    external_id = UNSET if record.external_id is None else record.external_id
    name = UNSET if record.name is None else record.name
    return Given(record.id, name, external_id, dict(fields), from_record=True)


def prepare(
    settings: RunSettings, given: Given, schema: ObjectSchema | None, generated: str | None
) -> tuple[Prepared, AddressedBy | None]:
    """The record as a job has it, everything that is wrong with it, and what identifies it.

    `generated` is the external id for a new record that has none.
    """
    name, external_id, fields = given.name, given.external_id, given.fields
    if given.from_record and schema is not None:
        # They came with the record that was read; nobody can write them.
        computed = {key for key, rule in schema.rules.items() if rule.is_computed}
        fields = {key: value for key, value in fields.items() if key not in computed}
        name = UNSET if schema.name and schema.name.autoincrement_enabled else name
    if generated is not None and (external_id is UNSET or _is_empty(external_id)):
        external_id = generated
    by = _addressed_by(settings, schema, name, external_id)
    upserts_by: Address | None = None
    if settings.method == "upsert":
        upserts_by = "name" if by == "name" else "external_id"
    prepared = prepare_record(
        "create" if settings.method == "delete" else settings.method,
        schema,
        name=name,
        external_id=external_id,
        fields=fields,
        addressed_by=upserts_by,
    )
    found = list(prepared.violations)
    body = prepared.body
    if settings.method == "update":
        by = "id"
        body = {"id": _address("id", given.id, found), **body}
    elif settings.method == "upsert" and by is not None:
        body = {**body, by: _address(by, body.get(by, UNSET), found)}
    return Prepared(body, tuple(dict.fromkeys(found))), by


def prepare_deletion(settings: RunSettings, item: object) -> tuple[str, tuple[Violation, ...]]:
    """The id or external id of the record to delete, and what is wrong with it."""
    by: AddressedBy = "external_id" if settings.by == "external_id" else "id"
    value = getattr(item, by) if _is_record(item) else item
    found: list[Violation] = []
    return _address(by, value, found), tuple(found)


def unique_values(
    schema: ObjectSchema | None, body: dict[str, Any]
) -> tuple[tuple[AddressedBy, str], ...]:
    """The values that no other record, and so no other item of the run, must have."""
    kinds: tuple[AddressedBy, ...] = ("id", "external_id")
    if schema and schema.name and schema.name.is_unique:
        kinds = (*kinds, "name")
    found: list[tuple[AddressedBy, str]] = []
    for by in kinds:
        value = body.get(by)
        if isinstance(value, str) and value:
            found.append((by, value))
    return tuple(found)


def _addressed_by(
    settings: RunSettings, schema: ObjectSchema | None, name: object, external_id: object
) -> AddressedBy | None:
    """The property that identifies the record of a new or upserted item."""
    if settings.by is not None:
        return settings.by
    if settings.method == "upsert":
        return "name" if external_id is UNSET or external_id is None else "external_id"
    if external_id is not UNSET and not _is_empty(external_id):
        return "external_id"
    has_unique_name = schema is not None and schema.name is not None and schema.name.is_unique
    return "name" if has_unique_name and name is not UNSET else None


def _is_empty(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _address(by: AddressedBy, value: object, found: list[Violation]) -> str:
    """A value that identifies a record, as text; empty if it is wrong."""
    wire = to_wire(value, by, found)
    if by == "id" and wire in (".", ".."):  # no part of a path can be one of them
        found.append(invalid(by, "an id", wire))
        return ""
    if type(wire) is str and wire.strip():
        return wire
    if value is UNSET or _is_empty(wire):
        found.append(blank(by))
    elif wire is not UNSET:
        found.append(invalid(by, "text", wire))
    return ""


def fingerprint(item: object) -> bytes | None:
    """A hash of an item (16 bytes) that changes when it does; `None` if JSON cannot express it."""
    from hashlib import blake2b  # only runs with a journal need it

    found: list[Violation] = []
    if _is_record(item):
        item = [item.id, item.name, item.external_id, item.fields]
    wire = to_wire(_with_ids(item), "item", found)
    if found:
        return None
    content = msgspec.json.encode(wire, order="deterministic")
    return blake2b(content, digest_size=16).digest()


def _with_ids(value: object) -> object:
    """The value with every record replaced by its id."""
    if is_mapping(value):
        return {key: _with_ids(each) for key, each in value.items()}
    return dereferenced(value, "item", None, [])
