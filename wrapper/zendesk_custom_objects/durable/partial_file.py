"""A file that is written on and on, also after a crash: `FILE.part` until it is whole."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, BinaryIO, Final

import msgspec

from ..errors import FileError
from ..rules.field_types import Kind
from .atomic_file import create, is_special, mode_of, replaced_file, save_as
from .file_lock import lock

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Column", "Part", "PartialFile"]

_MAX_ATTEMPTS: Final = 10
"""Another process can rename the file between opening and locking, but not so often in a row."""


class Column(msgspec.Struct, frozen=True):
    """One column."""

    name: str
    key: str
    """Key of a custom field, or else the attribute of `Record`."""
    kind: Kind
    is_custom: bool = False


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """The part of a file that is sure to be on the disk."""

    name: str
    """The name that the file will have."""
    format: str
    columns: tuple[Column, ...]
    size: int = 0
    """Bytes. Whatever is behind them is to be cut off: it comes again."""
    records: int = 0
    deleted: int = 0
    is_whole: bool = False
    """True if the file only has to be made of it."""


class PartialFile:
    """The open `FILE.part`. It is locked until it is closed or is the file."""

    def __init__(self, path: Path) -> None:
        """Open it, or begin it.

        Raises `FileError` if another process has it, or if it is a link or no regular file.
        """
        if is_special(path):
            raise FileError(
                "not a regular file: an export that can be resumed needs one. Name another file,"
                " or export without a checkpoint",
                path=str(path),
            )
        self._target = replaced_file(path)
        self.path = self._target.with_name(f"{self._target.name}.part")
        self.stream = self._locked(mode_of(path))

    @property
    def size(self) -> int:
        """Bytes that are there."""
        return os.fstat(self.stream.fileno()).st_size

    def cut(self, size: int) -> None:
        """Remove what is behind `size`, and go on writing there."""
        self.stream.truncate(size)
        self.stream.seek(size)

    def settle(self) -> int:
        """Return when all is on the disk: its size."""
        self.stream.flush()
        os.fsync(self.stream.fileno())
        return self.stream.tell()

    def commit(self) -> None:
        """Make it the file."""
        save_as(self.stream, self.path, self._target)

    def discard(self) -> None:
        """Remove it."""
        if os.name == "nt":
            self.stream.close()  # an open file cannot be removed there
        try:
            self.path.unlink(missing_ok=True)
        finally:
            self.stream.close()

    def close(self) -> None:
        """Leave it for the next one to go on with; an empty one is removed."""
        if self.stream.closed:
            return
        if self.size:
            self.stream.close()
        else:
            self.discard()

    def _locked(self, mode: int | None) -> BinaryIO:
        for _ in range(_MAX_ATTEMPTS):
            stream = self._opened(mode)
            try:
                if not lock(stream.fileno()):
                    raise self._in_use()
                if self._is_still(stream):
                    return stream
            except BaseException:
                stream.close()
                raise
            stream.close()
        raise self._in_use()

    def _opened(self, mode: int | None) -> BinaryIO:
        try:
            return create(self.path, mode)
        except FileExistsError:
            pass
        try:
            found = self.path.lstat().st_mode
            if not stat.S_ISREG(found):
                what = "a symbolic link" if stat.S_ISLNK(found) else "not a regular file"
                raise FileError(f"{what}: remove it, or name another file", path=str(self.path))
            # It can have become a link since.
            no_link = getattr(os, "O_NOFOLLOW", 0)
            flags = os.O_RDWR | no_link | getattr(os, "O_BINARY", 0)
            return os.fdopen(os.open(self.path, flags), "r+b")
        except FileNotFoundError:
            raise self._in_use() from None  # whoever had it has removed or renamed it just now

    def _is_still(self, stream: BinaryIO) -> bool:
        """True if the name is still that of the open file: its export can be over just now."""
        try:
            return os.path.samestat(os.fstat(stream.fileno()), self.path.lstat())
        except FileNotFoundError:
            return False

    def _in_use(self) -> FileError:
        return FileError(
            "another export is writing to this file: wait until it is over", path=str(self.path)
        )
