"""Bulk jobs: queued by a request, run when they are due.

A job is due `JobSettings.seconds` after it was submitted, by the sandbox's clock. Nothing runs in
the background: due jobs run before the next request is answered, the earliest first, as of the time
they were due, so that no client can tell. Each job runs once, in a transaction of its own, on
behalf of the user who submitted it; a failure undoes its own item only.
"""

from __future__ import annotations

import secrets
import time
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ...rules.job_actions import JOB_ACTIONS
from ..calls.context import Session
from ..wire import errors
from ..wire.json_text import decode, encode_text
from . import job_items

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...rules.job_actions import Action
    from ..calls.context import Services
    from ..storage.catalog import StoredObject

LIFETIME_MS: Final = 24 * 60 * 60 * 1000
"""A job is kept for so many milliseconds after its end."""
MAX_UNFINISHED_JOBS: Final = 30
"""Limit of jobs that are queued or working at the same time."""
COLUMNS: Final = (
    "number, id, object_key, object, user_id, action, items, total, submitted_at, due_at, "
    "status, message, results"
)


class Job(NamedTuple):
    """A stored job: a row of `COLUMNS`. Times are in milliseconds."""

    number: int
    id: str
    object_key: str
    object: int
    user_id: int
    action: Action
    items: str
    total: int
    submitted_at: int
    due_at: int
    """When it ends, or ended."""
    status: str | None
    message: str | None
    results: str | None


def submit(
    session: Session, custom_object: StoredObject, action: Action, items: Sequence[Any]
) -> Job:
    """Queue a job; 429 if too many are unfinished. Deletes those that ended a day ago."""
    job_items.require_possible(custom_object, action)
    store = session.store
    store.run("DELETE FROM jobs WHERE due_at <= ?", (session.now - LIFETIME_MS,))
    waiting = store.all("SELECT id FROM jobs WHERE status IS NULL ORDER BY due_at, number")
    if len(waiting) >= MAX_UNFINISHED_JOBS:
        seconds, header = budget(session)
        retry = ("Retry-After", str(max(1, seconds)))
        raise errors.too_many_jobs([job_id for (job_id,) in waiting], [retry, header])
    job = Job(
        number=0,
        id=f"V3-{secrets.token_hex(16)}",
        object_key=custom_object.key,
        object=custom_object.number,
        user_id=int(session.user_id),
        action=action,
        items=encode_text(items),
        total=len(items),
        submitted_at=session.now,
        due_at=session.now + max(0, round(session.services.jobs.seconds * 1000)),
        status=None,
        message=None,
        results=None,
    )
    store.run(f"INSERT INTO jobs ({COLUMNS}) VALUES (NULL{', ?' * 12})", job[1:])
    return job


def budget(session: Session) -> tuple[int, tuple[str, str]]:
    """Seconds until the first unfinished job ends, and the header with the number of free slots."""
    waiting, first = session.store.one(
        "SELECT count(*), min(due_at) FROM jobs WHERE status IS NULL"
    )
    seconds = 0 if first is None else -((session.now - first) // 1000)
    text = (
        f"total={MAX_UNFINISHED_JOBS}; remaining={MAX_UNFINISHED_JOBS - waiting}; resets={seconds}"
    )
    return seconds, ("zendesk-ratelimit-inflight-jobs", text)


def run_due(services: Services, now: int) -> None:
    """Run every job that is due. Call it before each request, alone with the store."""
    while job := _next_due(services, now):
        with services.store.transaction():
            _run(services, job)


def _next_due(services: Services, now: int) -> Job | None:
    row = services.store.find(
        f"""
        SELECT {COLUMNS} FROM jobs INDEXED BY jobs_to_do
        WHERE status IS NULL AND due_at <= ? ORDER BY due_at, number LIMIT 1
        """,
        (now,),
    )
    return None if row is None else Job(*row)


def _run(services: Services, job: Job) -> None:
    try:
        results = _results(services, job)
    except errors.RefusedError as refusal:
        _, message = errors.described(refusal.body)
        _end(services, job, "failed", message, None)
    else:
        ended = time.strftime("%Y-%m-%d %H:%M:%S +0000", time.gmtime(job.due_at // 1000))
        _end(services, job, "completed", f"Completed at {ended}", results)


def _results(services: Services, job: Job) -> list[dict[str, Any]]:
    """The results of a job's items; RefusedError if the job fails as a whole."""
    settings = services.jobs
    caller = services.directory.caller(job.user_id)
    if caller is None:
        raise errors.not_found("The user who submitted the job no longer exists")
    custom_object = services.catalog.find(job.object_key)
    if custom_object is None or custom_object.number != job.object:
        raise errors.not_found("The custom object no longer exists")
    job_items.require_possible(custom_object, job.action)
    if settings.job_fails is not None and settings.job_fails(job.action):
        raise errors.induced()
    session = Session(services=services, now=job.due_at, origin="", caller=caller)
    fails = settings.item_fails
    return [
        job_items.perform(
            session,
            custom_object,
            job.action,
            index,
            item,
            fails=fails is not None and fails(job.action, index, item),
        )
        for index, item in enumerate(decode(job.items))
    ]


def _end(
    services: Services, job: Job, status: str, message: str, results: list[dict[str, Any]] | None
) -> None:
    services.store.run(
        "UPDATE jobs SET status = ?, message = ?, results = ?, items = '' WHERE number = ?",
        (status, message, None if results is None else encode_text(results), job.number),
    )


def wire(session: Session, job: Job) -> dict[str, Any]:
    """The job in the form of replies: queued for the first half of its time, then working."""
    spent, whole = session.now - job.submitted_at, job.due_at - job.submitted_at
    status = job.status or ("queued" if spent * 2 <= whole else "working")
    progress = {"completed": job.total, "queued": None}.get(status, 0)
    return {
        "id": job.id,
        "job_type": f"Bulk {JOB_ACTIONS[job.action].method.title()} Custom Object Records",
        "url": f"{session.origin}/api/v2/job_statuses/{job.id}.json",
        "total": job.total,
        "progress": progress,
        "status": status,
        "message": job.message,
        "results": None if job.results is None else decode(job.results),
    }
