"""The results of a job's items, in the shape that its action has.

Observed (a client in production, for jobs by external id): `external_id`, `index`, `status` and,
for an item that failed, as a rule `errors`. Documented: `id`, `action`, `success` and `status`, or
`error` and `details`; after a creation `index` and `id` only. Variants choose for each group of
actions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeAlias

from ..wire import errors

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..job_settings import Action
    from ..storage.rows import StoredRecord
    from ..variants import Variants

Change: TypeAlias = Literal["create", "update", "delete"]

_PAST: Final[Mapping[Change, str]] = {
    "create": "Created",
    "update": "Updated",
    "delete": "Deleted",
}
_VARIANTS: Final[Mapping[Action, str]] = {
    "create": "job_results_by_id",
    "update": "job_results_by_id",
    "delete": "job_results_by_id",
    "delete_by_external_id": "job_results_by_external_id",
    "create_or_update_by_external_id": "job_results_by_external_id",
    "create_or_update_by_name": "job_results_by_name",
}
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
    def external_id(self) -> str | None:
        if self.action == "delete_by_external_id":
            return str(self.value)
        value = self.value.get("external_id") if isinstance(self.value, dict) else None
        return value if isinstance(value, str) else None

    @property
    def record_id(self) -> str | None:
        """The id by which it names its record."""
        if self.action == "delete":
            return str(self.value)
        value = self.value.get("id") if self.action == "update" else None
        return value if isinstance(value, str) else None


def succeeded(
    variants: Variants, item: Item, change: Change, record: StoredRecord
) -> dict[str, Any]:
    """The result of an item that has changed this record."""
    if _is_observed(variants, item.action):
        upserted = item.action.startswith("create_or_update")
        return {
            "external_id": record.external_id,
            "index": item.place,
            "status": _UPSERTED if upserted else _PAST[change],
        }
    if item.action == "create":
        return {"index": item.place, "id": record.id}
    return {"id": record.id, "action": change, "success": True, "status": _PAST[change]}


def failed(variants: Variants, item: Item, refusal: errors.RefusedError) -> dict[str, Any]:
    """The result of an item that was refused."""
    error, details = errors.described(refusal.body)
    if _is_observed(variants, item.action):
        result = {"external_id": item.external_id, "index": item.place, "status": "Failed"}
        listed = variants.failed_item_errors == "listed"
        return {**result, "errors": [_observed_error(item, refusal)]} if listed else result
    return {
        "index": item.place,
        **({} if item.record_id is None else {"id": item.record_id}),
        "action": item.action,
        "success": False,
        "error": error,
        "details": details,
    }


def _is_observed(variants: Variants, action: Action) -> bool:
    return bool(getattr(variants, _VARIANTS[action]) == "observed")


def _observed_error(item: Item, refusal: errors.RefusedError) -> dict[str, str]:
    """What is known of `errors`: these titles, and the code of deletions."""
    if refusal.status == 404:
        title = _NOT_FOUND
    elif refusal.status == 422:
        title = refusal.body["description"]
    else:
        _, title = errors.described(refusal.body)
    return (
        {"code": _FAILED_DELETE, "title": title}
        if item.action.startswith("delete")
        else {"title": title}
    )
