"""Access rules, and the permission policies that name them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ..._generated import operations
from ...rules.json_types import is_mapping
from ...rules.violations import BASE, INVALID_VALUE, NOT_ALLOWED, UNKNOWN_FIELD, Violation
from ..access import permissions, rule_conditions
from ..access.permissions import ACTIONS, Grant
from ..calls.bodies import read_envelope
from ..calls.registry import Handlers
from ..wire import errors
from ..wire.json_text import decode, encode_text
from ..wire.replies import Answer
from ..wire.times import wire_time
from .definitions import access_rule_fields

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..access.permissions import Policy
    from ..calls.context import Call, Session
    from ..storage.catalog import StoredObject
    from ..storage.store import Row

handlers: Final = Handlers()

_MAX_RULES: Final = 50
_PROPERTIES: Final = ("title", "description", "conditions")
_COLUMNS: Final = "id, title, description, conditions, created_at, updated_at"
_MAX_ID: Final = 2**63 - 1


@handlers.answers(operations.LIST_ACCESS_RULES)
def list_rules(call: Call) -> Answer:
    """Every rule of an object, the oldest first, on one page."""
    custom_object = call.catalog.get(call.path["custom_object_key"])
    rows = call.store.all(
        f"SELECT {_COLUMNS} FROM access_rules WHERE object = ? ORDER BY id", (custom_object.number,)
    )
    return Answer(200, {"access_rules": [_wire(row) for row in rows]})


@handlers.answers(operations.CREATE_ACCESS_RULE)
def create_rule(call: Call) -> Answer:
    """A new rule, which has no effect until a policy names it.

    No property is documented as mandatory. Without conditions every record meets it.
    """
    custom_object = call.catalog.get(call.path["custom_object_key"])
    given = _given(call, custom_object)
    count = call.store.one(
        "SELECT count(*) FROM access_rules WHERE object = ?", (custom_object.number,)
    )[0]
    if count >= _MAX_RULES:
        message = f"The object has {_MAX_RULES} access rules, and no more are allowed."
        raise errors.invalid([Violation(BASE, INVALID_VALUE, message)])
    values: dict[str, Any] = {
        "title": "",
        "description": None,
        "conditions": {"all": [], "any": []},
        **given,
    }
    rule_id = call.store.new_ids()[0]
    call.store.run(
        "INSERT INTO access_rules VALUES (?, ?, ?, ?, ?, ?, ?)",
        (rule_id, custom_object.number, *_stored(values), call.now, call.now),
    )
    return _answer(201, call, custom_object, rule_id)


@handlers.answers(operations.LIST_ACCESS_RULE_DEFINITIONS)
def list_definitions(call: Call) -> Answer:
    """The fields, operators and values for conditions."""
    custom_object = call.catalog.get(call.path["custom_object_key"])
    found = access_rule_fields(call, custom_object)
    return Answer(200, {"definitions": {"conditions_all": found, "conditions_any": found}})


@handlers.answers(operations.SHOW_ACCESS_RULE)
def show_rule(call: Call) -> Answer:
    """One rule."""
    custom_object = call.catalog.get(call.path["custom_object_key"])
    return Answer(200, {"access_rule": _wire(_row(call, custom_object, _rule_id(call)))})


@handlers.answers(operations.UPDATE_ACCESS_RULE)
def update_rule(call: Call) -> Answer:
    """Change the given properties of a rule; conditions are replaced as a whole."""
    custom_object = call.catalog.get(call.path["custom_object_key"])
    rule_id = _rule_id(call)
    _, title, description, conditions, _, _ = _row(call, custom_object, rule_id)
    before = {"title": title, "description": description, "conditions": decode(conditions)}
    call.store.run(
        """
        UPDATE access_rules SET title = ?, description = ?, conditions = ?, updated_at = ?
        WHERE id = ?
        """,
        (*_stored(before | _given(call, custom_object)), call.now, rule_id),
    )
    return _answer(200, call, custom_object, rule_id)


@handlers.answers(operations.DELETE_ACCESS_RULE)
def delete_rule(call: Call) -> Answer:
    """Delete a rule, unless a policy names it.

    What the service does with a rule in use is not known. A refusal (422) neither opens nor closes
    records by accident.
    """
    custom_object = call.catalog.get(call.path["custom_object_key"])
    rule_id = _row(call, custom_object, _rule_id(call))[0]
    users = [
        role
        for role, _ in _roles(call)
        if any(
            grant.rule_id == rule_id
            for grant in permissions.policy(call, custom_object, role).values()
        )
    ]
    if users:
        message = f"The rule is in use by the policy of: {', '.join(users)}"
        raise errors.invalid([Violation(BASE, NOT_ALLOWED, message)])
    call.store.run("DELETE FROM access_rules WHERE id = ?", (rule_id,))
    return Answer(204)


@handlers.answers(operations.LIST_PERMISSION_POLICIES)
def list_policies(call: Call) -> Answer:
    """The policy of every custom role, and that of end users."""
    custom_object = call.catalog.get(call.path["custom_object_key"])
    policies = [_policy_wire(call, custom_object, role, name) for role, name in _roles(call)]
    return Answer(200, {"policies": policies})


@handlers.answers(operations.SHOW_PERMISSION_POLICY)
def show_policy(call: Call) -> Answer:
    """The policy of a role."""
    custom_object = call.catalog.get(call.path["custom_object_key"])
    return Answer(200, {"policy": _policy_wire(call, custom_object, *_role(call))})


@handlers.answers(operations.UPDATE_PERMISSION_POLICY)
def update_policy(call: Call) -> Answer:
    """Change the given actions, and of each the given properties.

    An action that is no longer allowed loses its rule.
    """
    custom_object = call.catalog.get(call.path["custom_object_key"])
    role, name = _role(call)
    given = read_envelope(call, "policy", ("records",)).get("records", {})
    changed = dict(permissions.policy(call, custom_object, role))
    violations = list(_changes(call, custom_object, changed, given))
    if violations := violations or list(_contradictions(changed)):
        raise errors.invalid(violations)
    call.store.run(
        "INSERT OR REPLACE INTO policies VALUES (?, ?, ?)",
        (custom_object.number, role, encode_text(changed)),
    )
    return Answer(200, {"policy": _policy_wire(call, custom_object, role, name)})


def _given(call: Call, custom_object: StoredObject) -> dict[str, Any]:
    """The rule in the body: validated, and with both lists of conditions."""
    given = read_envelope(call, "access_rule", _PROPERTIES)
    violations: list[Violation] = []
    for name in ("title", "description"):
        value = given.get(name, "")
        if not isinstance(value, str) and not (value is None and name == "description"):
            violations.append(Violation(name, INVALID_VALUE, "must be a string"))
    if "conditions" in given:
        conditions = given["conditions"] = _lists(given["conditions"])
        if conditions is None:
            message = "must be an object with the lists all and any"
            violations.append(Violation("conditions", INVALID_VALUE, message))
        else:
            violations += rule_conditions.check(custom_object, conditions)
    if violations:
        raise errors.invalid(violations)
    return given


def _lists(given: Any) -> dict[str, list[Any]] | None:
    if not is_mapping(given) or not given.keys() <= {"all", "any"}:
        return None
    lists = {name: given.get(name, []) for name in ("all", "any")}
    return lists if all(isinstance(each, list) for each in lists.values()) else None


def _stored(values: Mapping[str, Any]) -> tuple[str, str | None, str]:
    return values["title"], values["description"], encode_text(values["conditions"])


def _rule_id(call: Call) -> int:
    """The id in the path; 404 if it is not a number."""
    text = call.path["id"]
    if not (text.isascii() and text.isdigit() and int(text[:20]) <= _MAX_ID):
        raise errors.not_found()
    return int(text)


def _row(session: Session, custom_object: StoredObject, rule_id: int) -> Row:
    row = session.store.find(
        f"SELECT {_COLUMNS} FROM access_rules WHERE object = ? AND id = ?",
        (custom_object.number, rule_id),
    )
    if row is None:
        raise errors.not_found()
    return row


def _answer(status: int, session: Session, custom_object: StoredObject, rule_id: int) -> Answer:
    return Answer(status, {"access_rule": _wire(_row(session, custom_object, rule_id))})


def _wire(row: Row) -> dict[str, Any]:
    rule_id, title, description, conditions, created_at, updated_at = row
    return {
        "id": rule_id,
        "title": title,
        "description": description,
        "conditions": decode(conditions),
        "created_at": wire_time(created_at),
        "updated_at": wire_time(updated_at),
    }


def _roles(session: Session) -> list[tuple[str, str]]:
    """Ids and names of the roles that have policies."""
    custom = session.services.directory.custom_roles.values()
    return [
        *((f"{permissions.CUSTOM_ROLE}{role.id}", role.name) for role in custom),
        (permissions.END_USER, "End user"),
    ]


def _role(call: Call) -> tuple[str, str]:
    for role, name in _roles(call):
        if role == call.path["id"]:
            return role, name
    raise errors.not_found()


def _policy_wire(
    session: Session, custom_object: StoredObject, role: str, name: str
) -> dict[str, Any]:
    policy = permissions.policy(session, custom_object, role)
    return {
        "id": role,
        "role_name": name,
        "records": {action: policy[action]._asdict() for action in ACTIONS},
    }


def _changes(
    call: Call, custom_object: StoredObject, policy: Policy, given: Any
) -> Iterator[Violation]:
    """Apply the body to the policy; yields its violations."""
    if not is_mapping(given):
        yield Violation("records", INVALID_VALUE, "must be an object")
        return
    for action in ACTIONS:
        if action not in given:
            continue
        change = given[action]
        if not is_mapping(change):
            yield Violation(f"records.{action}", INVALID_VALUE, "must be an object")
            continue
        allowed = change.get("allowed", policy[action].allowed)
        rule_id = change.get("rule_id", policy[action].rule_id if allowed else None)
        if not isinstance(allowed, bool):
            yield Violation(f"records.{action}.allowed", INVALID_VALUE, "must be a boolean")
        elif rule_id is not None and not allowed:
            message = "must be null if the action is not allowed"
            yield Violation(f"records.{action}.rule_id", NOT_ALLOWED, message)
        elif rule_id is not None and not _exists(call, custom_object, rule_id):
            message = "must be the id of an access rule of this object"
            yield Violation(f"records.{action}.rule_id", INVALID_VALUE, message)
        else:
            policy[action] = Grant(allowed, rule_id)
    if unknown := [name for name in given if name not in ACTIONS]:
        message = f"is not an action; there are: {', '.join(ACTIONS)}"
        yield from (Violation(f"records.{name}", UNKNOWN_FIELD, message) for name in unknown)


def _exists(call: Call, custom_object: StoredObject, rule_id: Any) -> bool:
    if type(rule_id) is not int or abs(rule_id) > _MAX_ID:
        return False
    row = call.store.find(
        "SELECT 1 FROM access_rules WHERE object = ? AND id = ?", (custom_object.number, rule_id)
    )
    return row is not None


def _contradictions(policy: Policy) -> Iterator[Violation]:
    """Violations of: whoever can write must be able to read (Custom Object Permissions docs)."""
    read = policy["read"]
    for action in ACTIONS:
        grant = policy[action]
        if action == "read" or not grant.allowed:
            continue
        if not read.allowed:
            message = "cannot be true unless read is allowed"
            yield Violation(f"records.{action}.allowed", NOT_ALLOWED, message)
        elif grant.rule_id is None and read.rule_id is not None:
            message = "must name an access rule, because read has one"
            yield Violation(f"records.{action}.rule_id", NOT_ALLOWED, message)
