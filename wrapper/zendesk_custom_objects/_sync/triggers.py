# Generated from _async/triggers.py by scripts/generate.py: do not edit.
"""The client's methods that list triggers; `api.triggers` has the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from .._core.paging import numbered_page, page
from .._generated import api
from .calls import Calls
from .listing import Listing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .._generated import models

Usage: TypeAlias = Literal["usage_1h", "usage_24h", "usage_7d"]
SortBy: TypeAlias = Literal[
    "alphabetical", "created_at", "position", "updated_at", "usage_1h", "usage_24h", "usage_7d"
]
SortOrder: TypeAlias = Literal["asc", "desc"]


class TriggerCalls(Calls):
    """Triggers of objects."""

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
        """The triggers of the object `key`, in the order in which they run unless sorted.

        Its pages are numbered: a trigger that is added or deleted meanwhile may shift the rest. To
        continue behind a page, give its `after_cursor` as `after`, and the same `page_size`.
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
        """The triggers of the object `key` that are switched on, in the order in which they run.

        For those who may change them.
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
        """The triggers of the object `key` with `query` in their title.

        `include` adds how often each one ran. The pages are numbered, as for
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
