"""Permissions of a caller for the records of an object.

Admins can do everything. So can an agent without a custom role, unless it is a light agent, who
only reads. For an agent in a custom role, and for an end user, the permission policy of the role
decides; where it names an access rule, it applies to the records that meet the rule. A record that
cannot be read does not exist for the caller: 404, and no list, count, search or export has it. One
that can be read but not written is refused with 403. Sources: Custom Object Permissions docs, and
for parent fields with `cascade_permissions_enabled` the operations' own descriptions. What these do
to a single record is not documented, so there the policy alone decides.

How to use it: an operation that reads many records calls `require_list`, `require_search` or
`require_autocomplete` and adds `visible` to its WHERE clause; one that reads or writes one record
calls `require_record`; one that creates a record calls `require` before and `require_created`
after. All of them take a `Session`, so that a job can call them for each of its items. Register
operations on records with `allowed_for="end_users"`: whether an end user is allowed to call them is
decided here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeAlias

import msgspec

from ...rules.field_types import FIELD_TYPES
from ...rules.json_types import is_list, is_mapping
from ..storage.conditions import EVERYTHING, Condition
from ..wire import errors
from ..wire.json_text import decode
from . import rule_conditions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..calls.context import Session
    from ..storage.catalog import StoredObject
    from ..storage.rows import StoredField, StoredRecord

Action: TypeAlias = Literal["create", "read", "update", "delete"]
ACTIONS: Final[tuple[Action, ...]] = ("create", "read", "update", "delete")
END_USER: Final = "end-user"
CUSTOM_ROLE: Final = "custom-role-"

_REFUSED: Final = "You do not have permission to {action} records of this object"
_CASCADE: Final = "The object has a parent field with cascade_permissions_enabled: {instead}"


class Grant(NamedTuple):
    """Whether an action is allowed, and the id of the rule that limits it to some records."""

    allowed: bool
    rule_id: int | None = None


Policy: TypeAlias = dict[Action, Grant]


def policy(session: Session, custom_object: StoredObject, role: str) -> Policy:
    """The policy of a role, by its id.

    Until it is set, custom roles are allowed everything and end users nothing: the service has the
    same defaults for agents and customers of accounts without custom roles.
    """
    row = session.store.find(
        "SELECT actions FROM policies WHERE object = ? AND role = ?", (custom_object.number, role)
    )
    if row is None:
        return dict.fromkeys(ACTIONS, Grant(role != END_USER))
    return msgspec.json.decode(row[0], type=Policy)


def allows(session: Session, custom_object: StoredObject, action: Action) -> bool:
    """Whether the caller is allowed to do this with some records at least."""
    return _grant(session, custom_object, action).allowed


def require(session: Session, custom_object: StoredObject, action: Action) -> None:
    """Refuse (403) an action that the caller is allowed for no record at all."""
    if not allows(session, custom_object, action):
        raise errors.forbidden(_REFUSED.format(action=action))


def visible(session: Session, custom_object: StoredObject) -> Condition:
    """The records that the caller can read, as a condition on `records`.

    It is false for every record of an object that the caller cannot read at all.
    """
    return _condition(session, custom_object, "read")


def permits(
    session: Session, custom_object: StoredObject, action: Action, record: StoredRecord
) -> bool:
    """Whether the caller is allowed to do this with a record, as it is in the database."""
    condition = _condition(session, custom_object, action)
    if condition is EVERYTHING:
        return True
    row = session.store.find(
        f"SELECT 1 FROM records WHERE number = ? AND {condition.sql}",
        [record.number, *condition.parameters],
    )
    return row is not None


def require_record(
    session: Session, custom_object: StoredObject, action: Action, record: StoredRecord
) -> None:
    """Refuse an action on a record: 404 if the caller cannot read it, 403 if it is not allowed."""
    require(session, custom_object, "read")
    if not permits(session, custom_object, "read", record):
        raise errors.not_found()
    if action != "read" and not permits(session, custom_object, action, record):
        raise errors.forbidden(_REFUSED.format(action=action))


def require_created(session: Session, custom_object: StoredObject, record: StoredRecord) -> None:
    """Refuse (403) a new record that does not meet the rule for creating records."""
    if not permits(session, custom_object, "create", record):
        raise errors.forbidden(_REFUSED.format(action="create"))


def require_list(session: Session, custom_object: StoredObject) -> None:
    """Refuse (403) listing, counting and GET search if the caller is not allowed to read."""
    require(session, custom_object, "read")
    if _cascading(session, custom_object):
        raise errors.forbidden(_CASCADE.format(instead="search for the children of one parent"))


def require_search(session: Session, custom_object: StoredObject, criteria: Any) -> None:
    """Refuse (403) a filtered search; `criteria` is the `filter` of its body.

    Where permissions cascade, it must select the children of one parent with `$eq`, by itself or in
    an `$and`.
    """
    require(session, custom_object, "read")
    parent = _cascading(session, custom_object)
    if parent and not _narrowed(criteria, f"custom_object_fields.{parent.key}"):
        instead = f"filter by custom_object_fields.{parent.key} with $eq"
        raise errors.forbidden(_CASCADE.format(instead=instead))


def require_autocomplete(
    session: Session, custom_object: StoredObject, field_id: object | None, source: object | None
) -> None:
    """Refuse (403) autocompletion; where permissions cascade it needs both parameters."""
    require(session, custom_object, "read")
    if _cascading(session, custom_object) and (field_id is None or source is None):
        raise errors.forbidden(_CASCADE.format(instead="give field_id and source"))


def _grant(session: Session, custom_object: StoredObject, action: Action) -> Grant:
    assert session.caller is not None
    user, custom_role = session.caller.user, session.caller.custom_role
    if user.role == "end_user":
        return policy(session, custom_object, END_USER)[action]
    if custom_role is not None:
        return policy(session, custom_object, f"{CUSTOM_ROLE}{custom_role.id}")[action]
    return Grant(action == "read" or user.role != "light_agent")


def _condition(session: Session, custom_object: StoredObject, action: Action) -> Condition:
    grant = _grant(session, custom_object, action)
    if not grant.allowed:
        return Condition("FALSE", [])
    if grant.rule_id is None:
        return EVERYTHING
    # It exists: a rule that a policy names cannot be deleted.
    row = session.store.one("SELECT conditions FROM access_rules WHERE id = ?", (grant.rule_id,))
    return rule_conditions.compiled(custom_object, decode(row[0]), session.user_id)


def _cascading(session: Session, custom_object: StoredObject) -> StoredField | None:
    """The parent field whose permissions cascade to the records that the caller reads."""
    assert session.caller is not None
    if session.caller.user.role == "admin":
        return None
    for field in custom_object.fields:
        properties: Mapping[str, Any] = field.attributes.get("properties") or {}
        if FIELD_TYPES[field.type].is_parent and properties.get("cascade_permissions_enabled"):
            return field
    return None


def _narrowed(criteria: Any, name: str) -> bool:
    if not is_mapping(criteria):
        return False
    comparison, every = criteria.get(name), criteria.get("$and")
    if is_mapping(comparison) and "$eq" in comparison:
        return True
    return is_list(every) and any(_narrowed(part, name) for part in every)
