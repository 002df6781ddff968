# Generated from _async/relationships.py by scripts/generate.py: do not edit.
"""The client's methods for the sources of lookup fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from .._core.envelopes import SOME_RECORDS
from .._core.paging import page
from .._generated import api
from .calls import Calls
from .listing import Listing

if TYPE_CHECKING:
    from .._core.paging import Page
    from .._generated import models, types
    from ..record import Record

Source: TypeAlias = "Record[dict[str, Any]] | models.User | models.LookupSource"

LISTS = ("custom_object_records", "users", "tickets", "organizations")


class RelationshipCalls(Calls):
    """Lookup fields, from the side of their targets."""

    def list_sources(
        self,
        target_type: str,
        target_id: int | str,
        field_id: int | str,
        source_type: str,
        /,
        *,
        page_size: int = 100,
        limit: int | None = None,
        after: str | None = None,
    ) -> Listing[Source]:
        """List the sources that point to a target through the lookup field with this id.

        The types are `zen:user`, `zen:ticket`, `zen:organization`, or `zen:custom_object:` and the
        key of an object, whose sources are records.
        """
        request: types.Request[Any] = api.relationships.get_sources_by_target(
            target_type, str(target_id), str(field_id), source_type
        )
        if source_type.startswith("zen:custom_object:"):
            request = request.returning(SOME_RECORDS)
        return Listing(
            self._sender, request, _sources, page_size=page_size, limit=limit, after=after
        )


def _sources(answer: Any) -> Page[Source] | None:
    """The only list in the response, which is named after the type of the sources."""
    lists = [found for name in LISTS if (found := getattr(answer, name, None)) is not None]
    return page(lists[0] if len(lists) == 1 else None, answer.meta)
