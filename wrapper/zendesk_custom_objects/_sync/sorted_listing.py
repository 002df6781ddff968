# Generated from _async/sorted_listing.py by scripts/generate.py: do not edit.
"""Sorted lists of records with given ids, when there are too many ids for one request."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from .._core.id_lists import PartsWalk, SortedRecords
from .._core.paging import check
from .record_listing import RecordListing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .._core.id_lists import Part
    from .._core.paging import Page, PageFormat
    from ..record import Record

T = TypeVar("T")


class SortedListing(RecordListing[T]):
    """Reads all parts before the first page, as only all of them show which record comes first."""

    def __init__(
        self,
        *args: Any,
        parts: Sequence[Part],
        sort: str,
        page_size: int,
        limit: int | None,
        **options: Any,
    ) -> None:
        check(page_size=page_size, limit=limit)
        super().__init__(*args, walk=partial(PartsWalk, parts), **options)
        self._sort = sort
        self._sorted_page_size = page_size
        self._sorted_limit = limit

    def _pages_behind(self, after: str | None, format: PageFormat) -> Iterator[Page[Any]]:
        if self._sorted_limit == 0:
            return
        records: list[Record[Any]] = []
        for page in super()._pages_behind(None, format):
            records += page.items
        in_order = SortedRecords(records, self._sort)
        for page in in_order.pages(
            page_size=self._sorted_page_size, limit=self._sorted_limit, after=after
        ):
            yield page
