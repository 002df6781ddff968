"""The incremental export: changed and deleted records since a time, in the order of changes.

The order is that of times, and within a millisecond that of the changes: a change during an export
always comes after what has been read, so that no record is missed, and one that changes again
appears again. The next export continues from the cursor of the last page, which does not expire.
`filter[exclude_deleted]` and `per_page` apply to the request that has them, and the address of the
next page repeats them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlencode

from ..._generated import operations
from ..access import permissions
from ..calls.registry import Handlers
from ..data import records, tombstones
from ..data.tombstones import Tombstone
from ..storage.rows import RECORD_COLUMNS, StoredRecord
from ..wire import errors
from ..wire.replies import Answer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..calls.context import Call
    from ..storage.catalog import StoredObject
    from ..wire.paging import Place

handlers: Final = Handlers()

MAX_PAGE_SIZE: Final = 1000
MIN_START_AGE_SECONDS: Final = 60
"""An export must start at least so many seconds ago."""
_CODES: Final = {
    400: "InvalidParameter",
    401: "Unauthorized",
    403: "Forbidden",
    404: "CustomObjectNotFound",
    429: "RateLimitExceeded",
}
_STARTS: Final = frozenset({"start_time", "cursor"})
_MAX_SECONDS: Final = 10**12


def listed(refusal: errors.RefusedError) -> errors.RefusedError:
    """A refusal in the shape that only the export has: a list of errors.

    The code for parameters with other errors than the documented ones is not known.
    """
    code = _CODES.get(refusal.status)
    if code is None or "errors" in refusal.body:
        return refusal
    _, title = errors.described(refusal.body)
    return _refused(refusal.status, code, title, refusal.headers)


@handlers.answers(operations.INCREMENTAL_CUSTOM_OBJECT_RECORD_EXPORT_CURSOR, reshaped=listed)
def export_records(call: Call) -> Answer:
    """A page of changed and deleted records.

    A caller whose access rule allows some records only still sees all deletions.
    """
    custom_object = call.catalog.get(call.path["custom_object_key"])
    permissions.require(call, custom_object, "read")
    scope = f"export/{custom_object.number}"
    place = _place(call, scope)
    size = call.query.integer("per_page", MAX_PAGE_SIZE, least=1, most=MAX_PAGE_SIZE)
    exclude_deleted = call.query.boolean("filter[exclude_deleted]")
    found: list[StoredRecord | Tombstone] = [*_changed(call, custom_object, place, size)]
    if not exclude_deleted:
        found += _deleted(call, custom_object, place, size)
        found.sort(key=_place_of)
    page, more = found[:size], len(found) > size
    cursor = call.services.cursors.seal(scope, _place_of(page[-1]) if page else place)
    return Answer(
        200,
        {
            "custom_object_records": _wire(call, custom_object, page),
            "after_cursor": cursor,
            "after_url": _next_url(call, cursor) if more else None,
            "before_cursor": None,
            "before_url": None,
            "filter": {"exclude_deleted": exclude_deleted},
            "meta": {"has_more": more},
        },
    )


def _place(call: Call, scope: str) -> Place:
    """The place to begin after; for a start time it is before all changes at that time."""
    cursor, start = call.query.text("cursor"), call.query.text("start_time")
    if (cursor is None) == (start is None):
        raise errors.bad_request("Give either start_time (on the first call) or cursor")
    if cursor is not None:
        try:
            return call.services.cursors.unseal(scope, "cursor", cursor)
        except errors.RefusedError:
            raise _refused(400, "InvalidCursor", "cursor is invalid or expired") from None
    seconds = call.query.integer("start_time", 0, least=0, most=_MAX_SECONDS)
    if seconds * 1000 >= call.now - MIN_START_AGE_SECONDS * 1000:
        title = f"start_time must be more than {MIN_START_AGE_SECONDS} seconds ago"
        raise _refused(400, "StartTimeTooRecent", title)
    return [seconds * 1000, 0]


def _place_of(row: StoredRecord | Tombstone) -> Place:
    return [row.updated_at, row.change]


def _changed(
    call: Call, custom_object: StoredObject, place: Place, size: int
) -> list[StoredRecord]:
    allowed = permissions.visible(call, custom_object)
    rows = call.store.all(
        f"""
        SELECT {RECORD_COLUMNS} FROM records INDEXED BY records_by_update
        WHERE object = ? AND (updated_at, change) > (?, ?) AND {allowed.sql}
        ORDER BY updated_at, change LIMIT ?
        """,
        [custom_object.number, *place, *allowed.parameters, size + 1],
    )
    return [StoredRecord(*row) for row in rows]


def _deleted(call: Call, custom_object: StoredObject, place: Place, size: int) -> list[Tombstone]:
    rows = call.store.all(
        f"""
        SELECT {tombstones.COLUMNS} FROM tombstones
        WHERE object = ? AND (updated_at, change) > (?, ?) AND updated_at > ?
        ORDER BY updated_at, change LIMIT ?
        """,
        [custom_object.number, *place, call.now - tombstones.LIFETIME_MS, size + 1],
    )
    return [Tombstone(*row) for row in rows]


def _wire(
    call: Call, custom_object: StoredObject, page: Sequence[StoredRecord | Tombstone]
) -> list[dict[str, Any]]:
    render = records.renderer(
        call, custom_object, [row for row in page if isinstance(row, StoredRecord)]
    )
    wires = [
        render(row) if isinstance(row, StoredRecord) else tombstones.wire(call, custom_object, row)
        for row in page
    ]
    texts = call.services.variants.export_numbers == "string"
    for wire in wires:
        wire.pop("photo", None)
        if texts:
            values = custom_object.layout.with_number_texts(wire["custom_object_fields"])
            wire["custom_object_fields"] = values
    return wires


def _next_url(call: Call, cursor: str) -> str:
    pairs = [*call.query.pairs(without=_STARTS), ("cursor", cursor)]
    return f"{call.origin}{call.link_path}?{urlencode(pairs, quote_via=quote)}"


def _refused(
    status: int, code: str, title: str, headers: errors.Headers = ()
) -> errors.RefusedError:
    body = {"errors": [{"code": code, "status": str(status), "title": title}]}
    return errors.RefusedError(status, body, headers)
