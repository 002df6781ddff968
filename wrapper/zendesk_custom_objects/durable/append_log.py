"""A file to which entries are appended: each is on the disk before the next one is written.

The first line names the format. Every other line is an entry: a checksum in eight hexadecimal
digits, a space, and the entry, which has no line break. A checksum covers all entries up to its
own. A crash can leave at most the last entry incomplete, without its line break: it is cut off.
Anything else that does not fit its checksum was damaged later, and is refused.
"""

from __future__ import annotations

import os
import stat
from binascii import crc32
from contextlib import suppress
from threading import Lock
from typing import TYPE_CHECKING, Final

from .atomic_file import sync_folder
from .file_lock import lock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Self

__all__ = ["AppendLog", "DamagedLogError", "ForeignFileError", "LockedError"]

_OWNER_ONLY: Final = 0o600
_CHECKSUM: Final = 9
"""Bytes of a checksum with the space after it."""


class ForeignFileError(Exception):
    """The file is not such a log; its first bytes are the argument."""


class DamagedLogError(Exception):
    """An entry does not fit its checksum."""


class LockedError(Exception):
    """Somebody else has the file open."""


class AppendLog:
    """An open log. Threads can share it; nobody else can open it meanwhile."""

    def __init__(self, handle: int, header: bytes) -> None:
        self._handle = handle
        self._header = header
        self._end = 0
        self._checksum = 0
        self._failure: OSError | None = None
        self._lock = Lock()

    @classmethod
    def open(cls, path: Path, header: bytes) -> Self:
        """Open a log, which is created if missing; `header` is its first line.

        Nobody but its owner can read it. Raises `ForeignFileError`, `LockedError` or `OSError`.
        """
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)
        is_new = not path.exists()
        handle = os.open(path, flags, _OWNER_ONLY)
        try:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise ForeignFileError(b"")
            if not lock(handle):
                raise LockedError
            log = cls(handle, header)
            log._check_header()
        except BaseException:
            os.close(handle)
            raise
        if is_new:
            sync_folder(path.parent)
        return log

    def entries(self) -> Iterator[tuple[int, bytes]]:
        """Every entry with its place. To be read to the end before anything is appended.

        An incomplete last entry is cut off. Raises `DamagedLogError` or `OSError`.
        """
        os.lseek(self._handle, 0, os.SEEK_SET)
        with open(self._handle, "rb", closefd=False) as stream:
            self._end = len(stream.readline())
            self._checksum = 0
            while (line := stream.readline()).endswith(b"\n"):
                entry = line[_CHECKSUM:-1]
                checksum = crc32(entry, self._checksum)
                if line[:_CHECKSUM] != b"%08x " % checksum:
                    raise DamagedLogError
                yield self._end, entry
                self._checksum = checksum
                self._end += len(line)
        if line:
            self._cut()

    def read(self, place: int) -> bytes:
        """The entry at a place that `entries` gave."""
        with self._lock:
            os.lseek(self._handle, place, os.SEEK_SET)
            with open(self._handle, "rb", closefd=False) as stream:
                return stream.readline()[_CHECKSUM:-1]

    def append(self, entry: bytes) -> None:
        """Write an entry, and return when it is on the disk.

        Raises `OSError`; what a failed attempt has written is cut off, and nothing can be appended
        any more.
        """
        with self._lock:
            if self._failure is not None:
                raise self._failure
            checksum = crc32(entry, self._checksum)
            line = b"%08x %b\n" % (checksum, entry)
            try:
                self._write(line)
            except OSError as error:
                self._failure = error
                with suppress(OSError):  # the next one to open it does the same
                    self._cut()
                raise
            self._checksum = checksum
            self._end += len(line)

    def clear(self) -> None:
        """Remove every entry."""
        with self._lock:
            self._end = self._checksum = 0
            self._cut()
            self._write(self._header)
            self._end = len(self._header)

    def close(self) -> None:
        """Close the file. Calling it again does nothing."""
        with self._lock:
            if self._handle >= 0:
                os.close(self._handle)
            self._handle = -1

    def _check_header(self) -> None:
        os.lseek(self._handle, 0, os.SEEK_SET)
        found = os.read(self._handle, max(len(self._header), 100))
        if found.startswith(self._header):
            return
        if not self._header.startswith(found):  # empty, or cut off by a crash
            raise ForeignFileError(found)
        if hasattr(os, "fchmod"):
            os.fchmod(self._handle, _OWNER_ONLY)
        self.clear()

    def _write(self, content: bytes) -> None:
        self._cut()  # what an interrupted attempt may have left
        os.lseek(self._handle, self._end, os.SEEK_SET)
        while content:
            content = content[os.write(self._handle, content) :]
        os.fsync(self._handle)

    def _cut(self) -> None:
        os.ftruncate(self._handle, self._end)
