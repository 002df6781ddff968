"""The requests of a probe, made from what has come back so far."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from ..rules.job_actions import JOB_ACTIONS
from ..rules.json_types import is_list
from .scene import MISSING, Call, Scene, pick

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ..rules.job_actions import Action

__all__ = [
    "ABSENT_ID",
    "ACTIONS",
    "DAY",
    "ITEMS",
    "LARGE_TEXT",
    "TITLE",
    "WORD",
    "WRITTEN",
    "WRONG",
    "change_object",
    "change_options",
    "change_trigger",
    "create_object",
    "delete_object",
    "delete_records",
    "download",
    "export",
    "first",
    "is_over",
    "job_step",
    "list_records",
    "money",
    "object_type",
    "reorder",
    "search",
    "show_job",
    "show_jobs",
    "show_object",
    "sources",
    "trigger",
    "upload",
]

TITLE: Final = "zco probe"
"""Prefix of the title of each probe's object."""
WRITTEN: Final = "zco probe raw"
"""The text that is written into properties such as `raw_title`."""
DAY: Final = "2026-01-02"
ABSENT_ID: Final = "0" * 25 + "1"
"""A well-formed id of a record that nobody has."""
WORD: Final = "findable"
LARGE_TEXT: Final = "x" * 33 * 1024
"""More than the 32 KB that a record can have."""
_BOUNDARY: Final = "zco-probe-boundary"
ACTIONS: Final[tuple[Action, ...]] = tuple(JOB_ACTIONS)
WRONG: Final = {"custom_object_fields": {"whole": "many"}}


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


def is_over(jobs: Any) -> bool:
    """Whether none of the jobs of a reply is queued or working."""
    return not is_list(jobs) or not any(
        pick(job, "status") in ("queued", "working") for job in jobs
    )


def job_step(action: Action) -> str:
    """The name of the step that submits the job of an action."""
    return f"job_{action}"


def create_object(scene: Scene) -> Call:
    values = {
        "key": scene.key,
        "title": TITLE,
        "title_pluralized": TITLE,
        "description": "Made by zco probe, which removes it again.",
        "include_in_list_view": False,
        "allows_attachments": True,
    }
    return Call("POST", "/api/v2/custom_objects", json={"custom_object": values})


def object_type(scene: Scene) -> str:
    """The object as a type of targets and sources."""
    return f"zen:custom_object:{scene.key}"


def change_options(scene: Scene) -> Call:
    """All options as they are, with their ids, and a new one without."""
    options = scene.value("field_choice", "custom_object_field", "custom_field_options")
    if not is_list(options):
        raise LookupError("field_choice")
    kept = [{name: pick(option, name) for name in ("id", "name", "value")} for option in options]
    if any(MISSING in option.values() for option in kept):
        raise LookupError("field_choice")
    changes = {"custom_field_options": [*kept, {"name": "Third", "value": "third"}]}
    return Call("PATCH", scene.path("fields", "choice"), json={"custom_object_field": changes})


def reorder(scene: Scene) -> Call:
    body = {"custom_object_field_ids": [scene.field("field_flag")]}
    return Call("PUT", scene.path("fields", "reorder"), json=body)


def change_object(scene: Scene) -> Call:
    changes = dict.fromkeys(("raw_title", "raw_title_pluralized", "raw_description"), WRITTEN)
    return Call("PATCH", scene.path(), json={"custom_object": changes})


def trigger(scene: Scene) -> Call:
    field = f"custom_object.{scene.key}.custom_fields.text"
    values = {
        "title": TITLE,
        "raw_title": WRITTEN,
        "active": False,
        "conditions": {"all": [{"field": field, "operator": "is", "value": "never"}], "any": []},
        "actions": [{"field": field, "value": "never"}],
    }
    return Call("POST", scene.path("triggers"), json={"trigger": values})


def change_trigger(scene: Scene) -> Call:
    path = scene.path("triggers", scene.id("trigger", "trigger", "id"))
    return Call("PUT", path, json={"trigger": {"raw_title": f"{WRITTEN} again"}})


def first(scene: Scene) -> dict[str, Any]:
    values = {
        "text": WORD,
        "whole": 12,
        "fraction": 1.5,
        "flag": True,
        "day": DAY,
        "choice": "first",
        "choices": ["first", "second"],
        "link": scene.record("target"),
    }
    return {"name": f"{WORD} first", "custom_object_fields": values}


def search(scene: Scene) -> Call:
    return Call("GET", scene.path("records", "search"), {"query": WORD, "page[size]": "1"})


def upload(scene: Scene) -> Call:
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


def download(scene: Scene) -> Call:
    attachment = scene.id("upload", "custom_object_record_attachment", "id")
    first = scene.record("first")
    return Call("GET", scene.path("records", first, "attachments", attachment, "download"))


def sources(scene: Scene) -> Call:
    target, field = (
        quote(each, safe="") for each in (scene.record("target"), scene.field("field_link"))
    )
    kind = object_type(scene)
    return Call("GET", f"/api/v2/{kind}/{target}/relationship_fields/{field}/{kind}")


def money(scene: Scene) -> Call:
    values = {"custom_object_fields": {"money": 12.5}}
    path = scene.path("records", scene.record("first"))
    return Call("PATCH", path, json={"custom_object_record": values})


ITEMS: Final[dict[Action, Callable[[Scene], list[Any]]]] = {
    "create": lambda scene: [
        {"name": "bulk 1", "external_id": "zco-bulk-1"},
        {"name": "bulk 2", **WRONG},
    ],
    "update": lambda scene: [
        {"id": scene.record("first"), "custom_object_fields": {"text": "bulk"}},
        {"id": ABSENT_ID, "custom_object_fields": {"text": "bulk"}},
    ],
    "delete": lambda scene: [scene.record("target"), ABSENT_ID],
    "delete_by_external_id": lambda scene: ["zco-upsert", "zco-nobody"],
    "create_or_update_by_external_id": lambda scene: [
        {"external_id": "zco-bulk-3", "name": "bulk 3"},
        {"external_id": "zco-bulk-4", "name": "bulk 4", **WRONG},
    ],
    "create_or_update_by_name": lambda scene: [{"name": "bulk 5"}, {"name": "bulk 6", **WRONG}],
}
"""For each action an item that succeeds, and one that fails."""


def show_jobs(scene: Scene) -> Call:
    submitted = [scene.value(job_step(action), "job_status", "id") for action in ACTIONS]
    ids = [job_id for job_id in submitted if isinstance(job_id, str) and job_id]
    if not ids:
        raise LookupError("jobs")
    return show_job(",".join(ids))


def export(scene: Scene) -> Call:
    path = f"/api/v2/incremental/custom_objects/{scene.key}/cursor"
    return Call("GET", path, {"start_time": str(scene.created_at())})
