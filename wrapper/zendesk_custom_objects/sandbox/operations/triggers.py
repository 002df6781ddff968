"""Object triggers: stored, ordered, searched and limited. They never run.

No record is changed, no message sent and no webhook called by a trigger here, so the number of runs
(`usage_24h` and the like) is always 0. The header X-Zendesk-API-Warn says so each time that a
trigger is created active or activated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ..._generated import operations
from ...rules.json_types import is_mapping
from ...rules.violations import BASE, INVALID_VALUE, Violation
from ..calls.bodies import read_envelope, read_list
from ..calls.listings import listing
from ..calls.offsets import offset_listing, offset_page
from ..calls.registry import Handlers
from ..wire import errors
from ..wire.json_text import decode, encode_text
from ..wire.paging import PageRequest, page_request
from ..wire.replies import Answer
from ..wire.texts import with_raw_texts
from . import definitions, trigger_contents, trigger_rows
from .trigger_rows import StoredTrigger

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ..calls.context import Call, Session
    from ..storage.catalog import StoredObject

handlers: Final = Handlers()

NEVER_RUN: Final = "The sandbox stores triggers and never runs them"

_PROPERTIES: Final = (
    "title",
    "raw_title",
    "description",
    "active",
    "position",
    "conditions",
    "actions",
)
_MAX_TRIGGERS: Final = 500
_MAX_ACTIVE_TRIGGERS: Final = 100
_USAGES: Final = ("usage_1h", "usage_24h", "usage_7d")
# Columns of each order. How often a trigger ran is the same for all.
_ORDERS: Final[Mapping[str, tuple[str, ...]]] = {
    "alphabetical": ("title", "id"),
    "created_at": ("created_at", "id"),
    "updated_at": ("updated_at", "id"),
    "position": ("position", "id"),
} | dict.fromkeys(_USAGES, ("id",))
_ASCENDING: Final = ("alphabetical", "position")
_CURSORS: Final = ("page[size]", "page[after]", "page[before]")
_EMPTY: Final[dict[str, Any]] = {"conditions": {"all": [], "any": []}, "actions": []}
_FILTERS: Final = ("title", "description", "active")


@handlers.answers(operations.LIST_OBJECT_TRIGGERS)
def list_triggers(call: Call) -> Answer:
    """A numbered page of triggers, by default ordered by position."""
    return _numbered_page(call, _activity(call))


@handlers.answers(operations.CREATE_OBJECT_TRIGGER, allowed_for="agents")
def create_trigger(call: Call) -> Answer:
    """A new trigger, by default active and after all others."""
    _require_manager(call)
    custom_object = call.catalog.get(call.path["custom_object_key"])
    given = _given(call, custom_object, new=True)
    last = call.store.one(
        "SELECT max(position) FROM triggers WHERE object = ?", (custom_object.number,)
    )[0]
    values = {"description": None, "active": True, "position": (last or 0) + 1, **given}
    trigger_id = call.store.new_ids()[0]
    call.store.run(
        "INSERT INTO triggers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            trigger_id,
            custom_object.number,
            values["title"],
            values["description"],
            values["active"],
            values["position"],
            encode_text(values["conditions"]),
            encode_text(values["actions"]),
            call.now,
            call.now,
        ),
    )
    _require_room(call, custom_object)
    if values["active"]:
        call.warnings.append(NEVER_RUN)
    return _answer(201, call, custom_object, trigger_id)


@handlers.answers(operations.GET_OBJECT_TRIGGER)
def show_trigger(call: Call) -> Answer:
    """One trigger."""
    custom_object = call.catalog.get(call.path["custom_object_key"])
    return _answer(200, call, custom_object, trigger_rows.read_id(call.path["trigger_id"]))


@handlers.answers(operations.UPDATE_OBJECT_TRIGGER, allowed_for="agents")
def update_trigger(call: Call) -> Answer:
    """Change the given properties; conditions without actions empty these, and vice versa."""
    _require_manager(call)
    custom_object = call.catalog.get(call.path["custom_object_key"])
    trigger = trigger_rows.get(call, custom_object, trigger_rows.read_id(call.path["trigger_id"]))
    given = _given(call, custom_object, new=False)
    if "conditions" in given or "actions" in given:
        given = _EMPTY | given
    for name in ("conditions", "actions"):
        if name in given:
            given[name] = encode_text(given[name])
    trigger_rows.write(call, trigger._replace(**given))
    _require_room(call, custom_object)
    if given.get("active"):
        call.warnings.append(NEVER_RUN)
    return _answer(200, call, custom_object, trigger.id)


@handlers.answers(operations.DELETE_OBJECT_TRIGGER, allowed_for="agents")
def delete_trigger(call: Call) -> Answer:
    """Delete a trigger."""
    _require_manager(call)
    custom_object = call.catalog.get(call.path["custom_object_key"])
    trigger_rows.delete(
        call, trigger_rows.get(call, custom_object, trigger_rows.read_id(call.path["trigger_id"]))
    )
    return Answer(204)


@handlers.answers(operations.LIST_ACTIVE_OBJECT_TRIGGERS, allowed_for="agents")
def list_active_triggers(call: Call) -> Answer:
    """The active triggers: in cursor style if `page[...]` is given, else a numbered page."""
    _require_manager(call)
    if all(call.query.text(name) is None for name in _CURSORS):
        return _numbered_page(call, lambda trigger: bool(trigger.active))
    custom_object = call.catalog.get(call.path["custom_object_key"])
    key, descending = _order(call, "position")
    scope = f"triggers/{custom_object.number}/active/{key}/{descending}"
    request = page_request(call.query, call.services.cursors, scope)
    columns = _ORDERS[key]
    condition, place, order = request.keyset(columns, descending=descending)
    rows = call.store.all(
        f"""
        SELECT {trigger_rows.COLUMNS} FROM triggers WHERE object = ? AND active AND {condition}
        ORDER BY {order} LIMIT ?
        """,
        [custom_object.number, *place, request.size + 1],
    )
    return listing(
        call,
        "triggers",
        scope,
        request,
        [StoredTrigger(*row) for row in rows],
        lambda trigger: [getattr(trigger, column) for column in columns],
        lambda trigger: trigger_rows.wire(call, custom_object, trigger),
    )


@handlers.answers(operations.LIST_OBJECT_TRIGGERS_DEFINITIONS)
def list_definitions(call: Call) -> Answer:
    """The object's own fields for conditions and actions. Other names are stored unchecked."""
    custom_object = call.catalog.get(call.path["custom_object_key"])
    conditions = definitions.trigger_conditions(call, custom_object)
    return Answer(
        200,
        {
            "definitions": {
                "conditions_all": conditions,
                "conditions_any": conditions,
                "actions": definitions.trigger_actions(custom_object),
            }
        },
    )


@handlers.answers(operations.DELETE_MANY_OBJECT_TRIGGERS, allowed_for="agents")
def delete_triggers(call: Call) -> Answer:
    """Delete several triggers; if one does not exist, 404, and none is deleted."""
    _require_manager(call)
    custom_object = call.catalog.get(call.path["custom_object_key"])
    ids = call.query.words("ids")
    if not ids:
        raise errors.bad_request("Parameter ids must be a comma-separated list of ids of triggers")
    for trigger in [
        trigger_rows.get(call, custom_object, trigger_rows.read_id(each)) for each in ids
    ]:
        trigger_rows.delete(call, trigger)
    return Answer(204)


@handlers.answers(operations.SEARCH_OBJECT_TRIGGERS)
def search_triggers(call: Call) -> Answer:
    """A numbered page of the triggers whose title contains `query` and whose attributes match.

    Case is ignored. `filter` compares whole values.
    """
    of_activity = _activity(call)
    text = (call.query.text("query") or "").casefold()
    wanted = {name: _folded(value) for name, value in _filter(call).items()}
    usages = call.query.words("include") or []
    if unknown := [name for name in usages if name not in _USAGES]:
        raise errors.bad_request(f"Parameter include cannot have: {', '.join(unknown)}")

    def matches(trigger: StoredTrigger) -> bool:
        return (
            of_activity(trigger)
            and text in trigger.title.casefold()
            and all(_folded(getattr(trigger, name)) == value for name, value in wanted.items())
        )

    return _numbered_page(call, matches, usages)


@handlers.answers(operations.UPDATE_MANY_OBJECT_TRIGGERS, allowed_for="agents")
def update_triggers(call: Call) -> Answer:
    """Set position and activity of several triggers, which are returned in the order given.

    Of triggers with the same position, the older comes first.
    """
    _require_manager(call)
    custom_object = call.catalog.get(call.path["custom_object_key"])
    changed: list[int] = []
    for item in _items(call):
        trigger = trigger_rows.get(
            call, custom_object, trigger_rows.read_id(str(item.get("id", "")))
        )
        given = {name: value for name, value in item.items() if name in ("position", "active")}
        if violations := trigger_contents.check(custom_object, given):
            raise errors.invalid(violations)
        trigger_rows.write(call, trigger._replace(**given))
        changed.append(trigger.id)
        if given.get("active") and NEVER_RUN not in call.warnings:
            call.warnings.append(NEVER_RUN)
    _require_room(call, custom_object)
    return Answer(
        200,
        {
            "triggers": [
                trigger_rows.wire(call, custom_object, trigger_rows.get(call, custom_object, each))
                for each in changed
            ],
            "count": len(changed),
            "next_page": None,
            "previous_page": None,
        },
    )


def _items(call: Call) -> list[dict[str, Any]]:
    items = read_list(call, "triggers")
    if all(is_mapping(item) for item in items):
        return items
    raise errors.bad_request("The body must hold a list of objects as triggers")


def _require_manager(call: Call) -> None:
    """Refuse (403) agents without the permission to manage triggers."""
    assert call.caller is not None
    user, role = call.caller.user, call.caller.custom_role
    if user.role != "admin" and not (role and role.manage_triggers):
        raise errors.forbidden("Only admins and roles with manage_triggers are allowed to do this")


def _require_room(call: Call, custom_object: StoredObject) -> None:
    """Refuse (422) a change after which there are too many triggers."""
    total, active = call.store.one(
        "SELECT count(*), total(active) FROM triggers WHERE object = ?", (custom_object.number,)
    )
    for number, most, kind in (
        (total, _MAX_TRIGGERS, "triggers"),
        (active, _MAX_ACTIVE_TRIGGERS, "active ones"),
    ):
        if number > most:
            message = f"An object has at most {most} {kind}."
            raise errors.invalid([Violation(BASE, INVALID_VALUE, message)])


def _given(call: Call, custom_object: StoredObject, *, new: bool) -> dict[str, Any]:
    """The trigger in the body: validated, and with both lists of conditions."""
    given = with_raw_texts(read_envelope(call, "trigger", _PROPERTIES), ("title",))
    violations = trigger_contents.check(custom_object, given, new=new)
    if violations:
        raise errors.invalid(violations)
    given.pop("raw_title", None)
    if "conditions" in given:
        lists = given["conditions"]
        given["conditions"] = {name: lists.get(name) or [] for name in ("all", "any")}
    return given


def _activity(call: Call) -> Callable[[StoredTrigger], bool]:
    """The filter that `active` asks for; without it, all triggers match."""
    if call.query.text("active") is None:
        return lambda trigger: True
    active = call.query.boolean("active")
    return lambda trigger: bool(trigger.active) == active


def _folded(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value


def _filter(call: Call) -> dict[str, Any]:
    """The attributes in `filter`, such as `{"json":{"title":"x"}}`."""
    text = call.query.text("filter")
    if text is None:
        return {}
    try:
        content = decode(text)
    except ValueError:
        content = None
    attributes = content["json"] if is_mapping(content) and content.keys() == {"json"} else None
    if not is_mapping(attributes):
        raise errors.bad_request('Parameter filter must be JSON as {"json": {...}}')
    for name, value in attributes.items():
        if name not in _FILTERS:
            raise errors.not_emulated(f"{call.operation.id}: filter by {name}")
        if not isinstance(value, bool if name == "active" else str):
            raise errors.bad_request(f"Parameter filter has a wrong value for {name}")
    return attributes


def _order(call: Call, default: str) -> tuple[str, bool]:
    """The key of `_ORDERS` that `sort_by` names, and whether it is descending."""
    key = call.query.choice("sort_by", _ORDERS, default)
    usual = "asc" if key in _ASCENDING else "desc"
    return key, call.query.choice("sort_order", ("asc", "desc"), usual) == "desc"


def _numbered_page(
    call: Call, matches: Callable[[StoredTrigger], bool], usages: Sequence[str] = ()
) -> Answer:
    custom_object = call.catalog.get(call.path["custom_object_key"])
    # `sort` is for cursors, which no operation that has it offers; it says the same as `sort_by`.
    sort = call.query.choice("sort", [key for key in _ORDERS if key not in _USAGES], "position")
    key, descending = _order(call, sort)
    page = offset_page(call.query)
    _, _, order = PageRequest(0, None, False).keyset(_ORDERS[key], descending=descending)
    # There are at most 500.
    rows = call.store.all(
        f"SELECT {trigger_rows.COLUMNS} FROM triggers WHERE object = ? ORDER BY {order}",
        (custom_object.number,),
    )
    found = [trigger for row in rows if matches(trigger := StoredTrigger(*row))]
    return offset_listing(
        call,
        "triggers",
        page,
        found[page.offset :][: page.size],
        len(found),
        lambda trigger: trigger_rows.wire(call, custom_object, trigger) | dict.fromkeys(usages, 0),
    )


def _answer(status: int, session: Session, custom_object: StoredObject, trigger_id: int) -> Answer:
    return Answer(
        status,
        {
            "trigger": trigger_rows.wire(
                session, custom_object, trigger_rows.get(session, custom_object, trigger_id)
            )
        },
    )
