"""JSON Lines: one object a line, with a property for each column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO, Final

import msgspec

from ..errors import FileError
from .values import decode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..durable.partial_file import Column

__all__ = ["encode", "header", "rows"]

MAX_ROW_BYTES: Final = 16 * 1024 * 1024
"""A record has at most 32 KB."""

_encoder: Final = msgspec.json.Encoder(decimal_format="number")


def header(columns: Sequence[Column]) -> bytes:
    """JSON Lines has none."""
    return b""


def encode(columns: Sequence[Column], values: Sequence[list[Any]]) -> bytes:
    """The lines of some records, from their values column by column."""
    names = [column.name for column in columns]
    rows = [dict(zip(names, row, strict=True)) for row in zip(*values, strict=True)]
    return _encoder.encode_lines(rows)


def rows(stream: BinaryIO, path: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a file with the numbers of their lines; a blank line is an empty one.

    Raises `FileError` for a line that is not an object.
    """
    number = 0
    while line := stream.readline(MAX_ROW_BYTES):
        number += 1
        if not line.strip():
            yield number, {}
            continue
        try:
            row = decode(line)
        except (ValueError, RecursionError) as error:
            raise FileError(f"not JSON: {error}", path=path, row=number) from None
        if not isinstance(row, dict):
            raise FileError(
                'not a JSON object such as {"name": "Anna"}: one is needed on each line',
                path=path,
                row=number,
            )
        yield number, row
