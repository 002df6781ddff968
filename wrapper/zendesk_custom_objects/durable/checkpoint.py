"""How far an export has come, in a file that is replaced as a whole."""

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

__all__ = ["Checkpoint", "Place", "is_over", "part_of"]


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """How far an export has come."""

    version: Literal[1] = 1
    account: str
    object: str
    deleted: Deleted
    cursor: str | None
    """`None` as long as nothing was read."""
    changed_at: datetime.datetime | None = None
    """When the last record that was read was changed."""
    file: Part | None = None
    """The file that is being written, if the export goes into one."""

    def behind(
        self,
        cursor: str | None,
        changed_at: datetime.datetime | None,
        *,
        file: Part | None = None,
    ) -> Place:
        """The place behind a page: its cursor, and when its last record was changed, if known."""
        return msgspec.structs.replace(
            self,
            cursor=cursor or self.cursor,
            changed_at=changed_at or self.changed_at,
            file=file,
        )


class Checkpoint:
    """The file that has the place of the export of one object of one account."""

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        account: str,
        key: str,
        deleted: Literal["include", "exclude"],
    ) -> None:
        self.path = Path(path)
        self._start = Place(account=account, object=key, deleted=deleted, cursor=None)

    def load(self) -> Place:
        """The place to continue at; without a file that is the beginning.

        Raises `CheckpointError` for a file that is not the checkpoint of this export.
        """
        try:
            content = self.path.read_bytes()
        except FileNotFoundError:
            if not self.path.parent.is_dir():
                raise CheckpointError(
                    f"{self.path}: its folder does not exist: create it first"
                ) from None
            return self._start
        except OSError as error:
            raise CheckpointError(f"{self.path} cannot be read: {error.strerror}") from error
        try:
            place = msgspec.json.decode(content, type=Place)
        except (ValueError, RecursionError) as error:
            raise CheckpointError(
                f"{self.path} is not a checkpoint: {error}. Remove it to export everything again"
            ) from None
        for name in ("account", "object", "deleted"):
            noted, wanted = getattr(place, name), getattr(self._start, name)
            if noted != wanted:
                raise CheckpointError(
                    f"{self.path} is the checkpoint of another export: its {name} is {noted!r},"
                    f" not {wanted!r}. Use another checkpoint for this one"
                )
        return place

    def save(self, place: Place) -> None:
        """Write the place, and return when it is on the disk."""
        try:
            replace(self.path, msgspec.json.encode(place))
        except OSError as error:
            raise CheckpointError(
                f"{self.path} cannot be written: {error.strerror or error}"
            ) from error


def is_over(path: Path) -> bool:
    """Whether the export to a file is over, so that only what changed since would come."""
    place = _read(path)
    return place is not None and place.file is None and place.cursor is not None


def part_of(path: Path) -> Part | None:
    """The part of a file that a checkpoint names; `None` if it names none, or cannot be read."""
    place = _read(path)
    return None if place is None else place.file


def _read(path: Path) -> Place | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Place)
    except (OSError, ValueError, RecursionError):
        return None  # the export that uses it says what is wrong
