"""Writers of each format: records go in column by column, bytes come out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO, Final, Protocol

from . import csv_text, jsonl

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .columns import Columns

__all__ = ["APPENDABLE", "TextWriter", "Writer", "writer"]

APPENDABLE: Final = {"csv": csv_text, "jsonl": jsonl}
"""The formats in which a file can be cut off after any record, and continued."""


class Writer(Protocol):
    """Writes into a stream in one of the formats."""

    def write(self, values: Sequence[list[Any]]) -> None:
        """Add some records: their values column by column."""
        ...

    def close(self) -> None:
        """Write the end of the file."""
        ...

    def abandon(self) -> None:
        """Release the stream without a proper end of the file."""
        ...


class TextWriter:
    """Writes CSV or JSON Lines."""

    def __init__(
        self, stream: BinaryIO, columns: Columns, format: str, *, is_new: bool = True
    ) -> None:
        self._stream = stream
        self._columns = columns
        self._format = APPENDABLE[format]
        if is_new:
            stream.write(self._format.header(columns.all))

    def write(self, values: Sequence[list[Any]]) -> None:
        self._stream.write(self._format.encode(self._columns.all, values))

    def close(self) -> None:
        pass

    def abandon(self) -> None:
        pass


def writer(stream: BinaryIO, columns: Columns, format: str) -> Writer:
    """The writer of a format."""
    if format in APPENDABLE:
        return TextWriter(stream, columns, format)
    from .arrow import FileWriter  # pyarrow is an extra

    return FileWriter(stream, columns, format)
