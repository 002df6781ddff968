"""The requests of a probe, in their order: all about one object, which the first one creates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias
from urllib.parse import quote

import msgspec

from ..rules.field_types import field_type
from ..rules.job_actions import JOB_ACTIONS
from ..rules.json_types import is_list
from .scene import MISSING, Call, Reply, Scene, pick

if TYPE_CHECKING:
    from ..rules.job_actions import Action

__all__ = [
    "ABSENT_ID",
    "ACTIONS",
    "DAY",
    "LONG_LINES",
    "STEPS",
    "TITLE",
    "WRITTEN",
    "Step",
    "delete_object",
    "delete_records",
    "is_over",
    "job_step",
    "list_records",
    "show_job",
    "show_object",
]

TITLE: Final = "zco probe"
"""How the title of each probe's object begins."""
WRITTEN: Final = "zco probe raw"
"""The text that is written into properties such as `raw_title`."""
DAY: Final = "2026-01-02"
ABSENT_ID: Final = "0" * 25 + "1"
"""A well-formed id of a record that nobody has."""
LONG_LINES: Final = (5000, 9000)
"""Lengths of the request lines that are tried: above 4,096, and above 8,192 characters."""

_WORD: Final = "findable"
_LINE_ITEMS: Final = 100
_LARGE_TEXT: Final = "x" * 33 * 1024
"""More than the 32 KB that a record can have."""
_BOUNDARY: Final = "zco-probe-boundary"

ACTIONS: Final[tuple[Action, ...]] = tuple(JOB_ACTIONS)

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


def show_object(key: str) -> Call:
    return Call("GET", Scene(key).path())


def delete_object(key: str) -> Call:
    return Call("DELETE", Scene(key).path())


def list_records(key: str) -> Call:
    return Call("GET", Scene(key).path("records"), {"page[size]": "100"})


def delete_records(key: str, ids: Sequence[str]) -> Call:
    return Call("POST", Scene(key).path("jobs"), json={"job": {"action": "delete", "items": ids}})


def show_job(job_id: str) -> Call:
    return Call("GET", "/api/v2/job_statuses/show_many", {"ids": job_id})


def job_step(action: Action) -> str:
    """The name of the step that submits the job of an action."""
    return f"job_{action}"


def _create_object(scene: Scene) -> Call:
    values = {
        "key": scene.key,
        "title": TITLE,
        "title_pluralized": TITLE,
        "description": "Made by zco probe, which removes it again.",
        "include_in_list_view": False,
        "allows_attachments": True,
    }
    return Call("POST", "/api/v2/custom_objects", json={"custom_object": values})


def _field(key: str, type: str, **properties: Any) -> Step:
    values = {"key": key, "type": type, "title": key.title(), **properties}

    def build(scene: Scene) -> Call:
        own = {"relationship_target_type": _target(scene)} if field_type(type).is_reference else {}
        return Call("POST", scene.path("fields"), json={"custom_object_field": {**values, **own}})

    return Step(name=f"field_{key}", build=build)


def _target(scene: Scene) -> str:
    return f"zen:custom_object:{scene.key}"


def _change_field(name: str, key: str, method: str = "PATCH", **changes: Any) -> Step:
    return Step(
        name=name,
        needs=() if key.startswith("standard::") else (f"field_{key}",),
        build=lambda scene: Call(
            method, scene.path("fields", key), json={"custom_object_field": changes}
        ),
    )


def _change_options(scene: Scene) -> Call:
    """All options as they are, with their ids, and a new one without."""
    options = scene.value("field_choice", "custom_object_field", "custom_field_options")
    if not is_list(options):
        raise LookupError("field_choice")
    kept = [{name: pick(option, name) for name in ("id", "name", "value")} for option in options]
    if any(MISSING in option.values() for option in kept):
        raise LookupError("field_choice")
    changes = {"custom_field_options": [*kept, {"name": "Third", "value": "third"}]}
    return Call("PATCH", scene.path("fields", "choice"), json={"custom_object_field": changes})


def _reorder(scene: Scene) -> Call:
    body = {"custom_object_field_ids": [scene.field("field_flag")]}
    return Call("PUT", scene.path("fields", "reorder"), json=body)


def _change_object(scene: Scene) -> Call:
    changes = dict.fromkeys(("raw_title", "raw_title_pluralized", "raw_description"), WRITTEN)
    return Call("PATCH", scene.path(), json={"custom_object": changes})


def _get(name: str, *parts: str, needs: tuple[str, ...] = (), **query: str) -> Step:
    return Step(
        name=name, needs=needs, build=lambda scene: Call("GET", scene.path(*parts), dict(query))
    )


def _trigger(scene: Scene) -> Call:
    field = f"custom_object.{scene.key}.custom_fields.text"
    values = {
        "title": TITLE,
        "raw_title": WRITTEN,
        "active": False,
        "conditions": {"all": [{"field": field, "operator": "is", "value": "never"}], "any": []},
        "actions": [{"field": field, "value": "never"}],
    }
    return Call("POST", scene.path("triggers"), json={"trigger": values})


def _change_trigger(scene: Scene) -> Call:
    path = scene.path("triggers", scene.id("trigger", "trigger", "id"))
    return Call("PUT", path, json={"trigger": {"raw_title": f"{WRITTEN} again"}})


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


def _first(scene: Scene) -> dict[str, Any]:
    values = {
        "text": _WORD,
        "whole": 12,
        "fraction": 1.5,
        "flag": True,
        "day": DAY,
        "choice": "first",
        "choices": ["first", "second"],
        "link": scene.record("target"),
    }
    return {"name": f"{_WORD} first", "custom_object_fields": values}


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


def _search(scene: Scene) -> Call:
    return Call("GET", scene.path("records", "search"), {"query": _WORD, "page[size]": "1"})


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


def _upload(scene: Scene) -> Call:
    disposition = 'form-data; name="uploaded_data"; filename="probe.txt"'
    content = (
        f"--{_BOUNDARY}\r\nContent-Disposition: {disposition}\r\nContent-Type: text/plain\r\n\r\n"
        f"zco probe\r\n--{_BOUNDARY}--\r\n"
    )
    return Call(
        "POST",
        scene.path("records", scene.record("first"), "attachments"),
        content=content.encode(),
        media_type=f"multipart/form-data; boundary={_BOUNDARY}",
    )


def _download(scene: Scene) -> Call:
    attachment = scene.id("upload", "custom_object_record_attachment", "id")
    first = scene.record("first")
    return Call("GET", scene.path("records", first, "attachments", attachment, "download"))


def _sources(scene: Scene) -> Call:
    target, field = (
        quote(each, safe="") for each in (scene.record("target"), scene.field("field_link"))
    )
    kind = _target(scene)
    return Call("GET", f"/api/v2/{kind}/{target}/relationship_fields/{field}/{kind}")


def _money(scene: Scene) -> Call:
    values = {"custom_object_fields": {"money": 12.5}}
    path = scene.path("records", scene.record("first"))
    return Call("PATCH", path, json={"custom_object_record": values})


_WRONG: Final = {"custom_object_fields": {"whole": "many"}}

_ITEMS: Final[dict[Action, Callable[[Scene], list[Any]]]] = {
    "create": lambda scene: [
        {"name": "bulk 1", "external_id": "zco-bulk-1"},
        {"name": "bulk 2", **_WRONG},
    ],
    "update": lambda scene: [
        {"id": scene.record("first"), "custom_object_fields": {"text": "bulk"}},
        {"id": ABSENT_ID, "custom_object_fields": {"text": "bulk"}},
    ],
    "delete": lambda scene: [scene.record("target"), ABSENT_ID],
    "delete_by_external_id": lambda scene: ["zco-upsert", "zco-nobody"],
    "create_or_update_by_external_id": lambda scene: [
        {"external_id": "zco-bulk-3", "name": "bulk 3"},
        {"external_id": "zco-bulk-4", "name": "bulk 4", **_WRONG},
    ],
    "create_or_update_by_name": lambda scene: [{"name": "bulk 5"}, {"name": "bulk 6", **_WRONG}],
}
"""For each action an item that succeeds, and one that fails."""

_JOB_NEEDS: Final[dict[Action, tuple[str, ...]]] = {
    "create_or_update_by_name": ("unique_names",),
    "delete_by_external_id": ("upsert",),
}


def _job(action: Action) -> Step:
    return Step(
        name=job_step(action),
        needs=_JOB_NEEDS.get(action, ()),
        build=lambda scene: Call(
            "POST",
            scene.path("jobs"),
            json={"job": {"action": action, "items": _ITEMS[action](scene)}},
        ),
    )


def _show_jobs(scene: Scene) -> Call:
    submitted = [scene.value(job_step(action), "job_status", "id") for action in ACTIONS]
    ids = [job_id for job_id in submitted if isinstance(job_id, str) and job_id]
    if not ids:
        raise LookupError("jobs")
    return show_job(",".join(ids))


def _are_over(scene: Scene, reply: Reply) -> bool:
    jobs = pick(reply.body, "job_statuses")
    return is_over(jobs)


def is_over(jobs: Any) -> bool:
    """Whether none of the jobs of a reply is queued or working."""
    if not isinstance(jobs, list):
        return True
    return not any(pick(job, "status") in ("queued", "working") for job in jobs)


def _export(scene: Scene) -> Call:
    path = f"/api/v2/incremental/custom_objects/{scene.key}/cursor"
    return Call("GET", path, {"start_time": str(scene.created_at())})


def _is_exported(scene: Scene, reply: Reply) -> bool:
    records = pick(reply.body, "custom_object_records")
    return isinstance(records, list) and any(
        pick(record, "id") == scene.value("first", "custom_object_record", "id")
        for record in records
    )


_OPTIONS: Final = [{"name": name.title(), "value": name} for name in ("first", "second")]

STEPS: Final[tuple[Step, ...]] = (
    Step(name="object", build=_create_object),
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
        lambda scene: {"name": f"{_WORD} second", "custom_object_fields": {"text": _WORD}},
        needs=("field_text",),
    ),
    _record(
        "first",
        _first,
        needs=tuple(
            f"field_{key}"
            for key in ("text", "whole", "fraction", "flag", "day", "choice", "choices", "link")
        ),
    ),
    Step(
        name="search",
        build=_search,
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
    _record("wrong_value", lambda scene: {"name": "wrong value", **_WRONG}, needs=("field_whole",)),
    _record("same_name", lambda scene: {"name": f"{_WORD} first"}, needs=("first", "unique_names")),
    _record(
        "large",
        lambda scene: {"name": "large", "custom_object_fields": {"text": _LARGE_TEXT}},
        needs=("field_text",),
    ),
    _upsert("upsert", name="upserted"),
    _upsert("upsert_again", external_id="zco-upsert", custom_object_fields={"text": "again"}),
    _get("missing", "records", ABSENT_ID),
    _get("unknown_parameter", "records", zco_unknown="1"),
    _get("records", "records", **{"page[size]": "100", "sort": "id"}),
    *(_long_line(length) for length in LONG_LINES),
    _filter(
        "filter_flag_link",
        lambda scene: _every_operator(
            {"flag": ("checkbox", True), "link": ("lookup", scene.record("target"))}
        )(scene),
    ),
    _filter("filter_day", _every_operator({"day": ("date", DAY)})),
    _filter(
        "filter_numbers",
        _every_operator({"whole": ("integer", 12), "fraction": ("decimal", 1.5)}),
    ),
    _filter(
        "filter_texts",
        _every_operator({"text": ("text", _WORD), "choice": ("dropdown", "first")}),
    ),
    _filter("filter_choices", _every_operator({"choices": ("multiselect", "first")})),
    _filter("filter_number_text", lambda scene: [("whole", "$eq", "12")]),
    Step(name="upload", build=_upload, needs=("first",)),
    Step(
        name="attachments",
        needs=("first",),
        build=lambda scene: Call(
            "GET", scene.path("records", scene.record("first"), "attachments")
        ),
    ),
    Step(name="download", build=_download, needs=("upload",)),
    Step(name="sources", build=_sources, needs=("first",)),
    *(_job(action) for action in ACTIONS),
    _field("money", "currency", properties={"allowed_currencies": ["EUR"]}),
    Step(name="money", build=_money, needs=("field_money", "first")),
    _field("raw", "text", raw_title=WRITTEN, raw_description=WRITTEN),
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
    _change_field("raw_texts", "text", raw_title=WRITTEN, raw_description=WRITTEN),
    _change_field("no_filter", "link", relationship_filter=None),
    Step(name="options", build=_change_options, needs=("field_choice",)),
    Step(name="reorder", build=_reorder, needs=("field_flag",)),
    Step(name="raw_object", build=_change_object),
    _get("ui_path", include_ui_path="true"),
    _get("permissions_metadata", include_permissions_metadata="true"),
    Step(
        name="objects",
        build=lambda scene: Call("GET", "/api/v2/custom_objects", {"per_page": "100"}),
    ),
    _get("access_rules", "access_rules"),
    _get("policies", "permission_policies"),
    Step(name="trigger", build=_trigger, needs=("field_text",)),
    Step(name="change_trigger", build=_change_trigger, needs=("trigger",)),
    _get("triggers", "triggers", "search", include="usage_24h,usage_7d", needs=("trigger",)),
    Step(
        name="jobs",
        build=_show_jobs,
        delays=_JOB_DELAYS,
        since=job_step(ACTIONS[-1]),
        is_shown=_are_over,
    ),
    Step(
        name="first_again",
        needs=("first", "jobs"),
        build=lambda scene: Call("GET", scene.path("records", scene.record("first"))),
    ),
    _get("bulk_record", "records", needs=("jobs",), **{"filter[external_ids]": "zco-bulk-1"}),
    Step(
        name="export",
        build=_export,
        needs=("first",),
        after=("first", _EXPORT_DELAY),
        delays=_EXPORT_DELAYS,
        is_shown=_is_exported,
    ),
)
