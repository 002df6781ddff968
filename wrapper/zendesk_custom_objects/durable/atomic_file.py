"""Writing a small file so that it is there as a whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

__all__ = ["rename", "replace", "sync_folder"]


def replace(path: Path, content: bytes) -> None:
    """Put `content` into the file, and return when it is on the disk.

    Only the owner can read it, and its folder must exist.
    """
    # Such a file is created with the permissions 0600.
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        rename(Path(name), path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def rename(source: Path, target: Path) -> None:
    """Give a file its name in the same folder, replacing one that has it."""
    source.replace(target)
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Return when the names in a folder are on the disk: they outlive a power cut then."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return  # Windows has no such thing
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
