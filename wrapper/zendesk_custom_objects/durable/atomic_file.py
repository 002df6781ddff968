"""Files that appear as a whole or not at all: written beside their place, then renamed.

A symbolic link stays one: the file that it points to is replaced. A replaced file keeps its
permissions. A device or a pipe is never replaced.
"""

from __future__ import annotations

import errno
import os
import secrets
import stat
from pathlib import Path
from typing import BinaryIO, Final

__all__ = [
    "PRIVATE_MODE",
    "AtomicFile",
    "create",
    "is_special",
    "mode_of",
    "replace",
    "replaced_file",
    "save_as",
    "sync_folder",
]

PRIVATE_MODE: Final = 0o600
"""Permissions by which only the owner can read a file."""
_DEFAULT_MODE: Final = 0o666
"""Permissions of a new file, of which the system takes those away that its umask has."""
_MAX_NAME_PART: Final = 40
"""Characters of the file's name in that of the temporary one: file systems allow 255 bytes."""


class AtomicFile:
    """A file that is written under a temporary name until `commit` gives it its own.

    A device or a pipe is written to directly.
    """

    def __init__(
        self, path: Path, *, mode: int | None = None, temporary: Path | None = None
    ) -> None:
        """Open the temporary file; nobody else's is opened or overwritten.

        Args:
            path: The file to be. Its folder must exist.
            mode: Permissions; without it those of the file that is replaced, else the default.
            temporary: The temporary name; without it one that is not in use.
        """
        self._target = replaced_file(path)
        self._temporary: Path | None = None
        if is_special(path):
            self.stream: BinaryIO = path.open("wb")
            return
        name = f".{self._target.name[:_MAX_NAME_PART]}.{secrets.token_hex(4)}"
        self._temporary = temporary or self._target.with_name(name)
        self.stream = create(self._temporary, mode_of(path) if mode is None else mode)

    def commit(self) -> None:
        """Give it its name, and return when it is on the disk."""
        if self._temporary is None:
            self.stream.close()
            return
        save_as(self.stream, self._temporary, self._target)
        self._temporary = None

    def discard(self) -> None:
        """Remove what was written, unless the file has its name already."""
        self.stream.close()
        if self._temporary is not None:
            self._temporary.unlink(missing_ok=True)


def replace(path: Path, content: bytes) -> None:
    """Put `content` into the file, and return when it is on the disk.

    Only the owner can read it, and its folder must exist.
    """
    if is_special(path):
        raise OSError(errno.EINVAL, "not a regular file", str(path))
    file = AtomicFile(path, mode=PRIVATE_MODE)
    try:
        file.stream.write(content)
        file.commit()
    except BaseException:
        file.discard()
        raise


def replaced_file(path: Path) -> Path:
    """The file that is replaced: `path` itself, or what it points to as a symbolic link.

    Raises `OSError` if it is a folder.
    """
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    return Path(os.path.realpath(path)) if path.is_symlink() else path


def is_special(path: Path) -> bool:
    """True if it is a device, a pipe or a socket."""
    mode = _mode(path)
    return mode is not None and not stat.S_ISREG(mode)


def mode_of(path: Path) -> int | None:
    """The permissions of the file; `None` if there is none."""
    mode = _mode(path)
    return None if mode is None else stat.S_IMODE(mode) & 0o777


def _mode(path: Path) -> int | None:
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return None


def create(path: Path, mode: int | None) -> BinaryIO:
    """A new file, opened to be read and written; `FileExistsError` if something has that name."""
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags, _DEFAULT_MODE if mode is None else mode)
    if mode is not None and hasattr(os, "fchmod"):
        os.fchmod(handle, mode)  # `open` takes away what the umask has
    return os.fdopen(handle, "w+b")


def save_as(stream: BinaryIO, source: Path, target: Path) -> None:
    """Give an open file its name, close it, and return when both are on the disk.

    It takes the place of a file that has the name, in the same folder. It is closed last, so that
    a lock on it is held until then.
    """
    stream.flush()
    os.fsync(stream.fileno())
    if os.name == "nt":
        stream.close()  # an open file cannot be renamed there
    source.replace(target)
    sync_folder(target.parent)
    stream.close()


def sync_folder(folder: Path) -> None:
    """Return when the names in a folder are on the disk: they outlive a power cut then."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return  # Windows cannot open a folder
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
