"""The reports of the jobs of a probe: the shape of their results, in words of this package."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec

from ..rules.json_types import is_list, is_mapping
from .calls import ACTIONS, job_step
from .scene import MISSING, OTHER, pick

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..rules.job_actions import Action
    from .scene import Scene

__all__ = [
    "BulkFinding",
    "account_ids",
    "bulk_findings",
    "failed_item_errors",
    "failed_state",
    "job_results",
    "reported_error",
]

_PROPERTIES: Final = frozenset(
    {"account_id", "action", "details", "error", "errors", "external_id", "id", "index", "name"}
    | {"status", "success"}
)
_STATUSES: Final = frozenset(
    {"Created", "CreateOrUpdate", "Deleted", "Failed", "Updated", "created", "deleted", "failed"}
    | {"updated"}
)
_STATES: Final = frozenset({"aborted", "completed", "failed", "killed", "queued", "working"})
_MIXED: Final = "mixed"


class BulkFinding(msgspec.Struct, frozen=True, kw_only=True):
    """The result of the job of one action, which had an item that succeeds and one that fails."""

    action: str
    state: str | None
    """Final state of the job; the status of the reply if it was refused as a whole; `None` if it
    was not submitted."""
    shape: str | None
    """`observed`, `documented` or `other`; `None` without results."""
    succeeded: tuple[str, ...] = ()
    """Properties of the result of an item that succeeded, with the value of `status`."""
    failed: tuple[str, ...] = ()


def bulk_findings(scene: Scene) -> tuple[BulkFinding, ...]:
    """A finding for each action."""
    return tuple(_bulk_finding(scene, action) for action in ACTIONS)


def _bulk_finding(scene: Scene, action: Action) -> BulkFinding:
    found = _results(scene, action)
    return BulkFinding(
        action=action,
        state=_state(scene, action),
        shape=_shape(scene, action),
        succeeded=next((_described(each) for each in found if not _is_failed(each)), ()),
        failed=next((_described(each) for each in found if _is_failed(each)), ()),
    )


def _described(result: Any) -> tuple[str, ...]:
    if not is_mapping(result):
        return (OTHER,)
    names = sorted(name if name in _PROPERTIES else OTHER for name in result if name != "status")
    if "status" in result:
        status = result["status"]
        known = isinstance(status, str) and status in _STATUSES
        names.append(f"status {status if known else OTHER}")
    return tuple(dict.fromkeys(names))


def _job(scene: Scene, action: Action) -> Any:
    job_id = scene.value(job_step(action), "job_status", "id")
    jobs = scene.value("jobs", "job_statuses")
    if job_id is MISSING or not is_list(jobs):
        return MISSING
    return next((job for job in jobs if pick(job, "id") == job_id), MISSING)


def _state(scene: Scene, action: Action) -> str | None:
    submitted = scene.replies.get(job_step(action))
    if submitted is None:
        return None
    if not submitted.is_ok:
        return str(submitted.status)
    state = pick(_job(scene, action), "status")
    return state if isinstance(state, str) and state in _STATES else OTHER


def _results(scene: Scene, action: Action) -> list[Any]:
    found = pick(_job(scene, action), "results")
    return list(found) if is_list(found) else []


def _is_failed(result: Any) -> bool:
    status = pick(result, "status")
    return (
        (isinstance(status, str) and status.lower() == "failed")
        or pick(result, "success") is False
        or pick(result, "error") is not MISSING
        or pick(result, "errors") not in (MISSING, None, [])
    )


def _shape(scene: Scene, action: Action) -> str | None:
    """The shape that both results of a job have."""
    shapes = {_shape_of(result) for result in _results(scene, action)}
    if not shapes:
        return None
    return shapes.pop() if len(shapes) == 1 else OTHER


def _shape_of(result: Any) -> str:
    """`observed` tells neither the id of the record nor `success`; `documented` tells one."""
    if pick(result, "success") is not MISSING or pick(result, "id") is not MISSING:
        return "documented"
    return "observed" if pick(result, "status") is not MISSING else OTHER


def job_results(*actions: Action) -> Callable[[Scene], str | None]:
    """The shape that the results of all these actions have."""

    def read(scene: Scene) -> str | None:
        shapes = {_shape(scene, action) for action in actions} - {None}
        return None if not shapes else shapes.pop() if len(shapes) == 1 else _MIXED

    return read


def _failures(scene: Scene) -> list[tuple[Action, Any]]:
    return [
        (action, result)
        for action in ACTIONS
        for result in _results(scene, action)
        if _is_failed(result)
    ]


def failed_item_errors(scene: Scene) -> str | None:
    """Whether failed items have `errors`, in results of the observed shape."""
    found = {
        "absent" if pick(result, "errors") in (MISSING, None, []) else "listed"
        for _, result in _failures(scene)
        if _shape_of(result) == "observed"
    }
    return None if not found else found.pop() if len(found) == 1 else _MIXED


def failed_state(scene: Scene) -> str | None:
    """The final status of the jobs in which an item failed."""
    states = {_state(scene, action) for action, _ in _failures(scene)}
    return None if not states else states.pop() if len(states) == 1 else _MIXED


def reported_error(scene: Scene) -> str | None:
    """The properties of an entry of `errors` of a failed item."""
    for _, result in _failures(scene):
        error = pick(result, "errors", 0)
        if is_mapping(error):
            known = [name for name in ("code", "title") if name in error]
            return " and ".join(known) or OTHER
    return None


def account_ids(scene: Scene) -> str | None:
    """Whether results have the id of the account."""
    found = [result for action in ACTIONS for result in _results(scene, action)]
    if not found:
        return None
    return "yes" if any(pick(each, "account_id") is not MISSING for each in found) else "no"
