"""The operations on bulk jobs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from ..._generated import operations
from ...rules.job_actions import JOB_ACTIONS, MAX_ITEMS_PER_JOB, JobAction
from ...rules.json_types import is_list, is_mapping
from ..calls.bodies import read_envelope, warn_of_dropped
from ..calls.listings import listing
from ..calls.registry import Handlers
from ..data import jobs
from ..data.jobs import COLUMNS, Job
from ..wire import errors
from ..wire.paging import page_request
from ..wire.replies import Answer

if TYPE_CHECKING:
    from ..calls.context import Call

handlers: Final = Handlers()

_ORDER: Final = ("due_at", "number")


@handlers.answers(operations.CUSTOM_OBJECT_RECORD_BULK_JOBS)
def submit_job(call: Call) -> Answer:
    """Queue a job; its items are validated when it runs."""
    custom_object = call.catalog.get(call.path["custom_object_key"])
    given = read_envelope(call, "job", ("action", "items"))
    action = given.get("action")
    known = JOB_ACTIONS.get(action) if isinstance(action, str) else None
    if known is None:
        raise errors.bad_request(f"action must be one of: {', '.join(JOB_ACTIONS)}")
    job = jobs.submit(call, custom_object, known.key, _items(call, known, given.get("items")))
    _, header = jobs.budget(call)
    return Answer(201, {"job_status": jobs.wire(call, job)}, [header])


@handlers.answers(operations.SHOW_JOB_STATUS)
def show_job(call: Call) -> Answer:
    """One job."""
    found = _known(call, [call.path["job_status_id"]])
    if not found:
        raise errors.not_found()
    return Answer(200, {"job_status": jobs.wire(call, found[0])})


@handlers.answers(operations.SHOW_MANY_JOB_STATUSES)
def show_jobs(call: Call) -> Answer:
    """The requested jobs in the order of the ids; unknown ids are left out."""
    ids = call.query.words("ids")
    if not ids:
        raise errors.bad_request("Parameter ids must be a comma-separated list of ids of jobs")
    found = {job.id: job for job in _known(call, ids)}
    wire = [jobs.wire(call, found[job_id]) for job_id in ids if job_id in found]
    return Answer(200, {"job_statuses": wire})


@handlers.answers(operations.LIST_JOB_STATUSES)
def list_jobs(call: Call) -> Answer:
    """A page of jobs: unfinished ones, then ended ones, the latest first."""
    scope = "jobs"
    request = page_request(call.query, call.services.cursors, scope)
    condition, place, order = request.keyset(_ORDER, descending=True)
    rows = call.store.all(
        f"""
        SELECT {COLUMNS} FROM jobs INDEXED BY jobs_by_end
        WHERE due_at > ? AND {condition} ORDER BY {order} LIMIT ?
        """,
        [call.now - jobs.LIFETIME_MS, *place, request.size + 1],
    )
    return listing(
        call,
        "job_statuses",
        scope,
        request,
        [Job(*row) for row in rows],
        lambda job: [job.due_at, job.number],
        lambda job: jobs.wire(call, job),
    )


def _known(call: Call, ids: list[str]) -> list[Job]:
    rows = call.store.all(
        f"""
        SELECT {COLUMNS} FROM jobs
        WHERE id IN (SELECT value FROM json_each(?)) AND due_at > ?
        """,
        (json.dumps(ids), call.now - jobs.LIFETIME_MS),
    )
    return [Job(*row) for row in rows]


def _items(call: Call, action: JobAction, given: Any) -> list[Any]:
    """The items with the properties that the action has; 400 if they are of another kind."""
    if not is_list(given) or not 1 <= len(given) <= MAX_ITEMS_PER_JOB:
        raise errors.bad_request(f"items must be a list of 1 to {MAX_ITEMS_PER_JOB} items")
    allowed = action.item_properties
    if allowed is None:
        if not all(isinstance(item, str) for item in given):
            raise errors.bad_request(f"The items of {action.key} must be strings")
        return given
    if not all(_is_record(item) for item in given):
        message = (
            f"The items of {action.key} must be objects, and so must their custom_object_fields"
        )
        raise errors.bad_request(message)
    dropped = dict.fromkeys(key for item in given for key in item if key not in allowed)
    warn_of_dropped(call, "items", allowed, list(dropped))
    return [{key: item[key] for key in item if key in allowed} for item in given]


def _is_record(item: Any) -> bool:
    return is_mapping(item) and isinstance(item.get("custom_object_fields"), dict | None)
