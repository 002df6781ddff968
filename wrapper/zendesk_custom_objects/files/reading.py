"""Reading the rows of a file as items, as the methods that write many records take them."""

from __future__ import annotations

from bisect import bisect_right
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from ..errors import FileError
from ..rules.operators import CUSTOM_FIELDS
from ..rules.schema import ObjectSchema
from .column_mapping import ColumnMapping
from .formats import format_of
from .row_sources import opened

if TYPE_CHECKING:
    import os
    from collections.abc import Generator, Iterable, Iterator, Mapping
    from typing import BinaryIO

    from .._generated import models
    from .formats import Format
    from .row_sources import Source

__all__ = ["ItemReader", "read_items"]


def read_items(
    path: str | os.PathLike[str],
    /,
    *,
    fields: Iterable[models.CustomObjectField] | None = None,
    columns: Mapping[str, str | None] | None = None,
    format: Format | None = None,
    delimiter: str = ",",
    nulls: Literal["keep", "drop"] = "keep",
) -> ItemReader:
    """The rows of a file, to be iterated over as items such as `{"name": "Anna", "berths": 4}`.

    Rows without any value are passed over; `empty_rows` counts them.

    Args:
        path: A file as `to_file` writes them, or another with a header.
        fields: The fields of the object: `list_fields(key)`. With them each column must be one
            of these, and text is read as a number, a date and so on; what cannot be read as such
            stays as it is. Without them the values of a CSV file are text.
        columns: The fields of columns that are not called like them: the key of a field,
            `name`, `external_id` or `id`; `None` leaves the column out. Columns that only the
            service sets (`id`, `created_at`, `updated_at`, `created_by_user_id`,
            `updated_by_user_id`, `deleted`, computed fields) are left out unless mapped.
        format: `"csv"`, `"jsonl"`, `"parquet"` or `"arrow"`, if the name of the file does not
            tell.
        delimiter: The character between the values of a CSV file.
        nulls: `"drop"` leaves out empty values, so that an update leaves the fields alone.

    Raises:
        FileError: if the file does not have the format, or its columns cannot be understood. Rows
            are checked when they are read.
    """
    if len(delimiter) != 1 or delimiter in '"\r\n':
        raise ValueError(f"a delimiter is one character, not {delimiter!r}")
    if nulls not in ("keep", "drop"):
        raise ValueError(f'nulls is "keep" or "drop", not {nulls!r}')
    file = Path(path)
    return ItemReader(
        file,
        format_of(file, format),
        None if fields is None else ObjectSchema.from_fields("", fields),
        columns or {},
        delimiter=delimiter,
        keeps_nulls=nulls == "keep",
    )


class ItemReader:
    """The items of a file. Each iteration reads it from the start, a row at a time."""

    columns: tuple[str, ...]
    """The columns as they are called in the file; of JSON Lines those of the first line."""
    targets: dict[str, str]
    """The fields they are read as. Columns that are left out are missing."""
    first_row: int
    """The row of the first item, as people count."""
    empty_rows: int
    """Rows without any value that the latest iteration passed over."""

    def __init__(
        self,
        path: Path,
        format: Format,
        schema: ObjectSchema | None,
        columns: Mapping[str, str | None],
        *,
        delimiter: str,
        keeps_nulls: bool,
    ) -> None:
        self._path = path
        self._format: Format = format
        self._mapping = ColumnMapping(schema, columns, str(path))
        self._delimiter = delimiter
        self._keeps_nulls = keeps_nulls
        self._source: Source | None = None
        self._read = 0.0
        self.empty_rows = 0
        with _stream(path) as stream:
            source = self._opened(stream)
            self.columns, self.first_row = source.columns, source.first_row
        self._numbers = _RowNumbers(self.first_row)
        self._mapping.check(self.columns)
        self.targets = {
            column: f"{CUSTOM_FIELDS}{field.key}" if field.is_nested else field.key
            for column in self.columns
            if (field := self._mapping.field_of(column)) is not None
        }

    def __iter__(self) -> Iterator[dict[str, Any]]:
        with _stream(self._path) as stream:
            source = self._source = self._opened(stream)
            self._numbers = _RowNumbers(source.first_row)
            self.empty_rows = blank_lines = index = 0
            try:
                for number, row in source.rows():
                    if not row:
                        blank_lines += 1  # those at the end of a file are no rows
                        continue
                    self.empty_rows += blank_lines
                    blank_lines = 0
                    if all(value is None or value == "" for value in row.values()):
                        self.empty_rows += 1
                        continue
                    self._numbers.add(index, number)
                    index += 1
                    yield self._item(row, number, source)
                self._read = 1.0
            finally:
                self._source = None

    def row_of(self, index: int) -> int:
        """The row of the item with this index, which counts from 0."""
        return self._numbers.of(index)

    @property
    def fraction(self) -> float:
        """The part of the file that the latest iteration has read, from 0 to 1."""
        if self._source is not None:
            self._read = self._source.fraction
        return self._read

    def _opened(self, stream: BinaryIO) -> Source:
        return opened(stream, str(self._path), self._format, self._delimiter)

    def _item(self, row: Mapping[str, Any], number: int, source: Source) -> dict[str, Any]:
        item: dict[str, Any] = {}
        drops_empty = source.is_text and not self._keeps_nulls
        for column, value in row.items():
            field = self._mapping.field_of(column, row=number)
            if field is None:
                continue
            if value is not None and field.kind is not None:
                value = source.read(field.kind, value)
            if value == "" and (field.is_identity or drops_empty):
                value = None
            if value is None and not self._keeps_nulls:
                continue
            if field.is_nested:
                item.setdefault("fields", {})[field.key] = value
            else:
                item[field.key] = value
        return item


class _RowNumbers:
    """The numbers of the rows of items, of which as a rule each follows the one before."""

    def __init__(self, first: int) -> None:
        self._indexes = [0]
        self._offsets = [first]

    def add(self, index: int, number: int) -> None:
        if number - index != self._offsets[-1]:
            self._indexes.append(index)
            self._offsets.append(number - index)

    def of(self, index: int) -> int:
        return index + self._offsets[bisect_right(self._indexes, index) - 1]


@contextmanager
def _stream(path: Path) -> Generator[BinaryIO]:
    try:
        with path.open("rb") as stream:
            yield stream
    except OSError as error:
        raise FileError(f"cannot be read: {error.strerror or error}", path=str(path)) from error
