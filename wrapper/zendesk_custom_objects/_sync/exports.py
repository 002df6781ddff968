# Generated from _async/exports.py by scripts/generate.py: do not edit.
"""The client's methods for the incremental export."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar, overload

import msgspec

from .._core import exports
from .._generated import api
from ..errors import BadRequestError, CheckpointError
from . import _runtime
from .calls import Calls
from .record_listing import RecordListing

if TYPE_CHECKING:
    import datetime
    import os
    from collections.abc import Callable, Iterator

    import pyarrow  # type: ignore[import-not-found,unused-ignore]

    from .._core.paging import Page, PageFormat
    from ..deleted_record import Deleted, DeletedRecord
    from ..durable.checkpoint import Checkpoint
    from ..files import Format, Written
    from ..record import Record

F = TypeVar("F")
T = TypeVar("T")


class ExportCalls(Calls):
    """Exports of records."""

    @overload
    def export_records(
        self,
        key: str,
        /,
        *,
        since: datetime.datetime | float | None = None,
        checkpoint: str | os.PathLike[str] | None = None,
        deleted: Literal["include"] = "include",
        page_size: int = 1000,
        limit: int | None = None,
        after: str | None = None,
    ) -> RecordListing[Record[dict[str, Any]] | DeletedRecord]: ...

    @overload
    def export_records(
        self,
        key: str,
        /,
        *,
        since: datetime.datetime | float | None = None,
        checkpoint: str | os.PathLike[str] | None = None,
        deleted: Literal["exclude"],
        page_size: int = 1000,
        limit: int | None = None,
        after: str | None = None,
    ) -> RecordListing[Record[dict[str, Any]]]: ...

    @overload
    def export_records(
        self,
        key: str,
        /,
        *,
        since: datetime.datetime | float | None = None,
        checkpoint: str | os.PathLike[str] | None = None,
        deleted: Literal["include"] = "include",
        fields_type: type[F],
        page_size: int = 1000,
        limit: int | None = None,
        after: str | None = None,
    ) -> RecordListing[Record[F] | DeletedRecord]: ...

    @overload
    def export_records(
        self,
        key: str,
        /,
        *,
        since: datetime.datetime | float | None = None,
        checkpoint: str | os.PathLike[str] | None = None,
        deleted: Literal["exclude"],
        fields_type: type[F],
        page_size: int = 1000,
        limit: int | None = None,
        after: str | None = None,
    ) -> RecordListing[Record[F]]: ...

    def export_records(
        self,
        key: str,
        /,
        *,
        since: datetime.datetime | float | None = None,
        checkpoint: str | os.PathLike[str] | None = None,
        deleted: Deleted = "include",
        fields_type: type[Any] | None = None,
        page_size: int = 1000,
        limit: int | None = None,
        after: str | None = None,
    ) -> RecordListing[Any]:
        """The records of the object `key` that were changed or deleted since a given time.

        They come in the order of their changes, up to 1,000 for each request, and the service
        allows ten of these requests a minute: `list_records` can be faster for all records as they
        are now. A record that changes during the export comes again. Photos are not exported.

        Args:
            key: Key of the object.
            since: An aware datetime or seconds since 1970, more than a minute ago; without it all
                records come.
            checkpoint: A file that records the progress. A page is recorded when the next one is
                requested. Another call with the same checkpoint resumes behind the last recorded
                page, and ignores its `since`: pages that were not recorded before a crash come
                again, and after a complete export the next call returns the changes since then.
                With `to_file` no record comes twice: it writes to `FILE.part`, and truncates
                what the checkpoint does not have.
            deleted: `"exclude"` leaves deleted records out; otherwise they are `DeletedRecord`s.
            fields_type: As in `get_record`.
            page_size: Records for each request, up to 1,000.
            limit: Maximum number of records.
            after: Cursor of the page to resume behind, instead of `since` or a checkpoint.

        Raises:
            CheckpointError: if the file belongs to another account, object or `deleted`, or is not
                a checkpoint.
            CursorExpired: if the service no longer knows the cursor; it says how to start anew.
        """
        if deleted not in ("include", "exclude"):
            raise ValueError(f'deleted must be "include" or "exclude", not {deleted!r}')
        if after is not None and (since is not None or checkpoint is not None):
            raise TypeError("after cannot be combined with since or checkpoint")
        request = api.records.incremental_custom_object_record_export_cursor(
            key,
            start_time=exports.start_time(since),
            filter_exclude_deleted=True if deleted == "exclude" else None,
        )
        progress = None
        if checkpoint is not None:
            from ..durable.checkpoint import Checkpoint  # most exports have none

            account = self._sender.origin
            progress = Checkpoint(checkpoint, account=account, key=key, deleted=deleted)
        listing: RecordListing[Any] = _Export(
            self._sender,
            self._schemas,
            key,
            request,
            fields_type=fields_type,
            format_for=partial(exports.export_pages, deleted=deleted),
            page_size=page_size,
            largest_page=exports.MAX_PAGE_SIZE,
            limit=limit,
            after=after,
            checkpoint=progress,
            has_deleted=deleted == "include",
        )
        return listing


class _Export(RecordListing[T]):
    """An export, which records its progress if it has a checkpoint."""

    def __init__(
        self, *args: Any, checkpoint: Checkpoint | None, has_deleted: bool, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self._checkpoint = checkpoint
        self._has_deleted = has_deleted

    def _pages(self, format: PageFormat) -> Iterator[Page[Any]]:
        if self._checkpoint is None:
            for page in super()._pages(format):
                yield page
            return
        place = _runtime.call(self._checkpoint.load)
        if place.file is not None:
            raise CheckpointError(
                f"{self._checkpoint.path} is the checkpoint of {place.file.name}, which is not"
                " complete: resume with to_file"
            )
        for page in self._pages_behind(place.cursor, format, changed_at=place.changed_at):
            yield page
            place = place.advanced(page.after_cursor, exports.last_change(page))
            _runtime.call(self._checkpoint.save, place)

    def _pages_behind(
        self,
        after: str | None,
        format: PageFormat,
        *,
        changed_at: datetime.datetime | None = None,
    ) -> Iterator[Page[Any]]:
        """The pages behind a cursor; `changed_at` is the last change of those before it."""
        try:
            for page in super()._pages_behind(after, format):
                changed_at = exports.last_change(page) or changed_at
                yield page
        except BadRequestError as error:
            checkpoint = None if self._checkpoint is None else str(self._checkpoint.path)
            raise exports.explained(error, since=changed_at, checkpoint=checkpoint) from error

    def to_arrow(self) -> pyarrow.Table:
        if self._checkpoint is not None:
            raise TypeError(
                "to_arrow cannot be combined with a checkpoint, as it records pages one by one: use"
                " to_batches or to_file"
            )
        return super().to_arrow()

    def to_file(
        self,
        path: str | os.PathLike[str],
        /,
        *,
        format: Format | None = None,
        on_progress: Callable[[Written], object] | None = None,
    ) -> Written:
        if self._checkpoint is None:
            return super().to_file(path, format=format, on_progress=on_progress)
        from ..files.formats import format_of
        from ..files.resumable import ResumableFile

        file = Path(path)
        found = format_of(file, format)
        output = _runtime.call(ResumableFile, file, found)  # two exports cannot go on at once
        try:
            place = _runtime.call(self._checkpoint.load)
            if place.file is None or not place.file.is_whole:
                columns = self._columns()
                part = place.file
                if part is None:
                    only_changes = place.cursor is not None
                    part = _runtime.call(output.begin, columns, only_changes=only_changes)
                    place = msgspec.structs.replace(place, file=part)
                    _runtime.call(self._checkpoint.save, place)
                _runtime.call(output.resume, columns, part)
                for page in self._pages_behind(
                    place.cursor, self._plain_format, changed_at=place.changed_at
                ):
                    _runtime.call(output.write, page.items)
                    place = place.advanced(
                        page.after_cursor, exports.last_change(page), file=output.part
                    )
                    _runtime.call(self._checkpoint.save, place)
                    if on_progress is not None:
                        on_progress(output.written)
                place = msgspec.structs.replace(place, file=output.whole)
                _runtime.call(self._checkpoint.save, place)
            assert place.file is not None
            written = _runtime.call(output.finish, place.file)
            place = msgspec.structs.replace(place, file=None)
            _runtime.call(self._checkpoint.save, place)
        finally:
            output.close()
        return written
