"""The steps of a probe in their order: all about one object, which the first one creates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import msgspec

from ..rules.field_types import field_type
from ..rules.json_types import is_list
from . import calls
from .scene import Call, Reply, Scene, pick

if TYPE_CHECKING:
    from ..rules.job_actions import Action

__all__ = ["STEPS", "Step"]

LONG_LINES: Final = (5000, 9000)
"""Lengths of the request lines that are tried: above 4,096, and above 8,192 characters."""
_LINE_ITEMS: Final = 100
_EXPORT_DELAY: Final = 62.0
"""The export does not show its last minute."""
_SEARCH_DELAYS: Final = (0.0, 0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
_JOB_DELAYS: Final = (1.0, 2.0, 3.0, 4.0, 5.0, 5.0, 10.0, 15.0, 30.0)
"""Jobs take about ten seconds in practice."""
_EXPORT_DELAYS: Final = (0.0, 15.0, 30.0)

_Build: TypeAlias = Callable[[Scene], Call]


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One request, or polls until something shows."""

    name: str
    build: _Build
    """Makes the request; raises `LookupError` if an earlier reply lacks what it needs."""
    needs: tuple[str, ...] = ()
    """Steps that must have succeeded."""
    after: tuple[str, float] | None = None
    """A step, and the seconds that must have passed since its reply."""
    delays: tuple[float, ...] = (0.0,)
    """Seconds before each attempt."""
    since: str | None = None
    """The step from whose reply it is measured how long it takes until something shows."""
    is_shown: Callable[[Scene, Reply], bool] = lambda scene, reply: True
    """Whether no further attempt is needed."""


def _field(key: str, type: str, **properties: Any) -> Step:
    values = {"key": key, "type": type, "title": key.title(), **properties}

    def build(scene: Scene) -> Call:
        own = (
            {"relationship_target_type": calls.object_type(scene)}
            if field_type(type).is_reference
            else {}
        )
        return Call("POST", scene.path("fields"), json={"custom_object_field": {**values, **own}})

    return Step(name=f"field_{key}", build=build)


def _change_field(name: str, key: str, method: str = "PATCH", **changes: Any) -> Step:
    return Step(
        name=name,
        needs=() if key.startswith("standard::") else (f"field_{key}",),
        build=lambda scene: Call(
            method, scene.path("fields", key), json={"custom_object_field": changes}
        ),
    )


def _get(
    name: str,
    *parts: str,
    query: Mapping[str, str] | None = None,
    needs: tuple[str, ...] = (),
) -> Step:
    return Step(
        name=name, needs=needs, build=lambda scene: Call("GET", scene.path(*parts), query or {})
    )


def _record(
    name: str, values: Callable[[Scene], dict[str, Any]], needs: tuple[str, ...] = ()
) -> Step:
    return Step(
        name=name,
        needs=needs,
        build=lambda scene: Call(
            "POST", scene.path("records"), json={"custom_object_record": values(scene)}
        ),
    )


def _upsert(step: str, **values: Any) -> Step:
    return Step(
        name=step,
        build=lambda scene: Call(
            "PATCH",
            scene.path("records"),
            {"external_id": "zco-upsert"},
            {"custom_object_record": values},
        ),
    )


def _filter(name: str, conditions: Callable[[Scene], list[tuple[str, str, Any]]]) -> Step:
    """A search with conditions: field, operator and value."""

    def build(scene: Scene) -> Call:
        wanted = [
            {f"custom_object_fields.{field}": {operator: value}}
            for field, operator, value in conditions(scene)
        ]
        return Call("POST", scene.path("records", "search"), json={"filter": {"$and": wanted}})

    return Step(name=name, build=build, needs=("first",))


def _every_operator(types: dict[str, tuple[str, Any]]) -> Callable[[Scene], list[Any]]:
    """A condition for each operator that is documented for a type: fields by key, with a value."""
    return lambda scene: [
        (key, operator, _operand(operator, value))
        for key, (kind, value) in types.items()
        for operator in field_type(kind).filter_operators
    ]


def _operand(operator: str, value: Any) -> Any:
    if operator == "$exists":
        return True
    return [value] if operator in ("$in", "$notin") else value


def _long_line(length: int) -> Step:
    """A list of external ids that nobody has, so long that the request line has `length`
    characters."""

    def build(scene: Scene) -> Call:
        path = scene.path("records")
        fixed = len(f"GET {path}?filter%5Bexternal_ids%5D= HTTP/1.1") + 3 * (_LINE_ITEMS - 1)
        each, rest = divmod(length - fixed, _LINE_ITEMS)
        items = [f"{number:03}".ljust(each, "x") for number in range(_LINE_ITEMS)]
        items[-1] += "x" * rest
        return Call("GET", path, {"filter[external_ids]": ",".join(items)})

    return Step(name=f"line_{length}", build=build)


_JOB_NEEDS: Final[dict[Action, tuple[str, ...]]] = {
    "create_or_update_by_name": ("unique_names",),
    "delete_by_external_id": ("upsert",),
}


def _job(action: Action) -> Step:
    return Step(
        name=calls.job_step(action),
        needs=_JOB_NEEDS.get(action, ()),
        build=lambda scene: Call(
            "POST",
            scene.path("jobs"),
            json={"job": {"action": action, "items": calls.ITEMS[action](scene)}},
        ),
    )


def _are_over(scene: Scene, reply: Reply) -> bool:
    jobs = pick(reply.body, "job_statuses")
    return calls.is_over(jobs)


def _is_exported(scene: Scene, reply: Reply) -> bool:
    records = pick(reply.body, "custom_object_records")
    return is_list(records) and any(
        pick(record, "id") == scene.value("first", "custom_object_record", "id")
        for record in records
    )


_OPTIONS: Final = [{"name": name.title(), "value": name} for name in ("first", "second")]


STEPS: Final[tuple[Step, ...]] = (
    Step(name="object", build=calls.create_object),
    _change_field("unique_names", "standard::name", properties={"is_unique": True}),
    _field("text", "text"),
    _field("whole", "integer"),
    _field("fraction", "decimal"),
    _field("flag", "checkbox"),
    _field("day", "date"),
    _field("choice", "dropdown", custom_field_options=_OPTIONS),
    _field("choices", "multiselect", custom_field_options=_OPTIONS),
    _field("link", "lookup"),
    # What writes and searches comes first, so that the minute of the export has begun.
    _record(
        "target",
        lambda scene: {
            "name": f"{calls.WORD} second",
            "custom_object_fields": {"text": calls.WORD},
        },
        needs=("field_text",),
    ),
    _record(
        "first",
        calls.first,
        needs=tuple(
            f"field_{key}"
            for key in ("text", "whole", "fraction", "flag", "day", "choice", "choices", "link")
        ),
    ),
    Step(
        name="search",
        build=calls.search,
        needs=("first",),
        delays=_SEARCH_DELAYS,
        since="first",
        is_shown=lambda scene, reply: pick(reply.body, "meta", "has_more") is True,
    ),
    _record("unknown_key", lambda scene: {"name": "unknown key", "zco_unknown": "x"}),
    _record(
        "unknown_field",
        lambda scene: {"name": "unknown field", "custom_object_fields": {"zco_unknown": "x"}},
    ),
    _record(
        "wrong_value", lambda scene: {"name": "wrong value", **calls.WRONG}, needs=("field_whole",)
    ),
    _record(
        "same_name", lambda scene: {"name": f"{calls.WORD} first"}, needs=("first", "unique_names")
    ),
    _record(
        "large",
        lambda scene: {"name": "large", "custom_object_fields": {"text": calls.LARGE_TEXT}},
        needs=("field_text",),
    ),
    _upsert("upsert", name="upserted"),
    _upsert("upsert_again", external_id="zco-upsert", custom_object_fields={"text": "again"}),
    _get("missing", "records", calls.ABSENT_ID),
    _get("unknown_parameter", "records", query={"zco_unknown": "1"}),
    _get("records", "records", query={"page[size]": "100", "sort": "id"}),
    *(_long_line(length) for length in LONG_LINES),
    _filter(
        "filter_flag_link",
        lambda scene: _every_operator(
            {"flag": ("checkbox", True), "link": ("lookup", scene.record("target"))}
        )(scene),
    ),
    _filter("filter_day", _every_operator({"day": ("date", calls.DAY)})),
    _filter(
        "filter_numbers",
        _every_operator({"whole": ("integer", 12), "fraction": ("decimal", 1.5)}),
    ),
    _filter(
        "filter_texts",
        _every_operator({"text": ("text", calls.WORD), "choice": ("dropdown", "first")}),
    ),
    _filter("filter_choices", _every_operator({"choices": ("multiselect", "first")})),
    _filter("filter_number_text", lambda scene: [("whole", "$eq", "12")]),
    Step(name="upload", build=calls.upload, needs=("first",)),
    Step(
        name="attachments",
        needs=("first",),
        build=lambda scene: Call(
            "GET", scene.path("records", scene.record("first"), "attachments")
        ),
    ),
    Step(name="download", build=calls.download, needs=("upload",)),
    Step(name="sources", build=calls.sources, needs=("first",)),
    *(_job(action) for action in calls.ACTIONS),
    _field("money", "currency", properties={"allowed_currencies": ["EUR"]}),
    Step(name="money", build=calls.money, needs=("field_money", "first")),
    _field("raw", "text", raw_title=calls.WRITTEN, raw_description=calls.WRITTEN),
    Step(
        name="field_without_key",
        build=lambda scene: Call(
            "POST",
            scene.path("fields"),
            json={"custom_object_field": {"title": "No key", "type": "text"}},
        ),
    ),
    _change_field("put_field", "text", "PUT", title="Text"),
    _change_field("change_type", "raw", type="textarea"),
    _change_field("raw_texts", "text", raw_title=calls.WRITTEN, raw_description=calls.WRITTEN),
    _change_field("no_filter", "link", relationship_filter=None),
    Step(name="options", build=calls.change_options, needs=("field_choice",)),
    Step(name="reorder", build=calls.reorder, needs=("field_flag",)),
    Step(name="raw_object", build=calls.change_object),
    _get("ui_path", query={"include_ui_path": "true"}),
    _get("permissions_metadata", query={"include_permissions_metadata": "true"}),
    Step(
        name="objects",
        build=lambda scene: Call("GET", "/api/v2/custom_objects", {"per_page": "100"}),
    ),
    _get("access_rules", "access_rules"),
    _get("policies", "permission_policies"),
    Step(name="trigger", build=calls.trigger, needs=("field_text",)),
    Step(name="change_trigger", build=calls.change_trigger, needs=("trigger",)),
    _get(
        "triggers",
        "triggers",
        "search",
        query={"include": "usage_24h,usage_7d"},
        needs=("trigger",),
    ),
    Step(
        name="jobs",
        build=calls.show_jobs,
        delays=_JOB_DELAYS,
        since=calls.job_step(calls.ACTIONS[-1]),
        is_shown=_are_over,
    ),
    Step(
        name="first_again",
        needs=("first", "jobs"),
        build=lambda scene: Call("GET", scene.path("records", scene.record("first"))),
    ),
    _get("bulk_record", "records", query={"filter[external_ids]": "zco-bulk-1"}, needs=("jobs",)),
    Step(
        name="export",
        build=calls.export,
        needs=("first",),
        after=("first", _EXPORT_DELAY),
        delays=_EXPORT_DELAYS,
        is_shown=_is_exported,
    ),
)
