"""A file to keep tokens in."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import msgspec

from .errors import ConfigurationError
from .token_store import TokenPair

__all__ = ["FileTokenStore"]


class FileTokenStore:
    """A file that only its owner can read. It is replaced as a whole, so that it is never torn."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        """`path` is the file; its folder must exist."""
        self.path = Path(path)

    def __repr__(self) -> str:
        return f"FileTokenStore({str(self.path)!r})"

    def load(self) -> TokenPair | None:
        """The pair in the file; `None` if there is no file.

        Raises `ConfigurationError` if it holds something else.
        """
        try:
            content = self.path.read_bytes()
        except FileNotFoundError:
            return None
        try:
            return msgspec.json.decode(content, type=TokenPair)
        except (ValueError, RecursionError):
            # Neither the message nor the cause may hold what is in it.
            raise ConfigurationError(f"{self.path} holds no tokens of this store") from None

    def save(self, pair: TokenPair, /) -> None:
        """Replace the file, and return when it is on the disk."""
        # Such a file is created with the permissions 0600.
        handle, name = tempfile.mkstemp(prefix=f".{self.path.name}.", dir=self.path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(msgspec.json.encode(pair))
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(self.path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        self._sync_folder()

    def _sync_folder(self) -> None:
        """See to it that the new name of the file outlives a power cut, where that is possible."""
        try:
            folder = os.open(self.path.parent, os.O_RDONLY)
        except OSError:
            return  # Windows has no such thing
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
