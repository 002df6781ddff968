# Generated from spec/ by scripts/generate.py: do not edit.
"""Rules that act when a record is created or changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from .. import models, operations
from ..types import NOTHING, Request, path_value, query_pairs

if TYPE_CHECKING:
    from .. import payloads


def list_object_triggers(
    custom_object_key: str,
    *,
    active: bool | None = None,
    sort_by: Literal[
        "alphabetical", "created_at", "position", "updated_at", "usage_1h", "usage_24h", "usage_7d"
    ]
    | str
    | None = None,
    sort_order: Literal["asc", "desc"] | str | None = None,
    page: int | None = None,
    per_page: int | None = None,
) -> Request[models.ObjectTriggersResponse]:
    """List the triggers of an object

    All triggers of an object, in offset paging: `next_page` is null on the last page. An
    object has at most 500, of which 100 active (H).

    Allowed for agents.

    Args:
        custom_object_key: Key of the custom object.
        active: Only active triggers, or only those switched off.
        sort_by: Order in offset paging. Default `position`.
        sort_order: Direction in offset paging. Default `asc` for `alphabetical` and `position`,
            `desc` for everything else.
        page: Number of the page, from 1, in offset paging. Beyond 100 pages or 10,000 rows
            the service answers 400.
        per_page: Most items on a page, in offset paging.
    """
    return Request(
        operation=operations.LIST_OBJECT_TRIGGERS,
        path=f"/api/v2/custom_objects/{path_value('custom_object_key', custom_object_key)}/triggers",
        query=query_pairs(
            {
                "active": active,
                "sort_by": sort_by,
                "sort_order": sort_order,
                "page": page,
                "per_page": per_page,
            }
        ),
        responses={
            200: models.ObjectTriggersResponse,
        },
    )


def create_object_trigger(
    custom_object_key: str,
    *,
    body: payloads.ObjectTriggerCreateRequest,
) -> Request[models.ObjectTriggerResponse]:
    """Create a trigger

    Creates a trigger: actions that are taken when a record is created or changed and meets
    the conditions. `title`, `conditions` and `actions` are mandatory.

    Limits (H): 100 active triggers and 500 in all per object; 50 conditions, 25 actions and
    64 KB per trigger; 50 values in a condition on a multiselect field.

    All triggers that fire make one change together: of several that set the same field, the
    last one wins.

    Allowed for admins.

    Args:
        custom_object_key: Key of the custom object.
    """
    return Request(
        operation=operations.CREATE_OBJECT_TRIGGER,
        path=f"/api/v2/custom_objects/{path_value('custom_object_key', custom_object_key)}/triggers",
        body=body,
        media_type="application/json",
        responses={
            201: models.ObjectTriggerResponse,
        },
    )


def get_object_trigger(
    custom_object_key: str,
    trigger_id: int,
) -> Request[models.ObjectTriggerResponse]:
    """Show a trigger

    One trigger, by its id.

    Allowed for agents.

    Args:
        custom_object_key: Key of the custom object.
        trigger_id: Id of the trigger.
    """
    return Request(
        operation=operations.GET_OBJECT_TRIGGER,
        path=f"/api/v2/custom_objects/{path_value('custom_object_key', custom_object_key)}/triggers/{path_value('trigger_id', trigger_id)}",
        responses={
            200: models.ObjectTriggerResponse,
        },
    )


def update_object_trigger(
    custom_object_key: str,
    trigger_id: int,
    *,
    body: payloads.ObjectTriggerUpdateRequest,
) -> Request[models.ObjectTriggerResponse]:
    """Update a trigger

    Changes the properties given. Giving `conditions` or `actions` replaces both: whichever is
    left out is emptied, so send both or neither.

    Allowed for admins.

    Args:
        custom_object_key: Key of the custom object.
        trigger_id: Id of the trigger.
    """
    return Request(
        operation=operations.UPDATE_OBJECT_TRIGGER,
        path=f"/api/v2/custom_objects/{path_value('custom_object_key', custom_object_key)}/triggers/{path_value('trigger_id', trigger_id)}",
        body=body,
        media_type="application/json",
        responses={
            200: models.ObjectTriggerResponse,
        },
    )


def delete_object_trigger(
    custom_object_key: str,
    trigger_id: int,
) -> Request[None]:
    """Delete a trigger

    Deletes one trigger.

    Allowed for admins.

    Args:
        custom_object_key: Key of the custom object.
        trigger_id: Id of the trigger.
    """
    return Request(
        operation=operations.DELETE_OBJECT_TRIGGER,
        path=f"/api/v2/custom_objects/{path_value('custom_object_key', custom_object_key)}/triggers/{path_value('trigger_id', trigger_id)}",
        responses={
            204: NOTHING,
        },
    )


def list_active_object_triggers(
    custom_object_key: str,
    *,
    sort_by: Literal[
        "alphabetical", "created_at", "position", "updated_at", "usage_1h", "usage_24h", "usage_7d"
    ]
    | str
    | None = None,
    sort_order: Literal["asc", "desc"] | str | None = None,
    page_size: int | None = None,
    page_after: str | None = None,
    page_before: str | None = None,
) -> Request[models.ObjectTriggersResponse]:
    """List the active triggers of an object

    The active triggers of an object, 100 on a page at most. Unlike the list of all triggers
    it is only for those who may change them.

    The service offers cursor paging, which is declared here, and offset paging, whose
    properties come in the answer when no `page[size]` is given.

    Allowed for admins.

    Args:
        custom_object_key: Key of the custom object.
        sort_by: Order in offset paging. Default `position`.
        sort_order: Direction in offset paging. Default `asc` for `alphabetical` and `position`,
            `desc` for everything else.
        page_size: Most items on a page. Without it the service decides, typically 100.
        page_after: Cursor from `meta.after_cursor` of another page: the page after it. Not together
            with `page[before]`. Cursors are opaque; how long they live is not documented.
        page_before: Cursor from `meta.before_cursor` of another page: the page before it. Not
            together with `page[after]`.
    """
    return Request(
        operation=operations.LIST_ACTIVE_OBJECT_TRIGGERS,
        path=f"/api/v2/custom_objects/{path_value('custom_object_key', custom_object_key)}/triggers/active",
        query=query_pairs(
            {
                "sort_by": sort_by,
                "sort_order": sort_order,
                "page[size]": page_size,
                "page[after]": page_after,
                "page[before]": page_before,
            }
        ),
        responses={
            200: models.ObjectTriggersResponse,
        },
    )


def list_object_triggers_definitions(
    custom_object_key: str,
) -> Request[models.ObjectTriggerDefinitionResponse]:
    """List what triggers can be made of

    The fields, operators and values that conditions and actions of a trigger of this object
    can have.

    Allowed for agents.

    Args:
        custom_object_key: Key of the custom object.
    """
    return Request(
        operation=operations.LIST_OBJECT_TRIGGERS_DEFINITIONS,
        path=f"/api/v2/custom_objects/{path_value('custom_object_key', custom_object_key)}/triggers/definitions",
        responses={
            200: models.ObjectTriggerDefinitionResponse,
        },
    )


def delete_many_object_triggers(
    custom_object_key: str,
    *,
    ids: Sequence[str],
) -> Request[None]:
    """Delete several triggers

    Deletes the triggers with the ids given, all of one object. How many ids one call takes is
    not established.

    Allowed for admins.

    Args:
        custom_object_key: Key of the custom object.
        ids: Ids of triggers of the object, joined by commas.
    """
    return Request(
        operation=operations.DELETE_MANY_OBJECT_TRIGGERS,
        path=f"/api/v2/custom_objects/{path_value('custom_object_key', custom_object_key)}/triggers/destroy_many",
        query=query_pairs(
            {
                "ids": ids,
            }
        ),
        responses={
            204: NOTHING,
        },
    )


def search_object_triggers(
    custom_object_key: str,
    *,
    query: str | None = None,
    filter: str | None = None,
    active: bool | None = None,
    sort: Literal["alphabetical", "created_at", "position", "updated_at"] | str | None = None,
    sort_by: Literal[
        "alphabetical", "created_at", "position", "updated_at", "usage_1h", "usage_24h", "usage_7d"
    ]
    | str
    | None = None,
    sort_order: Literal["asc", "desc"] | str | None = None,
    include: Sequence[Literal["usage_1h", "usage_24h", "usage_7d"] | str] | None = None,
    page: int | None = None,
    per_page: int | None = None,
) -> Request[models.ObjectTriggersResponse]:
    """Search the triggers of an object

    Triggers whose title matches `query`, or whose attributes match `filter`. Offset paging
    only: `sort_by` and `sort_order` go with it, while `sort` belongs to cursor paging and is
    declared for completeness.

    Allowed for agents.

    Args:
        custom_object_key: Key of the custom object.
        query: Text that the title contains.
        filter: Attributes to match, as JSON in a string: an object with the key `json`, whose
            value maps attributes to values.
        active: Only active triggers, or only those switched off.
        sort: Order in cursor paging, where an operation offers that. Default `position`.
        sort_by: Order in offset paging. Default `position`.
        sort_order: Direction in offset paging. Default `asc` for `alphabetical` and `position`,
            `desc` for everything else.
        include: Counts to put beside each trigger, joined by commas. That several can be joined
            is inferred.
        page: Number of the page, from 1, in offset paging. Beyond 100 pages or 10,000 rows
            the service answers 400.
        per_page: Most items on a page, in offset paging.
    """
    return Request(
        operation=operations.SEARCH_OBJECT_TRIGGERS,
        path=f"/api/v2/custom_objects/{path_value('custom_object_key', custom_object_key)}/triggers/search",
        query=query_pairs(
            {
                "query": query,
                "filter": filter,
                "active": active,
                "sort": sort,
                "sort_by": sort_by,
                "sort_order": sort_order,
                "include": include,
                "page": page,
                "per_page": per_page,
            }
        ),
        responses={
            200: models.ObjectTriggersResponse,
        },
    )


def update_many_object_triggers(
    custom_object_key: str,
    *,
    body: payloads.ObjectTriggerBulkUpdateRequest,
) -> Request[models.ObjectTriggersResponse]:
    """Reorder or switch several triggers

    Sets position or activity of several triggers, all of one object. Other properties are
    ignored. How many triggers one call takes is not established.

    Allowed for admins.

    Args:
        custom_object_key: Key of the custom object.
    """
    return Request(
        operation=operations.UPDATE_MANY_OBJECT_TRIGGERS,
        path=f"/api/v2/custom_objects/{path_value('custom_object_key', custom_object_key)}/triggers/update_many",
        body=body,
        media_type="application/json",
        responses={
            200: models.ObjectTriggersResponse,
        },
    )
