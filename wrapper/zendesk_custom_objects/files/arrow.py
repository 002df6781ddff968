"""Records as Arrow tables, and files that hold such: Parquet, and Arrow's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO, Final

from .optional_imports import load
from .values import misfits, to_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import pandas  # type: ignore[import-not-found,import-untyped,unused-ignore]
    import polars  # type: ignore[import-not-found,unused-ignore]
    import pyarrow  # type: ignore[import-not-found,unused-ignore]

    from ..durable.partial_file import Column
    from ..rules.field_types import Kind
    from .columns import Columns

__all__ = ["FileWriter", "Rows", "batch", "schema", "table", "to_pandas", "to_polars"]

GROUP: Final = 16 * 1024 * 1024
"""Bytes of records, as they lie in memory, that go into a Parquet file together."""
ROWS_READ: Final = 1000


def _pyarrow() -> Any:
    return load("pyarrow", extra="arrow")


def _type(kind: Kind) -> Any:
    pa = _pyarrow()
    # Decimals are floats: the service's numbers are JSON, which its readers, this client among
    # them, take for doubles. A decimal type would have to bound the digits behind the point.
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
    """Some records, of which there are the values column by column; the first are the ids.

    Raises `ValueError` for a value that its column cannot hold.
    """
    arrays = [
        _array(column, column_values, values[0])
        for column, column_values in zip(columns.all, values, strict=True)
    ]
    found: pyarrow.RecordBatch = _pyarrow().RecordBatch.from_arrays(arrays, schema=schema(columns))
    return found


def table(columns: Columns, batches: Sequence[pyarrow.RecordBatch]) -> pyarrow.Table:
    """All of them together; none is a table without rows."""
    found: pyarrow.Table = _pyarrow().Table.from_batches(batches, schema=schema(columns))
    return found


def _array(column: Column, values: list[Any], ids: Sequence[Any]) -> Any:
    if column.kind == "json":
        values = [None if value is None else to_text("json", value) for value in values]
    wrong = misfits(column.kind, values)
    if not wrong:
        # What is of the kind can still be too large, or a list of something else than text.
        found = _converted(column, values)
        if found is not None:
            return found
        wrong = [place for place, value in enumerate(values) if _converted(column, [value]) is None]
    raise ValueError(
        f"{column.name} of record {ids[wrong[0]]}: a column of the type {_type(column.kind)} cannot"
        f" hold {str(values[wrong[0]])[:100]!r}"
    )


def _converted(column: Column, values: list[Any]) -> Any:
    pa = _pyarrow()
    try:
        return pa.array(values, _type(column.kind))
    except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError):
        return None


def to_pandas(found: pyarrow.Table) -> pandas.DataFrame:
    """The table with its own types, in which a missing number is not a float."""
    types = load("pandas", extra="pandas").ArrowDtype
    any_table: Any = found
    frame: pandas.DataFrame = any_table.to_pandas(types_mapper=types)
    return frame


def to_polars(found: pyarrow.Table) -> polars.DataFrame:
    """The table."""
    frame: polars.DataFrame = load("polars", extra="polars").from_arrow(found)
    return frame


class FileWriter:
    """Writes records into a Parquet file, or one of Arrow (IPC), a group at a time."""

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
        """Add some records, of which there are the values column by column."""
        found = batch(self._columns, values)
        self._batches.append(found)
        self._size += found.nbytes
        if self._size >= GROUP:
            self._flush()

    def close(self) -> None:
        """Write the rest, and what ends such a file."""
        self._flush()
        self.abandon()

    def abandon(self) -> None:
        """Write no more."""
        self._writer.close()

    def _flush(self) -> None:
        if self._batches:
            together = table(self._columns, self._batches).combine_chunks()
            self._writer.write_table(together)
        self._batches, self._size = [], 0


class Rows:
    """The rows of a Parquet or Arrow file, some at a time."""

    def __init__(self, stream: BinaryIO, format: str) -> None:
        """Open it; `ValueError` if it is none."""
        if format == "parquet":
            file = load("pyarrow.parquet", extra="arrow").ParquetFile(stream)
            self.columns: tuple[str, ...] = tuple(file.schema_arrow.names)
            self._rows: int | None = file.metadata.num_rows
            self._batches: Iterator[Any] = file.iter_batches(batch_size=ROWS_READ)
        else:
            file = load("pyarrow.ipc", extra="arrow").open_file(stream)
            self.columns = tuple(file.schema.names)
            self._rows = None  # an Arrow file tells only how many batches it has
            self._count: int = file.num_record_batches
            self._batches = map(file.get_batch, range(self._count))
        self.fraction = 0.0 if self._rows is None or self._rows else 1.0
        """How much of the rows was given, from 0 to 1."""

    def __iter__(self) -> Iterator[dict[str, Any]]:
        before = 0
        for number, batch in enumerate(self._batches):
            for start in range(0, batch.num_rows, ROWS_READ):
                for place, row in enumerate(batch.slice(start, ROWS_READ).to_pylist(), start + 1):
                    if self._rows is None:
                        self.fraction = (number + place / batch.num_rows) / self._count
                    else:
                        self.fraction = (before + place) / self._rows
                    yield row
            before += batch.num_rows
        self.fraction = 1.0
