"""Keeping everybody else from a file, in this process and in others."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import Final

__all__ = ["lock", "unlock"]

_BEYOND_THE_END: Final = 1 << 40
"""Windows keeps others from reading what is locked, so the byte to lock is one that no file has."""


def lock(handle: int) -> bool:
    """Lock an open file until its handle is closed; `False` if somebody else has locked it.

    Nothing is locked on drives without locks, such as some network drives.
    """
    try:
        import fcntl
    except ImportError:
        return _lock_on_windows(handle)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        pass
    return True


def unlock(handle: int) -> None:
    """Release a lock before its handle is closed.

    To close it is not enough if this process was forked meanwhile: the child has the handle, too.
    """
    try:
        import fcntl
    except ImportError:
        return  # Windows has no forks
    with suppress(OSError):
        fcntl.flock(handle, fcntl.LOCK_UN)


def _lock_on_windows(handle: int) -> bool:
    import msvcrt

    lock_bytes = getattr(msvcrt, "locking")  # noqa: B009  # unknown to type checkers elsewhere
    position = os.lseek(handle, 0, os.SEEK_CUR)
    os.lseek(handle, _BEYOND_THE_END, os.SEEK_SET)
    try:
        lock_bytes(handle, getattr(msvcrt, "LK_NBLCK"), 1)  # noqa: B009
    except PermissionError:
        return False
    except OSError:
        pass
    finally:
        os.lseek(handle, position, os.SEEK_SET)
    return True
