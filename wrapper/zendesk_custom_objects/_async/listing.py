"""Lists that come page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from .._core import paging
from .._core.decoders import present

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from .._core.paging import Page
    from .._generated import types
    from .sender import Sender

__all__ = ["AsyncListing"]

T = TypeVar("T")


class AsyncListing(Generic[T]):
    """The items of a list, read while they are iterated over, one page at a time.

    Each iteration starts anew. Nothing is requested before the first one.
    """

    def __init__(
        self,
        sender: Sender,
        request: types.Request[Any],
        pick: Callable[[Any], Page[T] | None],
        *,
        page_size: int = paging.LARGEST_PAGE,
        limit: int | None = None,
        after: str | None = None,
        walk: type[paging.Walk[T]] = paging.Walk,
        largest_page: int = paging.LARGEST_PAGE,
    ) -> None:
        paging.check(page_size=page_size, limit=limit, largest=largest_page)
        self._sender = sender
        self._request = request
        self._pick = pick
        self._page_size = page_size
        self._limit = limit
        self._after = after
        self._walk = walk

    async def __aiter__(self) -> AsyncIterator[T]:
        async for page in self.pages():
            for item in page.items:
                yield item

    async def pages(self) -> AsyncIterator[Page[T]]:
        """The same page by page: to store the cursor after each, and continue there another day.

        Give the `after_cursor` of a page as `after=` to the method that made this list.
        """
        whole = await self._prepared()
        walk = self._walk(page_size=self._page_size, limit=self._limit, after=self._after)
        while not walk.is_over:
            request = walk.next_request(whole)
            found = await self._sender.send(request, lambda body: present(self._pick(body)))
            yield walk.take(found.body)

    async def _prepared(self) -> types.Request[Any]:
        """The request without what says which page."""
        return self._request
