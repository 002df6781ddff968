"""The results of a job's items, in the shape that its action has.

Observed (a client in production, for jobs by external id): `external_id`, `index`, `status` and,
for an item that failed, as a rule `errors`. Documented: `id`, `action`, `success` and `status`, or
`error` and `details`; after a creation `index` and `id` only. Variants choose for each group of
actions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeAlias

from ...rules.job_actions import JOB_ACTIONS
from ..wire import errors

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...rules.job_actions import Action, JobAction
    from ..storage.rows import StoredRecord
    from ..variants import Variants

Change: TypeAlias = Literal["create", "update", "delete"]

_PAST: Final[Mapping[Change, str]] = {
    "create": "Created",
    "update": "Updated",
    "delete": "Deleted",
}
_VARIANTS: Final = {
    None: "job_results_by_id",
    "id": "job_results_by_id",
    "external_id": "job_results_by_external_id",
    "name": "job_results_by_name",
}
"""By how the items address their records."""
_UPSERTED: Final = "CreateOrUpdate"
_FAILED_DELETE: Final = "CustomObjectRecordDeleteFailed"
_NOT_FOUND: Final = "Record not found"


class Item(NamedTuple):
    """One item of a job."""

    action: Action
    place: int
    value: Any
    """As it was submitted: a record, or a text for deletions."""

    @property
    def row(self) -> JobAction:
        return JOB_ACTIONS[self.action]

    def given(self, key: str) -> str | None:
        """The id or external id that the item has."""
        if self.row.item_properties is None:
            return str(self.value) if self.row.addressed_by == key else None
        value = self.value.get(key)
        return value if isinstance(value, str) else None


def succeeded(
    variants: Variants, item: Item, change: Change, record: StoredRecord
) -> dict[str, Any]:
    """The result of an item that has changed this record."""
    if _is_observed(variants, item):
        status = _UPSERTED if item.row.method == "upsert" else _PAST[change]
        return {"external_id": record.external_id, "index": item.place, "status": status}
    if item.row.method == "create":
        return {"index": item.place, "id": record.id}
    return {"id": record.id, "action": change, "success": True, "status": _PAST[change]}


def failed(variants: Variants, item: Item, refusal: errors.RefusedError) -> dict[str, Any]:
    """The result of an item that was refused."""
    if _is_observed(variants, item):
        result: dict[str, Any] = {
            "external_id": item.given("external_id"),
            "index": item.place,
            "status": "Failed",
        }
        if variants.failed_item_errors == "listed":
            result["errors"] = [_observed_error(item, refusal)]
        return result
    error, details = errors.described(refusal.body)
    record_id = item.given("id") if item.row.addressed_by == "id" else None
    return {
        "index": item.place,
        **({} if record_id is None else {"id": record_id}),
        "action": item.action,
        "success": False,
        "error": error,
        "details": details,
    }


def _is_observed(variants: Variants, item: Item) -> bool:
    return bool(getattr(variants, _VARIANTS[item.row.addressed_by]) == "observed")


def _observed_error(item: Item, refusal: errors.RefusedError) -> dict[str, str]:
    """An entry of `errors`: these two titles, and the code of deletions, have been seen."""
    if refusal.status == 404:
        title = _NOT_FOUND
    elif refusal.status == 422:
        title = refusal.body["description"]
    else:
        _, title = errors.described(refusal.body)
    code = {"code": _FAILED_DELETE} if item.row.method == "delete" else {}
    return {**code, "title": title}
