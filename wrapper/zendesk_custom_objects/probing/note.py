"""The note of the object that a probe creates: on the disk before there is such an object."""

from __future__ import annotations

import os
import re
import secrets
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, Final, Literal

import msgspec

from ..durable import atomic_file
from ..durable.file_lock import lock
from ..errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

__all__ = ["Note", "held", "new_key"]

_KEY: Final = re.compile("zco_probe_[0-9a-f]{16}")


class _Content(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    version: Literal[1] = 1
    account: str
    key: str


def new_key() -> str:
    """A key that no object has: 64 of its bits are random."""
    return f"zco_probe_{secrets.token_hex(8)}"


class Note:
    """The note of one account, while nobody else uses the file."""

    def __init__(self, path: Path, account: str) -> None:
        self.path = path
        self._account = account

    def read(self) -> str | None:
        """The key that is noted; `None` if there is none.

        Raises `ConfigurationError` for a file that is not the note of a probe of this account.
        """
        try:
            content = self.path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise ConfigurationError(f"{self.path} cannot be read: {error.strerror}") from error
        try:
            noted = msgspec.json.decode(content, type=_Content)
        except (ValueError, RecursionError):
            raise self._unusable("is not the note of a probe: remove it") from None
        if not _KEY.fullmatch(noted.key):
            raise self._unusable("is not the note of a probe: remove it")
        if noted.account != self._account:
            raise self._unusable(
                f"notes an object of {noted.account}, not of {self._account}: probe that account"
                " again to remove it"
            )
        return noted.key

    def write(self, key: str) -> None:
        """Note a key, and return when it is on the disk."""
        content = msgspec.json.encode(_Content(account=self._account, key=key))
        try:
            atomic_file.replace(self.path, content)
        except OSError as error:
            raise ConfigurationError(
                f"{self.path} cannot be written: {error.strerror or error}"
            ) from error

    def clear(self) -> None:
        """Remove the note, as there is no such object any more."""
        self.path.unlink(missing_ok=True)
        atomic_file.sync_folder(self.path.parent)

    def _unusable(self, reason: str) -> ConfigurationError:
        return ConfigurationError(f"{self.path} {reason}, or give another path")


@contextmanager
def held(path: Path, account: str) -> Generator[Note]:
    """The note, which no other probe can use in the meantime.

    Raises `ConfigurationError` if another one uses it, or if its folder does not exist.
    """
    if not path.parent.is_dir():
        raise ConfigurationError(
            f"{path}: its folder does not exist: create it, or give another path"
        )
    beside = path.with_name(f"{path.name}.lock")
    stream = _locked(beside)
    if stream is None:
        raise ConfigurationError(f"{path}: another probe is using it: wait until it has ended")
    try:
        yield Note(path, account)
    finally:
        if os.name == "posix":  # elsewhere an open file cannot be removed
            beside.unlink(missing_ok=True)
        stream.close()


def _locked(path: Path) -> BinaryIO | None:
    """The file, locked; `None` if somebody else has locked it."""
    while True:
        try:
            stream = path.open("ab")
        except OSError as error:
            raise ConfigurationError(f"{path} cannot be written: {error.strerror}") from error
        if not lock(stream.fileno()):
            stream.close()
            return None
        # Whoever held it before has removed it, if it was not opened in time.
        if path.exists() and os.path.samestat(path.stat(), os.fstat(stream.fileno())):
            return stream
        stream.close()
