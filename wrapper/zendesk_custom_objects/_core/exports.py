"""The incremental export: where it starts, and which of its records are tombstones."""

from __future__ import annotations

import datetime
import math
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from ..deleted_record import DeletedRecord
from ..errors import BadRequestError, CursorExpired
from ..rules.json_types import is_list, is_mapping
from .envelopes import EXPORTED_RAW_RECORDS, EXPORTED_RECORDS
from .paging import Page, PageFormat
from .typed_fields import Reader

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..deleted_record import Deleted
    from ..record import Record
    from .envelopes import ExportAnswer

T = TypeVar("T")

MAX_PAGE_SIZE = 1000
"""Records of a page (custom objects incremental export, Zendesk docs)."""
DELETED = "[DELETED]"
"""Returned by the service in place of each value of a deleted record."""


def start_time(since: datetime.datetime | float | None) -> int:
    """`since` as whole seconds, rounded down: an earlier start loses nothing."""
    if since is None:
        return 0
    if isinstance(since, datetime.datetime):
        if since.tzinfo is None:
            raise ValueError("since needs a time zone: pass an aware datetime")
        seconds = since.timestamp()
    elif type(since) is int or type(since) is float:
        seconds = since
    else:
        raise TypeError(f"since must be a datetime or a number of seconds, not {since!r}")
    if not 0 <= seconds < math.inf:
        raise ValueError(f"since must not be before 1970: {since!r}")
    return math.floor(seconds)


def export_pages(fields_type: type[Any] | None, *, deleted: Deleted) -> PageFormat:
    """The format of an export."""
    response_type = EXPORTED_RECORDS if fields_type is None else EXPORTED_RAW_RECORDS
    read = _unchanged if fields_type is None else Reader(fields_type).read

    def read_or_tombstone(record: Record[Any]) -> Record[Any] | DeletedRecord:
        return _tombstone(record) or read(record)

    convert = read if deleted == "exclude" else read_or_tombstone

    def pick(answer: ExportAnswer[Any]) -> Page[Any]:
        return _page(answer, convert)

    return PageFormat(response_type, pick)


def _unchanged(record: Record[Any]) -> Record[Any]:
    return record


def _page(answer: ExportAnswer[Any], convert: Callable[[Record[Any]], T]) -> Page[T]:
    """A page; one without `has_more` is refused, as the end would look like a fault."""
    records, cursor = answer.custom_object_records, answer.after_cursor
    has_more = getattr(answer.meta, "has_more", None)
    if not is_list(records) or not isinstance(has_more, bool):
        raise ValueError("no list of records, or no has_more")
    return Page(
        items=[convert(record) for record in records],
        has_more=has_more,
        after_cursor=cursor if isinstance(cursor, str) else None,
    )


def _tombstone(record: Record[Any]) -> DeletedRecord | None:
    """The tombstone that a record is; `None` if it is a live record.

    Every value of a tombstone is the marker or null. The name alone is not enough: a live record
    can have it as its name.
    """
    if getattr(record, "name", None) != DELETED:  # what is not a record was kept as received
        return None
    given: object = record.fields
    fields: Any = msgspec.json.decode(given) if isinstance(given, msgspec.Raw) else given
    values = fields.values() if is_mapping(fields) else ()
    beside = {record.external_id, *map(_word, values)}
    if not {DELETED} <= beside <= {DELETED, None}:
        return None
    return DeletedRecord(
        id=record.id,
        custom_object_key=_unless_marker(record.custom_object_key),
        created_by_user_id=_unless_marker(record.created_by_user_id),
        updated_by_user_id=_unless_marker(record.updated_by_user_id),
        created_at=_as_datetime(record.created_at),
        updated_at=_as_datetime(record.updated_at),
        url=_unless_marker(record.url),
    )


def _word(value: object) -> str | None:
    """A value that a tombstone can have; any other counts as the empty text."""
    return value if value is None or isinstance(value, str) else ""


def _unless_marker(value: str | None) -> str | None:
    return None if value == DELETED else value


def _as_datetime(value: object) -> datetime.datetime | None:
    return value if isinstance(value, datetime.datetime) else None


def last_change(page: Page[Any]) -> datetime.datetime | None:
    """When the last record of a page was changed or deleted, if known."""
    moments = [_as_datetime(getattr(item, "updated_at", None)) for item in page.items[-1:]]
    return moments[0] if moments else None


def explained(
    error: BadRequestError, *, since: datetime.datetime | None, checkpoint: str | None
) -> BadRequestError:
    """The error, with what to do instead of resuming."""
    about: dict[str, Any] = {
        "operation": error.operation,
        "status": error.status,
        "request_id": error.request_id,
        "code": error.code,
        "details": error.details,
        "body": error.body,
    }
    said = error.description or "it was refused"
    if error.code == "InvalidCursor":
        start = f"since={since.isoformat()}" if since else "an earlier since"
        place = f" and without the checkpoint {checkpoint}" if checkpoint else ""
        return CursorExpired(
            f"{said}: the export cannot resume. Start a new one with {start}{place}; records"
            " changed after that come again",
            since=since,
            **about,
        )
    if error.code == "StartTimeTooRecent":
        return BadRequestError(
            f"{said}. Pass an earlier since: that loses nothing, though some records can come that"
            " changed before the time you meant",
            **about,
        )
    return error
