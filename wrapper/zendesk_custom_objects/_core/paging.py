"""Paging: which page to request next, and when to stop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar
from urllib.parse import parse_qs, urlsplit

import msgspec

from ..errors import SearchLimitReached, UnexpectedResponse

if TYPE_CHECKING:
    from collections.abc import Callable

    from .._generated import types

__all__ = ["Page"]

T = TypeVar("T")
B = TypeVar("B")

MAX_PAGE_SIZE = 100
"""Items of a page (cursor pagination, Zendesk docs)."""

MAX_EMPTY_PAGES = 1000
"""Pages in a row that can be empty before a list counts as endless. An export that leaves out
deleted records has an empty page for each 1,000 of them."""

MAX_RANKED_RECORDS = 10_000
"""Records that a search by relevance returns at most (search records, Zendesk docs)."""


class Page(msgspec.Struct, Generic[T], frozen=True, kw_only=True):
    """One page of a list."""

    items: list[T]
    has_more: bool = False
    """Whether more pages follow."""
    after_cursor: str | None = None
    """Pass it as `after=` to resume behind this page."""


class PageFormat(NamedTuple):
    """How the pages of a list are decoded."""

    response_type: type[Any] | None
    """Type to decode the body as; `None` keeps that of the request."""
    pick: Callable[[Any], Page[Any] | None]
    """Takes the page out of the decoded body; `None` if it is not there."""

    def request(self, request: types.Request[Any]) -> types.Request[Any]:
        """The request whose response is decoded in this format."""
        if self.response_type is None:
            return request
        return request.returning(self.response_type)


def page(items: list[T] | None, meta: Any = None) -> Page[T] | None:
    """The page in a response; `None` if there is no list in it.

    Only `has_more` says whether more pages follow: the last page can have a link, too. A list
    without `meta` has a single page.
    """
    if not isinstance(items, list):
        return None
    cursor = getattr(meta, "after_cursor", None)
    return Page(
        items=items,
        has_more=getattr(meta, "has_more", None) is True,
        after_cursor=cursor if isinstance(cursor, str) else None,
    )


def numbered_page(items: list[T] | None, next_page: object) -> Page[T] | None:
    """The page of a list with offset paging; `next_page` is a link, or null on the last page.

    Links are never followed: only the page number is taken from it, and serves as the cursor.
    """
    if not isinstance(items, list):
        return None
    if not isinstance(next_page, str):
        return Page(items=items)
    numbers = parse_qs(urlsplit(next_page).query).get("page", [])
    cursor = numbers[0] if len(numbers) == 1 and numbers[0].isdecimal() else None
    return Page(items=items, has_more=True, after_cursor=cursor)


def check(*, page_size: int, limit: int | None, largest: int = MAX_PAGE_SIZE) -> None:
    """Raise `ValueError` for a page size or limit out of range."""
    if not 1 <= page_size <= largest:
        raise ValueError(f"page_size must be 1 to {largest}, not {page_size}")
    if limit is not None and limit < 0:
        raise ValueError(f"limit must not be negative: {limit}")


class Walk(Generic[T]):
    """One iteration over a list: what to request next, and when to stop."""

    def __init__(self, *, page_size: int, limit: int | None, after: str | None) -> None:
        self._page_size = page_size
        self._left = limit
        self._empty_pages = 0
        """Pages without items, in a row."""
        self._start(after)

    def _start(self, after: str | None) -> None:
        """Begin behind a cursor; `None` is the first page."""
        self._cursor = after
        self._followed = {after}
        self._last: Page[T] | None = None

    @property
    def is_over(self) -> bool:
        return self._left == 0 or (self._last is not None and not self._last.has_more)

    def next_request(self, request: types.Request[B]) -> types.Request[B]:
        """The request for the next page.

        The last page under a limit is requested no larger than what is left of the limit, so that
        its cursor is the place to resume from.
        """
        if self._last is not None:
            self._follow(self._last.after_cursor, request.operation.id)
        if request.operation.paging == "offset":
            # Every page has the same size, as it decides where each page begins.
            request = request.with_query("per_page", self._page_size)
            return request.with_query("page", self._cursor)
        if request.operation.paging == "export":
            request = request.with_query("per_page", self._next_size())
            if self._cursor is None:
                return request
            return request.with_query("start_time", None).with_query("cursor", self._cursor)
        if request.operation.paging == "cursor":
            request = request.with_query("page[size]", self._next_size())
        return request.with_query("page[after]", self._cursor)

    def take(self, found: Page[T]) -> Page[T]:
        """The page to return, cut to what is left of the limit."""
        self._empty_pages = 0 if found.items else self._empty_pages + 1
        if self._left is not None:
            if len(found.items) > self._left:
                # Without a cursor: the service's would skip what was cut off.
                found = Page(items=found.items[: self._left], has_more=True)
            self._left -= len(found.items)
        self._last = found
        return found

    def _next_size(self) -> int:
        return self._page_size if self._left is None else min(self._page_size, self._left)

    def _follow(self, cursor: str | None, operation: str) -> None:
        if cursor is None:
            raise UnexpectedResponse(
                "more pages follow, but the response has no cursor", operation=operation
            )
        if self._empty_pages >= MAX_EMPTY_PAGES:
            raise UnexpectedResponse(
                f"the list does not end: {MAX_EMPTY_PAGES:,} pages in a row are empty",
                operation=operation,
            )
        if cursor in self._followed:
            raise UnexpectedResponse(
                "the cursor repeats that of an earlier page", operation=operation
            )
        self._followed.add(cursor)
        self._cursor = cursor


class RankedWalk(Walk[T]):
    """One iteration over a search by relevance, which the service ends after 10,000 records.

    It raises at that point instead of ending quietly, because there can be more matches. Each of
    its cursors begins with the number of records so far, so that counting resumes with the search.
    """

    def __init__(self, *, page_size: int, limit: int | None, after: str | None) -> None:
        count, _, cursor = (after or "").partition(":")
        is_ours = count.isdecimal()
        self._count = int(count) if is_ours else 0
        super().__init__(page_size=page_size, limit=limit, after=cursor if is_ours else after)

    @property
    def is_over(self) -> bool:
        if self._count >= MAX_RANKED_RECORDS:
            return self._left == 0
        return super().is_over

    def next_request(self, request: types.Request[B]) -> types.Request[B]:
        """The request for the next page; raises `SearchLimitReached` at the limit."""
        if self._count >= MAX_RANKED_RECORDS:
            raise SearchLimitReached(
                f"the search returned its maximum of {MAX_RANKED_RECORDS:,} records by relevance,"
                " and there can be more matches: pass sort= to get all of them",
                operation=request.operation.id,
            )
        return super().next_request(request)

    def take(self, found: Page[T]) -> Page[T]:
        found = super().take(found)
        self._count += len(found.items)
        if found.after_cursor is None:
            return found
        return msgspec.structs.replace(found, after_cursor=f"{self._count}:{found.after_cursor}")

    def _next_size(self) -> int:
        return min(super()._next_size(), MAX_RANKED_RECORDS - self._count)
