"""Where an export continues: recorded in a file, which is replaced as a whole."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from ..deleted_record import Deleted
from ..errors import CheckpointError
from .atomic_file import replace
from .partial_file import Part

if TYPE_CHECKING:
    import os

__all__ = ["Checkpoint", "Position", "is_complete", "part_of"]


class Position(msgspec.Struct, frozen=True, kw_only=True):
    """How far an export has come."""

    version: Literal[1] = 1
    account: str
    object: str
    deleted: Deleted
    cursor: str | None
    """`None` until the first page is recorded."""
    changed_at: datetime.datetime | None = None
    """When the last record that was read was changed."""
    file: Part | None = None
    """The file that is being written, if the export goes into one."""

    def advanced(
        self,
        cursor: str | None,
        changed_at: datetime.datetime | None,
        *,
        file: Part | None = None,
    ) -> Position:
        """The position after a page. What the page does not have stays as it was."""
        return msgspec.structs.replace(
            self,
            cursor=cursor or self.cursor,
            changed_at=changed_at or self.changed_at,
            file=file,
        )


class Checkpoint:
    """The file that holds the position, for the export of one object of one account."""

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        account: str,
        key: str,
        deleted: Deleted,
    ) -> None:
        self.path = Path(path)
        self._start = Position(account=account, object=key, deleted=deleted, cursor=None)

    def load(self) -> Position:
        """The recorded position; without a file, the beginning.

        Raises `CheckpointError` for a file that cannot be read, or is not that of this export.
        """
        try:
            content = self.path.read_bytes()
        except FileNotFoundError:
            if not self.path.parent.is_dir():
                raise CheckpointError(
                    f"{self.path}: its folder does not exist: create it, or give another path"
                ) from None
            return self._start
        except OSError as error:
            raise CheckpointError(f"{self.path} cannot be read: {error.strerror}") from error
        try:
            position = msgspec.json.decode(content, type=Position)
        except (ValueError, RecursionError) as error:
            raise CheckpointError(
                f"{self.path} is not a checkpoint ({error}): give another path, or remove it to"
                " export everything again"
            ) from None
        for name in ("account", "object", "deleted"):
            recorded, wanted = getattr(position, name), getattr(self._start, name)
            if recorded != wanted:
                raise CheckpointError(
                    f"{self.path} is the checkpoint of another export: its {name} is {recorded!r},"
                    f" not {wanted!r}: give another path"
                )
        return position

    def save(self, position: Position) -> None:
        """Record a position, and return when it is on the disk.

        Raises `CheckpointError` if it cannot be written.
        """
        try:
            replace(self.path, msgspec.json.encode(position))
        except OSError as error:
            raise CheckpointError(
                f"{self.path} cannot be written: {error.strerror or error}"
            ) from error


def is_complete(path: Path) -> bool:
    """True if the export into a file is complete, so that the next one brings later changes."""
    position = _read(path)
    return position is not None and position.file is None and position.cursor is not None


def part_of(path: Path) -> Part | None:
    """The unfinished file that a checkpoint names; `None` if it names none or cannot be read."""
    position = _read(path)
    return None if position is None else position.file


def _read(path: Path) -> Position | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Position)
    except (OSError, ValueError, RecursionError):
        return None  # the export that continues it says what is wrong
