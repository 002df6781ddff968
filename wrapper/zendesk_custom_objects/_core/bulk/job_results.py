"""What a job's results say about its items, in whatever shape they come.

The vendor documents three shapes, and which one custom objects have is not established: a list with
the place or the id of each item, such a list of the failures, or one verdict for all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeAlias

import msgspec

from ...rules.details import from_details
from ...rules.job_actions import JOB_ACTIONS
from ...rules.json_types import is_list, is_mapping
from ...rules.violations import BASE, INVALID_VALUE, Violation
from ..envelopes import PageMeta
from ..jobs import RUNNING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .batches import Batch
    from .items import Entry

Result: TypeAlias = Literal["created", "updated", "deleted", "failed", "unknown"]

_CREATED: Final = frozenset({"create", "created"})
_GONE: Final = frozenset({"RecordNotFound", "NotFound"})


class JobState(msgspec.Struct, frozen=True):
    """A job as the service tells it; of its parts nothing is certain."""

    id: str
    status: Any = None
    message: Any = None
    progress: Any = None
    total: Any = None
    results: Any = None

    @property
    def is_over(self) -> bool:
        return self.status not in RUNNING


class JobAnswer(msgspec.Struct, frozen=True):
    """One job."""

    job_status: JobState


class JobsAnswer(msgspec.Struct, frozen=True):
    """Some jobs."""

    job_statuses: list[JobState]
    meta: PageMeta | None = None


class Fate(NamedTuple):
    """What became of an item."""

    status: Result
    record_id: str | None = None
    reason: str = ""
    violations: tuple[Violation, ...] = ()


def fates(batch: Batch, state: JobState) -> list[Fate]:
    """What became of each item of a batch whose job is over."""
    told = _told(batch.entries, state.results)
    otherwise = _otherwise(batch, state)
    return [
        otherwise if result is None else _fate(batch, result, otherwise)
        for result in (told.get(place) for place in range(len(batch.entries)))
    ]


def is_worth_another(batch: Batch, state: JobState) -> bool:
    """Whether what failed is sent once more.

    After a job that failed as a whole; and after a second sending, which may have met the first one
    at work.
    """
    if batch.attempts == 0:
        return state.status != "completed" and not state.results
    return batch.attempts == 1 and JOB_ACTIONS[batch.action].method == "upsert"


def record_ids(batch: Batch, state: JobState) -> dict[int, str]:
    """The ids of the records that a job tells of, by the place of the item."""
    told = _told(batch.entries, state.results).items()
    return {place: str(result["id"]) for place, result in told if result.get("id") is not None}


def _otherwise(batch: Batch, state: JobState) -> Fate:
    """What became of items of which the results say nothing."""
    results = state.results
    if is_mapping(results):
        if results.get("success") is True and state.status == "completed":
            return Fate(JOB_ACTIONS[batch.action].success)
        if results.get("success") is False:
            return Fate("failed", None, *_failure(results))
    if state.status == "completed":
        return Fate("unknown", None, "the job is completed, and its results do not tell")
    message = f": {state.message}" if state.message else ""
    reason = f"the job ended as {state.status}{message}"
    did_nothing = type(state.progress) is int and state.progress == 0 and not results
    return Fate("failed" if did_nothing and not batch.may_be_done else "unknown", None, reason)


def _told(entries: Sequence[Entry], results: object) -> dict[int, Mapping[str, Any]]:
    """The result of each item by its place; those that cannot be told apart are left out."""
    listed = [each for each in results if is_mapping(each)] if is_list(results) else []
    first = _first_index(listed, len(entries))
    places = _places(entries)
    told: dict[int, Mapping[str, Any]] = {}
    others: list[Mapping[str, Any]] = []
    for result in listed:
        place = _place(result, first, places)
        if place is None:
            others.append(result)
        elif 0 <= place < len(entries) and place not in told:
            told[place] = result
    # They come in the order of the items: where none is missing, their order tells.
    left = [place for place in range(len(entries)) if place not in told]
    if len(others) == len(left) and len(listed) == len(entries):
        told.update(zip(left, others, strict=True))
    return told


def _first_index(listed: Sequence[Mapping[str, Any]], count: int) -> int:
    """0, unless the places can only be counted from 1."""
    indexes = {result.get("index") for result in listed}
    return 1 if count in indexes and 0 not in indexes else 0


def _places(entries: Sequence[Entry]) -> dict[tuple[str, str], int]:
    """The place of each item by what it is known by; what two have tells nothing."""
    places: dict[tuple[str, str], int] = {}
    twice: set[tuple[str, str]] = set()
    for place, entry in enumerate(entries):
        if isinstance(entry.wire, str):
            known = [(entry.by or "id", entry.wire)]
        else:
            known = [(by, entry.wire.get(by)) for by in ("id", "external_id", "name")]
        for by, value in known:
            if isinstance(value, str):
                if (by, value) in places:
                    twice.add((by, value))
                places[by, value] = place
    return {known: place for known, place in places.items() if known not in twice}


def _place(
    result: Mapping[str, Any], first: int, places: Mapping[tuple[str, str], int]
) -> int | None:
    """The place of a result's item; `None` if it does not say."""
    index = result.get("index")
    if type(index) is int:
        return index - first
    for by in ("id", "external_id", "name"):
        value = result.get(by)
        if value is not None and (place := places.get((by, str(value)))) is not None:
            return place
    return None


def _fate(batch: Batch, result: Mapping[str, Any], otherwise: Fate) -> Fate:
    known = JOB_ACTIONS[batch.action]
    record_id = None if result.get("id") is None else str(result["id"])
    if result.get("success") is False or result.get("error") or result.get("errors"):
        reason, violations = _failure(result)
        if known.method == "delete" and batch.attempts and result.get("error") in _GONE:
            return Fate("deleted", record_id)  # the first sending did it
        return Fate("failed", record_id, reason, violations)
    said = str(result.get("status") or result.get("action") or "").lower()
    if not (result.get("success") is True or record_id is not None or said):
        return otherwise
    is_new = known.method == "upsert" and said in _CREATED
    return Fate("created" if is_new else known.success, record_id)


def _failure(result: Mapping[str, Any]) -> tuple[str, tuple[Violation, ...]]:
    """Why an item failed: for people, and in the terms of the rules."""
    code = next((str(result[name]) for name in ("error", "errors") if result.get(name)), "")
    details = result.get("details") or result.get("errors")
    if isinstance(details, str):
        details = {BASE: {"error": code or INVALID_VALUE, "description": details}}
    violations = from_details(details)
    said = "; ".join(map(str, violations))
    return ": ".join(filter(None, (code, said))) or "it failed", violations
