"""Reads the answers to questions from replies: in words of this package only.

A reader returns one of its question's answers; the status of a reply that was expected to be
another one; `None` if the replies do not answer it.
"""

from __future__ import annotations

import re
from numbers import Number
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from ..rules.json_types import is_list, is_mapping
from .calls import WRITTEN
from .scene import MISSING, OTHER, Reply, pick

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from .scene import Scene

Reader: TypeAlias = "Callable[[Scene], str | None]"

_CURSOR: Final = frozenset({"meta", "links"})
_OFFSET: Final = frozenset({"count", "next_page", "previous_page"})
_DATES: Final = {
    "date": "",
    "zulu": "T00:00:00Z",
    "datetime": "T00:00:00+00:00",
}


def status_of(step: str, known: Mapping[int, str]) -> Reader:
    """The name of the reply's status, else the status itself."""

    def read(scene: Scene) -> str:
        status = scene.replies[step].status
        return known.get(status, str(status))

    return read


def accepted(step: str) -> Reader:
    """Whether the step succeeded."""

    def read(scene: Scene) -> str:
        reply = scene.replies[step]
        return "accepted" if reply.is_ok else _refused(reply)

    return read


def _refused(reply: Reply) -> str:
    return "refused" if reply.status in (400, 422) else str(reply.status)


def unknown_keys(scene: Scene) -> str:
    reply = scene.replies["unknown_key"]
    if not reply.is_ok:
        return "refuse" if reply.status in (400, 422) else str(reply.status)
    return "warn" if reply.is_warned else "drop"


def dropped_or_refused(step: str, accepted: str) -> Reader:
    """`accepted` is the name of what a success means; the opposite is `refuse`."""

    def read(scene: Scene) -> str:
        reply = scene.replies[step]
        if reply.is_ok:
            return accepted
        return "refuse" if reply.status in (400, 422) else str(reply.status)

    return read


def kind_of(step: str, *path: str | int) -> Reader:
    """The kind of JSON value at a path."""

    def read(scene: Scene) -> str | None:
        reply = scene.replies[step]
        if not reply.is_ok:
            return _refused(reply)
        return _kind(scene.value(step, *path))

    return read


def _kind(value: Any) -> str | None:
    if value is MISSING:
        return None
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, Number):
        return "number"
    if isinstance(value, str):
        return "text"
    if value is None:
        return "null"
    return "list" if is_list(value) else "object"


def dates(scene: Scene) -> str | None:
    value = _first_value(scene, "day")
    if not isinstance(value, str):
        return None
    rest = re.sub(r"^\d{4}-\d\d-\d\d", "", value)
    return next((name for name, suffix in _DATES.items() if rest == suffix), OTHER)


def _first_value(scene: Scene, key: str) -> Any:
    return scene.value("first", "custom_object_record", "custom_object_fields", key)


def first_value(key: str) -> Reader:
    """The kind of a value in the reply to the creation of a record."""
    return kind_of("first", "custom_object_record", "custom_object_fields", key)


def unset_value(scene: Scene) -> str | None:
    """The value of a field that was never set."""
    fields = scene.value("target", "custom_object_record", "custom_object_fields")
    if not is_mapping(fields):
        return None
    value = fields.get("whole", MISSING)
    return "absent" if value is MISSING else _null_or_text(value)


def empty_external_id(scene: Scene) -> str | None:
    value = scene.value("first", "custom_object_record", "external_id")
    return "absent" if value is MISSING else _null_or_text(value)


def _null_or_text(value: Any) -> str:
    if value is None:
        return "null"
    return "text" if value == "" else OTHER


def export_numbers(scene: Scene) -> str | None:
    """Both numbers of the first record, as the export has them."""
    first = scene.value("first", "custom_object_record", "id")
    for record in _list(scene.value("export", "custom_object_records")):
        if pick(record, "id") == first:
            kinds = {
                _kind(pick(record, "custom_object_fields", key)) for key in ("whole", "fraction")
            }
            kind = kinds.pop() if len(kinds) == 1 else OTHER
            return {"number": "number", "text": "string"}.get(kind or "", OTHER)
    return None


def _list(value: Any) -> Sequence[Any]:
    return value if is_list(value) else ()


def search_count(scene: Scene) -> str | None:
    """`count` of a page of one record, where there are two records."""
    if scene.value("search", "meta", "has_more") is not True:
        return None
    count = scene.value("search", "count")
    if count is MISSING:
        return "absent"
    return {1: "page", 2: "total"}.get(count, OTHER) if isinstance(count, int) else OTHER


def search_delay(scene: Scene) -> str:
    """Whether the first search has shown both records."""
    if "search" not in scene.elapsed:
        return "not in time"
    more_than, _ = scene.elapsed["search"]
    return "later" if more_than else "at once"


def last_page_link(scene: Scene) -> str | None:
    if scene.value("records", "meta", "has_more") is not False:
        return None
    link = scene.value("records", "links", "next")
    if link is MISSING:
        return "absent"
    return "null" if link is None else "set"


def order_of_creation(scene: Scene) -> str | None:
    """Whether the two records that were created first come first, in this order."""
    listed = [
        pick(record, "id") for record in _list(scene.value("records", "custom_object_records"))
    ]
    created = [scene.value(step, "custom_object_record", "id") for step in ("target", "first")]
    if any(each not in listed for each in created):
        return None
    return "yes" if listed[:2] == created else "no"


def error_items(scene: Scene) -> str | None:
    reply = scene.replies["wrong_value"]
    if reply.status != 422:
        return str(reply.status)
    item = next((item for item in _items(pick(reply.body, "details"))), None)
    return next((name for name in ("error", "type") if pick(item, name) is not MISSING), OTHER)


def _items(details: Any) -> list[Any]:
    if not is_mapping(details):
        return []
    return [item for items in details.values() for item in _list(items)]


def details_under(step: str, key: str) -> Reader:
    """Whether the refusal of a step is reported under a certain key of its details."""

    def read(scene: Scene) -> str:
        reply = scene.replies[step]
        if reply.status != 422:
            return "accepted" if reply.is_ok else str(reply.status)
        details = pick(reply.body, "details")
        if not is_mapping(details):
            return OTHER
        return key if key in details else "another key"

    return read


def not_found(scene: Scene) -> str:
    reply = scene.replies["missing"]
    if reply.status != 404:
        return str(reply.status)
    if pick(reply.body, "error") is MISSING:
        return OTHER
    return "bare" if pick(reply.body, "description") is MISSING else "described"


def download(scene: Scene) -> str:
    status = scene.replies["download"].status
    return {200: "content", 302: "redirect", 303: "redirect", 307: "redirect"}.get(
        status, str(status)
    )


def request_line_limit(scene: Scene) -> str:
    shorter, longer = (scene.replies[step] for step in ("line_5000", "line_9000"))
    for reply, limit in ((shorter, "4096"), (longer, "8192")):
        if not reply.is_ok:
            return limit if reply.status == 414 else str(reply.status)
    return "none"


def written(step: str, wrapper: str, name: str) -> Reader:
    """Whether a text that was written into a property is read from it."""

    def read(scene: Scene) -> str:
        reply = scene.replies[step]
        if not reply.is_ok:
            return _refused(reply)
        value = scene.value(step, wrapper, name)
        if value is MISSING:
            return "absent"
        is_written = isinstance(value, str) and value.startswith(WRITTEN)
        return "written" if is_written else "ignored"

    return read


def changed_type(scene: Scene) -> str:
    reply = scene.replies["change_type"]
    if not reply.is_ok:
        return _refused(reply)
    kind = scene.value("change_type", "custom_object_field", "type")
    return {"textarea": "changed", "text": "ignored"}.get(str(kind), OTHER)


def option_ids(scene: Scene) -> str:
    """The effect on options that are sent with their ids, beside a new one without."""
    reply = scene.replies["options"]
    if not reply.is_ok:
        return _refused(reply)
    before, after = (
        [
            pick(option, "id")
            for option in _list(scene.value(step, "custom_object_field", "custom_field_options"))
        ]
        for step in ("field_choice", "options")
    )
    if len(after) != len(before) + 1:
        return OTHER
    return "kept" if all(each in after for each in before) else "replaced"


def additions(step: str) -> Reader:
    """Whether a parameter adds properties to the reply that shows the object."""

    def read(scene: Scene) -> str:
        reply = scene.replies[step]
        if not reply.is_ok:
            return _refused(reply)
        usual = scene.value("object", "custom_object")
        shown = pick(reply.body, "custom_object")
        if not is_mapping(usual) or not is_mapping(shown) or not is_mapping(reply.body):
            return OTHER
        has_more = shown.keys() - usual.keys() or len(reply.body) > 1
        return "more" if has_more else "nothing"

    return read


def paging(step: str) -> Reader:
    """Which properties for paging a list has."""

    def read(scene: Scene) -> str:
        reply = scene.replies[step]
        if not reply.is_ok or not is_mapping(reply.body):
            return str(reply.status)
        kinds = [
            kind
            for kind, names in (("cursor", _CURSOR), ("offset", _OFFSET))
            if names & reply.body.keys()
        ]
        return "both" if len(kinds) == 2 else next(iter(kinds), "none")

    return read


def usage_counts(scene: Scene) -> str:
    """Whether both counts that were asked for are beside a trigger."""
    reply = scene.replies["triggers"]
    if not reply.is_ok:
        return _refused(reply)
    trigger = scene.value("triggers", "triggers", 0)
    if not is_mapping(trigger):
        return OTHER
    found = {"usage_24h", "usage_7d"} & trigger.keys()
    return ("none", "one", "both")[len(found)]


def source_list(scene: Scene) -> str:
    """Under which name the records come that point to a record."""
    reply = scene.replies["sources"]
    if not reply.is_ok:
        return _refused(reply)
    records = scene.value("sources", "custom_object_records")
    return "records" if is_list(records) else OTHER


def lookup_of_deleted(scene: Scene) -> str | None:
    """The value of a lookup after its target was deleted."""
    target = scene.value("target", "custom_object_record", "id")
    value = scene.value("first_again", "custom_object_record", "custom_object_fields", "link")
    if value is MISSING:
        return None
    if value == target:
        return "kept"
    return "null" if value is None else OTHER


def found_by_external_id(scene: Scene) -> str | None:
    """Whether a record that a job has created has the external id of its item."""
    found = scene.value("bulk_record", "custom_object_records")
    if not is_list(found):
        return None
    return "taken" if found else "ignored"
