"""Cursor paging by sort key: constant cost on every page, and stable under writes."""

from __future__ import annotations

import base64
import binascii
import hmac
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias, TypeVar

import msgspec

from . import errors

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .queries import Query

MAX_PAGE_SIZE: Final = 100

Place: TypeAlias = list[Any]
R = TypeVar("R")
_MAC_BYTES: Final = 12


class Cursors:
    """Creates and reads the opaque cursors of one sandbox.

    A cursor holds the sort key of a row, so that it stays valid whatever is written or deleted, and
    is signed together with its list: a cursor of another list, or a changed one, is refused (400).
    Its base64 has the characters `+`, `/` and `=`, as the service's has, so that clients must
    encode it.
    """

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def seal(self, scope: str, place: Sequence[Any]) -> str:
        """The cursor of a row in the list `scope`."""
        content = msgspec.json.encode(place)
        return base64.b64encode(self._mac(scope, content) + content).decode()

    def unseal(self, scope: str, parameter: str, cursor: str) -> Place:
        """The sort key in a cursor given as `parameter`."""
        try:
            sealed = base64.b64decode(cursor, validate=True)
        except (binascii.Error, ValueError):
            sealed = b""
        mac, content = sealed[:_MAC_BYTES], sealed[_MAC_BYTES:]
        if not hmac.compare_digest(mac, self._mac(scope, content)):
            raise errors.bad_request(f"Parameter {parameter} is not a cursor of this list")
        return msgspec.json.decode(content, type=list[Any])

    def _mac(self, scope: str, content: bytes) -> bytes:
        message = scope.encode(errors="surrogatepass") + b"\0" + content
        return hmac.digest(self._secret, message, "sha256")[:_MAC_BYTES]


class PageRequest(NamedTuple):
    """The requested page: size, and the place after or, `backward`, before which it lies."""

    size: int
    place: Place | None
    backward: bool

    def keyset(self, columns: Sequence[str], *, descending: bool) -> tuple[str, Place, str]:
        """SQL that reads this page from an index over `columns`: condition, its parameters, order.

        The order is the direction of travel; `arranged` puts the rows in the list's order.
        """
        direction, sign = ("DESC", "<") if descending != self.backward else ("ASC", ">")
        order = ", ".join(f"{column} {direction}" for column in columns)
        if self.place is None:
            return "TRUE", [], order
        marks = ", ".join("?" * len(columns))
        return f"({', '.join(columns)}) {sign} ({marks})", self.place, order

    def window(self, rows: Sequence[R], place_of: Callable[[R], Place]) -> list[R]:
        """Up to `size + 1` of these rows, which are in list order, in the direction of travel."""
        if self.place is None:
            return list(rows[: self.size + 1])
        if self.backward:
            return [row for row in reversed(rows) if place_of(row) < self.place][: self.size + 1]
        return [row for row in rows if place_of(row) > self.place][: self.size + 1]

    def arranged(self, rows: Sequence[R]) -> tuple[list[R], bool]:
        """The page in list order, and whether there are more rows, from up to `size + 1` rows."""
        page = list(rows[: self.size])
        if self.backward:
            page.reverse()
        return page, len(rows) > self.size


def page_request(query: Query, cursors: Cursors, scope: str) -> PageRequest:
    """Read `page[size]` (1 to 100, default 100) and `page[after]` or `page[before]` or neither."""
    size = query.integer("page[size]", MAX_PAGE_SIZE, least=1, most=MAX_PAGE_SIZE)
    after, before = query.text("page[after]"), query.text("page[before]")
    if after is not None and before is not None:
        raise errors.bad_request("Give page[after] or page[before], not both")
    if after is not None:
        return PageRequest(size, cursors.unseal(scope, "page[after]", after), False)
    if before is not None:
        return PageRequest(size, cursors.unseal(scope, "page[before]", before), True)
    return PageRequest(size, None, False)
