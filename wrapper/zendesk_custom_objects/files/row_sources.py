"""Open files as rows with values by column."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol, TypeAlias

from ..errors import FileError
from . import csv_text, jsonl
from .values import from_text, native

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..rules.field_types import Kind
    from .formats import Format

__all__ = ["Row", "Source", "opened"]

Row: TypeAlias = "tuple[int, Mapping[str, Any]]"
"""The number of a row, as people count, and its values; a blank line has none."""


class Source(Protocol):
    """An open file."""

    columns: tuple[str, ...]
    first_row: int
    """The number of the first row."""
    is_text: bool
    """Whether all values are text, so that an empty one is no value."""

    def rows(self) -> Iterator[Row]:
        """The rows; `FileError` for one that cannot be read."""
        ...

    def read(self, kind: Kind, value: Any) -> Any:
        """A value that is not null as one of a kind, if it can be read as such."""
        ...

    @property
    def fraction(self) -> float:
        """The part of the file that was read, from 0 to 1."""
        ...


def opened(stream: BinaryIO, path: str, format: Format, delimiter: str) -> Source:
    """The file in a stream; `FileError` if it does not have the format."""
    if format == "csv":
        return _Csv(stream, path, delimiter)
    if format == "jsonl":
        return _Jsonl(stream, path)
    from .arrow import TableFile  # pyarrow is an extra

    return TableFile(stream, path, format)


class _Text:
    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._size = os.fstat(stream.fileno()).st_size

    @property
    def fraction(self) -> float:
        return self._stream.tell() / self._size if self._size else 1.0


class _Csv(_Text):
    first_row = 2
    is_text = True

    def __init__(self, stream: BinaryIO, path: str, delimiter: str) -> None:
        super().__init__(stream)
        self._path = path
        self._rows = csv_text.rows(stream, path, delimiter=delimiter)
        found = next((row for row in self._rows if row[1]), None)
        if found is None:
            raise FileError("is empty: the first row must name the columns", path=path)
        number, header = found
        self.first_row = number + 1
        for place, name in enumerate(header, start=1):
            if not name:
                raise FileError(
                    f"column {place} of {len(header)} has no name: give it one, or remove it",
                    path=path,
                    row=number,
                )
        self.columns = tuple(name or "" for name in header)

    def rows(self) -> Iterator[Row]:
        for number, cells in self._rows:
            if cells and len(cells) != len(self.columns):
                raise FileError(
                    f"has {len(cells)} values for {len(self.columns)} columns: put values that"
                    " contain the delimiter in quotes",
                    path=self._path,
                    row=number,
                )
            yield number, dict(zip(self.columns, cells, strict=False))

    def read(self, kind: Kind, value: Any) -> Any:
        return from_text(kind, value)


class _Jsonl(_Text):
    first_row = 1
    is_text = False

    def __init__(self, stream: BinaryIO, path: str) -> None:
        super().__init__(stream)
        self._path = path
        self.columns = tuple(next((row for _, row in jsonl.rows(stream, path) if row), ()))

    def rows(self) -> Iterator[Row]:
        self._stream.seek(0)
        return jsonl.rows(self._stream, self._path)

    def read(self, kind: Kind, value: Any) -> Any:
        # As programs write it that make JSON of a table; an empty text is never a number or a date.
        return None if value == "" and kind not in ("text", "json") else native(kind, value)
