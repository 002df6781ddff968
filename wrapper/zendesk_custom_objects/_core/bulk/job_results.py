"""Reads the results of a job, whatever their shape.

The vendor documents results with `id` or `index`, `success`, `action`, `status`, `error` and
`details`, and one result for all items. Real jobs by external id have results with `external_id`,
`index`, `status` (`CreateOrUpdate`, `Deleted`, `Failed`) and `errors`. What a result does not say
is not guessed: the item is `unknown` or, after an upsert of which only the success is known,
`upserted`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeAlias

from ...rules.job_actions import JOB_ACTIONS
from ...rules.json_types import is_list, is_mapping
from .batches import Batch
from .failure_reasons import failure_of, is_gone, texts
from .job_states import COMPLETED, plain_id, whole_number
from .result_places import is_about_one_item, locate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...rules.job_actions import Action
    from ...rules.violations import Violation
    from .items import Entry
    from .job_states import JobState

__all__ = [
    "ItemResult",
    "ItemStatus",
    "another_attempt",
    "failures",
    "is_worth_another",
    "item_results",
    "record_ids",
]

ItemStatus: TypeAlias = Literal["created", "updated", "upserted", "deleted", "failed", "unknown"]

_WORDS: Final[dict[str, ItemStatus | Literal["done"]]] = {
    "create": "created",
    "created": "created",
    "update": "updated",
    "updated": "updated",
    "createorupdate": "upserted",
    "createorupdated": "upserted",
    "createdorupdated": "upserted",
    "upsert": "upserted",
    "upserted": "upserted",
    "delete": "deleted",
    "deleted": "deleted",
    "success": "done",
    "succeeded": "done",
    "ok": "done",
    "done": "done",
    "completed": "done",
    "fail": "failed",
    "failed": "failed",
    "failure": "failed",
    "error": "failed",
}
"""The words of a `status`: those that are seen or documented, and their like."""

_NOTHING_DONE: Final = frozenset({"failed", "aborted"})
"""Jobs that ended so without any progress have done nothing. One that was killed may have."""


class ItemResult(NamedTuple):
    """Result of one item."""

    status: ItemStatus
    record_id: str | None = None
    reason: str = ""
    violations: tuple[Violation, ...] = ()


def item_results(batch: Batch, state: JobState) -> list[ItemResult]:
    """The result of each item of a batch whose job has ended."""
    located = locate(batch.entries, state.results)
    otherwise = _without_result(batch, state)
    return [
        _of_item(batch, located[place]) if place in located else otherwise
        for place in range(len(batch.entries))
    ]


def record_ids(batch: Batch, state: JobState) -> dict[int, str]:
    """The ids of the records that a job names, by the place of the item."""
    located = locate(batch.entries, state.results)
    ids = {place: _record_id(results[0]) for place, results in located.items()}
    return {place: record_id for place, record_id in ids.items() if record_id is not None}


def failures(results: object) -> list[tuple[Mapping[str, Any], str]]:
    """The results of a job that speak of a failure, each with its reason."""
    listed = results if is_list(results) else [results]
    return [
        (result, failure_of(result)[0])
        for result in listed
        if is_mapping(result) and _has_failed(result)
    ]


def is_worth_another(batch: Batch, state: JobState) -> bool:
    """True if the items that failed are to be sent once more.

    They are after a job that failed as a whole, and after a second attempt that may have met the
    first one at work.
    """
    if batch.attempts == 0:
        return state.name != COMPLETED and not state.results
    return batch.attempts == 1 and JOB_ACTIONS[batch.action].method == "upsert"


def another_attempt(batch: Batch, results: Sequence[tuple[Entry, ItemResult]]) -> Batch:
    """The items of a batch that did not succeed."""
    return Batch(
        batch.action,
        tuple(entry for entry, each in results if each.status in ("failed", "unknown")),
        attempts=batch.attempts + 1,
        did_nothing=not batch.may_be_done and all(each.status != "unknown" for _, each in results),
    )


def _without_result(batch: Batch, state: JobState) -> ItemResult:
    """The result of the items that no result of the job is about."""
    results, progress = state.results, whole_number(state.progress)
    if is_mapping(results) and not is_about_one_item(batch.entries, results):
        for_all = _of_result(batch, {**results, "id": None})
        if for_all.status != "failed" and state.name == COMPLETED:
            return for_all
        if for_all.status == "failed" and (state.name == COMPLETED or not progress):
            return for_all
    if state.name == COMPLETED:
        return ItemResult("unknown", reason="the job has completed without a result for it")
    message = f": {state.message}" if isinstance(state.message, str) and state.message else ""
    reason = f"the job ended {f'as {state.name}' if state.name else 'without a status'}{message}"
    did_nothing = state.name in _NOTHING_DONE and progress == 0 and not results
    return ItemResult(
        "failed" if did_nothing and not batch.may_be_done else "unknown", None, reason
    )


def _of_item(batch: Batch, results: Sequence[Mapping[str, Any]]) -> ItemResult:
    found = [_of_result(batch, result) for result in results]
    if len({each.status for each in found}) > 1:
        return ItemResult("unknown", reason="the job has several results for it, which disagree")
    return found[0]


def _of_result(batch: Batch, result: Mapping[str, Any]) -> ItemResult:
    record_id = _record_id(result)
    if _has_failed(result):
        if JOB_ACTIONS[batch.action].method == "delete" and batch.may_be_done and is_gone(result):
            return ItemResult("deleted", record_id)  # an earlier attempt has done it
        return ItemResult("failed", record_id, *failure_of(result))
    status = _success(batch.action, result)
    if status is not None:
        return ItemResult(status, record_id)
    said = result.get("status")
    about = f' but the status "{said}"' if isinstance(said, str) and said.strip() else ""
    return ItemResult("unknown", record_id, f"the result for it says nothing{about}")


def _has_failed(result: Mapping[str, Any]) -> bool:
    """True if anything in a result says that its item failed."""
    if _flag(result.get("success")) is False or result.get("error") or result.get("errors"):
        return True
    return any(_WORDS.get(_word(text)) == "failed" for text in texts(result.get("status")))


def _success(action: Action, result: Mapping[str, Any]) -> ItemStatus | None:
    """The status of an item that did not fail; `None` if its result does not tell."""
    done = JOB_ACTIONS[action].success
    by_status, by_action = (_WORDS.get(_word(result.get(name))) for name in ("status", "action"))
    makes_records = done in ("created", "upserted")
    has_succeeded = (
        by_status in (done, "done")
        or (by_status == "upserted" and done != "deleted")
        or (by_status in ("created", "updated") and done == "upserted")
        or _flag(result.get("success")) is True
        or (makes_records and _record_id(result) is not None)
    )
    if not has_succeeded:
        return None
    if done == "upserted":
        for word in (by_status, by_action):
            if word == "created" or word == "updated":
                return word
    return done


def _record_id(result: Mapping[str, Any]) -> str | None:
    return plain_id(result.get("id"))


def _word(value: object) -> str:
    """A status as one word in lower case: `CreateOrUpdate` and `create_or_update` are the same."""
    return re.sub(r"[\W_]+", "", value).lower() if isinstance(value, str) else ""


def _flag(value: object) -> bool | None:
    """A truth value, which can be written as text or number."""
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value.strip().lower())
    return bool(value) if type(value) in (bool, int) else None
