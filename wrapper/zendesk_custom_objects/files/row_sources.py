"""Open files, as rows with values by column."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol

from ..errors import FileError
from . import csv_text, jsonl
from .values import fit, from_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..rules.field_types import Kind
    from .formats import Format

__all__ = ["Source", "opened"]


class Source(Protocol):
    """An open file."""

    columns: tuple[str, ...]
    first_row: int
    """The number of the first row, as people count."""

    def rows(self) -> Iterator[Mapping[str, Any]]:
        """The rows; `FileError` for one that is none."""
        ...

    def read(self, kind: Kind, value: Any) -> Any:
        """A value that is not null as one of a kind, if it can be read like that."""
        ...

    @property
    def fraction(self) -> float:
        """How much of it was read."""
        ...


def opened(stream: BinaryIO, path: str, format: Format, delimiter: str) -> Source:
    """The file in a stream; `FileError` if it is none of the format."""
    if format == "csv":
        return _Csv(stream, path, delimiter)
    if format == "jsonl":
        return _Jsonl(stream, path)
    return _Table(stream, path, format)


class _Text:
    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._size = os.fstat(stream.fileno()).st_size

    @property
    def fraction(self) -> float:
        return self._stream.tell() / self._size if self._size else 1.0


class _Csv(_Text):
    first_row = 2

    def __init__(self, stream: BinaryIO, path: str, delimiter: str) -> None:
        super().__init__(stream)
        self._path = path
        self._rows = csv_text.rows(stream, path, delimiter=delimiter)
        header = next((cells for _, cells in self._rows), None)
        if header is None:
            raise FileError("it is empty: the first row names the columns", path=path)
        for place, name in enumerate(header, start=1):
            if not name:
                raise FileError(f"column {place} of {len(header)} has no name", path=path, row=1)
        self.columns = tuple(name or "" for name in header)

    def rows(self) -> Iterator[Mapping[str, Any]]:
        for number, cells in self._rows:
            if len(cells) != len(self.columns):
                raise FileError(
                    f"it has {len(cells)} values for {len(self.columns)} columns",
                    path=self._path,
                    row=number,
                )
            yield dict(zip(self.columns, cells, strict=True))

    def read(self, kind: Kind, value: Any) -> Any:
        return from_text(kind, value)


class _Jsonl(_Text):
    first_row = 1

    def __init__(self, stream: BinaryIO, path: str) -> None:
        super().__init__(stream)
        self._path = path
        first = next((row for _, row in jsonl.rows(stream, path)), None)
        self.columns = tuple(first or ())

    def rows(self) -> Iterator[Mapping[str, Any]]:
        self._stream.seek(0)
        return (row for _, row in jsonl.rows(self._stream, self._path))

    def read(self, kind: Kind, value: Any) -> Any:
        return fit(kind, value)


class _Table:
    first_row = 1

    def __init__(self, stream: BinaryIO, path: str, format: Format) -> None:
        from .arrow import Rows  # an extra

        try:
            self._rows = Rows(stream, format)
        except (ValueError, OSError) as error:
            raise FileError(f"it is no {format.capitalize()} file: {error}", path=path) from error
        self.columns = self._rows.columns

    def rows(self) -> Iterator[Mapping[str, Any]]:
        return iter(self._rows)

    def read(self, kind: Kind, value: Any) -> Any:
        # What can be any JSON value is text in a table.
        is_json = kind == "json" and isinstance(value, str)
        return from_text(kind, value) if is_json else fit(kind, value)

    @property
    def fraction(self) -> float:
        return self._rows.fraction
