"""The incremental export: where it starts, and which of its records are deleted."""

from __future__ import annotations

import datetime
import math
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar

import msgspec

from ..deleted_record import DeletedRecord
from ..errors import BadRequestError, CursorExpired
from ..rules.json_types import is_list, is_mapping
from .envelopes import EXPORTED_RAW_RECORDS, EXPORTED_RECORDS
from .paging import Page
from .typed_fields import Reader

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..record import Record
    from .envelopes import ExportAnswer

T = TypeVar("T")

Deleted: TypeAlias = Literal["include", "exclude"]
"""Whether an export has the deleted records in it."""

LARGEST_PAGE = 1000
DELETED = "[DELETED]"
"""What the service gives for a value of a deleted record."""


def start_time(since: datetime.datetime | float | None) -> int:
    """The second to start at: an earlier one than asked for loses nothing."""
    if since is None:
        return 0
    if isinstance(since, datetime.datetime):
        if since.tzinfo is None:
            raise ValueError("since has no time zone: it does not say which moment it is")
        seconds = since.timestamp()
    elif type(since) is int or type(since) is float:
        seconds = since
    else:
        raise TypeError(f"since is a datetime or a number of seconds, not {since!r}")
    if not 0 <= seconds < math.inf:
        raise ValueError(f"since is a moment after 1970, not {since!r}")
    return math.floor(seconds)


def listed(
    fields_type: type[Any] | None, *, deleted: Deleted
) -> tuple[type[ExportAnswer[Any]], Callable[[ExportAnswer[Any]], Page[Any] | None]]:
    """How a page of an export is decoded, and what picks its records."""
    answers = EXPORTED_RECORDS if fields_type is None else EXPORTED_RAW_RECORDS
    read = _as_it_is if fields_type is None else Reader(fields_type).read

    def told_apart(record: Record[Any]) -> Record[Any] | DeletedRecord:
        return _tombstone(record) or read(record)

    pick = read if deleted == "exclude" else told_apart
    return answers, lambda answer: _page(answer, pick)


def _as_it_is(record: Record[Any]) -> Record[Any]:
    return record


def _page(answer: ExportAnswer[Any], pick: Callable[[Record[Any]], T]) -> Page[T]:
    """A page; without a word on whether there is more, the end could not be told from a fault."""
    records, cursor = answer.custom_object_records, answer.after_cursor
    has_more = getattr(answer.meta, "has_more", None)
    if not is_list(records) or not isinstance(has_more, bool):
        raise ValueError("it has no records, or does not say whether there is more")
    return Page(
        items=[pick(record) for record in records],
        has_more=has_more,
        after_cursor=cursor if isinstance(cursor, str) else None,
    )


def _tombstone(record: Record[Any]) -> DeletedRecord | None:
    """What is left of a deleted record; `None` if it is not deleted.

    It is if every value says so. One that is null does not count, but the name alone is not enough:
    somebody may have given it to a live record.
    """
    if getattr(record, "name", None) != DELETED:  # what is no record was kept as it was received
        return None
    given: object = record.fields
    fields: Any = msgspec.json.decode(given) if isinstance(given, msgspec.Raw) else given
    values = fields.values() if is_mapping(fields) else ()
    beside = {record.external_id, *map(_word, values)}
    if not {DELETED} <= beside <= {DELETED, None}:
        return None
    return DeletedRecord(
        id=record.id,
        custom_object_key=_kept(record.custom_object_key),
        created_by_user_id=_kept(record.created_by_user_id),
        updated_by_user_id=_kept(record.updated_by_user_id),
        created_at=_moment(record.created_at),
        updated_at=_moment(record.updated_at),
        url=_kept(record.url),
    )


def _word(value: object) -> str | None:
    """A value that can be one of a deleted record; any other counts as the empty text."""
    return value if value is None or isinstance(value, str) else ""


def _kept(value: str | None) -> str | None:
    return None if value == DELETED else value


def _moment(value: object) -> datetime.datetime | None:
    return value if isinstance(value, datetime.datetime) else None


def last_change(page: Page[Any]) -> datetime.datetime | None:
    """When the last record of a page was changed or deleted."""
    moments = [_moment(getattr(item, "updated_at", None)) for item in page.items[-1:]]
    return moments[0] if moments else None


def explained(
    error: BadRequestError, *, since: datetime.datetime | None, checkpoint: str | None
) -> BadRequestError:
    """The error, saying how to go on where the export itself cannot."""
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
        anew = f"since={since.isoformat()}" if since else "an earlier since"
        place = f" and without the checkpoint {checkpoint}" if checkpoint else ""
        return CursorExpired(
            f"{said}: the export cannot go on there. Begin another one with {anew}{place}: what"
            " changed after that comes, some of it for the second time",
            since=since,
            **about,
        )
    if error.code == "StartTimeTooRecent":
        return BadRequestError(
            f"{said}. Give an earlier since: nothing is lost by that, and some records may come"
            " that did not change after the one you meant",
            **about,
        )
    return error
