"""Offset paging: numbered pages, and the envelope that goes with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar
from urllib.parse import quote, urlencode

from ..wire import errors
from ..wire.replies import Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ..wire.queries import Query
    from .context import Call

R = TypeVar("R")

_MAX_PAGE_SIZE: Final = 100
_MAX_PAGES: Final = 100
_MAX_ROWS: Final = 10_000
_MAX_PAGE_NUMBER: Final = 10**18 - 1
_PAGE: Final = frozenset({"page"})


class OffsetPage(NamedTuple):
    """Number and size of the requested page."""

    number: int
    size: int

    @property
    def offset(self) -> int:
        """How many rows come before it."""
        return (self.number - 1) * self.size


def offset_page(query: Query) -> OffsetPage:
    """Read `page` and `per_page` (1 to 100, default 100); 400 beyond what the service pages."""
    number = query.integer("page", 1, least=1, most=_MAX_PAGE_NUMBER)
    size = query.integer("per_page", _MAX_PAGE_SIZE, least=1, most=_MAX_PAGE_SIZE)
    if number > _MAX_PAGES or number * size > _MAX_ROWS:
        raise errors.bad_request(f"Only {_MAX_PAGES} pages and {_MAX_ROWS} rows can be read")
    return OffsetPage(number, size)


def offset_listing(
    call: Call,
    name: str,
    page: OffsetPage,
    rows: Sequence[R],
    count: int,
    wire: Callable[[R], dict[str, Any]],
) -> Answer:
    """A page under `name`, with the total `count` and links to the neighbouring pages."""
    follows = page.offset + page.size < count
    return Answer(
        200,
        {
            name: [wire(row) for row in rows],
            "count": count,
            "next_page": _link(call, page.number + 1) if follows else None,
            "previous_page": _link(call, page.number - 1) if page.number > 1 else None,
        },
    )


def _link(call: Call, number: int) -> str:
    pairs = [*call.query.pairs(without=_PAGE), ("page", str(number))]
    return f"{call.origin}{call.link_path}?{urlencode(pairs, quote_via=quote)}"
