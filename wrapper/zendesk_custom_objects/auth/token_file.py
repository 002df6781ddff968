"""A file to keep tokens in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from ..durable import atomic_file
from ..errors import ConfigurationError
from .token_store import TokenPair

if TYPE_CHECKING:
    import os

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
        atomic_file.replace(self.path, msgspec.json.encode(pair))
