"""Fields of an object: the two standard ones and the custom ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ..._generated import load_field_types, operations
from ...rules.field_types import DEFAULT_TYPE, FIELD_TYPES
from ...rules.fields import check_field_deletion, prepare_field
from ...rules.json_types import is_list, is_mapping
from ...rules.references import CUSTOM_OBJECT
from ...rules.violations import DUPLICATE_VALUE, INVALID_VALUE, NOT_ALLOWED, Violation
from ..calls.bodies import read_envelope, read_list, warn_of_dropped
from ..calls.listings import listing
from ..calls.registry import Handlers
from ..data import names, rollups
from ..data.options import stored_options
from ..field_types import EMULATED_TYPES
from ..wire import errors
from ..wire.json_text import encode_text
from ..wire.paging import page_request
from ..wire.replies import Answer
from ..wire.texts import with_raw_texts
from ..wire.times import wire_time
from . import plan_limits

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..calls.context import Call, Session
    from ..storage.catalog import StoredObject
    from ..storage.rows import StoredField

handlers: Final = Handlers()

_PROPERTIES: Final = (
    "key",
    "title",
    "raw_title",
    "description",
    "raw_description",
    "type",
    "active",
    "position",
    "required",
    "tag",
    "regexp_for_validation",
    "custom_field_options",
    "relationship_target_type",
    "relationship_filter",
    "properties",
)
_TEXTS: Final = ("title", "description")
_DEFAULTS: Final = {
    "description": "",
    "raw_description": "",
    "active": True,
    "required": False,
    "system": False,
    "readonly": False,
    "regexp_for_validation": None,
}
_MAX_NUMBER: Final = 2**62
_NEW_POSITION: Final = 9999
# Standard fields have the positions before it.
_FIRST_POSITION: Final = 2
_IMMUTABLE: Final = ("key", "type", "relationship_target_type")
_NULLABLE: Final = frozenset(
    {"description", "raw_description", "tag", "regexp_for_validation", "relationship_filter"}
)
_OPTION: Final = ("id", "name", "value", "position")
_ADDED_TO_OPTIONS: Final = ("raw_name", "url")
_TITLES: Final = frozenset({"title", "raw_title"})


@handlers.answers(operations.LIST_CUSTOM_OBJECT_FIELDS)
def list_fields(call: Call) -> Answer:
    """The fields in their order; with standard fields, these come first."""
    custom_object = call.catalog.get(call.path["custom_object_key"])
    standard = call.query.boolean("include_standard_fields")
    scope = f"fields/{custom_object.number}/{standard}"
    request = page_request(call.query, call.services.cursors, scope)
    fields = [field for field in custom_object.fields if standard or not field.standard]
    return listing(
        call,
        "custom_object_fields",
        scope,
        request,
        request.window(fields, _place),
        _place,
        lambda field: _wire(call, custom_object, field),
    )


@handlers.answers(operations.CREATE_CUSTOM_OBJECT_FIELD)
def create_field(call: Call) -> Answer:
    """A new custom field, after all others."""
    custom_object = call.catalog.get(call.path["custom_object_key"])
    given = _given(call)
    prepared = prepare_field("create", custom_object.schema, given)
    violations = [*prepared.violations, *_unknown(prepared.body), *_too_large(prepared.body)]
    if any(field.key == prepared.body.get("key") for field in custom_object.fields):
        violations.append(Violation("key", DUPLICATE_VALUE, "Key has already been taken"))
    if violations:
        raise errors.invalid(violations)
    values = _settled(prepared.body)
    key = values.pop("key")
    field_type = values.pop("type", DEFAULT_TYPE)
    if field_type not in EMULATED_TYPES:
        raise errors.not_emulated(f"{call.operation.id}: fields of type {field_type}")
    plan_limits.require_room_for_field(call, custom_object, field_type)
    target = values.pop("relationship_target_type", None)
    position = values.pop("position", _NEW_POSITION)
    options = values.pop("custom_field_options", [])
    if FIELD_TYPES[field_type].has_options:
        values["custom_field_options"] = stored_options(call, options)
    if rollups.is_roll_up(values.get("properties", {})):
        rollups.check(call, custom_object, field_type, values["properties"])
        values |= {"readonly": True, "properties": rollups.DEFAULTS | values["properties"]}
    if default := EMULATED_TYPES[field_type].default_properties:
        values["properties"] = {**default, **values.get("properties", {})}
    _insert(call, custom_object.number, key, field_type, target, position, _DEFAULTS | values)
    call.catalog.changed(custom_object.key)
    return _answer(201, call, custom_object.key, key)


@handlers.answers(operations.SHOW_CUSTOM_OBJECT_FIELD)
def show_field(call: Call) -> Answer:
    """One field by key or id; standard fields need no parameter here."""
    call.query.boolean("include_standard_fields")
    return _answer(
        200, call, call.path["custom_object_key"], call.path["custom_object_field_key_or_id"]
    )


@handlers.answers(operations.UPDATE_CUSTOM_OBJECT_FIELD)
def update_field(call: Call) -> Answer:
    """Change the properties given; a list of options replaces the one before."""
    custom_object = call.catalog.get(call.path["custom_object_key"])
    field = custom_object.field(call.path["custom_object_field_key_or_id"])
    given = _given(call)
    prepared = prepare_field("update", custom_object.schema, given, key=field.key)
    values = _settled(prepared.body)
    violations = [*prepared.violations, *_forbidden(call, custom_object, field, prepared.body)]
    if field.key == names.KEY and not violations:
        violations += names.forbidden_changes(call, custom_object, values.get("properties", {}))
    if violations:
        raise errors.invalid(violations)
    if field.key == names.KEY:
        names.set_next_sequence(call, custom_object, values.get("properties", {}))
    if "properties" in values:
        before = field.attributes.get("properties", {})
        values["properties"] = before | values["properties"]
        if rollups.is_roll_up(values["properties"]):
            if not field.attributes["readonly"]:
                raise errors.not_emulated(f"{call.operation.id}: turning a field into a roll-up")
            rollups.check(call, custom_object, field.type, values["properties"])
    options = values.pop("custom_field_options", None)
    if options is not None and FIELD_TYPES[field.type].has_options:
        before = field.attributes["custom_field_options"]
        values["custom_field_options"] = stored_options(call, options, before)
    position = values.pop("position", field.position)
    changed = {name: value for name, value in values.items() if name not in _IMMUTABLE}
    call.store.run(
        "UPDATE fields SET position = ?, updated_at = ?, attributes = ? WHERE id = ?",
        (position, call.now, encode_text(field.attributes | changed), field.id),
    )
    call.catalog.changed(custom_object.key)
    return _answer(200, call, custom_object.key, field.key)


@handlers.answers(operations.DELETE_CUSTOM_OBJECT_FIELD)
def delete_field(call: Call) -> Answer:
    """Delete a custom field; its values are gone with it."""
    custom_object = call.catalog.get(call.path["custom_object_key"])
    field = custom_object.field(call.path["custom_object_field_key_or_id"])
    if violations := check_field_deletion(custom_object.schema, field.key):
        raise errors.invalid(violations)
    call.store.run("DELETE FROM fields WHERE id = ?", (field.id,))
    call.catalog.changed(custom_object.key)
    return Answer(204)


@handlers.answers(operations.REORDER_CUSTOM_OBJECT_FIELDS)
def reorder_fields(call: Call) -> Answer:
    """Put the listed fields first, in that order; the others follow in the order they had.

    Standard fields stay first, whether they are listed or not.
    """
    custom_object = call.catalog.get(call.path["custom_object_key"])
    wanted = [str(field_id) for field_id in read_list(call, "custom_object_field_ids")]
    known = {str(field.id) for field in custom_object.fields}
    if len(set(wanted)) < len(wanted) or not known.issuperset(wanted):
        message = "must be ids of fields of this object, each once"
        raise errors.invalid([Violation("custom_object_field_ids", INVALID_VALUE, message)])
    rank = {field_id: index for index, field_id in enumerate(wanted)}
    custom = [field for field in custom_object.fields if not field.standard]
    custom.sort(key=lambda field: rank.get(str(field.id), len(rank)))
    call.store.run_many(
        "UPDATE fields SET position = ? WHERE id = ?",
        [(position, field.id) for position, field in enumerate(custom, _FIRST_POSITION)],
    )
    call.catalog.changed(custom_object.key)
    return Answer(200, "")


def _given(call: Call) -> dict[str, Any]:
    """The properties in the body, without those that the service itself adds to options.

    Clients must send the whole list of options, so they send these back; a working client sends
    them with new options too.
    """
    given = read_envelope(call, "custom_object_field", _PROPERTIES)
    options = given.get("custom_field_options")
    if is_list(options):
        held = {key for each in options if is_mapping(each) for key in each}
        added = [key for key in _ADDED_TO_OPTIONS if key in held]
        warn_of_dropped(call, "custom_field_options", _OPTION, added)
        given["custom_field_options"] = [
            {key: each[key] for key in each if key not in added} if is_mapping(each) else each
            for each in options
        ]
    return given


def create_standard_fields(session: Session, number: int) -> None:
    """The name and the external id of a new object."""
    common = _DEFAULTS | {"system": True}
    titled = with_raw_texts({"title": "Name"}, _TEXTS)
    name = common | titled | {"required": True, "properties": names.DEFAULTS}
    _insert(session, number, names.KEY, DEFAULT_TYPE, None, 0, name)
    external_id = common | with_raw_texts({"title": "External ID"}, _TEXTS)
    _insert(session, number, "standard::external_id", DEFAULT_TYPE, None, 1, external_id)


def _settled(body: Mapping[str, Any]) -> dict[str, Any]:
    """Values to store: texts completed, and without nulls where null means nothing."""
    values = {
        name: value
        for name, value in with_raw_texts(body, _TEXTS).items()
        if value is not None or name in _NULLABLE
    }
    if properties := values.get("properties"):
        values["properties"] = {
            name: value
            for name, value in properties.items()
            if value is not None or name in rollups.DEFAULTS
        }
    return values


def _forbidden(
    session: Session, custom_object: StoredObject, field: StoredField, body: Mapping[str, Any]
) -> Iterator[Violation]:
    """Violations that the rules cannot know: of the type, and of a field frozen by records."""
    yield from _too_large(body)
    if body.get("type", field.type) != field.type:
        yield Violation("type", NOT_ALLOWED, "cannot be changed")
    if EMULATED_TYPES[field.type].is_frozen_by_records and session.catalog.count_records(
        custom_object
    ):
        current = field.wire()
        message = f"cannot be changed in a {field.type} field once the object has records"
        for name, value in body.items():
            if name not in _TITLES and value != current.get(name):
                yield Violation(name, NOT_ALLOWED, message)


def _unknown(body: Mapping[str, Any]) -> Iterator[Violation]:
    """A type that the contract does not have, or a target that fields of the type do not have."""
    field_type, target = body.get("type") or DEFAULT_TYPE, body.get("relationship_target_type")
    types = load_field_types()
    if field_type not in types:
        message = f"must be one of: {', '.join(types)}"
        yield Violation("type", INVALID_VALUE, message)
    emulated = EMULATED_TYPES.get(field_type)
    targets = emulated.targets if emulated else ()
    if targets and target and target not in targets and not target.startswith(CUSTOM_OBJECT):
        message = f"must be one of: {', '.join(targets)}, or {CUSTOM_OBJECT}KEY"
        yield Violation("relationship_target_type", INVALID_VALUE, message)


def _too_large(body: Mapping[str, Any]) -> Iterator[Violation]:
    """Violations by numbers that the database cannot store."""
    properties: Mapping[str, Any] = body.get("properties") or {}
    for path, number in (
        ("position", body.get("position")),
        (f"properties.{names.NEXT_SEQUENCE}", properties.get(names.NEXT_SEQUENCE)),
    ):
        if number is not None and abs(number) > _MAX_NUMBER:
            yield Violation(path, INVALID_VALUE, "is too large")


def _insert(
    session: Session,
    number: int,
    key: str,
    field_type: str,
    target: str | None,
    position: int,
    attributes: Mapping[str, Any],
) -> None:
    field_id = session.store.new_ids()[0]
    session.store.run(
        "INSERT INTO fields VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            field_id,
            number,
            key,
            field_type,
            target,
            position,
            session.now,
            session.now,
            encode_text(attributes),
        ),
    )


def _answer(status: int, session: Session, key: str, key_or_id: str) -> Answer:
    custom_object = session.catalog.get(key)
    field = custom_object.field(key_or_id)
    return Answer(status, {"custom_object_field": _wire(session, custom_object, field)})


def _place(field: StoredField) -> list[int]:
    return [int(not field.standard), field.position, field.id]


def _wire(session: Session, custom_object: StoredObject, field: StoredField) -> dict[str, Any]:
    url = f"{session.origin}{custom_object.path}/fields/{field.id}"
    wire = {
        "url": f"{url}.json",
        **field.wire(),
        "created_at": wire_time(field.created_at),
        "updated_at": wire_time(field.updated_at),
    }
    if options := field.attributes.get("custom_field_options"):
        wire["custom_field_options"] = [
            {**option, "url": f"{url}/options/{option['id']}.json"} for option in options
        ]
    if field.attributes["readonly"]:
        wire["properties"] = rollups.properties_shown(session, field)
    if field.key == names.KEY:
        sequence = names.next_sequence(session, custom_object.number)
        wire["properties"] = {
            **field.attributes["properties"],
            names.NEXT_SEQUENCE: sequence,
        }
    return wire
