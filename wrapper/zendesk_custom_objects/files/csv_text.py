"""CSV as RFC 4180 has it, in UTF-8, where nothing at all is null and `""` the empty text.

The module `csv` of Python 3.11 cannot tell these two apart.
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

LONGEST_ROW: Final = 16 * 1024 * 1024
"""Bytes: a record has 32 KB, so that a longer row is one whose quotes do not match."""

_BOM: Final = b"\xef\xbb\xbf"
# Blanks at either end are quoted, too: other programs may strip them.
_QUOTED: Final = re.compile(r'[",\r\n]|^\s|\s$|^$')


def header(columns: Sequence[Column]) -> bytes:
    """The first line."""
    return (",".join(_cell(column.name) for column in columns) + "\n").encode()


def encode(columns: Sequence[Column], values: Sequence[list[Any]]) -> bytes:
    """The lines for some records, of which there are the values column by column."""
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
    """The rows of a file with their numbers; the first is the header.

    Raises `FileError` for what is no CSV. Blank lines at the end of the file count for nothing.
    """
    blank: int | None = None
    for number, line in enumerate(_lines(stream, path), start=1):
        if not line:
            blank = blank or number
            continue
        if blank is not None:
            raise FileError("it is blank", path=path, row=blank)
        yield number, _cells(line, path, number, delimiter)


def _lines(stream: BinaryIO, path: str) -> Iterator[str]:
    """The rows as text, without their line ends: between quotes there can be line ends, too."""
    pieces: list[bytes] = []
    size = quotes = number = 0
    for piece in _pieces(stream):
        pieces.append(piece)
        size += len(piece)
        quotes += piece.count(b'"')
        if quotes % 2 and size <= LONGEST_ROW:
            continue
        number += 1
        if quotes % 2 or size > LONGEST_ROW:
            raise FileError("it does not end: a quote is not closed", path=path, row=number)
        yield _text(b"".join(pieces), path, number)
        pieces, size, quotes = [], 0, 0
    if pieces:
        raise FileError("a quote is not closed", path=path, row=number + 1)


def _pieces(stream: BinaryIO) -> Iterator[bytes]:
    is_first = True
    while piece := stream.readline(LONGEST_ROW + 1):
        yield piece.removeprefix(_BOM) if is_first else piece
        is_first = False


def _text(row: bytes, path: str, number: int) -> str:
    row = row.removesuffix(b"\n").removesuffix(b"\r")
    try:
        return row.decode()
    except UnicodeDecodeError as error:
        raise FileError(
            f"it is not in UTF-8: {error.reason} at byte {error.start}", path=path, row=number
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
                    f"a quote in a value that is not in quotes: {cell[:60]!r}",
                    path=path,
                    row=number,
                )
            yield cell or None
            place += len(cell)
        if place == end:
            return
        if line[place] != delimiter:
            raise FileError(
                f"something behind a closing quote: {line[place : place + 60]!r}",
                path=path,
                row=number,
            )
        place += 1
