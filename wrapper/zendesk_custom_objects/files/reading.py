"""Reading the rows of a file as items, as the methods that write many records take them."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from ..errors import FileError
from ..rules.operators import CUSTOM_FIELDS
from ..rules.schema import ObjectSchema
from .column_mapping import Targets
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

    Args:
        path: A file as `to_file` writes them, or another with a header.
        fields: The fields of the object: `list_fields(key)`. With them each column must be one
            of these, and what is written is read as a number, a date and so on; what cannot be
            read like that stays as it is. Without them the values of a CSV file are text.
        columns: What columns stand for, if not for what they are called: the key of a field,
            `name`, `external_id` or `id`; `None` leaves the column out. What only the service sets
            (`id`, `created_at`, `updated_at`, `created_by_user_id`, `updated_by_user_id`,
            `deleted`, and what it computes) is left out unless it is mapped.
        format: `"csv"`, `"jsonl"`, `"parquet"` or `"arrow"`, if the name of the file does not
            tell.
        delimiter: What is between the values of a CSV file.
        nulls: `"drop"` leaves out what has no value, so that an update leaves it alone.

    Raises:
        FileError: for what is no such file, and for columns that cannot be understood. The rows
            are looked at when they are read.
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
    """What they are read as. Those that are left out are not in it."""
    first_row: int
    """The row of the first item, as people count."""

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
        self._targets = Targets(schema, columns, str(path))
        self._delimiter = delimiter
        self._keeps_nulls = keeps_nulls
        self._source: Source | None = None
        self._read = 0.0
        with _stream(path) as stream:
            source = self._opened(stream)
            self.columns, self.first_row = source.columns, source.first_row
        self._targets.check(self.columns)
        self.targets = {
            column: f"{CUSTOM_FIELDS}{target.key}" if target.is_nested else target.key
            for column in self.columns
            if (target := self._targets.of(column)) is not None
        }

    def __iter__(self) -> Iterator[dict[str, Any]]:
        with _stream(self._path) as stream:
            source = self._source = self._opened(stream)
            try:
                for number, row in enumerate(source.rows(), start=source.first_row):
                    yield self._item(row, number, source)
                self._read = 1.0
            finally:
                self._source = None

    def row_of(self, index: int) -> int:
        """The row of the item with this index, which counts from 0."""
        return self.first_row + index

    @property
    def fraction(self) -> float:
        """How much of the file is read by the latest iteration, from 0 to 1."""
        if self._source is not None:
            self._read = self._source.fraction
        return self._read

    def _opened(self, stream: BinaryIO) -> Source:
        return opened(stream, str(self._path), self._format, self._delimiter)

    def _item(self, row: Mapping[str, Any], number: int, source: Source) -> dict[str, Any]:
        item: dict[str, Any] = {}
        for column, value in row.items():
            target = self._targets.of(column, row=number)
            if target is None or (value is None and not self._keeps_nulls):
                continue
            if value is not None and target.kind is not None:
                value = source.read(target.kind, value)
            if target.is_nested:
                item.setdefault("fields", {})[target.key] = value
            else:
                item[target.key] = value
        return item


@contextmanager
def _stream(path: Path) -> Generator[BinaryIO, None, None]:
    try:
        stream = path.open("rb")
    except OSError as error:
        raise FileError(f"it cannot be read: {error.strerror}", path=str(path)) from error
    with stream:
        yield stream
