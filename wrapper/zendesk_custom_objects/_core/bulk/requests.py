"""The requests of a bulk run, and what the responses to single items mean."""

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
from .. import decoders, retries
from ..envelopes import ONE_RECORD
from .items import UPSERTS
from .job_results import ItemResult
from .job_states import JobAnswer, JobsAnswer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..._generated import types
    from ...record import Record
    from ...response import Response
    from ..jobs import Action
    from .batches import Batch
    from .items import Entry
    from .job_results import ItemStatus

CREATED: Final = 201
_NEED_RECORD: Final[frozenset[Action]] = frozenset({"update", "delete", "delete_by_external_id"})


def job(key: str, batch: Batch) -> types.Request[JobAnswer]:
    """Submits a batch as a job."""
    body = cast("Any", {"job": {"action": batch.action, "items": batch.items}})
    return api.records.custom_object_record_bulk_jobs(key, body=body).returning(JobAnswer)


def jobs(job_ids: Iterable[str]) -> types.Request[JobsAnswer]:
    """Polls some jobs."""
    return api.jobs.show_many_job_statuses(ids=list(job_ids)).returning(JobsAnswer)


def every_job() -> types.Request[JobsAnswer]:
    """Lists the jobs of the account, the one that ended last first."""
    return api.jobs.list_job_statuses().returning(JobsAnswer)


def single(key: str, action: Action, entry: Entry) -> types.Request[Any]:
    """Does to one item what a job of this action would."""
    if action == "delete":
        return api.records.delete_custom_object_record(key, entry.wire)
    if action == "delete_by_external_id":
        return api.records.delete_custom_object_record_by_external_id_or_name(
            key, external_id=entry.wire
        )
    body: dict[str, Any] = {"custom_object_record": entry.wire}
    if action == "create":
        request = api.records.create_custom_object_record(key, body=cast("Any", body))
        return request.returning(ONE_RECORD)
    by = {"update": "id", "create_or_update_by_name": "name"}.get(action, "external_id")
    record = {name: value for name, value in entry.wire.items() if name != by}
    body, address = {"custom_object_record": record}, entry.wire[by]
    if action == "update":
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
    if action == "delete" or action == "delete_by_external_id":
        return ItemResult("deleted", entry.wire if action == "delete" else None)
    record_id: object = response.body.id
    status: ItemStatus = "updated" if action == "update" else "created"
    if action in UPSERTS.values() and response.status != CREATED:
        status = "upserted"  # 200 is documented for an upsert that creates, too
    return ItemResult(status, record_id if isinstance(record_id, str) else None)


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
        if action not in _NEED_RECORD:
            return None  # the object is not there
        if attempts and action != "update":
            return ItemResult("deleted")
    return ItemResult("failed", None, error.summary)
