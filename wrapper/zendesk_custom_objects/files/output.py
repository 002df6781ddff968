"""Writing records into a file, which gets its name when it is complete."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import msgspec

from ..deleted_record import DeletedRecord
from ..durable.atomic_file import AtomicFile
from ..errors import FileError
from .writers import writer

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence
    from pathlib import Path

    from ..record import Record
    from .columns import Columns
    from .writers import Writer

__all__ = ["WholeFile", "Written", "check_target", "writing"]


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """How much is in a file so far."""

    path: str
    records: int = 0
    """Without the deleted ones."""
    deleted: int = 0

    def plus(self, records: Sequence[Record[Any] | DeletedRecord]) -> Written:
        """The counts after some more records."""
        deleted = sum(isinstance(record, DeletedRecord) for record in records)
        return Written(
            path=self.path,
            records=self.records + len(records) - deleted,
            deleted=self.deleted + deleted,
        )


class WholeFile:
    """A file that is written in one go."""

    def __init__(
        self, path: Path, columns: Columns, format: str, *, temporary: Path | None = None
    ) -> None:
        """Begin it under a temporary name. Raises `FileError` if it cannot be written."""
        check_target(path)
        self._path = path
        self._columns = columns
        self.written = Written(path=str(path))
        with writing(path):
            self._file = AtomicFile(path, temporary=temporary)
        self._writer: Writer | None = None
        try:
            self._writer = writer(self._file.stream, columns, format)
        except BaseException:
            self.abandon()
            raise

    def write(self, records: Sequence[Record[Any] | DeletedRecord]) -> None:
        """Add some records."""
        self.write_values(self._columns.values(records))
        self.written = self.written.plus(records)

    def write_values(self, values: Sequence[list[Any]]) -> None:
        """Add some records: their values column by column."""
        assert self._writer is not None
        with writing(self._path):
            self._writer.write(values)

    def finish(self) -> None:
        """Give it its name."""
        assert self._writer is not None
        with writing(self._path):
            self._writer.close()
            self._file.commit()

    def abandon(self) -> None:
        """Remove what was written, unless the file has its name already."""
        if self._writer is not None and not self._file.stream.closed:
            self._writer.abandon()
        self._file.discard()


def check_target(path: Path) -> None:
    """Raise `FileError` if no file can have this name."""
    if not path.parent.is_dir():
        raise FileError("its folder does not exist: create it first", path=str(path))
    if path.is_dir():
        raise FileError("is a folder: name a file in it", path=str(path))


@contextmanager
def writing(path: Path) -> Generator[None]:
    """Raise an error of the file system, such as a full disk, as a `FileError`."""
    try:
        yield
    except OSError as error:
        raise FileError(f"cannot be written: {error.strerror or error}", path=str(path)) from error
