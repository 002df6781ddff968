"""The requests of a bulk run, and the results of items that are sent alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from ..._generated import api
from ...errors import (
    APIError,
    AuthenticationError,
    ConnectionFailed,
    NotFoundError,
    OutcomeUnknown,
    RateLimitError,
    ValidationError,
    ZendeskError,
)
from ...rules.job_actions import JOB_ACTIONS
from .. import decoders, retries
from ..envelopes import ONE_RECORD
from .job_results import ItemResult
from .job_states import JobAnswer, JobsAnswer, plain_id

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..._generated import types
    from ...record import Record
    from ...response import Response
    from ...rules.job_actions import Action
    from .batches import Batch
    from .items import Entry

CREATED: Final = 201


def job(key: str, batch: Batch) -> types.Request[JobAnswer]:
    """The request that submits a batch as a job."""
    body = cast("Any", {"job": {"action": batch.action, "items": batch.items}})
    return api.records.custom_object_record_bulk_jobs(key, body=body).returning(JobAnswer)


def jobs(job_ids: Iterable[str]) -> types.Request[JobsAnswer]:
    """The request that polls some jobs."""
    return api.jobs.show_many_job_statuses(ids=list(job_ids)).returning(JobsAnswer)


def every_job() -> types.Request[JobsAnswer]:
    """The request that lists the jobs of the account, the one that ended last first."""
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


def record_of(answer: Any) -> Record[Any] | None:
    """The record of a response; deletes have none. Raises `ValueError` if it is missing."""
    record: Record[Any] | None = None
    if answer is not None:
        record = decoders.present(answer.custom_object_record)
    return record


def done(action: Action, entry: Entry, response: Response[Any]) -> ItemResult:
    """The result of a single item after a success."""
    known = JOB_ACTIONS[action]
    if known.method == "delete":
        return ItemResult("deleted", entry.wire if known.addressed_by == "id" else None)
    # 200 is documented for an upsert that creates, too.
    is_new = known.method == "upsert" and response.status == CREATED
    return ItemResult("created" if is_new else known.success, plain_id(response.body.id))


def failed(action: Action, error: ZendeskError, *, attempts: int) -> ItemResult | None:
    """The result of a single item after a failure; `None` if the failure is not about the item.

    `attempts` is how often the item was sent before without a usable response.
    """
    if isinstance(error, ValidationError):
        said = "; ".join(map(str, error.violations)) or error.summary
        return ItemResult("failed", None, said, error.violations)
    if isinstance(error, OutcomeUnknown) or retries.may_have_acted(error):
        return ItemResult("unknown", None, error.summary)
    is_about_all = (AuthenticationError, RateLimitError, ConnectionFailed)
    if isinstance(error, is_about_all) or not isinstance(error, APIError):
        return None
    if isinstance(error, NotFoundError):
        known = JOB_ACTIONS[action]
        if not known.needs_record:
            return None  # the object is not there
        if attempts and known.method == "delete":
            return ItemResult("deleted")
    return ItemResult("failed", None, error.summary)
