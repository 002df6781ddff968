"""How a list is read page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

import msgspec

from ..errors import UnexpectedResponse

if TYPE_CHECKING:
    from .._generated import types

__all__ = ["Page"]

T = TypeVar("T")
B = TypeVar("B")

LARGEST_PAGE = 100


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


def check(*, page_size: int, limit: int | None) -> None:
    """Refuse what asks for no possible page."""
    if not 1 <= page_size <= LARGEST_PAGE:
        raise ValueError(f"page_size is 1 to {LARGEST_PAGE}, not {page_size}")
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
        if request.operation.paging == "cursor":
            size = self._page_size if self._left is None else min(self._page_size, self._left)
            request = request.with_query("page[size]", size)
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

    def _follow(self, cursor: str | None, operation: str) -> None:
        if cursor is None:
            raise UnexpectedResponse("there are more pages, but no cursor", operation=operation)
        if cursor in self._followed:
            raise UnexpectedResponse("a page's cursor repeats", operation=operation)
        self._followed.add(cursor)
        self._cursor = cursor
