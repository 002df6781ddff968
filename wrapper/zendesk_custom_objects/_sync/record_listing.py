# Generated from _async/record_listing.py by scripts/generate.py: do not edit.
"""Lists of records, which can be written into tables and files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from .._core.typed_fields import record_pages
from . import _runtime
from .listing import Listing

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterator

    import pandas  # type: ignore[import-not-found,import-untyped,unused-ignore]
    import polars  # type: ignore[import-not-found,unused-ignore]
    import pyarrow  # type: ignore[import-not-found,unused-ignore]

    from .._core.paging import PageFormat
    from .._generated import types
    from ..files import Format, Written
    from ..files.columns import Columns
    from .schemas import Schemas
    from .sender import Sender

__all__ = ["RecordListing"]

T = TypeVar("T")


class RecordListing(Listing[T]):
    """The records of a list, requested one page at a time while they are iterated over.

    Each iteration starts anew. Nothing is requested before the first one.

    In tables and files each field is a column of the field's type: one more request reads the
    fields. `zendesk_custom_objects.files` describes the names of the columns.
    """

    def __init__(
        self,
        sender: Sender,
        schemas: Schemas,
        key: str,
        request: types.Request[Any],
        *,
        fields_type: type[Any] | None = None,
        format_for: Callable[[type[Any] | None], PageFormat] = record_pages,
        **options: Any,
    ) -> None:
        self._plain_format = format_for(None)
        """Decodes fields as dicts, which is what tables and files are made from."""
        typed = format_for(fields_type)
        super().__init__(sender, request, typed.pick, **options)
        self._format = typed
        self._schemas = schemas
        self._key = key

    def to_arrow(self) -> pyarrow.Table:
        """All records as an Arrow table; needs the extra `arrow`.

        Raises `ValueError` if a value is not of its field's type.
        """
        from ..files import arrow

        columns = self._columns()
        batches = [
            arrow.batch(columns, columns.values(page.items))
            for page in self._pages(self._plain_format)
        ]
        return arrow.table(columns, batches)

    def to_batches(self) -> Iterator[pyarrow.RecordBatch]:
        """The records as Arrow batches, one for each page, in constant memory.

        All batches have the schema that `arrow_schema` returns.
        """
        from ..files import arrow

        columns = self._columns()
        for page in self._pages(self._plain_format):
            yield arrow.batch(columns, columns.values(page.items))

    def arrow_schema(self) -> pyarrow.Schema:
        """Names and types of the columns that these records have in a table."""
        from ..files import arrow

        return arrow.schema(self._columns())

    def to_pandas(self) -> pandas.DataFrame:
        """All records as a pandas data frame with Arrow types; needs the extra `pandas`.

        A column of integers stays one if some values are missing.
        """
        from ..files import arrow

        return arrow.to_pandas(self.to_arrow())

    def to_polars(self) -> polars.DataFrame:
        """All records as a polars data frame; needs the extra `polars`."""
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
        """Write the records into a file, page by page; it gets its name when it is complete.

        A file of that name is replaced. `format` is `"csv"`, `"jsonl"`, `"parquet"` or `"arrow"`;
        without it the ending decides (`.csv`, `.jsonl`, `.ndjson`, `.parquet`, `.arrow`).
        `on_progress` is called with the totals after each page.

        Raises `FileError` if the file cannot be written. The formats Parquet and Arrow raise
        `ValueError` if a value is not of its field's type.
        """
        from ..files.formats import format_of
        from ..files.output import WholeFile

        file = Path(path)
        found = format_of(file, format)
        columns = self._columns()
        output = _runtime.call(WholeFile, file, columns, found)
        try:
            for page in self._pages(self._plain_format):
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
    """Whether tombstones can be among the records."""
