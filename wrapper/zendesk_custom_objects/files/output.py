"""Writing records into a file, which gets its name when it is whole."""

from __future__ import annotations

import os
import secrets
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO, Final, Protocol

import msgspec

from ..deleted_record import DeletedRecord
from ..durable.atomic_file import rename
from ..durable.partial_file import Part
from ..errors import CheckpointError, FileError
from . import csv_text, jsonl
from .columns import Columns
from .optional_imports import load

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ..record import Record
    from .formats import Format

__all__ = ["PartFile", "WholeFile", "Written", "check_is_new", "finish"]

_TEXT: Final = {"csv": csv_text, "jsonl": jsonl}
"""The formats of which a file can be cut off and gone on with."""
_ROWS: Final = 1000


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """What is in a file so far."""

    path: str
    records: int = 0
    """Without the deleted ones."""
    deleted: int = 0

    def plus(self, records: Sequence[Record[Any] | DeletedRecord]) -> Written:
        """The same with some more."""
        deleted = sum(isinstance(record, DeletedRecord) for record in records)
        return Written(
            path=self.path,
            records=self.records + len(records) - deleted,
            deleted=self.deleted + deleted,
        )


class Writer(Protocol):
    """Writes into a stream in one of the formats."""

    def write(self, values: Sequence[list[Any]]) -> None:
        """Add some records, of which there are the values column by column."""
        ...

    def close(self) -> None:
        """Write what ends the file."""
        ...

    def abandon(self) -> None:
        """Write no more."""
        ...


class _TextWriter:
    def __init__(
        self, stream: BinaryIO, columns: Columns, format: str, *, is_new: bool = True
    ) -> None:
        self._stream = stream
        self._columns = columns
        self._format = _TEXT[format]
        if is_new:
            stream.write(self._format.header(columns.all))

    def write(self, values: Sequence[list[Any]]) -> None:
        self._stream.write(self._format.encode(self._columns.all, values))

    def close(self) -> None:
        pass

    def abandon(self) -> None:
        pass


def _writer(stream: BinaryIO, columns: Columns, format: str) -> Writer:
    if format in _TEXT:
        return _TextWriter(stream, columns, format)
    from .arrow import FileWriter  # an extra

    return FileWriter(stream, columns, format)


class WholeFile:
    """A file that is written in one go."""

    def __init__(
        self, path: Path, columns: Columns, format: str, *, hidden: Path | None = None
    ) -> None:
        """Begin it under a hidden name: one of its own, or one that a crash may have left."""
        _check(path)
        self._path = path
        self._columns = columns
        self._hidden = hidden or path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        self._stream = self._hidden.open("wb")
        self._writer: Writer | None = None
        self.written = Written(path=str(path))
        try:
            self._writer = _writer(self._stream, columns, format)
        except BaseException:
            self.abandon()
            raise

    def write(self, records: Sequence[Record[Any] | DeletedRecord]) -> None:
        """Add some records."""
        self.write_values(self._columns.values(records))
        self.written = self.written.plus(records)

    def write_values(self, values: Sequence[list[Any]]) -> None:
        """Add some, of which there are the values column by column."""
        assert self._writer is not None
        self._writer.write(values)

    def finish(self) -> None:
        """Give it its name."""
        assert self._writer is not None
        self._writer.close()
        _settle(self._stream)
        self._stream.close()
        rename(self._hidden, self._path)

    def abandon(self) -> None:
        """Leave nothing of it, unless it has its name already."""
        if self._writer is not None and not self._stream.closed:
            self._writer.abandon()
        self._stream.close()
        self._hidden.unlink(missing_ok=True)


class PartFile:
    """A file that is written on and on, also after a crash: `FILE.part` until it is whole.

    Of a format that cannot be gone on with, the part is JSON Lines.
    """

    def __init__(self, path: Path, columns: Columns, format: Format, part: Part | None) -> None:
        """Go on with a part where it was noted to end, or begin one.

        Raises `CheckpointError` if there is no such part, and `FileError` if another process is at
        it.
        """
        _check(path)
        if format not in _TEXT:
            load("pyarrow", extra="arrow")  # not only when all of it is there
        self._columns = columns
        self.part = part or Part(name=path.name, format=format, columns=columns.all)
        hidden = _part_of(path)
        if part is not None:
            _check_part(path, part, columns, format)
        self._stream = hidden.open("ab")
        try:
            _claim(self._stream, hidden)
            self._stream.truncate(self.part.size)
            self._stream.seek(self.part.size)
            text_format = format if format in _TEXT else "jsonl"
            self._writer = _TextWriter(self._stream, columns, text_format, is_new=part is None)
        except BaseException:
            self.close()
            raise
        self.written = Written(path=str(path), records=self.part.records, deleted=self.part.deleted)

    def write(self, records: Sequence[Record[Any] | DeletedRecord]) -> None:
        """Add some records, and return when they are on the disk."""
        self._writer.write(self._columns.values(records))
        self.written = self.written.plus(records)
        _settle(self._stream)
        self.part = msgspec.structs.replace(
            self.part,
            size=self._stream.tell(),
            records=self.written.records,
            deleted=self.written.deleted,
        )

    @property
    def whole(self) -> Part:
        """The part, when there is no more to come."""
        return msgspec.structs.replace(self.part, is_whole=True)

    def close(self) -> None:
        """Leave the part as it is."""
        self._stream.close()


def check_is_new(path: Path) -> None:
    """Refuse to put what changed since an export in the place of that export."""
    if path.exists():
        raise FileError(
            "it is there already: what changed since goes into another file; to export everything"
            " again, remove the checkpoint",
            path=str(path),
        )


def finish(path: Path, part: Part) -> Written:
    """Make the file of its part, which is whole; it may have been done already."""
    _check_name(path, part)
    hidden = _part_of(path)
    if part.format in _TEXT:
        if hidden.exists():
            rename(hidden, path)
    elif hidden.exists():
        _convert(hidden, path, part)
        hidden.unlink()
    if not path.exists():
        raise CheckpointError(f"{path} was written, and is not there any more")
    return Written(path=str(path), records=part.records, deleted=part.deleted)


def _convert(source: Path, path: Path, part: Part) -> None:
    """Write the file from lines of JSON."""
    columns = Columns(part.columns)
    with source.open("rb") as stream:
        _claim(stream, source)
        file = WholeFile(path, columns, part.format, hidden=path.with_name(f".{path.name}.whole"))
        try:
            rows = (row for _, row in jsonl.rows(stream, str(source)))
            while some := list(islice(rows, _ROWS)):
                file.write_values(columns.values_of_rows(some))
            file.finish()
        except BaseException:
            file.abandon()
            raise


def _claim(stream: BinaryIO, path: Path) -> None:
    """Keep other exports from the file as long as the stream is open."""
    try:
        import fcntl
    except ImportError:
        return  # Windows has no such thing
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise FileError("another export is at it", path=str(path)) from None
    except OSError:
        return  # nor have some network drives


def _settle(stream: BinaryIO) -> None:
    stream.flush()
    os.fsync(stream.fileno())


def _part_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.part")


def _check(path: Path) -> None:
    if not path.parent.is_dir():
        raise FileError("the folder does not exist", path=str(path))
    if path.is_dir():
        raise FileError("it is a folder", path=str(path))


def _check_name(path: Path, part: Part) -> None:
    if part.name != path.name:
        raise CheckpointError(f"the checkpoint goes on with {part.name}, not with {path.name}")


def _check_part(path: Path, part: Part, columns: Columns, format: Format) -> None:
    _check_name(path, part)
    hidden = _part_of(path)
    anew = "remove the checkpoint to begin anew"
    if part.format != format:
        raise CheckpointError(f"{hidden} is for the format {part.format}, not {format}: {anew}")
    if part.columns != columns.all:
        raise CheckpointError(
            f"the fields of the object are not those of {hidden} any more: {anew}"
        )
    size = hidden.stat().st_size if hidden.exists() else -1
    if size < part.size:
        what = "is not there" if size < 0 else f"has {size} bytes of the {part.size} written"
        raise CheckpointError(f"{hidden}, which is to be gone on with, {what}: {anew}")
