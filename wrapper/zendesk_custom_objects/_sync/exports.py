# Generated from _async/exports.py by scripts/generate.py: do not edit.
"""The client's method that exports what changed."""

from __future__ import annotations

from copy import copy
from functools import partial
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

    from .._core.paging import Page
    from ..deleted_record import DeletedRecord
    from ..durable.checkpoint import Checkpoint, Place
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
        deleted: exports.Deleted = "include",
        fields_type: type[Any] | None = None,
        page_size: int = 1000,
        limit: int | None = None,
        after: str | None = None,
    ) -> RecordListing[Any]:
        """The records of the object `key` that were changed or deleted since a moment.

        They come in the order of their changes, up to 1,000 at a time, and the service allows ten
        such requests a minute: for the records as they are now `list_records` may be faster. What
        is changed while the export goes on comes again, as it is then. Photos are not exported.

        Args:
            key: Of the object.
            since: A datetime with a time zone, or seconds since 1970, more than a minute ago;
                without it everything comes.
            checkpoint: A file to note in how far the export has come. A page is noted when what
                follows it is asked for; another call with the same checkpoint goes on behind what
                is noted, whatever its `since`. So what was under way in a crash comes again, and
                when everything was exported the next call brings what changed after that. With
                `to_file` nothing comes twice: it writes to `FILE.part`, and cuts off what is not
                noted.
            deleted: `"exclude"` leaves deleted records out; else they are `DeletedRecord`s.
            fields_type: As in `get_record`.
            page_size: How many to read at a time, up to 1,000.
            limit: The most records to give.
            after: The cursor of a page to continue behind, instead of `since` or a checkpoint.

        Raises:
            CheckpointError: if the file is that of another account, object or `deleted`, or none.
            CursorExpired: if the service does not know the cursor any more; it says how to go on.
        """
        if deleted not in ("include", "exclude"):
            raise ValueError(f'deleted is "include" or "exclude", not {deleted!r}')
        if after is not None and (since is not None or checkpoint is not None):
            raise TypeError("after takes the place of since and checkpoint")
        request = api.records.incremental_custom_object_record_export_cursor(
            key,
            start_time=exports.start_time(since),
            filter_exclude_deleted=True if deleted == "exclude" else None,
        )
        noted = None
        if checkpoint is not None:
            from ..durable.checkpoint import Checkpoint  # files are slow to load

            account = self._sender.origin
            noted = Checkpoint(checkpoint, account=account, key=key, deleted=deleted)
        listing: RecordListing[Any] = _Export(
            self._sender,
            self._schemas,
            key,
            request,
            fields_type=fields_type,
            decoding=partial(exports.listed, deleted=deleted),
            page_size=page_size,
            largest_page=exports.LARGEST_PAGE,
            limit=limit,
            after=after,
            checkpoint=noted,
            has_deleted=deleted == "include",
        )
        return listing


class _Export(RecordListing[T]):
    """An export, which notes how far it has come if there is a checkpoint."""

    def __init__(
        self, *args: Any, checkpoint: Checkpoint | None, has_deleted: bool, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self._checkpoint = checkpoint
        self._has_deleted = has_deleted

    def pages(self) -> Iterator[Page[T]]:
        if self._checkpoint is None:
            for page in self._behind(None):
                yield page
            return
        place = _runtime.call(self._checkpoint.load)
        if place.file is not None:
            raise CheckpointError(
                f"{self._checkpoint.path} is the checkpoint of an export to {place.file.name},"
                " which is not complete: resume it with to_file, or use another checkpoint"
            )
        for page in self._behind(place):
            yield page
            place = place.behind(page.after_cursor, exports.last_change(page))
            _runtime.call(self._checkpoint.save, place)

    def _behind(self, place: Place | None) -> Iterator[Page[T]]:
        """The pages from a place on, of which nothing is noted."""
        start = copy(self)
        changed_at = None
        if place is not None:
            start._after, changed_at = place.cursor, place.changed_at
        try:
            for page in super(_Export, start).pages():
                changed_at = exports.last_change(page) or changed_at
                yield page
        except BadRequestError as error:
            checkpoint = None if self._checkpoint is None else str(self._checkpoint.path)
            raise exports.explained(error, since=changed_at, checkpoint=checkpoint) from error

    def to_arrow(self) -> pyarrow.Table:
        if self._checkpoint is not None:
            raise TypeError(
                "a table comes all at once or not at all, and a checkpoint page by page: use one"
                " of them, or to_batches"
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
        from pathlib import Path

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
                pages: Iterator[Page[Any]] = self._plain()._behind(place)
                for page in pages:
                    _runtime.call(output.write, page.items)
                    changed_at = exports.last_change(page)
                    place = place.behind(page.after_cursor, changed_at, file=output.part)
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
