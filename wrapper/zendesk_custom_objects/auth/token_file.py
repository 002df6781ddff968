"""A token store in a file."""

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
    """Stores tokens in a file that only its owner can read, and that is replaced atomically."""

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
