"""CSV as in RFC 4180, in UTF-8: an empty cell is null, `""` is the empty text.

The module `csv` of Python 3.11 cannot distinguish these two.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from ..errors import FileError
from .values import to_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..durable.partial_file import Column
    from ..rules.field_types import Kind

__all__ = ["encode", "header", "rows"]

MAX_ROW_BYTES: Final = 16 * 1024 * 1024
"""A record has at most 32 KB, so that a longer row is one whose quotes do not match."""
_SHOWN: Final = 60
"""Characters of a row that a message shows."""

_BOM: Final = b"\xef\xbb\xbf"
# Blanks at either end are quoted, too: other programs may strip them.
_QUOTED: Final = re.compile(r'[",\r\n]|^\s|\s$|^$')


def header(columns: Sequence[Column]) -> bytes:
    """The first line."""
    return (",".join(_cell(column.name) for column in columns) + "\n").encode()


def encode(columns: Sequence[Column], values: Sequence[list[Any]]) -> bytes:
    """The lines of some records, from their values column by column."""
    cells = [
        [_written(column.kind, value) for value in column_values]
        for column, column_values in zip(columns, values, strict=True)
    ]
    return "".join([",".join(row) + "\n" for row in zip(*cells, strict=True)]).encode()


def _written(kind: Kind, value: Any) -> str:
    return "" if value is None else _cell(to_text(kind, value))


def _cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text


def rows(
    stream: BinaryIO, path: str, *, delimiter: str = ","
) -> Iterator[tuple[int, list[str | None]]]:
    """The rows of a file with their numbers; the first is the header, a blank line has no cells.

    Raises `FileError` for a row that is not CSV.
    """
    for number, line in enumerate(_lines(stream, path), start=1):
        yield number, _cells(line, path, number, delimiter) if line else []


def _lines(stream: BinaryIO, path: str) -> Iterator[str]:
    """The rows as text without their line ends; between quotes there can be line ends, too."""
    pieces: list[bytes] = []
    size = quotes = number = 0
    for piece in _pieces(stream):
        pieces.append(piece)
        size += len(piece)
        quotes += piece.count(b'"')
        if quotes % 2 and size <= MAX_ROW_BYTES:
            continue
        number += 1
        if quotes % 2 or size > MAX_ROW_BYTES:
            raise FileError("does not end: a quote is not closed", path=path, row=number)
        yield _text(b"".join(pieces), path, number)
        pieces, size, quotes = [], 0, 0
    if pieces:
        raise FileError("a quote is not closed", path=path, row=number + 1)


def _pieces(stream: BinaryIO) -> Iterator[bytes]:
    is_first = True
    while piece := stream.readline(MAX_ROW_BYTES + 1):
        yield piece.removeprefix(_BOM) if is_first else piece
        is_first = False


def _text(row: bytes, path: str, number: int) -> str:
    row = row.removesuffix(b"\n").removesuffix(b"\r")
    try:
        return row.decode()
    except UnicodeDecodeError as error:
        raise FileError(
            f"not UTF-8: {error.reason} at byte {error.start}. Save the file as UTF-8",
            path=path,
            row=number,
        ) from None


def _cells(line: str, path: str, number: int, delimiter: str) -> list[str | None]:
    if '"' not in line:
        return [cell or None for cell in line.split(delimiter)]
    return list(_quoted_cells(line, path, number, delimiter))


def _quoted_cells(line: str, path: str, number: int, delimiter: str) -> Iterable[str | None]:
    place, end = 0, len(line)
    while True:
        if line.startswith('"', place):
            closing = place + 1
            while (closing := line.index('"', closing)) + 1 < end and line[closing + 1] == '"':
                closing += 2
            yield line[place + 1 : closing].replace('""', '"')
            place = closing + 1
        else:
            found = line.find(delimiter, place)
            cell = line[place : end if found < 0 else found]
            if '"' in cell:
                raise FileError(
                    f"a quote in a value that is not in quotes: {cell[:_SHOWN]!r}."
                    ' Put the value in quotes, and double its own: "5"" pipe"',
                    path=path,
                    row=number,
                )
            yield cell or None
            place += len(cell)
        if place == end:
            return
        if line[place] != delimiter:
            raise FileError(
                f"text after a closing quote: {line[place : place + _SHOWN]!r}."
                " Double the quotes inside a value",
                path=path,
                row=number,
            )
        place += 1
