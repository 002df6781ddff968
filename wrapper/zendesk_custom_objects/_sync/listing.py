# Generated from _async/listing.py by scripts/generate.py: do not edit.
"""Lists that are read page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from .._core import paging
from .._core.decoders import present
from .._core.paging import PageFormat

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .._core.paging import Page, Walk
    from .._generated import types
    from .sender import Sender

__all__ = ["Listing"]

T = TypeVar("T")


class Listing(Generic[T]):
    """The items of a list, requested one page at a time while they are iterated over.

    Each iteration starts anew. Nothing is requested before the first one.
    """

    def __init__(
        self,
        sender: Sender,
        request: types.Request[Any],
        pick: Callable[[Any], Page[T] | None],
        *,
        page_size: int = paging.MAX_PAGE_SIZE,
        limit: int | None = None,
        after: str | None = None,
        walk: Callable[..., Walk[Any]] = paging.Walk,
        largest_page: int = paging.MAX_PAGE_SIZE,
    ) -> None:
        paging.check(page_size=page_size, limit=limit, largest=largest_page)
        self._sender = sender
        self._request = request
        self._format = PageFormat(None, pick)
        self._page_size = page_size
        self._limit = limit
        self._after = after
        self._walk = walk

    def __iter__(self) -> Iterator[T]:
        for page in self.pages():
            for item in page.items:
                yield item

    def pages(self) -> Iterator[Page[T]]:
        """The same items page by page, with the cursor behind each page.

        To resume behind a page, pass its `after_cursor` as `after=` to the method that made this
        list.
        """
        return self._pages(self._format)

    def _pages(self, format: PageFormat) -> Iterator[Page[Any]]:
        """The pages in a format that can differ from the list's own."""
        return self._pages_behind(self._after, format)

    def _pages_behind(self, after: str | None, format: PageFormat) -> Iterator[Page[Any]]:
        """The pages behind a cursor."""
        whole = format.request(self._prepared())
        walk = self._walk(page_size=self._page_size, limit=self._limit, after=after)
        while not walk.is_over:
            request = walk.next_request(whole)
            found = self._sender.send(request, lambda body: present(format.pick(body)))
            yield walk.take(found.body)

    def _prepared(self) -> types.Request[Any]:
        """The request without the parameters that select a page."""
        return self._request
