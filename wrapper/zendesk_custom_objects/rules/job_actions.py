"""The table of the actions of bulk jobs, one row for each (source: the page on records).

No facet has a default, as in the table of field types.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "JOB_ACTIONS",
    "MAX_ITEMS_PER_JOB",
    "Action",
    "AddressedBy",
    "JobAction",
    "Method",
    "action_for",
]

MAX_ITEMS_PER_JOB: Final = 100
"""Source: the page on records."""

Action: TypeAlias = Literal[
    "create",
    "update",
    "delete",
    "delete_by_external_id",
    "create_or_update_by_external_id",
    "create_or_update_by_name",
]
Method: TypeAlias = Literal["create", "update", "upsert", "delete"]
AddressedBy: TypeAlias = Literal["id", "external_id", "name"]


class JobAction(msgspec.Struct, frozen=True, kw_only=True):
    """An action of bulk jobs."""

    key: Action
    """Name of the action on the wire."""
    method: Method
    addressed_by: AddressedBy | None
    """How an item finds its record; `None` if it never has one yet."""
    needs_record: bool
    """An item whose record does not exist fails."""
    item_properties: tuple[str, ...] | None
    """Properties of an item; `None` if an item is nothing but the id or external id."""
    success: Literal["created", "updated", "upserted", "deleted"]
    """Outcome of an item that succeeded, unless its result says something else."""


_RECORD: Final = ("name", "external_id", "custom_object_fields")

_ROWS: Final = (
    JobAction(
        key="create",
        method="create",
        addressed_by=None,
        needs_record=False,
        item_properties=_RECORD,
        success="created",
    ),
    JobAction(
        key="update",
        method="update",
        addressed_by="id",
        needs_record=True,
        item_properties=("id", *_RECORD),
        success="updated",
    ),
    JobAction(
        key="delete",
        method="delete",
        addressed_by="id",
        needs_record=True,
        item_properties=None,
        success="deleted",
    ),
    JobAction(
        key="delete_by_external_id",
        method="delete",
        addressed_by="external_id",
        needs_record=True,
        item_properties=None,
        success="deleted",
    ),
    JobAction(
        key="create_or_update_by_external_id",
        method="upsert",
        addressed_by="external_id",
        needs_record=False,
        item_properties=_RECORD,
        success="upserted",
    ),
    JobAction(
        key="create_or_update_by_name",
        method="upsert",
        addressed_by="name",
        needs_record=False,
        item_properties=_RECORD,
        success="upserted",
    ),
)

JOB_ACTIONS: Final[Mapping[Any, JobAction]] = {row.key: row for row in _ROWS}
"""By their names on the wire."""

_BY_METHOD: Final[Mapping[tuple[Method, AddressedBy | None], Action]] = {
    (row.method, row.addressed_by): row.key for row in _ROWS
}


def action_for(method: Method, addressed_by: AddressedBy | None) -> Action:
    """The action that applies a method to records that are found by `addressed_by`."""
    return _BY_METHOD[method, addressed_by]
