"""The reply of a cursor-paged list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar
from urllib.parse import quote, urlencode

from ..wire.replies import Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ..wire.paging import PageRequest, Place
    from .context import Call

R = TypeVar("R")

_CURSORS: Final = frozenset({"page[after]", "page[before]"})


def listing(
    call: Call,
    name: str,
    scope: str,
    request: PageRequest,
    rows: Sequence[R],
    place_of: Callable[[R], Place],
    wire: Callable[[R], dict[str, Any]],
) -> Answer:
    """A page under `name` with `meta` and `links`.

    `rows` are up to one more than the page holds, in the direction of travel. `has_more` is about
    that direction. A page that is not empty has both cursors, so that reading can resume later.
    """
    page, more = request.arranged(rows)
    after = before = None
    if page:
        after = call.services.cursors.seal(scope, place_of(page[-1]))
        before = call.services.cursors.seal(scope, place_of(page[0]))
    arrived = request.place is not None
    follows, precedes = (arrived, more) if request.backward else (more, arrived)
    follows = follows or call.services.variants.last_page_link == "set"
    return Answer(
        200,
        {
            name: [wire(row) for row in page],
            "meta": {"has_more": more, "after_cursor": after, "before_cursor": before},
            "links": {
                "next": _link(call, "page[after]", after) if follows else None,
                "prev": _link(call, "page[before]", before) if precedes else None,
            },
        },
    )


def _link(call: Call, parameter: str, cursor: str | None) -> str | None:
    if cursor is None:
        return None
    pairs = [*call.query.pairs(without=_CURSORS), (parameter, cursor)]
    return f"{call.origin}{call.link_path}?{urlencode(pairs, quote_via=quote)}"
