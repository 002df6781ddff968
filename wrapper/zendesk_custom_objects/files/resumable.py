"""Writing records into a file that a later process can continue, by a checkpoint.

The steps are in such an order that a crash between any two of them loses nothing: the checkpoint
names `FILE.part` before anything is written there, and says that it is whole before it is renamed.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, Final

import msgspec

from ..durable.partial_file import Part, PartialFile
from ..errors import CheckpointError, FileError
from . import jsonl
from .columns import Columns
from .optional_imports import load
from .output import WholeFile, Written, check_target, writing
from .writers import APPENDABLE, TextWriter

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ..deleted_record import DeletedRecord
    from ..record import Record
    from .formats import Format

__all__ = ["ResumableFile"]

_ROWS_PER_CONVERSION: Final = 1000


class ResumableFile:
    """A file that is `FILE.part` until it is complete; locked while this is open.

    The part of a format that cannot be appended to is JSON Lines.
    """

    def __init__(self, path: Path, format: Format) -> None:
        """Lock it. Raises `FileError` if it cannot be written, or another process writes it."""
        check_target(path)
        if format not in APPENDABLE:
            load("pyarrow", extra="arrow")  # at the start, rather than when all is read
        self._path = path
        self._format = format
        with writing(path):
            self._file = PartialFile(path)

    def begin(self, columns: Columns, *, only_changes: bool) -> Part:
        """Start an export. The checkpoint must have the result before `resume`.

        With `only_changes` the export has no more than later changes: it must not replace a file.
        """
        if only_changes and self._path.exists():
            raise FileError(
                "exists already, and this export has only what changed since: name another file,"
                " or remove the checkpoint to export everything again",
                path=str(self._path),
            )
        if self._file.size:
            raise FileError(
                "exists already, and is not the part of this export: remove it, or name another"
                " file",
                path=str(self._file.path),
            )
        return Part(name=self._path.name, format=self._format, columns=columns.all)

    def resume(self, columns: Columns, part: Part) -> None:
        """Continue where the checkpoint says; `CheckpointError` if that is not possible."""
        self._check_name(part)
        again = f"remove the checkpoint and {self._file.path} to begin again"
        if part.format != self._format:
            raise CheckpointError(
                f"{self._file.path} has the format {part.format}, not {self._format}: {again}"
            )
        if part.columns != columns.all:
            raise CheckpointError(
                f"the fields of the object are not those of {self._file.path} any more: {again}"
            )
        if self._file.size < part.size:
            raise CheckpointError(
                f"cannot resume {self._file.path}: it has {self._file.size} of the {part.size}"
                f" bytes that were written: {again}"
            )
        own = self._format if self._format in APPENDABLE else "jsonl"
        with writing(self._file.path):
            self._file.cut(part.size)
            is_new = part.size == 0
            self._writer = TextWriter(self._file.stream, columns, own, is_new=is_new)
        self._columns = columns
        self.part = part
        self.written = Written(path=str(self._path), records=part.records, deleted=part.deleted)

    def write(self, records: Sequence[Record[Any] | DeletedRecord]) -> None:
        """Add some records, and return when they are on the disk."""
        with writing(self._file.path):
            self._writer.write(self._columns.values(records))
            size = self._file.settle()
        self.written = self.written.plus(records)
        self.part = msgspec.structs.replace(
            self.part, size=size, records=self.written.records, deleted=self.written.deleted
        )

    @property
    def whole(self) -> Part:
        """The part, marked as complete."""
        return msgspec.structs.replace(self.part, is_whole=True)

    def finish(self, part: Part) -> Written:
        """Turn the complete part into the file, unless an earlier process has done that."""
        self._check_name(part)
        with writing(self._path):
            if self._file.size < part.size:
                self._check_is_done()
            elif part.format in APPENDABLE:
                self._file.cut(part.size)
                self._file.commit()
            else:
                self._convert(part)
                self._file.discard()
        return Written(path=str(self._path), records=part.records, deleted=part.deleted)

    def close(self) -> None:
        """Keep the part for a later run, and unlock it."""
        self._file.close()

    def _check_name(self, part: Part) -> None:
        if part.name != self._path.name:
            raise CheckpointError(
                f"the checkpoint is that of an export to {part.name}, not {self._path.name}:"
                " name that file, or use another checkpoint"
            )

    def _check_is_done(self) -> None:
        if self._file.size or not self._path.exists():
            raise CheckpointError(
                f"the checkpoint says that {self._path} was written, but it is not there: remove"
                " the checkpoint to export everything again"
            )

    def _convert(self, part: Part) -> None:
        columns = Columns(part.columns)
        # The lock on the part guards this name, too. A crash may have left it.
        temporary = self._file.path.with_name(f".{self._file.path.name}.whole")
        temporary.unlink(missing_ok=True)
        file = WholeFile(self._path, columns, part.format, temporary=temporary)
        try:
            self._file.cut(part.size)
            self._file.stream.seek(0)
            rows = (row for _, row in jsonl.rows(self._file.stream, str(self._file.path)))
            while some := list(islice(rows, _ROWS_PER_CONVERSION)):
                file.write_values(columns.values_of_rows(some))
            file.finish()
        except BaseException:
            file.abandon()
            raise
