"""What is sent for the items of a bulk run, and what the answers to single ones mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from ..._generated import api
from ...errors import (
    APIError,
    AuthenticationError,
    BadRequestError,
    ConnectionFailed,
    NotFoundError,
    OutcomeUnknown,
    PayloadTooLargeError,
    RateLimitError,
    TooManyJobsError,
    ValidationError,
    ZendeskError,
)
from ...rules.job_actions import JOB_ACTIONS
from .. import retries
from ..envelopes import ONE_RECORD
from .job_results import Fate, JobAnswer, JobsAnswer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..._generated import types
    from ...record import Record
    from ...response import Response
    from ...rules.job_actions import Action
    from .batches import Batch
    from .items import Entry


def job(key: str, batch: Batch) -> types.Request[JobAnswer]:
    """The submission of a batch."""
    body = cast("Any", {"job": {"action": batch.action, "items": batch.items}})
    return api.records.custom_object_record_bulk_jobs(key, body=body).returning(JobAnswer)


def jobs(job_ids: Iterable[str]) -> types.Request[JobsAnswer]:
    """A look at some jobs."""
    return api.jobs.show_many_job_statuses(ids=list(job_ids)).returning(JobsAnswer)


def every_job() -> types.Request[JobsAnswer]:
    """All jobs of the account, the one that was over last first."""
    return api.jobs.list_job_statuses().returning(JobsAnswer)


def single(key: str, action: Action, entry: Entry) -> types.Request[Any]:
    """The request that does to one item what a job of this action would."""
    known = JOB_ACTIONS[action]
    by = known.addressed_by
    if known.method == "delete":
        if by == "id":
            return api.records.delete_custom_object_record(key, entry.wire)
        return api.records.delete_custom_object_record_by_external_id_or_name(
            key, external_id=entry.wire
        )
    body: dict[str, Any] = {"custom_object_record": entry.wire}
    if by is None:
        request = api.records.create_custom_object_record(key, body=cast("Any", body))
        return request.returning(ONE_RECORD)
    record = {name: value for name, value in entry.wire.items() if name != by}
    body, address = {"custom_object_record": record}, entry.wire[by]
    if known.method == "update":
        update = api.records.update_custom_object_record(key, address, body=cast("Any", body))
        return update.returning(ONE_RECORD)
    upsert = api.records.upsert_custom_object_record_by_external_id_or_name(
        key,
        body=cast("Any", body),
        external_id=address if by == "external_id" else None,
        name=address if by == "name" else None,
    )
    return upsert.returning(ONE_RECORD)


def done(action: Action, entry: Entry, response: Response[Any]) -> Fate:
    """What a success says of a single item."""
    known = JOB_ACTIONS[action]
    if known.method == "delete":
        return Fate("deleted", entry.wire if known.addressed_by == "id" else None)
    record: Record[Any] = response.body.custom_object_record
    if known.method == "create":
        return Fate("created", record.id)
    # The service may answer 200 to an upsert that creates, too.
    is_new = response.status == 201 or (
        record.created_at is not None and record.created_at == record.updated_at
    )
    return Fate("created" if is_new and known.method == "upsert" else "updated", record.id)


def failed(action: Action, error: ZendeskError, *, attempts: int) -> Fate | None:
    """What a failure says of a single item; `None` if it is not about this item.

    `attempts` is how often the item was sent before without an answer.
    """
    if isinstance(error, ValidationError):
        said = "; ".join(map(str, error.violations)) or error.summary
        return Fate("failed", None, said, error.violations)
    if isinstance(error, OutcomeUnknown) or retries.may_have_acted(error):
        return Fate("unknown", None, error.summary)
    is_about_all = (AuthenticationError, RateLimitError, ConnectionFailed)
    if isinstance(error, is_about_all) or not isinstance(error, APIError):
        return None
    if isinstance(error, NotFoundError):
        known = JOB_ACTIONS[action]
        if not known.needs_record:
            return None  # the object is not there
        if attempts and known.method == "delete":
            return Fate("deleted")
    return Fate("failed", None, error.summary)


def is_divisible(error: ZendeskError) -> bool:
    """Whether a job may have been refused for some of its items."""
    return isinstance(error, BadRequestError | PayloadTooLargeError | ValidationError)


def is_for_now(error: ZendeskError, policy: retries.Policy, *, has_jobs: bool) -> bool:
    """Whether the service may take the same job a little later, and the caller wants to wait.

    That there are too many jobs is no surprise if some of them are our own.
    """
    if isinstance(error, RateLimitError) and policy.on_rate_limit == "raise":
        return isinstance(error, TooManyJobsError) and has_jobs
    return retries.is_refused_for_now(error)
