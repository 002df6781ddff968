"""JSON Lines: an object a line, with a property for each column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO, Final

import msgspec

from ..errors import FileError
from .values import decode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..durable.partial_file import Column

__all__ = ["encode", "header", "rows"]

LONGEST_ROW: Final = 16 * 1024 * 1024
"""Bytes; a record has 32 KB."""

_encoder: Final = msgspec.json.Encoder(decimal_format="number")


def header(columns: Sequence[Column]) -> bytes:
    """There is none."""
    return b""


def encode(columns: Sequence[Column], values: Sequence[list[Any]]) -> bytes:
    """The lines for some records, of which there are the values column by column."""
    names = [column.name for column in columns]
    rows = [dict(zip(names, row, strict=True)) for row in zip(*values, strict=True)]
    return _encoder.encode_lines(rows)


def rows(stream: BinaryIO, path: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a file with the numbers of their lines.

    Raises `FileError` for a line that is no object. Blank lines at the end of the file count for
    nothing.
    """
    number, blank = 0, None
    while line := stream.readline(LONGEST_ROW):
        number += 1
        if not line.strip():
            blank = blank or number
            continue
        if blank is not None:
            raise FileError("it is blank", path=path, row=blank)
        try:
            row = decode(line)
        except (ValueError, RecursionError) as error:
            raise FileError(f"it is no JSON: {error}", path=path, row=number) from None
        if not isinstance(row, dict):
            raise FileError("it is no JSON object", path=path, row=number)
        yield number, row
