"""A token store in a file."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from .._clock import monotonic
from ..durable import atomic_file, file_lock
from ..errors import ConfigurationError
from .token_store import TokenPair

if TYPE_CHECKING:
    from collections.abc import Generator

__all__ = ["FileTokenStore"]

LOCK_POLL_SECONDS = 0.02
"""An exchange takes a few hundred milliseconds."""


class FileTokenStore:
    """Stores tokens in a file that only its owner can read, and that is replaced atomically.

    Processes can share it: while one exchanges the refresh token, the others wait, and then use
    what it has stored. They lock a file beside it for that, `PATH.lock`, which stays. On drives
    without locks, such as some network drives, they do not wait for each other.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        """The folder of `path` must exist."""
        self.path = Path(path)

    def __repr__(self) -> str:
        return f"FileTokenStore({str(self.path)!r})"

    def load(self) -> TokenPair | None:
        """The pair in the file; `None` if there is no file.

        Raises `ConfigurationError` if the file has other contents.
        """
        try:
            content = self.path.read_bytes()
        except FileNotFoundError:
            return None
        try:
            return msgspec.json.decode(content, type=TokenPair)
        except (ValueError, RecursionError):
            # Neither the message nor the cause must show the contents.
            raise ConfigurationError(
                f"{self.path} is not a token file: name another one, or remove it"
            ) from None

    def save(self, pair: TokenPair, /) -> None:
        """Replace the file; returns when it is on the disk."""
        atomic_file.replace(self.path, msgspec.json.encode(pair))

    @contextmanager
    def lock(self, timeout: float, /) -> Generator[None]:
        """Keep everybody else who locks the file waiting, in this process and in others.

        Raises `TimeoutError` after `timeout` seconds, and `ConfigurationError` if the lock file
        cannot be opened.
        """
        handle = self._open_lock()
        try:
            give_up_at = monotonic() + timeout
            while not file_lock.lock(handle):
                if monotonic() >= give_up_at:
                    raise TimeoutError(f"{self.path} is locked")
                time.sleep(LOCK_POLL_SECONDS)
            try:
                yield
            finally:
                file_lock.unlock(handle)
        finally:
            os.close(handle)

    def _open_lock(self) -> int:
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
        try:
            file = atomic_file.replaced_file(self.path)  # one for all links to the same file
            path = file.with_name(f"{file.name}.lock")
            return os.open(path, flags, atomic_file.PRIVATE_MODE)
        except OSError as error:
            raise ConfigurationError(
                f"{self.path} cannot be locked: {error.filename}: {error.strerror}"
            ) from error
