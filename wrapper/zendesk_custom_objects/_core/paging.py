"""How a list is read page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar
from urllib.parse import parse_qs, urlsplit

import msgspec

from ..errors import SearchLimitReached, UnexpectedResponse

if TYPE_CHECKING:
    from .._generated import types

__all__ = ["Page"]

T = TypeVar("T")
B = TypeVar("B")

LARGEST_PAGE = 100

MOST_RANKED = 10_000
"""How many items the service gives at most in order of relevance."""


class Page(msgspec.Struct, Generic[T], frozen=True, kw_only=True):
    """Some of the items of a list."""

    items: list[T]
    has_more: bool = False
    """Whether the service has more of them."""
    after_cursor: str | None = None
    """Given as `after=`, it continues behind this page."""


def page(items: list[T] | None, meta: Any = None) -> Page[T] | None:
    """The page in an answer; `None` if there is no list in it.

    `has_more` alone says whether there is more: a last page may have a link, too. A list without
    `meta` comes in one piece.
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
    """The same of a list in offset paging, which has a link to the next page, and null on the last.

    Of the link only the number of the page is taken: it stands for the cursor.
    """
    if not isinstance(items, list):
        return None
    if not isinstance(next_page, str):
        return Page(items=items)
    numbers = parse_qs(urlsplit(next_page).query).get("page", [])
    cursor = numbers[0] if len(numbers) == 1 and numbers[0].isdecimal() else None
    return Page(items=items, has_more=True, after_cursor=cursor)


def check(*, page_size: int, limit: int | None, largest: int = LARGEST_PAGE) -> None:
    """Refuse what asks for no possible page."""
    if not 1 <= page_size <= largest:
        raise ValueError(f"page_size is 1 to {largest}, not {page_size}")
    if limit is not None and limit < 0:
        raise ValueError(f"limit is a number of items, not {limit}")


class Walk(Generic[T]):
    """One way through a list: what to ask for next, and when to stop."""

    def __init__(self, *, page_size: int, limit: int | None, after: str | None) -> None:
        self._page_size = page_size
        self._left = limit
        self._cursor = after
        self._followed = {after}
        self._last: Page[T] | None = None

    @property
    def is_over(self) -> bool:
        return self._left == 0 or (self._last is not None and not self._last.has_more)

    def next_request(self, request: types.Request[B]) -> types.Request[B]:
        """The request for the next page.

        A limit asks for no more than what is left of it, so that the cursor behind the last page
        is the place to continue from.
        """
        if self._last is not None:
            self._follow(self._last.after_cursor, request.operation.id)
        if request.operation.paging == "offset":
            # All pages have one size: it decides where each of them begins.
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
        """The page to hand out, cut to what is left of the limit."""
        if self._left is not None:
            if len(found.items) > self._left:
                # The service's cursor would skip what is cut off.
                found = Page(items=found.items[: self._left], has_more=True)
            self._left -= len(found.items)
        self._last = found
        return found

    def _next_size(self) -> int:
        return self._page_size if self._left is None else min(self._page_size, self._left)

    def _follow(self, cursor: str | None, operation: str) -> None:
        if cursor is None:
            raise UnexpectedResponse("there are more pages, but no cursor", operation=operation)
        if cursor in self._followed:
            raise UnexpectedResponse("a page's cursor repeats", operation=operation)
        self._followed.add(cursor)
        self._cursor = cursor


class RankedWalk(Walk[T]):
    """A way through a search in order of relevance, which the service ends after 10,000 items.

    Whether there are more cannot be told then: the walk raises instead of ending. To be able to go
    on counting where a search is continued, each cursor it gives begins with the count so far.
    """

    def __init__(self, *, page_size: int, limit: int | None, after: str | None) -> None:
        count, _, cursor = (after or "").partition(":")
        is_ours = count.isdecimal()
        self._count = int(count) if is_ours else 0
        super().__init__(page_size=page_size, limit=limit, after=cursor if is_ours else after)

    @property
    def is_over(self) -> bool:
        if self._count >= MOST_RANKED:
            return self._left == 0
        return super().is_over

    def next_request(self, request: types.Request[B]) -> types.Request[B]:
        """The request for the next page; `SearchLimitReached` if there can be none."""
        if self._count >= MOST_RANKED:
            raise SearchLimitReached(
                f"in order of relevance there are {MOST_RANKED} records at most, and all were read:"
                " there may be more, which only a sort brings",
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
        return min(super()._next_size(), MOST_RANKED - self._count)
