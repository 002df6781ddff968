"""Validation of triggers (Object Triggers docs; limits: creating object triggers, help)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...rules.json_types import is_list, is_mapping
from ...rules.violations import BASE, BLANK_VALUE, INVALID_VALUE, TOO_LONG, Violation
from ..wire.json_text import encode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..storage.catalog import StoredObject

_REQUIRED: Final = ("title", "conditions", "actions")
_MAX_CONDITIONS: Final = 50
_MAX_ACTIONS: Final = 25
_MAX_VALUES: Final = 50
_MAX_BYTES: Final = 64 * 1024
_MAX_NUMBER: Final = 2**62


def check(
    custom_object: StoredObject, given: Mapping[str, Any], *, new: bool = False
) -> list[Violation]:
    """All violations in the given properties of a trigger.

    Fields, operators and values are checked for custom fields of the object itself only, which must
    exist: what else triggers can use is not documented.
    """
    return [
        *_scalars(given, new=new),
        *_conditions(custom_object, given),
        *_actions(custom_object, given),
    ]


def _scalars(given: Mapping[str, Any], *, new: bool) -> Iterator[Violation]:
    for name in _REQUIRED:
        if given.get(name, None if new else "x") in (None, ""):
            yield Violation(name, BLANK_VALUE, "cannot be blank")
    for name, kind in (("title", str), ("description", str), ("active", bool)):
        value = given.get(name)
        absent = value is None and not (name == "active" and name in given)
        if not absent and not isinstance(value, kind):
            yield Violation(name, INVALID_VALUE, f"must be a {kind.__name__}")
    if "position" in given:
        position = given["position"]
        if type(position) is not int or abs(position) > _MAX_NUMBER:
            yield Violation("position", INVALID_VALUE, "must be an integer")
    size = len(encode(given))
    if size > _MAX_BYTES:
        message = f"The trigger takes {size} bytes; at most {_MAX_BYTES} are allowed."
        yield Violation(BASE, TOO_LONG, message)


def _conditions(custom_object: StoredObject, given: Mapping[str, Any]) -> Iterator[Violation]:
    lists = given.get("conditions")
    if lists is None:
        return
    if not is_mapping(lists) or not lists.keys() <= {"all", "any"}:
        yield Violation("conditions", INVALID_VALUE, "must be an object with the lists all and any")
        return
    count = 0
    for name, conditions in lists.items():
        if conditions is None:
            continue
        if not is_list(conditions):
            yield Violation(f"conditions.{name}", INVALID_VALUE, "must be a list")
            continue
        count += len(conditions)
        for index, condition in enumerate(conditions):
            path = f"conditions.{name}[{index}]"
            yield from _item(custom_object, path, condition, ("field", "operator"))
    if count > _MAX_CONDITIONS:
        message = f"are {count}; at most {_MAX_CONDITIONS} are allowed"
        yield Violation("conditions", INVALID_VALUE, message)


def _actions(custom_object: StoredObject, given: Mapping[str, Any]) -> Iterator[Violation]:
    actions = given.get("actions")
    if actions is None:
        return
    if not is_list(actions):
        yield Violation("actions", INVALID_VALUE, "must be a list")
        return
    for index, action in enumerate(actions):
        yield from _item(custom_object, f"actions[{index}]", action, ("field",))
    if len(actions) > _MAX_ACTIONS:
        message = f"are {len(actions)}; at most {_MAX_ACTIONS} are allowed"
        yield Violation("actions", INVALID_VALUE, message)


def _item(
    custom_object: StoredObject, path: str, item: Any, required: tuple[str, ...]
) -> Iterator[Violation]:
    if not is_mapping(item):
        yield Violation(path, INVALID_VALUE, "must be an object")
        return
    for name in required:
        if not isinstance(item.get(name), str) or not item[name]:
            yield Violation(f"{path}.{name}", BLANK_VALUE, "must be a string and not blank")
    prefix = f"custom_object.{custom_object.key}.custom_fields."
    field = item.get("field")
    if isinstance(field, str) and field.startswith(prefix):
        key = field.removeprefix(prefix)
        if all(known.key != key for known in custom_object.fields):
            yield Violation(f"{path}.field", INVALID_VALUE, "is not a field of this object")
    value = item.get("value")
    if "operator" in required and is_list(value) and len(value) > _MAX_VALUES:
        message = f"are {len(value)}; at most {_MAX_VALUES} are allowed"
        yield Violation(f"{path}.value", INVALID_VALUE, message)
