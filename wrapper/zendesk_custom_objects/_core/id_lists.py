"""Lists of ids in the query of a request, cut into parts that fit into a request line."""

from __future__ import annotations

import datetime
from itertools import product
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote
from zlib import crc32

import msgspec

from .paging import Page, Walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from .._generated import types
    from ..record import Record

T = TypeVar("T")
B = TypeVar("B")

MAX_IDS = 100
"""Ids of one request. The service documents no limit; a page has at most as many records."""

MAX_LINE_LENGTH = 4000
"""Characters of a request line. The service's limit is not known for certain: 4,096 is documented
for its older API."""

PAGING_LENGTH = 400
"""Characters of a request line that are kept free for the parameters of paging."""

COMMA_LENGTH = len(quote(","))

Part = dict[str, list[str]]
"""The ids of one request by the name of their query parameter."""


def unique(ids: Iterable[object]) -> list[str]:
    """The ids as text, without repetitions, which the service does not allow."""
    given = ids.split(",") if isinstance(ids, str) else ids
    return list(dict.fromkeys(map(str, given)))


def cut(ids: Iterable[str], *, room: int) -> list[list[str]]:
    """The ids in parts of up to `MAX_IDS`, each with up to `room` characters in a request line."""
    parts: list[list[str]] = []
    left = 0
    for each in ids:
        length = len(quote(each)) + COMMA_LENGTH
        if not parts or length > left or len(parts[-1]) == MAX_IDS:
            parts.append([])
            left = room
        parts[-1].append(each)
        left -= length
    return parts


def parts(request: types.Request[Any], lists: Mapping[str, Sequence[str]]) -> list[Part]:
    """The lists of a request in parts: a record that matches all lists matches one of the parts."""
    bare = request
    for name in lists:
        bare = bare.with_query(name, None)
    used = len(f"{request.method} {bare.target} HTTP/1.1") + PAGING_LENGTH
    names = sum(len(quote(f"&{name}=")) for name in lists)
    room = (MAX_LINE_LENGTH - used - names) // max(1, len(lists))
    cuts = [[(name, part) for part in cut(ids, room=room)] for name, ids in lists.items()]
    return [dict(combination) for combination in product(*cuts)]


class PartsWalk(Walk[T]):
    """One iteration over a list that is requested in parts, one part after the other.

    Its cursors begin with the number of the part and a checksum of all ids, so that an iteration
    resumes in the right part, and only with the same ids.
    """

    def __init__(
        self, parts: Sequence[Part], *, page_size: int, limit: int | None, after: str | None
    ) -> None:
        self._parts = parts
        self._checksum = f"{crc32(msgspec.json.encode(parts)):08x}"
        self._number, cursor = self._position(after)
        super().__init__(page_size=page_size, limit=limit, after=cursor)

    @property
    def is_over(self) -> bool:
        has_more_parts = self._number < len(self._parts) - 1
        return self._left == 0 or (super().is_over and not has_more_parts)

    def next_request(self, request: types.Request[B]) -> types.Request[B]:
        if self._last is not None and not self._last.has_more:
            self._number += 1
            self._start(None)
        request = super().next_request(request)
        for name, ids in self._parts[self._number].items():
            request = request.with_query(name, ids)
        return request

    def take(self, found: Page[T]) -> Page[T]:
        found = super().take(found)
        if found.has_more or self._number == len(self._parts) - 1:
            if found.after_cursor is None:
                return found
            return msgspec.structs.replace(
                found, after_cursor=self._cursor_at(self._number, found.after_cursor)
            )
        return msgspec.structs.replace(
            found, has_more=True, after_cursor=self._cursor_at(self._number + 1, "")
        )

    def _cursor_at(self, number: int, cursor: str) -> str:
        return f"{number}:{self._checksum}:{cursor}"

    def _position(self, after: str | None) -> tuple[int, str | None]:
        if after is None:
            return 0, None
        number, _, rest = after.partition(":")
        checksum, _, cursor = rest.partition(":")
        if not number.isdecimal() or int(number) >= len(self._parts):
            raise ValueError(f"after is not a cursor of a list of ids in parts: {after!r}")
        if checksum != self._checksum:
            raise ValueError("after is the cursor of another list of ids: pass the same ids again")
        return int(number), cursor or None


Key = tuple[str | datetime.datetime, str]
NEVER = datetime.datetime.min.replace(tzinfo=datetime.UTC)


class SortedRecords:
    """The records of all parts in the order of `sort`, which the service applies to each part.

    A cursor is the sort key of the last record before it.
    """

    def __init__(self, records: Iterable[Record[Any]], sort: str) -> None:
        self._by_time = sort.endswith("updated_at")
        self._descending = sort.startswith("-")
        self._records = sorted(records, key=self._key, reverse=self._descending)

    def pages(
        self, *, page_size: int, limit: int | None, after: str | None
    ) -> Iterable[Page[Record[Any]]]:
        """The pages behind a cursor; a single empty one if there are no records."""
        records = self._records
        if after is not None:
            last = self._read(after)
            records = [
                record
                for record in records
                if (self._key(record) < last if self._descending else self._key(record) > last)
            ]
        end = len(records) if limit is None else min(limit, len(records))
        for start in range(0, max(end, 1), page_size):
            items = records[start : min(start + page_size, end)]
            cursor = self._written(self._key(items[-1])) if items else None
            yield Page(items=items, has_more=start + len(items) < len(records), after_cursor=cursor)

    def _key(self, record: Record[Any]) -> Key:
        if not self._by_time:
            return "", record.id
        # A value that is not of its declared type is kept as received.
        changed: object = record.updated_at
        return (changed if isinstance(changed, datetime.datetime) else NEVER), record.id

    def _written(self, key: Key) -> str:
        value, record_id = key
        return f"{value if isinstance(value, str) else value.isoformat()}/{record_id}"

    def _read(self, cursor: str) -> Key:
        value, slash, record_id = cursor.partition("/")
        try:
            if not slash or bool(value) != self._by_time:
                raise ValueError
            return datetime.datetime.fromisoformat(value) if value else "", record_id
        except ValueError:
            raise ValueError(f"after is not a cursor of this list: {cursor!r}") from None
