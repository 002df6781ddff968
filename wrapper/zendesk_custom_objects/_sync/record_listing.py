# Generated from _async/record_listing.py by scripts/generate.py: do not edit.
"""Lists of records, which can become tables and files."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any, TypeVar

from .._core import typed_fields
from . import _runtime
from .listing import Listing

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterator
    from typing import Self

    import pandas  # type: ignore[import-not-found,import-untyped,unused-ignore]
    import polars  # type: ignore[import-not-found,unused-ignore]
    import pyarrow  # type: ignore[import-not-found,unused-ignore]

    from .._core.paging import Page
    from .._generated import types
    from ..files import Format, Written
    from ..files.columns import Columns
    from .schemas import Schemas
    from .sender import Sender

__all__ = ["RecordListing"]

T = TypeVar("T")


class RecordListing(Listing[T]):
    """The records of a list, read while they are iterated over, one page at a time.

    Each iteration starts anew. Nothing is requested before the first one.

    As a table or in a file each field is a column, whose type is that of the field: one more
    request reads these. Columns are named as described in `zendesk_custom_objects.files`.
    """

    def __init__(
        self,
        sender: Sender,
        schemas: Schemas,
        key: str,
        request: types.Request[Any],
        *,
        fields_type: type[Any] | None = None,
        decoding: Callable[
            [type[Any] | None], tuple[type[Any], Callable[[Any], Any]]
        ] = typed_fields.listed,
        **options: Any,
    ) -> None:
        answers, pick = decoding(fields_type)
        super().__init__(sender, request.returning(answers), pick, **options)
        self._schemas = schemas
        self._key = key
        self._decoding = decoding

    def to_arrow(self) -> pyarrow.Table:
        """All of them as a table of Arrow, with the extra `arrow`.

        Raises `ValueError` if a value is not of the type of its field.
        """
        from ..files import arrow

        columns = self._columns()
        batches = [arrow.batch(columns, columns.values(page.items)) for page in self._plain_pages()]
        return arrow.table(columns, batches)

    def to_batches(self) -> Iterator[pyarrow.RecordBatch]:
        """The same page by page, to be worked through in constant memory.

        `arrow_schema` is what all of them have in common.
        """
        from ..files import arrow

        columns = self._columns()
        for page in self._plain_pages():
            yield arrow.batch(columns, columns.values(page.items))

    def arrow_schema(self) -> pyarrow.Schema:
        """The columns that these records have as a table, with their types."""
        from ..files import arrow

        return arrow.schema(self._columns())

    def to_pandas(self) -> pandas.DataFrame:
        """All of them as a data frame with the types of Arrow, with the extra `pandas`.

        A column of whole numbers stays one if some are missing.
        """
        from ..files import arrow

        return arrow.to_pandas(self.to_arrow())

    def to_polars(self) -> polars.DataFrame:
        """All of them as a data frame, with the extra `polars`."""
        from ..files import arrow

        return arrow.to_polars(self.to_arrow())

    def to_file(
        self,
        path: str | os.PathLike[str],
        /,
        *,
        format: Format | None = None,
        on_progress: Callable[[Written], object] | None = None,
    ) -> Written:
        """Write them into a file, page by page; it gets its name when it is whole.

        A file of that name is replaced. `format` is `"csv"`, `"jsonl"`, `"parquet"` or `"arrow"`;
        without it the name tells (`.csv`, `.jsonl`, `.ndjson`, `.parquet`, `.arrow`). After each
        page `on_progress` is given what is written so far.

        Raises `FileError` if there can be no such file, and `ValueError` if a value of a record is
        not of the type of its field, which the last two formats insist on.
        """
        from pathlib import Path

        from ..files.formats import format_of
        from ..files.output import WholeFile

        file = Path(path)
        found = format_of(file, format)
        columns = self._columns()
        output = _runtime.call(WholeFile, file, columns, found)
        try:
            for page in self._plain_pages():
                _runtime.call(output.write, page.items)
                if on_progress is not None:
                    on_progress(output.written)
            _runtime.call(output.finish)
        except BaseException:
            output.abandon()
            raise
        return output.written

    def _columns(self) -> Columns:
        from ..files.columns import Columns

        schema = self._schemas.read_anew(self._key)
        return Columns.of(schema, with_deleted=self._has_deleted)

    _has_deleted = False
    """Whether there are deleted records among them."""

    def _plain(self) -> Self:
        """The same records, with their fields as dicts."""
        answers, pick = self._decoding(None)
        changed = copy(self)
        changed._request = self._request.returning(answers)
        changed._pick = pick
        return changed

    def _plain_pages(self) -> Iterator[Page[Any]]:
        return self._plain().pages()
