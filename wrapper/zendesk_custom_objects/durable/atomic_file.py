"""Writing a small file so that it is there as a whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


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
    """Give a file its name in the same folder, in the place of one that has it."""
    source.replace(target)
    try:
        folder = os.open(target.parent, os.O_RDONLY)
    except OSError:
        return  # Windows has no such thing
    try:
        os.fsync(folder)  # or the name might not outlive a power cut
    finally:
        os.close(folder)
