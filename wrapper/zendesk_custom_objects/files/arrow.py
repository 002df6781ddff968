"""Records as Arrow tables, and in Parquet and Arrow files."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from ..errors import FileError
from .optional_imports import load
from .values import from_text, misfits, native, to_text

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence

    import pandas  # type: ignore[import-not-found,import-untyped,unused-ignore]
    import polars  # type: ignore[import-not-found,unused-ignore]
    import pyarrow  # type: ignore[import-not-found,unused-ignore]

    from ..durable.partial_file import Column
    from ..rules.field_types import Kind
    from .columns import Columns
    from .formats import Format

__all__ = ["FileWriter", "TableFile", "batch", "schema", "table", "to_pandas", "to_polars"]

ROW_GROUP_BYTES: Final = 16 * 1024 * 1024
"""Size in memory of the records that are written to a file together."""
ROWS_PER_BATCH: Final = 1000
"""Rows that become Python values together."""


def _pyarrow() -> Any:
    return load("pyarrow", extra="arrow")


def _type(kind: Kind) -> Any:
    pa = _pyarrow()
    # Decimals are floats: the service's numbers are JSON, which its readers, this client among
    # them, read as doubles. A decimal type would have to limit the digits after the point.
    types: dict[Kind, Callable[[], Any]] = {
        "text": pa.string,
        "json": pa.string,
        "boolean": pa.bool_,
        "integer": pa.int64,
        "decimal": pa.float64,
        "date": pa.date32,
        "list": lambda: pa.list_(pa.string()),
        "moment": lambda: pa.timestamp("us", tz="UTC"),
    }
    return types[kind]()


def schema(columns: Columns) -> pyarrow.Schema:
    """The columns with their Arrow types."""
    found: pyarrow.Schema = _pyarrow().schema(
        [(column.name, _type(column.kind)) for column in columns.all]
    )
    return found


def batch(columns: Columns, values: Sequence[list[Any]]) -> pyarrow.RecordBatch:
    """A batch of records, from their values column by column; the first column has the ids.

    Raises `ValueError` for a value that its column cannot hold.
    """
    arrays = [
        _array(column, column_values, values[0])
        for column, column_values in zip(columns.all, values, strict=True)
    ]
    found: pyarrow.RecordBatch = _pyarrow().RecordBatch.from_arrays(arrays, schema=schema(columns))
    return found


def table(columns: Columns, batches: Sequence[pyarrow.RecordBatch]) -> pyarrow.Table:
    """All batches in one table; without any it has no rows."""
    found: pyarrow.Table = _pyarrow().Table.from_batches(batches, schema=schema(columns))
    return found


def _array(column: Column, values: list[Any], ids: Sequence[Any]) -> Any:
    if column.kind == "json":
        values = [None if value is None else to_text("json", value) for value in values]
    wrong = misfits(column.kind, values)
    if not wrong:
        # A value of the kind can still be too large, or a list of something other than text.
        found = _converted(column, values)
        if found is not None:
            return found
        wrong = [place for place, value in enumerate(values) if _converted(column, [value]) is None]
    raise ValueError(
        f"{column.name} of record {ids[wrong[0]]}: a column of the type {_type(column.kind)} cannot"
        f" hold {str(values[wrong[0]])[:100]!r}: use CSV or JSON Lines, which take any value"
    )


def _converted(column: Column, values: list[Any]) -> Any:
    pa = _pyarrow()
    try:
        return pa.array(values, _type(column.kind))
    except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError):
        return None


def to_pandas(found: pyarrow.Table) -> pandas.DataFrame:
    """The table with the types of Arrow, in which a missing number does not make others floats."""
    types = load("pandas", extra="pandas").ArrowDtype
    any_table: Any = found
    frame: pandas.DataFrame = any_table.to_pandas(types_mapper=types)
    return frame


def to_polars(found: pyarrow.Table) -> polars.DataFrame:
    """The table as a data frame of polars."""
    frame: polars.DataFrame = load("polars", extra="polars").from_arrow(found)
    return frame


class FileWriter:
    """Writes records into a Parquet or Arrow (IPC) file, a group at a time."""

    def __init__(self, stream: BinaryIO, columns: Columns, format: str) -> None:
        self._columns = columns
        own = schema(columns)
        if format == "parquet":
            self._writer = load("pyarrow.parquet", extra="arrow").ParquetWriter(stream, own)
        else:
            self._writer = load("pyarrow.ipc", extra="arrow").new_file(stream, own)
        self._batches: list[Any] = []
        self._size = 0

    def write(self, values: Sequence[list[Any]]) -> None:
        """Add some records, from their values column by column."""
        found = batch(self._columns, values)
        self._batches.append(found)
        self._size += found.nbytes
        if self._size >= ROW_GROUP_BYTES:
            self._flush()

    def close(self) -> None:
        """Write the rest, and the end of the file."""
        self._flush()
        self.abandon()

    def abandon(self) -> None:
        """Release the stream without the rest."""
        self._writer.close()

    def _flush(self) -> None:
        if self._batches:
            together = table(self._columns, self._batches).combine_chunks()
            self._writer.write_table(together)
        self._batches, self._size = [], 0


class TableFile:
    """The rows of an open Parquet or Arrow file, some at a time.

    Damage of any kind is a `FileError`: batches are validated before their values are read, as the
    offsets of a damaged one point anywhere in memory.
    """

    first_row = 1
    is_text = False

    def __init__(self, stream: BinaryIO, path: str, format: Format) -> None:
        self._path = path
        self._format = format.capitalize()
        with self._reading():
            if format == "parquet":
                file = load("pyarrow.parquet", extra="arrow").ParquetFile(
                    stream,
                    # Nanoseconds, the default, end in 2262; Spark and Hive write 9999-12-31.
                    coerce_int96_timestamp_unit="us",
                    page_checksum_verification=True,
                )
                self.columns: tuple[str, ...] = tuple(file.schema_arrow.names)
                self._rows: int | None = file.metadata.num_rows
                self._batches: Iterator[Any] = file.iter_batches(batch_size=ROWS_PER_BATCH)
            else:
                file = load("pyarrow.ipc", extra="arrow").open_file(stream)
                self.columns = tuple(file.schema.names)
                self._rows = None  # the file says only how many batches it has
                self._count: int = file.num_record_batches
                self._batches = map(file.get_batch, range(self._count))
        self.fraction = 0.0 if self._rows is None or self._rows else 1.0
        """The part of the rows that was read, from 0 to 1."""

    def rows(self) -> Iterator[tuple[int, dict[str, Any]]]:
        read = 0
        for number, batch in enumerate(self._checked()):
            self._check_count(read + batch.num_rows)
            for start in range(0, batch.num_rows, ROWS_PER_BATCH):
                some = batch.slice(start, ROWS_PER_BATCH)
                for place, row in enumerate(self._values(some, read + start), start + 1):
                    if self._rows is None:
                        self.fraction = (number + place / batch.num_rows) / self._count
                    else:
                        self.fraction = (read + place) / self._rows
                    yield read + place, row
            read += batch.num_rows
        if self._rows is not None and read != self._rows:
            raise self._damaged(f"it has {read} rows, but its footer says {self._rows}")
        self.fraction = 1.0

    def read(self, kind: Kind, value: Any) -> Any:
        """A value that is not null as one of a kind, if it can be read as such."""
        if kind == "json" and isinstance(value, str):
            return from_text(kind, value)  # any JSON value is text in a table
        return None if value == "" and kind not in ("text", "json") else native(kind, value)

    def _checked(self) -> Iterator[Any]:
        while True:
            with self._reading():
                batch = next(self._batches, None)
                if batch is None:
                    return
                batch.validate(full=True)
            yield batch

    def _check_count(self, read: int) -> None:
        if self._rows is not None and read > self._rows:
            raise self._damaged(f"it has more rows than its footer says ({self._rows})")

    def _values(self, batch: Any, before: int) -> list[dict[str, Any]]:
        errors = _errors()
        try:
            found: list[dict[str, Any]] = _in_microseconds(batch).to_pylist()
        except errors as error:
            raise self._unreadable(batch, before) or self._damaged(str(error)) from error
        return found

    def _unreadable(self, batch: Any, before: int) -> FileError | None:
        """The error for the first value that Python cannot have, such as a date after 9999."""
        for row in range(batch.num_rows):
            for name in batch.schema.names:
                one = batch.select([name]).slice(row, 1)
                try:
                    _in_microseconds(one).to_pylist()
                except _errors() as error:
                    return FileError(
                        f"cannot be read: {error}",
                        path=self._path,
                        row=before + row + 1,
                        column=name,
                    )
        return None

    @contextmanager
    def _reading(self) -> Generator[None]:
        errors = _errors()
        try:
            yield
        except errors as error:
            raise self._damaged(str(error)) from error

    def _damaged(self, reason: str) -> FileError:
        return FileError(f"damaged, or not in the format {self._format}: {reason}", path=self._path)


def _errors() -> tuple[type[Exception], ...]:
    """Exceptions that pyarrow raises for a damaged file."""
    return (_pyarrow().ArrowException, ValueError, OverflowError, OSError, KeyError, IndexError)


def _in_microseconds(batch: Any) -> Any:
    """The batch without timestamps in nanoseconds, which Python has only with pandas.

    Raises an error of pyarrow if that loses a digit.
    """
    pa = _pyarrow()
    schema = pa.schema(
        [
            field.with_type(pa.timestamp("us", field.type.tz))
            if pa.types.is_timestamp(field.type) and field.type.unit == "ns"
            else field
            for field in batch.schema
        ]
    )
    return batch if schema.equals(batch.schema) else batch.cast(schema)
