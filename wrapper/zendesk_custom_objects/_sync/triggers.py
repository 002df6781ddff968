# Generated from _async/triggers.py by scripts/generate.py: do not edit.
"""The client's methods for object triggers; `api.triggers` builds the other requests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from .._core import id_lists
from .._core.paging import numbered_page, page
from .._generated import api
from .calls import Calls
from .listing import Listing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .._generated import models

Usage: TypeAlias = Literal["usage_1h", "usage_24h", "usage_7d"]
SortBy: TypeAlias = Literal[
    "alphabetical", "created_at", "position", "updated_at", "usage_1h", "usage_24h", "usage_7d"
]
SortOrder: TypeAlias = Literal["asc", "desc"]


class TriggerCalls(Calls):
    """Triggers of objects."""

    def delete_object_triggers(self, key: str, trigger_ids: Iterable[int | str], /) -> None:
        """Delete the triggers of the object `key` with these ids, of which there can be any number.

        More than 100 are deleted by several requests, one after the other: after an error, those of
        later requests are still there.
        """
        ids = id_lists.unique(trigger_ids)
        request = api.triggers.delete_many_object_triggers(key, ids=ids)
        for part in id_lists.parts(request, {"ids": ids}):
            self.send(request.with_query("ids", part["ids"]))

    def list_object_triggers(
        self,
        key: str,
        /,
        *,
        active: bool | None = None,
        sort_by: SortBy | None = None,
        sort_order: SortOrder | None = None,
        page_size: int = 100,
        limit: int | None = None,
        after: str | None = None,
    ) -> Listing[models.ObjectTrigger]:
        """List the triggers of the object `key`, by default in the order in which they run.

        Pages are numbered: a trigger that is added or deleted meanwhile can shift the others. To
        resume behind a page, pass its `after_cursor` as `after`, with the same `page_size`.
        """
        request = api.triggers.list_object_triggers(
            key, active=active, sort_by=sort_by, sort_order=sort_order
        )
        return Listing(
            self._sender,
            request,
            lambda answer: numbered_page(answer.triggers, answer.next_page),
            page_size=page_size,
            limit=limit,
            after=after,
        )

    def list_active_object_triggers(
        self,
        key: str,
        /,
        *,
        page_size: int = 100,
        limit: int | None = None,
        after: str | None = None,
    ) -> Listing[models.ObjectTrigger]:
        """List the active triggers of the object `key`, in the order in which they run.

        Needs the permission to change triggers.
        """
        return Listing(
            self._sender,
            api.triggers.list_active_object_triggers(key),
            lambda answer: page(answer.triggers, answer.meta),
            page_size=page_size,
            limit=limit,
            after=after,
        )

    def search_object_triggers(
        self,
        key: str,
        query: str,
        /,
        *,
        active: bool | None = None,
        sort_by: SortBy | None = None,
        sort_order: SortOrder | None = None,
        include: Sequence[Usage] | None = None,
        page_size: int = 100,
        limit: int | None = None,
        after: str | None = None,
    ) -> Listing[models.ObjectTrigger]:
        """Search the triggers of the object `key` for `query` in their title.

        `include` adds how often each trigger ran. Pages are numbered, as in
        `list_object_triggers`.
        """
        request = api.triggers.search_object_triggers(
            key,
            query=query,
            active=active,
            sort_by=sort_by,
            sort_order=sort_order,
            include=include,
        )
        return Listing(
            self._sender,
            request,
            lambda answer: numbered_page(answer.triggers, answer.next_page),
            page_size=page_size,
            limit=limit,
            after=after,
        )
